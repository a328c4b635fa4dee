/* SPDX-License-Identifier: MIT */
/* A lane asks the race for its frame, its rate and its bytes; it knows nothing of the other lanes. */
#include "ui/race-lane.h"

#include "ui/canvas.h"
#include "ui/figure.h"
#include "ui/format.h"

#include "app/race-figures.h"

#include <glib/gi18n.h>

struct _UiRaceLane {
  GtkWidget parent_instance;

  /* template */
  GtkLabel *title;
  GtkWidget *heading;
  GtkLabel *weights;
  UiCanvas *canvas;
  GtkBox *body;
  GtkBox *figures;
  UiFigure *rate;
  UiFigure *memory;

  /* owned */
  StudioRace *race;
  StudioFrame *frame; /* the one on the canvas */

  guint index;
};

G_DEFINE_FINAL_TYPE (UiRaceLane, ui_race_lane, GTK_TYPE_WIDGET)

/* What does not count is grey. */
static void
show_warmup (UiRaceLane *lane)
{
  if (lane->race != NULL && studio_race_get_is_warming_up (lane->race))
    gtk_widget_add_css_class (GTK_WIDGET (lane->canvas), "warming-up");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (lane->canvas), "warming-up");
}

static void
follow_frame (UiRaceLane *lane)
{
  g_autoptr (StudioFrame) frame = studio_race_dup_frame (lane->race, lane->index);

  if (frame != lane->frame)
    {
      g_clear_pointer (&lane->frame, studio_frame_unref);
      lane->frame = frame != NULL ? studio_frame_ref (frame) : NULL;
      ui_canvas_set_frame (lane->canvas, frame);
      ui_canvas_set_running (lane->canvas,
                             studio_activity_get_state (STUDIO_ACTIVITY (lane->race)) == STUDIO_RUN_RUNNING);
    }
  show_warmup (lane);
}

static void
completed_cb (UiRaceLane *lane)
{
  follow_frame (lane);
}

static void
ui_race_lane_dispose (GObject *object)
{
  UiRaceLane *lane = UI_RACE_LANE (object);

  g_clear_object (&lane->race);
  g_clear_pointer (&lane->frame, studio_frame_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RACE_LANE);

  G_OBJECT_CLASS (ui_race_lane_parent_class)->dispose (object);
}

static void
ui_race_lane_class_init (UiRaceLaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CANVAS);
  g_type_ensure (UI_TYPE_FIGURE);
  G_OBJECT_CLASS (klass)->dispose = ui_race_lane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/race-lane.ui");
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, title);
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, heading);
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, weights);
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, canvas);
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, rate);
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, body);
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, figures);
  gtk_widget_class_bind_template_child (widget_class, UiRaceLane, memory);
  gtk_widget_class_bind_template_callback (widget_class, completed_cb);
}

static void
ui_race_lane_init (UiRaceLane *lane)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (lane));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (lane));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  ui_figure_wrap (lane->rate);
  ui_figure_wrap (lane->memory);
  ui_race_lane_update (lane);
}

void
ui_race_lane_align (UiRaceLane *lane, GtkSizeGroup *group)
{
  g_return_if_fail (UI_IS_RACE_LANE (lane));

  gtk_size_group_add_widget (group, lane->heading);
}

void
ui_race_lane_set_compact (UiRaceLane *lane, gboolean is_compact)
{
  g_return_if_fail (UI_IS_RACE_LANE (lane));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (lane->body),
                                  is_compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_remove_css_class (GTK_WIDGET (lane->title), is_compact ? "title-4" : "heading");
  gtk_widget_add_css_class (GTK_WIDGET (lane->title), is_compact ? "heading" : "title-4");
  gtk_box_set_spacing (lane->body, is_compact ? 6 : 18);
  gtk_box_set_spacing (lane->figures, is_compact ? 6 : 12);
}

void
ui_race_lane_set_form (UiRaceLane *lane, WeftForm form)
{
  g_autofree char *label = NULL;

  g_return_if_fail (UI_IS_RACE_LANE (lane));

  gtk_label_set_text (lane->title, studio_race_form_to_title (form));
  label = g_strdup_printf (_("Image painted by %s attention"), studio_race_form_to_name (form));
  gtk_accessible_update_property (GTK_ACCESSIBLE (lane->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
ui_race_lane_set_config (UiRaceLane *lane, const WeftConfig *config)
{
  g_return_if_fail (UI_IS_RACE_LANE (lane));

  g_clear_pointer (&lane->frame, studio_frame_unref);
  g_clear_object (&lane->race);
  ui_canvas_set_shape (lane->canvas, config, NULL, 1);
  gtk_label_set_text (lane->weights, "");
  ui_race_lane_update (lane);
}

void
ui_race_lane_set_race (UiRaceLane *lane, StudioRace *race, guint index)
{
  WeftModel *model;

  g_return_if_fail (UI_IS_RACE_LANE (lane));
  g_return_if_fail (index < studio_race_get_n_lanes (race));

  g_clear_pointer (&lane->frame, studio_frame_unref);
  g_set_object (&lane->race, race);
  lane->index = index;
  model = studio_race_get_model (race, index);
  ui_race_lane_set_form (lane, studio_race_get_form (race, index));
  gtk_label_set_text (lane->weights, _(studio_weights_to_sentence (studio_race_get_weights (race, index))));
  ui_canvas_set_shape (lane->canvas, weft_model_get_config (model), weft_model_get_palette (model), 1);
  follow_frame (lane);
  ui_race_lane_update (lane);
}

void
ui_race_lane_follow (UiRaceLane *lane)
{
  g_return_if_fail (UI_IS_RACE_LANE (lane));
  g_return_if_fail (lane->race != NULL);

  follow_frame (lane);
}

void
ui_race_lane_set_running (UiRaceLane *lane, gboolean running)
{
  g_return_if_fail (UI_IS_RACE_LANE (lane));

  if (lane->race != NULL)
    follow_frame (lane);
  ui_canvas_refresh (lane->canvas);
  ui_canvas_set_running (lane->canvas, running);
}

/* While it runs, what it does now; afterwards that of whole pictures, which is what the lanes are compared by. */
static double
get_rate (UiRaceLane *lane)
{
  g_autoptr (StudioRaceResult) result = NULL;

  if (studio_activity_is_final (STUDIO_ACTIVITY (lane->race)))
    result = studio_race_dup_result (lane->race);
  return result != NULL ? studio_race_result_get_lane (result, lane->index)->rate
                        : studio_race_get_rate (lane->race, lane->index);
}

void
ui_race_lane_update (UiRaceLane *lane)
{
  double rate = 0, bytes = 0;

  g_return_if_fail (UI_IS_RACE_LANE (lane));

  if (lane->race != NULL)
    {
      rate = get_rate (lane);
      bytes = (double) studio_race_get_state_bytes (lane->race, lane->index);
    }

  ui_figure_take_value (lane->rate, ui_format_rate (rate));
  ui_figure_take_value (lane->memory, bytes > 0 ? ui_format_bytes (bytes) : g_strdup ("\342\200\223"));
}
