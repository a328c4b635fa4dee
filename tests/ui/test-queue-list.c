/* SPDX-License-Identifier: MIT */
/* The queue through the window: added by its action, listed, re-ordered and removed, painted. */
#include "tests/ui/studio.h"

static guint
count (TestStudio *studio)
{
  return g_list_model_get_n_items (studio_queue_get_runs (studio->window->queue));
}

static gboolean
is_empty (gpointer data)
{
  return count (data) == 0;
}

static guint64
get_seed (TestStudio *studio, guint position)
{
  g_autoptr (StudioQueueRun) run = g_list_model_get_item (studio_queue_get_runs (studio->window->queue), position);

  return studio_queue_run_get_recipe (run)->seed;
}

static void
add (TestStudio *studio, guint64 seed)
{
  studio_workspace_set_seed (studio->workspace, seed);
  test_studio_act (studio, "queue-run");
}

static void
picture_cb (StudioWorkspace *workspace, StudioPicture *picture, guint *n)
{
  *n += 1;
}

static void
test_actions (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *list;
  guint n_pictures = 0;

  test_studio_open_window (studio, 0);
  g_signal_connect (studio->workspace, "picture", G_CALLBACK (picture_cb), &n_pictures);
  g_assert_false (gtk_widget_get_visible (studio->window->queue_button));
  studio_queue_set_paused (studio->window->queue, TRUE);
  for (guint i = 1; i <= 4; i++)
    add (studio, i);
  g_assert_true (gtk_widget_get_visible (studio->window->queue_button));
  g_assert_cmpuint (count (studio), ==, 4);

  list = GTK_WIDGET (studio->window->queue_list);
  gtk_widget_activate_action (list, "queue.next", "u", 3u);   /* 4 1 2 3 */
  gtk_widget_activate_action (list, "queue.down", "u", 1u);   /* 4 2 1 3 */
  gtk_widget_activate_action (list, "queue.remove", "u", 3u); /* 4 2 1 */
  test_studio_act (studio, "undo-remove");                    /* 4 2 1 3 */
  g_assert_cmpuint (get_seed (studio, 3), ==, 3);
  g_assert_false (test_studio_is_enabled (studio, "undo-remove"));
  gtk_widget_activate_action (list, "queue.remove", "u", 1u); /* 4 1 3 */
  test_studio_act (studio, "undo-remove");                    /* 4 2 1 3: where it was */
  g_assert_cmpuint (get_seed (studio, 1), ==, 2);
  gtk_widget_activate_action (list, "queue.remove", "u", 3u); /* 4 2 1 */
  gtk_widget_activate_action (list, "queue.up", "u", 2u);     /* 4 1 2 */
  gtk_widget_activate_action (list, "queue.up", "u", 0u);
  gtk_widget_activate_action (list, "queue.remove", "u", 9u);
  g_assert_cmpuint (count (studio), ==, 3);
  g_assert_cmpuint (get_seed (studio, 0), ==, 4);
  g_assert_cmpuint (get_seed (studio, 1), ==, 1);
  g_assert_cmpuint (get_seed (studio, 2), ==, 2);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (test_display_find (list, "state"))), ==, "The queue is paused");

  gtk_widget_activate_action (list, "queue.pause", NULL);
  test_display_wait (is_empty, studio, 30);
  g_assert_cmpuint (n_pictures, ==, 3);
  g_assert_false (gtk_widget_get_visible (studio->window->queue_button));
}

/* Every row has its buttons, each with its own position, named for who cannot see it. */
static void
test_rows (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkListBox *rows;

  test_studio_open_window (studio, 0);
  studio_queue_set_paused (studio->window->queue, TRUE);
  add (studio, 5);
  add (studio, 6);
  gtk_menu_button_popup (GTK_MENU_BUTTON (studio->window->queue_button));
  test_display_settle (GTK_WIDGET (studio->window));
  rows = GTK_LIST_BOX (test_display_find (GTK_WIDGET (studio->window->queue_list), "rows"));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (gtk_list_box_get_row_at_index (rows, 1))), ==,
                   "colours, seed 6");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (gtk_list_box_get_row_at_index (rows, 1))), ==,
                   "Temperature 1, 1 image");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (studio->window->queue_button));
  studio_queue_remove (studio->window->queue, 0);
  studio_queue_remove (studio->window->queue, 0);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/queue-list/actions", test_actions);
  g_test_add_func ("/queue-list/rows", test_rows);
  return g_test_run ();
}
