/* SPDX-License-Identifier: MIT */
/* Names and shapes of a model's tensors: listed, measured, compared. */
#include "engine/contract.h"

#include "engine/error.h"
#include "engine/format/shape.h"
#include "engine/format/escape.h"

#define SHOWN_DIFFERENCES 5

/* ---- the list ---- */

static void
append (GArray *list, const char *name, guint rank, guint64 a, guint64 b, guint64 c)
{
  WeftContractTensor tensor = { .rank = rank, .shape = { a, b, c } };

  g_strlcpy (tensor.name, name, sizeof tensor.name);
  g_array_append_val (list, tensor);
}

static void
append_linear (GArray *list, const char *prefix, const char *name, guint64 out, guint64 in)
{
  g_autofree char *weight = g_strdup_printf ("%s%s.weight", prefix, name);
  g_autofree char *bias = g_strdup_printf ("%s%s.bias", prefix, name);

  append (list, weight, 2, out, in, 0);
  append (list, bias, 1, out, 0, 0);
}

static void
append_norm (GArray *list, const char *prefix, const char *name, guint64 width)
{
  g_autofree char *weight = g_strdup_printf ("%s%s.weight", prefix, name);
  g_autofree char *bias = g_strdup_printf ("%s%s.bias", prefix, name);

  append (list, weight, 1, width, 0, 0);
  append (list, bias, 1, width, 0, 0);
}

static void
append_layer (GArray *list, const WeftConfig *config, guint layer)
{
  static const char *const projections[] = {
    "attention.query_projection",
    "attention.key_projection",
    "attention.value_projection",
    "attention.out_projection",
  };
  g_autofree char *prefix = g_strdup_printf ("transformer.layers.%u.", layer);

  for (guint i = 0; i < G_N_ELEMENTS (projections); i++)
    append_linear (list, prefix, projections[i], config->width, config->width);

  append_linear (list, prefix, "linear1", config->feed_forward, config->width);
  append_linear (list, prefix, "linear2", config->width, config->feed_forward);
  append_norm (list, prefix, "norm1", config->width);
  append_norm (list, prefix, "norm2", config->width);
}

static void
append_optional (GArray *list, const char *name, guint rank, guint64 a, guint64 b, guint64 c)
{
  append (list, name, rank, a, b, c);
  g_array_index (list, WeftContractTensor, list->len - 1).optional = TRUE;
}

GArray *
weft_contract_list (const WeftConfig *config)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (WeftContractTensor));
  const guint half = config->width / 2;

  append (list, "value_embedding.weight", 2, config->n_values, half, 0);
  append_optional (list, "pos_embedding.pe", 3, 1, config->n_positions, half);
  for (guint k = 0; k < config->n_context; k++)
    {
      g_autofree char *name = g_strdup_printf ("context_embedding.%u.weight", k);

      append (list, name, 2, config->n_values > 0 ? config->n_values + 1 : 0, half, 0);
    }

  for (guint l = 0; l < config->n_layers; l++)
    append_layer (list, config, l);

  append_norm (list, "", "transformer.norm", config->width);
  append_linear (list, "", "predictor", config->n_outputs, config->width);
  append_optional (list, "first_value_counts", 1, config->n_values, 0, 0);
  if (config->image_mode == WEFT_IMAGE_INDEXED8)
    {
      append (list, "palette", 2, config->n_values, 3, 0);
      g_array_index (list, WeftContractTensor, list->len - 1).is_palette = TRUE;
    }

  return list;
}

/* ---- sizes read off the shapes ---- */

/* Dimension @index of a tensor of @rank dimensions, or 0. What no model can have is cut to what none will
 * pass with. */
static guint
get_size (WeftContainer *container, const char *name, gsize rank, gsize index)
{
  const WeftTensor *tensor = weft_container_find (container, name);

  if (tensor == NULL || tensor->rank != rank)
    return 0;

  return (guint) MIN (tensor->shape[index], G_MAXINT32 / 2);
}

/* The size two of three sources agree on, else the first that is known: one bad tensor shall not accuse all
 * others. */
static guint
choose_size (guint a, guint b, guint c)
{
  if (b != 0 && b == c)
    return b;

  return a != 0 ? a : b != 0 ? b : c;
}

static gboolean
has_prefix (WeftContainer *container, const char *prefix)
{
  gsize low = 0;
  gsize high = weft_container_get_n_tensors (container);

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;
      const WeftTensor *tensor = weft_container_get_tensor (container, middle);

      if (g_strcmp0 (tensor->name, prefix) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low < weft_container_get_n_tensors (container)
         && g_str_has_prefix (weft_container_get_tensor (container, low)->name, prefix);
}

static guint
count_prefixes (WeftContainer *container, const char *before)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("%s.%u.", before, i);

      if (!has_prefix (container, prefix))
        return i;
    }
}

