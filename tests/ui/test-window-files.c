/* SPDX-License-Identifier: MIT */
/* What goes into the window as a file and what comes out: saved, opened, dropped, refused. */
#include "tests/ui/studio.h"

#include "ui/recipe-dialog.h"

#include "app/store.h"

/* A picture goes out with its recipe; opened again it shows it, and only a button applies it. */
static void
test_round_trip (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "picture.png");
  GtkWindow *dialog;

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 4711);
  studio_workspace_set_temperature (studio->workspace, 0.8);
  test_studio_paint (studio);
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, path, 4, TRUE);
  test_display_wait_file (path);

  studio_workspace_set_seed (studio->workspace, 1);
  studio_workspace_set_temperature (studio->workspace, 1.5);
  test_studio_open_file (studio, "picture.png");
  test_studio_wait_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 1);

  dialog = test_studio_find_window (UI_TYPE_RECIPE_DIALOG);
  test_display_settle (GTK_WIDGET (dialog));
  g_signal_emit_by_name (test_display_find (GTK_WIDGET (dialog), "use_all"), "clicked");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 4711);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 0.8);
}

static void
test_save_many (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *folder = test_folder_make (studio->folder, "out");
  g_autofree char *single = test_folder_dup_path (studio->folder, "single.png");

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 12);
  studio_workspace_set_n_lanes (studio->workspace, 3);
  test_studio_paint (studio);
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, folder, 1, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("colours-12-%u.png", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      test_display_wait_file (path);
    }

  /* One of them alone goes where it is told to. */
  ui_window_save_to (studio->window, 2, single, 1, FALSE);
  test_display_wait_file (single);

  /* What is there is not overwritten, and the window says so. */
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, folder, 1, FALSE);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "colours-12-"));
}

static void
test_save_nowhere (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "missing/picture.png");

  test_studio_open_window (studio, 0);
  test_studio_paint (studio);
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, path, 1, TRUE);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "picture.png"));
}

/* Bad files: a sentence with the name and the reason; model and settings stay. */
static void
test_refused (void)
{
  const struct {
    const char *name;
    const char *part;
  } cases[] = {
    { "short.safetensors", "3 bytes" },
    { "nothing.safetensors", "nothing.safetensors" },
    { "broken.png", "broken.png" },
    { "bundled", "bundled" },
  };
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioEntry *entry = studio_workspace_get_entry (studio->workspace);

  test_studio_open_window (studio, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ui_message_bar_show (studio->window->message_bar, NULL, NULL, NULL);
      test_studio_open_file (studio, cases[i].name);
      g_assert_nonnull (strstr (test_studio_wait_message (studio), cases[i].part));
      g_assert_true (studio_workspace_get_entry (studio->workspace) == entry);
    }
}

static void
test_remote (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GFile) file = g_file_new_for_uri ("sftp://somewhere/model.safetensors");

  test_studio_open_window (studio, 0);
  ui_window_open_file (studio->window, file);
  g_assert_nonnull (ui_message_bar_get_text (studio->window->message_bar));
}

static void
test_drop (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *good = test_folder_dup_path (studio->folder, "bundled/grey.safetensors");
  g_autofree char *bad = test_folder_dup_path (studio->folder, "short.safetensors");
  g_autoslist (GFile) files = NULL;
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  test_studio_open_window (studio, 0);
  g_assert_false (ui_window_drop_files (studio->window, NULL));

  files = g_slist_append (files, g_file_new_for_path (good));
  files = g_slist_append (files, g_file_new_for_path (bad));
  g_assert_true (ui_window_drop_files (studio->window, files));
  while (g_strcmp0 (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), "grey") != 0
         && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), ==, "grey");
  g_assert_null (ui_message_bar_get_text (studio->window->message_bar));
}

static GtkDragSource *
find_source (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller))
        return GTK_DRAG_SOURCE (controller);
    }
  g_assert_not_reached ();
}

/* What a file manager is given. Returns: (transfer full): the path. */
static char *
dup_dragged (GdkContentProvider *content)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GSList) files = NULL;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_assert_true (gdk_content_provider_get_value (content, &value, &error));
  files = gdk_file_list_get_files (g_value_get_boxed (&value));
  g_assert_cmpuint (g_slist_length (files), ==, 1);
  return g_file_get_path (files->data);
}

static GdkContentProvider *
drag (GtkWidget *widget, double x, double y)
{
  GdkContentProvider *content = NULL;

  g_signal_emit_by_name (find_source (widget), "prepare", x, y, &content);
  return content;
}

/* The picture under the pointer is dragged out as a file with its recipe, and as a texture; beside it there is nothing. */
static void
test_drag_out (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *canvas;
  g_autoptr (GdkContentProvider) content = NULL;
  g_autoptr (StudioArtwork) artwork = NULL;
  g_autoptr (StudioPixels) found = NULL, expected = NULL;
  g_autoptr (StudioPicture) picture = NULL;
  g_autofree char *path = NULL;
  g_auto (GValue) texture = G_VALUE_INIT;

  test_studio_open_window (studio, 0);
  canvas = GTK_WIDGET (ui_studio_view_get_canvas (studio->window->studio));
  g_assert_null (drag (canvas, gtk_widget_get_width (canvas) / 2.0, gtk_widget_get_height (canvas) / 2.0));
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_null (drag (canvas, 0, 0));
  content = drag (canvas, gtk_widget_get_width (canvas) / 2.0, gtk_widget_get_height (canvas) / 2.0);
  g_assert_nonnull (content);

  path = dup_dragged (content);
  artwork = studio_artwork_new_from_file (path, NULL);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  found = studio_artwork_dup_pixels (artwork, NULL);
  expected = studio_picture_dup_pixels (picture, NULL);
  g_assert_true (studio_pixels_equal (found, expected));
  g_assert_nonnull (studio_artwork_get_recipe (artwork));
  g_value_init (&texture, GDK_TYPE_TEXTURE);
  g_assert_true (gdk_content_provider_get_value (content, &texture, NULL));
  g_assert_cmpint (gdk_texture_get_width (g_value_get_object (&texture)), ==, expected->width);

  test_studio_act (studio, "paint");
  g_assert_null (drag (canvas, gtk_widget_get_width (canvas) / 2.0, gtk_widget_get_height (canvas) / 2.0));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-files/round-trip", test_round_trip);
  g_test_add_func ("/window-files/save-many", test_save_many);
  g_test_add_func ("/window-files/save-nowhere", test_save_nowhere);
  g_test_add_func ("/window-files/refused", test_refused);
  g_test_add_func ("/window-files/remote", test_remote);
  g_test_add_func ("/window-files/drop", test_drop);
  g_test_add_func ("/window-files/drag-out", test_drag_out);
  return g_test_run ();
}
