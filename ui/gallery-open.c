/* SPDX-License-Identifier: MIT */
/* Pictures of the gallery taken elsewhere: into the studio with all their steps, or into a file of the user's choice. */
#include "ui/gallery-private.h"

#include "app/input.h"
#include "app/png.h"
#include "app/store-async.h"

#include <glib/gi18n.h>

/* A picture on its way. */
typedef struct {
  UiGallery *view;        /* owned reference */
  StudioArtwork *artwork; /* owned reference */
  char *path;             /* owned; where to; NULL: into the studio */
} Trip;

static Trip *
trip_new (UiGallery *view, StudioArtwork *artwork, const char *path)
{
  Trip *trip = g_new (Trip, 1);

  *trip = (Trip) { g_object_ref (view), g_object_ref (artwork), g_strdup (path) };
  return trip;
}

static void
trip_free (Trip *trip)
{
  g_object_unref (trip->view);
  g_object_unref (trip->artwork);
  g_free (trip->path);
  g_free (trip);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trip, trip_free)

static void
fail (UiGallery *view, const char *what, const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", what, error->message);

  ui_gallery_fail (view, text);
}

/* Opening */

static void
read_pixels_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  StudioPixels *pixels = studio_artwork_dup_pixels (task_data, &error);

  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) studio_pixels_free);
  else
    g_task_return_error (task, error);
}

static void
pixels_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Trip) trip = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioPixels) pixels = g_task_propagate_pointer (G_TASK (result), &error);
  UiGallery *view = trip->view;

  if (view->workspace == NULL)
    return;

  if (pixels != NULL
      && studio_workspace_open_picture (view->workspace, pixels, studio_artwork_get_recipe (trip->artwork), &error))
    g_signal_emit_by_name (view, "opened");
  else
    fail (view, _("Cannot open the picture"), error);
}

void
ui_gallery_open (UiGallery *view, StudioArtwork *artwork)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (UI_IS_GALLERY (view));
  g_return_if_fail (studio_artwork_get_recipe (artwork) != NULL);

  task = g_task_new (NULL, NULL, pixels_read_cb, trip_new (view, artwork, NULL));
  g_task_set_source_tag (task, ui_gallery_open);
  g_task_set_task_data (task, g_object_ref (artwork), g_object_unref);
  g_task_run_in_thread (task, read_pixels_thread_cb);
}

/* Copying into a file */

static void
read_file_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  StudioPicture *picture = studio_artwork_get_picture (task_data);
  const char *path = studio_artwork_get_path (task_data);
  GError *error = NULL;
  GBytes *bytes = picture != NULL ? studio_picture_to_png (picture, 1, TRUE, &error)
                                  : studio_input_read (path, STUDIO_PNG_MAX_FILE, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Trip) trip = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (trip->path);
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), name);

  if (trip->view->workspace == NULL)
    return;

  if (studio_store_write_finish (result, &error))
    ui_gallery_tell (trip->view, text, NULL, NULL);
  else
    fail (trip->view, _("Cannot save the picture"), error);
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Trip) trip = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  const char *path = trip->path;

  /* The file chooser has asked before it let an old file be chosen. */
  if (bytes != NULL)
    studio_store_write_async (path, bytes, STUDIO_STORE_REPLACE, written_cb, g_steal_pointer (&trip));
  else if (trip->view->workspace != NULL)
    fail (trip->view, _("Cannot save the picture"), error);
}

void
ui_gallery_save_to (UiGallery *view, StudioArtwork *artwork, const char *path)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (UI_IS_GALLERY (view));

  task = g_task_new (NULL, NULL, file_read_cb, trip_new (view, artwork, path));
  g_task_set_source_tag (task, ui_gallery_save_to);
  g_task_set_task_data (task, g_object_ref (artwork), g_object_unref);
  g_task_run_in_thread (task, read_file_thread_cb);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Trip *trip = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    ui_gallery_save_to (trip->view, trip->artwork, g_file_peek_path (file));
  trip_free (trip);
  g_object_unref (dialog);
}

void
ui_gallery_choose_save (UiGallery *view, StudioArtwork *artwork)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Save Picture"), GTK_WINDOW (root),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  g_autofree char *name = studio_artwork_dup_name (artwork);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), trip_new (view, artwork, NULL));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
