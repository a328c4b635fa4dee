/* SPDX-License-Identifier: MIT */
/* Every key and every button is one of these actions. What they mean depends on the view that is seen. */
#include "ui/window-private.h"

#include "app/braille.h"
#include "app/race-film.h"

#include "ui/train-dialog.h"

#include <glib/gi18n.h>

#define MEASURED_REPETITIONS 7
#define TEMPERATURE_STEP 0.05

typedef void (*ActionFunc) (GSimpleAction *action, GVariant *parameter, gpointer user_data);

/* The keys that go on from here are the picture's; whoever walks with the keyboard stays on the button just pressed. */
static void
focus_canvas (UiWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  gboolean is_on_button = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (window->generate));

  if (!is_on_button || !gtk_window_get_focus_visible (GTK_WINDOW (window)))
    gtk_widget_grab_focus (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)));
}

static void
generate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (ui_window_shows_race (window))
    studio_workspace_start_race (window->workspace, 1);
  else
    {
      studio_workspace_generate (window->workspace);
      focus_canvas (window);
    }
}

static void
generate_lanes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  adw_view_stack_set_visible_child_name (window->stack, "studio");
  studio_workspace_set_n_lanes (window->workspace, g_variant_get_uint32 (parameter));
  studio_workspace_generate (window->workspace);
}

static void
measure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  adw_view_stack_set_visible_child_name (window->stack, "race");
  studio_workspace_start_race (window->workspace, MEASURED_REPETITIONS);
}

static void
pause_race (StudioRace *race)
{
  if (studio_activity_get_state (STUDIO_ACTIVITY (race)) == STUDIO_RUN_PAUSED)
    studio_activity_resume (STUDIO_ACTIVITY (race));
  else
    studio_activity_pause (STUDIO_ACTIVITY (race));
}

static void
pause_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (ui_window_shows_race (window))
    pause_race (studio_workspace_get_race (window->workspace));
  else if (ui_window_get_run_state (window) == STUDIO_RUN_RUNNING)
    studio_workspace_pause (window->workspace);
  else if (!ui_window_absorb (window))
    studio_workspace_resume (window->workspace);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_step (UI_WINDOW (user_data)->workspace);
}

static void
finish_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_finish (UI_WINDOW (user_data)->workspace);
}

/* A note that is there is written anew: sent away while it slides in, it would take libadwaita 1.2 along. */
static void
note_step (UiWindow *window, const char *text, const char *button)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  if (window->undo_toast == NULL)
    {
      g_set_weak_pointer (&window->undo_toast, ui_window_toast (window, text, button, button != NULL ? "win.undo" : NULL));
      return;
    }

  adw_toast_set_title (window->undo_toast, markup);
  adw_toast_set_button_label (window->undo_toast, button);
  adw_toast_set_action_name (window->undo_toast, button != NULL ? "win.undo" : NULL);
}

void
ui_window_toast_undo (UiWindow *window, const char *text)
{
  note_step (window, text, _("_Undo"));
}

static void
discard_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  StudioBranch *branch;
  const char *note;

  if (ui_window_shows_race (window))
    {
      studio_workspace_stop_race (window->workspace);
      return;
    }

  branch = studio_workspace_get_branch (window->workspace);
  note = branch != NULL && studio_branch_get_parent (branch) != NULL ? _("Branch discarded") : _("Image discarded");
  studio_workspace_discard (window->workspace);
  ui_window_toast_undo (window, note);
}

/* What lies on top goes first: a panel over the picture, and what is on its way, before the picture. */
static void
escape_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (adw_flap_get_folded (window->flap) && adw_flap_get_reveal_flap (window->flap))
    adw_flap_set_reveal_flap (window->flap, FALSE);
  else if (adw_flap_get_folded (window->inspector_flap) && adw_flap_get_reveal_flap (window->inspector_flap))
    adw_flap_set_reveal_flap (window->inspector_flap, FALSE);
  else if (ui_load_bar_get_text (window->load_bar) != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (window), "cancel-loading", NULL);
  else
    g_action_group_activate_action (G_ACTION_GROUP (window), "discard", NULL);
}

static void
tell_step (UiWindow *window, const char *text)
{
  note_step (window, text, NULL);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  const char *name = studio_workspace_undo (window->workspace);
  /* Translators: what was undone, e.g. "Temperature" or "Branch". */
  g_autofree char *text = name != NULL ? g_strdup_printf (_("Undone: %s"), name) : NULL;

  if (text != NULL)
    tell_step (window, text);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  const char *name = studio_workspace_redo (window->workspace);
  /* Translators: what was done again, e.g. "Temperature" or "Branch". */
  g_autofree char *text = name != NULL ? g_strdup_printf (_("Done again: %s"), name) : NULL;

  if (text != NULL)
    tell_step (window, text);
}

