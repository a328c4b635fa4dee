/* SPDX-License-Identifier: MIT */
/* Bits per dimension: each member of a team takes the next image, absorbs it in chunks and judges every value. */
#include "engine/score.h"

#include "engine/blas.h"
#include "engine/error.h"
#include "engine/head.h"
#include "engine/parallel.h"
#include "engine/state.h"

#include <math.h>
#include <stdatomic.h>

/* What one member works with. */
typedef struct {
  WeftParallel *parallel;
  WeftState *state;
  float *outputs; /* [CHUNK, n_outputs] */

  GError *error; /* of the running call */
  gsize image;   /* that failed */
} Worker;

struct _WeftScorer {
  WeftModel *model; /* owned reference */
  WeftTeam *team;   /* borrowed */
  guint n_workers;
  Worker *workers;  /* [n_workers] */

  /* of the running call; borrowed */
  const guint8 *images;
  gsize n_images;
  double *bits_per_dim;
  atomic_size_t next; /* image nobody has taken yet */
  atomic_bool failed;
};

static gboolean
init_worker (WeftScorer *scorer, Worker *worker, WeftDense *dense, WeftForm form, GError **error)
{
  const WeftConfig *config = weft_model_get_config (scorer->model);

  worker->outputs = g_new (float, (gsize) WEFT_PARALLEL_CHUNK * config->n_outputs);
  worker->parallel = weft_parallel_new (dense, error);
  if (worker->parallel == NULL)
    return FALSE;

  worker->state = weft_state_new (scorer->model, form, 1, config->n_positions, error);
  return worker->state != NULL;
}

WeftScorer *
weft_scorer_new (WeftModel *model, WeftAttention attention, WeftTeam *team, GError **error)
{
  const WeftForm form = attention == WEFT_ATTENTION_LINEAR ? WEFT_FORM_LINEAR : WEFT_FORM_SOFTMAX_CACHED;
  g_autoptr (WeftScorer) scorer = g_new0 (WeftScorer, 1);
  g_autoptr (WeftDense) dense = NULL;

  scorer->model = weft_model_ref (model);
  scorer->team = team;
  scorer->n_workers = weft_team_get_n_members (team);
  scorer->workers = g_new0 (Worker, scorer->n_workers);

  dense = weft_dense_new (model, error);
  if (dense == NULL || !weft_blas_reserve (scorer->n_workers, error))
    return NULL;

  for (guint i = 0; i < scorer->n_workers; i++)
    if (!init_worker (scorer, &scorer->workers[i], dense, form, error))
      return NULL;

  return g_steal_pointer (&scorer);
}

void
weft_scorer_free (WeftScorer *scorer)
{
  if (scorer == NULL)
    return;

  for (guint i = 0; i < scorer->n_workers; i++)
    {
      weft_parallel_free (scorer->workers[i].parallel);
      weft_state_free (scorer->workers[i].state);
      g_free (scorer->workers[i].outputs);
    }
  weft_model_unref (scorer->model);
  g_free (scorer->workers);
  g_free (scorer);
}

static gboolean
check_values (const WeftConfig *config, const guint8 *values, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (values[i] >= config->n_values)
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "value %" G_GSIZE_FORMAT " is %u, the model knows 0 to %u",
                     i, values[i], config->n_values - 1);
        return FALSE;
      }

  return TRUE;
}

/* Sum over i of -ln p (values[i + 1] | values[0 .. i]). Returns FALSE with an error. */
static gboolean
judge (WeftScorer *scorer, Worker *worker, const guint8 *values, double *nats, GError **error)
{
  const WeftConfig *config = weft_model_get_config (scorer->model);
  const guint n_steps = config->n_positions;

  *nats = 0.0;
  weft_state_reset (worker->state);
  for (guint first = 0; first < n_steps; first += WEFT_PARALLEL_CHUNK)
    {
      const guint n = MIN (n_steps - first, WEFT_PARALLEL_CHUNK);

      if (!weft_parallel_absorb (worker->parallel, worker->state, 0, values + first, n, worker->outputs, error))
        return FALSE;

      for (guint i = 0; i < n; i++)
        *nats += weft_head_nll (config, worker->outputs + (gsize) i * config->n_outputs, values[first + i + 1]);
    }

  return TRUE;
}

static gboolean
score_image (WeftScorer *scorer, Worker *worker, gsize image)
{
  const WeftConfig *config = weft_model_get_config (scorer->model);
  const guint n = weft_config_get_image_values (config);
  const guint8 *values = scorer->images + image * n;
  double nats;

  worker->image = image;
  if (!check_values (config, values, n, &worker->error)
      || !judge (scorer, worker, values, &nats, &worker->error))
    return FALSE;

  scorer->bits_per_dim[image] = nats / (G_LN2 * (n - 1));
  return TRUE;
}

static void
work (WeftTeam *team, guint member, gpointer data)
{
  WeftScorer *scorer = data;

  while (!atomic_load (&scorer->failed))
    {
      const gsize image = atomic_fetch_add (&scorer->next, 1);

      if (image >= scorer->n_images)
        return;
      if (!score_image (scorer, &scorer->workers[member], image))
        atomic_store (&scorer->failed, TRUE);
    }
}

/* Of all that failed, the first image: it does not depend on who was faster, since images are taken in order and one
 * that has been taken is always finished. */
static void
collect_error (WeftScorer *scorer, GError **error)
{
  Worker *first = NULL;

  for (guint i = 0; i < scorer->n_workers; i++)
    {
      Worker *worker = &scorer->workers[i];

      if (worker->error != NULL && (first == NULL || worker->image < first->image))
        first = worker;
    }

  g_propagate_prefixed_error (error, g_steal_pointer (&first->error), "image %" G_GSIZE_FORMAT ": ", first->image);
  for (guint i = 0; i < scorer->n_workers; i++)
    g_clear_error (&scorer->workers[i].error);
}

gboolean
weft_scorer_run (WeftScorer *scorer, const guint8 *images, gsize n_images, double *bits_per_dim, GError **error)
{
  scorer->images = images;
  scorer->n_images = n_images;
  scorer->bits_per_dim = bits_per_dim;
  atomic_store (&scorer->next, 0);
  atomic_store (&scorer->failed, FALSE);

  weft_team_run (scorer->team, work, scorer);
  if (atomic_load (&scorer->failed))
    collect_error (scorer, error);

  return !atomic_load (&scorer->failed);
}
