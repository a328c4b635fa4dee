/* SPDX-License-Identifier: MIT */
/* The checkpoint contract, "One step", over all positions at once and in double precision. */
#include "tests/support/reference.h"

#include <math.h>
#include <string.h>

#define NORM_EPSILON 1e-5
#define DENOMINATOR_EPSILON 1e-6

struct _TestReference {
  WeftConfig config;
  GHashTable *tensors; /* name -> double[] */
};

static void
load (TestReference *reference, WeftCheckpoint *checkpoint, const WeftTensor *tensor)
{
  g_autofree float *narrow = g_new (float, tensor->n_elements);
  double *wide = g_new (double, tensor->n_elements);
  GError *error = NULL;

  weft_checkpoint_read (checkpoint, tensor->name, narrow, tensor->n_elements, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < tensor->n_elements; i++)
    wide[i] = narrow[i];
  g_hash_table_insert (reference->tensors, g_strdup (tensor->name), wide);
}

TestReference *
test_reference_new (WeftCheckpoint *checkpoint)
{
  WeftContainer *container = weft_checkpoint_get_container (checkpoint);
  TestReference *reference = g_new0 (TestReference, 1);

  reference->config = *weft_checkpoint_get_config (checkpoint);
  reference->tensors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; i < weft_container_get_n_tensors (container); i++)
    {
      const WeftTensor *tensor = weft_container_get_tensor (container, i);

      if (strcmp (tensor->name, "palette") != 0)
        load (reference, checkpoint, tensor);
    }

  return reference;
}

void
test_reference_free (TestReference *reference)
{
  g_hash_table_unref (reference->tensors);
  g_free (reference);
}

static const double *
get (TestReference *reference, const char *format, ...) G_GNUC_PRINTF (2, 3);

static const double *
get (TestReference *reference, const char *format, ...)
{
  g_autofree char *name = NULL;
  const double *tensor;
  va_list arguments;

  va_start (arguments, format);
  name = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  tensor = g_hash_table_lookup (reference->tensors, name);
  if (tensor == NULL)
    g_error ("the reference needs the tensor '%s'", name);
  return tensor;
}

/* y = W x + b for n rows; W [n_out, n_in]. Returns: (transfer full): [n, n_out]. */
static double *
linear (const double *x, guint n, guint n_in, const double *weight, const double *bias, guint n_out)
{
  double *y = g_new (double, (gsize) n * n_out);

  for (gsize i = 0; i < n; i++)
    for (gsize r = 0; r < n_out; r++)
      {
        double sum = bias[r];

        for (gsize c = 0; c < n_in; c++)
          sum += weight[r * n_in + c] * x[i * n_in + c];
        y[i * n_out + r] = sum;
      }

  return y;
}

/* x = gain (x - mean x) / sqrt (var x + eps) + bias, each row by itself. */
static void
normalize (double *x, guint n, guint width, const double *gain, const double *bias)
{
  for (gsize i = 0; i < n; i++)
    {
      double *row = x + i * width;
      double mean = 0.0, variance = 0.0;

      for (guint j = 0; j < width; j++)
        mean += row[j] / width;
      for (guint j = 0; j < width; j++)
        variance += (row[j] - mean) * (row[j] - mean) / width;
      for (guint j = 0; j < width; j++)
        row[j] = gain[j] * (row[j] - mean) / sqrt (variance + NORM_EPSILON) + bias[j];
    }
}

static void
add (double *x, const double *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] += y[i];
}

static double
phi (double t)
{
  return t > 0.0 ? t + 1.0 : exp (t);
}

/* h = concat (value + contexts, position). Returns: (transfer full): [n, d]. */
static double *
embed (TestReference *reference, const guint8 *values, guint n)
{
  const WeftConfig *config = &reference->config;
  const guint half = config->width / 2;
  double *h = g_new (double, (gsize) n * config->width);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < half; j++)
      {
        double e = get (reference, "value_embedding.weight")[values[i] * half + j];

        for (guint k = 0; k < config->n_context; k++)
          {
            const int seen = (int) i + 1 - (int) config->context_offsets[k];
            const guint value = seen < 0 ? config->n_values : values[seen];

            e += get (reference, "context_embedding.%u.weight", k)[value * half + j];
          }

        h[i * config->width + j] = e;
        h[i * config->width + half + j] = get (reference, "pos_embedding.pe")[i * half + j];
      }

  return h;
}

/* How much position i attends to j, before division by the sum. */
static double
attend_weight (WeftAttention attention, const double *q, const double *k, guint head_size)
{
  double dot = 0.0;

  if (attention == WEFT_ATTENTION_LINEAR)
    {
      for (guint e = 0; e < head_size; e++)
        dot += phi (q[e]) * phi (k[e]);
      return dot;
    }

  for (guint e = 0; e < head_size; e++)
    dot += q[e] * k[e];
  return exp (dot / sqrt (head_size));
}

