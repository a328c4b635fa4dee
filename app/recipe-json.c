/* SPDX-License-Identifier: MIT */
/* Recipes as JSON. Writing is one function per object; reading is its mirror, strict about what it knows. */
#include "app/recipe-json.h"

#include "app/error.h"
#include "app/png.h"

#include "engine/error.h"

#include <jansson.h>
#include <string.h>

#define FORMAT "weft-recipe"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

/* Sizes of the shape, by name: read and written by one loop. */
static const struct {
  const char *key;
  gsize offset;
} sizes[] = {
  { "image_width", G_STRUCT_OFFSET (WeftConfig, image_width) },
  { "image_height", G_STRUCT_OFFSET (WeftConfig, image_height) },
  { "layers", G_STRUCT_OFFSET (WeftConfig, n_layers) },
  { "heads", G_STRUCT_OFFSET (WeftConfig, n_heads) },
  { "width", G_STRUCT_OFFSET (WeftConfig, width) },
  { "feed_forward", G_STRUCT_OFFSET (WeftConfig, feed_forward) },
  { "values", G_STRUCT_OFFSET (WeftConfig, n_values) },
  { "outputs", G_STRUCT_OFFSET (WeftConfig, n_outputs) },
};

/* Writing */

static void
set_string (json_t *object, const char *key, const char *value)
{
  if (value != NULL)
    json_object_set_new (object, key, json_string (value));
}

static void
set_uint64 (json_t *object, const char *key, guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  set_string (object, key, text);
}

static json_t *
build_checkpoint (const StudioRecipe *recipe)
{
  const WeftConfig *shape = &recipe->shape;
  json_t *object = json_object ();
  json_t *offsets = json_array ();

  set_string (object, "name", recipe->checkpoint_name);
  set_string (object, "sha256", recipe->checkpoint_sha256);
  set_string (object, "attention", weft_attention_to_string (shape->attention));
  set_string (object, "activation", weft_activation_to_string (shape->activation));
  set_string (object, "output", weft_output_to_string (shape->output));
  set_string (object, "image_mode", weft_image_mode_to_string (shape->image_mode));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    json_object_set_new (object, sizes[i].key,
                         json_integer (G_STRUCT_MEMBER (guint, shape, sizes[i].offset)));

  for (guint i = 0; i < shape->n_context; i++)
    json_array_append_new (offsets, json_integer (shape->context_offsets[i]));
  json_object_set_new (object, "context_offsets", offsets);
  return object;
}

static json_t *
build_temperatures (const StudioRecipe *recipe)
{
  json_t *array = json_array ();

  for (guint i = 0; i < recipe->temperatures->len; i++)
    {
      const StudioTemperatureEvent *event = &g_array_index (recipe->temperatures, StudioTemperatureEvent, i);
      json_t *object = json_object ();

      json_object_set_new (object, "step", json_integer (event->step));
      json_object_set_new (object, "temperature", json_real (event->temperature));
      json_array_append_new (array, object);
    }

  return array;
}

static json_t *
build_start (const StudioRecipe *recipe)
{
  json_t *object = json_object ();

  set_string (object, "kind", recipe->kept_values != NULL ? "values" : "blank");
  if (recipe->kept_values != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (recipe->kept_values, &size);
      g_autofree char *text = g_base64_encode (data, size);

      set_string (object, "prefix_form", "steps");
      set_string (object, "values", text);
    }

  return object;
}

