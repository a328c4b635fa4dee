/* SPDX-License-Identifier: MIT */
/* The table of small models, and checkpoints of them in memory. */
#include "tests/support/models.h"

#include "engine/random.h"
#include "tests/support/tiny-checkpoint.h"

/* rows: layers, heads, width, feed-forward; values, outputs; attention, activation, output; mode, width, height */
#define SIZES(l, h, d, f) .n_layers = l, .n_heads = h, .width = d, .feed_forward = f
#define CONTEXT(...) \
  .n_context = sizeof ((guint[]) { __VA_ARGS__ }) / sizeof (guint), .context_offsets = { __VA_ARGS__ }
#define GRAY(w, h) \
  .image_mode = WEFT_IMAGE_GRAY8, .image_width = w, .image_height = h, .n_positions = w * h - 1, .n_values = 256
#define RGB(w, h) \
  .image_mode = WEFT_IMAGE_RGB8, .image_width = w, .image_height = h, .n_positions = 3 * w * h - 1, .n_values = 256
#define INDEXED(w, h, v) \
  .image_mode = WEFT_IMAGE_INDEXED8, .image_width = w, .image_height = h, .n_positions = w * h - 1, .n_values = v
#define MIXTURE(m) .output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS, .n_outputs = 3 * m
#define CATEGORICAL(v) .output = WEFT_OUTPUT_CATEGORICAL, .n_outputs = v
#define LINEAR .attention = WEFT_ATTENTION_LINEAR
#define SOFTMAX .attention = WEFT_ATTENTION_SOFTMAX
#define RELU .activation = WEFT_ACTIVATION_RELU
#define GELU .activation = WEFT_ACTIVATION_GELU

static const TestModel models[] = {
  { "linear, gray, mixture", { SIZES (2, 4, 32, 64), GRAY (20, 15), MIXTURE (10), LINEAR, RELU } },
  { "linear, gray, odd sizes, gelu", { SIZES (3, 5, 40, 100), GRAY (17, 18), MIXTURE (7), LINEAR, GELU } },
  { "linear, rgb, context", { SIZES (2, 3, 18, 29), RGB (10, 10), MIXTURE (5), LINEAR, RELU, CONTEXT (30, 3, 27, 60) } },
  { "linear, indexed, context",
    { SIZES (2, 2, 24, 33), INDEXED (19, 16, 7), CATEGORICAL (7), LINEAR, GELU, CONTEXT (19, 18, 20, 1) } },
  { "linear, gray, categorical", { SIZES (1, 1, 20, 16), GRAY (20, 15), CATEGORICAL (256), LINEAR, RELU } },
  { "softmax, gray, mixture", { SIZES (2, 4, 32, 64), GRAY (20, 15), MIXTURE (10), SOFTMAX, RELU } },
  { "softmax, rgb, odd sizes, gelu", { SIZES (3, 5, 40, 100), RGB (11, 9), MIXTURE (7), SOFTMAX, GELU } },
  { "softmax, indexed, context",
    { SIZES (2, 6, 12, 17), INDEXED (19, 16, 33), CATEGORICAL (33), SOFTMAX, RELU, CONTEXT (19, 38) } },
};

const TestModel *
test_models_get (guint *n)
{
  *n = G_N_ELEMENTS (models);
  return models;
}

void
test_models_add (const char *path, GTestDataFunc func)
{
  guint n;
  const TestModel *row = test_models_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", path, row[i].name);

      g_test_add_data_func (full, &row[i], func);
    }
}

WeftCheckpoint *
test_model_open (const TestModel *model, guint64 seed)
{
  GError *error = NULL;

  weft_config_validate (&model->config, &error);
  g_assert_no_error (error);
  return weft_test_tiny_open (&model->config, seed, NULL);
}

WeftModel *
test_model_load (WeftCheckpoint *checkpoint, WeftPrecision precision)
{
  GError *error = NULL;
  WeftModel *model = weft_model_new_from_checkpoint (checkpoint, precision, &error);

  g_assert_no_error (error);
  return model;
}

guint8 *
test_model_draw_values (const WeftConfig *config, guint64 seed, guint n)
{
  guint8 *values = g_new (guint8, n);

  for (guint i = 0; i < n; i++)
    values[i] = (guint8) (config->n_values * weft_random_uniform (seed, 0, i, WEFT_USE_VALUE));

  return values;
}
