/* SPDX-License-Identifier: MIT */
/* The status line reads the run on a timeout of its own: a hidden window has no frame clock, its figures still count. */
#include "ui/status.h"

#include "ui/figure.h"
#include "ui/format.h"
#include "ui/squeeze.h"

#include <glib/gi18n.h>

#define FIRST_INTERVAL 20 /* milliseconds from the beginning of a run to its first reading */
#define MIN_LATE 0.1      /* seconds behind the pace that are told of */
#define INTERVAL 250      /* milliseconds between two readings */

struct _UiStatus {
  GtkWidget parent_instance;

  /* template */
  GtkProgressBar *progress;
  UiSqueeze *line; /* what it says must not fold the panel away, so that it does without what is last */
  GtkLabel *headline;
  UiFigure *pixel;
  UiFigure *waiting;
  UiFigure *row;
  UiFigure *rate;
  UiFigure *left;
  UiFigure *late;
  UiFigure *seed;
  UiFigure *memory;
  GtkWidget *pointer;
  GtkDrawingArea *swatch;
  UiFigure *pointed;

  /* owned */
  StudioWorkspace *workspace;

  guint timeout_id;
  guint32 colour; /* of the swatch, 0xRRGGBB */
  gboolean is_compact;
};

G_DEFINE_FINAL_TYPE (UiStatus, ui_status, GTK_TYPE_WIDGET)

enum {
  PROP_COMPACT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static const char *
get_headline (UiStatus *status)
{
  if (studio_workspace_get_model_state (status->workspace) == STUDIO_MODEL_LOADING)
    return _("Loading");

  switch (studio_workspace_get_state (status->workspace))
    {
    case STUDIO_RUN_RUNNING:
      return _("Painting");
    case STUDIO_RUN_PAUSED:
      return _("Paused");
    case STUDIO_RUN_FINISHED:
      return _("Finished");
    case STUDIO_RUN_FAILED:
      return _("Stopped");
    case STUDIO_RUN_CANCELLED:
    case STUDIO_RUN_READY:
    default:
      return _("Ready");
    }
}

static void
show_memory (UiStatus *status, StudioJob *job)
{
  StudioEntry *entry = studio_workspace_get_entry (status->workspace);
  const WeftConfig *config = entry != NULL ? studio_entry_get_config (entry) : NULL;
  double bytes = 0;

  if (job != NULL)
    bytes = (double) studio_job_get_state_bytes (job);
  else if (config != NULL && config->attention == WEFT_ATTENTION_LINEAR)
    bytes = (double) weft_config_get_state_bytes (config);

  ui_figure_take_value (status->memory, bytes > 0 ? ui_format_bytes (bytes) : g_strdup ("\342\200\223"));
}

static void
show_position (UiStatus *status, const WeftConfig *config, guint n_known)
{
  guint pixels = config != NULL ? config->image_width * config->image_height : 0;
  guint painted = config != NULL ? n_known / weft_config_get_n_channels (config) : 0;

  gtk_progress_bar_set_fraction (status->progress, pixels > 0 ? (double) painted / pixels : 0);
  if (config == NULL)
    {
      ui_figure_set_value (status->pixel, "\342\200\223");
      ui_figure_set_value (status->row, "\342\200\223");
      return;
    }

  ui_figure_take_value (status->pixel, g_strdup_printf (_("%u of %u"), painted, pixels));
  ui_figure_take_value (status->row, g_strdup_printf (_("%u of %u"),
                                                      MIN (painted / config->image_width + (n_known > 0),
                                                           config->image_height),
                                                      config->image_height));
}

/* Pixels that are given, by hand or from the beginning, and not in the picture yet. */
static void
show_waiting (UiStatus *status)
{
  const guint n = studio_workspace_list_waiting (status->workspace, NULL, NULL);

  gtk_widget_set_visible (GTK_WIDGET (status->waiting), n > 0);
  ui_figure_take_value (status->waiting, g_strdup_printf (ngettext ("%u pixel", "%u pixels", n), n));
}

/* Only a pace that the machine does not keep is worth a word. */
static void
show_lateness (UiStatus *status, StudioJob *job)
{
  const double seconds = job != NULL ? studio_job_get_seconds_late (job) : 0;

  gtk_widget_set_visible (GTK_WIDGET (status->late), seconds >= MIN_LATE);
  ui_figure_take_value (status->late, ui_format_duration (seconds));
}

static char *
dup_number (guint64 number)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

/* Of the pictures in sight, or of the next one while there is none. */
static void
show_seed (UiStatus *status, StudioJob *job)
{
  guint64 image = job != NULL ? studio_job_get_image (job) : 0;
  guint n_lanes = job != NULL ? studio_job_get_n_lanes (job) : 1;
  g_autofree char *seed = dup_number (job != NULL ? studio_job_get_seed (job)
                                                  : studio_workspace_get_seed (status->workspace));
  g_autofree char *first = dup_number (image), *last = dup_number (image + n_lanes - 1);

  if (n_lanes > 1)
    ui_figure_take_value (status->seed, g_strdup_printf (_("%s, images %s to %s"), seed, first, last));
  else if (image > 0)
    ui_figure_take_value (status->seed, g_strdup_printf (_("%s, image %s"), seed, first));
  else
    ui_figure_set_value (status->seed, seed);
}

static void
update (UiStatus *status)
{
  StudioJob *job = studio_workspace_get_job (status->workspace);
  StudioEntry *entry = studio_workspace_get_entry (status->workspace);
  const WeftConfig *config = entry != NULL ? studio_entry_get_config (entry) : NULL;
  StudioRunState state = studio_workspace_get_state (status->workspace);
  gboolean is_running = state == STUDIO_RUN_RUNNING;
  gboolean has_rate = is_running || (job != NULL && state == STUDIO_RUN_FINISHED); /* what was reached stays in sight */

  if (job != NULL)
    config = weft_model_get_config (studio_job_get_model (job));

  gtk_label_set_text (status->headline, get_headline (status));
  show_position (status, config, studio_workspace_get_shown_step (status->workspace));
  ui_figure_take_value (status->rate, ui_format_rate (has_rate ? studio_job_get_rate (job) : 0));
  ui_figure_take_value (status->left, ui_format_duration (is_running ? studio_job_get_seconds_left (job) : -1));
  show_lateness (status, job);
  show_waiting (status);
  show_seed (status, job);
  show_memory (status, job);
}

/* (transfer full): the whole line, a figure a line. */
static char *
dup_line (UiStatus *status)
{
  UiFigure *const figures[] = { status->pixel, status->row, status->rate, status->left, status->seed, status->memory };
  GString *text = g_string_new (gtk_label_get_text (status->headline));

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *title = NULL;

      g_object_get (figures[i], "title", &title, NULL);
      g_string_append_printf (text, "\n%s: %s", title, ui_figure_get_value (figures[i]));
    }

