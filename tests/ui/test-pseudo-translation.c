/* SPDX-License-Identifier: MIT */
/* The windows in a language without plain letters and two fifths longer: what is still plain was never marked for
 * translation. */
#include "tests/ui/gallery.h"
#include "tests/ui/talk.h"
#include "tests/ui/words.h"

#include "ui/facts-dialog.h"
#include "ui/recipe-dialog.h"

#define BUSY 20 /* seconds in which anything happens */

static void
settle (TestStudio *studio)
{
  test_display_settle (GTK_WIDGET (studio->window));
}

static void
assert_translated (GtkWidget *root)
{
  const guint n_plain = test_words_count_plain (root);

  g_assert_cmpuint (test_words_count_translated (root), >, 0);
  if (n_plain > 0)
    g_test_fail_printf ("%u texts were never translated", n_plain); /* and the next view may have more */
}

static void
assert_window (TestStudio *studio)
{
  settle (studio);
  assert_translated (GTK_WIDGET (studio->window));
}

static void
paint (TestStudio *studio, guint64 seed, guint n_lanes)
{
  studio_workspace_set_seed (studio->workspace, seed);
  studio_workspace_set_n_lanes (studio->workspace, n_lanes);
  test_studio_paint (studio);
}

/* Ready, paused and finished, with one picture and with four, back in the timeline, branched, with a queue. */
static void
test_studio (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  assert_window (studio);
  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  assert_window (studio);
  paint (studio, 1, 1);
  assert_window (studio);
  test_studio_act (studio, "step-back");
  test_studio_act (studio, "row-back");
  assert_window (studio);
  test_studio_act (studio, "branch");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  assert_window (studio);
  paint (studio, 2, 4);
  studio_queue_set_paused (studio->window->queue, TRUE);
  test_studio_act (studio, "queue-run");
  test_studio_act (studio, "queue-run");
  assert_window (studio);
}

static void
test_inspector (void)
{
  const char *const pages[] = { "pixel", "state", "memory" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "inspector");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_object_set (studio->window->inspector, "page", pages[i], NULL);
      assert_window (studio);
      paint (studio, 1, 1);
      assert_window (studio);
    }
  test_studio_act (studio, "surprise");
  assert_window (studio);
  test_studio_act (studio, "reads");
  assert_window (studio);
}

static gboolean
has_length (gpointer data)
{
  return studio_scaling_get_length (studio_workspace_get_scaling (((TestStudio *) data)->workspace), 0) >= 64;
}

static void
test_race (void)
{
  const char *const pages[] = { "curves", "numbers", "scaling" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_studio_show_page (studio, "race");
  assert_window (studio);
  test_studio_act (studio, "race-recomputed");
  test_studio_act (studio, "measure");
  test_studio_wait_race (studio);
  test_studio_act (studio, "measure-scaling");
  test_display_wait (has_length, studio, BUSY);
  assert_window (studio);
  test_studio_act (studio, "measure-scaling");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (studio->window), "race-page", g_variant_new_string (pages[i]));
      assert_window (studio);
    }
}

static void
test_gallery (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_studio_show_page (studio, "gallery");
  assert_window (studio);
  paint (studio, 1, 1);
  test_gallery_wait_for_n (studio, 1);
  paint (studio, 2, 1);
  test_studio_show_page (studio, "gallery");
  test_gallery_wait_for_n (studio, 2);
  assert_window (studio);
  test_gallery_compare (studio);
  assert_window (studio);
}

static void
test_dialogs (void)
{
  const char *const actions[] = { "preferences", "train", "export", "details", "scenes", "audience" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "add-scene");
  paint (studio, 1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *dialog;

      test_studio_act (studio, actions[i]);
      dialog = test_studio_wait_dialog (studio);
      test_display_settle (dialog);
      g_test_message ("the dialog of %s", actions[i]);
      assert_translated (dialog);
      gtk_window_destroy (GTK_WINDOW (dialog));
      settle (studio);
    }
}

/* What no action leads to: a file without facts, a recipe of another checkpoint. */
static void
test_questions (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = studio_recipe_new ();
  GtkWindow *dialogs[2];

  recipe->checkpoint_name = g_strdup ("4711");
  dialogs[0] = GTK_WINDOW (ui_facts_dialog_new (NULL, "/1/2", "3"));
  dialogs[1] = GTK_WINDOW (ui_recipe_dialog_new (NULL, studio->workspace, recipe, "1"));
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      gtk_window_present (dialogs[i]);
      test_display_settle (GTK_WIDGET (dialogs[i]));
      assert_translated (GTK_WIDGET (dialogs[i]));
      gtk_window_destroy (dialogs[i]);
    }
}

static void
test_help (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/weft_studio/Weft/gtk/help-overlay.ui");
  GtkWidget *overlay = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));

  assert_translated (overlay);
  gtk_window_destroy (GTK_WINDOW (overlay));
}

static void
test_talk (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "add-scene");
  test_talk_present (studio);
  assert_window (studio);
  ui_window_press_talk_key (studio->window, GDK_KEY_Escape);
  assert_window (studio);
}

/* A plain word is found wherever it hides, and a name is not one. */
static void
test_words (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *name = gtk_label_new ("colours 4,7 MiB");
  GtkWidget *button = gtk_button_new ();
  GtkWidget *plain[] = { gtk_label_new ("4 lanes"), button,
                         gtk_drop_down_new_from_strings ((const char *const[]) { "1", "two", NULL }) };

  gtk_box_append (GTK_BOX (box), name);
  g_assert_cmpuint (test_words_count_plain (box), ==, 0);
  gtk_widget_set_tooltip_text (button, "Go on");
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      const guint n_before = test_words_count_plain (box);

      gtk_box_append (GTK_BOX (box), plain[i]);
      g_assert_cmpuint (test_words_count_plain (box), >, n_before);
    }
  g_assert_cmpuint (test_words_count_translated (box), ==, 0);
  g_object_unref (box);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  test_words_set_language ();
  g_test_add_func ("/pseudo-translation/words", test_words);
  g_test_add_func ("/pseudo-translation/studio", test_studio);
  g_test_add_func ("/pseudo-translation/inspector", test_inspector);
  g_test_add_func ("/pseudo-translation/race", test_race);
  g_test_add_func ("/pseudo-translation/gallery", test_gallery);
  g_test_add_func ("/pseudo-translation/dialogs", test_dialogs);
  g_test_add_func ("/pseudo-translation/questions", test_questions);
  g_test_add_func ("/pseudo-translation/help", test_help);
  g_test_add_func ("/pseudo-translation/talk", test_talk);
  return g_test_run ();
}
