/* SPDX-License-Identifier: MIT */
/* States: what is written comes back; what is damaged, foreign or of another training is refused in a sentence. */
#include "app/training-state.h"

#include "tests/support/folder.h"

#include <math.h>
#include <string.h>

static void
fill (StudioTrainingState *state)
{
  const StudioTrainingPoint points[] = { { 1, 0.5, 7.25, NAN }, { 9, 4.5, 3.5, 3.75 } };

  state->trainer = g_bytes_new ("weights and moments", 19);
  state->points = g_array_new (FALSE, FALSE, sizeof (StudioTrainingPoint));
  g_array_append_vals (state->points, points, 2);
  state->seconds = 1.0 / 3.0;
  state->n_threads = 5;
}

static char *
write_state (TestFolder *folder)
{
  g_auto (StudioTrainingState) state = { 0 };
  char *path = test_folder_dup_path (folder, "a.state");

  fill (&state);
  g_assert_true (studio_training_state_write (path, &state, "this one", NULL));
  return path;
}

static void
test_round_trip (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = write_state (folder);
  g_auto (StudioTrainingState) state = { 0 };
  g_auto (StudioTrainingState) expected = { 0 };

  fill (&expected);
  g_assert_true (studio_training_state_read (path, &state, "this one", NULL));
  g_assert_true (g_bytes_equal (state.trainer, expected.trainer));
  g_assert_cmpmem (state.points->data, 2 * sizeof (StudioTrainingPoint), expected.points->data,
                   expected.points->len * sizeof (StudioTrainingPoint));
  g_assert_cmpfloat (state.seconds, ==, expected.seconds);
  g_assert_cmpuint (state.n_threads, ==, 5);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
assert_refused (const char *path, const char *identity, const char *pattern)
{
  StudioTrainingState state;
  g_autoptr (GError) error = NULL;

  g_assert_false (studio_training_state_read (path, &state, identity, &error));
  g_test_message ("%s", error->message);
  g_assert_true (g_pattern_match_simple (pattern, error->message));
  g_assert_null (state.trainer);
  g_assert_null (state.points);
}

static void
test_refusals (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = write_state (folder);
  g_autofree char *missing = test_folder_dup_path (folder, "missing");
  g_autofree char *other = test_folder_write (folder, "other", "abcdefghijkl", 12);

  assert_refused (path, "that one", "cannot go on from '*a.state': it is of another training: this one; this one is: that one*");
  assert_refused (missing, "this one", "cannot go on from '*missing': *");
  assert_refused (other, "this one", "cannot go on from '*other': *");
}

/* Cut anywhere, a state is refused. */
static void
test_truncation (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = write_state (folder);
  g_autofree char *content = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  for (gsize cut = 0; cut < size; cut++)
    {
      g_autofree char *cut_path = test_folder_write (folder, "cut", content, cut);
      StudioTrainingState state;

      g_assert_false (studio_training_state_read (cut_path, &state, "this one", NULL));
    }
}

static void
test_nowhere (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "missing/a.state");
  g_auto (StudioTrainingState) state = { 0 };
  g_autoptr (GError) error = NULL;

  fill (&state);
  g_assert_false (studio_training_state_write (path, &state, "this one", &error));
  g_assert_true (g_pattern_match_simple ("cannot write the state of the training '*a.state': the folder does not exist*",
                                         error->message));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/training-state/round-trip", test_round_trip);
  g_test_add_func ("/training-state/refusals", test_refusals);
  g_test_add_func ("/training-state/truncation", test_truncation);
  g_test_add_func ("/training-state/nowhere", test_nowhere);

  return g_test_run ();
}
