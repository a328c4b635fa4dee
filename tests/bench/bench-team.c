/* SPDX-License-Identifier: MIT */
/* What it costs two threads of a team to meet, and to hand each other what they have written: a step of one image does it
 * some 33 times in the paper's MNIST network. */
#include "engine/team.h"

#include <stdio.h>
#include <stdlib.h>

#define N_MEMBERS 2
#define N_MEETINGS 100000
#define N_REPETITIONS 7
#define MAX_LINES 64
#define LINE 64 /* bytes */

typedef struct {
  _Alignas (LINE) volatile guint8 written[N_MEMBERS][MAX_LINES * LINE];
  guint n_lines;
} Exchange;

/* Writes lines of its own, meets, and reads those of the other. */
static void
exchange (WeftTeam *team, guint member, gpointer data)
{
  Exchange *self = data;

  for (guint i = 0; i < N_MEETINGS; i++)
    {
      for (guint line = 0; line < self->n_lines; line++)
        self->written[member][line * LINE] = (guint8) i;
      weft_team_barrier (team, member);
      for (guint line = 0; line < self->n_lines; line++)
        (void) self->written[1 - member][line * LINE];
    }
}

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* A team soon tries whether one does better alone, which is not the question here; so each run has a new one. */
static gint64
run_once (Exchange *self)
{
  g_autoptr (GError) error = NULL;
  WeftTeam *team = weft_team_new (N_MEMBERS, &error);
  gint64 begin;

  if (team == NULL)
    g_error ("%s", error->message);

  begin = g_get_monotonic_time ();
  weft_team_run (team, exchange, self);
  begin = g_get_monotonic_time () - begin;
  weft_team_free (team);
  return begin;
}

static double
time_meeting (Exchange *self)
{
  double ns[N_REPETITIONS];

  for (guint i = 0; i < N_REPETITIONS; i++)
    ns[i] = 1e3 * (double) run_once (self) / N_MEETINGS;

  qsort (ns, N_REPETITIONS, sizeof *ns, compare);
  return ns[N_REPETITIONS / 2];
}

int
main (void)
{
  Exchange *self = g_aligned_alloc0 (1, sizeof (Exchange), LINE);

  for (self->n_lines = 0; self->n_lines <= MAX_LINES; self->n_lines = MAX (1, 2 * self->n_lines))
    printf ("%2u lines to each other: %4.0f ns a meeting, median of %d\n", self->n_lines, time_meeting (self),
            N_REPETITIONS);

  g_aligned_free (self);
  return 0;
}
