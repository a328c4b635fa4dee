/* SPDX-License-Identifier: MIT */
/* What the gallery shows: what is finished appears, is looked for and narrowed, and what is not there is told of. */
#include "tests/ui/gallery.h"

#include "ui/gallery-private.h"

/* Words follow the lists a little later. */
static gboolean
says_two (gpointer studio)
{
  return g_str_equal (ui_gallery_get_status (test_gallery_get_view (studio)), "2 pictures");
}

/* What is painted while another page is in sight costs no tile, and is all there when the gallery is shown again. */
static void
test_out_of_sight (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  GActionGroup *actions = G_ACTION_GROUP (studio->window);

  test_gallery_paint (studio, 4711, 1);
  test_display_wait (test_gallery_has_grid, studio, 20);
  g_action_group_activate_action (actions, "page", g_variant_new_string ("studio"));
  test_display_settle (GTK_WIDGET (studio->window));
  test_gallery_paint (studio, 4712, 1);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_null (gtk_grid_view_get_model (test_gallery_get_view (studio)->grid));

  g_action_group_activate_action (actions, "page", g_variant_new_string ("gallery"));
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (says_two (studio));
  g_assert_nonnull (gtk_grid_view_get_model (test_gallery_get_view (studio)->grid));
  g_assert_cmpuint (test_gallery_get_seed (studio, 0), ==, 4712);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (test_gallery_get_tile (studio, 1))));

  /* And once more: now the grid hears of a change after the view. */
  g_action_group_activate_action (actions, "page", g_variant_new_string ("studio"));
  test_display_settle (GTK_WIDGET (studio->window));
  test_gallery_paint (studio, 4713, 1);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_null (gtk_grid_view_get_model (test_gallery_get_view (studio)->grid));
  g_action_group_activate_action (actions, "page", g_variant_new_string ("gallery"));
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_cmpuint (test_gallery_get_seed (studio, 0), ==, 4713);
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 3);
}

/* First there is nothing, and it says so; then each picture appears by itself, the newest first, on a tile with a name. */
static void
test_appear (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  GtkAccessible *cell;

  g_assert_true (test_gallery_has_nothing (studio));
  g_assert_cmpstr (adw_status_page_get_title (test_gallery_get_view (studio)->empty), ==, "No Pictures Yet");
  test_gallery_paint (studio, 4711, 0.8);
  test_gallery_paint (studio, 4712, 1);
  test_display_wait (says_two, studio, 20);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (test_gallery_has_grid (studio));
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 2);
  g_assert_cmpuint (test_gallery_get_seed (studio, 0), ==, 4712);

  cell = GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (test_gallery_get_tile (studio, 1))));
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, "colours");
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "seed 4711, temperature 0.80");
}

/* Each filter narrows; what passes none is an empty gallery with a way out. */
static void
test_filters (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  UiGallery *view = test_gallery_get_view (studio);

  test_gallery_paint (studio, 1, 0.5);
  test_gallery_paint (studio, 2, 1);
  studio_workspace_set_entry (studio->workspace, studio_catalog_find (studio->catalog, "grey"));
  test_gallery_paint (studio, 1, 1);
  while (g_list_model_get_n_items (gtk_drop_down_get_model (view->checkpoints)) < 3
         || g_list_model_get_n_items (gtk_drop_down_get_model (view->temperatures)) < 3)
    g_main_context_iteration (NULL, TRUE);

  gtk_drop_down_set_selected (view->checkpoints, 1); /* colours */
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 2);
  gtk_drop_down_set_selected (view->temperatures, 2); /* 1.00 */
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 1);
  g_assert_cmpuint (test_gallery_get_seed (studio, 0), ==, 2);
  gtk_editable_set_text (GTK_EDITABLE (view->seed), "1");
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 0);
  test_display_wait (test_gallery_has_nothing, studio, 20);
  g_assert_cmpstr (adw_status_page_get_title (view->empty), ==, "No Picture Matches");

  test_gallery_act (studio, "gallery.clear-filters");
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 3);
  gtk_editable_set_text (GTK_EDITABLE (view->seed), "no number");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (view->seed), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 3);
}

/* Hostile files are counted; the reasons are in the tooltip. */
static void
test_refused (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *library = test_folder_make (studio->folder, "library");
  UiGallery *view;

  g_free (test_folder_write (studio->folder, "library/bad.png", "\211PNG", 4));
  test_studio_open_window (studio, 0);
  g_settings_set_string (studio->window->settings, "library-folder", library);
  test_studio_show_page (studio, "gallery");
  view = test_gallery_get_view (studio);
  while (strstr (ui_gallery_get_status (view), "1 file is no picture that can be read") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (GTK_WIDGET (view->status)), "bad.png: "));
}

/* A folder that is gone is said above the pictures, and the pictures of this session are still there. */
static void
test_missing_folder (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);

  g_settings_set_string (studio->window->settings, "library-folder", "/nothing/here");
  while (!gtk_widget_get_visible (test_gallery_get_view (studio)->problem_row))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (gtk_label_get_text (test_gallery_get_view (studio)->problem), "/nothing/here"));
  test_gallery_paint (studio, 1, 1);
  test_gallery_wait_for_n (studio, 1);
}

/* Thousands of pictures make no more tiles than can be seen. */
static void
test_many (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  g_autoptr (StudioPicture) picture = NULL;
  StudioHistory *history = studio_gallery_get_history (studio->window->gallery);
  guint n_tiles = 0;

  test_gallery_paint (studio, 1, 1);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  for (guint i = 1; i < STUDIO_HISTORY_MAX_PICTURES; i++)
    {
      g_autoptr (StudioArtwork) artwork = studio_artwork_new_from_picture (picture, NULL);

      studio_history_add (history, artwork);
    }
  test_gallery_wait_for_n (studio, STUDIO_HISTORY_MAX_PICTURES);
  test_display_wait (test_gallery_has_grid, studio, 20);
  test_display_settle (GTK_WIDGET (studio->window));
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (test_gallery_get_view (studio)->grid)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    n_tiles++;
  g_assert_cmpuint (n_tiles, <, STUDIO_HISTORY_MAX_PICTURES / 2);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/gallery-view/appear", test_appear);
  g_test_add_func ("/gallery-view/out-of-sight", test_out_of_sight);
  g_test_add_func ("/gallery-view/filters", test_filters);
  g_test_add_func ("/gallery-view/refused", test_refused);
  g_test_add_func ("/gallery-view/missing-folder", test_missing_folder);
  g_test_add_func ("/gallery-view/many", test_many);
  return g_test_run ();
}
