/* SPDX-License-Identifier: MIT */
/* Reads each tensor of the contract by its name and packs it where the step wants it. */
#include "engine/weights-private.h"

#include <math.h>
#include <string.h>

/* One load: where tensors come from, and a buffer for the largest of them. */
typedef struct {
  const WeftWeightSource *source;
  WeftModel *model;
  float *matrix; /* [largest matrix] */
  float *bias;   /* [largest bias] */
} Loader;

static void
reserve_norm (WeftArena *arena, guint width)
{
  weft_arena_reserve (arena, weft_pad (width), sizeof (float));
  weft_arena_reserve (arena, weft_pad (width), sizeof (float));
}

static void
take_norm (WeftNorm *norm, WeftArena *arena, guint width)
{
  norm->gain = weft_arena_take (arena, weft_pad (width), sizeof (float));
  norm->bias = weft_arena_take (arena, weft_pad (width), sizeof (float));
}

static void
reserve_layer (WeftArena *arena, const WeftConfig *config, WeftPrecision precision)
{
  const guint d = config->width;

  weft_linear_reserve (arena, precision, d, 3 * d);
  weft_linear_reserve (arena, precision, d, d);
  weft_linear_reserve (arena, precision, d, config->feed_forward);
  weft_linear_reserve (arena, precision, config->feed_forward, d);
  reserve_norm (arena, d);
  reserve_norm (arena, d);
}

static void
take_layer (WeftLayer *layer, WeftArena *arena, const WeftConfig *config, WeftPrecision precision)
{
  const guint d = config->width;

  weft_linear_init (&layer->qkv, arena, precision, d, 3 * d);
  weft_linear_init (&layer->out, arena, precision, d, d);
  weft_linear_init (&layer->linear1, arena, precision, d, config->feed_forward);
  weft_linear_init (&layer->linear2, arena, precision, config->feed_forward, d);
  take_norm (&layer->norm1, arena, d);
  take_norm (&layer->norm2, arena, d);
}

/* Reserve and take must name the same arrays in the same order. */
static void
reserve_all (WeftArena *arena, const WeftConfig *config, WeftPrecision precision, gboolean has_first_values)
{
  const guint64 half = config->width / 2;

  weft_arena_reserve (arena, config->n_layers, sizeof (WeftLayer));
  weft_arena_reserve (arena, config->n_values * half, sizeof (float));
  for (guint k = 0; k < config->n_context; k++)
    weft_arena_reserve (arena, (config->n_values + 1) * half, sizeof (float));
  weft_arena_reserve (arena, config->n_positions * half, sizeof (float));
  for (guint l = 0; l < config->n_layers; l++)
    reserve_layer (arena, config, precision);
  reserve_norm (arena, config->width);
  weft_linear_reserve (arena, precision, config->width, config->n_outputs);
  if (has_first_values)
    weft_arena_reserve (arena, config->n_values, sizeof (double));
  if (config->image_mode == WEFT_IMAGE_INDEXED8)
    weft_arena_reserve (arena, config->n_values, 3);
}

static void
take_all (WeftModel *model, const WeftWeightSource *source)
{
  const WeftConfig *config = &model->config;
  const gsize half = config->width / 2;

  model->layers = weft_arena_take (&model->arena, config->n_layers, sizeof (WeftLayer));
  model->value_embedding = weft_arena_take (&model->arena, config->n_values * half, sizeof (float));
  for (guint k = 0; k < config->n_context; k++)
    model->context[k] = weft_arena_take (&model->arena, (config->n_values + 1) * half, sizeof (float));
  model->positions = weft_arena_take (&model->arena, config->n_positions * half, sizeof (float));
  for (guint l = 0; l < config->n_layers; l++)
    take_layer (&model->layers[l], &model->arena, config, model->precision);
  take_norm (&model->norm, &model->arena, config->width);
  weft_linear_init (&model->predictor, &model->arena, model->precision, config->width, config->n_outputs);
  if (source->has_first_values)
    model->first_value_cdf = weft_arena_take (&model->arena, config->n_values, sizeof (double));
  if (config->image_mode == WEFT_IMAGE_INDEXED8)
    model->palette = weft_arena_take (&model->arena, config->n_values, 3);
}

G_GNUC_PRINTF (4, 6)
static gboolean
read_tensor (const Loader *loader, float *out, gsize n, const char *format, GError **error, ...)
{
  g_autofree char *name = NULL;
  va_list arguments;

  va_start (arguments, error);
  name = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return loader->source->read (loader->source->data, name, out, n, error);
}

/* Rows [first_row, first_row + n_rows) of @linear from `@name.weight` and `@name.bias`. */
static gboolean
load_linear (const Loader *loader, WeftLinear *linear, guint first_row, guint n_rows, const char *name, GError **error)
{
  if (!read_tensor (loader, loader->matrix, (gsize) n_rows * linear->n_in, "%s.weight", error, name)
      || !read_tensor (loader, loader->bias, n_rows, "%s.bias", error, name))
    return FALSE;

  weft_linear_pack (linear, first_row, n_rows, loader->matrix, loader->bias);
  return TRUE;
}

static gboolean
load_norm (const Loader *loader, WeftNorm *norm, const char *name, GError **error)
{
  const guint width = loader->model->config.width;

  return read_tensor (loader, norm->gain, width, "%s.weight", error, name)
         && read_tensor (loader, norm->bias, width, "%s.bias", error, name);
}