/* One head: q, k, v and out point at its first column of [n, d]. */
static void
attend (WeftAttention attention, guint n, guint width, guint head_size, const double *q, const double *k,
        const double *v, double *out)
{
  for (gsize i = 0; i < n; i++)
    {
      double total = attention == WEFT_ATTENTION_LINEAR ? DENOMINATOR_EPSILON : 0.0;

      for (gsize j = 0; j <= i; j++)
        {
          const double weight = attend_weight (attention, q + i * width, k + j * width, head_size);

          total += weight;
          for (guint e = 0; e < head_size; e++)
            out[i * width + e] += weight * v[j * width + e];
        }

      for (guint e = 0; e < head_size; e++)
        out[i * width + e] /= total;
    }
}

/* s += sum of phi (k) v^T, z += sum of phi (k), over all positions of one head. */
static void
sum_state (guint n, guint width, guint head_size, const double *k, const double *v, double *s, double *z)
{
  for (gsize i = 0; i < n; i++)
    for (guint a = 0; a < head_size; a++)
      {
        z[a] += phi (k[i * width + a]);
        for (guint b = 0; b < head_size; b++)
          s[a * head_size + b] += phi (k[i * width + a]) * v[i * width + b];
      }
}

static double *
project (TestReference *reference, guint layer, const char *which, const double *x, guint n)
{
  const guint d = reference->config.width;

  return linear (x, n, d, get (reference, "transformer.layers.%u.attention.%s_projection.weight", layer, which),
                 get (reference, "transformer.layers.%u.attention.%s_projection.bias", layer, which), d);
}

/* h += Wo attention (h) + bo. */
static void
run_attention (TestReference *reference, WeftAttention attention, guint layer, guint n, double *h, double *s, double *z)
{
  const guint d = reference->config.width, n_heads = reference->config.n_heads, head_size = d / n_heads;
  g_autofree double *q = project (reference, layer, "query", h, n);
  g_autofree double *k = project (reference, layer, "key", h, n);
  g_autofree double *v = project (reference, layer, "value", h, n);
  g_autofree double *read = g_new0 (double, (gsize) n * d);
  g_autofree double *out = NULL;

  for (guint head = 0; head < n_heads; head++)
    {
      const gsize at = head * head_size, index = layer * n_heads + head;

      attend (attention, n, d, head_size, q + at, k + at, v + at, read + at);
      if (s != NULL)
        sum_state (n, d, head_size, k + at, v + at, s + index * head_size * head_size, z + index * head_size);
    }

  out = project (reference, layer, "out", read, n);
  add (h, out, (gsize) n * d);
}

/* h += W2 act (W1 h + b1) + b2. */
static void
run_feed_forward (TestReference *reference, guint layer, guint n, double *h)
{
  const WeftConfig *config = &reference->config;
  const gsize n_inner = (gsize) n * config->feed_forward;
  g_autofree double *inner = linear (h, n, config->width, get (reference, "transformer.layers.%u.linear1.weight", layer),
                                     get (reference, "transformer.layers.%u.linear1.bias", layer),
                                     config->feed_forward);
  g_autofree double *out = NULL;

  for (gsize i = 0; i < n_inner; i++)
    inner[i] = config->activation == WEFT_ACTIVATION_RELU ? MAX (inner[i], 0.0)
                                                          : 0.5 * inner[i] * (1.0 + erf (inner[i] / sqrt (2.0)));

  out = linear (inner, n, config->feed_forward, get (reference, "transformer.layers.%u.linear2.weight", layer),
                get (reference, "transformer.layers.%u.linear2.bias", layer), config->width);
  add (h, out, (gsize) n * config->width);
}

void
test_reference_run (TestReference *reference, WeftAttention attention, const guint8 *values, guint n,
                    double *outputs, double *s, double *z)
{
  const WeftConfig *config = &reference->config;
  const guint d = config->width, head_size = d / config->n_heads;
  const gsize n_z = (gsize) config->n_layers * d;
  g_autofree double *h = embed (reference, values, n);
  g_autofree double *y = NULL;

  if (s != NULL)
    {
      memset (s, 0, n_z * head_size * sizeof *s);
      memset (z, 0, n_z * sizeof *z);
    }

  for (guint l = 0; l < config->n_layers; l++)
    {
      run_attention (reference, attention, l, n, h, s, z);
      normalize (h, n, d, get (reference, "transformer.layers.%u.norm1.weight", l),
                 get (reference, "transformer.layers.%u.norm1.bias", l));
      run_feed_forward (reference, l, n, h);
      normalize (h, n, d, get (reference, "transformer.layers.%u.norm2.weight", l),
                 get (reference, "transformer.layers.%u.norm2.bias", l));
    }

  normalize (h, n, d, get (reference, "transformer.norm.weight"), get (reference, "transformer.norm.bias"));
  y = linear (h, n, d, get (reference, "predictor.weight"), get (reference, "predictor.bias"), config->n_outputs);
  memcpy (outputs, y, (gsize) n * config->n_outputs * sizeof *y);
}
