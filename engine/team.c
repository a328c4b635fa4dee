/* SPDX-License-Identifier: MIT */
/* Threads with a cheap barrier: arrivals are counted, waiters spin on an epoch, and park when it takes long. */
#include "engine/team.h"

#include "engine/denormals.h"
#include "engine/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define MAX_MEMBERS 256

/* Turns of the spin loop before a waiter parks: some 100 us, longer than waits within a step on a quiet machine. With
 * fewer processors than members spinning only keeps the others from working. */
#define SPIN_TURNS 4000

/* Runs that a decision for or against working alone holds before it is looked at again; doubles while it stays right. */
#define FIRST_HOLD 16
#define LONGEST_HOLD 1024

typedef struct {
  WeftTeam *team;
  guint index;
  pthread_t thread;
} Member;

/* Where the caller stands between sharing its work and doing it alone. When other programs want the processors too, a
 * member that waits for its turn holds up all others at every barrier, and one thread is many times faster than two.
 * The sign of it is that the caller had to park. Results do not depend on who works. */
typedef enum {
  TOGETHER, /* all members; a parked caller asks for a trial */
  TRIAL,    /* the same work once alone, to compare the times */
  ALONE,    /* the caller alone, for `hold` runs */
} Mode;

struct _WeftTeam {
  guint n_members;
  guint n_active; /* members of the running call: all, or the caller */
  guint spin_turns;
  Member *members; /* [n_members]; member 0 is the caller */

  /* what to do; written by the caller before the start epoch moves */
  WeftTeamFunc func;
  gpointer data;
  gboolean quit;

  /* the caller's own */
  Mode mode;
  gboolean caller_parked;   /* within the running call */
  guint runs_left;          /* until the decision is looked at again */
  guint hold;               /* how long the next decision holds */
  WeftTeamFunc trial_func;  /* what the trial compares */
  gint64 time_together;     /* microseconds it took together */

  /* each on its own line: waiters of one must not disturb the other */
  _Alignas (64) atomic_uint start; /* epoch of weft_team_run() */
  _Alignas (64) atomic_uint turn;  /* epoch of the barrier */
  _Alignas (64) atomic_uint arrived;

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

static void
park_until_moved (WeftTeam *team, atomic_uint *epoch, guint seen)
{
  pthread_mutex_lock (&team->lock);
  atomic_fetch_add (&team->n_parked, 1);
  while (atomic_load (epoch) == seen)
    pthread_cond_wait (&team->moved, &team->lock);
  atomic_fetch_sub (&team->n_parked, 1);
  pthread_mutex_unlock (&team->lock);
}

/* Returns: whether it had to park. */
static gboolean
wait_until_moved (WeftTeam *team, atomic_uint *epoch, guint seen)
{
  for (guint i = 0; i < team->spin_turns; i++)
    {
      if (atomic_load_explicit (epoch, memory_order_acquire) != seen)
        return FALSE;
      pause_briefly ();
    }

  park_until_moved (team, epoch, seen);
  return TRUE;
}

/* Moves an epoch and wakes who parked on it. The waiter counts itself before it looks again, and the mover moves before
 * it reads the count, both in one total order: one of them sees the other. */
static void
move (WeftTeam *team, atomic_uint *epoch)
{
  atomic_fetch_add (epoch, 1);
  if (atomic_load (&team->n_parked) == 0)
    return;

  pthread_mutex_lock (&team->lock);
  pthread_cond_broadcast (&team->moved);
  pthread_mutex_unlock (&team->lock);
}

void
weft_team_barrier (WeftTeam *team, guint member)
{
  const guint seen = atomic_load_explicit (&team->turn, memory_order_acquire);
  const guint n_active = team->n_active; /* after arriving it may already be that of the next run */

  if (n_active == 1)
    return;

  if (atomic_fetch_add (&team->arrived, 1) + 1 < n_active)
    {
      const gboolean parked = wait_until_moved (team, &team->turn, seen);

      if (member == 0)
        team->caller_parked |= parked;
      return;
    }

  atomic_store_explicit (&team->arrived, 0, memory_order_relaxed);
  move (team, &team->turn);
}

static gpointer
member_main (gpointer user_data)
{
  const Member *member = user_data;
  WeftTeam *team = member->team;
  guint seen = 0;

  weft_denormals_flush ();
  for (;;)
    {
      wait_until_moved (team, &team->start, seen);
      seen++;
      if (team->quit)
        return NULL;

      team->func (team, member->index, team->data);
      weft_team_barrier (team, member->index);
    }
}

/* Decides after a run whether the next ones are better done together or alone. */
static void
reconsider (WeftTeam *team, WeftTeamFunc func, gint64 elapsed)
{
  if (team->mode == TRIAL && func == team->trial_func)
    {
      team->mode = elapsed < team->time_together ? ALONE : TOGETHER;
      team->runs_left = team->hold;
      team->hold = MIN (2 * team->hold, LONGEST_HOLD);
    }
  else if (team->runs_left > 0)
    {
      if (--team->runs_left == 0)
        team->mode = TOGETHER;
    }
  else if (team->mode == TOGETHER && team->caller_parked)
    {
      team->mode = TRIAL;
      team->trial_func = func;
      team->time_together = elapsed;
    }
  else if (team->mode == TOGETHER)
    team->hold = FIRST_HOLD;
}

static gboolean
works_alone (WeftTeam *team, WeftTeamFunc func)
{
  return team->n_members == 1 || team->mode == ALONE || (team->mode == TRIAL && func == team->trial_func);
}

void
weft_team_run (WeftTeam *team, WeftTeamFunc func, gpointer data)
{
  const guint32 before = weft_denormals_flush ();
  const gint64 begin = team->n_members > 1 ? g_get_monotonic_time () : 0;

  team->func = func;
  team->data = data;
  team->n_active = works_alone (team, func) ? 1 : team->n_members;
  team->caller_parked = FALSE;
  if (team->n_active > 1)
    move (team, &team->start);

  func (team, 0, data);
  weft_team_barrier (team, 0);

  if (team->n_members > 1)
    reconsider (team, func, g_get_monotonic_time () - begin);
  weft_denormals_restore (before);
}

void
weft_team_share (WeftTeam *team, guint member, gsize n, gsize *begin, gsize *end)
{
  *begin = n * member / team->n_active;
  *end = n * (member + 1) / team->n_active;
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
  move (team, &team->start);
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
  g_free (team->members);
  g_aligned_free (team);
}

static gboolean
start_members (WeftTeam *team, GError **error)
{
  for (guint i = 1; i < team->n_members; i++)
    {
      Member *member = &team->members[i];
      int code;

      *member = (Member) { .team = team, .index = i };
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
  team->hold = FIRST_HOLD;
  team->spin_turns = n_members <= n_processors ? SPIN_TURNS : 0;
  team->members = g_new0 (Member, n_members);
  pthread_mutex_init (&team->lock, NULL);
  pthread_cond_init (&team->moved, NULL);

  if (!start_members (team, error))
    g_clear_pointer (&team, weft_team_free);

  return team;
}
