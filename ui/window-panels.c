/* SPDX-License-Identifier: MIT */
/* From panel to panel with one key, round and round: those that are seen, in the order in which they are read. */
#include "ui/window-private.h"

#define N_PANELS 4

static gboolean
holds_focus (UiWindow *window, GtkWidget *panel)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return focus != NULL && (focus == panel || gtk_widget_is_ancestor (focus, panel));
}

/* What a flap hides is mapped until it has slid away. */
static gboolean
is_seen (UiWindow *window, GtkWidget *panel)
{
  if (panel == GTK_WIDGET (window->controls))
    return adw_flap_get_reveal_flap (window->flap);
  if (panel == GTK_WIDGET (window->inspector))
    return adw_flap_get_reveal_flap (window->inspector_flap) && gtk_widget_get_mapped (panel);
  return gtk_widget_get_mapped (panel);
}

static gboolean
enter (UiWindow *window, GtkWidget *panel)
{
  if (panel == GTK_WIDGET (window->studio))
    return gtk_widget_grab_focus (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)));

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  return gtk_widget_child_focus (panel, GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
get_view (UiWindow *window)
{
  GtkWidget *view = adw_view_stack_get_visible_child (window->stack);

  return view == GTK_WIDGET (window->inspector_flap) ? GTK_WIDGET (window->studio) : view;
}

static void
cycle (UiWindow *window, guint by)
{
  GtkWidget *header = gtk_widget_get_ancestor (GTK_WIDGET (window->generate), ADW_TYPE_HEADER_BAR);
  GtkWidget *panels[N_PANELS] = { header, GTK_WIDGET (window->controls), get_view (window), GTK_WIDGET (window->inspector) };
  guint present = 0;

  for (guint i = 0; i < N_PANELS; i++)
    if (holds_focus (window, panels[i]))
      present = i;

  for (guint i = 1; i <= N_PANELS; i++)
    {
      GtkWidget *panel = panels[(present + i * by) % N_PANELS];

      if (is_seen (window, panel) && enter (window, panel))
        break;
    }
  gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
}

static void
next_panel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  cycle (UI_WINDOW (user_data), 1);
}

static void
previous_panel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  cycle (UI_WINDOW (user_data), N_PANELS - 1);
}

void
ui_window_add_panel_actions (UiWindow *window)
{
  const GActionEntry entries[] = {
    { "next-panel", next_panel_cb },
    { "previous-panel", previous_panel_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
