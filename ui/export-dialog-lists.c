/* SPDX-License-Identifier: MIT */
/* What can be chosen, and what is. */
#include "ui/export-dialog-private.h"

#include "app/race-film.h"

#include <glib/gi18n.h>

static const double rates[] = { 50, 33.3, 25, 20, 16.7, 12.5, 10, 5, 2, 1 };
#define USUAL_RATE 2

StudioFormat
ui_export_dialog_get_format (UiExportDialog *dialog)
{
  return g_array_index (dialog->formats, StudioFormat, adw_combo_row_get_selected (dialog->format));
}

UiExportWhat
ui_export_dialog_get_what (UiExportDialog *dialog)
{
  return g_array_index (dialog->whats, UiExportWhat, adw_combo_row_get_selected (dialog->what));
}

gboolean
ui_export_dialog_shows_rows (UiExportDialog *dialog)
{
  const UiExportWhat what = ui_export_dialog_get_what (dialog);

  return what == UI_EXPORT_ROWS || what == UI_EXPORT_STATE_ROWS;
}

double
ui_export_dialog_get_rate (UiExportDialog *dialog)
{
  return rates[adw_combo_row_get_selected (dialog->rate)];
}

static void
set_list (AdwComboRow *row, const char *const *labels, guint selected)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (labels);

  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (row, selected);
}

static void
fill_what (UiExportDialog *dialog)
{
  const struct {
    UiExportWhat what;
    const char *label;
  } all[] = {
    { UI_EXPORT_STEPS, _("The painting, step by step") },
    { UI_EXPORT_ROWS, _("The painting, row by row") },
    { UI_EXPORT_PICTURE, _("The picture as it is") },
    { UI_EXPORT_STATE, _("The state of one head, step by step") },
    { UI_EXPORT_STATE_ROWS, _("The state of one head, row by row") },
    { UI_EXPORT_BATCH, _("All images on one sheet") },
    { UI_EXPORT_RACE, _("The race") },
  };
  StudioJob *job = studio_workspace_get_job (dialog->workspace);
  const gboolean has_race = studio_race_film_is_possible (studio_workspace_get_race (dialog->workspace));
  const guint n_lanes = job != NULL ? studio_job_get_n_lanes (job) : 0;
  const gboolean has_state = job != NULL
                             && weft_model_get_config (studio_job_get_model (job))->attention == WEFT_ATTENTION_LINEAR;
  const gboolean has[] = { n_lanes > 0, n_lanes > 0, n_lanes > 0, has_state, has_state, n_lanes > 1, has_race };
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (has[i])
      {
        g_array_append_val (dialog->whats, all[i].what);
        g_ptr_array_add (labels, (gpointer) all[i].label);
      }

  g_ptr_array_add (labels, NULL);
  set_list (dialog->what, (const char *const *) labels->pdata, 0);
  gtk_adjustment_set_upper (gtk_spin_button_get_adjustment (dialog->lane), MAX (n_lanes, 1));
  gtk_widget_set_visible (dialog->lane_row, n_lanes > 1);
  if (job != NULL)
    {
      const WeftConfig *config = weft_model_get_config (studio_job_get_model (job));

      gtk_adjustment_set_upper (gtk_spin_button_get_adjustment (dialog->layer), config->n_layers);
      gtk_adjustment_set_upper (gtk_spin_button_get_adjustment (dialog->head), config->n_heads);
    }
}

static void
add_format (UiExportDialog *dialog, StudioFormat format)
{
  const char *const labels[] = { _("PNG, a file a frame"), _("Animated PNG"), _("GIF"), _("Animated WebP"), _("WebM film") };

  g_array_append_val (dialog->formats, format);
  gtk_string_list_append (GTK_STRING_LIST (adw_combo_row_get_model (dialog->format)), labels[format]);
}

static void
find_webm_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (studio_format_is_available (STUDIO_FORMAT_WEBM, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
found_webm_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiExportDialog) dialog = ui_export_dialog_take_weak (user_data);

  if (g_task_propagate_boolean (G_TASK (result), NULL) && dialog != NULL && dialog->workspace != NULL)
    add_format (dialog, STUDIO_FORMAT_WEBM);
}

/* WebM is the last of the formats, and comes to the list when GStreamer has been found: that may take a while. */
static void
fill_formats (UiExportDialog *dialog)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, found_webm_cb, ui_export_dialog_new_weak (dialog));

  g_task_set_source_tag (task, fill_formats);
  set_list (dialog->format, (const char *const[]) { NULL }, 0);
  for (guint format = 0; format < STUDIO_FORMAT_WEBM; format++)
    add_format (dialog, format);
  adw_combo_row_set_selected (dialog->format, STUDIO_FORMAT_PNG);
  g_task_run_in_thread (task, find_webm_thread_cb);
}

static void
fill_rates (UiExportDialog *dialog)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autofree char *label = g_strdup_printf ("%g", rates[i]);

      g_strv_builder_add (labels, label);
    }

  list = g_strv_builder_end (labels);
  set_list (dialog->rate, (const char *const *) list, USUAL_RATE);
}

void
ui_export_dialog_fill (UiExportDialog *dialog)
{
  const char *const existing[] = { _("Keep, and go on"), _("Replace"), _("Leave, use a new folder"), NULL };

  fill_what (dialog);
  fill_formats (dialog);
  fill_rates (dialog);
  set_list (dialog->existing, existing, UI_EXISTING_CONTINUE);
}
