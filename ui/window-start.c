/* SPDX-License-Identifier: MIT */
/* Images that become the beginning of a picture: opened, dropped or pasted. */
#include "ui/window-request.h"

#include "ui/start-dialog.h"

#include "app/picture-file.h"

#include <glib/gi18n.h>
#include <string.h>

/* Takes the image, and its opacity if it has any. */
static void
ask (UiWindow *window, StudioPixels *image, StudioPixels *opacity, const char *name)
{
  if (studio_workspace_get_model_state (window->workspace) != STUDIO_MODEL_READY)
    {
      studio_pixels_free (image);
      studio_pixels_free (opacity);
      ui_window_toast (window, _("The checkpoint is still being loaded"), NULL, NULL);
      return;
    }

  gtk_window_present (GTK_WINDOW (ui_start_dialog_new (GTK_WINDOW (window), window->workspace, image, opacity, name)));
}

/* An image as a file holds it. */
typedef struct {
  StudioPixels *image;   /* owned */
  StudioPixels *opacity; /* owned; NULL: all is opaque */
} Found;

static void
found_free (Found *found)
{
  studio_pixels_free (found->image);
  studio_pixels_free (found->opacity);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static void
read_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  StudioPixels *image = studio_picture_file_read (task_data, 0, &error);
  Found *found;

  if (image == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  found = g_new (Found, 1);
  *found = (Found) { image, studio_picture_file_read_opacity (task_data) };
  g_task_return_pointer (task, found, (GDestroyNotify) found_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Found) found = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *name = g_filename_display_basename (request->path);
  g_autofree char *title = g_strdup_printf (_("No recipe in “%s”"), name);

  if (ui_window_request_is_void (request, error))
    return;
  if (found != NULL)
    ask (request->window, g_steal_pointer (&found->image), g_steal_pointer (&found->opacity),
         request->lacks_recipe ? title : name);
  else
    ui_window_request_show_refusal (request, _("Cannot use picture"), error, _("All settings stay."));
}

void
ui_window_start_from (UiWindow *window, const char *path, gboolean lacks_recipe)
{
  UiWindowRequest *request = ui_window_request_new (window, path);
  g_autoptr (GTask) task = g_task_new (NULL, window->cancellable, read_cb, request);

  request->lacks_recipe = lacks_recipe;
  g_task_set_source_tag (task, ui_window_start_from);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_thread_cb);
}

/* On white, as files are. */
StudioPixels *
ui_window_read_texture (GdkTexture *texture, GError **error)
{
  const guint width = gdk_texture_get_width (texture);
  const guint height = gdk_texture_get_height (texture);
  StudioPixels *pixels = studio_pixels_new (width, height, 3, error);
  g_autofree guint32 *data = pixels != NULL ? g_try_new (guint32, (gsize) width * height) : NULL;

  if (data == NULL)
    {
      g_clear_pointer (&pixels, studio_pixels_free);
      return NULL;
    }

  gdk_texture_download (texture, (guchar *) data, (gsize) width * 4);
  for (gsize i = 0; i < (gsize) width * height; i++)
    for (guint c = 0; c < 3; c++)
      pixels->data[3 * i + c] = (guint8) (((data[i] >> (16 - 8 * c)) & 0xff) + 255 - (data[i] >> 24));

  return pixels;
}

/* (nullable): NULL if all is opaque. */
static StudioPixels *
read_opacity (GdkTexture *texture)
{
  const guint width = gdk_texture_get_width (texture);
  const guint height = gdk_texture_get_height (texture);
  g_autoptr (StudioPixels) opacity = studio_pixels_new (width, height, 1, NULL);
  g_autofree guint32 *data = opacity != NULL ? g_try_new (guint32, (gsize) width * height) : NULL;
  gboolean is_opaque = TRUE;

  if (data == NULL)
    return NULL;

  gdk_texture_download (texture, (guchar *) data, (gsize) width * 4);
  for (gsize i = 0; i < (gsize) width * height; i++)
    {
      opacity->data[i] = (guint8) (data[i] >> 24);
      is_opaque &= opacity->data[i] == 255;
    }
  return is_opaque ? NULL : g_steal_pointer (&opacity);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);
  StudioPixels *image = texture != NULL ? ui_window_read_texture (texture, &error) : NULL;

  if (window->workspace == NULL)
    g_clear_pointer (&image, studio_pixels_free);
  else if (image != NULL)
    ask (window, image, read_opacity (texture), NULL);
  else
    ui_window_toast (window, error != NULL ? error->message : _("There is no picture to paste"), NULL, NULL);
}

static void
paste_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = user_data;

  gdk_clipboard_read_texture_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), window->cancellable, pasted_cb,
                                    g_object_ref (window));
}

static void
blank_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = user_data;

  studio_workspace_set_start (window->workspace, NULL);
  ui_window_toast (window, _("Pictures begin on blank paper again"), NULL, NULL);
}

/* Choosing */

static void
image_chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    ui_window_start_from (window, g_file_peek_path (file), FALSE);
  g_object_unref (dialog);
}

static void
moment_chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    ui_window_open_moment (window, g_file_peek_path (file));
  g_object_unref (dialog);
}

static void
choose (UiWindow *window, const char *title, GtkFileFilter *filter, GCallback chosen_cb)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_OPEN,
                                                              _("_Open"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", chosen_cb, window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
image_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Images"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  choose (user_data, _("Start from Image"), filter, G_CALLBACK (image_chosen_cb));
}

static void
moment_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Moments"));
  gtk_file_filter_add_suffix (filter, "moment");
  choose (user_data, _("Start from Moment"), filter, G_CALLBACK (moment_chosen_cb));
}

static const GActionEntry entries[] = {
  { "paste", paste_cb },
  { "start-image", image_cb },
  { "start-moment", moment_cb },
  { "start-blank", blank_cb },
};

void
ui_window_add_start_actions (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
