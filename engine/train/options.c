/* SPDX-License-Identifier: MIT */
/* Ranges, identity, and the learning rate and corrections of each step. */
#include "engine/train/options.h"

#include "engine/error.h"

#include <math.h>
#include <string.h>

#define MAX_BATCH 65536
#define MAX_STEPS G_MAXINT32

static const char *const optimizer_names[] = { "adamw", "radam" };
static const char *const clip_names[] = { "none", "global", "tensor" };

/* ---- ranges ---- */

static gboolean
refuse (const char *what, double value, const char *possible, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "%s is %g, possible is %s", what, value, possible);
  return FALSE;
}

/* 0 <= value < 1. */
static gboolean
check_fraction (const char *what, double value, GError **error)
{
  return (value >= 0.0 && value < 1.0) || refuse (what, value, "0 to below 1", error);
}

/* 0 < value <= 1000; also refuses what is no number. */
static gboolean
check_positive (const char *what, double value, GError **error)
{
  return (value > 0.0 && value <= 1000.0) || refuse (what, value, "above 0 to 1000", error);
}

gboolean
weft_train_options_validate (const WeftTrainOptions *options, GError **error)
{
  if (options->batch < 1 || options->batch > MAX_BATCH)
    return refuse ("the batch", options->batch, "1 to 65536", error);
  if (options->warm_up > MAX_STEPS)
    return refuse ("the warm-up", options->warm_up, "0 to 2147483647 steps", error);
  if (options->n_steps > MAX_STEPS)
    return refuse ("the number of steps", options->n_steps, "0 to 2147483647", error);
  if (!(options->decay >= 0.0 && options->decay <= 10.0))
    return refuse ("the decay of weights", options->decay, "0 to 10", error);

  return check_positive ("the learning rate", options->rate, error)
         && check_positive ("epsilon", options->epsilon, error)
         && check_positive ("the norm to clip to", options->clip_norm, error)
         && check_fraction ("the decay of the first moment", options->beta1, error)
         && check_fraction ("the decay of the second moment", options->beta2, error)
         && check_fraction ("the decay of the average", options->average, error)
         && check_fraction ("the dropout", options->dropout, error);
}

/* ---- identity ---- */

static void
append_number (GString *text, const char *key, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, ", %s %s", key, g_ascii_dtostr (buffer, sizeof buffer, value));
}

static void
append_config (GString *text, const WeftConfig *config)
{
  g_string_append_printf (text, "%u layers, %u heads, width %u, feed-forward %u, %u values, %u outputs, %s of %u x %u",
                          config->n_layers, config->n_heads, config->width, config->feed_forward, config->n_values,
                          config->n_outputs, weft_image_mode_to_string (config->image_mode), config->image_width,
                          config->image_height);
  g_string_append_printf (text, ", %s, %s, %s, context", weft_attention_to_string (config->attention),
                          weft_activation_to_string (config->activation), weft_output_to_string (config->output));
  for (guint k = 0; k < config->n_context; k++)
    g_string_append_printf (text, " %u", config->context_offsets[k]);
}

char *
weft_train_options_dup_identity (const WeftTrainOptions *options, const WeftConfig *config)
{
  GString *text = g_string_new (NULL);

  append_config (text, config);
  g_string_append_printf (text, "; batch %u, %s, warm-up %u, clip %s, %s, seed %" G_GUINT64_FORMAT, options->batch,
                          optimizer_names[options->optimizer], options->warm_up, clip_names[options->clip],
                          options->bf16 ? "bf16" : "f32", options->seed);
  append_number (text, "rate", options->rate);
  append_number (text, "decay", options->decay);
  append_number (text, "beta1", options->beta1);
  append_number (text, "beta2", options->beta2);
  append_number (text, "epsilon", options->epsilon);
  append_number (text, "clip norm", options->clip_norm);
  append_number (text, "average", options->average);
  append_number (text, "dropout", options->dropout);
  return g_string_free (text, FALSE);
}

/* ---- one step ---- */

double
weft_train_options_get_rate (const WeftTrainOptions *options, guint step, double progress)
{
  const double warm = options->warm_up > 0 ? MIN (1.0, (step + 1.0) / options->warm_up) : 1.0;

  return options->rate * warm * (1.0 + cos (G_PI * CLAMP (progress, 0.0, 1.0))) / 2.0;
}

/* How far the second moment of the first @n steps can be trusted: 0 where its variance is not finite, else the factor of
 * the adaptive step. */
static double
rectify (double beta2, double n)
{
  const double longest = 2.0 / (1.0 - beta2) - 1.0;
  const double power = pow (beta2, n);
  const double length = longest - 2.0 * n * power / (1.0 - power);

  if (length <= 5.0)
    return 0.0;

  return sqrt ((length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length));
}

WeftUpdate
weft_train_options_get_update (const WeftTrainOptions *options, guint step, double progress)
{
  const double n = step + 1.0;
  WeftUpdate update = {
    .rate = weft_train_options_get_rate (options, step, progress),
    .decay = options->decay,
    .beta1 = options->beta1,
    .beta2 = options->beta2,
    .epsilon = options->epsilon,
    .scale = 1.0,
    .correction1 = 1.0 - pow (options->beta1, n),
    .correction2 = 1.0 - pow (options->beta2, n),
    .rectification = 1.0,
    .average_weight = 1.0 - MIN (options->average, n / (n + 10.0)),
  };

  if (options->optimizer == WEFT_OPTIMIZER_RADAM)
    {
      update.rectification = rectify (options->beta2, n);
      update.epsilon /= sqrt (update.correction2); /* it is added before the correction there */
    }

  return update;
}

/* ---- names ---- */

gboolean
weft_optimizer_from_string (const char *name, WeftOptimizer *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (optimizer_names); i++)
    if (g_strcmp0 (optimizer_names[i], name) == 0)
      {
        *value = (WeftOptimizer) i;
        return TRUE;
      }

  return FALSE;
}
