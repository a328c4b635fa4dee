/* SPDX-License-Identifier: MIT */
/* Training as a whole: it learns, gives the same bits again and after an interruption, refuses what it must, and what it
 * exports is what it measured. */
#include "engine/train/trainer.h"

#include "engine/blas.h"
#include "engine/error.h"
#include "engine/score.h"
#include "engine/train/trainer-private.h"
#include "tests/support/models.h"

#include <math.h>
#include <string.h>

#define BATCH 3

static WeftTeam *
make_team (guint n_members)
{
  g_autoptr (GError) error = NULL;
  WeftTeam *team = weft_team_new (n_members, &error);

  g_assert_no_error (error);
  return team;
}

static WeftConfig
get_config (guint index)
{
  guint n;

  return test_models_get (&n)[index].config;
}

static WeftTrainOptions
get_options (void)
{
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;

  options.batch = BATCH;
  options.warm_up = 2;
  options.n_steps = 20;
  options.dropout = 0.1;
  options.seed = 4;
  return options;
}

static WeftTrainer *
make_trainer (const WeftConfig *config, const WeftTrainOptions *options, WeftTeam *team)
{
  g_autoptr (GError) error = NULL;
  WeftTrainer *trainer = weft_trainer_new (config, options, team, &error);

  g_assert_no_error (error);
  return trainer;
}

/* Images with something to learn in them: stripes. */
static guint8 *
draw_images (const WeftConfig *config, guint n)
{
  const gsize size = weft_config_get_image_values (config);
  guint8 *images = g_new (guint8, n * size);

  for (gsize i = 0; i < n * size; i++)
    images[i] = (guint8) ((i / 3 % 5 * 13 + i / size) % config->n_values);
  return images;
}

/* Steps first .. last - 1, each on its own part of @images [last * BATCH]. Returns: bits per dimension of the last. */
static double
train (WeftTrainer *trainer, const guint8 *images, guint first, guint last)
{
  const gsize size = weft_config_get_image_values (weft_trainer_get_config (trainer));
  double bits = 0.0;

  for (guint step = first; step < last; step++)
    {
      g_autoptr (GError) error = NULL;

      weft_trainer_step (trainer, images + step * BATCH * size, &bits, &error);
      g_assert_no_error (error);
    }

  return bits;
}

static GBytes *
save (WeftTrainer *trainer)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = weft_trainer_save_state (trainer, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
assert_same_state (WeftTrainer *a, WeftTrainer *b)
{
  g_autoptr (GBytes) x = save (a);
  g_autoptr (GBytes) y = save (b);

  g_assert_true (g_bytes_equal (x, y));
}

/* Both attentions, both outputs, both optimizers. */
static void
test_learns (void)
{
  static const guint models[] = { 1, 3, 4, 7 };
  g_autoptr (WeftTeam) team = make_team (2);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      const WeftConfig config = get_config (models[i]);
      WeftTrainOptions options = get_options ();
      g_autofree guint8 *images = draw_images (&config, 60 * BATCH);
      g_autoptr (WeftTrainer) trainer = NULL;
      double before;

      options.dropout = 0.0;
      options.rate = 1e-2;
      options.n_steps = 60;
      options.optimizer = i % 2 == 0 ? WEFT_OPTIMIZER_ADAMW : WEFT_OPTIMIZER_RADAM;
      trainer = make_trainer (&config, &options, team);
      before = train (trainer, images, 0, 1);
      g_assert_cmpfloat (train (trainer, images, 1, 60), <, before - 0.1);
      g_assert_cmpuint (weft_trainer_get_step (trainer), ==, 60);
    }
}

/* A state that is put down after each step and taken up by another trainer ends as one that never was. */
static void
test_goes_on (void)
{
  const WeftConfig config = get_config (3);
  const WeftTrainOptions options = get_options ();
  g_autofree guint8 *images = draw_images (&config, 6 * BATCH);
  g_autoptr (WeftTeam) team = make_team (2);
  g_autoptr (WeftTrainer) whole = make_trainer (&config, &options, team);
  g_autoptr (WeftTrainer) again = make_trainer (&config, &options, team);
  g_autoptr (WeftTrainer) parts = make_trainer (&config, &options, team);

  train (whole, images, 0, 6);
  train (again, images, 0, 6);
  assert_same_state (whole, again);

  for (guint step = 0; step < 6; step++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftTrainer) next = make_trainer (&config, &options, team);
      g_autoptr (GBytes) state = NULL;

      train (parts, images, step, step + 1);
      state = save (parts);
      weft_trainer_load_state (next, weft_bytes_new_from_memory (state), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (weft_trainer_get_step (next), ==, step + 1);
      weft_trainer_free (g_steal_pointer (&parts));
      parts = g_steal_pointer (&next);
    }
  assert_same_state (whole, parts);
}

