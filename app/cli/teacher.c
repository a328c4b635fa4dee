/* SPDX-License-Identifier: MIT */
/* Both forms of the network over a known sequence. */
#include "app/cli/teacher.h"

#include "app/cli/interrupt.h"

#include "engine/error.h"
#include "engine/forward.h"
#include "engine/parallel.h"
#include "engine/state.h"

#include <string.h>

void
cli_teacher_clear (CliTeacher *teacher)
{
  g_clear_pointer (&teacher->y, g_free);
  g_clear_pointer (&teacher->s, g_free);
  g_clear_pointer (&teacher->z, g_free);
}

gboolean
cli_teacher_check_values (WeftModel *model, const guint8 *values, gsize n, GError **error)
{
  const WeftConfig *config = weft_model_get_config (model);

  if (n < 1 || n > config->n_positions)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it has %" G_GSIZE_FORMAT " values, the model takes 1 to %u", n, config->n_positions);
      return FALSE;
    }

  for (gsize i = 0; i < n; i++)
    if (values[i] >= config->n_values)
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "value %" G_GSIZE_FORMAT " is %u, the model has 0 to %u", i, values[i],
                     config->n_values - 1);
        return FALSE;
      }

  return TRUE;
}

static gboolean
allocate (CliTeacher *teacher, const WeftConfig *config, guint n_steps, GError **error)
{
  const gsize e = weft_config_get_head_size (config);
  const gsize heads = config->attention == WEFT_ATTENTION_LINEAR ? (gsize) config->n_layers * config->n_heads
                                                                 : 0;

  teacher->n_steps = n_steps;
  teacher->n_y = (gsize) n_steps * config->n_outputs;
  teacher->n_s = heads * e * e;
  teacher->n_z = heads * e;
  teacher->y = g_try_new (float, teacher->n_y);
  teacher->s = g_try_new (float, MAX (teacher->n_s, 1));
  teacher->z = g_try_new (float, MAX (teacher->n_z, 1));
  if (teacher->y != NULL && teacher->s != NULL && teacher->z != NULL)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "the results need %" G_GSIZE_FORMAT " MB",
               (teacher->n_y + teacher->n_s + teacher->n_z) * sizeof (float) / 1000000 + 1);
  return FALSE;
}

static gboolean
run_steps (WeftModel *model, WeftTeam *team, WeftState *state, const guint8 *values, CliTeacher *teacher,
           GError **error)
{
  const guint n_outputs = weft_model_get_config (model)->n_outputs;
  g_autoptr (WeftForward)
      forward = weft_forward_new (model, weft_state_get_form (state), 1, teacher->n_steps, team, error);

  if (forward == NULL)
    return FALSE;

  for (guint i = 0; i < teacher->n_steps; i++)
    {
      const float *y = weft_forward_step (forward, state, values + i, error);

      if (y == NULL || !cli_interrupt_check (NULL, error))
        return FALSE;
      memcpy (teacher->y + (gsize) i * n_outputs, y, n_outputs * sizeof (float));
    }

  return TRUE;
}

static gboolean
run_chunks (WeftModel *model, WeftState *state, const guint8 *values, CliTeacher *teacher, GError **error)
{
  g_autoptr (WeftDense) dense = weft_dense_new (model, error);
  g_autoptr (WeftParallel) parallel = dense != NULL ? weft_parallel_new (dense, error) : NULL;

  return parallel != NULL
         && weft_parallel_absorb (parallel, state, 0, values, teacher->n_steps, teacher->y, error);
}

gboolean
cli_teacher_run (WeftModel *model, WeftTeam *team, gboolean parallel, const guint8 *values, guint n_steps,
                 CliTeacher *teacher, GError **error)
{
  const WeftConfig *config = weft_model_get_config (model);
  g_autoptr (WeftState) state = NULL;

  memset (teacher, 0, sizeof *teacher);
  if (!allocate (teacher, config, n_steps, error))
    return FALSE;

  state = weft_state_new (model, weft_form_default (config), 1, n_steps, error);
  if (state == NULL || !(parallel ? run_chunks (model, state, values, teacher, error)
                                  : run_steps (model, team, state, values, teacher, error)))
    return FALSE;

  if (teacher->n_s > 0)
    weft_state_export_linear (state, 0, teacher->s, teacher->z);

  return TRUE;
}
