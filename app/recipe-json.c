/* SPDX-License-Identifier: MIT */
/* Recipes as JSON: writing, one function per object, and the way in and out. Reading is in a file of its own. */
#include "app/recipe-json.h"

#include "app/recipe-json-private.h"

#include "app/error.h"
#include "app/png.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

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

static void
set_hash (json_t *object, const char *key, guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", value);

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
  for (guint i = 0; i < STUDIO_RECIPE_N_SIZES; i++)
    json_object_set_new (object, studio_recipe_sizes[i].key,
                         json_integer (G_STRUCT_MEMBER (guint, shape, studio_recipe_sizes[i].offset)));

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
build_addresses (const StudioRecipe *recipe)
{
  json_t *array = json_array ();

  for (guint i = 0; i < recipe->addresses->len; i++)
    {
      const StudioAddressEvent *event = &g_array_index (recipe->addresses, StudioAddressEvent, i);
      json_t *object = json_object ();

      json_object_set_new (object, "step", json_integer (event->step));
      set_uint64 (object, "seed", event->seed);
      set_uint64 (object, "image", event->image);
      json_array_append_new (array, object);
    }

  return array;
}

static json_t *
build_overrides (const StudioRecipe *recipe)
{
  json_t *array = json_array ();

  for (guint i = 0; i < recipe->overrides->len; i++)
    {
      const StudioOverride *override = &g_array_index (recipe->overrides, StudioOverride, i);

      json_array_append_new (array, json_pack ("{s:i, s:i}", "step", (int) override->step, "value", override->value));
    }

  return array;
}

/* Only what the kind has; a layer or a head that is not named is all of them. */
static void
set_surgery (json_t *object, const StudioSurgery *surgery)
{
  if (surgery->kind == STUDIO_SURGERY_SCALE)
    {
      if (surgery->layer != WEFT_SURGERY_ALL)
        json_object_set_new (object, "layer", json_integer (surgery->layer));
      if (surgery->head != WEFT_SURGERY_ALL)
        json_object_set_new (object, "head", json_integer (surgery->head));
      json_object_set_new (object, "factor", json_real (surgery->factor));
    }
  else if (surgery->kind == STUDIO_SURGERY_FORGET)
    {
      json_object_set_new (object, "first", json_integer (surgery->first));
      json_object_set_new (object, "end", json_integer (surgery->end));
    }
  else if (surgery->kind == STUDIO_SURGERY_BLEND)
    {
      json_object_set_new (object, "weight", json_real (surgery->weight));
      set_hash (object, "moment_hash", surgery->other_hash);
    }
}

static json_t *
build_surgeries (const StudioRecipe *recipe)
{
  json_t *array = json_array ();

  for (guint i = 0; i < recipe->surgeries->len; i++)
    {
      const StudioSurgery *surgery = g_ptr_array_index (recipe->surgeries, i);
      json_t *object = json_object ();

      json_object_set_new (object, "step", json_integer (surgery->step));
      set_string (object, "change", studio_surgery_kind_to_string (surgery->kind));
      set_surgery (object, surgery);
      json_array_append_new (array, object);
    }

  return array;
}

/* Runs of given values: where each begins and how long it is, and the values of all. */
static json_t *
build_mask (const StudioRecipe *recipe)
{
  json_t *spans = json_array ();
  g_autoptr (GByteArray) values = g_byte_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < recipe->given->len;)
    {
      const StudioOverride *first = &g_array_index (recipe->given, StudioOverride, i);
      guint n = 0;

      for (; i < recipe->given->len && g_array_index (recipe->given, StudioOverride, i).step == first->step + n; n++, i++)
        g_byte_array_append (values, &g_array_index (recipe->given, StudioOverride, i).value, 1);
      json_array_append_new (spans, json_pack ("[i, i]", (int) first->step, (int) n));
    }

  text = g_base64_encode (values->data, values->len);
  return json_pack ("{s:o, s:s}", "spans", spans, "values", text);
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

  set_string (root, "format", STUDIO_RECIPE_FORMAT);
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
  if (recipe->addresses->len > 0)
    json_object_set_new (root, "branches", build_addresses (recipe));
  if (recipe->overrides->len > 0)
    json_object_set_new (root, "overrides", build_overrides (recipe));
  if (recipe->surgeries->len > 0)
    json_object_set_new (root, "memory", build_surgeries (recipe));
  json_object_set_new (root, "top_k", json_integer (recipe->top_k));
  json_object_set_new (root, "top_p", json_real (recipe->top_p));
  json_object_set_new (root, "start", build_start (recipe));
  if (recipe->given->len > 0)
    json_object_set_new (root, "mask", build_mask (recipe));
  json_object_set_new (root, "steps_done", json_integer (recipe->steps_done));
  json_object_set_new (root, "scale", json_integer (recipe->scale));
  if (recipe->has_state_hash)
    set_hash (root, "state_hash", recipe->state_hash);
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

StudioRecipe *
studio_recipe_from_json (const char *json, gssize length, GError **error)
{
  json_error_t where;
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (json_t) root = json_loadb (json, length < 0 ? strlen (json) : (gsize) length,
                                        JSON_REJECT_DUPLICATES, &where);

  if (!json_is_object (root))
    {
      g_autofree char *why = weft_escape_name (where.text, -1); /* it may end within a character */

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the recipe is not JSON: %s at byte %d",
                   root != NULL ? "not an object" : why, root != NULL ? 0 : where.position);
      return NULL;
    }

  return studio_recipe_read (root, recipe, error) ? g_steal_pointer (&recipe) : NULL;
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
    g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_NO_RECIPE, 
                 "there is no recipe in this image (take one as Weft saved it: other programs leave the recipe out, and so "
                 "does --no-metadata)");
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