/* Recomputing changes memory, never a bit. */
static void
test_recomputes (void)
{
  const WeftConfig config = get_config (1);
  WeftTrainOptions options = get_options ();
  g_autofree guint8 *images = draw_images (&config, 3 * BATCH);
  g_autoptr (WeftTeam) team = make_team (2);
  g_autoptr (WeftTrainer) kept = make_trainer (&config, &options, team);
  g_autoptr (WeftTrainer) again = NULL;

  options.recompute = TRUE;
  again = make_trainer (&config, &options, team);
  g_assert_cmpfloat (train (kept, images, 0, 3), ==, train (again, images, 0, 3));
  assert_same_state (kept, again);
  g_assert_cmpuint (weft_trainer_get_bytes (&config, &options, 2), ==, again->arena.reserved);
  g_assert_cmpuint (again->arena.reserved, <, kept->arena.reserved);
}

/* One member sums in another order than two, to rounding. */
static void
test_members_agree (void)
{
  const WeftConfig config = get_config (0);
  WeftTrainOptions options = get_options ();
  g_autofree guint8 *images = draw_images (&config, 2 * BATCH);
  g_autoptr (WeftTeam) one = make_team (1);
  g_autoptr (WeftTeam) three = make_team (3);
  g_autoptr (WeftTrainer) alone = make_trainer (&config, &options, one);
  g_autoptr (WeftTrainer) together = make_trainer (&config, &options, three);

  g_assert_cmpfloat_with_epsilon (train (alone, images, 0, 2), train (together, images, 0, 2), 1e-6);
}

