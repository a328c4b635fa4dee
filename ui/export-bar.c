/* SPDX-License-Identifier: MIT */
/* The bar asks the export how far it is, a few times a second while it runs, and wakes for nothing else. */
#include "ui/export-bar.h"

#include <glib/gi18n.h>

#define INTERVAL 200 /* milliseconds */

struct _UiExportBar {
  AdwBin parent_instance;

  /* template */
  GtkRevealer *revealer;
  GtkWidget *bar;
  GtkWidget *content;
  GtkLabel *text;
  GtkProgressBar *progress;
  GtkWidget *ways;
  GtkWidget *resume;
  GtkWidget *elsewhere;
  GtkWidget *frames;
  GtkWidget *cancel;
  GtkWidget *copy;
  GtkWidget *dismiss;

  /* owned */
  StudioExport *export;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (UiExportBar, ui_export_bar, ADW_TYPE_BIN)

static char *
dup_progress (StudioExport *export)
{
  const guint n = studio_export_get_n_frames (export);

  return g_strdup_printf (ngettext ("Exporting: %u of %u frame", "Exporting: %u of %u frames", n),
                          studio_export_get_n_done (export), n);
}

/* Frames that are written stay; an animation is written whole or not at all. */
static char *
dup_cancelled (StudioExport *export)
{
  const guint n = studio_export_get_n_done (export);

  if (!studio_export_get_is_numbered (export))
    return g_strdup (_("Export cancelled; no file was written"));

  return g_strdup_printf (ngettext ("Export cancelled; %u frame is saved", "Export cancelled; %u frames are saved", n),
                          n);
}

static char *
dup_failed (StudioExport *export)
{
  g_autoptr (GError) error = studio_activity_dup_error (STUDIO_ACTIVITY (export));
  g_autofree char *last = studio_export_dup_last_name (export);
  g_autofree char *name = last != NULL ? g_filename_display_basename (last) : NULL;

  if (!studio_export_get_is_numbered (export))
    return g_strdup_printf (_("Export failed: %s. No file was written or changed."), error->message);
  if (name == NULL)
    return g_strdup_printf (_("Export failed: %s"), error->message);

  return g_strdup_printf (_("Export failed: %s. The last good frame is “%s”."), error->message, name);
}

static char *
dup_finished (StudioExport *export)
{
  g_autofree char *last = studio_export_dup_last_name (export);
  g_autofree char *folder = last != NULL ? g_path_get_dirname (last) : NULL;
  g_autofree char *shown = folder != NULL ? g_filename_display_basename (folder) : NULL;
  g_autofree char *name = last != NULL ? g_filename_display_basename (last) : NULL;
  const guint n = studio_export_get_n_frames (export);

  if (last == NULL)
    return g_strdup (_("All frames were there already"));
  if (!studio_export_get_is_numbered (export))
    return g_strdup_printf (_("Exported as “%s”"), name);

  return g_strdup_printf (ngettext ("%u frame exported into “%s”", "%u frames exported into “%s”", n), n, shown);
}

static char *
dup_text (StudioExport *export)
{
  switch (studio_activity_get_state (STUDIO_ACTIVITY (export)))
    {
    case STUDIO_RUN_FINISHED:
      return dup_finished (export);
    case STUDIO_RUN_CANCELLED:
      return dup_cancelled (export);
    case STUDIO_RUN_FAILED:
      return dup_failed (export);
    case STUDIO_RUN_READY:
    case STUDIO_RUN_RUNNING:
    case STUDIO_RUN_PAUSED:
    default:
      return dup_progress (export);
    }
}

/* A telephone has room for two buttons in a row, whatever the language. */
static void
lay_out (UiExportBar *bar)
{
  const gboolean is_compact = gtk_widget_has_css_class (bar->bar, "compact");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (bar->content),
                                  is_compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (bar->ways), is_compact && gtk_widget_get_visible (bar->frames)
                                                                ? GTK_ORIENTATION_VERTICAL
                                                                : GTK_ORIENTATION_HORIZONTAL);
}

/* What can be done about an export that did not come to its end. */
static void
show_ways (UiExportBar *bar, StudioRunState state)
{
  const gboolean has_failed = state == STUDIO_RUN_FAILED;
  const gboolean is_numbered = studio_export_get_is_numbered (bar->export);

  gtk_widget_set_visible (bar->ways, has_failed || state == STUDIO_RUN_CANCELLED);
  gtk_button_set_label (GTK_BUTTON (bar->resume), is_numbered ? _("_Resume") : _("_Try Again"));
  gtk_widget_set_visible (bar->elsewhere, has_failed);
  gtk_widget_set_visible (bar->frames, has_failed && studio_export_get_is_animation (bar->export));
  gtk_widget_set_visible (bar->copy, has_failed);
  lay_out (bar);
}

static void
show_state (UiExportBar *bar)
{
  g_autofree char *text = dup_text (bar->export);
  const StudioRunState state = studio_activity_get_state (STUDIO_ACTIVITY (bar->export));
  const gboolean is_final = studio_run_state_is_final (state);

  gtk_label_set_text (bar->text, text);
  gtk_progress_bar_set_fraction (bar->progress, (double) studio_export_get_n_done (bar->export)
                                                    / studio_export_get_n_frames (bar->export));
  gtk_widget_set_visible (GTK_WIDGET (bar->progress), !is_final);
  gtk_widget_set_visible (bar->cancel, !is_final);
  gtk_widget_set_visible (bar->dismiss, is_final);
  show_ways (bar, state);
}

