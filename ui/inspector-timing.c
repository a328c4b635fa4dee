/* SPDX-License-Identifier: MIT */
/* A row a part of a pixel: its share as a bar, and two figures. */
#include "ui/inspector-timing.h"

#include "ui/format.h"
#include "ui/reading.h"

#include <glib/gi18n.h>


static const char *const names[WEFT_TIMING_N_PARTS] = {
  [WEFT_TIMING_ATTENTION] = N_("Attention"),  [WEFT_TIMING_FEED_FORWARD] = N_("Feed-forward"),
  [WEFT_TIMING_HEAD] = N_("Head"),            [WEFT_TIMING_SAMPLING] = N_("Sampling"),
  [WEFT_TIMING_COPY] = N_("Keyframe copies"), [WEFT_TIMING_REST] = N_("The rest"),
};

typedef struct {
  GtkLabel *share;
  GtkLabel *p50;
  GtkLabel *p95;
  GtkLevelBar *bar;
} Row;

struct _UiInspectorTiming {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *scroller; /* the only child: bound, so that the template takes it along */
  GtkLabel *whole;
  GtkLabel *basis;
  GtkGrid *grid;
  Row rows[WEFT_TIMING_N_PARTS];

  /* owned */
  StudioWorkspace *workspace;
  StudioMicroscope *microscope;
  StudioJob *timed; /* the run that is timed because of this; NULL if none is */
  UiReading *reading;
};

G_DEFINE_FINAL_TYPE (UiInspectorTiming, ui_inspector_timing, GTK_TYPE_WIDGET)

/* Figures */

static void
take_text (GtkLabel *label, char *text)
{
  gtk_label_set_text (label, text);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL);
  g_free (text);
}

static void
show_row (Row *row, const StudioTimingFigures *part, const StudioTimingFigures *whole)
{
  const double share = whole->mean > 0 ? part->mean / whole->mean : 0;

  take_text (row->share, g_strdup_printf (_("%.1f %%"), 100 * share));
  take_text (row->p50, ui_format_microseconds (part->p50 / 1000));
  take_text (row->p95, ui_format_microseconds (part->p95 / 1000));
  gtk_level_bar_set_value (row->bar, share);
}

static char *
dup_basis (const StudioTimings *timings, const StudioTimingFigures *whole, guint n_lanes)
{
  g_autofree char *p95 = ui_format_microseconds (whole->p95 / 1000);

  if (n_lanes > 1)
    return g_strdup_printf (ngettext ("in each of %u images; the median of %u, of which 95 %% took at most %s",
                                      "in each of %u images; the median of the latest %u, of which 95 %% took at most %s",
                                      timings->n),
                            n_lanes, timings->n, p95);
  return g_strdup_printf (ngettext ("the median of %u, of which 95 %% took at most %s",
                                    "the median of the latest %u, of which 95 %% took at most %s", timings->n),
                          timings->n, p95);
}

/* A dash, which readers would not make sense of. */
static void
show_dash (GtkLabel *label)
{
  gtk_label_set_text (label, "\342\200\223");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Nothing measured yet"), -1);
}

static void
show_nothing (UiInspectorTiming *timing)
{
  for (guint part = 0; part < WEFT_TIMING_N_PARTS; part++)
    {
      show_dash (timing->rows[part].share);
      show_dash (timing->rows[part].p50);
      show_dash (timing->rows[part].p95);
      gtk_level_bar_set_value (timing->rows[part].bar, 0);
    }
  show_dash (timing->whole);
  gtk_label_set_text (timing->basis, _("Figures come while a picture is painted."));
}

static void
show_timings (UiInspectorTiming *timing, const StudioTimings *timings)
{
  StudioTimingFigures parts[WEFT_TIMING_N_PARTS], whole;

  studio_timings_summarize (timings, parts, &whole);
  for (guint part = 0; part < WEFT_TIMING_N_PARTS; part++)
    show_row (&timing->rows[part], &parts[part], &whole);
  take_text (timing->whole, ui_format_microseconds (whole.p50 / 1000));
  take_text (timing->basis, dup_basis (timings, &whole, studio_job_get_n_lanes (timing->timed)));
}

static void
write_figures (gpointer user_data)
{
  UiInspectorTiming *timing = UI_INSPECTOR_TIMING (user_data);
  StudioTimings timings = { 0 };

  if (timing->timed != NULL)
    studio_job_get_timings (timing->timed, &timings);
  if (timings.n > 0)
    show_timings (timing, &timings);
  else
    show_nothing (timing);
}

