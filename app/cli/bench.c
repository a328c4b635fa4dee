/* SPDX-License-Identifier: MIT */
/* Paints with forward step, random numbers and sampler of the generator, and measures by the monotonic clock.
 */
#include "app/cli/bench.h"

#include "app/cli/interrupt.h"

#include "engine/forward.h"
#include "engine/head.h"
#include "engine/random.h"

#define SEED 1

/* Nodes and weights of Gauss and Legendre on (0, 1): exact for the cost of recomputation, a parabola over the
 * position. */
static const double nodes[] = { 0.1127016653792583, 0.5, 0.8872983346207417 };
static const double weights[] = { 5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0 };

/* What one arm paints with. */
typedef struct {
  WeftState *state;
  WeftForward *forward;
  guint8 *values;   /* [n_lanes] the latest of each image */
  guint8 *prefix;   /* [n_steps] zeros, fed where the past is made up */
} Runner;

struct _CliBench {
  WeftModel *model; /* owned reference */
  GArray *arms;     /* of CliBenchArm */
};

static void
runner_free (Runner *runner)
{
  g_clear_pointer (&runner->state, weft_state_free);
  g_clear_pointer (&runner->forward, weft_forward_free);
  g_free (runner->values);
  g_free (runner->prefix);
  g_free (runner);
}

static void
clear_arm (gpointer data)
{
  CliBenchArm *arm = data;

  g_clear_pointer (&arm->runner, runner_free);
  g_clear_pointer (&arm->rates, g_array_unref);
}

static Runner *
runner_new (WeftModel *model, const CliBenchArm *arm, WeftTeam *team, GError **error)
{
  Runner *runner = g_new0 (Runner, 1);

  runner->state = weft_state_new (model, arm->form, arm->n_lanes, arm->n_steps, error);
  runner->forward = runner->state != NULL
                      ? weft_forward_new (model, arm->form, arm->n_lanes, arm->n_steps, team, error) : NULL;
  runner->values = g_new0 (guint8, arm->n_lanes);
  runner->prefix = g_new0 (guint8, arm->n_steps);
  if (runner->forward == NULL)
    g_clear_pointer (&runner, runner_free);

  return runner;
}

static guint64
count_bytes (const WeftConfig *config, WeftForm form, guint n_steps)
{
  switch (form)
    {
    case WEFT_FORM_LINEAR:
      return weft_config_get_state_bytes (config);
    case WEFT_FORM_SOFTMAX_CACHED:
      return weft_config_get_cache_bytes (config, n_steps);
    default:
      return n_steps;
    }
}

static gboolean
add_arm (CliBench *bench, WeftForm form, guint n_lanes, guint n_steps, WeftTeam *team, GError **error)
{
  CliBenchArm arm = { .form = form, .n_lanes = n_lanes, .n_steps = n_steps };

  arm.is_sampled = form == WEFT_FORM_SOFTMAX_RECOMPUTED && n_steps > G_N_ELEMENTS (nodes);
  arm.bytes = count_bytes (weft_model_get_config (bench->model), form, n_steps);
  arm.runner = runner_new (bench->model, &arm, team, error);
  if (arm.runner == NULL)
    return FALSE;

  arm.rates = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (bench->arms, arm);
  return TRUE;
}

CliBench *
cli_bench_new (WeftModel *model, GArray *forms, GArray *batches, GArray *steps, WeftTeam *team,
               GError **error)
{
  g_autoptr (CliBench) bench = g_new0 (CliBench, 1);

  bench->model = weft_model_ref (model);
  bench->arms = g_array_new (FALSE, FALSE, sizeof (CliBenchArm));
  g_array_set_clear_func (bench->arms, clear_arm);

  for (guint s = 0; s < steps->len; s++)
    for (guint b = 0; b < batches->len; b++)
      for (guint f = 0; f < forms->len; f++)
        if (!add_arm (bench, g_array_index (forms, guint64, f), g_array_index (batches, guint64, b),
                      g_array_index (steps, guint64, s), team, error))
          return NULL;

  return g_steal_pointer (&bench);
}

