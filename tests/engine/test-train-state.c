/* SPDX-License-Identifier: MIT */
/* Trainers as bytes: interrupted, a training ends with the same bits; what is exported is what was measured; and what is
 * damaged or of another training is not taken. */
#include "engine/blas.h"
#include "engine/error.h"
#include "engine/score.h"
#include "tests/support/models.h"
#include "tests/support/trainers.h"

#include <math.h>
#include <string.h>

static const char facts[][8] = { "title", "Stripes" };

/* A state that is put down after each step and taken up by another trainer ends as one that never was. */
static void
test_goes_on (void)
{
  const WeftConfig config = test_trainer_get_config (3);
  const WeftTrainOptions options = test_trainer_get_options ();
  g_autofree guint8 *images = test_trainer_draw_images (&config, 6 * TEST_TRAINER_BATCH);
  g_autoptr (WeftTeam) team = test_trainer_make_team (2);
  g_autoptr (WeftTrainer) whole = test_trainer_new (&config, &options, team);
  g_autoptr (WeftTrainer) again = test_trainer_new (&config, &options, team);
  g_autoptr (WeftTrainer) parts = test_trainer_new (&config, &options, team);

  test_trainer_train (whole, images, 0, 6);
  test_trainer_train (again, images, 0, 6);
  test_trainer_assert_same (whole, again);

  for (guint step = 0; step < 6; step++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftTrainer) next = test_trainer_new (&config, &options, team);
      g_autoptr (GBytes) state = NULL;

      test_trainer_train (parts, images, step, step + 1);
      state = test_trainer_save (parts);
      weft_trainer_load_state (next, weft_bytes_new_from_memory (state), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (weft_trainer_get_step (next), ==, step + 1);
      weft_trainer_free (g_steal_pointer (&parts));
      parts = g_steal_pointer (&next);
    }
  test_trainer_assert_same (whole, parts);
}

static WeftCheckpoint *
export (WeftTrainer *trainer, gboolean bf16)
{
  const WeftConfig *config = weft_trainer_get_config (trainer);
  const char *const listed[] = { facts[0], facts[1], NULL };
  g_autofree float *counts = g_new (float, config->n_values);
  g_autofree guint8 *palette = g_new0 (guint8, (gsize) config->n_values * 3);
  const WeftExport what = {
    .facts = listed,
    .first_value_counts = counts,
    .palette = config->image_mode == WEFT_IMAGE_INDEXED8 ? palette : NULL,
    .bf16 = bf16,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  WeftCheckpoint *checkpoint;

  for (guint v = 0; v < config->n_values; v++)
    counts[v] = (float) v;
  bytes = weft_trainer_export (trainer, &what, &error);
  g_assert_no_error (error);
  checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, &error);
  g_assert_no_error (error);
  return checkpoint;
}

/* What the engine scores with an exported checkpoint is what the trainer measured. */
static void
test_exports (void)
{
  g_autoptr (WeftTeam) team = test_trainer_make_team (2);
  guint n;

  test_models_get (&n);
  for (guint i = 0; i < n; i++)
    {
      const WeftConfig config = test_trainer_get_config (i);
      const WeftTrainOptions options = test_trainer_get_options ();
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *images = test_trainer_draw_images (&config, 4 * TEST_TRAINER_BATCH);
      g_autoptr (WeftTrainer) trainer = test_trainer_new (&config, &options, team);
      g_autoptr (WeftCheckpoint) checkpoint = NULL;
      g_autoptr (WeftModel) model = NULL;
      g_autoptr (WeftScorer) scorer = NULL;
      double measured, scored[5], sum = 0.0;

      test_trainer_train (trainer, images, 0, 4);
      checkpoint = export (trainer, FALSE);
      g_assert_cmpmem (weft_checkpoint_get_config (checkpoint), sizeof config, weft_trainer_get_config (trainer),
                       sizeof config);
      g_assert_cmpstr (weft_checkpoint_get_metadata (checkpoint, "title"), ==, "Stripes");
      model = test_model_load (checkpoint, WEFT_PRECISION_F32);
      scorer = weft_scorer_new (model, config.attention, team, &error);
      g_assert_no_error (error);
      weft_scorer_run (scorer, images, G_N_ELEMENTS (scored), scored, &error);
      g_assert_no_error (error);
      weft_trainer_measure (trainer, images, G_N_ELEMENTS (scored), &measured, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < G_N_ELEMENTS (scored); k++)
        sum += scored[k] / G_N_ELEMENTS (scored);
      g_assert_cmpfloat_with_epsilon (measured, sum, 1e-6);
    }
}

