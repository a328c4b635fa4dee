/* SPDX-License-Identifier: MIT */
/* What a training makes of its averaged weights: checkpoints that say how good they are, and samples. */
#include "app/training-run-private.h"

#include "app/statistics.h"

#include "engine/generator.h"
#include "engine/score.h"
#include "engine/state.h"

#define MAX_FACTS 9
#define PRECISION_TOLERANCE 0.005 /* bits/dim that the precision of --precision auto may cost */
#define MAX_PRECISION_IMAGES 50   /* that precisions are compared on */
#define SECONDS_AN_HOUR 3600.0

/* Keys and values of metadata: key, value, .., NULL; the values are owned. */
typedef struct {
  const char *words[2 * MAX_FACTS + 1];
  guint n;
} Facts;

static void
clear_facts (Facts *facts)
{
  for (guint i = 1; i < facts->n; i += 2)
    g_free ((char *) facts->words[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, clear_facts)

/* @value: (transfer full) (nullable): NULL says nothing */
static void
add_fact (Facts *facts, const char *key, char *value)
{
  if (value == NULL)
    return;

  g_assert (facts->n + 2 <= 2 * MAX_FACTS);
  facts->words[facts->n++] = key;
  facts->words[facts->n++] = value;
}

static char *
dup_number (const char *format, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, format, number));
}

/* One that has not learnt all says so, lest several of a training look alike. */
static char *
dup_title (StudioTrainingRun *run, gboolean is_final)
{
  if (run->plan.title == NULL || is_final)
    return g_strdup (run->plan.title);

  return g_strdup_printf ("%s (%u steps)", run->plan.title, weft_trainer_get_step (run->trainer));
}

static void
add_facts (StudioTrainingRun *run, gboolean is_final, Facts *facts)
{
  g_autofree char *hours = dup_number ("%.2f", run->seconds / SECONDS_AN_HOUR);

  add_fact (facts, "title", dup_title (run, is_final));
  add_fact (facts, "dataset", g_strdup (run->plan.dataset));
  add_fact (facts, "licence", g_strdup (run->plan.licence));
  add_fact (facts, "steps", g_strdup_printf ("%" G_GUINT64_FORMAT,
                                             run->origin_steps + weft_trainer_get_step (run->trainer)));
  add_fact (facts, "trained_with",
            g_strdup_printf ("Weft " WEFT_VERSION ", %s, %s, %s hours", run->plan.learning.bf16 ? "bf16" : "f32",
                             weft_trainer_get_description (run->trainer), hours));
}

/* [V]: how often each value starts a picture that is learnt from. */
static float *
count_first_values (StudioTrainingRun *run)
{
  const gsize n_values = studio_picture_set_get_n_values (run->set);
  const guint8 *pictures = studio_picture_set_get_training (run->set);
  float *counts = g_new0 (float, WEFT_MAX_VALUES);

  for (gsize i = 0; i < studio_picture_set_get_n_training (run->set); i++)
    counts[pictures[i * n_values]]++;

  return counts;
}

static GBytes *
make_checkpoint (StudioTrainingRun *run, const Facts *facts, GError **error)
{
  g_autofree float *counts = count_first_values (run);
  const WeftExport export = {
    .facts = facts->words,
    .first_value_counts = counts,
    .palette = studio_picture_set_get_palette (run->set),
  };

  return weft_trainer_export (run->trainer, &export, error);
}

static WeftModel *
make_model (GBytes *bytes, WeftPrecision precision, GError **error)
{
  g_autoptr (WeftCheckpoint) checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, error);

  return checkpoint != NULL ? weft_model_new_from_checkpoint (checkpoint, precision, error) : NULL;
}

/* Mean bits/dim of @n images, as `weft score` has it. */
static gboolean
score (StudioTrainingRun *run, GBytes *checkpoint, WeftPrecision precision, const guint8 *images, gsize n,
       double *bits, GError **error)
{
  g_autoptr (WeftModel) model = make_model (checkpoint, precision, error);
  g_autoptr (WeftScorer) scorer = NULL;
  g_autofree double *each = g_new (double, n);

  if (model == NULL)
    return FALSE;

  scorer = weft_scorer_new (model, run->config.attention, run->team, error);
  if (scorer == NULL || !weft_scorer_run (scorer, images, n, each, error))
    return FALSE;

  *bits = studio_statistics_mean (each, n);
  return TRUE;
}

