/* SPDX-License-Identifier: MIT */
/* Every view and every dialog in 360 pixels, with letters of 200 %, or below tests/po/pseudo.py in a language two fifths
 * longer than English: nothing is cut off, nothing is too wide, and at the usual size all targets are large enough. */
#include "tests/ui/fit.h"
#include "tests/ui/gallery.h"
#include "tests/ui/talk.h"
#include "tests/ui/words.h"

#include "ui/facts-dialog.h"
#include "ui/recipe-dialog.h"
#include "ui/start-dialog.h"

#define HEIGHT 700
#define FRAMES 3

static gboolean is_large; /* letters */

/* Of what is as wide as it likes there is only the rest to ask. */
static void
assert_whole (GtkWidget *root, const char *view, guint n_wide)
{
  guint n;

  /* What a thread reads comes late, and is laid out with the frame after. */
  for (guint i = 0; i < FRAMES; i++)
    test_display_settle (root);
  n = test_fit_count_cut (root) + n_wide;
  if (!is_large)
    n += test_fit_count_small (root);
  if (n > 0)
    g_test_fail_printf ("%s: %u things do not fit", view, n); /* and the next view may have more */
}

static void
assert_fits (GtkWidget *root, const char *view)
{
  test_display_settle (root);
  assert_whole (root, view, test_fit_count_wide (root));
}

static void
assert_window (TestStudio *studio, const char *view)
{
  assert_fits (GTK_WIDGET (studio->window), view);
}

static void
paint (TestStudio *studio, guint n_lanes)
{
  studio_workspace_set_n_lanes (studio->workspace, n_lanes);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
}

static void
test_studio (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  assert_window (studio, "nothing painted");
  paint (studio, 1);
  assert_window (studio, "a picture");
  test_studio_act (studio, "row-back");
  test_studio_act (studio, "surprise");
  assert_window (studio, "surprise");
  test_studio_act (studio, "reads");
  assert_window (studio, "reads");
  test_studio_act (studio, "reads");
  test_studio_act (studio, "paint");
  ui_message_bar_show (studio->window->message_bar, "Trouble", "Way Out", "win.open");
  assert_window (studio, "paint");
  test_studio_act (studio, "paint");
  paint (studio, 4);
  assert_window (studio, "four pictures");
}

static void
test_controls (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  test_studio_act (studio, "sidebar");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (test_display_find (GTK_WIDGET (studio->window), "choice")), TRUE);
  assert_window (studio, "controls");
}

static void
test_inspector (void)
{
  const char *const pages[] = { "pixel", "state", "memory", "timing" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  test_studio_act (studio, "inspector");
  gtk_expander_set_expanded (GTK_EXPANDER (test_display_find (GTK_WIDGET (studio->window), "expander")), TRUE);
  paint (studio, 1);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_object_set (studio->window->inspector, "page", pages[i], NULL);
      assert_window (studio, pages[i]);
    }
}

static void
test_race (void)
{
  const char *const pages[] = { "curves", "numbers", "scaling" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  test_studio_show_page (studio, "race");
  assert_window (studio, "race to come");
  test_studio_act (studio, "measure");
  test_studio_wait_race (studio);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (studio->window), "race-page", g_variant_new_string (pages[i]));
      assert_window (studio, pages[i]);
    }
}

static void
test_gallery (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  test_studio_show_page (studio, "gallery");
  assert_window (studio, "no pictures");
  studio_workspace_set_seed (studio->workspace, 1);
  paint (studio, 1);
  test_gallery_wait_for_n (studio, 1);
  studio_workspace_set_seed (studio->workspace, 2);
  paint (studio, 1);
  test_studio_show_page (studio, "gallery");
  test_gallery_wait_for_n (studio, 2);
  assert_window (studio, "gallery");
  test_gallery_compare (studio);
  assert_window (studio, "compare");
}

