/* SPDX-License-Identifier: MIT */
/* The window: puts the parts together and keeps the header bar true. Actions and files are in files of their own. */
#include "ui/window-private.h"

#include "ui/notify.h"
#include "ui/settings.h"
#include "ui/toast.h"
#include "ui/wheel.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

/* Below this width the window starts with its side panel folded away, so that it may be as narrow as a telephone. */
#define NARROW 700

G_DEFINE_FINAL_TYPE (UiWindow, ui_window, ADW_TYPE_APPLICATION_WINDOW)

gboolean
ui_window_shows_race (UiWindow *window)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (window->stack), "race") == 0;
}

StudioRunState
ui_window_get_run_state (UiWindow *window)
{
  StudioRace *race = studio_workspace_get_race (window->workspace);

  if (ui_window_shows_race (window))
    return race != NULL ? studio_activity_get_state (STUDIO_ACTIVITY (race)) : STUDIO_RUN_READY;
  if (studio_workspace_get_playing (window->workspace))
    return STUDIO_RUN_RUNNING;
  return studio_workspace_get_state (window->workspace);
}

/* While it slides away it is still there, and says nothing new any more. */
static void
toast_dismissed_cb (UiWindow *window, AdwToast *toast)
{
  if (toast == window->undo_toast)
    g_clear_weak_pointer (&window->undo_toast);
}

AdwToast *
ui_window_toast (UiWindow *window, const char *text, const char *button, const char *action)
{
  AdwToast *toast = ui_toast_new (text);

  adw_toast_set_button_label (toast, button);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_timeout (toast, button != NULL ? 8 : 4);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), window, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (window->toasts, toast);
  return toast;
}