static gboolean
load_layer (const Loader *loader, guint index, GError **error)
{
  static const char *const projections[] = { "query", "key", "value" };
  WeftLayer *layer = &loader->model->layers[index];
  const guint d = loader->model->config.width;
  char name[96];

  for (guint p = 0; p < G_N_ELEMENTS (projections); p++)
    {
      g_snprintf (name, sizeof name, "transformer.layers.%u.attention.%s_projection", index, projections[p]);
      if (!load_linear (loader, &layer->qkv, p * d, d, name, error))
        return FALSE;
    }

#define NAME(suffix) (g_snprintf (name, sizeof name, "transformer.layers.%u." suffix, index), name)
  return load_linear (loader, &layer->out, 0, layer->out.n_out, NAME ("attention.out_projection"), error)
         && load_linear (loader, &layer->linear1, 0, layer->linear1.n_out, NAME ("linear1"), error)
         && load_linear (loader, &layer->linear2, 0, layer->linear2.n_out, NAME ("linear2"), error)
         && load_norm (loader, &layer->norm1, NAME ("norm1"), error)
         && load_norm (loader, &layer->norm2, NAME ("norm2"), error);
#undef NAME
}

void
weft_weights_fill_positions (guint n_positions, guint n_columns, float *out)
{
  for (gsize i = 0; i < n_positions; i++)
    for (gsize j = 0; j < n_columns; j++)
      {
        const double angle = (double) i * exp (-log (10000.0) * (double) (j / 2 * 2) / (double) n_columns);

        out[i * n_columns + j] = (float) (j % 2 == 0 ? sin (angle) : cos (angle));
      }
}

static gboolean
load_embeddings (const Loader *loader, GError **error)
{
  WeftModel *model = loader->model;
  const WeftConfig *config = &model->config;
  const gsize half = config->width / 2;

  if (!read_tensor (loader, model->value_embedding, config->n_values * half, "%s", error, "value_embedding.weight"))
    return FALSE;

  for (guint k = 0; k < config->n_context; k++)
    if (!read_tensor (loader, model->context[k], (config->n_values + 1) * half, "context_embedding.%u.weight", error, k))
      return FALSE;

  if (loader->source->has_positions)
    return read_tensor (loader, model->positions, config->n_positions * half, "%s", error, "pos_embedding.pe");

  weft_weights_fill_positions (config->n_positions, config->width / 2, model->positions);
  return TRUE;
}

/* Counts become a running sum, so that drawing is a search. */
static gboolean
load_first_values (const Loader *loader, GError **error)
{
  WeftModel *model = loader->model;
  const guint n = model->config.n_values;
  double sum = 0.0;

  if (!loader->source->has_first_values)
    return TRUE;

  if (!read_tensor (loader, loader->bias, n, "%s", error, "first_value_counts"))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      sum += MAX (loader->bias[i], 0.0f);
      model->first_value_cdf[i] = sum;
    }

  return TRUE;
}

static gboolean
load_all (const Loader *loader, GError **error)
{
  WeftModel *model = loader->model;

  for (guint l = 0; l < model->config.n_layers; l++)
    if (!load_layer (loader, l, error))
      return FALSE;

  return load_embeddings (loader, error)
         && load_norm (loader, &model->norm, "transformer.norm", error)
         && load_linear (loader, &model->predictor, 0, model->config.n_outputs, "predictor", error)
         && load_first_values (loader, error);
}

/* One buffer for the largest matrix, and one for the largest bias. */
static void
reserve_scratch (WeftArena *scratch, const WeftConfig *config, guint64 *matrix, guint64 *bias)
{
  const guint64 widest = MAX (config->width, config->feed_forward);

  *bias = MAX (MAX (widest, config->n_outputs), WEFT_MAX_VALUES);
  *matrix = *bias * widest;
  weft_arena_reserve (scratch, *matrix, sizeof (float));
  weft_arena_reserve (scratch, *bias, sizeof (float));
}

guint64
weft_model_count_bytes (const WeftConfig *config, WeftPrecision precision)
{
  WeftArena arena = WEFT_ARENA_INIT;
  guint64 matrix, bias;

  reserve_all (&arena, config, precision, TRUE);
  reserve_scratch (&arena, config, &matrix, &bias);
  return weft_arena_count_bytes (&arena);
}

gboolean
weft_weights_load (WeftModel *model, const WeftWeightSource *source, GError **error)
{
  g_auto (WeftArena) scratch = WEFT_ARENA_INIT;
  Loader loader = { .source = source, .model = model };
  guint64 matrix, bias;

  reserve_all (&model->arena, &model->config, model->precision, source->has_first_values);
  reserve_scratch (&scratch, &model->config, &matrix, &bias);
  model->arena.is_lazy = TRUE;
  if (!weft_arena_allocate (&model->arena, "the weights", error)
      || !weft_arena_allocate (&scratch, "the weights while they are read", error))
    return FALSE;

  take_all (model, source);
  loader.matrix = weft_arena_take (&scratch, matrix, sizeof (float));
  loader.bias = weft_arena_take (&scratch, bias, sizeof (float));

  return load_all (&loader, error);
}
