/* SPDX-License-Identifier: MIT */
/* How soon the window is idle after a run is discarded, and that it is idle then: with animations, and without.
 * Usage: bench-ui-idle [RUNS] */
#include "ui/window-private.h"

#include "app/statistics.h"
#include "engine/blas.h"

#include <stdlib.h>
#include <time.h>

#define DEFAULT_RUNS 5
#define RUNNING 0.7   /* seconds of painting before */
#define WATCHED 6.0   /* seconds after: longer than a toast stays and goes */
#define RESTING 3.0   /* seconds of nothing at all, when it has gone */

static double
get_seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static double
get_process_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static gboolean
wake_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
watch (double seconds)
{
  gboolean is_over = FALSE;

  g_timeout_add ((guint) (1000 * seconds), wake_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* Seconds until nothing was dispatched for a tenth of a second: then it is idle. */
static double
watch_until_idle (void)
{
  const double start = get_seconds ();
  double last = start;

  while (get_seconds () - last < 0.1)
    {
      if (g_main_context_iteration (NULL, FALSE))
        last = get_seconds ();
      else
        g_usleep (500);
    }

  return last - start;
}

static void
run (UiWindow *window, StudioWorkspace *workspace, guint n_runs, gboolean is_animated)
{
  g_autofree double *idle = g_new (double, n_runs);
  double before;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", is_animated, NULL);
  for (guint i = 0; i < n_runs; i++)
    {
      studio_workspace_generate (workspace);
      watch (RUNNING);
      g_action_group_activate_action (G_ACTION_GROUP (window), "discard", NULL);
      idle[i] = 1000 * watch_until_idle ();
      watch (WATCHED);
    }

  before = get_process_seconds ();
  watch (RESTING);
  g_print ("animations %s: idle after a discarded run in %.0f ms (median of %u, most %.0f); at rest %.2f %% CPU\n",
           is_animated ? "on" : "off", studio_statistics_median (idle, n_runs), n_runs,
           studio_statistics_percentile (idle, n_runs, 100), 100 * (get_process_seconds () - before) / RESTING);
}

int
main (int argc, char **argv)
{
  const guint n_runs = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : DEFAULT_RUNS;
  g_autoptr (StudioCatalog) catalog = NULL;
  g_autoptr (StudioWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;
  UiWindow *window;

  if (!weft_blas_init (&error))
    g_error ("%s", error->message);
  gtk_init ();
  adw_init ();
  catalog = studio_catalog_new (NULL, NULL);
  studio_catalog_scan (catalog);
  workspace = studio_workspace_new (catalog);
  while (studio_workspace_get_model_state (workspace) == STUDIO_MODEL_LOADING)
    g_main_context_iteration (NULL, TRUE);

  window = ui_window_new (NULL, workspace);
  studio_workspace_set_pace (workspace, 50); /* no picture is finished before it is discarded */
  gtk_window_present (GTK_WINDOW (window));
  watch (1);
  run (window, workspace, n_runs, FALSE);
  run (window, workspace, n_runs, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  return EXIT_SUCCESS;
}