/* A trainer that begins with a checkpoint has its weights; further contexts begin without a say. */
static void
test_begins_with_checkpoint (void)
{
  WeftConfig config = test_trainer_get_config (2);
  const WeftTrainOptions options = test_trainer_get_options ();
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *images = test_trainer_draw_images (&config, 2 * TEST_TRAINER_BATCH);
  g_autoptr (WeftTeam) team = test_trainer_make_team (1);
  g_autoptr (WeftTrainer) first = test_trainer_new (&config, &options, team);
  g_autoptr (WeftCheckpoint) checkpoint = NULL;
  g_autoptr (WeftTrainer) second = NULL;
  double before, after;

  test_trainer_train (first, images, 0, 2);
  checkpoint = export (first, FALSE);
  config.context_offsets[config.n_context++] = 5;
  second = test_trainer_new (&config, &options, team);
  g_assert_true (weft_trainer_load_weights (second, checkpoint, &error));
  weft_trainer_measure (first, images, TEST_TRAINER_BATCH, &before, &error);
  weft_trainer_measure (second, images, TEST_TRAINER_BATCH, &after, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (before, ==, after);

  config.context_offsets[0]++;
  g_clear_pointer (&second, weft_trainer_free);
  second = test_trainer_new (&config, &options, team);
  g_assert_false (weft_trainer_load_weights (second, checkpoint, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
}

static void
refuse_state (WeftTrainer *trainer, const guint8 *data, gsize n, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = test_trainer_save (trainer);
  g_autoptr (GBytes) bytes = g_bytes_new (data, n);
  g_autoptr (GBytes) after = NULL;

  if (weft_trainer_load_state (trainer, weft_bytes_new_from_memory (bytes), &error))
    g_error ("%s was taken", what);
  g_assert_nonnull (error);
  after = test_trainer_save (trainer);
  g_assert_true (g_bytes_equal (before, after));
}

/* Replaces the first @from in the header by @to, of the same length. */
static void
refuse_changed (WeftTrainer *trainer, GBytes *state, const char *from, const char *to)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (state, &n);
  g_autofree guint8 *changed = g_memdup2 (data, n);
  guint8 *place = memmem (changed, n, from, strlen (from));

  g_assert_nonnull (place);
  memcpy (place, to, strlen (to));
  refuse_state (trainer, changed, n, from);
}

static void
test_refuses_damaged_state (void)
{
  const WeftConfig config = test_trainer_get_config (4);
  WeftTrainOptions options = test_trainer_get_options ();
  g_autofree guint8 *images = test_trainer_draw_images (&config, 2 * TEST_TRAINER_BATCH);
  g_autoptr (WeftTeam) team = test_trainer_make_team (1);
  g_autoptr (WeftTrainer) trainer = test_trainer_new (&config, &options, team);
  g_autoptr (WeftTrainer) other = NULL;
  g_autoptr (GBytes) state = NULL;
  g_autofree guint8 *broken = NULL;
  const float nan = NAN;
  gsize n;

  test_trainer_train (trainer, images, 0, 2);
  state = test_trainer_save (trainer);
  n = g_bytes_get_size (state);

  for (gsize cut = 0; cut < n; cut += 1 + n / 37)
    refuse_state (trainer, g_bytes_get_data (state, NULL), cut, "a state cut short");
  refuse_changed (trainer, state, "weft-training", "weft-traininG");
  refuse_changed (trainer, state, "\"step\":\"2\"", "\"step\":\"x\"");
  refuse_changed (trainer, state, "seed 4", "seed 5");
  refuse_changed (trainer, state, "moment1/predictor.bias", "moment1/predictor.bia5");
  refuse_changed (trainer, state, "\"F32\"", "\"I32\"");

  broken = g_memdup2 (g_bytes_get_data (state, NULL), n);
  memcpy (broken + n - sizeof nan, &nan, sizeof nan);
  refuse_state (trainer, broken, n, "a number that is none");

  options.seed++;
  other = test_trainer_new (&config, &options, team);
  refuse_state (other, g_bytes_get_data (state, NULL), n, "the state of another training");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  weft_blas_init (&error);
  g_assert_no_error (error);

  g_test_add_func ("/train/state/goes-on", test_goes_on);
  g_test_add_func ("/train/state/exports", test_exports);
  g_test_add_func ("/train/state/begins-with-checkpoint", test_begins_with_checkpoint);
  g_test_add_func ("/train/state/refuses-damaged-state", test_refuses_damaged_state);

  return g_test_run ();
}
