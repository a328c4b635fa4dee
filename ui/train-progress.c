/* SPDX-License-Identifier: MIT */
/* Figures are read four times a second; the curve and the samples are fetched when there are new ones. */
#include "ui/train-progress.h"

#include "ui/chart.h"
#include "ui/figure.h"
#include "ui/format.h"
#include "ui/pixel-grid.h"

#include <glib/gi18n.h>
#include <math.h>

#define INTERVAL 250         /* milliseconds between two looks at the figures */
#define MAX_CHART_POINTS 400 /* that a line is drawn with */

enum { LINE_LEARNT, LINE_HELD_OUT };

struct _UiTrainProgress {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *scroller; /* the only child */
  GtkLabel *headline;
  GtkLabel *note;
  GtkProgressBar *bar;
  UiFigure *step;
  UiFigure *bits;
  UiFigure *rate;
  UiFigure *left;
  UiChart *chart;
  GtkWidget *samples_box;
  UiPixelGrid *samples;
  GtkLabel *samples_text;

  /* owned */
  StudioTraining *training;
  GPtrArray *shown; /* the samples that are shown */
  char *own_note;   /* NULL: none */

  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (UiTrainProgress, ui_train_progress, GTK_TYPE_WIDGET)

static char *
format_bits (double bits)
{
  return g_strdup_printf ("%.2f", bits);
}

static char *
format_step (double step)
{
  return g_strdup_printf (_("step %.0f"), step);
}

static char *
dup_phase (const StudioTrainingFigures *figures)
{
  switch (figures->phase)
    {
    case STUDIO_TRAINING_READING:
      return g_strdup (_("Reading pictures"));
    case STUDIO_TRAINING_MEASURING:
      return g_strdup (_("Trying it on unseen pictures"));
    case STUDIO_TRAINING_PAINTING:
      return g_strdup (_("Painting samples"));
    case STUDIO_TRAINING_LEARNING:
    default:
      return g_strdup (_("Learning"));
    }
}

static char *
dup_headline (UiTrainProgress *progress, const StudioTrainingFigures *figures)
{
  switch (studio_activity_get_state (STUDIO_ACTIVITY (progress->training)))
    {
    case STUDIO_RUN_PAUSED:
      return g_strdup (_("Paused"));
    case STUDIO_RUN_FINISHED:
      return g_strdup (_("Done"));
    case STUDIO_RUN_CANCELLED:
      return g_strdup (_("Stopped"));
    case STUDIO_RUN_FAILED:
      return g_strdup (_("It Did Not Work"));
    case STUDIO_RUN_READY:
    case STUDIO_RUN_RUNNING:
    default:
      return dup_phase (figures);
    }
}

static void
show_figures (UiTrainProgress *progress)
{
  StudioTrainingFigures figures;
  g_autofree char *headline = NULL;
  gboolean is_reading;

  studio_training_get_figures (progress->training, &figures);
  headline = dup_headline (progress, &figures);
  is_reading = figures.phase == STUDIO_TRAINING_READING;
  if (g_strcmp0 (gtk_label_get_text (progress->headline), headline) != 0)
    gtk_label_set_text (progress->headline, headline);

  gtk_progress_bar_set_fraction (progress->bar,
                                 is_reading ? figures.n_read / (double) MAX (figures.n_pictures, 1) : figures.progress);
  ui_figure_take_value (progress->step, g_strdup_printf ("%u", (guint) figures.step));
  ui_figure_take_value (progress->bits, isnan (figures.bits_per_dim) ? g_strdup ("–") : format_bits (figures.bits_per_dim));
  ui_figure_take_value (progress->rate, ui_format_rate (figures.pixels_per_second));
  ui_figure_take_value (progress->left, ui_format_duration (is_reading ? -1 : figures.seconds_left));
}

static gboolean
timeout_cb (gpointer user_data)
{
  show_figures (UI_TRAIN_PROGRESS (user_data));
  return G_SOURCE_CONTINUE;
}

/* @held_out: the points that were measured on what is held out, else all */
static void
show_line (UiTrainProgress *progress, GArray *points, gboolean held_out)
{
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
  const guint stride = held_out ? 1 : 1 + points->len / MAX_CHART_POINTS;

  for (guint i = (points->len - 1) % stride; i < points->len; i += stride)
    {
      const StudioTrainingPoint *from = &g_array_index (points, StudioTrainingPoint, i);
      const UiChartPoint point = { from->step, held_out ? from->held_out : from->bits_per_dim };

      if (!isnan (point.y))
        g_array_append_val (line, point);
    }

  ui_chart_set_series (progress->chart, held_out ? LINE_HELD_OUT : LINE_LEARNT, held_out ? _("unseen") : _("learnt"),
                       (const UiChartPoint *) (gpointer) line->data, line->len);
}

static void
show_curve (UiTrainProgress *progress)
{
  g_autoptr (GArray) points = studio_training_dup_points (progress->training, 0);

  if (points->len == 0)
    return;

  show_line (progress, points, FALSE);
  show_line (progress, points, TRUE);
}

static void
show_samples (UiTrainProgress *progress)
{
  guint64 step;
  GPtrArray *samples = studio_training_dup_samples (progress->training, &step);
  g_autofree char *text = NULL;

  if (samples == NULL || samples == progress->shown)
    {
      g_clear_pointer (&samples, g_ptr_array_unref);
      return;
    }

  g_clear_pointer (&progress->shown, g_ptr_array_unref);
  progress->shown = samples;
  text = g_strdup_printf (_("Painted after %u steps, always from the same seed"), (guint) step);
  gtk_label_set_text (progress->samples_text, text);
  ui_pixel_grid_set_pictures (progress->samples, samples);
  gtk_widget_set_visible (progress->samples_box, TRUE);
}

/* How many pictures could not be read. Returns: (transfer full) (nullable): NULL: none. */
static char *
dup_left_out (UiTrainProgress *progress)
{
  g_autoptr (StudioPictureSet) set = studio_training_dup_pictures (progress->training);
  const guint n = set != NULL ? (guint) studio_picture_set_get_n_left_out (set) : 0;

  if (n == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%u picture cannot be read and is left out", "%u pictures cannot be read and are left out",
                                    n), n);
}

