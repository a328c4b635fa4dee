/* SPDX-License-Identifier: MIT */
/* Keeps the canvas at the present frame of the present run. */
#include "ui/studio-view.h"

#include "ui/status.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _UiStudioView {
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack;
  UiCanvas *canvas;
  AdwStatusPage *empty;
  UiTimelineBar *timeline;
  UiStatus *status;
  UiOverlayBar *overlay_bar;
  UiPaintBar *paint_bar;

  /* owned */
  GtkWidget *menu; /* what can be done with a picture; NULL until somebody asks */
  StudioWorkspace *workspace;
  StudioFrame *frame; /* the one on the canvas */
};

G_DEFINE_FINAL_TYPE (UiStudioView, ui_studio_view, GTK_TYPE_WIDGET)

enum {
  PROP_COMPACT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* Where numbers went astray, if they did. */
static void
show_broken (UiStudioView *view, StudioJob *job)
{
  const guint value = job != NULL ? studio_job_get_broken_value (job) : G_MAXUINT;

  ui_canvas_set_broken (view->canvas, value == G_MAXUINT ? value
                                                         : value / weft_config_get_n_channels (weft_model_get_config (
                                                                     studio_job_get_model (job))));
}

static void
follow_frame (UiStudioView *view)
{
  StudioJob *job = studio_workspace_get_job (view->workspace);
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;

  if (frame != view->frame)
    {
      g_clear_pointer (&view->frame, studio_frame_unref);
      view->frame = frame != NULL ? studio_frame_ref (frame) : NULL;
      ui_canvas_set_frame (view->canvas, frame);
    }

  ui_canvas_refresh (view->canvas);
  show_broken (view, job);
  ui_canvas_set_running (view->canvas, studio_workspace_get_state (view->workspace) == STUDIO_RUN_RUNNING);
  ui_paint_bar_update_marks (view->paint_bar);
}

/* Another run, or other settings for the next one: the canvas shows how many pictures of which size there will be. */
static void
shape_changed_cb (UiStudioView *view)
{
  StudioJob *job = studio_workspace_get_job (view->workspace);
  StudioEntry *entry = studio_workspace_get_entry (view->workspace);

  g_clear_pointer (&view->frame, studio_frame_unref);
  if (job != NULL)
    {
      WeftModel *model = studio_job_get_model (job);

      ui_canvas_set_shape (view->canvas, weft_model_get_config (model), weft_model_get_palette (model),
                           studio_job_get_n_lanes (job));
    }
  else
    ui_canvas_set_shape (view->canvas, entry != NULL ? studio_entry_get_config (entry) : NULL, NULL,
                         studio_workspace_get_n_lanes (view->workspace));

  gtk_stack_set_visible_child_name (view->stack, entry != NULL || job != NULL ? "canvas" : "empty");
  follow_frame (view);
}

static void
settings_changed_cb (UiStudioView *view)
{
  if (studio_workspace_get_job (view->workspace) == NULL)
    shape_changed_cb (view);
}

/* Going back and on in the picture: what is known is there at once. */
static void
shown_step_changed_cb (UiStudioView *view)
{
  ui_canvas_set_limit (view->canvas, studio_workspace_get_is_following (view->workspace)
                                       ? G_MAXUINT
                                       : studio_workspace_get_shown_step (view->workspace));
  ui_paint_bar_update_marks (view->paint_bar);
}

static void
shown_lane_changed_cb (UiStudioView *view)
{
  ui_canvas_set_chosen (view->canvas, studio_workspace_get_shown_lane (view->workspace));
}

static void
completed_cb (UiStudioView *view)
{
  follow_frame (view);
}

static void
pointed_cb (UiStudioView *view)
{
  UiCanvasPixel pixel;
  g_autofree char *overlay = NULL;

  g_object_get (view->overlay_bar, "overlay", &overlay, NULL);
  ui_status_set_pixel (view->status, ui_canvas_get_pointed (view->canvas, &pixel) ? &pixel : NULL,
                       g_strcmp0 (overlay, "surprise") == 0);
}

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* What begins at a pixel, if one is meant that is painted, else at the shown step. */
static void
append_futures (UiStudioView *view, GMenu *menu, guint lane, guint pixel)
{
  StudioJob *job = studio_workspace_get_job (view->workspace);
  const WeftConfig *config = job != NULL ? weft_model_get_config (studio_job_get_model (job)) : NULL;

  if (config != NULL && view->frame != NULL
      && pixel < studio_frame_get_n_known (view->frame) / weft_config_get_n_channels (config))
    {
      append (menu, _("_Branch Here"), "win.branch-here", g_variant_new ("(uu)", lane, pixel));
      append (menu, _("_Fan of Futures from Here"), "win.fan-here", g_variant_new ("(uu)", lane, pixel));
      append (menu, _("_Inspect, or Set Another Value"), "win.inspect-here", g_variant_new ("(uu)", lane, pixel));
    }
  else
    {
      append (menu, _("_Branch from the Shown Step"), "win.branch", NULL);
      append (menu, _("_Fan of Futures from the Shown Step"), "win.fan", NULL);
    }
}

static GMenuModel *
create_menu (UiStudioView *view, guint lane, guint pixel)
{
  StudioJob *job = studio_workspace_get_job (view->workspace);
  const gboolean is_one_of_many = job != NULL && studio_job_get_n_lanes (job) > 1;
  g_autoptr (GMenu) futures = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();
  g_autoptr (GMenu) facts = g_menu_new ();
  GMenu *menu = g_menu_new ();

  append_futures (view, futures, lane, pixel);
  append (futures, _("_Paint by Hand"), "win.paint", NULL);
  if (is_one_of_many)
    append (futures, _("_Go On with This One Alone"), "win.adopt", g_variant_new_uint32 (lane));

  append (copies, _("_Save This Image…"), "win.save-lane", g_variant_new_uint32 (lane));
  if (is_one_of_many)
    append (copies, _("Save _All…"), "win.save", NULL);
  append (copies, _("_Copy"), "win.copy", NULL);
  append (copies, _("Copy as _Text"), "win.copy-text", NULL);

  append (facts, _("_Keep Its Seed"), "win.keep-seed", g_variant_new_uint32 (lane));
  append (facts, _("_Details…"), "win.details", NULL);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (futures));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (facts));
  return G_MENU_MODEL (menu);
}