static json_t *
build (const StudioRecipe *recipe)
{
  g_autofree char *version = g_strdup_printf ("%d.%d", STUDIO_RECIPE_FORMAT_MAJOR,
                                              STUDIO_RECIPE_FORMAT_MINOR);
  json_t *root = json_object ();

  set_string (root, "format", FORMAT);
  set_string (root, "format_version", version);
  set_string (root, "program_version", recipe->program_version);
  json_object_set_new (root, "checkpoint", build_checkpoint (recipe));
  set_uint64 (root, "seed", recipe->seed);
  set_uint64 (root, "image", recipe->image);
  set_string (root, "generator", STUDIO_RECIPE_GENERATOR);
  set_string (root, "attention_form", weft_form_to_string (recipe->form));
  set_string (root, "precision", weft_precision_to_string (recipe->precision));
  set_string (root, "kernels", recipe->kernels);
  json_object_set_new (root, "temperatures", build_temperatures (recipe));
  json_object_set_new (root, "top_k", json_integer (recipe->top_k));
  json_object_set_new (root, "top_p", json_real (recipe->top_p));
  json_object_set_new (root, "start", build_start (recipe));
  json_object_set_new (root, "steps_done", json_integer (recipe->steps_done));
  json_object_set_new (root, "scale", json_integer (recipe->scale));
  if (recipe->has_state_hash)
    {
      g_autofree char *hash = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", recipe->state_hash);

      set_string (root, "state_hash", hash);
    }

  return root;
}

char *
studio_recipe_to_json (const StudioRecipe *recipe)
{
  g_autoptr (json_t) root = build (recipe);
  char *text = json_dumps (root, JSON_COMPACT | JSON_REAL_PRECISION (17));
  char *copy = g_strdup (text);

  free (text);
  return copy;
}

/* Reading. Every reader leaves *value alone where an optional key is absent. */

static gboolean
fail (GError **error, const char *key, const char *expected)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the recipe's \"%s\" is not %s", key, expected);
  return FALSE;
}

static gboolean
require (json_t *object, const char *key, GError **error)
{
  if (json_object_get (object, key) != NULL)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the recipe lacks \"%s\"", key);
  return FALSE;
}

static gboolean
read_string (json_t *object, const char *key, char **value, GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!json_is_string (member) || strlen (json_string_value (member)) != json_string_length (member))
    return fail (error, key, "a text");

  g_free (*value);
  *value = g_strdup (json_string_value (member));
  return TRUE;
}

static gboolean
read_uint (json_t *object, const char *key, guint *value, GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!json_is_integer (member) || json_integer_value (member) < 0 || json_integer_value (member) > G_MAXUINT)
    return fail (error, key, "a whole number in range");

  *value = (guint) json_integer_value (member);
  return TRUE;
}

static gboolean
read_double (json_t *object, const char *key, double *value, GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!json_is_number (member))
    return fail (error, key, "a number");

  *value = json_number_value (member);
  return TRUE;
}

/* Plain digits in a string: 64 bits do not survive other programs' numbers. */
static gboolean
read_uint64 (json_t *object, const char *key, guint base, guint64 *value, GError **error)
{
  const char *text = json_string_value (json_object_get (object, key));

  if (json_object_get (object, key) == NULL)
    return TRUE;
  if (text == NULL || !g_ascii_string_to_unsigned (text, base, 0, G_MAXUINT64, value, NULL))
    return fail (error, key, "a 64-bit number in a string");

  return TRUE;
}

/* One of the engine's names, turned into its value by @from_string. */
#define READ_NAME(object, key, from_string, value, error)                       \
  (json_object_get (object, key) == NULL                                        \
   || from_string (json_string_value (json_object_get (object, key)), (value))  \
   || fail (error, key, "a name we know"))

static gboolean
read_context (json_t *object, WeftConfig *shape, GError **error)
{
  json_t *offsets = json_object_get (object, "context_offsets");
  const gsize n = json_array_size (offsets);

  if (offsets == NULL)
    return TRUE;
  if (!json_is_array (offsets) || n > WEFT_MAX_CONTEXT)
    return fail (error, "context_offsets", "a short list");

  for (gsize i = 0; i < n; i++)
    {
      json_t *offset = json_array_get (offsets, i);

      if (!json_is_integer (offset) || json_integer_value (offset) < 1
          || json_integer_value (offset) > G_MAXINT32)
        return fail (error, "context_offsets", "a list of whole numbers in range");
      shape->context_offsets[i] = (guint) json_integer_value (offset);
    }

  shape->n_context = (guint) n;
  return TRUE;
}

