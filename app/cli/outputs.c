/* SPDX-License-Identifier: MIT */
/* A series of pictures on disk: its names, its lock, its manifest, and which of it is there already. */
#include "app/cli/outputs.h"

#include "app/cli/exit.h"
#include "app/cli/lock.h"
#include "app/cli/manifest.h"
#include "app/cli/messages.h"
#include "app/cli/output-file.h"
#include "app/cli/pattern.h"
#include "app/cli/print.h"

#include "app/input.h"
#include "app/png.h"
#include "app/recipe-json.h"
#include "app/store.h"

#include "engine/error.h"

#include <string.h>
#include <unistd.h>

struct _CliOutputs {
  CliPattern pattern;
  CliSeries series;
  guint64 count;          /* of the series */
  gboolean overwrites;
  gboolean resumes;
  gboolean has_recipes;

  CliLock *lock;          /* NULL for a single picture */
  char *manifest_path;    /* NULL for a name without a number */
  CliManifest resumed;    /* its recipe is NULL if nothing is resumed */
  CliManifest manifest;   /* of this run; what it points to is borrowed */
  guint8 *is_saved;       /* [count] */
  guint64 n_saved;
  guint64 n_bytes;        /* written by this run, to tell how much room the rest needs */
  guint64 n_written;
};

const char *const cli_png_endings[] = { ".png", NULL };

/* A name beside the pictures, made of what stands before their number. */
static char *
dup_beside (const CliPattern *pattern, const char *prefix, const char *suffix)
{
  const char *slash = strrchr (pattern->head, '/');
  const char *stem = slash != NULL ? slash + 1 : pattern->head;
  g_autofree char *folder = g_strndup (pattern->head, stem - pattern->head);

  return g_strconcat (folder, prefix, stem, suffix, NULL);
}

static char *
dup_path (CliOutputs *outputs, guint64 index)
{
  return cli_pattern_dup (&outputs->pattern, outputs->series.first_number + index);
}

static gboolean
check_files (CliOutputs *outputs, GError **error)
{
  const StudioStoreMode mode = outputs->overwrites || outputs->resumes ? STUDIO_STORE_REPLACE
                                                                       : STUDIO_STORE_NEW;

  for (guint64 i = 0; i < outputs->count; i++)
    {
      g_autofree char *path = dup_path (outputs, i);

      if (!cli_output_file_check (path, mode, outputs->series.input, error))
        return FALSE;
    }

  return TRUE;
}

