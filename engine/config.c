/* SPDX-License-Identifier: MIT */
/* Sizes and kinds of a network: validation, derived sizes, names. */
#include "engine/config.h"

#include "engine/checked.h"
#include "engine/error.h"

/* Larger than any model of this kind, small enough that no product of three of them overflows 64 bits. */
#define MAX_SIZE (1u << 20)

static const char *const attention_names[] = { "linear", "softmax" };
static const char *const activation_names[] = { "relu", "gelu" };
static const char *const output_names[] = { "mixture-of-logistics", "categorical" };
static const char *const image_mode_names[] = { "gray8", "rgb8", "indexed8" };

static gboolean
find_name (const char *const *names, guint n_names, const char *name, guint *index)
{
  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i], name) == 0)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
validate_size (const char *what, guint value, GError **error)
{
  if (value >= 1 && value <= MAX_SIZE)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s is %u, possible is 1 to %u", what, value, MAX_SIZE);
  return FALSE;
}

static gboolean
validate_sizes (const WeftConfig *config, GError **error)
{
  const struct {
    const char *what;
    guint value;
  } sizes[] = {
    { "the number of layers", config->n_layers },
    { "the number of heads", config->n_heads },
    { "the width", config->width },
    { "the feed-forward width", config->feed_forward },
    { "the number of outputs", config->n_outputs },
    { "the image's width", config->image_width },
    { "the image's height", config->image_height },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (!validate_size (sizes[i].what, sizes[i].value, error))
      return FALSE;

  return TRUE;
}

static gboolean
validate_network (const WeftConfig *config, GError **error)
{
  if (config->width % 2 != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "the width is %u; it must be even, half of it is the position", config->width);
      return FALSE;
    }

  if (config->width % config->n_heads != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "%u heads do not divide the model's width %u (give another number: --heads)",
                   config->n_heads, config->width);
      return FALSE;
    }

  if (config->n_values < 1 || config->n_values > WEFT_MAX_VALUES)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "there are %u values, possible is 1 to %d",
                   config->n_values, WEFT_MAX_VALUES);
      return FALSE;
    }

  if (config->output == WEFT_OUTPUT_CATEGORICAL && config->n_outputs != config->n_values)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "a categorical output over %u values needs %u outputs, not %u",
                   config->n_values, config->n_values, config->n_outputs);
      return FALSE;
    }

  if (config->output == WEFT_OUTPUT_MIXTURE_OF_LOGISTICS && config->n_outputs % 3 != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "a mixture of logistics needs a multiple of 3 outputs, not %u", config->n_outputs);
      return FALSE;
    }

  if (config->output == WEFT_OUTPUT_MIXTURE_OF_LOGISTICS && config->n_values != WEFT_MAX_VALUES)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "a mixture of logistics gives bytes: it needs %d values, not %u",
                   WEFT_MAX_VALUES, config->n_values);
      return FALSE;
    }

  return TRUE;
}

static gboolean
validate_context (const WeftConfig *config, GError **error)
{
  if (config->n_context > WEFT_MAX_CONTEXT)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "there are %u context embeddings, at most %d can be used",
                   config->n_context, WEFT_MAX_CONTEXT);
      return FALSE;
    }

  for (guint i = 0; i < config->n_context; i++)
    if (config->context_offsets[i] < 1 || config->context_offsets[i] > config->n_positions)
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "context offset %u is %u, possible is 1 to %u",
                     i, config->context_offsets[i], config->n_positions);
        return FALSE;
      }

  return TRUE;
}

static gboolean
validate_image (const WeftConfig *config, GError **error)
{
  guint64 factors[] = { config->image_width, config->image_height, weft_config_get_n_channels (config) };
  guint64 n_values;

  if (!weft_checked_product (factors, G_N_ELEMENTS (factors), &n_values) || n_values > G_MAXINT32)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "an image of %u x %u pixels is too large",
                   config->image_width, config->image_height);
      return FALSE;
    }

  if (n_values < 2)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "an image of one value has nothing to generate: the first value is given");
      return FALSE;
    }

  if (config->n_positions != n_values - 1)
    {
      const guint n_channels = weft_config_get_n_channels (config);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "there are %u positions, an image of %u x %u with %u value%s a pixel needs %" G_GUINT64_FORMAT
                   " (give the size and the mode it was trained on)",
                   config->n_positions, config->image_width, config->image_height, n_channels,
                   n_channels == 1 ? "" : "s", n_values - 1);
      return FALSE;
    }

  return TRUE;
}

gboolean
weft_config_validate (const WeftConfig *config, GError **error)
{
  return validate_sizes (config, error)
         && validate_network (config, error)
         && validate_image (config, error)
         && validate_context (config, error);
}

guint
weft_config_get_head_size (const WeftConfig *config)
{
  return config->width / config->n_heads;
}

guint
weft_config_get_n_channels (const WeftConfig *config)
{
  return config->image_mode == WEFT_IMAGE_RGB8 ? 3 : 1;
}

guint
weft_config_get_image_values (const WeftConfig *config)
{
  return config->image_width * config->image_height * weft_config_get_n_channels (config);
}

guint64
weft_config_get_n_weights (const WeftConfig *config)
{
  const guint64 d = config->width;
  const guint64 f = config->feed_forward;
  const guint64 v = config->n_values;
  const guint64 o = config->n_outputs;
  const guint64 layer = 4 * (d * d + d) + (d * f + f) + (f * d + d) + 4 * d;
  const guint64 embeddings = v * (d / 2) + config->n_context * (v + 1) * (d / 2);

  return embeddings + config->n_layers * layer + 2 * d + (o * d + o);
}

guint64
weft_config_get_state_bytes (const WeftConfig *config)
{
  const guint64 e = weft_config_get_head_size (config);

  return sizeof (float) * config->n_layers * config->n_heads * (e * e + e);
}

guint64
weft_config_get_cache_bytes (const WeftConfig *config, guint64 n_steps)
{
  return sizeof (float) * 2 * (guint64) config->n_layers * config->width * n_steps;
}

const char *
weft_attention_to_string (WeftAttention attention)
{
  return attention_names[attention];
}

const char *
weft_activation_to_string (WeftActivation activation)
{
  return activation_names[activation];
}

const char *
weft_output_to_string (WeftOutput output)
{
  return output_names[output];
}

const char *
weft_image_mode_to_string (WeftImageMode mode)
{
  return image_mode_names[mode];
}

gboolean
weft_attention_from_string (const char *name, WeftAttention *value)
{
  guint index;

  if (!find_name (attention_names, G_N_ELEMENTS (attention_names), name, &index))
    return FALSE;

  *value = (WeftAttention) index;
  return TRUE;
}

gboolean
weft_activation_from_string (const char *name, WeftActivation *value)
{
  guint index;

  if (!find_name (activation_names, G_N_ELEMENTS (activation_names), name, &index))
    return FALSE;

  *value = (WeftActivation) index;
  return TRUE;
}

gboolean
weft_output_from_string (const char *name, WeftOutput *value)
{
  guint index;

  if (!find_name (output_names, G_N_ELEMENTS (output_names), name, &index))
    return FALSE;

  *value = (WeftOutput) index;
  return TRUE;
}

gboolean
weft_image_mode_from_string (const char *name, WeftImageMode *value)
{
  guint index;

  if (!find_name (image_mode_names, G_N_ELEMENTS (image_mode_names), name, &index))
    return FALSE;

  *value = (WeftImageMode) index;
  return TRUE;
}