static void
menu_cb (UiStudioView *view, guint lane, guint pixel, double x, double y, UiCanvas *canvas)
{
  g_autoptr (GMenuModel) model = create_menu (view, lane, pixel);

  if (view->menu == NULL)
    {
      view->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (view->menu), FALSE);
      gtk_widget_set_halign (view->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (view->menu, GTK_WIDGET (view));
    }

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (view->menu), model);
  gtk_widget_translate_coordinates (GTK_WIDGET (canvas), GTK_WIDGET (view), x, y, &x, &y);
  gtk_popover_set_pointing_to (GTK_POPOVER (view->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (view->menu));
}

static void
ui_studio_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_COMPACT)
    g_object_get_property (G_OBJECT (UI_STUDIO_VIEW (object)->status), "compact", value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_studio_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiStudioView *view = UI_STUDIO_VIEW (object);

  if (id == PROP_COMPACT)
    {
      if (g_value_get_boolean (value))
        gtk_widget_add_css_class (GTK_WIDGET (view), "compact");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (view), "compact");
      g_object_set_property (G_OBJECT (view->timeline), "compact", value);
      g_object_set_property (G_OBJECT (view->status), "compact", value);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_studio_view_dispose (GObject *object)
{
  UiStudioView *view = UI_STUDIO_VIEW (object);

  if (view->workspace != NULL)
    g_signal_handlers_disconnect_by_data (view->workspace, view);
  g_clear_object (&view->workspace);
  g_clear_pointer (&view->menu, gtk_widget_unparent);
  g_clear_pointer (&view->frame, studio_frame_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_STUDIO_VIEW);

  G_OBJECT_CLASS (ui_studio_view_parent_class)->dispose (object);
}

static void
ui_studio_view_class_init (UiStudioViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CANVAS);
  g_type_ensure (UI_TYPE_OVERLAY_BAR);
  g_type_ensure (UI_TYPE_PAINT_BAR);
  g_type_ensure (UI_TYPE_STATUS);
  g_type_ensure (UI_TYPE_TIMELINE_BAR);
  object_class->get_property = ui_studio_view_get_property;
  object_class->set_property = ui_studio_view_set_property;
  object_class->dispose = ui_studio_view_dispose;
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/studio-view.ui");
  gtk_widget_class_bind_template_child (widget_class, UiStudioView, stack);
  gtk_widget_class_bind_template_child (widget_class, UiStudioView, canvas);
  gtk_widget_class_bind_template_child (widget_class, UiStudioView, empty);
  gtk_widget_class_bind_template_child (widget_class, UiStudioView, timeline);
  gtk_widget_class_bind_template_child (widget_class, UiStudioView, status);
  gtk_widget_class_bind_template_child (widget_class, UiStudioView, overlay_bar);
  gtk_widget_class_bind_template_child (widget_class, UiStudioView, paint_bar);
  gtk_widget_class_bind_template_callback (widget_class, pointed_cb);
  gtk_widget_class_bind_template_callback (widget_class, completed_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_cb);
}

