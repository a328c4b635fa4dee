/* SPDX-License-Identifier: MIT */
/* What can be done with one of the pictures, or with one of its pixels, as the menu over it offers. */
#include "ui/window-private.h"

#include <glib/gi18n.h>

/* The picture becomes the shown one. Returns: the values before the pixel, of which an image has at least the first. */
static guint
choose (UiWindow *window, GVariant *place)
{
  const WeftConfig *config = weft_model_get_config (studio_job_get_model (studio_workspace_get_job (window->workspace)));
  guint lane, pixel;

  g_variant_get (place, "(uu)", &lane, &pixel);
  studio_workspace_set_shown_lane (window->workspace, lane);
  return MAX (pixel * weft_config_get_n_channels (config), 1);
}

static void
branch_here_cb (GSimpleAction *action, GVariant *place, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  ui_window_branch (window, choose (window, place));
}

static void
fan_here_cb (GSimpleAction *action, GVariant *place, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  ui_window_fan (window, choose (window, place));
}

/* The inspector tells of the pixel that was painted last, and lets another value take its place. */
static void
inspect_here_cb (GSimpleAction *action, GVariant *place, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  const guint step = choose (window, place);

  studio_workspace_set_shown_step (window->workspace, step);
  studio_workspace_move (window->workspace, 1);
  g_object_set (window->inspector, "page", "pixel", NULL);
  adw_flap_set_reveal_flap (window->inspector_flap, TRUE);
}

/* The seed in the panel may be that of the next picture; it stays now until somebody asks for another. */
static void
keep_seed_cb (GSimpleAction *action, GVariant *lane, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (window->workspace, g_variant_get_uint32 (lane));
  g_autoptr (GError) error = NULL;

  if (picture != NULL
      && studio_workspace_apply_recipe (window->workspace, studio_picture_get_recipe (picture), STUDIO_APPLY_SEED_ONLY,
                                        &error))
    {
      g_object_set (window->workspace, "seed-locked", TRUE, NULL);
      ui_window_toast (window, _("The next picture has the seed of this one"), NULL, NULL);
    }
  else if (error != NULL)
    ui_message_bar_show (window->message_bar, error->message, NULL, NULL);
}

static void
save_lane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_window_choose_save (UI_WINDOW (user_data), (gint) MIN (g_variant_get_uint32 (parameter), STUDIO_JOB_MAX_LANES));
}

/* One picture, where Save may mean several. */
static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (ui_window_shows_gallery (window))
    gtk_widget_activate_action (GTK_WIDGET (window->gallery_view), "gallery.save-as", NULL);
  else
    ui_window_choose_save (window, (gint) studio_workspace_get_shown_lane (window->workspace));
}

static const GActionEntry entries[] = {
  { "branch-here", branch_here_cb, "(uu)" },
  { "fan-here", fan_here_cb, "(uu)" },
  { "inspect-here", inspect_here_cb, "(uu)" },
  { "keep-seed", keep_seed_cb, "u" },
  { "save-lane", save_lane_cb, "u" },
};

void
ui_window_add_here_actions (UiWindow *window)
{
  const GActionEntry save_as = { "save-as", save_as_cb };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_action_map_add_action_entries (G_ACTION_MAP (window), &save_as, 1, window);
}

void
ui_window_enable_here_actions (UiWindow *window)
{
  const gboolean has_picture = studio_workspace_get_job (window->workspace) != NULL && !ui_window_shows_race (window);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    ui_window_enable (window, entries[i].name, has_picture);
  ui_window_enable (window, "save-as", has_picture || ui_window_shows_gallery (window));
}
