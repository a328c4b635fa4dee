/* SPDX-License-Identifier: MIT */
/* Reads one head out of the microscope's glimpse; nothing of the engine is touched that a run may be writing. */
#include "ui/inspector-state-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_POINTS 256 /* of the norms' lines */

static gsize
get_head_size (UiInspectorState *state)
{
  return weft_config_get_head_size (&state->config);
}

static guint
get_layer (UiInspectorState *state)
{
  return (guint) gtk_adjustment_get_value (state->layer_adjustment) - 1;
}

static guint
get_head (UiInspectorState *state)
{
  return (guint) gtk_adjustment_get_value (state->head_adjustment) - 1;
}

gboolean
ui_inspector_state_is_comparing (UiInspectorState *state)
{
  return state->remembered != NULL && gtk_toggle_button_get_active (state->difference);
}

static void
forget (UiInspectorState *state)
{
  g_clear_pointer (&state->remembered, g_free);
  gtk_toggle_button_set_active (state->difference, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (state->difference), FALSE);
}

static void
choose_head (UiInspectorState *state)
{
  ui_inspector_surgery_set_head (state->surgery, get_layer (state), get_head (state));
}

/* Another network has other layers, and nothing in common to compare. */
static void
follow_config (UiInspectorState *state, const WeftConfig *config)
{
  gsize size;

  if (memcmp (&state->config, config, sizeof *config) == 0)
    return;

  state->config = *config;
  size = get_head_size (state);
  forget (state);
  state->charted_steps = 0;
  g_free (state->buffer);
  state->buffer = g_new0 (float, 2 * size * size + 2 * size);
  gtk_adjustment_set_upper (state->layer_adjustment, config->n_layers);
  gtk_adjustment_set_upper (state->head_adjustment, config->n_heads);
  ui_inspector_surgery_set_n_rows (state->surgery, config->image_height);
  choose_head (state);
  ui_heat_map_set_table (state->table, NULL, 0, 0);
  ui_heat_map_set_table (state->increment, NULL, 0, 0);
}

void
ui_inspector_state_show_figures (UiInspectorState *state)
{
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (state->microscope);
  guint row, column;
  double value;
  g_autofree char *text = NULL;

  if (glimpse == NULL || state->buffer == NULL)
    return;

  ui_heat_map_get_cell (state->table, &row, &column, &value);
  text = g_strdup_printf (_("After step %u. Norm %.4g. Row %u, column %u: %.3g"), glimpse->n_known - 1,
                          ui_heat_map_get_norm (state->table), row, column, value);
  gtk_label_set_text (state->figures, text);
}

/* S of the head, or how it differs from the moment remembered. */
static void
show_table (UiInspectorState *state, const StudioGlimpse *glimpse, float *s, float *z)
{
  const gsize size = get_head_size (state), n = size * size;
  const float *before = NULL;
  g_autofree char *title = NULL;

  weft_probe_read_head (glimpse->state, 0, get_layer (state), get_head (state), s, z);
  if (ui_inspector_state_is_comparing (state))
    {
      before = state->remembered + ((gsize) get_layer (state) * state->config.n_heads + get_head (state)) * n;
      title = g_strdup_printf (_("S now minus S after step %u"), state->remembered_step);
    }
  for (gsize i = 0; before != NULL && i < n; i++)
    s[i] -= before[i];

  ui_heat_map_set_title (state->table, before != NULL ? title : _("S: all that this head remembers"));
  ui_heat_map_set_table (state->table, s, (guint) size, (guint) size);
}

static void
show_sums (UiInspectorState *state, const float *z)
{
  const guint n = (guint) MIN (get_head_size (state), UI_BARS_MAX);
  double values[UI_BARS_MAX];

  for (guint i = 0; i < n; i++)
    values[i] = z[i];
  ui_bars_set_values (state->sums, values, n, -1);
}

static void
show_increment (UiInspectorState *state, const StudioGlimpse *glimpse, float *increment, float *features)
{
  const guint size = (guint) get_head_size (state);

  weft_probe_get_increment (glimpse->probe, get_layer (state), get_head (state), increment, features);
  ui_heat_map_set_table (state->increment, increment, size, size);
}