static const char facts[][8] = { "title", "Stripes" };

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
  g_autoptr (WeftTeam) team = make_team (2);
  guint n;

  test_models_get (&n);
  for (guint i = 0; i < n; i++)
    {
      const WeftConfig config = get_config (i);
      const WeftTrainOptions options = get_options ();
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *images = draw_images (&config, 4 * BATCH);
      g_autoptr (WeftTrainer) trainer = make_trainer (&config, &options, team);
      g_autoptr (WeftCheckpoint) checkpoint = NULL;
      g_autoptr (WeftModel) model = NULL;
      g_autoptr (WeftScorer) scorer = NULL;
      double measured, scored[5], sum = 0.0;

      train (trainer, images, 0, 4);
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
  WeftConfig config = get_config (2);
  const WeftTrainOptions options = get_options ();
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *images = draw_images (&config, 2 * BATCH);
  g_autoptr (WeftTeam) team = make_team (1);
  g_autoptr (WeftTrainer) first = make_trainer (&config, &options, team);
  g_autoptr (WeftCheckpoint) checkpoint = NULL;
  g_autoptr (WeftTrainer) second = NULL;
  double before, after;

  train (first, images, 0, 2);
  checkpoint = export (first, FALSE);
  config.context_offsets[config.n_context++] = 5;
  second = make_trainer (&config, &options, team);
  g_assert_true (weft_trainer_load_weights (second, checkpoint, &error));
  weft_trainer_measure (first, images, BATCH, &before, &error);
  weft_trainer_measure (second, images, BATCH, &after, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (before, ==, after);

  config.context_offsets[0]++;
  g_clear_pointer (&second, weft_trainer_free);
  second = make_trainer (&config, &options, team);
  g_assert_false (weft_trainer_load_weights (second, checkpoint, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
}

/* A value it does not know, and numbers that run away: an error with the place, and nothing has changed. */
static void
test_keeps_last_good_step (void)
{
  const WeftConfig config = get_config (3);
  const WeftTrainOptions options = get_options ();
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *images = draw_images (&config, 2 * BATCH);
  g_autoptr (WeftTeam) team = make_team (2);
  g_autoptr (WeftTrainer) trainer = make_trainer (&config, &options, team);
  g_autoptr (GBytes) good = NULL;
  g_autoptr (GBytes) after = NULL;
  double bits;
  float kept;

  train (trainer, images, 0, 1);
  good = save (trainer);
  images[weft_config_get_image_values (&config) + 4] = (guint8) config.n_values;
  g_assert_false (weft_trainer_step (trainer, images, &bits, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "image 1: value 4"));
  g_clear_error (&error);

  images[weft_config_get_image_values (&config) + 4] = 0;
  kept = trainer->weights[trainer->parameters->layers[0].linear1.weight];
  trainer->weights[trainer->parameters->layers[0].linear1.weight] = INFINITY;
  g_assert_false (weft_trainer_step (trainer, images, &bits, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE);
  g_assert_nonnull (strstr (error->message, "step 2"));
  trainer->weights[trainer->parameters->layers[0].linear1.weight] = kept;
  after = save (trainer);
  g_assert_true (g_bytes_equal (good, after));
}

static void
refuse_state (WeftTrainer *trainer, const guint8 *data, gsize n, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = save (trainer);
  g_autoptr (GBytes) bytes = g_bytes_new (data, n);
  g_autoptr (GBytes) after = NULL;

  if (weft_trainer_load_state (trainer, weft_bytes_new_from_memory (bytes), &error))
    g_error ("%s was taken", what);
  g_assert_nonnull (error);
  after = save (trainer);
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
  const WeftConfig config = get_config (4);
  WeftTrainOptions options = get_options ();
  g_autofree guint8 *images = draw_images (&config, 2 * BATCH);
  g_autoptr (WeftTeam) team = make_team (1);
  g_autoptr (WeftTrainer) trainer = make_trainer (&config, &options, team);
  g_autoptr (WeftTrainer) other = NULL;
  g_autoptr (GBytes) state = NULL;
  g_autofree guint8 *broken = NULL;
  const float nan = NAN;
  gsize n;

  train (trainer, images, 0, 2);
  state = save (trainer);
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
  other = make_trainer (&config, &options, team);
  refuse_state (other, g_bytes_get_data (state, NULL), n, "the state of another training");
}

static void
test_refuses_options (void)
{
  static const struct {
    gsize offset;
    double value;
  } bad[] = {
    { G_STRUCT_OFFSET (WeftTrainOptions, rate), 0.0 },      { G_STRUCT_OFFSET (WeftTrainOptions, rate), NAN },
    { G_STRUCT_OFFSET (WeftTrainOptions, beta2), 1.0 },     { G_STRUCT_OFFSET (WeftTrainOptions, dropout), -0.1 },
    { G_STRUCT_OFFSET (WeftTrainOptions, average), 1.0 },   { G_STRUCT_OFFSET (WeftTrainOptions, clip_norm), 0.0 },
    { G_STRUCT_OFFSET (WeftTrainOptions, epsilon), -1e-8 }, { G_STRUCT_OFFSET (WeftTrainOptions, decay), INFINITY },
  };
  const WeftConfig config = get_config (0);
  g_autoptr (WeftTeam) team = make_team (1);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      WeftTrainOptions options = get_options ();
      g_autoptr (GError) error = NULL;

      G_STRUCT_MEMBER (double, &options, bad[i].offset) = bad[i].value;
      g_assert_null (weft_trainer_new (&config, &options, team, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

/* The amount is known before anything is taken, however large. */
static void
test_refuses_too_much_memory (void)
{
  WeftConfig config = get_config (0);
  const WeftTrainOptions options = get_options ();
  g_autoptr (WeftTeam) team = make_team (1);
  g_autoptr (GError) error = NULL;

  config.image_width = config.image_height = 32768;
  config.n_positions = 32768 * 32768 - 1;
  g_assert_null (weft_trainer_new (&config, &options, team, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY);
  g_assert_nonnull (strstr (error->message, "TB"));
  g_assert_cmpuint (weft_trainer_get_bytes (&config, &options, 1), >, G_GUINT64_CONSTANT (1) << 40);
}

/* As PyTorch's: a warm-up, then half a cosine. */
static void
test_rate (void)
{
  WeftTrainOptions options = get_options ();

  options.rate = 2.0;
  options.warm_up = 4;
  g_assert_cmpfloat (weft_train_options_get_rate (&options, 0, 0.0), ==, 0.5);
  g_assert_cmpfloat (weft_train_options_get_rate (&options, 3, 0.0), ==, 2.0);
  g_assert_cmpfloat_with_epsilon (weft_train_options_get_rate (&options, 50, 0.5), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_train_options_get_rate (&options, 50, 1.0), 0.0, 1e-12);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  weft_blas_init (&error);
  g_assert_no_error (error);

  g_test_add_func ("/train/trainer/learns", test_learns);
  g_test_add_func ("/train/trainer/goes-on", test_goes_on);
  g_test_add_func ("/train/trainer/recomputes", test_recomputes);
  g_test_add_func ("/train/trainer/members-agree", test_members_agree);
  g_test_add_func ("/train/trainer/exports", test_exports);
  g_test_add_func ("/train/trainer/begins-with-checkpoint", test_begins_with_checkpoint);
  g_test_add_func ("/train/trainer/keeps-last-good-step", test_keeps_last_good_step);
  g_test_add_func ("/train/trainer/refuses-damaged-state", test_refuses_damaged_state);
  g_test_add_func ("/train/trainer/refuses-options", test_refuses_options);
  g_test_add_func ("/train/trainer/refuses-too-much-memory", test_refuses_too_much_memory);
  g_test_add_func ("/train/trainer/rate", test_rate);

  return g_test_run ();
}
