/* SPDX-License-Identifier: MIT */
/* Tiny checkpoints: the contract's list of tensors, filled from a seed, damaged on request, written by our
 * own writer. */
#include "tests/support/tiny-checkpoint.h"

#include "engine/contract.h"
#include "engine/format/safetensors-writer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

WeftConfig
weft_test_tiny_config (WeftAttention attention, WeftOutput output, WeftImageMode mode, gboolean context)
{
  WeftConfig config = {
    .n_layers = 2,
    .n_heads = 2,
    .width = 8,
    .feed_forward = 12,
    .n_values = mode == WEFT_IMAGE_INDEXED8 && output == WEFT_OUTPUT_CATEGORICAL ? 7 : 256,
    .attention = attention,
    .output = output,
    .image_mode = mode,
    .image_width = 5,
    .image_height = 3,
  };

  config.n_outputs = output == WEFT_OUTPUT_CATEGORICAL ? config.n_values : 9;
  config.n_positions = weft_config_get_image_values (&config) - 1;
  if (context)
    {
      config.n_context = 2;
      config.context_offsets[0] = 5;
      config.context_offsets[1] = 4;
    }

  return config;
}

/* splitmix64 */
static guint64
next_random (guint64 *state)
{
  guint64 z = (*state += 0x9e3779b97f4a7c15u);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* Uniform in (-1, 1). */
static float
next_uniform (guint64 *state)
{
  return (float) ((double) (next_random (state) >> 11) * 0x1p-52 - 1.0);
}

/* The authors' table: sin and cos of position / 10000^(2i/n), interleaved. */
static void
fill_positions (float *out, guint64 n_positions, guint64 n)
{
  for (guint64 i = 0; i < n_positions; i++)
    for (guint64 j = 0; j < n; j++)
      {
        const double angle = (double) i * exp (-log (10000.0) * (double) (j - j % 2) / (double) n);

        out[i * n + j] = (float) (j % 2 == 0 ? sin (angle) : cos (angle));
      }
}

static void
fill_weights (const WeftContractTensor *tensor, guint64 n, guint64 *state, float *out)
{
  const gboolean norm = strstr (tensor->name, "norm") != NULL && g_str_has_suffix (tensor->name, "weight");

  if (strcmp (tensor->name, "pos_embedding.pe") == 0)
    fill_positions (out, tensor->shape[1], tensor->shape[2]);
  else if (strcmp (tensor->name, "first_value_counts") == 0)
    for (guint64 i = 0; i < n; i++)
      out[i] = (float) i;
  else
    for (guint64 i = 0; i < n; i++)
      out[i] = (norm ? 1.0f : 0.0f) + (norm ? 0.1f : 0.5f) * next_uniform (state);
}

static gboolean
is (const char *damage, const WeftContractTensor *tensor)
{
  return g_strcmp0 (damage, tensor->name) == 0;
}

static void
damage_values (const WeftTestTiny *tiny, const WeftContractTensor *tensor, float *values, guint64 n)
{
  if (is (tiny->nan, tensor))
    values[n - 1] = NAN;
  if (is (tiny->infinite, tensor))
    values[0] = -INFINITY;
  if (is (tiny->negative, tensor))
    values[1] = -1.0f;
  if (tiny->broken_position > 0 && strcmp (tensor->name, "pos_embedding.pe") == 0)
    for (guint64 i = 0; i < tensor->shape[2]; i++)
      values[tiny->broken_position * tensor->shape[2] + i] = i % 2 == 0 ? 3e38f : -3e38f;
}

/* The upper half of an F32 is its BF16, cut instead of rounded: any weight will do. */
static GBytes *
narrow_bf16 (const float *values, guint64 n)
{
  guint16 *out = g_new (guint16, n);

  for (guint64 i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, &values[i], sizeof bits);
      out[i] = (guint16) (bits >> 16);
    }

  return g_bytes_new_take (out, n * sizeof *out);
}

/* The same for F16; weights here lie between 2^-14 and 2, or become 0. */
static GBytes *
narrow_f16 (const float *values, guint64 n)
{
  guint16 *out = g_new (guint16, n);

  for (guint64 i = 0; i < n; i++)
    {
      guint32 bits;
      gint32 exponent;

      memcpy (&bits, &values[i], sizeof bits);
      exponent = (gint32) ((bits >> 23) & 0xff) - 127 + 15;
      out[i] = (guint16) (bits >> 16 & 0x8000);
      if (exponent >= 31)
        out[i] |= 0x7c00 | ((bits & 0x7fffff) != 0 ? 1 : 0);
      else if (exponent > 0)
        out[i] |= (guint16) (exponent << 10 | (gint32) (bits >> 13 & 0x3ff));
    }

  return g_bytes_new_take (out, n * sizeof *out);
}

static void
add_palette (WeftContainerWriter *writer, const WeftContractTensor *tensor, guint64 n, guint64 *state)
{
  guint8 *colours = g_malloc (n);
  g_autoptr (GBytes) data = NULL;

  for (guint64 i = 0; i < n; i++)
    colours[i] = (guint8) next_random (state);

  data = g_bytes_new_take (colours, n);
  weft_container_writer_add (writer, tensor->name, WEFT_DTYPE_U8, tensor->shape, tensor->rank, data);
}

