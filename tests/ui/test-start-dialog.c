/* SPDX-License-Identifier: MIT */
/* An image without a recipe becomes a beginning: its rows are in the picture, the rest is painted. */
#include "tests/ui/studio.h"

#include "ui/start-dialog.h"

#include "app/png.h"

static gboolean
has_dialog (gpointer data)
{
  return test_studio_find_window (UI_TYPE_START_DIALOG) != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return !has_dialog (NULL);
}

static StudioPixels *
make_image (guint side)
{
  StudioPixels *image = studio_pixels_new (side, side, 3, NULL);

  for (gsize i = 0; i < studio_pixels_get_bytes (image); i++)
    image->data[i] = g_test_rand_int_range (0, 256);
  return image;
}

/* Keeps three rows, paints, and compares them with those that are given, and the picture with a second one. */
static void
paint (TestStudio *studio)
{
  GtkWidget *dialog;
  g_autoptr (StudioPicture) picture = NULL;
  const StudioRecipe *recipe;
  gsize n_kept;
  const guint8 *kept;

  test_display_wait (has_dialog, NULL, 20);
  dialog = GTK_WIDGET (test_studio_find_window (UI_TYPE_START_DIALOG));
  test_display_settle (dialog);
  g_assert_true (gtk_widget_get_visible (test_display_find (dialog, "notice")));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_display_find (dialog, "rows")), 3);
  g_signal_emit_by_name (test_display_find (dialog, "paint"), "clicked");
  test_display_wait (has_no_dialog, NULL, 20);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);

  picture = studio_workspace_dup_picture (studio->workspace, 0);
  recipe = studio_picture_get_recipe (picture);
  kept = g_bytes_get_data (recipe->kept_values, &n_kept);
  g_assert_cmpuint (n_kept, ==, 3 * 12);
  g_assert_cmpmem (studio_picture_get_values (picture), n_kept, kept, n_kept);

  test_studio_act (studio, "start-blank");
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_clear_object (&picture);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_null (studio_picture_get_recipe (picture)->kept_values);
}

static void
test_opened (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPixels) image = make_image (40);
  g_autoptr (GBytes) png = studio_png_encode (image, NULL, NULL, NULL);
  g_autofree char *path = test_folder_write (studio->folder, "photo.png", g_bytes_get_data (png, NULL),
                                             g_bytes_get_size (png));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  test_studio_open_window (studio, 0);
  ui_window_open_file (studio->window, file);
  paint (studio);
}

/* Pasted, and through the texture not a pixel is changed. */
static void
test_pasted (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPixels) image = make_image (30);
  g_autoptr (GBytes) bytes = g_bytes_new (image->data, studio_pixels_get_bytes (image));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (30, 30, GDK_MEMORY_R8G8B8, bytes, 90);
  g_autoptr (StudioPixels) read = ui_window_read_texture (texture, NULL);

  g_assert_true (studio_pixels_equal (image, read));
  test_studio_open_window (studio, 0);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (studio->window)), texture);
  test_studio_act (studio, "paste");
  paint (studio);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/start-dialog/opened", test_opened);
  g_test_add_func ("/start-dialog/pasted", test_pasted);
  return g_test_run ();
}
