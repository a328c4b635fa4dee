/* SPDX-License-Identifier: MIT */
/* The sheet is drawn once; its recipes stand in place of one. */
#include "app/sheet-film.h"

#include "app/sheet.h"

#include "engine/error.h"

#include <math.h>

typedef struct {
  StudioPixels *pixels;
  char *text; /* the recipes */
  guint n_images;
  guint scale;
} Sheet;

typedef struct {
  GPtrArray *cells;   /* of StudioPixels */
  GPtrArray *recipes; /* of StudioRecipe */
  GPtrArray *labels;  /* of char *, NULL-terminated */
} Cells;

static void
cells_clear (Cells *cells)
{
  g_clear_pointer (&cells->cells, g_ptr_array_unref);
  g_clear_pointer (&cells->recipes, g_ptr_array_unref);
  g_clear_pointer (&cells->labels, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cells, cells_clear)

static gboolean
add_cell (Cells *cells, StudioJob *job, guint lane, GError **error)
{
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, lane);
  StudioPixels *pixels;

  if (picture == NULL || !studio_picture_get_is_complete (picture))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                           "not all images are complete (wait until they are painted)");
      return FALSE;
    }

  pixels = studio_picture_dup_pixels (picture, error);
  if (pixels == NULL)
    return FALSE;

  g_ptr_array_add (cells->cells, pixels);
  g_ptr_array_add (cells->recipes, studio_recipe_copy (studio_picture_get_recipe (picture)));
  g_ptr_array_add (cells->labels, g_strdup_printf ("image %" G_GUINT64_FORMAT,
                                                   studio_picture_get_recipe (picture)->image));
  return TRUE;
}

static gboolean
gather (Cells *cells, StudioJob *job, GError **error)
{
  cells->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_pixels_free);
  cells->recipes = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_recipe_free);
  cells->labels = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < studio_job_get_n_lanes (job); i++)
    if (!add_cell (cells, job, i, error))
      return FALSE;

  g_ptr_array_add (cells->labels, NULL);
  return TRUE;
}

static StudioPixels *
draw_cb (gpointer data, guint frame, GError **error)
{
  const Sheet *sheet = data;

  return studio_pixels_scale (sheet->pixels, 1, error);
}

static char *
tell_cb (gpointer data, const StudioRecipe *recipe)
{
  return g_strdup (((const Sheet *) data)->text);
}

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  studio_pixels_free (sheet->pixels);
  g_free (sheet->text);
  g_free (sheet);
}

StudioFilm *
studio_sheet_film_new (StudioJob *job, guint scale, GError **error)
{
  g_auto (Cells) cells = { NULL };
  StudioSheet sheet;
  StudioPixels *pixels;
  Sheet *data;

  if (!gather (&cells, job, error))
    return NULL;

  sheet = (StudioSheet) {
    .cells = (const StudioPixels *const *) cells.cells->pdata,
    .n_cells = cells.cells->len,
    .n_columns = (guint) ceil (sqrt (cells.cells->len)),
    .scale = scale,
    .cell_labels = (const char *const *) cells.labels->pdata,
  };
  pixels = studio_sheet_draw (&sheet, error);
  if (pixels == NULL)
    return NULL;

  data = g_new (Sheet, 1);
  *data = (Sheet) {
    .pixels = pixels,
    .text = studio_sheet_to_json ((const StudioRecipe *const *) cells.recipes->pdata, sheet.n_cells, sheet.n_columns),
    .n_images = sheet.n_cells,
    .scale = scale,
  };
  return studio_film_new_drawn (&(StudioFilmDrawn) {
    .what = "sheet",
    .n_frames = 1,
    .draw = draw_cb,
    .tell = tell_cb,
    .data = data,
    .free_data = sheet_free,
    .recipe = g_ptr_array_index (cells.recipes, 0),
  });
}

gboolean
studio_sheet_film_get_grid (StudioFilm *film, guint *n_images, guint *scale)
{
  const Sheet *sheet = studio_film_get_data (film, draw_cb);

  if (sheet == NULL)
    return FALSE;

  *n_images = sheet->n_images;
  *scale = sheet->scale;
  return TRUE;
}
