/* SPDX-License-Identifier: MIT */
/* Gathers facts once; text and JSON are two faces of the same document. */
#include "app/cli/info.h"

#include "app/cli/print.h"

#include "app/recipe-json.h"

#include "engine/config.h"
#include "engine/format/escape.h"

#include <string.h>

#define KEY_COLUMNS 20 /* a longer key has a line of its own */

static json_t *
describe_config (const WeftConfig *config)
{
  json_t *context = json_array ();
  json_t *object = json_pack ("{s:s, s:i, s:i, s:i, s:i, s:s, s:s, s:i, s:i, s:i, s:s, s:i, s:i}",
                              "attention", weft_attention_to_string (config->attention), "layers",
                              config->n_layers, "heads", config->n_heads, "width", config->width,
                              "feed_forward", config->feed_forward, "activation",
                              weft_activation_to_string (config->activation), "output",
                              weft_output_to_string (config->output), "outputs", config->n_outputs, "values",
                              config->n_values, "steps", config->n_positions, "image_mode",
                              weft_image_mode_to_string (config->image_mode), "image_width",
                              config->image_width, "image_height", config->image_height);

  for (guint i = 0; i < config->n_context; i++)
    json_array_append_new (context, json_integer (config->context_offsets[i]));
  json_object_set_new (object, "context_offsets", context);
  json_object_set_new (object, "parameters", json_integer (weft_config_get_n_weights (config)));
  return object;
}

/* Bytes for weights in each precision and for what one image needs beside them. */
static json_t *
describe_memory (const WeftConfig *config)
{
  const guint64 weights = weft_config_get_n_weights (config);
  json_t *object = json_pack ("{s:I, s:I, s:I}", "weights_f32", (json_int_t) (4 * weights), "weights_bf16",
                              (json_int_t) (2 * weights), "weights_int8", (json_int_t) weights);

  if (config->attention == WEFT_ATTENTION_LINEAR)
    json_object_set_new (object, "state_per_image", json_integer (weft_config_get_state_bytes (config)));
  json_object_set_new (object, "cache_per_image",
                       json_integer (weft_config_get_cache_bytes (config, config->n_positions)));
  return object;
}

static json_t *
describe_metadata (WeftContainer *container)
{
  g_autofree const char **keys = weft_container_list_metadata (container);
  json_t *object = json_object ();

  for (guint i = 0; keys[i] != NULL; i++)
    json_object_set_new (object, keys[i], cli_json_text (weft_container_get_metadata (container, keys[i])));

  return object;
}

static json_t *
describe_tensor (const WeftTensor *tensor)
{
  json_t *shape = json_array ();

  for (gsize i = 0; i < tensor->rank; i++)
    json_array_append_new (shape, json_integer (tensor->shape[i]));

  return json_pack ("{s:o, s:s, s:o, s:I}", "name", cli_json_text (tensor->name), "dtype",
                    weft_dtype_to_string (tensor->dtype), "shape", shape, "bytes",
                    (json_int_t) tensor->n_bytes);
}

static json_t *
describe_tensors (WeftContainer *container)
{
  json_t *list = json_array ();

  for (gsize i = 0; i < weft_container_get_n_tensors (container); i++)
    json_array_append_new (list, describe_tensor (weft_container_get_tensor (container, i)));

  return list;
}

json_t *
cli_info_describe_checkpoint (StudioEntry *entry, WeftContainer *container, GError **error)
{
  const WeftConfig *config = studio_entry_get_config (entry);
  g_autofree char *sha256 = weft_bytes_dup_sha256 (weft_container_get_bytes (container), error);

  if (sha256 == NULL)
    return NULL;

  return json_pack ("{s:s, s:o, s:o, s:I, s:s, s:o, s:o, s:o, s:o}", "kind", "checkpoint", "name",
                    cli_json_text (studio_entry_get_name (entry)), "file",
                    cli_json_text (studio_entry_get_path (entry)), "bytes",
                    (json_int_t) weft_bytes_get_size (weft_container_get_bytes (container)), "sha256", sha256,
                    "config", describe_config (config), "memory", describe_memory (config), "metadata",
                    describe_metadata (container), "tensors", describe_tensors (container));
}

