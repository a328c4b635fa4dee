/* SPDX-License-Identifier: MIT */
/* The line follows what is painted a few times a second; whoever drags it leads. */
#include "ui/timeline-bar.h"

#include "ui/branch-list.h"
#include "ui/look.h"

#include <glib/gi18n.h>

#define INTERVAL 90000 /* microseconds between two readings while something is painted, at least: every third look */

struct _UiTimelineBar {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *transport;
  GtkWidget *line;
  GtkWidget *first;
  GtkWidget *last;
  GtkButton *play;
  GtkRange *scale;
  GtkAdjustment *adjustment;
  GtkDrawingArea *area;
  GtkWidget *paint;
  GtkMenuButton *branches;
  UiBranchList *branch_list;

  /* owned */
  StudioWorkspace *workspace;
  UiTimelineMarks *marks;

  WeftConfig config; /* of the picture in sight; all zero without one */
  guint tick_id;
  gint64 read_at;        /* of the frame clock */
  guint told_row;        /* the row that readers were told of last */
  gboolean is_reading;   /* the scale is set to what is shown, not by a user */
  gboolean is_compact;
};

G_DEFINE_FINAL_TYPE (UiTimelineBar, ui_timeline_bar, GTK_TYPE_WIDGET)

enum {
  PROP_COMPACT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static guint
count_pixels (UiTimelineBar *bar)
{
  return bar->config.image_width * bar->config.image_height;
}

static guint
get_n_channels (UiTimelineBar *bar)
{
  return weft_config_get_n_channels (&bar->config);
}

char *
ui_timeline_bar_dup_text (UiTimelineBar *bar)
{
  guint pixel = (guint) gtk_range_get_value (bar->scale);

  g_return_val_if_fail (UI_IS_TIMELINE_BAR (bar), NULL);

  if (bar->config.image_width == 0)
    return g_strdup (_("no picture yet"));
  if (pixel >= count_pixels (bar))
    return g_strdup (_("finished"));

  return g_strdup_printf (_("row %u, column %u"), pixel / bar->config.image_width + 1, pixel % bar->config.image_width + 1);
}

/* While it runs readers are told of rows; where somebody goes, of each pixel. */
static void
tell (UiTimelineBar *bar)
{
  gboolean is_running = studio_workspace_get_state (bar->workspace) == STUDIO_RUN_RUNNING;
  guint row = bar->config.image_width > 0 ? (guint) gtk_range_get_value (bar->scale) / bar->config.image_width : 0;
  g_autofree char *text = NULL;

  if (is_running && row == bar->told_row)
    return;

  bar->told_row = row;
  text = ui_timeline_bar_dup_text (bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

/* What is painted can be gone to, what is shown is where the handle stands. */
static void
read_step (UiTimelineBar *bar)
{
  StudioJob *job = studio_workspace_get_job (bar->workspace);
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;
  guint n_known = frame != NULL ? studio_frame_get_n_known (frame) : 0;
  guint n_channels = job != NULL ? get_n_channels (bar) : 1;

  bar->is_reading = TRUE;
  gtk_range_set_fill_level (bar->scale, n_known / n_channels);
  gtk_range_set_value (bar->scale, studio_workspace_get_shown_step (bar->workspace) / n_channels);
  bar->is_reading = FALSE;
  tell (bar);
}

static void
value_changed_cb (UiTimelineBar *bar)
{
  if (bar->is_reading || bar->workspace == NULL || studio_workspace_get_job (bar->workspace) == NULL)
    return;

  studio_workspace_set_shown_step (bar->workspace, MAX ((guint) gtk_range_get_value (bar->scale) * get_n_channels (bar), 1));
}

static void
branch_chosen_cb (UiTimelineBar *bar)
{
  gtk_menu_button_popdown (bar->branches);
}

/* Marks */

static void
add_keyframes (UiTimelineBar *bar, const StudioJobLane *lane)
{
  g_autoptr (GArray) steps = studio_keyframes_list (lane->keyframes);

  for (guint i = 0; i < steps->len; i++)
    ui_timeline_marks_add (bar->marks, UI_TIMELINE_KEYFRAME, g_array_index (steps, guint, i) / get_n_channels (bar));
}

static void
add_changes (UiTimelineBar *bar, const StudioRecipe *recipe)
{
  const guint n_channels = get_n_channels (bar);

  for (guint i = 1; i < recipe->temperatures->len; i++)
    ui_timeline_marks_add (bar->marks, UI_TIMELINE_TEMPERATURE,
                           g_array_index (recipe->temperatures, StudioTemperatureEvent, i).step / n_channels);
  for (guint i = 0; i < recipe->addresses->len; i++)
    ui_timeline_marks_add (bar->marks, UI_TIMELINE_BRANCH,
                           g_array_index (recipe->addresses, StudioAddressEvent, i).step / n_channels);
  for (guint i = 0; i < recipe->overrides->len; i++)
    ui_timeline_marks_add (bar->marks, UI_TIMELINE_OVERRIDE,
                           g_array_index (recipe->overrides, StudioOverride, i).step / n_channels);
  for (guint i = 0; i < recipe->surgeries->len; i++)
    ui_timeline_marks_add (bar->marks, UI_TIMELINE_MEMORY,
                           ((const StudioSurgery *) g_ptr_array_index (recipe->surgeries, i))->step / n_channels);
}

/* Where others go on from this picture, and where it goes on from another. */
static void
add_branches (UiTimelineBar *bar)
{
  GListModel *branches = studio_workspace_get_branches (bar->workspace);
  StudioBranch *present = studio_workspace_get_branch (bar->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (branches); i++)
    {
      g_autoptr (StudioBranch) branch = g_list_model_get_item (branches, i);

      if (studio_branch_get_parent (branch) != NULL
          && (branch == present || studio_branch_get_parent (branch) == present))
        ui_timeline_marks_add (bar->marks, UI_TIMELINE_BRANCH,
                               studio_branch_get_n_common (branch) / get_n_channels (bar));
    }
}

/* The marks in words, for a pointer that rests on the line and for readers. */
static void
describe_marks (UiTimelineBar *bar)
{
  g_autofree char *text = ui_timeline_marks_dup_text (bar->marks);

  gtk_widget_set_tooltip_text (GTK_WIDGET (bar->scale), text[0] != '\0' ? text : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->scale), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
read_marks (UiTimelineBar *bar)
{
  StudioJob *job = studio_workspace_get_job (bar->workspace);
  g_auto (StudioJobLane) lane = { 0 };

  ui_timeline_marks_clear (bar->marks, count_pixels (bar), bar->config.image_width);
  if (job != NULL && studio_job_get_lane (job, studio_workspace_get_shown_lane (bar->workspace), &lane))
    {
      if (lane.keyframes != NULL)
        add_keyframes (bar, &lane);
      add_changes (bar, lane.recipe);
      add_branches (bar);
    }
  describe_marks (bar);
  gtk_widget_queue_draw (GTK_WIDGET (bar->area));
}

/* Where the handle's middle stands at both ends, in the area's coordinates. */
static void
get_ends (UiTimelineBar *bar, double *from, double *to)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (bar->scale)) == GTK_TEXT_DIR_RTL;
  GdkRectangle trough;
  double x = 0, y = 0;

  gtk_range_get_range_rect (bar->scale, &trough);
  gtk_widget_translate_coordinates (GTK_WIDGET (bar->scale), GTK_WIDGET (bar->area), trough.x, trough.y, &x, &y);
  *from = is_mirrored ? x + trough.width : x;
  *to = is_mirrored ? x : x + trough.width;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  UiTimelineBar *bar = UI_TIMELINE_BAR (user_data);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (area));
  GdkRGBA colour, accent;
  double from, to;

  gtk_style_context_get_color (context, &colour);
  colour.alpha *= 0.4f;
  if (!gtk_style_context_lookup_color (context, "accent_color", &accent))
    accent = colour;
  get_ends (bar, &from, &to);
  ui_timeline_marks_draw (bar->marks, cr, from, to, height / 2.0, &colour, &accent);
}

/* Following */

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UiTimelineBar *bar = UI_TIMELINE_BAR (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (!ui_look_is_due (clock) || now - bar->read_at < INTERVAL)
    return G_SOURCE_CONTINUE;

  bar->read_at = now;
  read_step (bar);
  return G_SOURCE_CONTINUE;
}

static void
set_ticking (UiTimelineBar *bar, gboolean is_ticking)
{
  if (is_ticking && bar->tick_id == 0)
    bar->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (bar), tick_cb, NULL, NULL);
  else if (!is_ticking && bar->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (bar), bar->tick_id);
      bar->tick_id = 0;
    }
}

