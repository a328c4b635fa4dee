/* SPDX-License-Identifier: MIT */
/* Progress by the monotonic clock: rate and remaining time are those of this run, whatever the wall clock
 * does. */
#include "app/cli/progress.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define INTERVAL (G_USEC_PER_SEC / 10) /* microseconds between two lines */

typedef enum {
  FORM_NONE,
  FORM_MOVING, /* one line, written over and over */
  FORM_PLAIN,
  FORM_JSON,
} Form;

/* The order of the choices of --progress. */
enum { MODE_AUTO, MODE_PLAIN, MODE_JSON, MODE_NONE };

struct _CliProgress {
  Form form;
  const char *unit; /* borrowed */
  double total;
  double first;     /* what was there at the beginning */
  double done;      /* as last told */
  gint64 begun;     /* monotonic, microseconds */
  gint64 said;      /* likewise, of the last line; 0: none yet */
  gboolean is_shown;
  const CliFigure *figures; /* [n_figures], borrowed */
  guint n_figures;
};

static Form
choose_form (const CliArguments *arguments)
{
  const CliValue *mode = cli_arguments_get (arguments, "progress");

  if (!mode->given && cli_arguments_is_given (arguments, "quiet"))
    return FORM_NONE;

  switch (mode->integer)
    {
    case MODE_PLAIN:
      return FORM_PLAIN;
    case MODE_JSON:
      return FORM_JSON;
    case MODE_NONE:
      return FORM_NONE;
    default:
      return isatty (STDERR_FILENO) ? FORM_MOVING : FORM_NONE;
    }
}

CliProgress *
cli_progress_new (const CliArguments *arguments, const char *unit, double total)
{
  CliProgress *progress = g_new0 (CliProgress, 1);

  progress->form = choose_form (arguments);
  progress->unit = unit;
  progress->total = total;
  progress->begun = g_get_monotonic_time ();
  return progress;
}

static char *
dup_duration (double seconds)
{
  const guint whole = (guint) fmin (ceil (seconds), 359999.0);

  if (whole >= 3600)
    return g_strdup_printf ("%u h %02u min", whole / 3600, whole / 60 % 60);
  if (whole >= 60)
    return g_strdup_printf ("%u min %02u s", whole / 60, whole % 60);

  return g_strdup_printf ("%u s", whole);
}

static void
say_figures (CliProgress *progress)
{
  for (guint i = 0; i < progress->n_figures; i++)
    if (!isnan (progress->figures[i].value) && progress->form == FORM_JSON)
      fprintf (stderr, ", \"%s\": %.6g", progress->figures[i].key, progress->figures[i].value);
    else if (!isnan (progress->figures[i].value))
      fprintf (stderr, ", %.*f %s", (int) progress->figures[i].decimals, progress->figures[i].value,
               progress->figures[i].unit);
}

static void
say_line (CliProgress *progress, double seconds)
{
  const double rate = seconds > 0.0 ? (progress->done - progress->first) / seconds : 0.0;
  const gboolean knows_rest = rate > 0.0 && progress->done < progress->total;
  g_autofree char *rest = knows_rest ? dup_duration ((progress->total - progress->done) / rate) : NULL;

  fprintf (stderr, "%s%.0f of %.0f %s, %.1f %%", progress->form == FORM_MOVING ? "\r\033[K" : "weft: ",
           floor (progress->done), progress->total, progress->unit, 100.0 * progress->done / progress->total);
  say_figures (progress);
  fprintf (stderr, "%s%s%s", rest != NULL ? ", " : "", rest != NULL ? rest : "", rest != NULL ? " left" : "");
  if (progress->form == FORM_PLAIN)
    fputc ('\n', stderr);
}

static void
say_object (CliProgress *progress, double seconds)
{
  fprintf (stderr, "{\"done\": %.3f, \"total\": %.0f, \"unit\": \"%s\", \"seconds\": %.3f", progress->done,
           progress->total, progress->unit, seconds);
  say_figures (progress);
  fputs ("}\n", stderr);
}

static void
say (CliProgress *progress, gint64 now)
{
  const double seconds = (double) (now - progress->begun) / G_USEC_PER_SEC;

  if (progress->form == FORM_JSON)
    say_object (progress, seconds);
  else
    say_line (progress, seconds);

  fflush (stderr);
  progress->said = now;
  progress->is_shown = TRUE;
}

void
cli_progress_update (CliProgress *progress, double done)
{
  const gint64 now = progress->form == FORM_NONE ? 0 : g_get_monotonic_time ();
  const gboolean is_end = done >= progress->total && progress->done < progress->total;

  progress->done = done;
  if (progress->form != FORM_NONE && (is_end || progress->said == 0 || now - progress->said >= INTERVAL))
    say (progress, now);
}

void
cli_progress_begin_at (CliProgress *progress, double done)
{
  progress->first = done;
  progress->begun = g_get_monotonic_time ();
}

void
cli_progress_set_figures (CliProgress *progress, const CliFigure *figures, guint n)
{
  progress->figures = figures;
  progress->n_figures = n;
}

void
cli_progress_clear (CliProgress *progress)
{
  if (progress->form != FORM_MOVING || !progress->is_shown)
    return;

  fputs ("\r\033[K", stderr);
  fflush (stderr);
  progress->is_shown = FALSE;
}

void
cli_progress_free (CliProgress *progress)
{
  if (progress == NULL)
    return;

  cli_progress_clear (progress);
  g_free (progress);
}
