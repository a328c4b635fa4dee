/* SPDX-License-Identifier: MIT */
/* What goes into the window as a file and what comes out of it: opening, dropping, saving. */
#include "ui/window-request.h"

#include "ui/drag-out.h"
#include "ui/facts-dialog.h"
#include "ui/recents.h"
#include "ui/recipe-dialog.h"

#include "app/error.h"
#include "engine/error.h"

#include <glib/gi18n.h>

static void add_checkpoint (UiWindow *window, const char *path, UiFactsDialog *dialog);

static void
facts_answered_cb (UiFactsDialog *dialog, UiWindow *window)
{
  add_checkpoint (window, ui_facts_dialog_get_path (dialog), dialog);
}

static void
ask_facts (UiWindow *window, const char *path, const GError *error)
{
  UiFactsDialog *dialog = ui_facts_dialog_new (GTK_WINDOW (window), path, error->message);

  g_signal_connect_object (dialog, "answered", G_CALLBACK (facts_answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
checkpoint_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  StudioEntry *entry = studio_catalog_add_finish (STUDIO_CATALOG (source), result, &error);

  if (ui_window_request_is_void (request, error))
    return;

  if (entry != NULL)
    {
      ui_message_bar_show (request->window->message_bar, NULL, NULL, NULL);
      ui_recents_add (request->window->settings, request->path);
      studio_workspace_set_entry (request->window->workspace, entry);
      if (request->asked != NULL)
        gtk_window_close (GTK_WINDOW (request->asked));
    }
  else if (request->asked != NULL)
    ui_facts_dialog_refuse (UI_FACTS_DIALOG (request->asked), error->message);
  else if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_MISSING_FACTS))
    ask_facts (request->window, request->path, error);
  else
    ui_window_request_show_refusal (request, _("Cannot open checkpoint"), error,
                                    studio_workspace_get_entry (request->window->workspace) != NULL
                                      ? _("The model in use stays.")
                                      : NULL);
}

/* @dialog: who says what the file does not, or NULL. */
static void
add_checkpoint (UiWindow *window, const char *path, UiFactsDialog *dialog)
{
  UiWindowRequest *request = ui_window_request_new (window, path);

  g_set_object (&request->asked, GTK_WIDGET (dialog));
  studio_catalog_add_async (studio_workspace_get_catalog (window->workspace), path,
                            dialog != NULL ? ui_facts_dialog_get_facts (dialog) : NULL, window->cancellable,
                            checkpoint_added_cb, request);
}

static void
recipe_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (request->path);
  StudioRecipe *recipe = studio_workspace_read_recipe_finish (STUDIO_WORKSPACE (source), result, &error);

  if (ui_window_request_is_void (request, error))
    g_clear_pointer (&recipe, studio_recipe_free);
  else if (g_error_matches (error, STUDIO_ERROR, STUDIO_ERROR_NO_RECIPE))
    ui_window_start_from (request->window, request->path, TRUE);
  else if (recipe == NULL)
    ui_window_request_show_refusal (request, _("Cannot use picture"), error, _("All settings stay."));
  else
    gtk_window_present (GTK_WINDOW (ui_recipe_dialog_new (GTK_WINDOW (request->window), request->window->workspace,
                                                          recipe, name)));
}

static gboolean
is_picture (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".png");
}

static gboolean
is_talk (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, STUDIO_SCENES_SUFFIX);
}

/* Of which none carries a recipe. */
static gboolean
is_photograph (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".jpg") || g_str_has_suffix (lower, ".jpeg");
}

void
ui_window_open_file (UiWindow *window, GFile *file)
{
  const char *path = g_file_peek_path (file);

  g_return_if_fail (UI_IS_WINDOW (window));

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_parse_name (file);
      g_autofree char *text = g_strdup_printf (_("Cannot open “%s”: it is not on this computer (copy it here first)"),
                                               uri);

      ui_message_bar_show (window->message_bar, text, NULL, NULL);
    }
  else if (is_talk (path))
    ui_window_open_talk (window, path);
  else if (studio_moment_has_suffix (path))
    ui_window_open_moment (window, path);
  else if (is_photograph (path))
    ui_window_start_from (window, path, FALSE);
  else if (is_picture (path))
    studio_workspace_read_recipe_async (window->workspace, path, window->cancellable, recipe_read_cb,
                                        ui_window_request_new (window, path));
  else
    add_checkpoint (window, path, NULL);
}

gboolean
ui_window_drop_files (UiWindow *window, GSList *files)
{
  guint n = g_slist_length (files);

  if (n == 0)
    return FALSE;

  if (n > 1)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u file dropped; the first is used",
                                                         "%u files dropped; the first is used", n), n);

      ui_window_toast (window, text, NULL, NULL);
    }
  ui_window_open_file (window, files->data);
  return TRUE;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, UiWindow *window)
{
  /* A picture that is dragged a little and let go over its own window is not meant to be opened. */
  if (gdk_drop_get_drag (gtk_drop_target_get_current_drop (target)) != NULL)
    return FALSE;

  return ui_window_drop_files (window, g_value_get_boxed (value));
}

/* What is painted of the picture under the pointer; a brush has other plans. */
static StudioArtwork *
find_picture (GtkWidget *canvas, double x, double y, gpointer data)
{
  UiWindow *window = data;
  g_autoptr (StudioPicture) picture = NULL;
  guint lane;

  if (!ui_canvas_pick_lane (UI_CANVAS (canvas), x, y, &lane))
    return NULL;

  picture = studio_workspace_dup_picture (window->workspace, lane);
  return picture != NULL ? studio_artwork_new_from_picture (picture, NULL) : NULL;
}

void
ui_window_add_drag_and_drop (UiWindow *window)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));
  ui_drag_out_add (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)), find_picture, window);
}

static void
open_chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    ui_window_open_file (window, file);
  g_object_unref (dialog);
}

static GtkFileFilter *
create_filter (const char *name, const char *const *suffixes)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  if (suffixes[0] == NULL)
    gtk_file_filter_add_pattern (filter, "*");
  return filter;
}

void
ui_window_choose_open (UiWindow *window)
{
  const char *const suffixes[] = { "safetensors", "moment", "talk", "png", "jpg", "jpeg", NULL };
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Open Checkpoint or Picture"), GTK_WINDOW (window),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  g_autoptr (GtkFileFilter) known = create_filter (_("Checkpoints, Pictures, Moments and Talks"), suffixes);
  g_autoptr (GtkFileFilter) all = create_filter (_("All Files"), (const char *const[]) { NULL });

  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), known);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (open_chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
ui_window_look_again (UiWindow *window)
{
  StudioCatalog *catalog = studio_workspace_get_catalog (window->workspace);
  StudioEntry *entry;

  studio_catalog_scan (catalog);
  entry = studio_catalog_get_default (catalog);
  if (entry != NULL)
    studio_workspace_set_entry (window->workspace, entry);
  else
    ui_window_toast (window, _("There is still no checkpoint"), NULL, NULL);
}
