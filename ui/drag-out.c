/* SPDX-License-Identifier: MIT */
/* A picture that lies on the disk is handed on as it is; another is laid into a file when the drag begins. */
#include "ui/drag-out.h"

#include "ui/pixels.h"
#include "ui/settings.h"

#include "app/parcel.h"

#define ICON_SIDE 96 /* logical pixels that the picture under the pointer has at most */

typedef struct {
  UiDragOutFind find;
  gpointer data;
} Source;

static char *
dup_path (StudioArtwork *artwork)
{
  g_autoptr (GSettings) settings = ui_settings_open ();
  const gboolean with_recipe = settings == NULL || g_settings_get_boolean (settings, "save-recipe");
  g_autoptr (GError) error = NULL;
  char *path;

  if (studio_artwork_get_path (artwork) != NULL)
    return g_strdup (studio_artwork_get_path (artwork));

  path = studio_parcel_write (studio_artwork_get_picture (artwork), NULL, with_recipe, &error);
  if (path == NULL)
    g_debug ("%s", error->message);
  return path;
}

static GdkContentProvider *
create_file_content (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GdkFileList *list = gdk_file_list_new_from_array (&file, 1);
  GdkContentProvider *content = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);

  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  return content;
}

/* Where no file can be written the texture is left. */
static GdkContentProvider *
create_content (StudioArtwork *artwork, GdkTexture *texture)
{
  g_autofree char *path = dup_path (artwork);
  GdkContentProvider *contents[] = { NULL, gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture) };

  if (path == NULL)
    return contents[1];

  contents[0] = create_file_content (path);
  return gdk_content_provider_new_union (contents, 2);
}

static guint
choose_scale (const StudioPixels *pixels)
{
  return MAX (ICON_SIDE / MAX (pixels->width, pixels->height), 1);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *drag, double x, double y, gpointer user_data)
{
  const Source *source = user_data;
  g_autoptr (StudioArtwork) artwork = source->find (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag)), x, y,
                                                    source->data);
  g_autoptr (StudioPixels) pixels = artwork != NULL ? studio_artwork_dup_pixels (artwork, NULL) : NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GdkTexture) icon = NULL;

  if (pixels == NULL)
    return NULL;

  texture = ui_pixels_to_texture (pixels, 1);
  icon = ui_pixels_to_texture (studio_artwork_get_thumbnail (artwork), choose_scale (studio_artwork_get_thumbnail (artwork)));
  gtk_drag_source_set_icon (drag, GDK_PAINTABLE (icon), 0, 0);
  return create_content (artwork, texture);
}

static void
source_free (gpointer source, GClosure *closure)
{
  g_free (source);
}

GtkDragSource *
ui_drag_out_add (GtkWidget *widget, UiDragOutFind find, gpointer data)
{
  GtkDragSource *drag = gtk_drag_source_new ();
  Source *source = g_new (Source, 1);

  *source = (Source) { find, data };
  gtk_drag_source_set_actions (drag, GDK_ACTION_COPY);
  g_signal_connect_data (drag, "prepare", G_CALLBACK (prepare_cb), source, source_free, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  return drag;
}
