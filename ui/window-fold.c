/* SPDX-License-Identifier: MIT */
/* How the window adapts to its width. */
#include "ui/window-private.h"

#define VIEW_WIDTH 510 /* logical pixels, beside the panel: a view with less is better off with the panel folded away */

/* What a narrow header bar has no room for is in the menus. */
void
ui_window_apply_compact (UiWindow *window)
{
  gboolean is_compact = adw_flap_get_folded (window->flap);

  gtk_widget_set_visible (window->save, !is_compact);
  gtk_widget_set_visible (window->export, !is_compact);
  gtk_widget_set_visible (window->step, !is_compact);
  adw_view_switcher_title_set_title (window->switcher, is_compact ? "" : "Weft");
  adw_view_switcher_title_set_view_switcher_enabled (window->switcher, !is_compact);
  adw_view_switcher_bar_set_reveal (window->switcher_bar, adw_view_switcher_title_get_title_visible (window->switcher));
  gtk_widget_set_size_request (GTK_WIDGET (window->stack), is_compact ? -1 : VIEW_WIDTH, -1);
  g_object_set (window->studio, "compact", is_compact, NULL);
  g_object_set (window->race, "compact", is_compact, NULL);
  g_object_set (window->gallery_view, "compact", is_compact, NULL);
  ui_message_bar_set_compact (window->message_bar, is_compact);
  ui_export_bar_set_compact (window->export_bar, is_compact);
  ui_window_sync_generate_button (window);
}

/* Compact, the views need less, and the panel could unfold again; then they need more, and it would fold again, for ever.
 * So it stays as it is until there is room for both as they are. */
static void
hold_fold (UiWindow *window)
{
  gboolean is_held = adw_flap_get_folded (window->flap)
                     && gtk_widget_get_width (GTK_WIDGET (window->flap)) < window->unfolded_width;

  if (gtk_widget_get_mapped (GTK_WIDGET (window)))
    adw_flap_set_fold_policy (window->flap, is_held ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_AUTO);
}

static gboolean
compact_cb (gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  window->compact_id = 0;
  hold_fold (window);
  ui_window_apply_compact (window);
  return G_SOURCE_REMOVE;
}

/* Sizes are being given out, which is no time to change them. */
static void
queue_compact (UiWindow *window)
{
  if (window->compact_id == 0)
    window->compact_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, compact_cb, window, NULL);
}

static int
get_minimum_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
folded_cb (UiWindow *window)
{
  if (adw_flap_get_folded (window->flap))
    window->unfolded_width = get_minimum_width (adw_flap_get_flap (window->flap))
                             + get_minimum_width (adw_flap_get_content (window->flap))
                             + get_minimum_width (adw_flap_get_separator (window->flap));
  queue_compact (window);
}

void
ui_window_check_fold (UiWindow *window)
{
  if (window->flap != NULL && adw_flap_get_fold_policy (window->flap) == ADW_FLAP_FOLD_POLICY_ALWAYS
      && gtk_widget_get_width (GTK_WIDGET (window->flap)) >= window->unfolded_width)
    queue_compact (window);
}

void
ui_window_follow_fold (UiWindow *window)
{
  g_signal_connect_swapped (window->flap, "notify::folded", G_CALLBACK (folded_cb), window);
  g_signal_connect_swapped (window->switcher, "notify::title-visible", G_CALLBACK (queue_compact), window);
}