/* Without a manifest only a series of which nothing is there can be resumed: by beginning it. */
static gboolean
read_resumed (CliOutputs *outputs, GError **error)
{
  if (outputs->manifest_path != NULL && access (outputs->manifest_path, F_OK) == 0)
    {
      if (cli_manifest_read (outputs->manifest_path, &outputs->resumed, error))
        return TRUE;

      cli_prefix_error (error, "cannot resume from", outputs->manifest_path);
      return FALSE;
    }

  for (guint64 i = 0; i < outputs->count; i++)
    {
      g_autofree char *path = dup_path (outputs, i);

      if (access (path, F_OK) == 0)
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                       "no manifest says what it was drawn with (add --overwrite instead, or choose another "
                       "name with -o)");
          cli_prefix_error (error, "cannot resume at", path);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
take_lock (CliOutputs *outputs, GError **error)
{
  g_autofree char *path = dup_beside (&outputs->pattern, ".", "manifest.lock");

  outputs->lock = cli_lock_take (path, error);
  if (outputs->lock == NULL)
    cli_prefix_error (error, "cannot write", outputs->manifest_path);

  return outputs->lock != NULL;
}

static gboolean
prepare (CliOutputs *outputs, GError **error)
{
  if (outputs->pattern.is_stdout)
    return TRUE;

  g_autofree char *folder = g_path_get_dirname (outputs->pattern.head);
  studio_store_sweep (folder);

  if (outputs->pattern.is_numbered)
    outputs->manifest_path = dup_beside (&outputs->pattern, "", "manifest.json");

  return check_files (outputs, error)
         && (outputs->count == 1 || take_lock (outputs, error))
         && (!outputs->resumes || read_resumed (outputs, error));
}

CliOutputs *
cli_outputs_new (const CliArguments *arguments, const CliSeries *series, GError **error)
{
  g_autoptr (CliOutputs) outputs = g_new0 (CliOutputs, 1);

  outputs->series = *series;
  outputs->count = series->count;
  outputs->overwrites = cli_arguments_is_given (arguments, "overwrite");
  outputs->resumes = cli_arguments_is_given (arguments, "resume");
  outputs->has_recipes = !cli_arguments_is_given (arguments, "no-metadata");
  outputs->is_saved = g_new0 (guint8, series->count);

  if (!cli_pattern_parse (series->pattern, series->first_number, series->count, series->endings,
                          &outputs->pattern, error)
      || !prepare (outputs, error))
    return NULL;

  return g_steal_pointer (&outputs);
}

void
cli_outputs_free (CliOutputs *outputs)
{
  if (outputs == NULL)
    return;

  cli_lock_free (outputs->lock);
  cli_pattern_clear (&outputs->pattern);
  cli_manifest_clear (&outputs->resumed);
  g_free (outputs->manifest_path);
  g_free (outputs->is_saved);
  g_free (outputs);
}

gboolean
cli_outputs_get_is_stdout (CliOutputs *outputs)
{
  return outputs->pattern.is_stdout;
}

const StudioRecipe *
cli_outputs_get_resumed (CliOutputs *outputs)
{
  return outputs->resumed.recipe;
}

gboolean
cli_outputs_compare (CliOutputs *outputs, const StudioRecipe *recipe, json_t *settings, GError **error)
{
  outputs->manifest = (CliManifest) {
    .recipe = (StudioRecipe *) recipe,
    .settings = settings,
    .count = outputs->count,
    .has_recipes = outputs->has_recipes,
    .replaces = outputs->overwrites,
  };
  if (outputs->resumed.recipe == NULL)
    return TRUE;

  g_auto (GStrv) differences = cli_manifest_list_differences (&outputs->resumed, &outputs->manifest);
  g_autofree char *keys = g_strjoinv (", ", differences);

  outputs->manifest.count = MAX (outputs->count, outputs->resumed.count);
  outputs->manifest.replaces = outputs->resumed.replaces;
  if (*keys == '\0')
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               "what is asked for differs in %s (repeat the first command, and add --resume)", keys);
  cli_prefix_error (error, "cannot resume from", outputs->manifest_path);
  return FALSE;
}

/* Whether the file is a whole picture, and by its recipe, if it must have one, the one wanted. */
static gboolean
is_picture (CliOutputs *outputs, GBytes *bytes, guint64 index)
{
  g_autoptr (StudioPixels) pixels = studio_png_decode (bytes, NULL);
  g_autoptr (StudioRecipe) recipe = NULL;

  if (pixels == NULL)
    return FALSE;
  if (!outputs->has_recipes)
    return !outputs->resumed.replaces;

  recipe = studio_recipe_from_png (bytes, NULL);
  if (recipe == NULL || recipe->image != index)
    return FALSE;

  /* All but what differs from picture to picture. */
  recipe->image = outputs->resumed.recipe->image;
  recipe->steps_done = outputs->resumed.recipe->steps_done;
  recipe->has_state_hash = outputs->resumed.recipe->has_state_hash;
  recipe->state_hash = outputs->resumed.recipe->state_hash;
  return studio_recipe_equal (recipe, outputs->resumed.recipe);
}

