/* SPDX-License-Identifier: MIT */
/* The weights of the quadratic formula reproduce what the recurrent step read; bits add up to the score. */
#include "engine/trace.h"

#include "engine/blas.h"
#include "engine/generator.h"
#include "engine/score.h"
#include "tests/support/models.h"

#include <math.h>
#include <string.h>

#define N_STEPS 90

static WeftTrace *
make_trace (WeftModel *model, WeftTeam *team, gboolean keep_attention)
{
  const WeftForm form = weft_form_default (weft_model_get_config (model));
  GError *error = NULL;
  WeftTrace *trace = weft_trace_new (model, form, team, keep_attention, &error);

  g_assert_no_error (error);
  return trace;
}

static void
walk (WeftTrace *trace, const guint8 *values, guint n_steps)
{
  GError *error = NULL;

  for (guint i = weft_trace_get_n_steps (trace); i < n_steps; i++)
    {
      weft_trace_step (trace, values[i], values[i + 1], &error);
      g_assert_no_error (error);
    }
}

/* Sum over i of weight_i v_i against what the step read, and the sum of the weights against 1. */
static void
check_position (WeftTrace *trace, const WeftConfig *config, guint position, GPtrArray *values)
{
  const gsize size = weft_config_get_head_size (config);
  g_autofree double *weights = g_new (double, position + 1);

  for (guint i = 0; i < config->n_layers * config->n_heads; i++)
    {
      const guint layer = i / config->n_heads, head = i % config->n_heads;
      const float *read = weft_probe_get (weft_trace_get_probe (trace), WEFT_PROBE_READ, layer, head);
      double total = 0.0;

      weft_trace_get_weights (trace, position, layer, head, weights);
      for (guint j = 0; j <= position; j++)
        {
          g_assert_cmpfloat (weights[j], >=, 0.0);
          total += weights[j];
        }
      g_assert_cmpfloat_with_epsilon (total, 1.0, 1e-5);

      for (gsize m = 0; m < size; m++)
        {
          double sum = 0.0;

          for (guint j = 0; j <= position; j++)
            sum += weights[j] * ((float *) g_ptr_array_index (values, j))[layer * config->width + head * size + m];
          g_assert_cmpfloat_with_epsilon (read[m], sum, 2e-5 * (1.0 + fabs (sum)));
        }
    }
}

/* The contents v of all layers in the latest step, [L, d]. */
static float *
dup_contents (WeftTrace *trace, const WeftConfig *config)
{
  float *contents = g_new (float, (gsize) config->n_layers * config->width);

  for (guint layer = 0; layer < config->n_layers; layer++)
    memcpy (contents + layer * config->width, weft_probe_get (weft_trace_get_probe (trace), WEFT_PROBE_VALUE, layer, 0),
            config->width * sizeof *contents);
  return contents;
}

static void
check_weights (WeftModel *model, WeftTeam *team)
{
  const WeftConfig *config = weft_model_get_config (model);
  g_autofree guint8 *values = test_model_draw_values (config, 6, N_STEPS + 1);
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WeftTrace) trace = make_trace (model, team, TRUE);

  for (guint i = 0; i < N_STEPS; i++)
    {
      walk (trace, values, i + 1);
      g_ptr_array_add (contents, dup_contents (trace, config));
      if (i % 11 == 0)
        check_position (trace, config, i, contents);
    }
}

static void
for_all_models (void (*check) (WeftModel *model, WeftTeam *team))
{
  guint n;
  const TestModel *models = test_models_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftCheckpoint) checkpoint = test_model_open (&models[i], 4);
      g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
      g_autoptr (WeftTeam) team = weft_team_new (1, NULL);

      g_test_message ("%s", models[i].name);
      check (model, team);
    }
}

static void
test_weights (void)
{
  for_all_models (check_weights);
}

/* Step by step and in the parallel form, the same bits. */
static void
check_bits (WeftModel *model, WeftTeam *team)
{
  const WeftConfig *config = weft_model_get_config (model);
  const guint n = config->n_positions;
  g_autofree guint8 *values = test_model_draw_values (config, 7, n + 1);
  g_autoptr (WeftTrace) trace = make_trace (model, team, FALSE);
  g_autoptr (WeftScorer) scorer = NULL;
  GError *error = NULL;
  double expected, sum = 0.0;

  scorer = weft_scorer_new (model, config->attention, team, &error);
  g_assert_no_error (error);
  weft_scorer_run (scorer, values, 1, &expected, &error);
  g_assert_no_error (error);

  walk (trace, values, n);
  for (guint i = 0; i < n; i++)
    sum += weft_trace_get_bits (trace)[i];
  g_assert_cmpfloat_with_epsilon (sum / n, expected, 1e-4 * expected);
}

static void
test_bits (void)
{
  GError *error = NULL;

  weft_blas_init (&error);
  g_assert_no_error (error);
  for_all_models (check_bits);
}

/* The state behind a trace is that of the run whose values it was fed, bit for bit, and its norms are that state's. */
static void
check_state (WeftModel *model, WeftTeam *team)
{
  const WeftConfig *config = weft_model_get_config (model);
  const WeftForm form = weft_form_default (config);
  const WeftSampling sampling = WEFT_SAMPLING_INIT;
  g_autofree float *norms = g_new (float, config->n_layers * config->n_heads);
  g_autoptr (WeftTrace) trace = make_trace (model, team, FALSE);
  g_autoptr (WeftGenerator) generator = NULL;
  GError *error = NULL;

  generator = weft_generator_new (model, form, 1, team, &error);
  g_assert_no_error (error);
  weft_generator_begin (generator, 9, 2);
  for (guint i = 0; i < N_STEPS; i++)
    weft_generator_next (generator, &sampling, NULL);

  walk (trace, weft_generator_get_values (generator, 0), N_STEPS / 2);
  weft_trace_reset (trace);
  walk (trace, weft_generator_get_values (generator, 0), N_STEPS);
  g_assert_cmpuint (weft_state_get_hash (weft_trace_get_state (trace), 0), ==,
                    weft_state_get_hash (weft_generator_get_state (generator), 0));

  if (form != WEFT_FORM_LINEAR)
    return;
  weft_probe_get_norms (weft_trace_get_state (trace), 0, norms);
  g_assert_cmpmem (norms, config->n_layers * config->n_heads * sizeof *norms, weft_trace_get_norms (trace, N_STEPS),
                   config->n_layers * config->n_heads * sizeof *norms);
}

static void
test_state (void)
{
  for_all_models (check_state);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/weights", test_weights);
  g_test_add_func ("/trace/bits", test_bits);
  g_test_add_func ("/trace/state", test_state);
  return g_test_run ();
}