json_t *
cli_info_describe_picture (const StudioPixels *pixels, const StudioRecipe *recipe)
{
  g_autofree char *text = studio_recipe_to_json (recipe);

  return json_pack ("{s:s, s:i, s:i, s:s, s:o}", "kind", "picture", "width", pixels->width, "height",
                    pixels->height, "colours", pixels->n_channels == 1 ? "grey" : "rgb", "recipe",
                    json_loads (text, 0, NULL));
}

json_t *
cli_info_describe_moment (StudioMoment *moment, const char *path)
{
  const StudioRecipe *recipe = studio_moment_get_recipe (moment);
  g_autofree char *text = studio_recipe_to_json (recipe);
  g_autofree char *hash = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", studio_moment_get_hash (moment));

  return json_pack ("{s:s, s:o, s:i, s:i, s:I, s:s, s:o}", "kind", "moment", "file", cli_json_text (path), "known",
                    (int) studio_moment_get_n_known (moment), "values", (int) weft_config_get_image_values (&recipe->shape),
                    "state_per_image", (json_int_t) weft_config_get_state_bytes (&recipe->shape), "state_hash", hash, "recipe",
                    json_loads (text, 0, NULL));
}

static char *
dup_value (const char *key, json_t *value)
{
  const gboolean is_bytes = strcmp (key, "bytes") == 0 || strstr (key, "weights_") != NULL
                            || strstr (key, "_per_image") != NULL;

  if (is_bytes && json_is_integer (value))
    return cli_dup_bytes (json_integer_value (value));
  if (json_is_string (value))
    return weft_escape_name (json_string_value (value), -1);

  char *text = json_dumps (value, JSON_ENCODE_ANY | JSON_REAL_PRECISION (12));
  char *copy = g_strdup (text);

  free (text);
  return copy;
}

static void
print_fact (const char *key, json_t *value, int indent)
{
  g_autofree char *text = dup_value (key, value);
  g_autofree char *name = weft_escape_name (key, -1);

  if (indent + strlen (name) <= KEY_COLUMNS)
    cli_print ("%*s%-*s %s\n", indent, "", KEY_COLUMNS - indent, name, text);
  else
    cli_print ("%*s%s\n%*s %s\n", indent, "", name, KEY_COLUMNS, "", text);
}

static void
print_tensors (json_t *tensors)
{
  static const char *const headings[] = { "tensor", "type", "shape", ">size", NULL };
  g_autoptr (StudioTable) table = studio_table_new (headings);
  json_t *tensor;
  gsize i;

  json_array_foreach (tensors, i, tensor)
  {
    g_autofree char *name = weft_escape_name (json_string_value (json_object_get (tensor, "name")), -1);
    g_autofree char *shape = dup_value ("shape", json_object_get (tensor, "shape"));
    g_autofree char *size = dup_value ("bytes", json_object_get (tensor, "bytes"));

    studio_table_add (table, "%s", name);
    studio_table_add (table, "%s", json_string_value (json_object_get (tensor, "dtype")));
    studio_table_add (table, "%s", shape);
    studio_table_add (table, "%s", size);
  }

  cli_print ("\n");
  cli_print_table (table, STUDIO_TABLE_PLAIN);
}

static void
print_object (json_t *object, int indent)
{
  const char *key;
  json_t *value;

  json_object_foreach (object, key, value)
  {
    if (indent == 0 && json_is_array (value))
      print_tensors (value);
    else if (!json_is_object (value))
      print_fact (key, value, indent);
    else
      {
        cli_print ("%*s%s\n", indent, "", key);
        print_object (value, indent + 2);
      }
  }
}

/* What the checkpoint says of itself beyond its config; its steps are those of the training. */
static json_t *
pick_metadata (json_t *metadata, json_t *config)
{
  json_t *picked = json_object ();
  const char *key;
  json_t *value;

  json_object_foreach (metadata, key, value)
  {
    if (strcmp (key, "steps") == 0)
      json_object_set (picked, "training steps", value);
    else if (strcmp (key, "n_heads") != 0 && json_object_get (config, key) == NULL)
      json_object_set (picked, key, value);
  }

  return picked;
}

void
cli_info_print (json_t *document)
{
  json_t *shown = json_copy (document);
  json_t *metadata = json_object_get (document, "metadata");

  if (metadata != NULL)
    json_object_set_new (shown, "metadata", pick_metadata (metadata, json_object_get (document, "config")));
  print_object (shown, 0);
  json_decref (shown);
}