static gboolean
read_checkpoint (json_t *root, StudioRecipe *recipe, GError **error)
{
  json_t *object = json_object_get (root, "checkpoint");
  WeftConfig *shape = &recipe->shape;

  if (!require (root, "checkpoint", error))
    return FALSE;
  if (!json_is_object (object))
    return fail (error, "checkpoint", "an object");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (!require (object, sizes[i].key, error)
        || !read_uint (object, sizes[i].key, &G_STRUCT_MEMBER (guint, shape, sizes[i].offset), error))
      return FALSE;

  if (!read_string (object, "name", &recipe->checkpoint_name, error)
      || !read_string (object, "sha256", &recipe->checkpoint_sha256, error)
      || !READ_NAME (object, "attention", weft_attention_from_string, &shape->attention, error)
      || !READ_NAME (object, "activation", weft_activation_from_string, &shape->activation, error)
      || !READ_NAME (object, "output", weft_output_from_string, &shape->output, error)
      || !READ_NAME (object, "image_mode", weft_image_mode_from_string, &shape->image_mode, error))
    return FALSE;

  shape->n_positions = weft_config_get_image_values (shape) - 1;
  return read_context (object, shape, error);
}

static gboolean
read_temperatures (json_t *root, StudioRecipe *recipe, GError **error)
{
  json_t *array = json_object_get (root, "temperatures");
  json_t *object;
  gsize i;

  if (array == NULL)
    return TRUE;
  if (!json_is_array (array))
    return fail (error, "temperatures", "a list");

  g_array_set_size (recipe->temperatures, 0);
  json_array_foreach (array, i, object)
    {
      StudioTemperatureEvent event = { 0 };

      if (!json_is_object (object))
        return fail (error, "temperatures", "a list of objects");
      if (!require (object, "step", error) || !read_uint (object, "step", &event.step, error)
          || !require (object, "temperature", error)
          || !read_double (object, "temperature", &event.temperature, error))
        return FALSE;
      g_array_append_val (recipe->temperatures, event);
    }

  return TRUE;
}

/* The decoder of GLib skips what it does not know, so the way back is compared. */
static GBytes *
decode_base64 (const char *text)
{
  gsize size;
  g_autofree guint8 *data = g_base64_decode (text, &size);
  g_autofree char *again = g_base64_encode (data, size);

  return g_str_equal (again, text) ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

static gboolean
read_start (json_t *root, StudioRecipe *recipe, GError **error)
{
  json_t *object = json_object_get (root, "start");
  const char *kind = json_string_value (json_object_get (object, "kind"));
  const char *form = json_string_value (json_object_get (object, "prefix_form"));
  const char *values = json_string_value (json_object_get (object, "values"));

  if (object == NULL || g_strcmp0 (kind, "blank") == 0)
    return TRUE;
  if (g_strcmp0 (kind, "values") != 0)
    return fail (error, "start", "blank or values");
  if (g_strcmp0 (form, "steps") != 0)
    return fail (error, "prefix_form", "steps");

  recipe->kept_values = values != NULL ? decode_base64 (values) : NULL;
  return recipe->kept_values != NULL || fail (error, "values", "bytes in base64");
}

static gboolean
read_format (json_t *root, GError **error)
{
  const char *format = json_string_value (json_object_get (root, "format"));
  const char *version = json_string_value (json_object_get (root, "format_version"));
  g_auto (GStrv) parts = version != NULL ? g_strsplit (version, ".", 2) : NULL;
  guint64 major;

  if (g_strcmp0 (format, FORMAT) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the text is no recipe of Weft");
      return FALSE;
    }
  if (parts == NULL || parts[0] == NULL
      || !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXUINT32, &major, NULL))
    return fail (error, "format_version", "a version");

  if (major > STUDIO_RECIPE_FORMAT_MAJOR)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   "the recipe has format %" G_GUINT64_FORMAT ", this Weft reads up to %d (get a newer Weft)",
                   major, STUDIO_RECIPE_FORMAT_MAJOR);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_generator (json_t *root, GError **error)
{
  const char *generator = json_string_value (json_object_get (root, "generator"));

  if (generator == NULL || g_str_equal (generator, STUDIO_RECIPE_GENERATOR))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED, "the recipe's random numbers are not drawn by %s",
               STUDIO_RECIPE_GENERATOR);
  return FALSE;
}

