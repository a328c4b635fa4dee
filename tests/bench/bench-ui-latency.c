/* SPDX-License-Identifier: MIT */
/* How smooth the window is while the worker runs flat out, and what a visible canvas costs it.
 * Usage: bench-ui-latency [SECONDS [CHECKPOINT [picture|state|everything|race|export]]]; half of the seconds with a window,
 * half without. The window shows the picture alone, or with the microscope's state beside it, or with an overlay on it too;
 * or a race; or everything while the frames of a picture are exported again and again beside the painting: those two have
 * no throughput of their own to compare. CHECKPOINT may be empty: the default. */
#include "ui/window-private.h"

#include "app/export.h"
#include "app/statistics.h"
#include "engine/blas.h"
#include "tests/support/folder.h"

#include <stdlib.h>
#include <time.h>

#define DEFAULT_SECONDS 60
#define SEGMENT_SECONDS 3.0   /* there is a window and there is none, in turns of this length */
#define SETTLING_SECONDS 1.25 /* at the beginning of a segment, not counted */
#define TIMEOUT 5             /* milliseconds */
#define RATE_INTERVAL 100     /* milliseconds */
#define EXPORT_SCALE 16

typedef struct {
  StudioWorkspace *workspace;
  GtkWindow *window; /* while it is shown */
  GMainLoop *loop;
  const char *what; /* the window shows */

  TestFolder *folder;   /* that frames are exported into; NULL: none are */
  StudioFilm *film;     /* the frames; NULL until there is a picture */
  StudioExport *export; /* the present one */
  guint n_exported;     /* frames, of those before it */
  guint n_races;        /* begun again */

  GArray *intervals;   /* double: milliseconds from tick to tick */
  GArray *lateness;    /* double: milliseconds a timeout came late while the window is shown */
  GArray *rates[2];    /* double: pixels per second, of segments without and with a window */
  double rate_sum;     /* of the readings of this segment */
  guint n_readings;
  gint64 last_tick;    /* microseconds, 0: none */
  gint64 last_timeout; /* microseconds */
  gint64 segment_start;
  double cpu_seconds;  /* of the main thread while the window is shown */
  double cpu_start;
  gboolean is_shown;
} Bench;

static double
get_thread_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* The first moments of a segment map the window and fill the average of the rate: they say nothing of the rest. */
static gboolean
has_settled (Bench *bench)
{
  return (double) (g_get_monotonic_time () - bench->segment_start) / G_USEC_PER_SEC > SETTLING_SECONDS;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Bench *bench = user_data;
  gint64 now = g_get_monotonic_time ();
  double interval = (double) (now - bench->last_tick) / 1000.0;

  if (!has_settled (bench))
    bench->cpu_start = get_thread_seconds ();
  else if (bench->last_tick != 0)
    g_array_append_val (bench->intervals, interval);
  bench->last_tick = now;
  return G_SOURCE_CONTINUE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  Bench *bench = user_data;
  gint64 now = g_get_monotonic_time ();
  double late = (double) (now - bench->last_timeout) / 1000.0 - TIMEOUT;

  late = MAX (late, 0);
  if (bench->is_shown && has_settled (bench))
    g_array_append_val (bench->lateness, late);
  bench->last_timeout = now;
  return G_SOURCE_CONTINUE;
}

static void
set_state (Bench *bench, const char *action, GVariant *state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (bench->window), action, state);
}

/* Exports */

static void
start_export (Bench *bench)
{
  const StudioExportSpec spec = { .film = bench->film, .format = STUDIO_FORMAT_PNG, .size = { .scale = EXPORT_SCALE },
                                  .timing = { .seconds = 0.04 }, .folder = test_folder_get_path (bench->folder),
                                  .base = "frame", .digits = 5, .existing = STUDIO_EXISTING_REPLACE };
  g_autoptr (GError) error = NULL;

  g_clear_object (&bench->export);
  bench->export = studio_export_new (&spec, &error);
  if (bench->export == NULL || !studio_activity_start (STUDIO_ACTIVITY (bench->export), &error))
    g_error ("%s", error->message);
  if (bench->is_shown)
    ui_export_bar_follow (UI_WINDOW (bench->window)->export_bar, bench->export);
}

