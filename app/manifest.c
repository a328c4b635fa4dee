/* SPDX-License-Identifier: MIT */
/* The text form of a manifest: JSON around the recipe of the first picture. */
#include "app/manifest.h"

#include "app/input.h"
#include "app/recipe-json.h"
#include "app/store.h"

#include "engine/error.h"

#include <jansson.h>
#include <string.h>

#define FORMAT "weft-manifest"
#define VERSION 1
#define MAX_BYTES (4 * 1024 * 1024) /* a recipe with its kept values fits many times */

void
studio_manifest_clear (StudioManifest *manifest)
{
  g_clear_pointer (&manifest->recipe, studio_recipe_free);
  g_clear_pointer (&manifest->settings, json_decref);
}

static gboolean
refuse (const char *field, GError **error)
{
  g_set_error (
      error, WEFT_ERROR, WEFT_ERROR_INVALID,
      "its field '%s' is missing or damaged (draw into another folder, or remove the manifest and the files)",
      field);
  return FALSE;
}

static gboolean
read_head (json_t *root, GError **error)
{
  const char *format = json_string_value (json_object_get (root, "format"));
  json_t *version = json_object_get (root, "version");

  if (format == NULL || strcmp (format, FORMAT) != 0)
    return refuse ("format", error);
  if (!json_is_integer (version) || json_integer_value (version) < 1)
    return refuse ("version", error);
  if (json_integer_value (version) > VERSION)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   "it was written by a newer Weft (use that one)");
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_fields (json_t *root, StudioManifest *manifest, GError **error)
{
  json_t *count = json_object_get (root, "count");
  json_t *has_recipes = json_object_get (root, "has_recipes");
  json_t *replaces = json_object_get (root, "replaces");
  json_t *settings = json_object_get (root, "settings");
  g_autofree char *recipe = json_dumps (json_object_get (root, "recipe"), 0);

  if (!json_is_integer (count) || json_integer_value (count) < 1)
    return refuse ("count", error);
  if (!json_is_boolean (has_recipes))
    return refuse ("has_recipes", error);
  if (!json_is_boolean (replaces))
    return refuse ("replaces", error);
  if (recipe == NULL)
    return refuse ("recipe", error);
  if (settings != NULL && !json_is_object (settings))
    return refuse ("settings", error);

  manifest->settings = json_incref (settings);
  manifest->count = json_integer_value (count);
  manifest->has_recipes = json_is_true (has_recipes);
  manifest->replaces = json_is_true (replaces);
  manifest->recipe = studio_recipe_from_json (recipe, -1, error);
  return manifest->recipe != NULL;
}

gboolean
studio_manifest_read (const char *path, StudioManifest *manifest, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gboolean good;

  memset (manifest, 0, sizeof *manifest);
  bytes = studio_input_read (path, MAX_BYTES, error);
  if (bytes == NULL)
    return FALSE;

  json_t *root = json_loadb (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), JSON_REJECT_DUPLICATES,
                             NULL);
  good = root != NULL ? read_head (root, error) && read_fields (root, manifest, error)
                      : refuse ("format", error);
  json_decref (root);
  return good;
}

gboolean
studio_manifest_write (const char *path, const StudioManifest *manifest, GError **error)
{
  g_autofree char *recipe = studio_recipe_to_json (manifest->recipe);
  json_t *root = json_pack ("{s:s, s:i, s:I, s:b, s:b, s:O*, s:o}", "format", FORMAT, "version", VERSION,
                            "count", (json_int_t) manifest->count, "has_recipes", manifest->has_recipes,
                            "replaces", manifest->replaces, "settings", manifest->settings, "recipe",
                            json_loads (recipe, 0, NULL));
  char *text = json_dumps (root, JSON_INDENT (2));
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strconcat (text, "\n", NULL), strlen (text) + 1);

  free (text);
  json_decref (root);
  return studio_store_write (path, bytes, STUDIO_STORE_REPLACE, error);
}

/* Keys of @a that @b lacks, and, once, those that it holds differently. */
static void
add_differences (json_t *a, json_t *b, gboolean only_missing, GStrvBuilder *keys)
{
  const char *key;
  json_t *value;

  json_object_foreach (a, key, value)
    {
      json_t *other = json_object_get (b, key);

      if (other == NULL || (!only_missing && !json_equal (value, other)))
        g_strv_builder_add (keys, key);
    }
}

char **
studio_manifest_list_differences (const StudioManifest *a, const StudioManifest *b)
{
  g_auto (GStrv) keys = studio_recipe_list_differences (a->recipe, b->recipe);
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  g_strv_builder_addv (all, (const char **) keys);
  add_differences (a->settings, b->settings, FALSE, all);
  add_differences (b->settings, a->settings, TRUE, all);
  if (a->has_recipes != b->has_recipes)
    g_strv_builder_add (all, "no-metadata");

  return g_strv_builder_end (all);
}
