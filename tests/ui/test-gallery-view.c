/* SPDX-License-Identifier: MIT */
/* The gallery as people use it: what is finished appears, is looked for, saved, deleted and brought back, compared. */
#include "tests/ui/studio.h"

#include "ui/gallery-private.h"
#include "ui/gallery-tile.h"
#include "ui/recipe-dialog.h"
#include "ui/settings.h"

#include "app/png.h"

#include <glib/gstdio.h>

#define BUSY 20 /* seconds in which anything happens */

/* A studio that shows its gallery, with a library of its own. */
static TestStudio *
open_gallery (gint width)
{
  TestStudio *studio = test_studio_new ();
  g_autoptr (GSettings) settings = ui_settings_open ();
  g_autofree char *library = test_folder_make (studio->folder, "library");

  g_settings_set_string (settings, "library-folder", library);
  g_settings_reset (settings, "gallery-source");
  test_studio_open_window (studio, width);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "page", g_variant_new_string ("gallery"));
  test_display_settle (GTK_WIDGET (studio->window));
  return studio;
}

static UiGallery *
get_view (TestStudio *studio)
{
  return studio->window->gallery_view;
}

static void
act (TestStudio *studio, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_view (studio)), action, NULL));
}

static guint
get_n (TestStudio *studio)
{
  return g_list_model_get_n_items (ui_gallery_get_shown (get_view (studio)));
}

/* How many pictures are awaited. */
typedef struct {
  TestStudio *studio;
  guint n;
} Awaited;

static gboolean
has_n (gpointer data)
{
  const Awaited *awaited = data;

  return get_n (awaited->studio) == awaited->n;
}

static void
wait_for_n (TestStudio *studio, guint n)
{
  Awaited awaited = { studio, n };

  test_display_wait (has_n, &awaited, BUSY);
}

static void
paint (TestStudio *studio, guint64 seed, double temperature)
{
  const guint n = g_list_model_get_n_items (studio_history_get_pictures (studio_gallery_get_history (studio->window->gallery)));

  studio_workspace_set_seed (studio->workspace, seed);
  studio_workspace_set_temperature (studio->workspace, temperature);
  test_studio_paint (studio);
  while (g_list_model_get_n_items (studio_history_get_pictures (studio_gallery_get_history (studio->window->gallery))) == n)
    g_main_context_iteration (NULL, TRUE);
}

static guint64
get_seed (TestStudio *studio, guint position)
{
  g_autoptr (StudioArtwork) artwork = g_list_model_get_item (ui_gallery_get_shown (get_view (studio)), position);

  return studio_artwork_get_recipe (artwork)->seed;
}

static const char *
get_page (TestStudio *studio)
{
  return gtk_stack_get_visible_child_name (get_view (studio)->content);
}

static gboolean
has_grid (gpointer studio)
{
  return g_strcmp0 (get_page (studio), "grid") == 0;
}

/* Words follow the lists a little later. */
static gboolean
says_two (gpointer studio)
{
  return g_str_equal (ui_gallery_get_status (get_view (studio)), "2 pictures");
}

static gboolean
has_nothing (gpointer studio)
{
  return g_strcmp0 (get_page (studio), "empty") == 0;
}

static UiGalleryTile *
get_tile (TestStudio *studio, guint position)
{
  GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (get_view (studio)->grid));

  while (position-- > 0)
    cell = gtk_widget_get_next_sibling (cell);
  return UI_GALLERY_TILE (gtk_widget_get_first_child (cell));
}

/* What is painted while another page is in sight costs no tile, and is all there when the gallery is shown again. */
static void
test_out_of_sight (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  GActionGroup *actions = G_ACTION_GROUP (studio->window);

  paint (studio, 4711, 1);
  test_display_wait (has_grid, studio, BUSY);
  g_action_group_activate_action (actions, "page", g_variant_new_string ("studio"));
  test_display_settle (GTK_WIDGET (studio->window));
  paint (studio, 4712, 1);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_null (gtk_grid_view_get_model (get_view (studio)->grid));

  g_action_group_activate_action (actions, "page", g_variant_new_string ("gallery"));
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (says_two (studio));
  g_assert_nonnull (gtk_grid_view_get_model (get_view (studio)->grid));
  g_assert_cmpuint (get_seed (studio, 0), ==, 4712);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_tile (studio, 1))));
}

