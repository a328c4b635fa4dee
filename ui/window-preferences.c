/* SPDX-License-Identifier: MIT */
/* What the preferences mean for a window, now and whenever they change. */
#include "ui/window-private.h"

#include "ui/preferences.h"
#include "ui/recents.h"

static void
theme_changed_cb (UiWindow *window)
{
  const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                     ADW_COLOR_SCHEME_FORCE_DARK };
  const int theme = g_settings_get_enum (window->settings, "theme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[CLAMP (theme, 0, (int) G_N_ELEMENTS (schemes) - 1)]);
}

static void
updates_changed_cb (UiWindow *window)
{
  ui_canvas_set_updates (ui_studio_view_get_canvas (window->studio),
                         (UiCanvasUpdates) g_settings_get_enum (window->settings, "picture-updates"));
}

/* The first choice is the checkpoint's own; the others are the engine's, in its order. */
static void
precision_changed_cb (UiWindow *window)
{
  studio_workspace_set_preferred_precision (window->workspace, g_settings_get_enum (window->settings, "precision") - 1);
}

/* Undo changes it too. */
static void
precision_undone_cb (UiWindow *window)
{
  gint precision;

  g_object_get (window->workspace, "preferred-precision", &precision, NULL);
  g_settings_set_enum (window->settings, "precision", precision + 1);
}

static void
threads_changed_cb (UiWindow *window)
{
  studio_workspace_set_max_threads (window->workspace, (guint) g_settings_get_int (window->settings, "threads"));
}

static void
keyframes_changed_cb (UiWindow *window)
{
  studio_workspace_set_keyframe_memory (window->workspace,
                                        (gsize) g_settings_get_int (window->settings, "keyframe-memory") << 20);
}

static void
recents_changed_cb (UiWindow *window)
{
  ui_recents_fill_menu (window->settings, window->recent_menu, "win.open-recent", "win.clear-recent");
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  gtk_window_present (GTK_WINDOW (ui_preferences_new (GTK_WINDOW (window), window->settings)));
}

static void
open_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  ui_window_open_file (UI_WINDOW (user_data), file);
}

static void
clear_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_recents_clear (UI_WINDOW (user_data)->settings);
}

static const GActionEntry entries[] = {
  { "preferences", preferences_cb },
  { "open-recent", open_recent_cb, "s" },
  { "clear-recent", clear_recent_cb },
};

void
ui_window_add_preferences (UiWindow *window)
{
  const struct {
    const char *key;
    void (*changed) (UiWindow *window);
  } keys[] = {
    { "theme", theme_changed_cb },       { "picture-updates", updates_changed_cb },
    { "precision", precision_changed_cb }, { "threads", threads_changed_cb },
    { "keyframe-memory", keyframes_changed_cb }, { "recent-checkpoints", recents_changed_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), "preferences")),
                               window->settings != NULL);
  for (guint i = 0; window->settings != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *signal = g_strconcat ("changed::", keys[i].key, NULL);

      g_signal_connect_object (window->settings, signal, G_CALLBACK (keys[i].changed), window, G_CONNECT_SWAPPED);
      keys[i].changed (window);
    }
  if (window->settings != NULL)
    g_signal_connect_swapped (window->workspace, "notify::preferred-precision", G_CALLBACK (precision_undone_cb), window);
}