  return g_string_free (text, FALSE);
}

/* What had to go is still to be had. */
static gboolean
query_tooltip_cb (GtkWidget *line, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip, UiStatus *status)
{
  g_autofree char *text = NULL;

  if (!ui_squeeze_get_is_cut (status->line) && !status->is_compact)
    return FALSE;

  text = dup_line (status);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  update (UI_STATUS (user_data));
  return G_SOURCE_CONTINUE;
}

/* A run begins with nothing to tell; what it paints first shall not wait for a whole interval. */
static gboolean
first_timeout_cb (gpointer user_data)
{
  UiStatus *status = UI_STATUS (user_data);

  update (status);
  status->timeout_id = g_timeout_add (INTERVAL, timeout_cb, status);
  return G_SOURCE_REMOVE;
}

/* Between two readings nothing is asked, and while nothing runs there are no readings at all. */
static void
state_changed_cb (UiStatus *status)
{
  gboolean is_running = studio_workspace_get_state (status->workspace) == STUDIO_RUN_RUNNING;

  if (is_running && status->timeout_id == 0)
    status->timeout_id = g_timeout_add (FIRST_INTERVAL, first_timeout_cb, status);
  else if (!is_running)
    g_clear_handle_id (&status->timeout_id, g_source_remove);

  update (status);
}

static void
draw_swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  UiStatus *status = UI_STATUS (user_data);

  cairo_set_source_rgb (cr, (status->colour >> 16) / 255.0, (status->colour >> 8 & 0xff) / 255.0,
                        (status->colour & 0xff) / 255.0);
  cairo_paint (cr);
}