/* First there is nothing, and it says so; then each picture appears by itself, the newest first, on a tile with a name. */
static void
test_appear (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  GtkAccessible *cell;

  g_assert_true (has_nothing (studio));
  g_assert_cmpstr (adw_status_page_get_title (get_view (studio)->empty), ==, "No Pictures Yet");
  paint (studio, 4711, 0.8);
  paint (studio, 4712, 1);
  test_display_wait (says_two, studio, BUSY);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (has_grid (studio));
  g_assert_cmpuint (get_n (studio), ==, 2);
  g_assert_cmpuint (get_seed (studio, 0), ==, 4712);

  cell = GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (get_tile (studio, 1))));
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, "colours");
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "seed 4711, temperature 0.80");
}

static void
set_source (TestStudio *studio, const char *source)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_view (studio)), "gallery.source", "s", source));
}

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
  g_autoptr (TestStudio) studio = open_gallery (0);

  paint (studio, 1, 1);
  paint (studio, 2, 1);
  ui_gallery_select (get_view (studio), 1);
  act (studio, "gallery.save");
  test_display_wait (is_saved, studio, BUSY);
  wait_for_n (studio, 2);
  set_source (studio, "library");
  g_assert_cmpuint (get_n (studio), ==, 1);
  g_assert_cmpuint (get_seed (studio, 0), ==, 1);
  set_source (studio, "session");
  g_assert_cmpuint (get_n (studio), ==, 2);
}

static void
test_auto_save (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);

  g_settings_set_boolean (studio->window->settings, "auto-save", TRUE);
  paint (studio, 9, 1);
  test_display_wait (is_saved, studio, BUSY);
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
  g_autoptr (TestStudio) studio = open_gallery (0);
  g_autofree char *path = test_folder_dup_path (studio->folder, "library/colours-5-0.png");

  paint (studio, 5, 1);
  ui_gallery_select (get_view (studio), 0);
  act (studio, "gallery.save");
  test_display_wait_file (path);
  test_display_wait (is_saved, studio, BUSY);
  wait_for_n (studio, 1);

  ui_gallery_select (get_view (studio), 0);
  act (studio, "gallery.delete");
  test_display_wait (has_no_file, path, BUSY);
  wait_for_n (studio, 0);
  test_display_wait (has_nothing, studio, BUSY);

  test_studio_act (studio, "undo-delete");
  test_display_wait_file (path);
  wait_for_n (studio, 1);
}

/* Each filter narrows; what passes none is an empty gallery with a way out. */
static void
test_filters (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  UiGallery *view = get_view (studio);

  paint (studio, 1, 0.5);
  paint (studio, 2, 1);
  studio_workspace_set_entry (studio->workspace, studio_catalog_find (studio->catalog, "grey"));
  paint (studio, 1, 1);
  while (g_list_model_get_n_items (gtk_drop_down_get_model (view->checkpoints)) < 3
         || g_list_model_get_n_items (gtk_drop_down_get_model (view->temperatures)) < 3)
    g_main_context_iteration (NULL, TRUE);

  gtk_drop_down_set_selected (view->checkpoints, 1); /* colours */
  g_assert_cmpuint (get_n (studio), ==, 2);
  gtk_drop_down_set_selected (view->temperatures, 2); /* 1.00 */
  g_assert_cmpuint (get_n (studio), ==, 1);
  g_assert_cmpuint (get_seed (studio, 0), ==, 2);
  gtk_editable_set_text (GTK_EDITABLE (view->seed), "1");
  g_assert_cmpuint (get_n (studio), ==, 0);
  test_display_wait (has_nothing, studio, BUSY);
  g_assert_cmpstr (adw_status_page_get_title (view->empty), ==, "No Picture Matches");

  act (studio, "gallery.clear-filters");
  g_assert_cmpuint (get_n (studio), ==, 3);
  gtk_editable_set_text (GTK_EDITABLE (view->seed), "no number");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (view->seed), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpuint (get_n (studio), ==, 3);
}

/* Details change nothing before a button is pressed; then the studio is seen, with the settings of the picture. */
static void
test_details (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  GtkWidget *dialog;

  paint (studio, 77, 0.6);
  studio_workspace_set_seed (studio->workspace, 1);
  studio_workspace_set_temperature (studio->workspace, 1.5);
  wait_for_n (studio, 1);
  ui_gallery_select (get_view (studio), 0);
  test_studio_act (studio, "details");
  dialog = test_studio_wait_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 1);
  g_signal_emit_by_name (test_display_find (dialog, "use_rest"), "clicked");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 1);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 0.6);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (studio->window->stack), ==, "studio");

  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "page", g_variant_new_string ("gallery"));
  act (studio, "gallery.use-seed");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 77);
}

