/* SPDX-License-Identifier: MIT */
/* One damaged run makes the whole file suspect: it is refused, and the caller keeps it aside. */
#include "app/queue-file.h"

#include "app/json-write.h"
#include "app/recipe-json.h"

#include "engine/error.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "weft-queue"
#define VERSION "1.0"
#define MAX_LINES 1000
#define MAX_IMAGES 1000000

static void
line_clear (gpointer data)
{
  g_clear_pointer (&((StudioQueueLine *) data)->recipe, studio_recipe_free);
}

GArray *
studio_queue_file_new_lines (void)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (StudioQueueLine));

  g_array_set_clear_func (lines, line_clear);
  return lines;
}

static gboolean
refuse (const char *field, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "its field '%s' is missing or damaged", field);
  return FALSE;
}

static gboolean
read_line (json_t *value, GArray *lines, GError **error)
{
  json_t *n_images = json_object_get (value, "images");
  char *recipe = json_dumps (json_object_get (value, "recipe"), 0);
  StudioQueueLine line = { NULL, 0 };

  if (!json_is_integer (n_images) || json_integer_value (n_images) < 1 || json_integer_value (n_images) > MAX_IMAGES)
    refuse ("images", error);
  else if (recipe == NULL)
    refuse ("recipe", error);
  else
    line = (StudioQueueLine) { studio_recipe_from_json (recipe, -1, error), json_integer_value (n_images) };

  free (recipe);
  if (line.recipe == NULL)
    return FALSE;

  g_array_append_val (lines, line);
  return TRUE;
}

static gboolean
read_root (json_t *root, GArray *lines, GError **error)
{
  json_t *runs = json_object_get (root, "runs");
  const char *format = json_string_value (json_object_get (root, "format"));
  const char *version = json_string_value (json_object_get (root, "format_version"));
  json_t *value;
  size_t i;

  if (format == NULL || strcmp (format, FORMAT) != 0)
    return refuse ("format", error);
  if (version == NULL || !g_str_has_prefix (version, "1."))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED, "it was written by a newer Weft (use that one)");
      return FALSE;
    }
  if (!json_is_array (runs) || json_array_size (runs) > MAX_LINES)
    return refuse ("runs", error);

  json_array_foreach (runs, i, value)
    if (!read_line (value, lines, error))
      return FALSE;

  return TRUE;
}

GArray *
studio_queue_file_read (GBytes *bytes, GError **error)
{
  g_autoptr (GArray) lines = studio_queue_file_new_lines ();
  json_t *root = json_loadb (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), JSON_REJECT_DUPLICATES, NULL);
  const gboolean good = read_root (root, lines, error);

  json_decref (root);
  return good ? g_steal_pointer (&lines) : NULL;
}

GBytes *
studio_queue_file_write (const GArray *lines)
{
  json_t *root = studio_json_new (FORMAT, VERSION);
  json_t *runs = json_array ();
  char *text;

  for (guint i = 0; i < lines->len; i++)
    {
      const StudioQueueLine *line = &g_array_index (lines, StudioQueueLine, i);
      g_autofree char *recipe = studio_recipe_to_json (line->recipe);

      json_array_append_new (runs, json_pack ("{s:i, s:o}", "images", line->n_images, "recipe",
                                              json_loads (recipe, 0, NULL)));
    }

  json_object_set_new (root, "runs", runs);
  text = studio_json_take_text (root, JSON_INDENT (2));
  return g_bytes_new_take (text, strlen (text));
}