/* What went wrong, else what the owner says, else what is missing. */
static void
show_note (UiTrainProgress *progress)
{
  g_autoptr (GError) error = studio_activity_dup_error (STUDIO_ACTIVITY (progress->training));
  g_autofree char *left_out = dup_left_out (progress);
  const char *text = left_out;

  if (error != NULL)
    text = error->message;
  else if (progress->own_note != NULL)
    text = progress->own_note;

  gtk_label_set_text (progress->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (progress->note), text != NULL);
}

static void
news_cb (UiTrainProgress *progress)
{
  show_curve (progress);
  show_samples (progress);
  show_note (progress);
}

static void
state_changed_cb (UiTrainProgress *progress)
{
  const gboolean is_running = studio_activity_get_state (STUDIO_ACTIVITY (progress->training)) == STUDIO_RUN_RUNNING;

  if (is_running && progress->timeout_id == 0)
    progress->timeout_id = g_timeout_add (INTERVAL, timeout_cb, progress);
  else if (!is_running)
    g_clear_handle_id (&progress->timeout_id, g_source_remove);

  show_figures (progress);
  news_cb (progress);
}

static void
drop_training (UiTrainProgress *progress)
{
  g_clear_handle_id (&progress->timeout_id, g_source_remove);
  if (progress->training != NULL)
    g_signal_handlers_disconnect_by_data (progress->training, progress);
  g_clear_object (&progress->training);
  g_clear_pointer (&progress->shown, g_ptr_array_unref);
  g_clear_pointer (&progress->own_note, g_free);
}

static void
ui_train_progress_dispose (GObject *object)
{
  drop_training (UI_TRAIN_PROGRESS (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_TRAIN_PROGRESS);

  G_OBJECT_CLASS (ui_train_progress_parent_class)->dispose (object);
}

static void
ui_train_progress_class_init (UiTrainProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CHART);
  g_type_ensure (UI_TYPE_FIGURE);
  g_type_ensure (UI_TYPE_PIXEL_GRID);
  G_OBJECT_CLASS (klass)->dispose = ui_train_progress_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/train-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, headline);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, note);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, bar);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, step);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, bits);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, rate);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, left);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, chart);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, samples_box);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, samples);
  gtk_widget_class_bind_template_child (widget_class, UiTrainProgress, samples_text);
}

static void
ui_train_progress_init (UiTrainProgress *progress)
{
  gtk_widget_init_template (GTK_WIDGET (progress));
}

void
ui_train_progress_set_training (UiTrainProgress *progress, StudioTraining *training)
{
  g_return_if_fail (UI_IS_TRAIN_PROGRESS (progress));

  drop_training (progress);
  ui_pixel_grid_set_pictures (progress->samples, NULL);
  gtk_widget_set_visible (progress->samples_box, FALSE);
  if (training == NULL)
    return;

  progress->training = g_object_ref (training);
  ui_chart_reset (progress->chart, _("Bits for each value: less is better"), format_bits,
                  MAX (studio_training_get_plan (training)->learning.n_steps, 1), 0);
  ui_chart_set_range (progress->chart, format_step, 1, 10, 10);
  g_signal_connect_swapped (training, "news", G_CALLBACK (news_cb), progress);
  g_signal_connect_swapped (training, "notify::state", G_CALLBACK (state_changed_cb), progress);
  state_changed_cb (progress);
}

void
ui_train_progress_set_note (UiTrainProgress *progress, const char *note)
{
  g_return_if_fail (UI_IS_TRAIN_PROGRESS (progress));
  g_return_if_fail (progress->training != NULL);

  g_free (progress->own_note);
  progress->own_note = g_strdup (note);
  show_note (progress);
}

const char *
ui_train_progress_get_headline (UiTrainProgress *progress)
{
  g_return_val_if_fail (UI_IS_TRAIN_PROGRESS (progress), NULL);

  return gtk_label_get_text (progress->headline);
}
