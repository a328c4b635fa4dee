/* SPDX-License-Identifier: MIT */
/* What the choices come to. */
#include "ui/export-dialog-private.h"

#include "ui/format.h"

#include "app/state-film.h"

#include <glib/gi18n.h>

#define MAX_PLAYED_SIDE 1920u /* pixels */
#define MAX_PLAYED_RATE 30.0  /* frames per second */

static const struct {
  guint width;
  guint height;
} sizes[] = { { 0, 0 }, { 1280, 720 }, { 1920, 1080 } };

static gboolean
is_drawn (UiExportDialog *dialog)
{
  return ui_export_dialog_get_what (dialog) >= UI_EXPORT_BATCH;
}

/* Of a frame, one pixel a pixel. The memory's are not drawn here, which would take a walk through the whole picture. */
static gboolean
measure_frame (UiExportDialog *dialog, GError **error)
{
  StudioStateLayout layout;
  g_autoptr (StudioPixels) frame = NULL;

  if (studio_state_film_get_head (dialog->film, &layout, NULL, NULL))
    {
      dialog->width = layout.width;
      dialog->height = layout.height;
      return TRUE;
    }

  frame = studio_film_draw (dialog->film, studio_film_get_n_frames (dialog->film) - 1, error);
  if (frame == NULL)
    return FALSE;

  dialog->width = frame->width;
  dialog->height = frame->height;
  return TRUE;
}

static gboolean
read_size (UiExportDialog *dialog, GError **error)
{
  const gboolean is_even = ui_export_dialog_get_format (dialog) == STUDIO_FORMAT_WEBM;
  const guint preset = adw_combo_row_get_selected (dialog->size);

  if (preset > 0)
    return studio_film_fit (dialog->width, dialog->height, sizes[preset].width, sizes[preset].height,
                            is_even, &dialog->spec.size, error);

  /* A sheet is drawn at its scale already. */
  dialog->spec.size.scale = ui_export_dialog_get_what (dialog) == UI_EXPORT_BATCH
                                ? 1 : gtk_spin_button_get_value_as_int (dialog->scale);
  return TRUE;
}

/* Numbered files fill a folder of their own. */
static char *
dup_target (UiExportDialog *dialog, gboolean is_numbered)
{
  g_autofree char *stem = g_strdup (dialog->text);
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (!is_numbered)
    return g_strdup (g_file_peek_path (dialog->root));

  if (g_str_has_suffix (stem, "_") || g_str_has_suffix (stem, "-"))
    stem[strlen (stem) - 1] = '\0';
  name = g_strconcat (stem, "-frames", NULL);
  path = g_build_filename (g_file_peek_path (dialog->root), name, NULL);
  return dialog->has_outlook && adw_combo_row_get_selected (dialog->existing) == UI_EXISTING_NEW_FOLDER
             ? studio_export_dup_free_folder (path)
             : g_steal_pointer (&path);
}

/* Before anybody has looked, nothing that exists is touched. */
static StudioExisting
get_existing (UiExportDialog *dialog)
{
  if (!dialog->has_outlook)
    return STUDIO_EXISTING_REFUSE;

  switch (adw_combo_row_get_selected (dialog->existing))
    {
    case UI_EXISTING_CONTINUE:
      return STUDIO_EXISTING_CONTINUE;
    case UI_EXISTING_REPLACE:
      return STUDIO_EXISTING_REPLACE;
    case UI_EXISTING_NEW_FOLDER:
    default:
      return STUDIO_EXISTING_REFUSE;
    }
}

/* A name of the dialog's own follows the format; one that somebody has typed stays. */
static void
propose_base (UiExportDialog *dialog)
{
  const StudioRecipe *recipe = studio_film_get_recipe (dialog->film);
  guint layer, head;
  const gboolean is_state = studio_state_film_get_head (dialog->film, NULL, &layer, &head);
  g_autofree char *whose = is_state ? g_strdup_printf ("-layer%u-head%u", layer + 1, head + 1) : g_strdup ("");
  g_autofree char *base = g_strdup_printf ("%s-%" G_GUINT64_FORMAT "%s%s", recipe->checkpoint_name, recipe->seed, whose,
                                           studio_export_spec_get_is_numbered (&dialog->spec) ? "_" : "");

  if (dialog->own_base != NULL && !g_str_equal (dialog->own_base, gtk_editable_get_text (dialog->base)))
    return;

  g_free (dialog->own_base);
  dialog->own_base = g_steal_pointer (&base);
  dialog->is_syncing = TRUE;
  gtk_editable_set_text (dialog->base, dialog->own_base);
  dialog->is_syncing = FALSE;
}

