/* SPDX-License-Identifier: MIT */
/* Paints with forward step, random numbers and sampler of the generator; measures by the monotonic clock. */
#include "app/bench-runner.h"

#include "engine/forward.h"
#include "engine/head.h"
#include "engine/random.h"

#define SEED 1
#define MIN_SAMPLED_STEPS 12 /* a sequence not longer than this is measured whole */

/* Nodes and weights of Gauss and Legendre on (0, 1): exact for the cost of recomputation, a parabola over the
 * position, and for that of a cache, a straight line. */
static const double nodes[] = { 0.1127016653792583, 0.5, 0.8872983346207417 };
static const double weights[] = { 5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0 };

struct _StudioBenchRunner {
  StudioBenchCase what;
  StudioBenchCheck check;
  guint max_steps;      /* of the state */
  guint window_steps;   /* of one window */

  WeftState *state;
  WeftState *past;      /* linear WINDOW: as it was after the walk; else NULL */
  WeftForward *forward;
  guint8 *values;       /* [n_lanes] the latest of each image */
  const float *outputs; /* [n_lanes, n_outputs] of the running step */
  double deadline;      /* of the running call */
};

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static guint
count_window_steps (const StudioBenchCase *what)
{
  const guint steps =
      what->form == WEFT_FORM_SOFTMAX_RECOMPUTED ? 1 : STUDIO_BENCH_WINDOW_STEPS / what->n_lanes;

  return MAX (steps, what->form == WEFT_FORM_SOFTMAX_RECOMPUTED ? 1 : 4);
}

static guint
count_max_steps (const StudioBenchCase *what)
{
  return what->plan == STUDIO_BENCH_WINDOW ? what->position + STUDIO_BENCH_WINDOW_STEPS : what->n_steps;
}

static gboolean
allocate (StudioBenchRunner *runner, GError **error)
{
  const StudioBenchCase *what = &runner->what;

  runner->state = weft_state_new (what->model, what->form, what->n_lanes, runner->max_steps, error);
  if (runner->state == NULL)
    return FALSE;

  runner->forward =
      weft_forward_new (what->model, what->form, what->n_lanes, runner->max_steps, what->team, error);
  if (runner->forward == NULL || what->plan != STUDIO_BENCH_WINDOW || what->form != WEFT_FORM_LINEAR)
    return runner->forward != NULL;

  runner->past = weft_state_new (what->model, what->form, what->n_lanes, runner->max_steps, error);
  return runner->past != NULL;
}

StudioBenchRunner *
studio_bench_runner_new (const StudioBenchCase *what, StudioBenchCheck check, GError **error)
{
  g_autoptr (StudioBenchRunner) runner = g_new0 (StudioBenchRunner, 1);

  runner->what = *what;
  runner->check = check;
  runner->max_steps = count_max_steps (what);
  runner->window_steps = count_window_steps (what);
  runner->values = g_new0 (guint8, what->n_lanes);
  if (what->plan == STUDIO_BENCH_SAMPLED && what->n_steps <= MIN_SAMPLED_STEPS)
    runner->what.plan = STUDIO_BENCH_WHOLE;

  return allocate (runner, error) ? g_steal_pointer (&runner) : NULL;
}

void
studio_bench_runner_free (StudioBenchRunner *runner)
{
  if (runner == NULL)
    return;

  g_clear_pointer (&runner->state, weft_state_free);
  g_clear_pointer (&runner->past, weft_state_free);
  g_clear_pointer (&runner->forward, weft_forward_free);
  g_free (runner->values);
  g_free (runner);
}

const StudioBenchCase *
studio_bench_runner_get_case (StudioBenchRunner *runner)
{
  return &runner->what;
}

static void
sample_share (WeftTeam *team, guint member, gpointer data)
{
  static const WeftSampling sampling = WEFT_SAMPLING_INIT;
  StudioBenchRunner *runner = data;
  const WeftConfig *config = weft_model_get_config (runner->what.model);
  const guint position = weft_state_get_position (runner->state);
  gsize begin, end;

  weft_team_share (team, member, runner->what.n_lanes, &begin, &end);
  for (gsize lane = begin; lane < end; lane++)
    runner->values[lane] = weft_head_sample (config, runner->outputs + lane * config->n_outputs, &sampling,
                                             weft_random_uniform (SEED, lane, position, WEFT_USE_COMPONENT),
                                             weft_random_uniform (SEED, lane, position, WEFT_USE_VALUE));
}