static gboolean
tick_cb (gpointer user_data)
{
  show_state (user_data);
  return G_SOURCE_CONTINUE;
}

static void
state_cb (StudioExport *export, GParamSpec *spec, UiExportBar *bar)
{
  if (export != bar->export || !studio_activity_is_final (STUDIO_ACTIVITY (export)))
    return;

  g_clear_handle_id (&bar->timeout_id, g_source_remove);
  show_state (bar);
  g_signal_emit_by_name (bar, "ended", gtk_label_get_text (bar->text));
}

static void
dismiss_cb (UiExportBar *bar)
{
  gtk_revealer_set_reveal_child (bar->revealer, FALSE);
}

static void
copy_cb (UiExportBar *bar)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (bar)), gtk_label_get_text (bar->text));
}

static void
ui_export_bar_dispose (GObject *object)
{
  UiExportBar *bar = UI_EXPORT_BAR (object);

  g_clear_handle_id (&bar->timeout_id, g_source_remove);
  g_clear_object (&bar->export);
  G_OBJECT_CLASS (ui_export_bar_parent_class)->dispose (object);
}

static void
ui_export_bar_class_init (UiExportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_export_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/export-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, bar);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, content);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, text);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, progress);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, ways);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, resume);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, frames);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, cancel);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, copy);
  gtk_widget_class_bind_template_child (widget_class, UiExportBar, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_cb);

  g_signal_new ("ended", UI_TYPE_EXPORT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ui_export_bar_init (UiExportBar *bar)
{
  gtk_widget_init_template (GTK_WIDGET (bar));
}

void
ui_export_bar_follow (UiExportBar *bar, StudioExport *export)
{
  g_return_if_fail (UI_IS_EXPORT_BAR (bar));

  g_set_object (&bar->export, export);
  g_signal_connect_object (export, "notify::state", G_CALLBACK (state_cb), bar, 0);
  if (bar->timeout_id == 0)
    bar->timeout_id = g_timeout_add (INTERVAL, tick_cb, bar);
  show_state (bar);
  gtk_revealer_set_reveal_child (bar->revealer, TRUE);
}

StudioExport *
ui_export_bar_get_export (UiExportBar *bar)
{
  g_return_val_if_fail (UI_IS_EXPORT_BAR (bar), NULL);

  return bar->export;
}

gboolean
ui_export_bar_get_is_running (UiExportBar *bar)
{
  g_return_val_if_fail (UI_IS_EXPORT_BAR (bar), FALSE);

  return bar->export != NULL && !studio_activity_is_final (STUDIO_ACTIVITY (bar->export));
}

void
ui_export_bar_cancel (UiExportBar *bar)
{
  g_return_if_fail (UI_IS_EXPORT_BAR (bar));

  if (bar->export != NULL)
    studio_activity_cancel (STUDIO_ACTIVITY (bar->export));
}

/* Takes what comes next, or tells why it does not. */
static void
go_on_with (UiExportBar *bar, StudioExport *again, GError *error)
{
  if (again != NULL && studio_activity_start (STUDIO_ACTIVITY (again), &error))
    ui_export_bar_follow (bar, again);
  else
    gtk_label_set_text (bar->text, error->message);

  g_clear_object (&again);
  g_clear_error (&error);
}

void
ui_export_bar_resume (UiExportBar *bar)
{
  GError *error = NULL;
  StudioExport *again;

  g_return_if_fail (UI_IS_EXPORT_BAR (bar));

  if (!ui_export_bar_get_can_resume (bar))
    return;

  again = studio_export_new_resumed (bar->export, &error);
  go_on_with (bar, again, error);
}

void
ui_export_bar_write_elsewhere (UiExportBar *bar, const char *folder)
{
  GError *error = NULL;
  StudioExport *again;

  g_return_if_fail (UI_IS_EXPORT_BAR (bar));

  if (!ui_export_bar_get_can_resume (bar))
    return;

  again = studio_export_new_elsewhere (bar->export, folder, &error);
  go_on_with (bar, again, error);
}

void
ui_export_bar_write_frames (UiExportBar *bar)
{
  GError *error = NULL;
  StudioExport *again;

  g_return_if_fail (UI_IS_EXPORT_BAR (bar));

  if (!ui_export_bar_get_can_resume (bar))
    return;

  again = studio_export_new_frames (bar->export, &error);
  go_on_with (bar, again, error);
}

gboolean
ui_export_bar_get_can_resume (UiExportBar *bar)
{
  g_return_val_if_fail (UI_IS_EXPORT_BAR (bar), FALSE);

  return bar->export != NULL && !ui_export_bar_get_is_running (bar)
         && studio_activity_get_state (STUDIO_ACTIVITY (bar->export)) != STUDIO_RUN_FINISHED;
}

void
ui_export_bar_set_compact (UiExportBar *bar, gboolean is_compact)
{
  g_return_if_fail (UI_IS_EXPORT_BAR (bar));

  if (is_compact)
    gtk_widget_add_css_class (bar->bar, "compact");
  else
    gtk_widget_remove_css_class (bar->bar, "compact");
  lay_out (bar);
}

const char *
ui_export_bar_get_text (UiExportBar *bar)
{
  g_return_val_if_fail (UI_IS_EXPORT_BAR (bar), NULL);

  return gtk_label_get_text (bar->text);
}
