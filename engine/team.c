/* SPDX-License-Identifier: MIT */
/* Threads with a cheap barrier: members signal each other on lines of their own, waiters spin, and park when it takes
 * long. */
#include "engine/team.h"

#include "engine/denormals.h"
#include "engine/error.h"
#include "engine/trial.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/membarrier.h>
#include <sys/syscall.h>
#endif

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define MAX_MEMBERS 256
#define MAX_ROUNDS 8 /* log2 of it */

/* Turns of the spin loop before a waiter parks: some 500 us, longer than waits within a step and its sampling on a quiet
 * machine; a thread that has to be woken comes some 100 us late. With fewer processors than members spinning only keeps
 * the others from working. */
#define SPIN_TURNS 20000

/* A number that one member raises and others wait for, on a line of its own. */
typedef struct {
  _Alignas (64) atomic_uint epoch;
} Signal;

typedef struct {
  _Alignas (64) WeftTeam *team;
  guint index;
  pthread_t thread;
  guint turn;                 /* barriers it has come to */
  guint n_active;             /* members of the barrier that it is in; the team's may already be of the next run */
  Signal arrived[MAX_ROUNDS]; /* [round] how far the member 2^round before it, and all that one has heard of, have come */
} Member;

struct _WeftTeam {
  guint n_members;
  guint n_active; /* members of the running call: all, or the caller */
  guint spin_turns;
  gboolean parkers_fence; /* a parking member can make all others pass a memory barrier, so that raising needs none */
  Member *members;        /* [n_members]; member 0 is the caller */

  /* what to do; written by the caller before the start signal is raised */
  WeftTeamFunc func;
  gpointer data;
  gboolean quit;

  /* the caller's own */
  guint n_runs;           /* shared ones: the epoch of start */
  gboolean caller_parked; /* within the running call */
  WeftTrials trials;

  Signal start;

  _Alignas (64) atomic_uint n_parked;
  pthread_mutex_t lock;
  pthread_cond_t moved;
};

static void
pause_briefly (void)
{
#if defined(__x86_64__)
  _mm_pause ();
#elif defined(__aarch64__)
  __asm__ volatile ("yield");
#endif
}

static gboolean
has_come (Signal *signal, guint epoch, memory_order order)
{
  return (gint) (atomic_load_explicit (&signal->epoch, order) - epoch) >= 0;
}

#if defined(__linux__)
static gboolean
command_membarrier (int command)
{
  return syscall (SYS_membarrier, command, 0, 0) == 0;
}

