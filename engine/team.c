/* SPDX-License-Identifier: MIT */
/* Threads with a cheap barrier: members signal each other on lines of their own, waiters spin, and park when it takes
 * long. */
#include "engine/team.h"

#include "engine/denormals.h"
#include "engine/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
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

/* A trial times so many runs shared, then so many alone, and compares the fastest. Its outcome holds for a number of
 * runs, which doubles while trials agree. */
#define TRIAL_RUNS 4
#define LONG_RUN 5000000 /* nanoseconds; waking who has parked within such a run costs it next to nothing */
#define FIRST_HOLD 64
#define LONGEST_HOLD 4096
#define MAX_FUNCS 4 /* that a team is used for in turns; a step and its sampling are two */

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

/* Whether the work of one function is better shared or left to the caller. Where a step is shorter than its barriers, or other programs
 * want the processors too, one thread is faster than two; that is measured, as no rule knows it. Results do not depend
 * on who works. */
typedef struct {
  WeftTeamFunc func; /* NULL: none yet */
  gboolean alone;    /* the decision that holds */
  guint runs_left;   /* until the next trial; 0 during one */
  guint hold;        /* how long the next decision holds */
  guint n_timed;     /* runs timed so far: TRIAL_RUNS shared, then as many alone */
  gint64 fastest[2]; /* nanoseconds; shared, alone */
} Trial;

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
  Trial trials[MAX_FUNCS]; /* a short function must not decide for a long one */

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

static void
begin_trial (Trial *trial)
{
  trial->runs_left = 0;
  trial->n_timed = 0;
  trial->fastest[0] = trial->fastest[1] = G_MAXINT64;
}

/* The trial of a function, begun if it is new; where there are too many, the last ones share a place in turns. */
static Trial *
find_trial (WeftTeam *team, WeftTeamFunc func)
{
  Trial *trial = team->trials;

  while (trial->func != func && trial->func != NULL && trial < team->trials + MAX_FUNCS - 1)
    trial++;
  if (trial->func != func)
    {
      *trial = (Trial) { .func = func, .hold = FIRST_HOLD };
      begin_trial (trial);
    }

  return trial;
}

static void
decide (Trial *trial)
{
  const gboolean alone = trial->fastest[1] < trial->fastest[0];

  trial->hold = alone == trial->alone ? MIN (2 * trial->hold, LONGEST_HOLD) : FIRST_HOLD;
  trial->runs_left = trial->hold;
  trial->alone = alone;
}

/* Takes note of a run. A caller that had to park suspects that the processors are wanted elsewhere, which brings the next
 * trial nearer. */
static void
reconsider (Trial *trial, gboolean caller_parked, gint64 elapsed)
{
  gint64 *fastest = &trial->fastest[trial->n_timed < TRIAL_RUNS ? 0 : 1];

  if (trial->runs_left > 0)
    {
      trial->runs_left -= MIN (trial->runs_left, caller_parked && elapsed < LONG_RUN ? FIRST_HOLD : 1);
      if (trial->runs_left == 0)
        begin_trial (trial);
      return;
    }

  *fastest = MIN (*fastest, elapsed);
  if (++trial->n_timed == 2 * TRIAL_RUNS)
    decide (trial);
}

static gboolean
is_better_alone (const Trial *trial)
{
  return trial->runs_left > 0 ? trial->alone : trial->n_timed >= TRIAL_RUNS;
}

void
weft_team_run (WeftTeam *team, WeftTeamFunc func, gpointer data)
{
  const guint32 before = weft_denormals_flush ();
  Trial *trial = team->n_members > 1 ? find_trial (team, func) : NULL;
  const gint64 begin = trial != NULL ? now () : 0;

  team->func = func;
  team->data = data;
  team->n_active = trial == NULL || is_better_alone (trial) ? 1 : team->n_members;
  team->caller_parked = FALSE;
  if (team->n_active > 1)
    raise_signal (team, &team->start, ++team->n_runs);

  func (team, 0, data);
  weft_team_barrier (team, 0);

  if (trial != NULL)
    reconsider (trial, team->caller_parked, now () - begin);
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