static void
ui_studio_view_init (UiStudioView *view)
{
  gtk_widget_init_template (GTK_WIDGET (view));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (view))),
                                  GTK_ORIENTATION_VERTICAL);
}

/* Where checkpoints were looked for, and which files they would be. */
static void
describe_empty (UiStudioView *view)
{
  StudioCatalog *catalog = studio_workspace_get_catalog (view->workspace);
  g_autofree char *text = g_markup_printf_escaped (_("There is no checkpoint in %s, nor in %s. Open one, drop it here, or put "
                                                     ".safetensors files into the second folder and look again."),
                                                   studio_catalog_get_bundled_dir (catalog),
                                                   studio_catalog_get_user_dir (catalog));

  adw_status_page_set_description (view->empty, text);
}

void
ui_studio_view_set_workspace (UiStudioView *view, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_STUDIO_VIEW (view));
  g_return_if_fail (view->workspace == NULL);

  view->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "notify::job", G_CALLBACK (shape_changed_cb), view);
  g_signal_connect_swapped (workspace, "notify::state", G_CALLBACK (follow_frame), view);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (settings_changed_cb), view);
  g_signal_connect_swapped (workspace, "notify::n-lanes", G_CALLBACK (settings_changed_cb), view);
  g_signal_connect_swapped (workspace, "notify::shown-step", G_CALLBACK (shown_step_changed_cb), view);
  g_signal_connect_swapped (workspace, "notify::shown-lane", G_CALLBACK (shown_lane_changed_cb), view);
  ui_timeline_bar_set_workspace (view->timeline, workspace);
  ui_status_set_workspace (view->status, workspace);
  ui_paint_bar_set_workspace (view->paint_bar, workspace, view->canvas);
  describe_empty (view);
  shape_changed_cb (view);
}

UiCanvas *
ui_studio_view_get_canvas (UiStudioView *view)
{
  g_return_val_if_fail (UI_IS_STUDIO_VIEW (view), NULL);

  return view->canvas;
}

void
ui_studio_view_set_microscope (UiStudioView *view, StudioMicroscope *microscope)
{
  g_return_if_fail (UI_IS_STUDIO_VIEW (view));

  ui_overlay_bar_set_microscope (view->overlay_bar, microscope, view->canvas);
}

UiTimelineBar *
ui_studio_view_get_timeline (UiStudioView *view)
{
  g_return_val_if_fail (UI_IS_STUDIO_VIEW (view), NULL);

  return view->timeline;
}

UiPaintBar *
ui_studio_view_get_paint_bar (UiStudioView *view)
{
  g_return_val_if_fail (UI_IS_STUDIO_VIEW (view), NULL);

  return view->paint_bar;
}

UiOverlayBar *
ui_studio_view_get_overlay_bar (UiStudioView *view)
{
  g_return_val_if_fail (UI_IS_STUDIO_VIEW (view), NULL);

  return view->overlay_bar;
}