static void
new_seed_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_roll_seed (UI_WINDOW (user_data)->workspace);
}

static void
change_temperature (UiWindow *window, double by)
{
  double temperature = studio_workspace_get_temperature (window->workspace) + by;

  studio_workspace_set_temperature (window->workspace, temperature < WEFT_MIN_TEMPERATURE ? 0 : temperature);
}

static void
temperature_up_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_temperature (UI_WINDOW (user_data), TEMPERATURE_STEP);
}

static void
temperature_down_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_temperature (UI_WINDOW (user_data), -TEMPERATURE_STEP);
}

static void
zoom_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_canvas_set_zoom (ui_studio_view_get_canvas (UI_WINDOW (user_data)->studio), g_variant_get_uint32 (parameter));
}

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiCanvas *canvas = ui_studio_view_get_canvas (UI_WINDOW (user_data)->studio);

  ui_canvas_set_zoom (canvas, ui_canvas_get_shown_zoom (canvas) + 1);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiCanvas *canvas = ui_studio_view_get_canvas (UI_WINDOW (user_data)->studio);

  ui_canvas_set_zoom (canvas, MAX (ui_canvas_get_shown_zoom (canvas), 2) - 1);
}

static void
zoom_fit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_canvas_set_zoom (ui_studio_view_get_canvas (UI_WINDOW (user_data)->studio), 0);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  UiCanvas *canvas = ui_studio_view_get_canvas (window->studio);
  g_autoptr (GdkTexture) texture = ui_canvas_dup_texture (canvas, ui_canvas_get_shown_zoom (canvas));

  if (texture != NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (window)), texture);
  ui_window_toast (window, _("Image copied"), NULL, NULL);
}

/* For fingers and readers: the same picture as letters of dots. */
static void
copy_text_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (window->workspace,
                                                                    studio_workspace_get_shown_lane (window->workspace));
  g_autoptr (StudioPixels) pixels = picture != NULL ? studio_picture_dup_pixels (picture, NULL) : NULL;
  g_autofree char *text = pixels != NULL ? studio_braille_from_pixels (pixels) : NULL;

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), text);
  ui_window_toast (window, text != NULL ? _("Copied as text of dots") : _("Nothing is painted yet"), NULL, NULL);
}

static void
look_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_window_look_again (UI_WINDOW (user_data));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_window_choose_open (UI_WINDOW (user_data));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_window_choose_save (UI_WINDOW (user_data), UI_WINDOW_ALL_LANES);
}

static void
train_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  ui_train_dialog_present (gtk_window_get_application (GTK_WINDOW (window)), window->workspace);
}

static void
fullscreen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (user_data);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

/* A second time takes it away again. */
static void
toggle_overlay (UiWindow *window, const char *name)
{
  UiOverlayBar *bar = ui_studio_view_get_overlay_bar (window->studio);
  g_autofree char *present = NULL;

  g_object_get (bar, "overlay", &present, NULL);
  g_object_set (bar, "overlay", g_strcmp0 (present, name) == 0 ? "none" : name, NULL);
}

static void
surprise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  toggle_overlay (UI_WINDOW (user_data), "surprise");
}

static void
reads_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  toggle_overlay (UI_WINDOW (user_data), "reads");
}

static const GActionEntry entries[] = {
  { "generate", generate_cb },
  { "generate-lanes", generate_lanes_cb, "u" },
  { "measure", measure_cb },
  { "pause", pause_cb },
  { "step", step_cb },
  { "finish", finish_cb },
  { "discard", discard_cb },
  { "escape", escape_cb },
  { "undo", undo_cb },
  { "redo", redo_cb },
  { "new-seed", new_seed_cb },
  { "temperature-up", temperature_up_cb },
  { "temperature-down", temperature_down_cb },
  { "zoom", zoom_cb, "u" },
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "zoom-fit", zoom_fit_cb },
  { "copy", copy_cb },
  { "copy-text", copy_text_cb },
  { "look-again", look_again_cb },
  { "open", open_cb },
  { "save", save_cb },
  { "train", train_cb },
  { "fullscreen", fullscreen_cb },
  { "surprise", surprise_cb },
  { "reads", reads_cb },
};