void
cli_bench_free (CliBench *bench)
{
  if (bench == NULL)
    return;

  g_array_unref (bench->arms);
  weft_model_unref (bench->model);
  g_free (bench);
}

guint
cli_bench_get_n_arms (CliBench *bench)
{
  return bench->arms->len;
}

const CliBenchArm *
cli_bench_get_arm (CliBench *bench, guint index)
{
  return &g_array_index (bench->arms, CliBenchArm, index);
}

/* One value for every image: the step, two uniforms, the sampler. */
static gboolean
take_step (CliBench *bench, CliBenchArm *arm, GError **error)
{
  static const WeftSampling sampling = WEFT_SAMPLING_INIT;
  Runner *runner = arm->runner;
  const WeftConfig *config = weft_model_get_config (bench->model);
  const guint position = weft_state_get_position (runner->state);
  const float *outputs = weft_forward_step (runner->forward, runner->state, runner->values, error);

  if (outputs == NULL)
    return FALSE;

  for (guint lane = 0; lane < arm->n_lanes; lane++)
    runner->values[lane] = weft_head_sample (config, outputs + (gsize) lane * config->n_outputs, &sampling,
                                             weft_random_uniform (SEED, lane, position, WEFT_USE_COMPONENT),
                                             weft_random_uniform (SEED, lane, position, WEFT_USE_VALUE));
  return cli_interrupt_check ("nothing is measured", error);
}

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* Seconds of a whole sequence, all its steps taken. */
static gboolean
time_sequence (CliBench *bench, CliBenchArm *arm, double *seconds, GError **error)
{
  Runner *runner = arm->runner;
  const double begun = now ();

  weft_state_reset (runner->state);
  for (guint i = 0; i < arm->n_steps; i++)
    if (!take_step (bench, arm, error))
      return FALSE;

  *seconds = now () - begun;
  return TRUE;
}

/* Seconds of a whole sequence, from single steps here and there. */
static gboolean
time_samples (CliBench *bench, CliBenchArm *arm, double *seconds, GError **error)
{
  Runner *runner = arm->runner;

  *seconds = 0.0;
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      for (guint lane = 0; lane < arm->n_lanes; lane++)
        weft_state_import_values (runner->state, lane, nodes[i] * arm->n_steps, runner->prefix);

      const double begun = now ();
      if (!take_step (bench, arm, error))
        return FALSE;
      *seconds += weights[i] * arm->n_steps * (now () - begun);
    }

  return TRUE;
}

static gboolean
run_arm (CliBench *bench, CliBenchArm *arm, gboolean keep, GError **error)
{
  const double begun = now ();
  double seconds;

  if (!(arm->is_sampled ? time_samples : time_sequence) (bench, arm, &seconds, error))
    return FALSE;

  arm->seconds += now () - begun;
  if (keep)
    {
      const double rate = (double) arm->n_lanes * arm->n_steps / MAX (seconds, 1e-9);

      g_array_append_val (arm->rates, rate);
    }

  return TRUE;
}

/* Fisher and Yates. */
static void
shuffle (guint *order, guint n)
{
  for (guint i = 0; i < n; i++)
    order[i] = i;

  for (guint i = n; i > 1; i--)
    {
      const guint j = g_random_int_range (0, i);
      const guint kept = order[i - 1];

      order[i - 1] = order[j];
      order[j] = kept;
    }
}

gboolean
cli_bench_run_round (CliBench *bench, gboolean keep, double budget, GError **error)
{
  g_autofree guint *order = g_new (guint, bench->arms->len);

  shuffle (order, bench->arms->len);
  for (guint i = 0; i < bench->arms->len; i++)
    {
      CliBenchArm *arm = &g_array_index (bench->arms, CliBenchArm, order[i]);

      arm->is_stopped = arm->is_stopped || arm->seconds > budget;
      if (!arm->is_stopped && !run_arm (bench, arm, keep, error))
        return FALSE;
    }

  return TRUE;
}
