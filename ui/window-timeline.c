/* SPDX-License-Identifier: MIT */
/* Going back and on in the picture: every key and every button is one of these actions. */
#include "ui/window-private.h"

#include <glib/gi18n.h>

#define TEMPO_STEP 1.5     /* from a pace to the next */
#define WATCHED_PACE 250.0 /* pixels per second */
#define FAN_LANES 9 /* futures side by side where nobody has chosen */

static guint
count_columns (UiWindow *window)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);

  return job != NULL ? weft_model_get_config (studio_job_get_model (job))->image_width : 1;
}

static void
step_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_move (UI_WINDOW (user_data)->workspace, -1);
}

static void
step_on_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_step (UI_WINDOW (user_data)->workspace);
}

static void
row_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  studio_workspace_move (window->workspace, -(gint) count_columns (window));
}

static void
row_on_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  studio_workspace_move (window->workspace, (gint) count_columns (window));
}

static void
first_step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_move (UI_WINDOW (user_data)->workspace, G_MININT);
}

static void
last_step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_move (UI_WINDOW (user_data)->workspace, G_MAXINT);
}

void
ui_window_branch (UiWindow *window, guint n_known)
{
  StudioWorkspace *workspace = window->workspace;
  const StudioBranchChange change = {
    .has_seed = TRUE,
    .seed = studio_workspace_pick_seed (),
    .has_temperature = TRUE,
    .temperature = studio_workspace_get_temperature (workspace),
  };

  studio_workspace_branch (workspace, n_known, &change);
}

static void
branch_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  ui_window_branch (window, studio_workspace_get_shown_step (window->workspace));
}

static void
branches_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  adw_view_stack_set_visible_child_name (window->stack, "studio");
  ui_timeline_bar_show_branches (ui_studio_view_get_timeline (window->studio));
}

void
ui_window_fan (UiWindow *window, guint n_known)
{
  const int n_lanes = window->settings != NULL ? g_settings_get_int (window->settings, "fan-size") : FAN_LANES;

  studio_workspace_fan (window->workspace, n_known, (guint) n_lanes);
  gtk_widget_grab_focus (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)));
  ui_window_toast (window, _("A double click or Enter goes on with one, Esc goes back"), NULL, NULL);
}

static void
fan_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  ui_window_fan (window, studio_workspace_get_shown_step (window->workspace));
}

static void
adopt_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_adopt (UI_WINDOW (user_data)->workspace, g_variant_get_uint32 (parameter));
}

static void
adopt_shown_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  StudioWorkspace *workspace = UI_WINDOW (user_data)->workspace;

  studio_workspace_adopt (workspace, studio_workspace_get_shown_lane (workspace));
}

static void
show_lane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_set_shown_lane (UI_WINDOW (user_data)->workspace, g_variant_get_uint32 (parameter));
}

/* Pause or go on from the shown step; a picture that is finished and seen whole is played from its beginning. */
static void
play_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  StudioWorkspace *workspace = window->workspace;

  if (ui_window_absorb (window))
    return;
  if (!ui_window_shows_race (window) && studio_workspace_get_is_following (workspace)
      && studio_run_state_is_final (studio_workspace_get_state (workspace)))
    studio_workspace_move (workspace, G_MININT);
  g_action_group_activate_action (G_ACTION_GROUP (window), "pause", NULL);
}

/* Without a pace, one that can be watched. */
static void
slower_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  StudioWorkspace *workspace = UI_WINDOW (user_data)->workspace;
  const double pace = studio_workspace_get_pace (workspace);

  studio_workspace_set_pace (workspace, pace > 0 ? pace / TEMPO_STEP : WATCHED_PACE);
}

static void
faster_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  StudioWorkspace *workspace = UI_WINDOW (user_data)->workspace;

  studio_workspace_set_pace (workspace, studio_workspace_get_pace (workspace) * TEMPO_STEP);
}

/* These are there without a picture too. */
static const GActionEntry tempos[] = {
  { "slower", slower_cb },
  { "faster", faster_cb },
};

static void
pace_changed_cb (UiWindow *window)
{
  ui_window_enable (window, "faster", studio_workspace_get_pace (window->workspace) > 0);
}

static const GActionEntry entries[] = {
  { "step-back", step_back_cb },
  { "step-on", step_on_cb },
  { "row-back", row_back_cb },
  { "row-on", row_on_cb },
  { "first-step", first_step_cb },
  { "last-step", last_step_cb },
  { "branch", branch_cb },
  { "branches", branches_cb },
  { "fan", fan_cb },
  { "adopt", adopt_cb, "u" },
  { "adopt-shown", adopt_shown_cb },
  { "show-lane", show_lane_cb, "u" },
  { "play", play_cb },
};

void
ui_window_add_timeline_actions (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_action_map_add_action_entries (G_ACTION_MAP (window), tempos, G_N_ELEMENTS (tempos), window);
  g_signal_connect_object (window->workspace, "notify::pace", G_CALLBACK (pace_changed_cb), window, G_CONNECT_SWAPPED);
  pace_changed_cb (window);
  if (window->settings != NULL)
    {
      g_autoptr (GAction) size = g_settings_create_action (window->settings, "fan-size");

      g_action_map_add_action (G_ACTION_MAP (window), size);
    }
}

/* Behind the last value there is nothing to go on to. */
static gboolean
can_go_on (StudioWorkspace *workspace)
{
  const WeftConfig *config = weft_model_get_config (studio_job_get_model (studio_workspace_get_job (workspace)));

  return studio_workspace_get_shown_step (workspace) < weft_config_get_image_values (config);
}

void
ui_window_enable_timeline_actions (UiWindow *window)
{
  StudioWorkspace *workspace = window->workspace;
  gboolean has_job = studio_workspace_get_job (workspace) != NULL && !ui_window_shows_race (window);
  gboolean is_final = studio_run_state_is_final (studio_workspace_get_state (workspace));
  gboolean is_following = studio_workspace_get_is_following (workspace);
  gboolean has_several;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    ui_window_enable (window, entries[i].name, has_job);

  ui_window_enable (window, "branches", TRUE);
  ui_window_enable (window, "branch", has_job && can_go_on (workspace));
  ui_window_enable (window, "fan", has_job && can_go_on (workspace));
  has_several = has_job && studio_job_get_n_lanes (studio_workspace_get_job (workspace)) > 1;
  ui_window_enable (window, "adopt", has_several);
  ui_window_enable (window, "adopt-shown", has_several);
  ui_window_enable (window, "show-lane", has_several);
  ui_window_enable (window, "play", has_job || g_action_group_get_action_enabled (G_ACTION_GROUP (window), "pause"));

  /* The end of a finished picture is an end: only its button begins another one. */
  ui_window_enable (window, "step-on", g_action_group_get_action_enabled (G_ACTION_GROUP (window), "step")
                                         && !(is_final && is_following));
}