static void
state_changed_cb (UiTimelineBar *bar)
{
  gboolean is_running = studio_workspace_get_state (bar->workspace) == STUDIO_RUN_RUNNING;
  gboolean is_going = is_running || studio_workspace_get_playing (bar->workspace);
  const char *label = is_going ? _("Pause") : _("Play");

  set_ticking (bar, is_running);
  gtk_button_set_icon_name (bar->play, is_going ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (bar->play), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->play), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  read_marks (bar);
  read_step (bar);
}

/* Another picture, or none: the line is as long as its pixels. */
static void
job_changed_cb (UiTimelineBar *bar)
{
  StudioJob *job = studio_workspace_get_job (bar->workspace);

  bar->config = job != NULL ? *weft_model_get_config (studio_job_get_model (job)) : (WeftConfig) { 0 };
  gtk_widget_set_sensitive (GTK_WIDGET (bar->scale), job != NULL);

  bar->is_reading = TRUE;
  gtk_adjustment_configure (bar->adjustment, 0, 0, MAX (count_pixels (bar), 1), 1, MAX (bar->config.image_width, 1), 0);
  bar->is_reading = FALSE;
  state_changed_cb (bar);
}

static void
set_compact (UiTimelineBar *bar, gboolean is_compact)
{
  bar->is_compact = is_compact;
  gtk_widget_set_visible (bar->first, !is_compact);
  gtk_widget_set_visible (bar->last, !is_compact);
  if (is_compact)
    gtk_widget_add_css_class (GTK_WIDGET (bar), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (bar), "compact");
}