static char *
format_norm (double value)
{
  return g_strdup_printf ("%.4g", value);
}

/* How the head's norm grew, beside the mean of all heads. */
static void
show_norms (UiInspectorState *state)
{
  const guint n_heads = state->config.n_layers * state->config.n_heads;
  const guint index = get_layer (state) * state->config.n_heads + get_head (state);
  const double n_channels = weft_config_get_n_channels (&state->config);
  UiChartPoint head[MAX_POINTS], mean[MAX_POINTS];
  guint n_steps, n_points;
  WeftTrace *trace = studio_microscope_get_trace (state->microscope, &n_steps);

  if (n_steps < state->charted_steps || state->charted_steps == 0)
    ui_chart_reset (state->norms, _("Norm of S over the picture"), format_norm,
                    state->config.image_width * state->config.image_height, 0);
  state->charted_steps = n_steps;
  if (trace == NULL)
    return;

  n_points = MIN (n_steps, MAX_POINTS);
  for (guint i = 0; i < n_points; i++)
    {
      const guint steps = (guint) (((guint64) i + 1) * n_steps / n_points);
      const float *norms = weft_trace_get_norms (trace, steps);
      double sum = 0;

      for (guint k = 0; k < n_heads; k++)
        sum += norms[k];
      head[i] = (UiChartPoint) { steps / n_channels, norms[index] };
      mean[i] = (UiChartPoint) { steps / n_channels, sum / n_heads };
    }
  ui_chart_set_series (state->norms, 0, _("this head"), head, n_points);
  ui_chart_set_series (state->norms, 1, _("mean"), mean, n_points);
}

static void
show_nothing (UiInspectorState *state, const WeftConfig *config)
{
  const char *problem = studio_microscope_get_problem (state->microscope);
  const char *text = _("Paint a picture to see what the network remembers of it.");

  if (problem != NULL)
    text = problem;
  else if (config != NULL && studio_microscope_get_form (state->microscope) != WEFT_FORM_LINEAR)
    text = _("Softmax attention has no table of constant size to look at: it keeps the key and value of every pixel.");
  gtk_label_set_text (state->nothing, text);
  gtk_stack_set_visible_child_name (state->stack, "nothing");
}

void
ui_inspector_state_update (UiInspectorState *state)
{
  const WeftConfig *config = studio_microscope_get_config (state->microscope);
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (state->microscope);
  gsize size;

  if (!state->is_holding)
    return;
  if (config == NULL || glimpse == NULL || glimpse->state == NULL)
    {
      show_nothing (state, config);
      return;
    }

  follow_config (state, config);
  size = get_head_size (state);
  state->is_showing = TRUE;
  show_table (state, glimpse, state->buffer, state->buffer + size * size);
  show_sums (state, state->buffer + size * size);
  show_increment (state, glimpse, state->buffer + size * size + size, state->buffer + 2 * size * size + size);
  show_norms (state);
  state->is_showing = FALSE;
  ui_reading_tell (state->reading, studio_microscope_is_running (state->microscope));
  gtk_stack_set_visible_child_name (state->stack, "state");
}

void
ui_inspector_state_show_other_head (UiInspectorState *state)
{
  choose_head (state);
  ui_heat_map_reset_limit (state->table);
  ui_heat_map_reset_limit (state->increment);
  state->charted_steps = 0;
  ui_inspector_state_update (state);
}

gboolean
ui_inspector_state_remember (UiInspectorState *state)
{
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (state->microscope);
  const gsize size = get_head_size (state), n = (gsize) state->config.n_layers * state->config.n_heads * size;
  g_autofree float *z = NULL;

  if (glimpse == NULL || glimpse->state == NULL || state->buffer == NULL)
    return FALSE;

  z = g_new (float, n);
  g_free (state->remembered);
  state->remembered = g_new (float, n * size);
  weft_state_export_linear (glimpse->state, 0, state->remembered, z);
  state->remembered_step = glimpse->n_known - 1;
  gtk_widget_set_sensitive (GTK_WIDGET (state->difference), TRUE);
  ui_inspector_state_update (state);
  return TRUE;
}
