/* SPDX-License-Identifier: MIT */
/* Single steps against stored vectors and the reference; lanes and members change no bit; a broken model is noticed. */
#include "engine/forward.h"

#include "engine/error.h"
#include "engine/model-private.h"
#include "tests/support/models.h"
#include "tests/support/network.h"

#include <string.h>

static WeftTeam *
make_team (guint n_members)
{
  GError *error = NULL;
  WeftTeam *team = weft_team_new (n_members, &error);

  g_assert_no_error (error);
  return team;
}

static WeftForward *
make_forward (WeftModel *model, WeftState *state, WeftTeam *team)
{
  GError *error = NULL;
  WeftForward *forward = weft_forward_new (model, weft_state_get_form (state), weft_state_get_n_lanes (state),
                                           weft_state_get_max_steps (state), team, &error);

  g_assert_no_error (error);
  return forward;
}

static const float *
step (WeftForward *forward, WeftState *state, const guint8 *values)
{
  GError *error = NULL;
  const float *outputs = weft_forward_step (forward, state, values, &error);

  g_assert_no_error (error);
  return outputs;
}

static void
run (WeftModel *model, WeftState *state, const guint8 *values, guint n, float *outputs)
{
  const gsize n_outputs = weft_model_get_config (model)->n_outputs;
  g_autoptr (WeftTeam) team = make_team (1);
  g_autoptr (WeftForward) forward = make_forward (model, state, team);

  for (guint i = 0; i < n; i++)
    memcpy (outputs + i * n_outputs, step (forward, state, &values[i]), n_outputs * sizeof (float));
}

static void
test_reference (void)
{
  static const guint lengths[] = { 1, 2, 299 };

  test_network_check_models (lengths, G_N_ELEMENTS (lengths), WEFT_FORM_SOFTMAX_CACHED, run);
}

/* Quadratic in the length, so shorter. */
static void
test_reference_recomputed (void)
{
  static const guint lengths[] = { 70 };

  test_network_check_models (lengths, G_N_ELEMENTS (lengths), WEFT_FORM_SOFTMAX_RECOMPUTED, run);
}

#define N_LANES 5
#define N_STEPS 70

/* Outputs [N_STEPS, N_LANES, n_outputs] of N_LANES different images. */
static float *
run_lanes (WeftModel *model, WeftForm form, guint n_members)
{
  const WeftConfig *config = weft_model_get_config (model);
  const gsize n = (gsize) N_LANES * config->n_outputs;
  g_autoptr (WeftTeam) team = make_team (n_members);
  g_autoptr (WeftState) state = weft_state_new (model, form, N_LANES, N_STEPS, NULL);
  g_autoptr (WeftForward) forward = make_forward (model, state, team);
  g_autofree guint8 *values = test_model_draw_values (config, 9, N_LANES * N_STEPS);
  float *outputs = g_new (float, n * N_STEPS);

  for (guint i = 0; i < N_STEPS; i++)
    memcpy (outputs + i * n, step (forward, state, values + i * N_LANES), n * sizeof (float));

  return outputs;
}

/* The same for one of these images by itself, in the same places. */
static void
run_alone (WeftModel *model, WeftForm form, guint lane, float *outputs)
{
  const WeftConfig *config = weft_model_get_config (model);
  const gsize n_outputs = config->n_outputs;
  g_autoptr (WeftTeam) team = make_team (1);
  g_autoptr (WeftState) state = weft_state_new (model, form, 1, N_STEPS, NULL);
  g_autoptr (WeftForward) forward = make_forward (model, state, team);
  g_autofree guint8 *values = test_model_draw_values (config, 9, N_LANES * N_STEPS);

  for (guint i = 0; i < N_STEPS; i++)
    memcpy (outputs + (i * N_LANES + lane) * n_outputs, step (forward, state, values + i * N_LANES + lane),
            n_outputs * sizeof (float));
}

static void
check_lanes (const TestModel *row, WeftForm form, WeftPrecision precision)
{
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 3);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, precision);
  const gsize n = (gsize) N_STEPS * N_LANES * row->config.n_outputs;
  g_autofree float *together = run_lanes (model, form, 1);
  g_autofree float *alone = g_new (float, n);
  g_autofree float *shared = NULL;

  g_test_message ("%s, %s, %s", row->name, weft_form_to_string (form), weft_precision_to_string (precision));
  for (guint lane = 0; lane < N_LANES; lane++)
    run_alone (model, form, lane, alone);
  g_assert_cmpmem (together, n * sizeof (float), alone, n * sizeof (float));

  shared = run_lanes (model, form, 3);
  g_assert_cmpmem (together, n * sizeof (float), shared, n * sizeof (float));
}

static void
test_lanes (void)
{
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
      check_lanes (&models[m], form, (WeftPrecision) (m % 3));
}

typedef struct {
  const char *what;
  gboolean (*breaks) (WeftModel *model); /* TRUE: only once value 3 is fed, as step 6 */
  const char *message;
} BrokenCase;

static gboolean
break_embedding (WeftModel *model)
{
  model->value_embedding[3 * model->config.width / 2] = 3e38f;
  return TRUE;
}

static gboolean
break_layer_1 (WeftModel *model)
{
  model->layers[1].linear2.bias[2] = 3e38f;
  return FALSE;
}

static gboolean
break_predictor (WeftModel *model)
{
  model->predictor.bias[model->config.n_outputs - 1] = (float) (0.0 / 0.0);
  return FALSE;
}

static const BrokenCase broken[] = {
  { "one embedding", break_embedding, "layer 0 of 2 * at step 6 *" },
  { "a later layer", break_layer_1, "layer 1 of 2 * at step 0 *" },
  { "the predictor", break_predictor, "the predictor after layer 1 * at step 0 *" },
};

static void
check_broken (const BrokenCase *c, WeftForm form)
{
  static const guint8 values[] = { 0, 1, 2, 4, 5, 6, 3, 0 };
  guint n_models;
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (test_models_get (&n_models), 3);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = make_team (2);
  g_autoptr (WeftState) state = weft_state_new (model, form, 1, 20, NULL);
  g_autoptr (WeftForward) forward = make_forward (model, state, team);
  g_autoptr (GError) error = NULL;
  const guint n_sound = c->breaks (model) ? 6 : 0;

  for (guint i = 0; i < n_sound; i++)
    step (forward, state, &values[i]);

  g_test_message ("%s, %s", c->what, weft_form_to_string (form));
  g_assert_null (weft_forward_step (forward, state, &values[n_sound], &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE);
  g_test_message ("%s", error->message);
  g_assert_true (g_pattern_match_simple (c->message, error->message));
}

static void
test_not_finite (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
      check_broken (&broken[i], form);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_network_add_vectors ("/forward", TRUE, run);
  g_test_add_func ("/forward/reference", test_reference);
  g_test_add_func ("/forward/reference-recomputed", test_reference_recomputed);
  g_test_add_func ("/forward/lanes", test_lanes);
  g_test_add_func ("/forward/not-finite", test_not_finite);

  return g_test_run ();
}
