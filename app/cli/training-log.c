/* SPDX-License-Identifier: MIT */
/* The curve is written whole every few seconds, so that a log never ends within a line nor tells a step twice,
 * whatever became of the run. */
#include "app/cli/training-log.h"

#include "app/cli/output-file.h"
#include "app/cli/outputs.h"
#include "app/cli/pattern.h"

#include "app/png.h"
#include "app/sheet.h"

#include <math.h>

#define INTERVAL (10 * G_USEC_PER_SEC) /* microseconds between two writings of the curve */
#define SHEET_SIDE 640                 /* pixels that a sheet has at least, as far as whole factors go */

struct _CliTrainingLog {
  const char *path;      /* of the curve; borrowed; NULL: none */
  gboolean has_samples;
  CliPattern samples;
  StudioStoreMode mode;  /* of the first writing of a file */
  gint64 written;        /* monotonic, microseconds; 0: not yet */
  guint64 n_sheets;
  guint64 last_step;     /* of the latest sheet */
};

CliTrainingLog *
cli_training_log_new (const CliArguments *arguments, const StudioTrainingPlan *plan, gboolean may_replace,
                      GError **error)
{
  g_autoptr (CliTrainingLog) log = g_new0 (CliTrainingLog, 1);
  const char *samples = cli_arguments_get_text (arguments, "samples");
  const guint64 n_steps = plan->learning.n_steps > 0 ? plan->learning.n_steps : G_MAXINT32;

  log->path = cli_arguments_get_text (arguments, "log");
  log->has_samples = samples != NULL;
  log->mode = may_replace ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW;
  if ((log->path != NULL && !cli_output_file_check (log->path, log->mode, NULL, error))
      || (samples != NULL
          && !cli_pattern_parse (samples, 0, n_steps / plan->samples_every + 1, cli_png_endings, &log->samples,
                                 error)))
    return NULL;

  return g_steal_pointer (&log);
}

void
cli_training_log_free (CliTrainingLog *log)
{
  if (log == NULL)
    return;

  cli_pattern_clear (&log->samples);
  g_free (log);
}

static void
add_number (GString *text, const char *name, const char *format, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (number))
    g_string_append_printf (text, "%s\"%s\": %s", text->str[text->len - 1] == '{' ? "" : ", ", name,
                            g_ascii_formatd (digits, sizeof digits, format, number));
}

static GBytes *
format_points (const GArray *points)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < points->len; i++)
    {
      const StudioTrainingPoint *point = &g_array_index (points, StudioTrainingPoint, i);

      g_string_append_c (text, '{');
      add_number (text, "step", "%.0f", point->step);
      add_number (text, "seconds", "%.3f", point->seconds);
      add_number (text, "bits_per_dim", "%.6f", point->bits_per_dim);
      add_number (text, "held_out", "%.6f", point->held_out);
      g_string_append (text, "}\n");
    }

  return g_string_free_to_bytes (text);
}

static gboolean
write_curve (CliTrainingLog *log, StudioTraining *training, gboolean is_last, GError **error)
{
  const gint64 now = g_get_monotonic_time ();
  g_autoptr (GArray) points = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (log->path == NULL || (!is_last && log->written > 0 && now - log->written < INTERVAL))
    return TRUE;

  points = studio_training_dup_points (training, 0);
  if (points->len == 0)
    return TRUE;

  bytes = format_points (points);
  if (!cli_output_file_write (log->path, bytes, log->written == 0 ? log->mode : STUDIO_STORE_REPLACE, error))
    return FALSE;

  log->written = now;
  return TRUE;
}

static GBytes *
draw_sheet (GPtrArray *samples, GError **error)
{
  const StudioPixels *first = samples->pdata[0];
  const guint n_columns = (guint) ceil (sqrt (samples->len));
  const StudioSheet sheet = {
    .cells = (const StudioPixels *const *) samples->pdata,
    .n_cells = samples->len,
    .n_columns = n_columns,
    .scale = MAX (SHEET_SIDE / (n_columns * MAX (first->width, first->height)), 1),
  };
  g_autoptr (StudioPixels) drawn = studio_sheet_draw (&sheet, error);

  return drawn != NULL ? studio_png_encode (drawn, NULL, NULL, error) : NULL;
}

static gboolean
write_samples (CliTrainingLog *log, StudioTraining *training, GError **error)
{
  guint64 step;
  g_autoptr (GPtrArray) samples = log->has_samples ? studio_training_dup_samples (training, &step) : NULL;
  g_autoptr (GBytes) png = NULL;
  g_autofree char *path = NULL;

  if (samples == NULL || (log->n_sheets > 0 && step == log->last_step))
    return TRUE;

  png = draw_sheet (samples, error);
  path = cli_pattern_dup (&log->samples, step);
  if (png == NULL || !cli_output_file_write (path, png, log->mode, error))
    return FALSE;

  log->n_sheets++;
  log->last_step = step;
  return TRUE;
}

gboolean
cli_training_log_update (CliTrainingLog *log, StudioTraining *training, gboolean is_last, GError **error)
{
  return write_curve (log, training, is_last, error) && write_samples (log, training, error);
}