gboolean
ui_export_dialog_read (UiExportDialog *dialog, GError **error)
{
  StudioExportSpec *spec = &dialog->spec;

  *spec = (StudioExportSpec) STUDIO_EXPORT_SPEC_INIT;
  g_clear_pointer (&dialog->film, studio_film_unref);
  dialog->film = ui_export_dialog_make_film (dialog, error);
  if (dialog->film == NULL || !measure_frame (dialog, error) || !read_size (dialog, error))
    return FALSE;

  spec->film = dialog->film;
  spec->format = ui_export_dialog_get_format (dialog);
  spec->timing.seconds = 1.0 / ui_export_dialog_get_rate (dialog);
  spec->timing.hold = spec->format == STUDIO_FORMAT_PNG ? 0.0 : gtk_spin_button_get_value (dialog->hold);
  spec->timing.loops = gtk_switch_get_active (dialog->loop) ? 0 : 1;
  spec->first_number = adw_combo_row_get_selected (dialog->first_number);
  spec->digits = gtk_spin_button_get_value_as_int (dialog->digits);
  spec->tell = adw_combo_row_get_selected (dialog->tell);
  spec->existing = get_existing (dialog);
  propose_base (dialog);

  g_free (dialog->text);
  g_free (dialog->target);
  dialog->text = g_strdup (gtk_editable_get_text (dialog->base));
  dialog->target = dup_target (dialog, studio_export_spec_get_is_numbered (spec));
  spec->base = dialog->text;
  spec->folder = dialog->target;
  return studio_export_spec_validate (spec, error);
}

char *
ui_export_dialog_dup_picture_name (UiExportDialog *dialog)
{
  const StudioRecipe *recipe = studio_film_get_recipe (dialog->film);

  return g_strdup_printf ("%s-%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT ".png", recipe->checkpoint_name, recipe->seed,
                          recipe->image);
}

/* What is seen */

void
ui_export_dialog_sync_rows (UiExportDialog *dialog)
{
  const char *const told[] = {
    _("Each file says how it was made, seed and checkpoint included, so that it can be painted again."),
    _("The pictures say nothing of themselves; the file beside them tells seed, checkpoint and settings."),
    _("Nothing tells how the picture was made, and it cannot be painted again."),
  };
  const UiExportWhat what = ui_export_dialog_get_what (dialog);
  const gboolean is_numbered = dialog->film != NULL && studio_export_spec_get_is_numbered (&dialog->spec);
  const gboolean is_still = dialog->film != NULL && studio_film_get_n_frames (dialog->film) == 1;
  const gboolean is_animated = !is_still && ui_export_dialog_get_format (dialog) != STUDIO_FORMAT_PNG;
  const gboolean shows_state = what == UI_EXPORT_STATE || what == UI_EXPORT_STATE_ROWS;
  const gboolean shows_rows = ui_export_dialog_shows_rows (dialog);
  const gboolean shows_steps = what == UI_EXPORT_STEPS || shows_state || shows_rows;

  gtk_widget_set_visible (dialog->head_row, shows_state);
  gtk_widget_set_visible (dialog->layer_row, shows_state);
  gtk_widget_set_visible (dialog->every_row, shows_steps && !shows_rows);
  gtk_widget_set_visible (GTK_WIDGET (dialog->range_row), shows_steps);
  gtk_widget_set_visible (GTK_WIDGET (dialog->rate), !is_still);
  gtk_widget_set_visible (dialog->hold_row, is_animated);
  gtk_widget_set_visible (dialog->loop_row, is_animated && ui_export_dialog_get_format (dialog) != STUDIO_FORMAT_WEBM);
  gtk_widget_set_visible (dialog->scale_row, adw_combo_row_get_selected (dialog->size) == 0);
  gtk_widget_set_visible (GTK_WIDGET (dialog->first_number), is_numbered);
  gtk_widget_set_visible (dialog->digits_row, is_numbered);
  gtk_widget_set_visible (GTK_WIDGET (dialog->existing), dialog->has_outlook && dialog->outlook.n_existing > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (dialog->tell), !is_drawn (dialog) || what == UI_EXPORT_BATCH);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (dialog->tell), told[adw_combo_row_get_selected (dialog->tell)]);
  if (dialog->target != NULL)
    {
      g_autofree char *shown = g_filename_display_name (dialog->target);

      adw_action_row_set_subtitle (dialog->folder_row, shown);
    }
}