/* Settings that menus and keys switch: the action's state is the property. */
static void
add_property_actions (UiWindow *window)
{
  const struct {
    const char *name;
    gpointer object;
    const char *property;
  } switches[] = {
    { "lock-seed", window->workspace, "seed-locked" },
    { "endless", window->workspace, "endless" },
    { "sidebar", window->flap, "reveal-flap" },
    { "inspector", window->inspector_flap, "reveal-flap" },
    { "page", window->stack, "visible-child-name" },
    { "inspector-page", window->inspector, "page" },
    { "grid", ui_studio_view_get_canvas (window->studio), "lines" },
    { "overlay", ui_studio_view_get_overlay_bar (window->studio), "overlay" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_autoptr (GPropertyAction) action = g_property_action_new (switches[i].name, switches[i].object,
                                                                  switches[i].property);

      g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
    }
}

/* GTK 4.8 forgets to free a window's tooltip, and with it all actions. What they hold must not stay behind with them. */
void
ui_window_remove_actions (UiWindow *window)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (window));

  for (guint i = 0; names[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (window), names[i]);
}

void
ui_window_add_actions (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  ui_window_add_export_actions (window);
  ui_window_add_start_actions (window);
  ui_window_add_moment_actions (window);
  ui_window_add_paint_actions (window);
  ui_window_add_here_actions (window);
  ui_window_add_panel_actions (window);
  add_property_actions (window);
  ui_window_add_race_actions (window);
  ui_window_add_timeline_actions (window);
  ui_window_add_surgery_actions (window);

  if (window->settings != NULL)
    {
      UiCanvas *canvas = ui_studio_view_get_canvas (window->studio);
      g_autoptr (GAction) letters = g_settings_create_action (window->settings, "letter-shortcuts");

      g_action_map_add_action (G_ACTION_MAP (window), letters);
      g_settings_bind (window->settings, "letter-shortcuts", canvas, "letter-keys", G_SETTINGS_BIND_GET);
    }
}

void
ui_window_enable (UiWindow *window, const char *action, gboolean is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), action)),
                               is_enabled);
}

void
ui_window_enable_actions (UiWindow *window)
{
  StudioWorkspace *workspace = window->workspace;
  StudioJob *job = studio_workspace_get_job (workspace);
  StudioModelState model = studio_workspace_get_model_state (workspace);
  gboolean has_model = model == STUDIO_MODEL_LOADING || model == STUDIO_MODEL_READY;
  gboolean is_active = studio_run_state_is_active (ui_window_get_run_state (window));
  gboolean shows_race = ui_window_shows_race (window);
  gboolean shows_gallery = ui_window_shows_gallery (window);
  gboolean can_undo = FALSE, can_redo = FALSE;

  g_object_get (workspace, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  ui_window_enable (window, "generate", has_model);
  ui_window_enable (window, "generate-lanes", has_model);
  ui_window_enable (window, "measure", has_model);
  ui_window_enable (window, "pause", is_active || (!shows_race && !studio_workspace_get_is_following (workspace)));
  ui_window_enable (window, "step", has_model && !shows_race);
  ui_window_enable (window, "finish", is_active && !shows_race);
  ui_window_enable (window, "discard", shows_race ? is_active : job != NULL);
  /* The gallery has steps of its own. */
  ui_window_enable (window, "undo", can_undo && !shows_gallery);
  ui_window_enable (window, "redo", can_redo && !shows_gallery);
  ui_window_enable (window, "copy", job != NULL && !shows_race);
  ui_window_enable (window, "copy-text", job != NULL && !shows_race);
  ui_window_enable (window, "save", job != NULL && !shows_race);
  if (window->queue != NULL)
    ui_window_enable (window, "queue-run", has_model);
  ui_window_enable (window, "look-again", studio_workspace_get_entry (workspace) == NULL);
  ui_window_enable (window, "export", (job != NULL || studio_race_film_is_possible (studio_workspace_get_race (workspace)))
                                         && !ui_export_bar_get_is_running (window->export_bar));
  ui_window_enable (window, "cancel-export", ui_export_bar_get_is_running (window->export_bar));
  ui_window_enable (window, "resume-export", ui_export_bar_get_can_resume (window->export_bar));
  ui_window_enable (window, "export-elsewhere", ui_export_bar_get_can_resume (window->export_bar));
  ui_window_enable (window, "export-frames", ui_export_bar_get_can_resume (window->export_bar)
                                               && studio_export_get_is_animation (ui_export_bar_get_export (window->export_bar)));
  ui_window_enable_timeline_actions (window);
  ui_window_enable_here_actions (window);
  ui_window_enable_surgery_actions (window);
  ui_window_enable_moment_actions (window);
  ui_window_enable_paint_actions (window);
}
