/* SPDX-License-Identifier: MIT */
/* A second canvas on the same frames: nothing is painted twice. */
#include "ui/audience-window.h"

#include "ui/canvas.h"
#include "ui/race-view.h"

struct _UiAudienceWindow {
  GtkWindow parent_instance;

  /* template */
  GtkStack *stack;
  UiCanvas *canvas;
  UiRaceView *race;
  GtkLabel *caption;
  GtkWidget *blank;

  /* owned */
  StudioWorkspace *workspace;
  UiPresentation *presentation;
  StudioFrame *frame; /* the one on the canvas */
};

G_DEFINE_FINAL_TYPE (UiAudienceWindow, ui_audience_window, GTK_TYPE_WINDOW)

static void
follow_frame (UiAudienceWindow *window)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;

  if (frame != window->frame)
    {
      g_clear_pointer (&window->frame, studio_frame_unref);
      window->frame = frame != NULL ? studio_frame_ref (frame) : NULL;
      ui_canvas_set_frame (window->canvas, frame);
    }

  ui_canvas_refresh (window->canvas);
  ui_canvas_set_running (window->canvas, studio_workspace_get_state (window->workspace) == STUDIO_RUN_RUNNING);
}

static void
job_changed_cb (UiAudienceWindow *window)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);
  WeftModel *model = job != NULL ? studio_job_get_model (job) : NULL;

  g_clear_pointer (&window->frame, studio_frame_unref);
  ui_canvas_set_shape (window->canvas, model != NULL ? weft_model_get_config (model) : NULL,
                       model != NULL ? weft_model_get_palette (model) : NULL,
                       job != NULL ? studio_job_get_n_lanes (job) : 1);
  follow_frame (window);
}

static void
completed_cb (UiAudienceWindow *window)
{
  follow_frame (window);
}

static void
entered_cb (UiAudienceWindow *window, const StudioScene *scene)
{
  gtk_label_set_text (window->caption, scene->caption);
  gtk_widget_set_visible (GTK_WIDGET (window->caption), scene->caption[0] != '\0');
  gtk_stack_set_visible_child_name (window->stack, scene->view == STUDIO_SCENE_VIEW_RACE ? "race" : "picture");
}

static void
ui_audience_window_dispose (GObject *object)
{
  UiAudienceWindow *window = UI_AUDIENCE_WINDOW (object);

  if (window->workspace != NULL)
    g_signal_handlers_disconnect_by_data (window->workspace, window);
  if (window->presentation != NULL)
    g_signal_handlers_disconnect_by_data (window->presentation, window);
  g_clear_object (&window->workspace);
  g_clear_object (&window->presentation);
  g_clear_pointer (&window->frame, studio_frame_unref);

  G_OBJECT_CLASS (ui_audience_window_parent_class)->dispose (object);
}

static void
ui_audience_window_class_init (UiAudienceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CANVAS);
  g_type_ensure (UI_TYPE_RACE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = ui_audience_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/audience-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UiAudienceWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UiAudienceWindow, canvas);
  gtk_widget_class_bind_template_child (widget_class, UiAudienceWindow, race);
  gtk_widget_class_bind_template_child (widget_class, UiAudienceWindow, caption);
  gtk_widget_class_bind_template_child (widget_class, UiAudienceWindow, blank);
}

static void
ui_audience_window_init (UiAudienceWindow *window)
{
  gtk_widget_init_template (GTK_WIDGET (window));
  g_signal_connect_swapped (window->canvas, "completed", G_CALLBACK (completed_cb), window);
}

/* The screen the speaker does not look at; with one screen only, a plain window that can be moved. */
static void
choose_screen (UiAudienceWindow *window, GtkWindow *speaker)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (speaker));
  GListModel *monitors = gdk_display_get_monitors (display);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (speaker));
  GdkMonitor *own = surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (monitors) && own != NULL; i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      if (monitor != own)
        {
          gtk_window_fullscreen_on_monitor (GTK_WINDOW (window), monitor);
          return;
        }
    }
}

UiAudienceWindow *
ui_audience_window_new (GtkWindow *speaker, StudioWorkspace *workspace, UiPresentation *presentation)
{
  UiAudienceWindow *window = g_object_new (UI_TYPE_AUDIENCE_WINDOW, "application", gtk_window_get_application (speaker), NULL);

  window->workspace = g_object_ref (workspace);
  window->presentation = g_object_ref (presentation);
  ui_race_view_set_workspace (window->race, workspace);
  g_signal_connect_swapped (workspace, "notify::job", G_CALLBACK (job_changed_cb), window);
  g_signal_connect_swapped (workspace, "notify::state", G_CALLBACK (follow_frame), window);
  g_signal_connect_swapped (presentation, "entered", G_CALLBACK (entered_cb), window);
  g_object_bind_property (presentation, "blank", window->blank, "visible", G_BINDING_SYNC_CREATE);
  job_changed_cb (window);
  choose_screen (window, speaker);
  return window;
}