static gboolean
read_state_hash (json_t *root, StudioRecipe *recipe, GError **error)
{
  recipe->has_state_hash = json_object_get (root, "state_hash") != NULL;
  return read_uint64 (root, "state_hash", 16, &recipe->state_hash, error);
}

static gboolean
read_recipe (json_t *root, StudioRecipe *recipe, GError **error)
{
  return read_format (root, error)
         && read_generator (root, error)
         && read_string (root, "program_version", &recipe->program_version, error)
         && read_checkpoint (root, recipe, error)
         && require (root, "seed", error)
         && read_uint64 (root, "seed", 10, &recipe->seed, error)
         && read_uint64 (root, "image", 10, &recipe->image, error)
         && READ_NAME (root, "attention_form", weft_form_from_string, &recipe->form, error)
         && READ_NAME (root, "precision", weft_precision_from_string, &recipe->precision, error)
         && read_string (root, "kernels", &recipe->kernels, error)
         && read_temperatures (root, recipe, error)
         && read_uint (root, "top_k", &recipe->top_k, error)
         && read_double (root, "top_p", &recipe->top_p, error)
         && read_start (root, recipe, error)
         && read_uint (root, "steps_done", &recipe->steps_done, error)
         && read_uint (root, "scale", &recipe->scale, error)
         && read_state_hash (root, recipe, error)
         && studio_recipe_validate (recipe, error);
}

StudioRecipe *
studio_recipe_from_json (const char *json, gssize length, GError **error)
{
  json_error_t where;
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (json_t) root = json_loadb (json, length < 0 ? strlen (json) : (gsize) length,
                                        JSON_REJECT_DUPLICATES, &where);

  if (!json_is_object (root))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the recipe is not JSON: %s at byte %d",
                   root != NULL ? "not an object" : where.text, root != NULL ? 0 : where.position);
      return NULL;
    }

  return read_recipe (root, recipe, error) ? g_steal_pointer (&recipe) : NULL;
}

StudioRecipe *
studio_recipe_from_png (GBytes *png, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *json = studio_png_dup_text (png, STUDIO_PNG_RECIPE_KEYWORD, &local_error);

  if (json != NULL)
    return studio_recipe_from_json (json, -1, error);

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_NO_RECIPE, "there is no recipe in this image");
  return NULL;
}

/* Adds the keys of @a that @b lacks or holds differently; objects are entered. */
static void
collect_differences (json_t *a, json_t *b, const char *prefix, GHashTable *keys)
{
  const char *key;
  json_t *value;

  json_object_foreach (a, key, value)
    {
      json_t *other = json_object_get (b, key);
      g_autofree char *name = g_strconcat (prefix, key, NULL);
      g_autofree char *deeper = g_strconcat (name, ".", NULL);

      if (json_is_object (value) && json_is_object (other))
        collect_differences (value, other, deeper, keys);
      else if (!json_equal (value, other) && !g_hash_table_contains (keys, name))
        g_hash_table_add (keys, g_steal_pointer (&name));
    }
}

static int
compare_names_cb (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
studio_recipe_list_differences (const StudioRecipe *a, const StudioRecipe *b)
{
  g_autoptr (json_t) first = build (a);
  g_autoptr (json_t) second = build (b);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
  char **names;
  guint n;

  collect_differences (first, second, "", keys);
  collect_differences (second, first, "", keys);

  names = (char **) g_hash_table_get_keys_as_array (keys, &n);
  qsort (names, n, sizeof *names, compare_names_cb);
  return names;
}

gboolean
studio_recipe_equal (const StudioRecipe *a, const StudioRecipe *b)
{
  g_auto (GStrv) differences = studio_recipe_list_differences (a, b);

  return differences[0] == NULL;
}
