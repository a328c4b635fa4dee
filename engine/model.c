/* SPDX-License-Identifier: MIT */
/* A network ready to run, from a checkpoint or from random numbers. */
#include "engine/model.h"

#include "engine/model-private.h"
#include "engine/random.h"
#include "engine/weights-private.h"

#include <math.h>
#include <string.h>

static WeftModel *
model_new (const WeftConfig *config, WeftPrecision precision, const WeftWeightSource *source, GError **error)
{
  WeftModel *model = g_new0 (WeftModel, 1);

  g_atomic_ref_count_init (&model->ref_count);
  model->config = *config;
  model->precision = precision;
  model->kernels = weft_kernels_get ();

  if (!weft_weights_load (model, source, error))
    g_clear_pointer (&model, weft_model_unref);

  return model;
}

static gboolean
read_from_checkpoint (gpointer data, const char *name, float *out, gsize n, GError **error)
{
  return weft_checkpoint_read (data, name, out, n, error);
}

WeftModel *
weft_model_new_from_checkpoint (WeftCheckpoint *checkpoint, WeftPrecision precision, GError **error)
{
  const WeftWeightSource source = {
    .read = read_from_checkpoint,
    .data = checkpoint,
    .has_positions = weft_checkpoint_has_tensor (checkpoint, "pos_embedding.pe"),
    .has_first_values = weft_checkpoint_has_tensor (checkpoint, "first_value_counts"),
  };
  g_autoptr (WeftModel) model = model_new (weft_checkpoint_get_config (checkpoint), precision, &source, error);

  if (model != NULL && model->palette != NULL && !weft_checkpoint_read_palette (checkpoint, model->palette, error))
    return NULL;

  return g_steal_pointer (&model);
}

/* Norms are one; all else is normal, scaled so that activations keep their size from layer to layer. */
static gboolean
read_random (gpointer data, const char *name, float *out, gsize n, GError **error)
{
  const guint64 *seed = data;
  const gboolean is_norm = strstr (name, "norm") != NULL;
  const gboolean is_bias = g_str_has_suffix (name, ".bias");

  if (is_norm || is_bias)
    for (gsize i = 0; i < n; i++)
      out[i] = is_bias ? 0.0f : 1.0f;
  else if (strstr (name, "embedding") != NULL)
    weft_random_fill_normal (*seed, g_str_hash (name), 0.5f, out, n);
  else
    weft_random_fill_normal (*seed, g_str_hash (name), 1.0f / powf ((float) n, 0.25f), out, n);

  return TRUE;
}

WeftModel *
weft_model_new_random (const WeftConfig *config, WeftPrecision precision, guint64 seed, GError **error)
{
  const WeftWeightSource source = { .read = read_random, .data = &seed };
  WeftModel *model;

  if (!weft_config_validate (config, error))
    return NULL;

  model = model_new (config, precision, &source, error);
  if (model != NULL && model->palette != NULL)
    for (guint i = 0; i < 3 * config->n_values; i++)
      model->palette[i] = (guint8) (256 * weft_random_uniform (seed, i, 0, WEFT_USE_VALUE));

  return model;
}

WeftModel *
weft_model_ref (WeftModel *model)
{
  g_atomic_ref_count_inc (&model->ref_count);
  return model;
}

void
weft_model_unref (WeftModel *model)
{
  if (model == NULL || !g_atomic_ref_count_dec (&model->ref_count))
    return;

  weft_arena_clear (&model->arena);
  g_free (model);
}

const WeftConfig *
weft_model_get_config (WeftModel *model)
{
  return &model->config;
}

WeftPrecision
weft_model_get_precision (WeftModel *model)
{
  return model->precision;
}

const char *
weft_model_get_kernels_name (WeftModel *model)
{
  return model->kernels->name;
}

const guint8 *
weft_model_get_palette (WeftModel *model)
{
  return model->palette;
}

guint64
weft_model_get_bytes (WeftModel *model)
{
  return model->arena.reserved;
}

guint8
weft_model_sample_first_value (WeftModel *model, guint64 seed, guint64 image)
{
  const guint last = model->config.n_values - 1;
  double threshold;
  guint value = 0;

  if (model->first_value_cdf == NULL)
    return 0;

  threshold = weft_random_uniform (seed, image, 0, WEFT_USE_FIRST_VALUE) * model->first_value_cdf[last];
  while (value < last && model->first_value_cdf[value] <= threshold)
    value++;

  return (guint8) value;
}
