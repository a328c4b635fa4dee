/* SPDX-License-Identifier: MIT */
/* Rounds of turns in random order, limits measured around each turn. */
#include "app/bench.h"

typedef struct {
  WeftPrecision precision;
  guint64 n_bytes;
  guint n_threads;
  StudioLimitsProbe *probe; /* owned */
} Probe;

struct _StudioBench {
  gboolean with_limits;
  StudioBenchCheck check;
  GArray *arms;   /* of StudioBenchArm */
  GArray *probes; /* of Probe */
};

static void
clear_arm (gpointer data)
{
  StudioBenchArm *arm = data;

  studio_bench_runner_free (arm->runner);
  weft_model_unref (arm->what.model);
  g_array_unref (arm->rates);
  g_array_unref (arm->read);
  g_array_unref (arm->multiply);
  g_array_unref (arm->limits);
}

static void
clear_probe (gpointer data)
{
  studio_limits_probe_free (((Probe *) data)->probe);
}

StudioBench *
studio_bench_new (gboolean with_limits, StudioBenchCheck check)
{
  StudioBench *bench = g_new0 (StudioBench, 1);

  bench->with_limits = with_limits;
  bench->check = check;
  bench->arms = g_array_new (FALSE, FALSE, sizeof (StudioBenchArm));
  bench->probes = g_array_new (FALSE, FALSE, sizeof (Probe));
  g_array_set_clear_func (bench->arms, clear_arm);
  g_array_set_clear_func (bench->probes, clear_probe);

  return bench;
}

void
studio_bench_free (StudioBench *bench)
{
  if (bench == NULL)
    return;

  g_array_unref (bench->arms);
  g_array_unref (bench->probes);
  g_free (bench);
}

static guint64
count_bytes (const StudioBenchCase *what)
{
  const WeftConfig *config = weft_model_get_config (what->model);
  const guint n_steps = what->plan == STUDIO_BENCH_WINDOW ? what->position + 1 : what->n_steps;

  switch (what->form)
    {
    case WEFT_FORM_LINEAR:
      return weft_config_get_state_bytes (config);
    case WEFT_FORM_SOFTMAX_CACHED:
      return weft_config_get_cache_bytes (config, n_steps);
    case WEFT_FORM_SOFTMAX_RECOMPUTED:
    default:
      return n_steps;
    }
}

/* The probe of as much work with as many threads; arms share one. */
static StudioLimitsProbe *
get_probe (StudioBench *bench, const StudioBenchCase *what, GError **error)
{
  const WeftPrecision precision = weft_model_get_precision (what->model);
  Probe wanted = {
    .precision = precision,
    .n_bytes = studio_limits_count_bytes (weft_model_get_config (what->model), precision),
    .n_threads = weft_team_get_n_members (what->team),
  };

  for (guint i = 0; i < bench->probes->len; i++)
    {
      const Probe *probe = &g_array_index (bench->probes, Probe, i);

      if (probe->precision == precision && probe->n_bytes == wanted.n_bytes
          && probe->n_threads == wanted.n_threads)
        return probe->probe;
    }

  wanted.probe = studio_limits_probe_new (precision, wanted.n_bytes, wanted.n_threads, error);
  if (wanted.probe != NULL)
    g_array_append_val (bench->probes, wanted);

  return wanted.probe;
}

gboolean
studio_bench_add (StudioBench *bench, const StudioBenchCase *what, GError **error)
{
  StudioBenchArm arm = { .what = *what, .bytes = count_bytes (what) };

  if (bench->with_limits && (arm.probe = get_probe (bench, what, error)) == NULL)
    return FALSE;

  arm.runner = studio_bench_runner_new (what, bench->check, error);
  if (arm.runner == NULL)
    return FALSE;

  arm.what = *studio_bench_runner_get_case (arm.runner);
  weft_model_ref (what->model);
  arm.rates = g_array_new (FALSE, FALSE, sizeof (double));
  arm.read = g_array_new (FALSE, FALSE, sizeof (double));
  arm.multiply = g_array_new (FALSE, FALSE, sizeof (double));
  arm.limits = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (bench->arms, arm);
  return TRUE;
}

guint
studio_bench_get_n_arms (StudioBench *bench)
{
  return bench->arms->len;
}

const StudioBenchArm *
studio_bench_get_arm (StudioBench *bench, guint index)
{
  return &g_array_index (bench->arms, StudioBenchArm, index);
}

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* What @limits mean for an arm. A step reads every weight once and multiplies it with every row; attention,
 * norms and sampling are not counted, so that no arm reaches its limit. */
static void
keep_limits (StudioBenchArm *arm, const StudioLimits *limits)
{
  const WeftConfig *config = weft_model_get_config (arm->what.model);
  const guint64 n_weights = studio_limits_count_weights (config);
  const guint64 n_bytes = studio_limits_count_bytes (config, weft_model_get_precision (arm->what.model));
  const double by_reading = limits->read / (double) n_bytes;
  const double by_multiplying =
      limits->multiply / ((double) n_weights * studio_bench_runner_get_rows (arm->runner));
  const double limit = arm->what.n_lanes * MIN (by_reading, by_multiplying);

  arm->reads_bound = by_reading < by_multiplying;
  g_array_append_val (arm->read, limits->read);
  g_array_append_val (arm->multiply, limits->multiply);
  g_array_append_val (arm->limits, limit);
}

static gboolean
run_arm (StudioBenchArm *arm, gboolean keep, double budget, GError **error)
{
  StudioLimits before = { 0 }, after = { 0 };
  double begun, rate;

  if (keep && arm->probe != NULL && !studio_limits_probe_measure (arm->probe, &before, error))
    return FALSE;

  begun = now ();
  if (!studio_bench_runner_run (arm->runner, budget - arm->seconds, &rate, error))
    return FALSE;
  arm->seconds += now () - begun;
  arm->is_stopped = rate <= 0.0;
  if (!keep || arm->is_stopped)
    return TRUE;

  g_array_append_val (arm->rates, rate);
  if (arm->probe != NULL)
    {
      if (!studio_limits_probe_measure (arm->probe, &after, error))
        return FALSE;
      keep_limits (arm, &(StudioLimits) { .read = (before.read + after.read) / 2.0,
                                          .multiply = (before.multiply + after.multiply) / 2.0 });
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
studio_bench_run_round (StudioBench *bench, gboolean keep, double budget, GError **error)
{
  g_autofree guint *order = g_new (guint, bench->arms->len);

  shuffle (order, bench->arms->len);
  for (guint i = 0; i < bench->arms->len; i++)
    {
      StudioBenchArm *arm = &g_array_index (bench->arms, StudioBenchArm, order[i]);

      if (!arm->is_stopped && !run_arm (arm, keep, budget, error))
        return FALSE;
    }

  return TRUE;
}