/* A picture without a recipe is shown; there is nothing to use, and the dialog says so. */
static void
test_without_recipe (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  g_autoptr (StudioPicture) picture = NULL;
  g_autoptr (GBytes) png = NULL;
  GtkWidget *dialog;

  paint (studio, 77, 0.6);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  png = studio_picture_to_png (picture, 1, FALSE, NULL);
  g_free (test_folder_write (studio->folder, "library/bare.png", g_bytes_get_data (png, NULL), g_bytes_get_size (png)));
  set_source (studio, "library");
  wait_for_n (studio, 1);
  ui_gallery_select (get_view (studio), 0);
  test_studio_act (studio, "details");
  dialog = test_studio_wait_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_true (gtk_widget_get_visible (test_display_find (dialog, "caution")));
  g_assert_false (gtk_widget_get_visible (test_display_find (dialog, "buttons")));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A job that is not the one before, in the state that is awaited. */
typedef struct {
  TestStudio *studio;
  StudioJob *before;
  StudioRunState state;
} Opening;

static gboolean
is_open (gpointer data)
{
  const Opening *opening = data;
  StudioWorkspace *workspace = opening->studio->workspace;

  return studio_workspace_get_job (workspace) != opening->before
         && studio_workspace_get_state (workspace) == opening->state
         && g_str_equal (adw_view_stack_get_visible_child_name (opening->studio->window->stack), "studio");
}

static void
open_selected (TestStudio *studio, StudioRunState state)
{
  Opening opening = { studio, studio_workspace_get_job (studio->workspace), state };

  act (studio, "gallery.open");
  test_display_wait (is_open, &opening, BUSY);
}

static void
assert_shown (TestStudio *studio, const guint8 *values, guint n_values)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (studio->workspace, 0);

  g_assert_cmpmem (studio_picture_get_values (picture), studio_picture_get_recipe (picture)->steps_done, values, n_values);
}

/* A complete picture is finished, and stands beside the present one with all its steps; it is nothing new. */
static void
test_open_complete (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  g_autoptr (StudioPicture) first = NULL, second = NULL;

  paint (studio, 77, 0.6);
  first = studio_workspace_dup_picture (studio->workspace, 0);
  paint (studio, 4711, 0.8);
  second = studio_workspace_dup_picture (studio->workspace, 0);
  wait_for_n (studio, 2);
  ui_gallery_select (get_view (studio), 1);
  g_assert_cmpuint (get_seed (studio, 1), ==, 77);
  open_selected (studio, STUDIO_RUN_FINISHED);
  assert_shown (studio, studio_picture_get_values (first), 120);
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, 120);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 77);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (studio->workspace)), ==, 2);
  g_assert_cmpuint (get_n (studio), ==, 2);

  studio_workspace_set_shown_step (studio->workspace, 33);
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, 33);
  g_assert_cmpint (studio_workspace_get_state (studio->workspace), ==, STUDIO_RUN_FINISHED);
  g_assert_cmpstr (studio_workspace_undo (studio->workspace), ==, "Opened picture");
  assert_shown (studio, studio_picture_get_values (second), 120);
}

/* The details of a picture lead there too. */
static void
test_open_from_details (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  Opening opening = { studio, NULL, STUDIO_RUN_FINISHED };
  GtkWidget *dialog;

  paint (studio, 77, 0.6);
  wait_for_n (studio, 1);
  ui_gallery_select (get_view (studio), 0);
  test_studio_act (studio, "details");
  dialog = test_studio_wait_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_true (gtk_widget_get_visible (test_display_find (dialog, "more")));
  opening.before = studio_workspace_get_job (studio->workspace);
  g_assert_true (gtk_widget_activate_action (dialog, "recipe.open", NULL));
  test_display_wait (is_open, &opening, BUSY);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (studio->workspace)), ==, 2);
}

