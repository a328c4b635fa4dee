/* SPDX-License-Identifier: MIT */
/* `weft sheet`: pictures side by side over temperatures, seeds and checkpoints. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"
#include "app/cli/grid.h"
#include "app/cli/model.h"
#include "app/cli/output-file.h"
#include "app/cli/outputs.h"
#include "app/cli/painter.h"
#include "app/cli/pattern.h"
#include "app/cli/print.h"
#include "app/cli/progress.h"

#include "app/png.h"
#include "app/sheet.h"

#include "engine/format/escape.h"

#include <math.h>

#define MAX_SCALE 256
#define MAX_AXES 2

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  { 0, "grid", CLI_TEXTS, "AXIS",
    "what varies: temperature=FROM:TO:STEP, seed=FROM..TO, image=FROM..TO or model=A,B,C; one axis is folded into rows, the "
    "first of two goes across, the second down",
    .is_required = TRUE },
  CLI_OPTION_SEED,
  CLI_OPTIONS_SAMPLING,
  { 'o', "output", CLI_FILE, "FILE", "the sheet, a PNG; - is stdout", .fallback = "sheet.png" },
  { 0, "cells", CLI_FILE, "PATTERN", "also write each cell, numbered from 0, such as cell_%03d.png" },
  { 0, "labels", CLI_FLAG, NULL, "write beside the cells what varies" },
  { 0, "scale", CLI_INTEGER, "K", "on the sheet every pixel becomes a square of K", .fallback = "4",
    .minimum = 1, .maximum = MAX_SCALE },
  CLI_OPTION_THREADS,
  CLI_OPTION_PRECISION,
  { 0, "no-metadata", CLI_FLAG, NULL, "write no recipes into the files" },
  { 0, "overwrite", CLI_FLAG, NULL, "replace files that exist" },
  CLI_OPTIONS_FACTS,
  CLI_OPTION_JSON,
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

typedef struct {
  StudioEntry *entry;
  WeftModel *model;
} Checkpoint;

typedef struct {
  const CliArguments *arguments; /* borrowed */
  CliAxis axes[MAX_AXES];        /* the second of one place and no kind if there is one only */
  guint n_axes;
  guint n_cells;
  guint n_columns;
  GArray *checkpoints;           /* of Checkpoint: one, or as many as the axis has */
  CliPattern sheet;
  CliPattern cells;              /* its head is NULL without --cells */
  GPtrArray *recipes;            /* of StudioRecipe, one a cell painted */
  GPtrArray *pixels;             /* of StudioPixels, likewise */
} Run;

static void
clear_checkpoint (gpointer data)
{
  Checkpoint *checkpoint = data;

  g_clear_object (&checkpoint->entry);
  g_clear_pointer (&checkpoint->model, weft_model_unref);
}

static void
clear_run (Run *run)
{
  for (guint i = 0; i < MAX_AXES; i++)
    cli_axis_clear (&run->axes[i]);
  g_clear_pointer (&run->checkpoints, g_array_unref);
  cli_pattern_clear (&run->sheet);
  cli_pattern_clear (&run->cells);
  g_clear_pointer (&run->recipes, g_ptr_array_unref);
  g_clear_pointer (&run->pixels, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
refuse (const char *why, GError **error)
{
  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE, why);
  return FALSE;
}

/* The axis of this kind, or NULL. */
static const CliAxis *
find_axis (const Run *run, CliAxisKind kind)
{
  for (guint i = 0; i < run->n_axes; i++)
    if (run->axes[i].kind == kind)
      return &run->axes[i];

  return NULL;
}

static gboolean
check_axes (const Run *run, GError **error)
{
  if (run->n_axes == MAX_AXES && run->axes[0].kind == run->axes[1].kind)
    return refuse ("both --grid vary the same (let the second one vary something else)", error);

  for (guint i = 0; i < run->n_axes; i++)
    if (run->axes[i].kind != CLI_AXIS_IMAGE /* of which there is no option */
        && cli_arguments_is_given (run->arguments, cli_axis_get_name (&run->axes[i])))
      {
        const char *name = cli_axis_get_name (&run->axes[i]);

        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, 
                     "--%s and --grid %s=... contradict each other (give one)", name, name);
        return FALSE;
      }

  if (run->n_cells <= STUDIO_SHEET_MAX_CELLS)
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "the grid has %u cells (give at most %d)", run->n_cells,
               STUDIO_SHEET_MAX_CELLS);
  return FALSE;
}