/* Following */

static void
changed_cb (UiInspectorTiming *timing)
{
  if (timing->timed != NULL)
    ui_reading_tell (timing->reading, studio_microscope_is_running (timing->microscope));
}

/* The current run is timed while somebody looks; an earlier one no longer is. */
static void
follow_job (UiInspectorTiming *timing)
{
  const gboolean is_seen = timing->workspace != NULL && gtk_widget_get_mapped (GTK_WIDGET (timing));
  StudioJob *job = is_seen ? studio_workspace_get_job (timing->workspace) : NULL;

  if (job != timing->timed && timing->timed != NULL)
    studio_job_set_timed (timing->timed, FALSE);
  if (g_set_object (&timing->timed, job) && job != NULL)
    studio_job_set_timed (job, TRUE);
  if (is_seen)
    ui_reading_tell (timing->reading, FALSE);
}

static void
ui_inspector_timing_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_inspector_timing_parent_class)->map (widget);
  follow_job (UI_INSPECTOR_TIMING (widget));
}

static void
ui_inspector_timing_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_inspector_timing_parent_class)->unmap (widget);
  follow_job (UI_INSPECTOR_TIMING (widget));
}

/* The object */

static void
ui_inspector_timing_dispose (GObject *object)
{
  UiInspectorTiming *timing = UI_INSPECTOR_TIMING (object);

  if (timing->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (timing->workspace, timing);
      g_signal_handlers_disconnect_by_data (timing->microscope, timing);
    }
  if (timing->timed != NULL)
    studio_job_set_timed (timing->timed, FALSE);
  g_clear_pointer (&timing->reading, ui_reading_free);
  g_clear_object (&timing->timed);
  g_clear_object (&timing->microscope);
  g_clear_object (&timing->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_INSPECTOR_TIMING);

  G_OBJECT_CLASS (ui_inspector_timing_parent_class)->dispose (object);
}

static void
ui_inspector_timing_class_init (UiInspectorTimingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_inspector_timing_dispose;
  widget_class->map = ui_inspector_timing_map;
  widget_class->unmap = ui_inspector_timing_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/inspector-timing.ui");
  gtk_widget_class_bind_template_child (widget_class, UiInspectorTiming, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorTiming, whole);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorTiming, basis);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorTiming, grid);
}

static GtkLabel *
add_label (GtkGrid *grid, int column, int row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column > 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), column == 0 ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (grid, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

/* Two lines of the grid: figures, and a bar below them. */
static void
add_row (UiInspectorTiming *timing, guint part)
{
  const int line = 1 + 2 * (int) part;
  GtkLabel *name = add_label (timing->grid, 0, line, _(names[part]));

  timing->rows[part] = (Row) {
    .share = add_label (timing->grid, 1, line, NULL),
    .p50 = add_label (timing->grid, 2, line, NULL),
    .p95 = add_label (timing->grid, 3, line, NULL),
    .bar = GTK_LEVEL_BAR (gtk_level_bar_new ()),
  };
  gtk_level_bar_remove_offset_value (timing->rows[part].bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (timing->rows[part].bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (timing->rows[part].bar, GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (timing->rows[part].bar), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL,
                                  -1);
  gtk_grid_attach (timing->grid, GTK_WIDGET (timing->rows[part].bar), 0, line + 1, 4, 1);
}

static void
ui_inspector_timing_init (UiInspectorTiming *timing)
{
  gtk_widget_init_template (GTK_WIDGET (timing));
  timing->reading = ui_reading_new (write_figures, timing);
  for (guint part = 0; part < WEFT_TIMING_N_PARTS; part++)
    add_row (timing, part);
}

void
ui_inspector_timing_set_workspace (UiInspectorTiming *timing, StudioWorkspace *workspace, StudioMicroscope *microscope)
{
  g_return_if_fail (UI_IS_INSPECTOR_TIMING (timing));
  g_return_if_fail (timing->workspace == NULL);

  timing->workspace = g_object_ref (workspace);
  timing->microscope = g_object_ref (microscope);
  g_signal_connect_swapped (workspace, "notify::job", G_CALLBACK (follow_job), timing);
  g_signal_connect_swapped (microscope, "changed", G_CALLBACK (changed_cb), timing);
  follow_job (timing);
}
