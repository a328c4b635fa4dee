/* SPDX-License-Identifier: MIT */
/* Painting on the picture, and the picture going on from what was painted. */
#include "ui/window-private.h"

static void
absorb_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  g_object_set (ui_studio_view_get_paint_bar (window->studio), "painting", FALSE, NULL);
  studio_workspace_absorb_sketch (window->workspace);
  gtk_widget_grab_focus (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)));
}

static const GActionEntry entries[] = {
  { "absorb", absorb_cb },
};

void
ui_window_add_paint_actions (UiWindow *window)
{
  UiPaintBar *bar = ui_studio_view_get_paint_bar (window->studio);
  g_autoptr (GPropertyAction) paint = g_property_action_new ("paint", bar, "painting");
  g_autoptr (GPropertyAction) erase = g_property_action_new ("erase", bar, "erasing");

  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (paint));
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (erase));
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}

void
ui_window_enable_paint_actions (UiWindow *window)
{
  ui_window_enable (window, "absorb",
                    studio_workspace_get_sketched (window->workspace) && !ui_window_shows_race (window));
}

gboolean
ui_window_absorb (UiWindow *window)
{
  if (ui_window_shows_race (window) || !studio_workspace_get_sketched (window->workspace))
    return FALSE;

  g_action_group_activate_action (G_ACTION_GROUP (window), "absorb", NULL);
  return TRUE;
}