/* One button: it keeps its place and its focus whatever it means. In a narrow window its icon must do. */
void
ui_window_sync_generate_button (UiWindow *window)
{
  const char *icon = "media-playback-start-symbolic", *action = "win.pause", *label;

  switch (ui_window_get_run_state (window))
    {
    case STUDIO_RUN_RUNNING:
      icon = "media-playback-pause-symbolic";
      label = _("Pause");
      break;
    case STUDIO_RUN_PAUSED:
      label = _("Resume");
      break;
    case STUDIO_RUN_READY:
    case STUDIO_RUN_FINISHED:
    case STUDIO_RUN_CANCELLED:
    case STUDIO_RUN_FAILED:
    default:
      action = "win.generate";
      label = ui_window_shows_race (window) ? _("Race") : _("Generate");
    }

  adw_button_content_set_icon_name (window->generate_content, icon);
  adw_button_content_set_label (window->generate_content, adw_flap_get_folded (window->flap) ? "" : label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (window->generate), action);
  gtk_widget_set_tooltip_text (GTK_WIDGET (window->generate), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (window->generate), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* A button that means nothing for a moment would lose the focus: both its meanings are there while it changes. */
static void
sync_state (UiWindow *window)
{
  ui_window_enable (window, "generate", TRUE);
  ui_window_enable (window, "pause", TRUE);
  ui_window_sync_generate_button (window);
  ui_window_enable_actions (window);
  ui_controls_set_racing (window->controls, ui_window_shows_race (window));
  gtk_widget_set_visible (window->inspect, !ui_window_shows_race (window));
}

static void
race_changed_cb (UiWindow *window)
{
  StudioRace *race = studio_workspace_get_race (window->workspace);

  if (window->followed_race != NULL)
    g_signal_handlers_disconnect_by_data (window->followed_race, window);
  g_set_object (&window->followed_race, race);
  if (race != NULL)
    g_signal_connect_swapped (race, "notify::state", G_CALLBACK (sync_state), window);
  sync_state (window);
}

/* A note speaks of the latest step; its button would take back another one. */
static void
step_taken_cb (UiWindow *window)
{
  if (window->undo_toast != NULL)
    adw_toast_set_button_label (window->undo_toast, NULL);
}

static void
problem_changed_cb (UiWindow *window)
{
  const char *problem = studio_workspace_get_problem (window->workspace);
  gboolean is_run = studio_workspace_get_state (window->workspace) == STUDIO_RUN_FAILED;

  if (studio_workspace_get_model_state (window->workspace) == STUDIO_MODEL_FAILED)
    ui_message_bar_show (window->message_bar, problem, _("Choose Another…"), "win.open");
  else if (is_run && problem != NULL && ui_window_can_save_moment (window))
    {
      ui_message_bar_show (window->message_bar, problem, _("_Save Moment…"), "win.save-moment");
      ui_message_bar_show_second (window->message_bar, _("_Discard"), "win.discard");
    }
  else
    ui_message_bar_show (window->message_bar, problem, is_run ? _("_Discard") : NULL, is_run ? "win.discard" : NULL);
}

static void
dismissed_cb (UiWindow *window)
{
  studio_workspace_dismiss_problem (window->workspace);
}

static gboolean
ui_window_close_request (GtkWindow *gtk_window)
{
  UiWindow *window = UI_WINDOW (gtk_window);

  ui_settings_save (window->settings, gtk_window, window->workspace);
  if (ui_window_ask_before_closing (window))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (ui_window_parent_class)->close_request (gtk_window);
}

static void
mapped_cb (UiWindow *window)
{
  adw_flap_set_fold_policy (window->flap, ADW_FLAP_FOLD_POLICY_AUTO);
  adw_flap_set_fold_policy (window->inspector_flap, ADW_FLAP_FOLD_POLICY_AUTO);
}

static void
ui_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (ui_window_parent_class)->size_allocate (widget, width, height, baseline);
  ui_window_check_fold (UI_WINDOW (widget));
}

static void
ui_window_dispose (GObject *object)
{
  UiWindow *window = UI_WINDOW (object);

  g_cancellable_cancel (window->cancellable);
  g_clear_handle_id (&window->compact_id, g_source_remove);
  if (window->followed_race != NULL)
    g_signal_handlers_disconnect_by_data (window->followed_race, window);
  if (window->workspace != NULL)
    g_signal_handlers_disconnect_by_data (window->workspace, window);
  ui_window_remove_talk (window);
  ui_window_remove_blend (window);
  ui_window_remove_actions (window);
  if (window->queue != NULL)
    studio_queue_close (window->queue);
  g_clear_object (&window->removed_run);
  g_clear_object (&window->queue);
  g_clear_weak_pointer (&window->undo_toast);
  g_clear_object (&window->followed_race);
  g_clear_object (&window->gallery);
  g_clear_object (&window->workspace);
  g_clear_object (&window->settings);

  G_OBJECT_CLASS (ui_window_parent_class)->dispose (object);
}

static void
ui_window_finalize (GObject *object)
{
  g_object_unref (UI_WINDOW (object)->cancellable);
  g_clear_pointer (&UI_WINDOW (object)->moment, studio_moment_unref);
  g_free (UI_WINDOW (object)->moment_path);

  G_OBJECT_CLASS (ui_window_parent_class)->finalize (object);
}

static void
ui_window_class_init (UiWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CONTROLS);
  g_type_ensure (UI_TYPE_EXPORT_BAR);
  g_type_ensure (UI_TYPE_GALLERY);
  g_type_ensure (UI_TYPE_INSPECTOR);
  g_type_ensure (UI_TYPE_LOAD_BAR);
  g_type_ensure (UI_TYPE_MESSAGE_BAR);
  g_type_ensure (UI_TYPE_QUEUE_LIST);
  g_type_ensure (UI_TYPE_RACE_VIEW);
  g_type_ensure (UI_TYPE_STUDIO_VIEW);
  G_OBJECT_CLASS (klass)->dispose = ui_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = ui_window_close_request;
  widget_class->size_allocate = ui_window_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/window.ui");
  gtk_widget_class_bind_template_child (widget_class, UiWindow, generate);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, generate_content);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, save);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, export);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, queue_button);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, queue_list);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, export_bar);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, load_bar);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, inspect);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, inspector_flap);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, step);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, message_bar);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, controls);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, studio);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, race);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, gallery_view);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, recent_menu);
  gtk_widget_class_bind_template_callback (widget_class, dismissed_cb);
}

