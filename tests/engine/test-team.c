/* SPDX-License-Identifier: MIT */
/* A team: every member works once a call, barriers order what they write, shares cover everything once. */
#include "engine/error.h"
#include "engine/team.h"

#include <glib.h>

#define N_ROUNDS 200
#define MOST_MEMBERS 8

typedef struct {
  guint calls[MOST_MEMBERS];
  guint shared; /* calls that every member worked on */
  guint cells[2][MOST_MEMBERS]; /* written in one phase, read in the next */
  gboolean in_order;
} Board;

/* Each round every member writes its cell, and after the barrier must see everybody's. */
static void
play (WeftTeam *team, guint member, gpointer data)
{
  Board *board = data;
  const guint n = weft_team_get_n_active (team);

  board->calls[member]++;
  if (member == 0 && n == weft_team_get_n_members (team))
    board->shared++;
  for (guint round = 1; round <= N_ROUNDS; round++)
    {
      guint *cells = board->cells[round % 2];
      guint sum = 0;

      cells[member] = round;
      weft_team_barrier (team, member);
      for (guint i = 0; i < n; i++)
        sum += cells[i];
      if (sum != round * n)
        board->in_order = FALSE;
      weft_team_barrier (team, member);
    }
}

static void
test_barrier (void)
{
  for (guint n = 1; n <= MOST_MEMBERS; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftTeam) team = weft_team_new (n, &error);
      Board board = { .in_order = TRUE };

      g_assert_no_error (error);
      g_assert_cmpuint (weft_team_get_n_members (team), ==, n);
      for (guint call = 1; call <= 20; call++)
        {
          weft_team_run (team, play, &board);
          g_assert_cmpuint (board.calls[0], ==, call);
          for (guint i = 1; i < n; i++)
            g_assert_cmpuint (board.calls[i], ==, board.shared);
          if (call % 5 == 0)
            g_usleep (1000); /* long enough to park */
        }
      g_assert_cmpuint (board.shared, >=, 1);
      g_assert_true (board.in_order);
    }
}

static void
test_share (void)
{
  static const gsize amounts[] = { 0, 1, 2, 7, 8, 24, 1000 };

  for (guint n = 1; n <= MOST_MEMBERS; n++)
    {
      g_autoptr (WeftTeam) team = weft_team_new (n, NULL);

      for (guint a = 0; a < G_N_ELEMENTS (amounts); a++)
        {
          gsize covered = 0;

          for (guint member = 0; member < n; member++)
            {
              gsize begin, end;

              weft_team_share (team, member, amounts[a], &begin, &end);
              g_assert_cmpuint (begin, ==, covered);
              g_assert_cmpuint (end - begin, <=, amounts[a] / n + 1);
              covered = end;
            }
          g_assert_cmpuint (covered, ==, amounts[a]);
        }
    }
}

static void
halve_until_zero (WeftTeam *team, guint member, gpointer data)
{
  volatile float value = 1.0f;
  guint *halvings = data;

  for (halvings[member] = 0; value > 0.0f; halvings[member]++)
    value *= 0.5f;
}

/* 2^-126 is the last normal number; with denormals it would take 149 halvings and more. */
static void
test_denormals_are_flushed (void)
{
  g_autoptr (WeftTeam) team = weft_team_new (2, NULL);
  guint halvings[2], own;

  weft_team_run (team, halve_until_zero, halvings); /* a first call is always shared */
  g_assert_cmpuint (halvings[0], ==, 127);
  g_assert_cmpuint (halvings[1], ==, 127);

  halve_until_zero (NULL, 0, &own);
  g_assert_cmpuint (own, ==, 150); /* the caller's own arithmetic is left as it was */
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_team_new (257, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/team/barrier", test_barrier);
  g_test_add_func ("/team/share", test_share);
  g_test_add_func ("/team/denormals-are-flushed", test_denormals_are_flushed);
  g_test_add_func ("/team/limits", test_limits);
  return g_test_run ();
}
