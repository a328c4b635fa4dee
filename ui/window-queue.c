/* SPDX-License-Identifier: MIT */
/* The queue of runs in the window: added with one key, listed behind a button that is there while something waits. */
#include "ui/window-private.h"

#include "ui/notify.h"

#include "app/paths.h"

#include <glib/gi18n.h>

static void
changed_cb (UiWindow *window)
{
  const guint n = g_list_model_get_n_items (studio_queue_get_runs (window->queue));
  g_autofree char *label = g_strdup_printf (ngettext ("Queue: %u run waits", "Queue: %u runs wait", n), n);

  gtk_widget_set_visible (window->queue_button, n > 0);
  gtk_widget_set_tooltip_text (window->queue_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (window->queue_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
drained_cb (UiWindow *window)
{
  ui_notify_done (GTK_WINDOW (window), "queue", _("The queue is done"), NULL);
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (StudioRecipe) recipe = studio_workspace_plan_run (window->workspace);

  if (recipe == NULL)
    return;

  if (studio_queue_add (window->queue, recipe, studio_workspace_get_n_lanes (window->workspace)))
    ui_window_toast (window, _("Added to the queue"), NULL, NULL);
  else
    ui_window_toast (window, _("The queue is full"), NULL, NULL);
}

/* What was taken out can be put back until the next is taken out. */
static void
removed_cb (UiWindow *window, StudioQueueRun *run, guint position)
{
  g_set_object (&window->removed_run, run);
  window->removed_from = position;
  ui_window_enable (window, "undo-remove", TRUE);
  ui_window_toast (window, _("Taken out of the queue"), _("_Undo"), "win.undo-remove");
}

static void
undo_remove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  StudioQueueRun *run = window->removed_run;
  const guint last = g_list_model_get_n_items (studio_queue_get_runs (window->queue));

  if (!studio_queue_add (window->queue, studio_queue_run_get_recipe (run), studio_queue_run_get_n_images (run)))
    {
      ui_window_toast (window, _("The queue is full"), NULL, NULL);
      return;
    }

  studio_queue_move (window->queue, last, MIN (window->removed_from, last));
  g_clear_object (&window->removed_run);
  ui_window_enable (window, "undo-remove", FALSE);
}

static const GActionEntry entries[] = {
  { "queue-run", add_cb },
  { "undo-remove", undo_remove_cb },
};

void
ui_window_add_queue (UiWindow *window)
{
  g_autofree char *folder = studio_paths_dup_state_dir ();
  g_autoptr (GPropertyAction) pause = NULL;

  window->queue = studio_queue_new (window->workspace, folder);
  ui_queue_list_set_queue (window->queue_list, window->queue);
  pause = g_property_action_new ("pause-queue", window->queue, "paused");
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (pause));
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  ui_window_enable (window, "undo-remove", FALSE);
  g_signal_connect_object (window->queue_list, "removed", G_CALLBACK (removed_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->queue, "changed", G_CALLBACK (changed_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->queue, "drained", G_CALLBACK (drained_cb), window, G_CONNECT_SWAPPED);
  changed_cb (window);
}