/* One axis is folded into about as many rows as columns. */
static gboolean
read_axes (Run *run, GError **error)
{
  const GPtrArray *texts = cli_arguments_get (run->arguments, "grid")->texts;

  if (texts->len > MAX_AXES)
    return refuse ("--grid is given more than twice (a sheet has two directions)", error);

  run->n_cells = 1;
  for (guint i = 0; i < texts->len; i++)
    {
      run->n_axes++;
      if (!cli_axis_parse (g_ptr_array_index (texts, i), &run->axes[i], error))
        return FALSE;
      run->n_cells *= run->axes[i].n;
    }

  run->n_columns = run->n_axes == 1 ? (guint) ceil (sqrt (run->n_cells)) : run->axes[0].n;
  return check_axes (run, error);
}

/* Place of cell @index along @axis. */
static guint
get_place (const Run *run, const CliAxis *axis, guint index)
{
  if (run->n_axes == 1)
    return index;

  return axis == &run->axes[0] ? index % run->n_columns : index / run->n_columns;
}

static gboolean
check_sampling (Run *run, StudioEntry *entry, GError **error)
{
  const CliAxis *axis = find_axis (run, CLI_AXIS_TEMPERATURE);
  WeftSampling sampling = cli_painter_read_sampling (run->arguments);

  for (guint i = 0; i < (axis != NULL ? axis->n : 1); i++)
    {
      sampling.temperature = axis != NULL ? axis->temperatures[i] : sampling.temperature;
      if (!weft_sampling_validate (&sampling, studio_entry_get_config (entry), error))
        return FALSE;
    }

  return TRUE;
}

/* The headers of all checkpoints. */
static gboolean
find_checkpoints (Run *run, GError **error)
{
  const CliAxis *axis = find_axis (run, CLI_AXIS_MODEL);

  run->checkpoints = g_array_new (FALSE, FALSE, sizeof (Checkpoint));
  g_array_set_clear_func (run->checkpoints, clear_checkpoint);
  for (guint i = 0; i < (axis != NULL ? axis->n : 1); i++)
    {
      const Checkpoint checkpoint = {
        .entry = axis != NULL ? cli_model_find_named (run->arguments, axis->models[i], error)
                              : cli_model_find (run->arguments, error),
      };

      if (checkpoint.entry == NULL)
        return FALSE;
      g_array_append_val (run->checkpoints, checkpoint);
      if (!check_sampling (run, checkpoint.entry, error))
        return FALSE;
    }

  return TRUE;
}

static StudioStoreMode
get_store_mode (const Run *run)
{
  return cli_arguments_is_given (run->arguments, "overwrite") ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW;
}