/* The fastest precision that costs next to nothing, as the recipe records it for the bundled checkpoints. */
static gboolean
measure_precisions (StudioTrainingRun *run, GBytes *checkpoint, const guint8 *images, gsize n, Facts *facts,
                    GError **error)
{
  static const WeftPrecision precisions[] = { WEFT_PRECISION_F32, WEFT_PRECISION_BF16, WEFT_PRECISION_INT8 };
  g_autoptr (GString) measured = g_string_new (NULL);
  WeftPrecision chosen = WEFT_PRECISION_F32;
  double bits[G_N_ELEMENTS (precisions)];

  for (guint i = 0; i < G_N_ELEMENTS (precisions); i++)
    {
      g_autofree char *figure = NULL;

      if (!score (run, checkpoint, precisions[i], images, n, &bits[i], error))
        return FALSE;
      if (bits[i] <= bits[0] + PRECISION_TOLERANCE)
        chosen = precisions[i];

      figure = dup_number ("%.6f", bits[i]);
      g_string_append_printf (measured, "%s%s %s", i > 0 ? ", " : "", weft_precision_to_string (precisions[i]),
                              figure);
    }

  g_string_append_printf (measured, " bits/dim on %" G_GSIZE_FORMAT " held-out images", n);
  add_fact (facts, "auto_precision", g_strdup (weft_precision_to_string (chosen)));
  add_fact (facts, "auto_precision_measured", g_strdup (measured->str));
  return TRUE;
}

/* Says nothing that was not measured. */
static gboolean
measure (StudioTrainingRun *run, Facts *facts, GError **error)
{
  gsize n;
  const guint8 *images = studio_training_run_get_held_out (run, &n);
  g_autoptr (GBytes) checkpoint = n > 0 ? make_checkpoint (run, facts, error) : NULL;
  double bits;

  if (n == 0)
    return TRUE;

  if (checkpoint == NULL || !score (run, checkpoint, WEFT_PRECISION_F32, images, n, &bits, error))
    return FALSE;

  add_fact (facts, "bits_per_dim", dup_number ("%.4f", bits));
  return measure_precisions (run, checkpoint, images, MIN (n, MAX_PRECISION_IMAGES), facts, error);
}

gboolean
studio_training_run_export (StudioWorker *worker, StudioTrainingRun *run, gboolean is_final, GError **error)
{
  g_auto (Facts) facts = { 0 };
  GBytes *checkpoint;

  add_facts (run, is_final, &facts);
  if (is_final && !measure (run, &facts, error))
    return FALSE;

  checkpoint = make_checkpoint (run, &facts, error);
  if (checkpoint == NULL)
    return FALSE;

  studio_worker_lock (worker);
  g_clear_pointer (&run->checkpoint, g_bytes_unref);
  run->checkpoint = checkpoint;
  run->checkpoint_step = weft_trainer_get_step (run->trainer);
  studio_worker_unlock (worker);
  studio_worker_post (worker);
  return TRUE;
}

static GPtrArray *
list_pictures (StudioTrainingRun *run, WeftGenerator *generator, GError **error)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_pixels_free);

  for (guint lane = 0; lane < weft_generator_get_n_lanes (generator); lane++)
    {
      StudioPixels *pixels = studio_pixels_new_from_values (
          &run->config, studio_picture_set_get_palette (run->set), weft_generator_get_values (generator, lane),
          weft_generator_get_n_known (generator), error);

      if (pixels == NULL)
        return NULL;
      g_ptr_array_add (pictures, pixels);
    }

  return g_steal_pointer (&pictures);
}

/* The same seed at every step, so that it is the network that changes from sheet to sheet. */
static GPtrArray *
paint (StudioWorker *worker, StudioTrainingRun *run, WeftModel *model, GError **error)
{
  const WeftSampling sampling = WEFT_SAMPLING_INIT;
  g_autoptr (WeftGenerator) generator = weft_generator_new (model, weft_form_default (&run->config),
                                                            run->plan.n_samples, run->team, error);

  if (generator == NULL)
    return NULL;

  weft_generator_begin (generator, run->plan.learning.seed, 0);
  while (!weft_generator_is_done (generator) && !studio_worker_is_cancelled (worker))
    if (!weft_generator_next (generator, &sampling, error))
      return NULL;

  return list_pictures (run, generator, error);
}

gboolean
studio_training_run_paint (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  g_auto (Facts) facts = { 0 };
  g_autoptr (GBytes) checkpoint = make_checkpoint (run, &facts, error);
  g_autoptr (WeftModel) model = checkpoint != NULL ? make_model (checkpoint, WEFT_PRECISION_F32, error) : NULL;
  GPtrArray *samples = model != NULL ? paint (worker, run, model, error) : NULL;

  if (samples == NULL)
    return FALSE;

  studio_worker_lock (worker);
  g_clear_pointer (&run->samples, g_ptr_array_unref);
  run->samples = samples;
  run->samples_step = weft_trainer_get_step (run->trainer);
  studio_worker_unlock (worker);
  studio_worker_post (worker);
  return TRUE;
}
