/* SPDX-License-Identifier: MIT */
/* Pictures of the gallery as files: saved, by hand and by themselves, deleted and brought back. */
#include "tests/ui/gallery.h"

#include "ui/gallery-private.h"

static gboolean
is_saved (gpointer data)
{
  TestStudio *studio = data;

  return g_list_model_get_n_items (studio_library_get_pictures (studio_gallery_get_library (studio->window->gallery))) > 0;
}

/* Saved, a picture is one picture still; each source shows what is its own. */
static void
test_save (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);

  test_gallery_paint (studio, 1, 1);
  test_gallery_paint (studio, 2, 1);
  ui_gallery_select (test_gallery_get_view (studio), 1);
  test_gallery_act (studio, "gallery.save");
  test_display_wait (is_saved, studio, 20);
  test_gallery_wait_for_n (studio, 2);
  test_gallery_set_source (studio, "library");
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 1);
  g_assert_cmpuint (test_gallery_get_seed (studio, 0), ==, 1);
  test_gallery_set_source (studio, "session");
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 2);
}

static void
test_auto_save (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);

  g_settings_set_boolean (studio->window->settings, "auto-save", TRUE);
  test_gallery_paint (studio, 9, 1);
  test_display_wait (is_saved, studio, 20);
  g_settings_set_boolean (studio->window->settings, "auto-save", FALSE);
}

static gboolean
has_no_file (gpointer path)
{
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

/* From the library to the wastebasket and back, by the same action that the note's button has. */
static void
test_delete (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  g_autofree char *path = test_folder_dup_path (studio->folder, "library/colours-5-0.png");

  test_gallery_paint (studio, 5, 1);
  ui_gallery_select (test_gallery_get_view (studio), 0);
  test_gallery_act (studio, "gallery.save");
  test_display_wait_file (path);
  test_display_wait (is_saved, studio, 20);
  test_gallery_wait_for_n (studio, 1);

  ui_gallery_select (test_gallery_get_view (studio), 0);
  test_gallery_act (studio, "gallery.delete");
  test_display_wait (has_no_file, path, 20);
  test_gallery_wait_for_n (studio, 0);
  test_display_wait (test_gallery_has_nothing, studio, 20);

  test_studio_act (studio, "undo-delete");
  test_display_wait_file (path);
  test_gallery_wait_for_n (studio, 1);
}

/* The very file of the library; a picture that has none yet is written. */
static void
test_save_as (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  g_autofree char *first = test_folder_dup_path (studio->folder, "first.png");
  g_autofree char *second = test_folder_dup_path (studio->folder, "second.png");
  g_autofree char *third = test_folder_dup_path (studio->folder, "none/third.png");
  g_autofree char *data = NULL;
  g_autoptr (StudioArtwork) painted = NULL, kept = NULL;
  g_autoptr (StudioPicture) picture = NULL;
  g_autoptr (GBytes) small = NULL, large = NULL;
  gsize size;

  test_gallery_paint (studio, 77, 0.6);
  test_gallery_wait_for_n (studio, 1);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  painted = g_list_model_get_item (ui_gallery_get_shown (test_gallery_get_view (studio)), 0);
  ui_gallery_save_to (test_gallery_get_view (studio), painted, first);
  test_display_wait_file (first);
  small = studio_picture_to_png (picture, 1, TRUE, NULL);
  g_assert_true (g_file_get_contents (first, &data, &size, NULL));
  g_assert_cmpmem (data, size, g_bytes_get_data (small, NULL), g_bytes_get_size (small));
  g_clear_pointer (&data, g_free);

  large = studio_picture_to_png (picture, 5, TRUE, NULL);
  g_free (test_folder_write (studio->folder, "library/large.png", g_bytes_get_data (large, NULL),
                             g_bytes_get_size (large)));
  test_gallery_set_source (studio, "library");
  test_gallery_wait_for_n (studio, 1);
  kept = g_list_model_get_item (ui_gallery_get_shown (test_gallery_get_view (studio)), 0);
  ui_gallery_save_to (test_gallery_get_view (studio), kept, second);
  test_display_wait_file (second);
  g_assert_true (g_file_get_contents (second, &data, &size, NULL));
  g_assert_cmpmem (data, size, g_bytes_get_data (large, NULL), g_bytes_get_size (large));

  ui_gallery_save_to (test_gallery_get_view (studio), kept, third);
  g_assert_true (g_str_has_prefix (test_studio_wait_message (studio), "Cannot save the picture: "));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/gallery-files/save", test_save);
  g_test_add_func ("/gallery-files/auto-save", test_auto_save);
  g_test_add_func ("/gallery-files/delete", test_delete);
  g_test_add_func ("/gallery-files/save-as", test_save_as);
  return g_test_run ();
}