static gboolean
check_files (Run *run, const CliPattern *pattern, guint n, GError **error)
{
  const Checkpoint *first = &g_array_index (run->checkpoints, Checkpoint, 0);

  for (guint i = 0; i < n && !pattern->is_stdout; i++)
    {
      g_autofree char *path = cli_pattern_dup (pattern, i);

      if (!cli_output_file_check (path, get_store_mode (run), studio_entry_get_path (first->entry), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_outputs (Run *run, GError **error)
{
  const char *sheet = cli_arguments_get_text (run->arguments, "output");
  const char *cells = cli_arguments_get_text (run->arguments, "cells");

  if (!cli_pattern_parse (sheet, 0, 1, cli_png_endings, &run->sheet, error)
      || !check_files (run, &run->sheet, 1, error))
    return FALSE;
  if (run->sheet.is_stdout && cli_arguments_is_given (run->arguments, "json"))
    return refuse ("--json and -o - both want stdout (write the sheet to a file)", error);
  if (cells == NULL)
    return TRUE;

  if (!cli_pattern_parse (cells, 0, run->n_cells, cli_png_endings, &run->cells, error))
    {
      g_prefix_error (error, "--cells: ");
      return FALSE;
    }
  return run->cells.is_stdout ? refuse ("--cells needs files (name them, such as cell_%03d.png)", error)
                              : check_files (run, &run->cells, run->n_cells, error);
}

static gboolean
load_models (Run *run, GError **error)
{
  for (guint i = 0; i < run->checkpoints->len; i++)
    {
      Checkpoint *checkpoint = &g_array_index (run->checkpoints, Checkpoint, i);

      checkpoint->model = cli_model_load (run->arguments, checkpoint->entry, error);
      if (checkpoint->model == NULL)
        return FALSE;
    }

  return TRUE;
}

static const Checkpoint *
get_checkpoint (Run *run, guint index)
{
  const CliAxis *axis = find_axis (run, CLI_AXIS_MODEL);

  return &g_array_index (run->checkpoints, Checkpoint, axis != NULL ? get_place (run, axis, index) : 0);
}

/* A seed that is drawn is drawn once for all cells. */
static StudioRecipe *
make_recipe (Run *run, guint index)
{
  const Checkpoint *checkpoint = get_checkpoint (run, index);
  const CliAxis *seeds = find_axis (run, CLI_AXIS_SEED);
  const CliAxis *images = find_axis (run, CLI_AXIS_IMAGE);
  const CliAxis *temperatures = find_axis (run, CLI_AXIS_TEMPERATURE);
  const StudioRecipe *first = run->recipes->len > 0 ? g_ptr_array_index (run->recipes, 0) : NULL;
  StudioRecipe *recipe = cli_painter_make_recipe (run->arguments, checkpoint->entry, checkpoint->model, first,
                                                  NULL);

  if (seeds != NULL)
    recipe->seed = seeds->first + get_place (run, seeds, index);
  if (images != NULL)
    recipe->image = images->first + get_place (run, images, index);
  if (temperatures != NULL)
    studio_recipe_set_temperature (recipe, 0,
                                   temperatures->temperatures[get_place (run, temperatures, index)]);
  return recipe;
}

static gboolean
save_cell (Run *run, StudioPicture *picture, guint index, GError **error)
{
  const gboolean with_recipe = !cli_arguments_is_given (run->arguments, "no-metadata");
  g_autoptr (GBytes) png = NULL;
  g_autofree char *path = NULL;

  if (run->cells.names.head == NULL)
    return TRUE;

  png = studio_picture_to_png (picture, 1, with_recipe, error);
  path = cli_pattern_dup (&run->cells, index);
  return png != NULL && cli_output_file_write (path, png, get_store_mode (run), error);
}

static gboolean
paint_cell (Run *run, guint index, CliProgress *progress, GError **error)
{
  g_autoptr (StudioRecipe) recipe = make_recipe (run, index);
  const Checkpoint *checkpoint = get_checkpoint (run, index);
  g_autoptr (StudioPicture) picture = cli_painter_paint (run->arguments, checkpoint->model, recipe, NULL, 0,
                                                         error);
  StudioPixels *pixels = picture != NULL ? studio_picture_dup_pixels (picture, error) : NULL;

  if (pixels == NULL)
    return FALSE;

  g_ptr_array_add (run->pixels, pixels);
  g_ptr_array_add (run->recipes, studio_recipe_copy (studio_picture_get_recipe (picture)));
  cli_progress_update (progress, index + 1);
  return save_cell (run, picture, index, error);
}

static gboolean
paint_cells (Run *run, GError **error)
{
  g_autoptr (CliProgress) progress = cli_progress_new (run->arguments, "images", run->n_cells);

  run->recipes = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_recipe_free);
  run->pixels = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_pixels_free);
  for (guint i = 0; i < run->n_cells; i++)
    if (!paint_cell (run, i, progress, error))
      return FALSE;

  return TRUE;
}

/* (transfer full): NULL-terminated; NULL without --labels or without such an axis. */
static char **
make_labels (Run *run, guint axis)
{
  char **labels;

  if (axis >= run->n_axes || !cli_arguments_is_given (run->arguments, "labels"))
    return NULL;

  labels = g_new0 (char *, run->axes[axis].n + 1);
  for (guint i = 0; i < run->axes[axis].n; i++)
    labels[i] = cli_axis_dup_label (&run->axes[axis], i);
  return labels;
}

static GBytes *
encode_sheet (Run *run, GError **error)
{
  const gboolean with_recipes = !cli_arguments_is_given (run->arguments, "no-metadata");
  const StudioRecipe *const *recipes = (const StudioRecipe *const *) run->recipes->pdata;
  g_auto (GStrv) across = make_labels (run, 0);
  g_auto (GStrv) down = make_labels (run, 1);
  const StudioSheet sheet = {
    .cells = (const StudioPixels *const *) run->pixels->pdata,
    .n_cells = run->n_cells,
    .n_columns = run->n_columns,
    .scale = cli_arguments_get_integer (run->arguments, "scale"),
    .column_labels = run->n_axes > 1 ? (const char *const *) across : NULL,
    .row_labels = (const char *const *) down,
    .cell_labels = run->n_axes == 1 ? (const char *const *) across : NULL,
  };
  g_autoptr (StudioPixels) pixels = studio_sheet_draw (&sheet, error);
  g_autofree char *json = with_recipes ? studio_sheet_to_json (recipes, run->n_cells, run->n_columns) : NULL;

  return pixels != NULL ? studio_png_encode (pixels, json, NULL, error) : NULL;
}

static void
print_result (Run *run, const char *path)
{
  const guint n_rows = (run->n_cells + run->n_columns - 1) / run->n_columns;

  if (cli_arguments_is_given (run->arguments, "json"))
    {
      json_t *document = json_pack ("{s:o, s:i, s:i, s:i}", "file", cli_json_text (path), "cells",
                                    run->n_cells, "columns", run->n_columns, "rows", n_rows);

      cli_print_json (document);
      json_decref (document);
    }
  else
    {
      g_autofree char *shown = weft_escape_name (path, -1);

      cli_print ("%s  %u images in %u columns and %u rows\n", shown, run->n_cells, run->n_columns, n_rows);
    }
}

static gboolean
write_sheet (Run *run, GError **error)
{
  g_autoptr (GBytes) png = encode_sheet (run, error);
  g_autofree char *path = NULL;

  if (png == NULL)
    return FALSE;

  if (run->sheet.is_stdout)
    {
      cli_print_bytes (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
      return cli_print_flush (error);
    }

  path = cli_pattern_dup (&run->sheet, 0);
  if (!cli_output_file_write (path, png, get_store_mode (run), error))
    return FALSE;

  print_result (run, path);
  return TRUE;
}

static gboolean
run_sheet (const CliArguments *arguments, GError **error)
{
  g_auto (Run) run = { .arguments = arguments };

  return read_axes (&run, error) && find_checkpoints (&run, error) && check_outputs (&run, error)
         && load_models (&run, error) && paint_cells (&run, error) && write_sheet (&run, error);
}

const CliCommand cli_command_sheet = {
  .name = "sheet",
  .summary = "paint a contact sheet over temperatures, seeds or checkpoints",
  .description =
      "Paints a picture for every place of a grid and lays them out on one sheet. What varies is a "
      "temperature, the seed, the number of the image or the checkpoint, or two of them; one alone is folded into rows. Everything "
      "else is the same in all cells; a random seed is drawn once.\n"
      "The sheet carries the recipes of all its cells. With --cells each is also written on its own, as weft "
      "sample would.",
  .examples = "weft sheet --grid seed=0..63 -o contact.png\n"
              "weft sheet -m digits --grid temperature=0.7:1.3:0.1 --grid seed=1..8 --labels\n"
              "weft sheet --grid model=digits,characters --grid seed=1..5 --cells cell_%02d.png -o models.png",
  .options = options,
  .run = run_sheet,
};