static void
ui_window_init (UiWindow *window)
{
  gtk_widget_init_template (GTK_WIDGET (window));
  ui_wheel_leave_to_pages (GTK_WIDGET (window));
  ui_wrap_words (GTK_WIDGET (window));
  window->cancellable = g_cancellable_new ();
  g_signal_connect (window, "map", G_CALLBACK (mapped_cb), NULL);
  ui_window_follow_fold (window);
}

static void
restore_settings (UiWindow *window)
{
  int width, height;

  window->settings = ui_settings_open ();
  ui_settings_restore (window->settings, GTK_WINDOW (window), window->workspace);
  if (window->settings != NULL)
    g_settings_bind (window->settings, "sidebar-shown", window->flap, "reveal-flap", G_SETTINGS_BIND_GET_NO_CHANGES);

  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  if (width < NARROW)
    {
      adw_flap_set_fold_policy (window->flap, ADW_FLAP_FOLD_POLICY_ALWAYS);
      adw_flap_set_reveal_flap (window->flap, FALSE);
      adw_flap_set_fold_policy (window->inspector_flap, ADW_FLAP_FOLD_POLICY_ALWAYS);
    }
  else if (window->settings != NULL)
    g_settings_bind (window->settings, "inspector-shown", window->inspector_flap, "reveal-flap", G_SETTINGS_BIND_DEFAULT);
}

/* With the inspector open, a click on what is painted looks there. */
static void
canvas_pressed_cb (UiWindow *window)
{
  const WeftConfig *config = studio_microscope_get_config (ui_inspector_get_microscope (window->inspector));
  gboolean is_painting;
  UiCanvasPixel pixel;

  g_object_get (ui_studio_view_get_paint_bar (window->studio), "painting", &is_painting, NULL);
  if (config == NULL || is_painting || !adw_flap_get_reveal_flap (window->inspector_flap)
      || !ui_canvas_get_pointed (ui_studio_view_get_canvas (window->studio), &pixel) || !pixel.is_painted)
    return;

  studio_workspace_set_shown_lane (window->workspace, pixel.lane);
  studio_workspace_set_shown_step (window->workspace, (pixel.row * config->image_width + pixel.column + 1) * pixel.n_channels);
}

static void
add_canvas_click (UiWindow *window)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (canvas_pressed_cb), window, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)), GTK_EVENT_CONTROLLER (click));
}

UiWindow *
ui_window_new (GtkApplication *application, StudioWorkspace *workspace)
{
  UiWindow *window = g_object_new (UI_TYPE_WINDOW, "application", application, NULL);
  const char *const sources[] = { "state", "job", "entry", "model-state", "can-undo", "can-redo", "playing",
                                  "shown-step", "sketched" };

  window->workspace = g_object_ref (workspace);
  restore_settings (window);
  ui_controls_set_workspace (window->controls, workspace);
  ui_studio_view_set_workspace (window->studio, workspace);
  ui_inspector_set_workspace (window->inspector, workspace);
  add_canvas_click (window);
  ui_studio_view_set_microscope (window->studio, ui_inspector_get_microscope (window->inspector));
  ui_race_view_set_workspace (window->race, workspace);
  ui_window_add_actions (window);
  ui_window_add_memory (window);
  ui_window_add_queue (window);
  ui_window_add_talk (window);
  ui_window_add_gallery (window);
  ui_window_add_preferences (window);
  ui_window_add_drag_and_drop (window);
  ui_notify_follow (GTK_WINDOW (window), workspace);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", sources[i], NULL);

      g_signal_connect_swapped (workspace, signal, G_CALLBACK (sync_state), window);
    }
  g_signal_connect_swapped (workspace, "notify::race", G_CALLBACK (race_changed_cb), window);
  g_signal_connect_swapped (workspace, "notify::can-undo", G_CALLBACK (step_taken_cb), window);
  g_signal_connect_swapped (workspace, "notify::problem", G_CALLBACK (problem_changed_cb), window);
  g_signal_connect_swapped (window->stack, "notify::visible-child", G_CALLBACK (sync_state), window);
  race_changed_cb (window);
  problem_changed_cb (window);
  ui_window_apply_compact (window);
  studio_workspace_forget_changes (workspace);
  gtk_widget_grab_focus (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)));
  return window;
}