static void
assert_dialog (GtkWidget *dialog, const char *view)
{
  g_test_message ("the dialog of %s", view);
  gtk_window_set_default_size (GTK_WINDOW (dialog), TEST_FIT_WIDTH, HEIGHT);
  assert_fits (dialog, view);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_dialogs (void)
{
  const char *const actions[] = { "preferences", "train", "export", "details", "scenes" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  test_studio_act (studio, "add-scene");
  paint (studio, 1);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      test_studio_act (studio, actions[i]);
      assert_dialog (test_studio_wait_dialog (studio), actions[i]);
    }
}

/* What no action leads to: a file without facts, a recipe of another checkpoint, an image. Not in
 * long words: GTK 4.8 complains where the title of a row of libadwaita's is measured with no room for one of them. */
static void
test_questions (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = studio_recipe_new ();
  StudioPixels *image = studio_pixels_new (20, 20, 3, NULL), *opacity = studio_pixels_new (20, 20, 1, NULL);
  GtkWidget *dialogs[3];

  recipe->checkpoint_name = g_strdup ("4711");
  dialogs[0] = GTK_WIDGET (ui_facts_dialog_new (NULL, "/1/2", "3"));
  dialogs[1] = GTK_WIDGET (ui_recipe_dialog_new (NULL, studio->workspace, recipe, "1"));
  dialogs[2] = GTK_WIDGET (ui_start_dialog_new (NULL, studio->workspace, image, opacity, "1"));
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (dialogs[i]), TEST_FIT_WIDTH, HEIGHT);
      gtk_window_present (GTK_WINDOW (dialogs[i]));
      assert_fits (dialogs[i], G_OBJECT_TYPE_NAME (dialogs[i]));
      gtk_window_destroy (GTK_WINDOW (dialogs[i]));
    }
}

/* What hangs from a button, and is as wide as it likes. */
static void
test_popovers (void)
{
  const char *const ids[] = { "branches", "queue_button" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  paint (studio, 1);
  studio_queue_set_paused (studio->window->queue, TRUE);
  test_studio_act (studio, "queue-run");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      GtkWidget *button = test_display_find (GTK_WIDGET (studio->window), ids[i]);
      GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
      gtk_menu_button_popup (GTK_MENU_BUTTON (button));
      test_display_settle (GTK_WIDGET (studio->window));
      assert_fits (popover, ids[i]);
      g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_first_child (popover)), <=, TEST_FIT_WIDTH);
      gtk_popover_popdown (GTK_POPOVER (popover));
    }
}

static void
test_talk (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, TEST_FIT_WIDTH);
  test_studio_act (studio, "add-scene");
  test_talk_present (studio);
  assert_whole (GTK_WIDGET (studio->window), "talk", 0); /* as wide as the screen */
}

/* Where there is room for more, there is more to aim at. */
static void
test_wide (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 1000);
  test_studio_act (studio, "inspector");
  paint (studio, 1);
  ui_message_bar_show (studio->window->message_bar, "Trouble", "Way Out", "win.open");
  assert_whole (GTK_WIDGET (studio->window), "1000 pixels", 0);
}

int
main (int argc, char **argv)
{
  GtkCssProvider *style;
  int status;

  test_display_init (&argc, &argv);
  style = test_display_add_style ("style.css");
  is_large = g_getenv ("WEFT_TEST_LOCALEDIR") == NULL;
  if (is_large)
    test_fit_set_large_text ();
  else
    test_words_set_language ();
  g_test_add_func ("/fit/studio", test_studio);
  g_test_add_func ("/fit/controls", test_controls);
  g_test_add_func ("/fit/inspector", test_inspector);
  g_test_add_func ("/fit/race", test_race);
  g_test_add_func ("/fit/gallery", test_gallery);
  g_test_add_func ("/fit/dialogs", test_dialogs);
  if (is_large)
    g_test_add_func ("/fit/questions", test_questions);
  g_test_add_func ("/fit/popovers", test_popovers);
  g_test_add_func ("/fit/talk", test_talk);
  g_test_add_func ("/fit/wide", test_wide);
  status = g_test_run ();
  g_object_unref (style);
  return status;
}