void
weft_contract_measure (WeftContainer *container, WeftConfig *config)
{
  static const char first_layer[] = "transformer.layers.0.linear1.weight";
  const guint context_rows = get_size (container, "context_embedding.0.weight", 2, 0);

  config->n_layers = count_prefixes (container, "transformer.layers");
  config->n_context = count_prefixes (container, "context_embedding");
  config->width = choose_size (get_size (container, "transformer.norm.weight", 1, 0),
                               get_size (container, "predictor.weight", 2, 1),
                               2 * get_size (container, "value_embedding.weight", 2, 1));
  config->feed_forward = choose_size (get_size (container, first_layer, 2, 0),
                                      get_size (container, "transformer.layers.0.linear1.bias", 1, 0),
                                      get_size (container, "transformer.layers.0.linear2.weight", 2, 1));
  config->n_values = choose_size (get_size (container, "value_embedding.weight", 2, 0),
                                  get_size (container, "palette", 2, 0),
                                  context_rows > 0 ? context_rows - 1 : 0);
  config->n_outputs = choose_size (get_size (container, "predictor.weight", 2, 0),
                                   get_size (container, "predictor.bias", 1, 0), 0);
  config->n_positions = get_size (container, "pos_embedding.pe", 3, 1);
}

/* ---- comparison ---- */

typedef struct {
  GString *text;
  guint n;
} Differences;

static void
add_difference (Differences *differences, const char *name, gssize length, const char *what)
{
  g_autofree char *shown = NULL;

  if (differences->n++ >= SHOWN_DIFFERENCES)
    return;

  shown = weft_escape_name (name, length);
  g_string_append_printf (differences->text, "%s'%s' %s", differences->text->len > 0 ? "; " : "", shown,
                          what);
}

static char *
describe_expected (const WeftContractTensor *expected)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < expected->rank; i++)
    if (expected->shape[i] > 0)
      g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", expected->shape[i]);
    else
      g_string_append (text, i > 0 ? ", any" : "any");

  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static gboolean
has_shape (const WeftTensor *tensor, const WeftContractTensor *expected)
{
  if (tensor->rank != expected->rank)
    return FALSE;

  for (guint i = 0; i < expected->rank; i++)
    if (tensor->shape[i] == 0 || (expected->shape[i] != 0 && tensor->shape[i] != expected->shape[i]))
      return FALSE;

  return TRUE;
}

static void
compare_tensor (const WeftTensor *tensor, const WeftContractTensor *expected, Differences *differences)
{
  g_autofree char *shape = describe_expected (expected);
  g_autofree char *what = NULL;

  if (tensor == NULL && expected->optional)
    return;

  if (tensor == NULL)
    what = g_strdup_printf ("is missing, expected %s", shape);
  else if (!has_shape (tensor, expected))
    {
      g_autofree char *found = weft_shape_to_string (tensor->shape, tensor->rank);

      what = g_strdup_printf ("is %s, expected %s", found, shape);
    }
  else if (expected->is_palette ? tensor->dtype != WEFT_DTYPE_U8 : !weft_dtype_is_weight (tensor->dtype))
    what = g_strdup_printf ("is %s, expected %s", weft_dtype_to_string (tensor->dtype),
                            expected->is_palette ? "U8" : WEFT_WEIGHT_DTYPES);

  if (what != NULL)
    add_difference (differences, expected->name, -1, what);
}

static void
add_unexpected (WeftContainer *container, GHashTable *known, Differences *differences)
{
  for (gsize i = 0; i < weft_container_get_n_tensors (container); i++)
    {
      const WeftTensor *tensor = weft_container_get_tensor (container, i);

      if (!g_hash_table_contains (known, tensor))
        {
          g_autofree char *shape = weft_shape_to_string (tensor->shape, tensor->rank);
          g_autofree char *what = g_strdup_printf ("%s is not expected", shape);

          add_difference (differences, tensor->name, (gssize) tensor->name_length, what);
        }
    }
}

gboolean
weft_contract_check (WeftContainer *container, const WeftConfig *config, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  Differences differences = { .text = text };
  WeftConfig sizes = *config;
  g_autoptr (GArray) list = NULL;

  sizes.n_layers = MAX (sizes.n_layers, 1); /* a file without layers lacks those of the first */
  list = weft_contract_list (&sizes);
  for (guint i = 0; i < list->len; i++)
    {
      const WeftContractTensor *expected = &g_array_index (list, WeftContractTensor, i);
      const WeftTensor *tensor = weft_container_find (container, expected->name);

      compare_tensor (tensor, expected, &differences);
      if (tensor != NULL)
        g_hash_table_add (known, (gpointer) tensor);
    }

  if (g_hash_table_size (known) < weft_container_get_n_tensors (container))
    add_unexpected (container, known, &differences);

  if (differences.n == 0)
    return TRUE;

  if (differences.n > SHOWN_DIFFERENCES)
    g_string_append_printf (text, "; and %u more", differences.n - SHOWN_DIFFERENCES);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               "its tensors are not those of a Weft model: %s (choose another file)", text->str);
  return FALSE;
}