static gboolean
register_fence (void)
{
  return command_membarrier (MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
}

static void
fence_all_members (void)
{
  command_membarrier (MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}
#else
static gboolean
register_fence (void)
{
  return FALSE;
}

static void
fence_all_members (void)
{
}
#endif

/* A parker counts itself before it looks again, and who raises a signal does so before reading the count: one of them
 * must see the other. Where parkers fence, each raiser passes a full barrier between the parker's two accesses: if
 * before it has read the count, it reads it counted; if after, its signal was raised before the parker looks. Elsewhere
 * all four accesses are in one total order. */
static void
park (WeftTeam *team, Signal *signal, guint epoch)
{
  pthread_mutex_lock (&team->lock);
  atomic_fetch_add (&team->n_parked, 1);
  if (team->parkers_fence)
    fence_all_members ();
  while (!has_come (signal, epoch, memory_order_seq_cst))
    pthread_cond_wait (&team->moved, &team->lock);
  atomic_fetch_sub (&team->n_parked, 1);
  pthread_mutex_unlock (&team->lock);
}

/* Raises a signal and wakes who parked on it. A plain store leaves the line's way between two cores, some hundred
 * nanoseconds, to the store buffer; a fence here would wait for it at every barrier. */
static void
raise_signal (WeftTeam *team, Signal *signal, guint epoch)
{
  guint n_parked;

  if (team->parkers_fence)
    {
      atomic_store_explicit (&signal->epoch, epoch, memory_order_release);
      atomic_signal_fence (memory_order_seq_cst);
      n_parked = atomic_load_explicit (&team->n_parked, memory_order_relaxed);
    }
  else
    {
      atomic_store (&signal->epoch, epoch);
      n_parked = atomic_load (&team->n_parked);
    }
  if (n_parked == 0)
    return;

  pthread_mutex_lock (&team->lock);
  pthread_cond_broadcast (&team->moved);
  pthread_mutex_unlock (&team->lock);
}

/* Returns: whether it had to park. */
static gboolean
wait_for (WeftTeam *team, Signal *signal, guint epoch)
{
  for (guint i = 0; i < team->spin_turns; i++)
    {
      if (has_come (signal, epoch, memory_order_acquire))
        return FALSE;
      pause_briefly ();
    }

  park (team, signal, epoch);
  return TRUE;
}

void
weft_team_arrive (WeftTeam *team, guint member)
{
  Member *me = &team->members[member];

  me->n_active = team->n_active;
  if (me->n_active == 1)
    return;

  me->turn++;
  raise_signal (team, &team->members[(member + 1) % me->n_active].arrived[0], me->turn);
}

/* Dissemination: after round r a member has heard, directly or not, of the 2^(r + 1) - 1 members before it. */
void
weft_team_wait (WeftTeam *team, guint member)
{
  Member *me = &team->members[member];
  gboolean parked = FALSE;

  for (guint round = 0; 1u << round < me->n_active; round++)
    {
      if (round > 0)
        raise_signal (team, &team->members[(member + (1u << round)) % me->n_active].arrived[round], me->turn);
      parked |= wait_for (team, &me->arrived[round], me->turn);
    }

  if (member == 0)
    team->caller_parked |= parked;
}

void
weft_team_barrier (WeftTeam *team, guint member)
{
  weft_team_arrive (team, member);
  weft_team_wait (team, member);
}

static gpointer
member_main (gpointer user_data)
{
  const Member *member = user_data;
  WeftTeam *team = member->team;

  weft_denormals_flush ();
  for (guint run = 1;; run++)
    {
      wait_for (team, &team->start, run);
      if (team->quit)
        return NULL;

      team->func (team, member->index, team->data);
      weft_team_barrier (team, member->index);
    }
}

static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}

void
weft_team_run (WeftTeam *team, WeftTeamFunc func, gpointer data)
{
  const guint32 before = weft_denormals_flush ();
  WeftTrial *trial = team->n_members > 1 ? weft_trials_find (&team->trials, func) : NULL;
  const gint64 begin = trial != NULL ? now () : 0;

  team->func = func;
  team->data = data;
  team->n_active = trial == NULL || weft_trial_is_better_alone (trial) ? 1 : team->n_members;
  team->caller_parked = FALSE;
  if (team->n_active > 1)
    raise_signal (team, &team->start, ++team->n_runs);

  func (team, 0, data);
  weft_team_barrier (team, 0);

  if (trial != NULL)
    weft_trial_add_run (trial, team->caller_parked, now () - begin);
  weft_denormals_restore (before);
}

void
weft_team_share (WeftTeam *team, guint member, gsize n, gsize *begin, gsize *end)
{
  weft_share (n, member, team->n_active, begin, end);
}

guint
weft_team_get_n_members (WeftTeam *team)
{
  return team->n_members;
}

guint
weft_team_get_n_active (WeftTeam *team)
{
  return team->n_active;
}

static void
stop_members (WeftTeam *team, guint n_started)
{
  team->quit = TRUE;
  raise_signal (team, &team->start, ++team->n_runs);
  for (guint i = 1; i < n_started; i++)
    pthread_join (team->members[i].thread, NULL);
}

void
weft_team_free (WeftTeam *team)
{
  if (team == NULL)
    return;

  stop_members (team, team->n_members);
  pthread_cond_destroy (&team->moved);
  pthread_mutex_destroy (&team->lock);
  g_aligned_free (team->members);
  g_aligned_free (team);
}

static gboolean
start_members (WeftTeam *team, GError **error)
{
  for (guint i = 1; i < team->n_members; i++)
    {
      Member *member = &team->members[i];
      int code;

      member->team = team;
      member->index = i;
      code = pthread_create (&member->thread, NULL, member_main, member);
      if (code != 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_RESOURCE, "thread %u of %u cannot be made: %s (use fewer threads)",
                       i + 1, team->n_members, g_strerror (code));
          stop_members (team, i);
          team->n_members = 1;
          return FALSE;
        }
    }

  return TRUE;
}

WeftTeam *
weft_team_new (guint n_members, GError **error)
{
  const guint n_processors = g_get_num_processors ();
  WeftTeam *team;

  if (n_members == 0)
    n_members = MIN (n_processors, MAX_MEMBERS);

  if (n_members > MAX_MEMBERS)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "%u threads were asked for, possible is 1 to %d", n_members,
                   MAX_MEMBERS);
      return NULL;
    }

  team = g_aligned_alloc0 (1, sizeof (WeftTeam), 64);
  team->n_members = n_members;
  team->n_active = n_members;
  team->spin_turns = n_members <= n_processors ? SPIN_TURNS : 0;
  team->parkers_fence = n_members > 1 && register_fence ();
  team->members = g_aligned_alloc0 (n_members, sizeof (Member), 64);
  pthread_mutex_init (&team->lock, NULL);
  pthread_cond_init (&team->moved, NULL);

  if (!start_members (team, error))
    g_clear_pointer (&team, weft_team_free);

  return team;
}