/* Looks at a file that is there. FALSE with an error if it cannot be told whether it is kept. */
static gboolean
look_at (CliOutputs *outputs, const char *path, guint64 index, CliMakeFile make, gpointer data,
         GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_PNG_MAX_FILE, NULL);
  g_autoptr (GBytes) wanted = make != NULL ? make (data, index, error) : NULL;

  if (make != NULL && wanted == NULL)
    return FALSE;

  outputs->is_saved[index] = bytes != NULL && index < outputs->resumed.count
                             && (make != NULL ? g_bytes_equal (bytes, wanted)
                                              : is_picture (outputs, bytes, index));
  return TRUE;
}

static gboolean
keep_files (CliOutputs *outputs, CliMakeFile make, gpointer data, GError **error)
{
  for (guint64 i = 0; i < outputs->count; i++)
    {
      g_autofree char *path = dup_path (outputs, i);

      if (access (path, F_OK) != 0)
        continue;
      if (!look_at (outputs, path, i, make, data, error))
        return FALSE;

      outputs->n_saved += outputs->is_saved[i];
      if (!outputs->is_saved[i] && !outputs->resumed.replaces)
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_OUTPUT,
                       "it is no picture of the run that is to be resumed (remove it, or choose another name "
                       "with -o)");
          cli_prefix_error (error, "cannot write", path);
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
cli_outputs_begin (CliOutputs *outputs, CliMakeFile make, gpointer data, GError **error)
{
  if (outputs->resumed.recipe != NULL && !keep_files (outputs, make, data, error))
    return FALSE;

  return outputs->lock == NULL || cli_manifest_write (outputs->manifest_path, &outputs->manifest, error);
}

guint64
cli_outputs_find_missing (CliOutputs *outputs, guint64 from, guint64 *n)
{
  while (from < outputs->count && outputs->is_saved[from])
    from++;

  for (*n = 0; from + *n < outputs->count && !outputs->is_saved[from + *n];)
    *n += 1;

  return from;
}

/* "no space left" becomes "no space left, 12 of 100 images are saved (the rest needs about 3 MB ...)".
 */
static void
add_remedy (CliOutputs *outputs, GError **error)
{
  if (error == NULL || outputs->count == 1 || g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_RESOURCE))
    return;

  const guint64 left = outputs->count - outputs->n_saved;
  const guint64 each = outputs->n_written > 0 ? outputs->n_bytes / outputs->n_written : 4096;
  g_autofree char *room = cli_dup_bytes (left * MAX (each, 4096));
  char *old = (*error)->message;

  (*error)->message = g_strdup_printf ("%s, %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " %s are saved "
                                       "(the rest needs about %s; then repeat the command with --resume)",
                                       old, outputs->n_saved, outputs->count, outputs->series.noun, room);
  g_free (old);
}

static char *
write_file (CliOutputs *outputs, guint64 index, GBytes *png, GError **error)
{
  g_autofree char *path = dup_path (outputs, index);
  const gboolean replaces = outputs->overwrites || outputs->resumed.replaces;

  if (!cli_output_file_write (path, png, replaces ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW, error))
    {
      add_remedy (outputs, error);
      return NULL;
    }

  return g_steal_pointer (&path);
}

char *
cli_outputs_write (CliOutputs *outputs, guint64 index, GBytes *png, GError **error)
{
  g_autofree char *name = NULL;

  if (outputs->pattern.is_stdout)
    {
      cli_print_bytes (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
      name = cli_print_flush (error) ? g_strdup ("-") : NULL;
    }
  else
    name = write_file (outputs, index, png, error);

  if (name != NULL)
    {
      outputs->is_saved[index] = TRUE;
      outputs->n_saved++;
      outputs->n_written++;
      outputs->n_bytes += g_bytes_get_size (png);
    }

  return g_steal_pointer (&name);
}

guint64
cli_outputs_get_n_saved (CliOutputs *outputs)
{
  return outputs->n_saved;
}

char *
cli_outputs_dup_remedy (CliOutputs *outputs)
{
  if (outputs->count == 1)
    return g_strdup ("nothing is saved; repeat the command");

  return g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                          " %s are saved; add --resume to go on",
                          outputs->n_saved, outputs->count, outputs->series.noun);
}