static void
ui_timeline_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_COMPACT)
    g_value_set_boolean (value, UI_TIMELINE_BAR (object)->is_compact);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_timeline_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_COMPACT)
    set_compact (UI_TIMELINE_BAR (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_timeline_bar_dispose (GObject *object)
{
  UiTimelineBar *bar = UI_TIMELINE_BAR (object);

  set_ticking (bar, FALSE);
  if (bar->workspace != NULL)
    g_signal_handlers_disconnect_by_data (bar->workspace, bar);
  g_clear_object (&bar->workspace);
  if (bar->branches != NULL)
    gtk_menu_button_set_popover (bar->branches, NULL); /* GTK 4.8 keeps one that is open */
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_TIMELINE_BAR);

  G_OBJECT_CLASS (ui_timeline_bar_parent_class)->dispose (object);
}

static void
ui_timeline_bar_finalize (GObject *object)
{
  ui_timeline_marks_free (UI_TIMELINE_BAR (object)->marks);

  G_OBJECT_CLASS (ui_timeline_bar_parent_class)->finalize (object);
}

static void
ui_timeline_bar_class_init (UiTimelineBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_BRANCH_LIST);
  object_class->get_property = ui_timeline_bar_get_property;
  object_class->set_property = ui_timeline_bar_set_property;
  object_class->dispose = ui_timeline_bar_dispose;
  object_class->finalize = ui_timeline_bar_finalize;
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/timeline-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, transport);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, line);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, first);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, last);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, play);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, scale);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, area);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, paint);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, branches);
  gtk_widget_class_bind_template_child (widget_class, UiTimelineBar, branch_list);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, branch_chosen_cb);
}

static void
ui_timeline_bar_init (UiTimelineBar *bar)
{
  bar->marks = ui_timeline_marks_new ();
  gtk_widget_init_template (GTK_WIDGET (bar));
  gtk_drawing_area_set_draw_func (bar->area, draw_cb, bar, NULL);
}

void
ui_timeline_bar_set_workspace (UiTimelineBar *bar, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_TIMELINE_BAR (bar));
  g_return_if_fail (bar->workspace == NULL);

  bar->workspace = g_object_ref (workspace);
  ui_branch_list_set_workspace (bar->branch_list, workspace);
  g_signal_connect_swapped (workspace, "notify::job", G_CALLBACK (job_changed_cb), bar);
  g_signal_connect_swapped (workspace, "notify::state", G_CALLBACK (state_changed_cb), bar);
  g_signal_connect_object (studio_workspace_get_branches (workspace), "items-changed", G_CALLBACK (read_marks), bar,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (workspace, "notify::playing", G_CALLBACK (state_changed_cb), bar);
  g_signal_connect_swapped (workspace, "notify::shown-step", G_CALLBACK (read_step), bar);
  g_signal_connect_swapped (workspace, "notify::shown-lane", G_CALLBACK (state_changed_cb), bar);
  job_changed_cb (bar);
}

void
ui_timeline_bar_show_branches (UiTimelineBar *bar)
{
  g_return_if_fail (UI_IS_TIMELINE_BAR (bar));

  gtk_menu_button_popup (bar->branches);
}

GtkRange *
ui_timeline_bar_get_scale (UiTimelineBar *bar)
{
  g_return_val_if_fail (UI_IS_TIMELINE_BAR (bar), NULL);

  return bar->scale;
}

UiTimelineMarks *
ui_timeline_bar_get_marks (UiTimelineBar *bar)
{
  g_return_val_if_fail (UI_IS_TIMELINE_BAR (bar), NULL);

  return bar->marks;
}
