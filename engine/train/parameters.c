/* SPDX-License-Identifier: MIT */
/* The flat array of a network's trained tensors: places, names, and values to begin with. */
#include "engine/train/parameters.h"

#include "engine/random-private.h"
#include "engine/random.h"

#include <math.h>
#include <string.h>

/* The fourth counter word of these uniforms; sampling and normal deviates have their own. */
#define USE_INITIAL_WEIGHT 0x696E6974u

/* ---- places ---- */

static void
append (GArray *list, const GArray *contract, const char *name)
{
  for (guint i = 0; i < contract->len; i++)
    {
      WeftParameter parameter = { .tensor = g_array_index (contract, WeftContractTensor, i), .n = 1 };
      const WeftParameter *last = list->len > 0 ? &g_array_index (list, WeftParameter, list->len - 1) : NULL;

      if (strcmp (parameter.tensor.name, name) != 0)
        continue;

      for (guint d = 0; d < parameter.tensor.rank; d++)
        parameter.n *= parameter.tensor.shape[d];
      parameter.offset = last != NULL ? last->offset + last->n : 0;
      g_array_append_val (list, parameter);
      return;
    }

  g_assert_not_reached ();
}

/* Appends PREFIX + NAME and returns its offset. */
static gsize
place (GArray *list, const GArray *contract, const char *prefix, const char *name)
{
  g_autofree char *full = g_strconcat (prefix, name, NULL);

  append (list, contract, full);
  return g_array_index (list, WeftParameter, list->len - 1).offset;
}

static WeftPlace
place_pair (GArray *list, const GArray *contract, const char *prefix, const char *name)
{
  g_autofree char *full = g_strconcat (prefix, name, NULL);
  WeftPlace pair;

  pair.weight = place (list, contract, full, ".weight");
  pair.bias = place (list, contract, full, ".bias");
  return pair;
}

/* Three matrices one below the other, then their biases, so that one product does all. */
static WeftPlace
place_qkv (GArray *list, const GArray *contract, const char *prefix)
{
  WeftPlace qkv;

  qkv.weight = place (list, contract, prefix, "attention.query_projection.weight");
  place (list, contract, prefix, "attention.key_projection.weight");
  place (list, contract, prefix, "attention.value_projection.weight");
  qkv.bias = place (list, contract, prefix, "attention.query_projection.bias");
  place (list, contract, prefix, "attention.key_projection.bias");
  place (list, contract, prefix, "attention.value_projection.bias");
  return qkv;
}

static void
place_layer (WeftLayerPlaces *layer, GArray *list, const GArray *contract, guint index)
{
  g_autofree char *prefix = g_strdup_printf ("transformer.layers.%u.", index);

  layer->qkv = place_qkv (list, contract, prefix);
  layer->out = place_pair (list, contract, prefix, "attention.out_projection");
  layer->linear1 = place_pair (list, contract, prefix, "linear1");
  layer->linear2 = place_pair (list, contract, prefix, "linear2");
  layer->norm1 = place_pair (list, contract, prefix, "norm1");
  layer->norm2 = place_pair (list, contract, prefix, "norm2");
}

WeftParameters *
weft_parameters_new (const WeftConfig *config)
{
  g_autoptr (GArray) contract = weft_contract_list (config);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (WeftParameter));
  WeftParameters *parameters = g_new0 (WeftParameters, 1);

  parameters->n_layers = config->n_layers;
  parameters->layers = g_new0 (WeftLayerPlaces, config->n_layers);

  parameters->value_embedding = place (list, contract, "", "value_embedding.weight");
  for (guint k = 0; k < config->n_context; k++)
    {
      g_autofree char *name = g_strdup_printf ("context_embedding.%u.weight", k);

      parameters->context[k] = place (list, contract, "", name);
    }
  for (guint l = 0; l < config->n_layers; l++)
    place_layer (&parameters->layers[l], list, contract, l);
  parameters->norm = place_pair (list, contract, "", "transformer.norm");
  parameters->predictor = place_pair (list, contract, "", "predictor");

  parameters->n_list = list->len;
  parameters->list = (WeftParameter *) (gpointer) g_array_free (list, FALSE);
  parameters->n = weft_config_get_n_weights (config);
  return parameters;
}

void
weft_parameters_free (WeftParameters *parameters)
{
  if (parameters == NULL)
    return;

  g_free (parameters->layers);
  g_free (parameters->list);
  g_free (parameters);
}

/* ---- values to begin with ---- */

/* Uniform in -bound .. bound. */
static void
fill_uniform (guint64 seed, guint32 stream, float bound, float *out, gsize n)
{
  const guint32 key[2] = { (guint32) seed, (guint32) (seed >> 32) };
  guint32 words[4];

  for (gsize i = 0; i < n; i++)
    {
      const guint32 counter[4] = { (guint32) (i / 4), (guint32) ((guint64) i / 4 >> 32), stream, USE_INITIAL_WEIGHT };

      if (i % 4 == 0)
        weft_random_philox (counter, key, words);
      out[i] = bound * (float) (((double) words[i % 4] + 0.5) * 0x1p-31 - 1.0);
    }
}

static void
fill (float *out, gsize n, float value)
{
  for (gsize i = 0; i < n; i++)
    out[i] = value;
}

/* Inputs of the matrix that this weight or bias belongs to: a bias is preceded by its weight, but for the three of qkv. */
static guint64
count_inputs (const WeftParameters *parameters, guint index)
{
  while (parameters->list[index].tensor.rank < 2)
    index--;
  return parameters->list[index].tensor.shape[1];
}

void
weft_parameters_draw (const WeftParameters *parameters, guint64 seed, float *weights)
{
  for (guint i = 0; i < parameters->n_list; i++)
    {
      const WeftParameter *parameter = &parameters->list[i];
      const char *name = parameter->tensor.name;
      float *out = weights + parameter->offset;

      if (strstr (name, "embedding") != NULL)
        weft_random_fill_normal (seed, i, 1.0f, out, parameter->n);
      else if (strstr (name, "norm") != NULL)
        fill (out, parameter->n, g_str_has_suffix (name, ".weight") ? 1.0f : 0.0f);
      else
        fill_uniform (seed, i, 1.0f / sqrtf ((float) count_inputs (parameters, i)), out, parameter->n);
    }
}