/* The first picture becomes the film. */
static void
picture_cb (Bench *bench, StudioPicture *picture)
{
  const StudioFramesRange range = { .every = 1 };
  g_autoptr (StudioPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;

  if (bench->folder == NULL || bench->film != NULL)
    return;

  pixels = studio_picture_dup_pixels (picture, &error);
  if (pixels != NULL)
    bench->film = studio_film_new_of_picture (pixels, studio_picture_get_recipe (picture), &range, &error);
  if (bench->film == NULL)
    g_error ("%s", error->message);
  start_export (bench);
}

/* One export follows the other. */
static void
follow_export (Bench *bench)
{
  if (bench->export == NULL || !studio_activity_is_final (STUDIO_ACTIVITY (bench->export)))
    return;

  bench->n_exported += studio_export_get_n_done (bench->export);
  start_export (bench);
}

static void
end_exports (Bench *bench, double seconds)
{
  if (bench->export != NULL)
    {
      bench->n_exported += studio_export_get_n_done (bench->export);
      g_print ("frames exported: %u, %.0f a second\n", bench->n_exported, bench->n_exported / seconds);
    }
  g_clear_object (&bench->export);
  g_clear_pointer (&bench->film, studio_film_unref);
  g_clear_pointer (&bench->folder, test_folder_free);
}

/* A race of a fast network is over in a second. */
static void
follow_race (Bench *bench)
{
  StudioRace *race = studio_workspace_get_race (bench->workspace);

  if (bench->is_shown && g_str_equal (bench->what, "race") && race != NULL
      && studio_activity_is_final (STUDIO_ACTIVITY (race)))
    {
      g_action_group_activate_action (G_ACTION_GROUP (bench->window), "measure", NULL);
      bench->n_races++;
    }
}

static gboolean
rate_cb (gpointer user_data)
{
  Bench *bench = user_data;
  StudioJob *job = studio_workspace_get_job (bench->workspace);
  double rate = job != NULL ? studio_job_get_rate (job) : 0;

  if (rate > 0 && has_settled (bench))
    {
      bench->rate_sum += rate;
      bench->n_readings++;
    }
  follow_export (bench);
  follow_race (bench);
  return G_SOURCE_CONTINUE;
}

/* As a user would open it, by the window's own actions. */
static void
open_what (Bench *bench)
{
  const gboolean is_everything = g_str_equal (bench->what, "everything") || bench->folder != NULL;

  if (g_str_equal (bench->what, "race"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (bench->window), "measure", NULL);
      return;
    }

  set_state (bench, "page", g_variant_new_string ("studio"));
  set_state (bench, "inspector", g_variant_new_boolean (is_everything || g_str_equal (bench->what, "state")));
  set_state (bench, "inspector-page", g_variant_new_string ("state"));
  set_state (bench, "overlay", g_variant_new_string (is_everything ? "surprise" : "none"));
  if (bench->export != NULL)
    ui_export_bar_follow (UI_WINDOW (bench->window)->export_bar, bench->export);
}

/* What a segment that ends has painted a second. */
static void
end_segment (Bench *bench)
{
  const double rate = bench->rate_sum / MAX (bench->n_readings, 1);

  if (bench->n_readings > 0)
    g_array_append_val (bench->rates[bench->is_shown], rate);
  bench->rate_sum = 0;
  bench->n_readings = 0;
  if (!bench->is_shown)
    return;

  bench->cpu_seconds += get_thread_seconds () - bench->cpu_start;
  gtk_window_destroy (bench->window);
}

/* A window of its own for each turn: one that was hidden and is shown again draws itself whole in every frame. */
static void
begin_segment (Bench *bench, gboolean is_shown)
{
  bench->is_shown = is_shown;
  bench->last_tick = 0;
  bench->segment_start = g_get_monotonic_time ();
  bench->cpu_start = get_thread_seconds ();
  if (is_shown)
    {
      bench->window = GTK_WINDOW (ui_window_new (NULL, bench->workspace));
      studio_workspace_set_pace (bench->workspace, 0);
      gtk_window_present (bench->window);
      open_what (bench);
      gtk_widget_add_tick_callback (GTK_WIDGET (bench->window), tick_cb, bench, NULL);
    }
}

static gboolean
segment_cb (gpointer user_data)
{
  Bench *bench = user_data;

  end_segment (bench);
  begin_segment (bench, !bench->is_shown);
  return G_SOURCE_CONTINUE;
}

static void
print_row (const char *name, GArray *values)
{
  const double *data = (const double *) (gpointer) values->data;

  if (values->len > 0)
    g_print ("%-28s %8u %8.2f %8.2f %8.2f\n", name, values->len, studio_statistics_median (data, values->len),
             studio_statistics_percentile (data, values->len, 99), studio_statistics_percentile (data, values->len, 100));
}

/* Segments next to each other are pairs: what else the machine does is the same in both. */
static void
print_throughput (Bench *bench)
{
  const guint n = MIN (bench->rates[0]->len, bench->rates[1]->len);
  const double *without = (const double *) (gpointer) bench->rates[0]->data;
  const double *with = (const double *) (gpointer) bench->rates[1]->data;
  StudioInterval ratio;

  if (n == 0)
    return;

  g_print ("throughput, px/s, medians of %u pairs: with a window %.0f, without %.0f, ratio %.3f", n,
           studio_statistics_median (with, n), studio_statistics_median (without, n),
           studio_statistics_median (with, n) / studio_statistics_median (without, n));
  if (studio_statistics_ratio (with, n, without, n, TRUE, 1, &ratio))
    g_print (", 95 %% interval %.3f to %.3f", ratio.low, ratio.high);
  g_print ("\n");
}

static void
print_results (Bench *bench)
{
  g_print ("%-28s %8s %8s %8s %8s\n", "milliseconds", "n", "p50", "p99", "worst");
  print_row ("from tick to tick", bench->intervals);
  print_row ("lateness of a 5 ms timeout", bench->lateness);
  g_print ("main thread's CPU per frame: %.2f ms\n",
           bench->intervals->len > 0 ? 1000 * bench->cpu_seconds / bench->intervals->len : 0);
  if (bench->n_races > 0)
    g_print ("races: %u\n", bench->n_races);
  if (!g_str_equal (bench->what, "race") && !g_str_equal (bench->what, "export"))
    print_throughput (bench);
}

static gboolean
is_loading (StudioWorkspace *workspace)
{
  return studio_workspace_get_model_state (workspace) == STUDIO_MODEL_LOADING;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (((Bench *) user_data)->loop);
  return G_SOURCE_REMOVE;
}

static void
run (Bench *bench, double seconds)
{
  for (guint i = 0; i < 2; i++)
    bench->rates[i] = g_array_new (FALSE, FALSE, sizeof (double));
  bench->intervals = g_array_new (FALSE, FALSE, sizeof (double));
  bench->lateness = g_array_new (FALSE, FALSE, sizeof (double));
  bench->loop = g_main_loop_new (NULL, FALSE);

  g_object_set (bench->workspace, "endless", TRUE, NULL);
  if (g_str_equal (bench->what, "export"))
    bench->folder = test_folder_new ();
  g_signal_connect_swapped (bench->workspace, "picture", G_CALLBACK (picture_cb), bench);
  studio_workspace_generate (bench->workspace);
  begin_segment (bench, TRUE);
  bench->last_timeout = g_get_monotonic_time ();
  g_timeout_add_full (G_PRIORITY_HIGH, TIMEOUT, timeout_cb, bench, NULL);
  g_timeout_add (RATE_INTERVAL, rate_cb, bench);
  g_timeout_add ((guint) (1000 * MIN (SEGMENT_SECONDS, seconds / 2)), segment_cb, bench);
  g_timeout_add ((guint) (1000 * seconds), quit_cb, bench);
  g_main_loop_run (bench->loop);
  end_segment (bench);
}

int
main (int argc, char **argv)
{
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : DEFAULT_SECONDS;
  g_autoptr (StudioCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;
  Bench bench = { 0 };

  if (!weft_blas_init (&error))
    g_error ("%s", error->message);
  gtk_init ();
  adw_init ();
  catalog = studio_catalog_new (NULL, NULL);
  studio_catalog_scan (catalog);
  bench.workspace = studio_workspace_new (catalog);
  bench.what = argc > 3 ? argv[3] : "picture";
  if (argc > 2 && argv[2][0] != '\0')
    studio_workspace_set_entry (bench.workspace, studio_catalog_open (catalog, argv[2], NULL, NULL));
  while (is_loading (bench.workspace))
    g_main_context_iteration (NULL, TRUE);

  run (&bench, seconds);
  print_results (&bench);
  end_exports (&bench, seconds);
  return EXIT_SUCCESS;
}