static void
add_weights (WeftContainerWriter *writer, const WeftContractTensor *tensor, const WeftTestTiny *tiny,
             const float *values, guint64 n)
{
  const gboolean counts = strcmp (tensor->name, "first_value_counts") == 0;
  WeftDtype dtype = WEFT_DTYPE_F32;
  g_autoptr (GBytes) data = NULL;

  if (is (tiny->widen, tensor))
    {
      dtype = WEFT_DTYPE_F64;
      data = g_bytes_new_take (g_new0 (double, n), n * sizeof (double));
    }
  else if (tiny->bf16 && !counts)
    {
      dtype = WEFT_DTYPE_BF16;
      data = narrow_bf16 (values, n);
    }
  else if (tiny->f16 && !counts)
    {
      dtype = WEFT_DTYPE_F16;
      data = narrow_f16 (values, n);
    }
  else
    data = g_bytes_new (values, n * sizeof *values);

  weft_container_writer_add (writer, tensor->name, dtype, tensor->shape, tensor->rank, data);
}

static void
add_tensor (WeftContainerWriter *writer, const WeftContractTensor *listed, const WeftTestTiny *tiny,
            guint64 *state)
{
  WeftContractTensor tensor = *listed;
  g_autofree float *values = NULL;
  guint64 n = 1;

  if (is (tiny->grow, &tensor))
    tensor.shape[0]++;
  for (guint i = 0; i < tensor.rank; i++)
    n *= tensor.shape[i];

  if (tensor.is_palette)
    {
      add_palette (writer, &tensor, n, state);
      return;
    }

  values = g_new0 (float, n);
  fill_weights (listed, n, state, values);
  damage_values (tiny, &tensor, values, n);
  add_weights (writer, &tensor, tiny, values, n);
}

static GString *
join_offsets (const WeftConfig *config)
{
  GString *offsets = g_string_new (NULL);

  for (guint i = 0; i < config->n_context; i++)
    g_string_append_printf (offsets, "%s%u", i > 0 ? "," : "", config->context_offsets[i]);

  return offsets;
}

static void
set_metadata (WeftContainerWriter *writer, const WeftConfig *config, const WeftTestTiny *tiny)
{
  g_autofree char *n_heads = g_strdup_printf ("%u", config->n_heads);
  g_autofree char *width = g_strdup_printf ("%u", config->image_width);
  g_autofree char *height = g_strdup_printf ("%u", config->image_height);
  g_autoptr (GString) offsets = join_offsets (config);
  const struct {
    const char *key;
    const char *value;
  } texts[] = {
    { "format", "weft" },
    { "format_version", "1" },
    { "attention", weft_attention_to_string (config->attention) },
    { "activation", weft_activation_to_string (config->activation) },
    { "output", weft_output_to_string (config->output) },
    { "image_mode", weft_image_mode_to_string (config->image_mode) },
    { "n_heads", n_heads },
    { "image_width", width },
    { "image_height", height },
    { "context_offsets", offsets->str },
    { "title", "tiny" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i].key, tiny->key) != 0 && *texts[i].value != '\0')
      weft_container_writer_set_metadata (writer, texts[i].key, texts[i].value);
}

static gboolean
is_wanted (const WeftContractTensor *tensor, const WeftTestTiny *tiny)
{
  if (is (tiny->drop, tensor))
    return FALSE;
  if (strcmp (tensor->name, "pos_embedding.pe") == 0)
    return !tiny->no_positions;
  if (strcmp (tensor->name, "first_value_counts") == 0)
    return tiny->first_value_counts;
  return TRUE;
}

static void
add_extra (WeftContainerWriter *writer, const char *name)
{
  static const float values[3] = { 0 };
  const guint64 shape[] = { G_N_ELEMENTS (values) };
  g_autoptr (GBytes) data = g_bytes_new_static (values, sizeof values);

  weft_container_writer_add (writer, name, WEFT_DTYPE_F32, shape, G_N_ELEMENTS (shape), data);
}

GBytes *
weft_test_tiny_checkpoint (const WeftConfig *config, guint64 seed, const WeftTestTiny *tiny)
{
  static const WeftTestTiny plain = { 0 };
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autoptr (GArray) list = weft_contract_list (config);
  g_autoptr (GError) error = NULL;
  guint64 state = seed;
  GBytes *bytes;

  if (tiny == NULL)
    tiny = &plain;

  for (guint i = 0; i < list->len; i++)
    {
      const WeftContractTensor *tensor = &g_array_index (list, WeftContractTensor, i);

      if (is_wanted (tensor, tiny))
        add_tensor (writer, tensor, tiny, &state);
    }

  if (tiny->extra != NULL)
    add_extra (writer, tiny->extra);
  if (!tiny->bare)
    set_metadata (writer, config, tiny);
  if (tiny->key != NULL && tiny->value != NULL)
    weft_container_writer_set_metadata (writer, tiny->key, tiny->value);

  bytes = weft_container_writer_finish (writer, &error);
  g_assert_no_error (error);
  return bytes;
}

char *
weft_test_write (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  const int fd = g_file_open_tmp ("weft-test-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  return path;
}

WeftCheckpoint *
weft_test_tiny_open (const WeftConfig *config, guint64 seed, const WeftTestTiny *tiny)
{
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (config, seed, tiny);
  g_autoptr (GError) error = NULL;
  WeftCheckpoint *checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, &error);

  g_assert_no_error (error);
  return checkpoint;
}