/* A picture that was saved on its way is paused there, and goes on to what it would have become. */
static void
test_open_unfinished (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  g_autoptr (StudioPicture) whole = NULL, part = NULL;
  g_autoptr (GBytes) png = NULL;
  StudioRecipe *recipe;

  paint (studio, 77, 0.6);
  whole = studio_workspace_dup_picture (studio->workspace, 0);
  recipe = studio_recipe_copy (studio_picture_get_recipe (whole));
  recipe->steps_done = 40;
  recipe->has_state_hash = FALSE;
  part = studio_picture_new (recipe, weft_model_get_palette (studio_job_get_model (studio_workspace_get_job (
                                         studio->workspace))), studio_picture_get_values (whole));
  png = studio_picture_to_png (part, 3, TRUE, NULL);
  g_free (test_folder_write (studio->folder, "library/part.png", g_bytes_get_data (png, NULL), g_bytes_get_size (png)));
  paint (studio, 4711, 0.8);
  set_source (studio, "library");
  wait_for_n (studio, 1);
  ui_gallery_select (get_view (studio), 0);
  open_selected (studio, STUDIO_RUN_PAUSED);
  assert_shown (studio, studio_picture_get_values (whole), 40);
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, 40);
  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  assert_shown (studio, studio_picture_get_values (whole), 120);
}

/* The very file of the library; a picture that has none yet is written. */
static void
test_save_as (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  g_autofree char *first = test_folder_dup_path (studio->folder, "first.png");
  g_autofree char *second = test_folder_dup_path (studio->folder, "second.png");
  g_autofree char *third = test_folder_dup_path (studio->folder, "none/third.png");
  g_autofree char *data = NULL;
  g_autoptr (StudioArtwork) painted = NULL, kept = NULL;
  g_autoptr (StudioPicture) picture = NULL;
  g_autoptr (GBytes) small = NULL, large = NULL;
  gsize size;

  paint (studio, 77, 0.6);
  wait_for_n (studio, 1);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  painted = g_list_model_get_item (ui_gallery_get_shown (get_view (studio)), 0);
  ui_gallery_save_to (get_view (studio), painted, first);
  test_display_wait_file (first);
  small = studio_picture_to_png (picture, 1, TRUE, NULL);
  g_assert_true (g_file_get_contents (first, &data, &size, NULL));
  g_assert_cmpmem (data, size, g_bytes_get_data (small, NULL), g_bytes_get_size (small));
  g_clear_pointer (&data, g_free);

  large = studio_picture_to_png (picture, 5, TRUE, NULL);
  g_free (test_folder_write (studio->folder, "library/large.png", g_bytes_get_data (large, NULL),
                             g_bytes_get_size (large)));
  set_source (studio, "library");
  wait_for_n (studio, 1);
  kept = g_list_model_get_item (ui_gallery_get_shown (get_view (studio)), 0);
  ui_gallery_save_to (get_view (studio), kept, second);
  test_display_wait_file (second);
  g_assert_true (g_file_get_contents (second, &data, &size, NULL));
  g_assert_cmpmem (data, size, g_bytes_get_data (large, NULL), g_bytes_get_size (large));

  ui_gallery_save_to (get_view (studio), kept, third);
  g_assert_true (g_str_has_prefix (test_studio_wait_message (studio), "Cannot save the picture: "));
}

/* Hostile files are counted; the reasons are in the tooltip. */
static void
test_refused (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *library = test_folder_make (studio->folder, "library");

  g_free (test_folder_write (studio->folder, "library/bad.png", "\211PNG", 4));
  test_studio_open_window (studio, 0);
  g_settings_set_string (studio->window->settings, "library-folder", library);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "page", g_variant_new_string ("gallery"));
  while (strstr (ui_gallery_get_status (get_view (studio)), "1 file is no picture that can be read") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (GTK_WIDGET (get_view (studio)->status)), "bad.png: "));
}

/* A folder that is gone is said above the pictures, and the pictures of this session are still there. */
static void
test_missing_folder (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);

  g_settings_set_string (studio->window->settings, "library-folder", "/nothing/here");
  while (!gtk_widget_get_visible (get_view (studio)->problem_row))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (gtk_label_get_text (get_view (studio)->problem), "/nothing/here"));
  paint (studio, 1, 1);
  wait_for_n (studio, 1);
}

static gboolean
is_compared (gpointer studio)
{
  return ui_compare_is_ready (get_view (studio)->compare);
}