/* One value for every image: the step, two uniforms, the sampler. */
static gboolean
take_step (StudioBenchRunner *runner, GError **error)
{
  if (runner->check != NULL && !runner->check (error))
    return FALSE;

  runner->outputs = weft_forward_step (runner->forward, runner->state, runner->values, error);
  if (runner->outputs == NULL)
    return FALSE;

  weft_team_run (runner->what.team, sample_share, runner);
  return TRUE;
}

/* Steps up to @end, or as many as the time allows. @seconds: (out): what they took, or a negative number if
 * not all were taken. */
static gboolean
take_steps (StudioBenchRunner *runner, guint end, double *seconds, GError **error)
{
  const double begun = now ();

  *seconds = -1.0;
  while (weft_state_get_position (runner->state) < end)
    {
      if (now () > runner->deadline)
        return TRUE;
      if (!take_step (runner, error))
        return FALSE;
    }

  *seconds = now () - begun;
  return TRUE;
}

static gboolean
run_whole (StudioBenchRunner *runner, double *rate, GError **error)
{
  double seconds;

  weft_state_reset (runner->state);
  if (!take_steps (runner, runner->what.n_steps, &seconds, error))
    return FALSE;

  *rate = seconds > 0.0 ? runner->what.n_lanes * runner->what.n_steps / seconds : 0.0;
  return TRUE;
}

static gboolean
run_sampled (StudioBenchRunner *runner, double *rate, GError **error)
{
  const guint n_steps = MIN (runner->window_steps, runner->what.n_steps / MIN_SAMPLED_STEPS);
  double seconds_a_step = 0.0;

  *rate = 0.0;
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      const guint position = (guint) (nodes[i] * runner->what.n_steps) - n_steps / 2;
      double seconds;

      weft_state_skip (runner->state, position);
      if (!take_steps (runner, position + n_steps, &seconds, error))
        return FALSE;
      if (seconds < 0.0)
        return TRUE;
      seconds_a_step += weights[i] * seconds / n_steps;
    }

  *rate = runner->what.n_lanes / seconds_a_step;
  return TRUE;
}

/* Linear attention really goes there, once, and comes back to the same memory for every window. */
static gboolean
go_to_window (StudioBenchRunner *runner, gboolean *is_there, GError **error)
{
  const guint position = runner->what.position;
  double seconds = 0.0;

  *is_there = TRUE;
  if (runner->past == NULL)
    weft_state_skip (runner->state, position);
  else if (weft_state_get_position (runner->past) == position)
    weft_state_copy (runner->state, runner->past);
  else
    {
      if (!take_steps (runner, position, &seconds, error))
        return FALSE;
      *is_there = seconds >= 0.0;
      if (*is_there)
        weft_state_copy (runner->past, runner->state);
    }

  return TRUE;
}

static gboolean
run_window (StudioBenchRunner *runner, double *rate, GError **error)
{
  gboolean is_there;
  double seconds;

  *rate = 0.0;
  if (!go_to_window (runner, &is_there, error))
    return FALSE;
  if (!is_there)
    return TRUE;
  if (!take_steps (runner, runner->what.position + runner->window_steps, &seconds, error))
    return FALSE;

  *rate = seconds > 0.0 ? runner->what.n_lanes * runner->window_steps / seconds : 0.0;
  return TRUE;
}

gboolean
studio_bench_runner_run (StudioBenchRunner *runner, double allowed, double *rate, GError **error)
{
  runner->deadline = now () + allowed;
  switch (runner->what.plan)
    {
    case STUDIO_BENCH_SAMPLED:
      return run_sampled (runner, rate, error);
    case STUDIO_BENCH_WINDOW:
      return run_window (runner, rate, error);
    case STUDIO_BENCH_WHOLE:
    default:
      return run_whole (runner, rate, error);
    }
}

double
studio_bench_runner_get_rows (StudioBenchRunner *runner)
{
  const StudioBenchCase *what = &runner->what;
  const double steps = what->plan == STUDIO_BENCH_WINDOW ? what->position + 1 : (what->n_steps + 1) / 2.0;

  return what->n_lanes * (what->form == WEFT_FORM_SOFTMAX_RECOMPUTED ? steps : 1.0);
}