static void
set_compact (UiStatus *status, gboolean is_compact)
{
  status->is_compact = is_compact;
  gtk_widget_set_visible (GTK_WIDGET (status->row), !is_compact);
  gtk_widget_set_visible (GTK_WIDGET (status->seed), !is_compact);
  gtk_widget_set_visible (GTK_WIDGET (status->memory), !is_compact);
  ui_squeeze_set_spacing (status->line, is_compact ? 12 : 24);
  if (is_compact)
    gtk_widget_add_css_class (GTK_WIDGET (status), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (status), "compact");
  if (is_compact)
    gtk_widget_set_visible (status->pointer, FALSE);
}

static void
ui_status_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_COMPACT)
    g_value_set_boolean (value, UI_STATUS (object)->is_compact);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_status_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_COMPACT)
    set_compact (UI_STATUS (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_status_dispose (GObject *object)
{
  UiStatus *status = UI_STATUS (object);

  g_clear_handle_id (&status->timeout_id, g_source_remove);
  if (status->workspace != NULL)
    g_signal_handlers_disconnect_by_data (status->workspace, status);
  g_clear_object (&status->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_STATUS);

  G_OBJECT_CLASS (ui_status_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/status.ui");
  gtk_widget_class_bind_template_child (widget_class, UiStatus, progress);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, line);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, headline);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, pixel);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, waiting);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, row);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, rate);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, left);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, late);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, seed);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, memory);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, pointer);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, swatch);
  gtk_widget_class_bind_template_child (widget_class, UiStatus, pointed);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
}

static void
ui_status_class_init (UiStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_FIGURE);
  g_type_ensure (UI_TYPE_SQUEEZE);
  object_class->get_property = ui_status_get_property;
  object_class->set_property = ui_status_set_property;
  object_class->dispose = ui_status_dispose;
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  bind_template (widget_class);
}

static void
ui_status_init (UiStatus *status)
{
  gtk_widget_init_template (GTK_WIDGET (status));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (status))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_drawing_area_set_draw_func (status->swatch, draw_swatch_cb, status, NULL);
}

void
ui_status_set_workspace (UiStatus *status, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_STATUS (status));
  g_return_if_fail (status->workspace == NULL);

  status->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "notify::state", G_CALLBACK (state_changed_cb), status);
  g_signal_connect_swapped (workspace, "notify::shown-step", G_CALLBACK (state_changed_cb), status);
  g_signal_connect_swapped (workspace, "notify::job", G_CALLBACK (state_changed_cb), status);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (state_changed_cb), status);
  g_signal_connect_swapped (workspace, "notify::model-state", G_CALLBACK (state_changed_cb), status);
  g_signal_connect_swapped (workspace, "notify::seed", G_CALLBACK (state_changed_cb), status);
  g_signal_connect_swapped (workspace, "notify::sketched", G_CALLBACK (state_changed_cb), status);
  state_changed_cb (status);
}

static char *
describe_value (const UiCanvasPixel *pixel)
{
  if (!pixel->is_painted)
    return g_strdup ("\342\200\223");
  if (pixel->n_channels == 3)
    return g_strdup_printf ("#%06X", pixel->colour);
  return g_strdup_printf ("%u  #%06X", pixel->values[0], pixel->colour);
}

void
ui_status_set_pixel (UiStatus *status, const UiCanvasPixel *pixel, gboolean is_in_bits)
{
  g_autofree char *place = NULL, *value = NULL;

  g_return_if_fail (UI_IS_STATUS (status));

  gtk_widget_set_visible (status->pointer, pixel != NULL && !status->is_compact);
  gtk_widget_set_visible (GTK_WIDGET (status->memory), pixel == NULL && !status->is_compact); /* it needs the room */
  if (pixel == NULL)
    return;

  place = pixel->n_lanes > 1
            ? g_strdup_printf (_("image %u, x %u, y %u"), pixel->lane, pixel->column, pixel->row)
            : g_strdup_printf (_("x %u, y %u"), pixel->column, pixel->row);
  g_object_set (status->pointed, "title", place, NULL);
  value = describe_value (pixel);
  if (is_in_bits && pixel->has_overlay)
    ui_figure_take_value (status->pointed, g_strdup_printf (_("%s, %.2f bits"), value, (double) pixel->overlay));
  else
    ui_figure_set_value (status->pointed, value);
  gtk_widget_set_opacity (GTK_WIDGET (status->swatch), pixel->is_painted ? 1 : 0);
  status->colour = pixel->colour;
  gtk_widget_queue_draw (GTK_WIDGET (status->swatch));
}
