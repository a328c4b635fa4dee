/* SPDX-License-Identifier: MIT */
/* A million steps of linear attention: what a step takes, and what the process occupies, at every power of
 * ten. */
#include "engine/forward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_STEPS 1000000
#define WINDOW 100 /* steps after each power of ten whose median is printed */

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Memory of this process that is in use, in KiB. */
static guint64
get_resident (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL)
      || (line = strstr (text, "VmRSS:")) == NULL)
    return 0;

  return g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10);
}

/* Steps up to @end; the times of the last WINDOW in microseconds. */
static gboolean
walk (WeftForward *forward, WeftState *state, guint end, double *us, GError **error)
{
  guint8 value = 0;

  while (weft_state_get_position (state) < end)
    {
      const gint64 begun = g_get_monotonic_time ();
      const float *outputs = weft_forward_step (forward, state, &value, error);

      if (outputs == NULL)
        return FALSE;
      us[weft_state_get_position (state) % WINDOW] = (double) (g_get_monotonic_time () - begun);
      value = (guint8) (128.0f + 64.0f * CLAMP (outputs[0], -1.0f, 1.0f));
    }

  return TRUE;
}

static gboolean
run (GError **error)
{
  const WeftConfig config = {
    .n_layers = 4, .n_heads = 4, .width = 128, .feed_forward = 512, .n_values = 256, .n_outputs = 30,
    .n_positions = N_STEPS + WINDOW, .image_width = N_STEPS + WINDOW + 1, .image_height = 1,
  };
  g_autoptr (WeftModel) model = weft_model_new_random (&config, WEFT_PRECISION_INT8, 1, error);
  g_autoptr (WeftTeam) team = weft_team_new (1, error);
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftForward) forward = NULL;
  double us[WINDOW] = { 0 };

  if (model == NULL || team == NULL)
    return FALSE;
  state = weft_state_new (model, WEFT_FORM_LINEAR, 1, config.n_positions, error);
  forward = weft_forward_new (model, WEFT_FORM_LINEAR, 1, config.n_positions, team, error);
  if (state == NULL || forward == NULL)
    return FALSE;

  for (guint position = 100; position <= N_STEPS; position *= 10)
    {
      if (!walk (forward, state, position + WINDOW, us, error))
        return FALSE;
      qsort (us, WINDOW, sizeof *us, compare);
      printf ("step %7u: median %.0f us, state %" G_GSIZE_FORMAT " bytes, process %" G_GUINT64_FORMAT
              " KiB\n",
              position, us[WINDOW / 2], weft_state_get_bytes (state), get_resident ());
    }

  return TRUE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;

  if (run (&error))
    return 0;

  fprintf (stderr, "bench-long: %s\n", error->message);
  return 1;
}
