/* SPDX-License-Identifier: MIT */
/* Chunk by chunk, so that memory does not grow with the picture. */
#include "app/agreement.h"

#include "app/entry.h"
#include "engine/forward.h"
#include "engine/parallel.h"
#include "engine/state.h"
#include "engine/team.h"

#include <math.h>

typedef struct {
  WeftModel *model;
  char *path;
  GBytes *values;
  StudioAgreement agreement;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  weft_model_unref (question->model);
  g_free (question->path);
  g_bytes_unref (question->values);
  g_free (question);
}

static void
add_differences (StudioAgreement *agreement, const float *a, const float *b, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const double difference = fabs ((double) a[i] - b[i]);

      agreement->largest = MAX (agreement->largest, difference);
      agreement->mean += difference;
    }
}

/* @all: what the parallel form said of these values. */
static gboolean
walk (WeftForward *forward, WeftState *state, const guint8 *values, guint n, const float *all, guint n_outputs,
      StudioAgreement *agreement, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      const float *one = weft_forward_step (forward, state, values + i, error);

      if (one == NULL)
        return FALSE;
      add_differences (agreement, one, all + (gsize) i * n_outputs, n_outputs);
    }

  return TRUE;
}

gboolean
studio_agreement_measure (WeftModel *model, const guint8 *values, guint n_values, StudioAgreement *agreement, GError **error)
{
  const WeftConfig *config = weft_model_get_config (model);
  const WeftForm form = weft_form_default (config);
  g_autoptr (WeftTeam) team = weft_team_new (1, error);
  g_autoptr (WeftState) steps = team != NULL ? weft_state_new (model, form, 1, n_values, error) : NULL;
  g_autoptr (WeftState) chunks = steps != NULL ? weft_state_new (model, form, 1, n_values, error) : NULL;
  g_autoptr (WeftForward) forward = chunks != NULL ? weft_forward_new (model, form, 1, n_values, team, error) : NULL;
  g_autoptr (WeftDense) dense = forward != NULL ? weft_dense_new (model, error) : NULL;
  g_autoptr (WeftParallel) parallel = dense != NULL ? weft_parallel_new (dense, error) : NULL;
  g_autofree float *all = g_new (float, (gsize) WEFT_PARALLEL_CHUNK * config->n_outputs);

  if (parallel == NULL)
    return FALSE;

  *agreement = (StudioAgreement) { .n_steps = n_values, .precision = weft_model_get_precision (model) };
  for (guint i = 0; i < n_values; i += WEFT_PARALLEL_CHUNK)
    {
      const guint n = MIN (n_values - i, WEFT_PARALLEL_CHUNK);

      if (!weft_parallel_absorb (parallel, chunks, 0, values + i, n, all, error)
          || !walk (forward, steps, values + i, n, all, config->n_outputs, agreement, error))
        return FALSE;
    }

  agreement->mean /= (double) n_values * config->n_outputs;
  return TRUE;
}

static WeftModel *
get_exact_model (const Question *question, GError **error)
{
  g_autoptr (StudioEntry) entry = NULL;

  if (weft_model_get_precision (question->model) != WEFT_PRECISION_INT8)
    return weft_model_ref (question->model);

  entry = studio_entry_new (question->path, NULL, error);
  return entry != NULL ? studio_entry_load_sync (entry, WEFT_PRECISION_F32, error) : NULL;
}

static void
measure_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;
  GError *error = NULL;
  g_autoptr (WeftModel) model = get_exact_model (question, &error);
  gsize n_values;
  const guint8 *values = g_bytes_get_data (question->values, &n_values);

  if (model == NULL || !studio_agreement_measure (model, values, (guint) n_values, &question->agreement, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
studio_agreement_measure_async (WeftModel *model, const char *path, GBytes *values, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->model = weft_model_ref (model);
  question->path = g_strdup (path);
  question->values = g_bytes_ref (values);
  g_task_set_source_tag (task, studio_agreement_measure_async);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, measure_thread_cb);
}

gboolean
studio_agreement_measure_finish (GAsyncResult *result, StudioAgreement *agreement, GError **error)
{
  const Question *question = g_task_get_task_data (G_TASK (result));

  *agreement = question->agreement;
  return g_task_propagate_boolean (G_TASK (result), error);
}
