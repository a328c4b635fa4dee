/* SPDX-License-Identifier: MIT */
/* Two pictures of the gallery, compared. */
#include "tests/ui/gallery.h"

#include "ui/gallery-private.h"

#include "app/png.h"

#include <glib/gstdio.h>

static gboolean
is_compared (gpointer studio)
{
  return ui_compare_is_ready (test_gallery_get_view (studio)->compare);
}

/* Two marks, and the comparison is there: modes, the flip, and differences counted and named. */
static void
test_compare (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  UiCompare *compare = test_gallery_get_view (studio)->compare;
  gboolean is_flipped;
  UiCompareMode mode;

  test_gallery_paint (studio, 1, 1);
  test_gallery_paint (studio, 2, 1);
  test_gallery_wait_for_n (studio, 2);
  test_display_wait (test_gallery_has_grid, studio, 20);
  test_display_settle (GTK_WIDGET (studio->window));
  ui_gallery_select (test_gallery_get_view (studio), 0);
  test_studio_act (studio, "mark");
  g_assert_cmpstr (ui_gallery_tile_get_mark (test_gallery_get_tile (studio, 0)), ==, "A");
  g_assert_false (ui_gallery_is_comparing (test_gallery_get_view (studio)));
  ui_gallery_select (test_gallery_get_view (studio), 1);
  test_studio_act (studio, "mark");
  g_assert_cmpstr (ui_gallery_tile_get_mark (test_gallery_get_tile (studio, 1)), ==, "B");
  g_assert_true (ui_gallery_is_comparing (test_gallery_get_view (studio)));
  test_display_wait (is_compared, studio, 20);
  g_assert_cmpstr (ui_compare_get_text (compare), ==, "");

  gtk_widget_activate_action (GTK_WIDGET (compare), "compare.differences", NULL);
  g_assert_true (g_str_has_suffix (ui_compare_get_text (compare), " of 255."));
  g_assert_nonnull (strstr (ui_compare_get_text (compare), " of 120 pixels differ"));
  gtk_widget_activate_action (GTK_WIDGET (compare), "compare.mode", "s", "flip");
  gtk_widget_activate_action (GTK_WIDGET (compare), "compare.flipped", NULL);
  g_object_get (compare, "mode", &mode, "flipped", &is_flipped, NULL);
  g_assert_cmpint (mode, ==, UI_COMPARE_FLIP);
  g_assert_true (is_flipped);
  test_display_settle (GTK_WIDGET (studio->window));

  g_signal_emit_by_name (compare, "closed");
  g_assert_false (ui_gallery_is_comparing (test_gallery_get_view (studio)));
}

/* The same picture twice does not differ; pictures of two sizes are compared where both have pixels. */
static void
test_compare_sizes (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  UiCompare *compare = test_gallery_get_view (studio)->compare;
  g_autoptr (StudioPixels) pixels = studio_pixels_new (5, 20, 3, NULL);
  g_autoptr (GBytes) png = studio_png_encode (pixels, NULL, NULL, NULL);
  g_autofree char *path = test_folder_write (studio->folder, "small.png", g_bytes_get_data (png, NULL),
                                             g_bytes_get_size (png));
  g_autoptr (StudioArtwork) small = studio_artwork_new_from_file (path, NULL);
  g_autoptr (StudioArtwork) large = NULL;

  test_gallery_paint (studio, 1, 1);
  test_gallery_wait_for_n (studio, 1);
  large = g_list_model_get_item (ui_gallery_get_shown (test_gallery_get_view (studio)), 0);
  g_object_set (compare, "differences", TRUE, NULL);
  ui_compare_set_artworks (compare, large, large);
  test_display_wait (is_compared, studio, 20);
  g_assert_cmpstr (ui_compare_get_text (compare), ==, "All 120 pixels are the same.");

  ui_compare_set_artworks (compare, large, small);
  test_display_wait (is_compared, studio, 20);
  g_assert_true (g_str_has_prefix (ui_compare_get_text (compare),
                                   "A has 12 × 10 pixels and B 5 × 20: they are laid corner on corner, and the 5 × 10 "));
}

/* A file that went away meanwhile is a sentence. */
static void
test_compare_gone (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  UiCompare *compare = test_gallery_get_view (studio)->compare;
  g_autoptr (StudioPixels) pixels = studio_pixels_new (100, 100, 3, NULL);
  g_autoptr (GBytes) png = studio_png_encode (pixels, NULL, NULL, NULL);
  g_autofree char *path = test_folder_write (studio->folder, "large.png", g_bytes_get_data (png, NULL),
                                             g_bytes_get_size (png));
  g_autoptr (StudioArtwork) artwork = studio_artwork_new_from_file (path, NULL);

  g_remove (path);
  ui_compare_set_artworks (compare, artwork, artwork);
  while (ui_compare_get_text (compare)[0] == '\0')
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (ui_compare_get_text (compare), "large.png: "));
}

static gboolean
focus_is_in (TestStudio *studio, gpointer widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (studio->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (widget));
}

/* Marked in the studio, two pictures are compared with the keys of the comparison. */
static void
test_compare_from_studio (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);

  test_studio_show_page (studio, "studio");
  for (guint seed = 1; seed <= 2; seed++)
    {
      test_gallery_paint (studio, seed, 1);
      gtk_widget_grab_focus (GTK_WIDGET (ui_studio_view_get_canvas (studio->window->studio)));
      test_studio_act (studio, "mark");
    }
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (ui_gallery_is_comparing (test_gallery_get_view (studio)));
  g_assert_true (focus_is_in (studio, test_gallery_get_view (studio)->compare));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/gallery-compare/compare", test_compare);
  g_test_add_func ("/gallery-compare/compare-sizes", test_compare_sizes);
  g_test_add_func ("/gallery-compare/compare-gone", test_compare_gone);
  g_test_add_func ("/gallery-compare/from-studio", test_compare_from_studio);
  return g_test_run ();
}
