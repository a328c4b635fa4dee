/* SPDX-License-Identifier: MIT */
/* From what is chosen to frames. */
#include "ui/export-dialog-private.h"

#include "app/race-film.h"
#include "app/sheet-film.h"
#include "app/state-film.h"

#include <glib/gi18n.h>

static StudioPicture *
dup_picture (UiExportDialog *dialog)
{
  return studio_workspace_dup_picture (dialog->workspace, gtk_spin_button_get_value_as_int (dialog->lane) - 1);
}

static void
set_error (GError **error, const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, text);
}

static StudioFramesRange
get_range (UiExportDialog *dialog, guint n_painted)
{
  const UiExportWhat what = ui_export_dialog_get_what (dialog);

  return (StudioFramesRange) {
    .every = gtk_spin_button_get_value_as_int (dialog->every),
    .by_rows = ui_export_dialog_shows_rows (dialog),
    .is_given = what == UI_EXPORT_PICTURE || adw_expander_row_get_enable_expansion (dialog->range_row),
    .first = what == UI_EXPORT_PICTURE ? n_painted : (guint) gtk_spin_button_get_value_as_int (dialog->first),
    .last = what == UI_EXPORT_PICTURE ? n_painted : (guint) gtk_spin_button_get_value_as_int (dialog->last),
  };
}

static StudioFilm *
make_picture_film (UiExportDialog *dialog, GError **error)
{
  g_autoptr (StudioPicture) picture = dup_picture (dialog);
  g_autoptr (StudioPixels) pixels = NULL;
  const StudioRecipe *recipe;
  StudioFramesRange range;
  guint n_painted;

  if (picture == NULL)
    {
      set_error (error, _("Nothing is painted yet"));
      return NULL;
    }

  recipe = studio_picture_get_recipe (picture);
  n_painted = recipe->steps_done / weft_config_get_n_channels (&recipe->shape);
  if (n_painted == 0)
    {
      set_error (error, _("Not one pixel is painted yet"));
      return NULL;
    }

  range = get_range (dialog, n_painted);
  pixels = studio_picture_dup_pixels (picture, error);
  return pixels != NULL ? studio_film_new_of_picture (pixels, recipe, &range, error) : NULL;
}

/* By the run's own copies of states, so that a memory that was operated on is shown as it is. */
static StudioFilm *
make_state_film (UiExportDialog *dialog, GError **error)
{
  StudioJob *job = studio_workspace_get_job (dialog->workspace);
  const guint lane = gtk_spin_button_get_value_as_int (dialog->lane) - 1;
  g_auto (StudioJobLane) found = { NULL };
  StudioFramesRange range;
  StudioStateSource source;
  guint n_painted;

  if (job == NULL || !studio_job_get_lane (job, lane, &found))
    {
      set_error (error, _("Nothing is painted yet"));
      return NULL;
    }

  n_painted = found.recipe->steps_done / weft_config_get_n_channels (&found.recipe->shape);
  if (n_painted == 0)
    {
      set_error (error, _("Not one pixel is painted yet"));
      return NULL;
    }

  range = get_range (dialog, n_painted);
  source = (StudioStateSource) {
    .model = studio_job_get_model (job),
    .recipe = found.recipe,
    .values = studio_frame_get_values (found.frame, found.lane),
    .keyframes = found.keyframes,
    .lane = found.lane,
    .moment = found.moment,
    .layer = gtk_spin_button_get_value_as_int (dialog->layer) - 1,
    .head = gtk_spin_button_get_value_as_int (dialog->head) - 1,
  };
  return studio_state_film_new (&source, &range, error);
}

static const char *
get_checkpoint_name (UiExportDialog *dialog)
{
  StudioEntry *entry = studio_workspace_get_entry (dialog->workspace);

  return entry != NULL ? studio_entry_get_name (entry) : "race";
}

StudioFilm *
ui_export_dialog_make_film (UiExportDialog *dialog, GError **error)
{
  switch (ui_export_dialog_get_what (dialog))
    {
    case UI_EXPORT_RACE:
      return studio_race_film_new (studio_workspace_get_race (dialog->workspace), get_checkpoint_name (dialog),
                                   1.0 / ui_export_dialog_get_rate (dialog), error);
    case UI_EXPORT_BATCH:
      return studio_sheet_film_new (studio_workspace_get_job (dialog->workspace),
                                    gtk_spin_button_get_value_as_int (dialog->scale), error);
    case UI_EXPORT_STATE:
    case UI_EXPORT_STATE_ROWS:
      return make_state_film (dialog, error);
    case UI_EXPORT_STEPS:
    case UI_EXPORT_ROWS:
    case UI_EXPORT_PICTURE:
    default:
      return make_picture_film (dialog, error);
    }
}