static char *
dup_names (UiExportDialog *dialog)
{
  const guint n = studio_film_get_n_frames (dialog->film);
  g_auto (StudioNames) names = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *first_shown = NULL;
  g_autofree char *last_shown = NULL;

  studio_export_spec_make_names (&dialog->spec, &names);
  first = studio_names_dup (&names, dialog->spec.first_number);
  last = studio_names_dup (&names, dialog->spec.first_number + n - 1);
  first_shown = g_filename_display_basename (first);
  last_shown = g_filename_display_basename (last);
  return names.is_numbered ? g_strdup_printf (_("%s … %s"), first_shown, last_shown) : g_steal_pointer (&first_shown);
}

static void
get_size (UiExportDialog *dialog, guint *width, guint *height)
{
  const StudioFilmSize *size = &dialog->spec.size;

  *width = size->width > 0 ? size->width : dialog->width * size->scale;
  *height = size->width > 0 ? size->height : dialog->height * size->scale;
}

/* "28 × 28 → 560 × 560" */
static char *
dup_sizes (UiExportDialog *dialog)
{
  guint width, height;

  get_size (dialog, &width, &height);
  return g_strdup_printf ("%u × %u → %u × %u", dialog->width, dialog->height, width, height);
}

static char *
dup_summary (UiExportDialog *dialog)
{
  const guint n = studio_film_get_n_frames (dialog->film);
  g_autofree char *image = dup_sizes (dialog);
  g_autofree char *duration = ui_format_duration (studio_film_get_seconds (dialog->film, &dialog->spec.timing));
  g_autofree char *bytes = dialog->has_outlook ? g_format_size (dialog->outlook.n_bytes) : g_strdup ("…");

  if (n == 1)
    return g_strdup_printf (_("%s, about %s"), image, bytes);

  return g_strdup_printf (ngettext ("%s, %u frame, %s, about %s", "%s, %u frames, %s, about %s", n), image, n, duration,
                          bytes);
}

/* What many players and telephones cannot decode as fast as it is shown. */
static gboolean
is_demanding (UiExportDialog *dialog)
{
  guint width, height;

  get_size (dialog, &width, &height);
  return ui_export_dialog_get_format (dialog) == STUDIO_FORMAT_WEBM
         && (MAX (width, height) > MAX_PLAYED_SIDE || ui_export_dialog_get_rate (dialog) > MAX_PLAYED_RATE);
}

/* What speaks against it although it can be done. */
static char *
dup_caution (UiExportDialog *dialog)
{
  const StudioExportOutlook *outlook = &dialog->outlook;

  if (dialog->has_outlook && outlook->free_bytes / 6 < outlook->n_bytes / 5)
    {
      g_autofree char *needed = g_format_size (outlook->n_bytes);
      g_autofree char *left = g_format_size (outlook->free_bytes);

      return g_strdup_printf (_("There is little room: %s are free, about %s are needed."), left, needed);
    }
  if (dialog->has_outlook && outlook->n_existing > 0 && !outlook->can_continue
      && adw_combo_row_get_selected (dialog->existing) == UI_EXISTING_CONTINUE)
    return g_strdup_printf (ngettext ("%u file is there already, of another export: replace it or use a new folder.",
                                      "%u files are there already, of another export: replace them or use a new "
                                      "folder.", outlook->n_existing),
                            outlook->n_existing);
  if (is_demanding (dialog))
    return g_strdup (_("Not every player shows films of more than 1920 pixels or 30 frames a second without stumbling."));

  return NULL;
}

void
ui_export_dialog_sync_summary (UiExportDialog *dialog, const char *problem)
{
  g_autofree char *names = problem == NULL ? dup_names (dialog) : NULL;
  g_autofree char *summary = problem == NULL ? dup_summary (dialog) : NULL;
  g_autofree char *caution = problem == NULL ? dup_caution (dialog) : g_strdup (problem);

  gtk_label_set_text (dialog->names, names);
  gtk_label_set_text (dialog->summary, summary);
  gtk_label_set_text (dialog->problem, caution);
  gtk_widget_set_visible (GTK_WIDGET (dialog->problem), caution != NULL);
}