/* Two marks, and the comparison is there: modes, the flip, and differences counted and named. */
static void
test_compare (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  UiCompare *compare = get_view (studio)->compare;
  gboolean is_flipped;
  UiCompareMode mode;

  paint (studio, 1, 1);
  paint (studio, 2, 1);
  wait_for_n (studio, 2);
  test_display_wait (has_grid, studio, BUSY);
  test_display_settle (GTK_WIDGET (studio->window));
  ui_gallery_select (get_view (studio), 0);
  test_studio_act (studio, "mark");
  g_assert_cmpstr (ui_gallery_tile_get_mark (get_tile (studio, 0)), ==, "A");
  g_assert_false (ui_gallery_is_comparing (get_view (studio)));
  ui_gallery_select (get_view (studio), 1);
  test_studio_act (studio, "mark");
  g_assert_cmpstr (ui_gallery_tile_get_mark (get_tile (studio, 1)), ==, "B");
  g_assert_true (ui_gallery_is_comparing (get_view (studio)));
  test_display_wait (is_compared, studio, BUSY);
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
  g_assert_false (ui_gallery_is_comparing (get_view (studio)));
}

/* The same picture twice does not differ; pictures of two sizes are compared where both have pixels. */
static void
test_compare_sizes (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  UiCompare *compare = get_view (studio)->compare;
  g_autoptr (StudioPixels) pixels = studio_pixels_new (5, 20, 3, NULL);
  g_autoptr (GBytes) png = studio_png_encode (pixels, NULL, NULL, NULL);
  g_autofree char *path = test_folder_write (studio->folder, "small.png", g_bytes_get_data (png, NULL),
                                             g_bytes_get_size (png));
  g_autoptr (StudioArtwork) small = studio_artwork_new_from_file (path, NULL);
  g_autoptr (StudioArtwork) large = NULL;

  paint (studio, 1, 1);
  wait_for_n (studio, 1);
  large = g_list_model_get_item (ui_gallery_get_shown (get_view (studio)), 0);
  g_object_set (compare, "differences", TRUE, NULL);
  ui_compare_set_artworks (compare, large, large);
  test_display_wait (is_compared, studio, BUSY);
  g_assert_cmpstr (ui_compare_get_text (compare), ==, "All 120 pixels are the same.");

  ui_compare_set_artworks (compare, large, small);
  test_display_wait (is_compared, studio, BUSY);
  g_assert_true (g_str_has_prefix (ui_compare_get_text (compare),
                                   "A has 12 × 10 pixels and B 5 × 20: they are laid corner on corner, and the 5 × 10 "));
}

/* A file that went away meanwhile is a sentence. */
static void
test_compare_gone (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  UiCompare *compare = get_view (studio)->compare;
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

/* Thousands of pictures make no more tiles than can be seen. */
static void
test_many (void)
{
  g_autoptr (TestStudio) studio = open_gallery (0);
  g_autoptr (StudioPicture) picture = NULL;
  StudioHistory *history = studio_gallery_get_history (studio->window->gallery);
  guint n_tiles = 0;

  paint (studio, 1, 1);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  for (guint i = 1; i < STUDIO_HISTORY_MAX_PICTURES; i++)
    {
      g_autoptr (StudioArtwork) artwork = studio_artwork_new_from_picture (picture, NULL);

      studio_history_add (history, artwork);
    }
  wait_for_n (studio, STUDIO_HISTORY_MAX_PICTURES);
  test_display_wait (has_grid, studio, BUSY);
  test_display_settle (GTK_WIDGET (studio->window));
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (get_view (studio)->grid)); cell != NULL;
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
  g_test_add_func ("/gallery-view/save", test_save);
  g_test_add_func ("/gallery-view/auto-save", test_auto_save);
  g_test_add_func ("/gallery-view/delete", test_delete);
  g_test_add_func ("/gallery-view/filters", test_filters);
  g_test_add_func ("/gallery-view/details", test_details);
  g_test_add_func ("/gallery-view/without-recipe", test_without_recipe);
  g_test_add_func ("/gallery-view/open-complete", test_open_complete);
  g_test_add_func ("/gallery-view/open-unfinished", test_open_unfinished);
  g_test_add_func ("/gallery-view/open-from-details", test_open_from_details);
  g_test_add_func ("/gallery-view/save-as", test_save_as);
  g_test_add_func ("/gallery-view/refused", test_refused);
  g_test_add_func ("/gallery-view/missing-folder", test_missing_folder);
  g_test_add_func ("/gallery-view/compare", test_compare);
  g_test_add_func ("/gallery-view/compare-sizes", test_compare_sizes);
  g_test_add_func ("/gallery-view/compare-gone", test_compare_gone);
  g_test_add_func ("/gallery-view/many", test_many);
  return g_test_run ();
}
