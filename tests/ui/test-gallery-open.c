/* SPDX-License-Identifier: MIT */
/* From the gallery into the studio: settings are used, pictures opened. */
#include "tests/ui/gallery.h"

#include "ui/recipe-dialog.h"

/* Details change nothing before a button is pressed; then the studio is seen, with the settings of the picture. */
static void
test_details (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  GtkWidget *dialog;

  test_gallery_paint (studio, 77, 0.6);
  studio_workspace_set_seed (studio->workspace, 1);
  studio_workspace_set_temperature (studio->workspace, 1.5);
  test_gallery_wait_for_n (studio, 1);
  ui_gallery_select (test_gallery_get_view (studio), 0);
  test_studio_act (studio, "details");
  dialog = test_studio_wait_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 1);
  g_signal_emit_by_name (test_display_find (dialog, "use_rest"), "clicked");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 1);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 0.6);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (studio->window->stack), ==, "studio");

  test_studio_show_page (studio, "gallery");
  test_gallery_act (studio, "gallery.use-seed");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 77);
}

/* A picture without a recipe is shown; there is nothing to use, and the dialog says so. */
static void
test_without_recipe (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  g_autoptr (StudioPicture) picture = NULL;
  g_autoptr (GBytes) png = NULL;
  GtkWidget *dialog;

  test_gallery_paint (studio, 77, 0.6);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  png = studio_picture_to_png (picture, 1, FALSE, NULL);
  g_free (test_folder_write (studio->folder, "library/bare.png", g_bytes_get_data (png, NULL), g_bytes_get_size (png)));
  test_gallery_set_source (studio, "library");
  test_gallery_wait_for_n (studio, 1);
  ui_gallery_select (test_gallery_get_view (studio), 0);
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

  test_gallery_act (studio, "gallery.open");
  test_display_wait (is_open, &opening, 20);
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
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  g_autoptr (StudioPicture) first = NULL, second = NULL;

  test_gallery_paint (studio, 77, 0.6);
  first = studio_workspace_dup_picture (studio->workspace, 0);
  test_gallery_paint (studio, 4711, 0.8);
  second = studio_workspace_dup_picture (studio->workspace, 0);
  test_gallery_wait_for_n (studio, 2);
  ui_gallery_select (test_gallery_get_view (studio), 1);
  g_assert_cmpuint (test_gallery_get_seed (studio, 1), ==, 77);
  open_selected (studio, STUDIO_RUN_FINISHED);
  assert_shown (studio, studio_picture_get_values (first), 120);
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, 120);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 77);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (studio->workspace)), ==, 2);
  g_assert_cmpuint (test_gallery_get_n (studio), ==, 2);

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
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  Opening opening = { studio, NULL, STUDIO_RUN_FINISHED };
  GtkWidget *dialog;

  test_gallery_paint (studio, 77, 0.6);
  test_gallery_wait_for_n (studio, 1);
  ui_gallery_select (test_gallery_get_view (studio), 0);
  test_studio_act (studio, "details");
  dialog = test_studio_wait_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_true (gtk_widget_get_visible (test_display_find (dialog, "more")));
  opening.before = studio_workspace_get_job (studio->workspace);
  g_assert_true (gtk_widget_activate_action (dialog, "recipe.open", NULL));
  test_display_wait (is_open, &opening, 20);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (studio->workspace)), ==, 2);
}

/* A picture that was saved on its way is paused there, and goes on to what it would have become. */
static void
test_open_unfinished (void)
{
  g_autoptr (TestStudio) studio = test_gallery_open (0);
  g_autoptr (StudioPicture) whole = NULL, part = NULL;
  g_autoptr (GBytes) png = NULL;
  StudioRecipe *recipe;

  test_gallery_paint (studio, 77, 0.6);
  whole = studio_workspace_dup_picture (studio->workspace, 0);
  recipe = studio_recipe_copy (studio_picture_get_recipe (whole));
  recipe->steps_done = 40;
  recipe->has_state_hash = FALSE;
  part = studio_picture_new (recipe, weft_model_get_palette (studio_job_get_model (studio_workspace_get_job (
                                         studio->workspace))), studio_picture_get_values (whole));
  png = studio_picture_to_png (part, 3, TRUE, NULL);
  g_free (test_folder_write (studio->folder, "library/part.png", g_bytes_get_data (png, NULL), g_bytes_get_size (png)));
  test_gallery_paint (studio, 4711, 0.8);
  test_gallery_set_source (studio, "library");
  test_gallery_wait_for_n (studio, 1);
  ui_gallery_select (test_gallery_get_view (studio), 0);
  open_selected (studio, STUDIO_RUN_PAUSED);
  assert_shown (studio, studio_picture_get_values (whole), 40);
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, 40);
  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  assert_shown (studio, studio_picture_get_values (whole), 120);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/gallery-open/details", test_details);
  g_test_add_func ("/gallery-open/without-recipe", test_without_recipe);
  g_test_add_func ("/gallery-open/open-complete", test_open_complete);
  g_test_add_func ("/gallery-open/open-unfinished", test_open_unfinished);
  g_test_add_func ("/gallery-open/open-from-details", test_open_from_details);
  return g_test_run ();
}
