/* SPDX-License-Identifier: MIT */
/* Chunks against stored vectors, the reference and single steps: the same outputs and the same state to go on from. */
#include "engine/parallel.h"

#include "engine/blas.h"
#include "engine/error.h"
#include "engine/forward.h"
#include "engine/model-private.h"
#include "tests/support/models.h"
#include "tests/support/network.h"

#include <string.h>

/* Two ways to sum in single precision, relative to the largest output. */
#define TOLERANCE 4e-6

static WeftParallel *
make_parallel (WeftModel *model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDense) dense = weft_dense_new (model, &error);
  WeftParallel *parallel;

  g_assert_no_error (error);
  parallel = weft_parallel_new (dense, &error);
  g_assert_no_error (error);
  return parallel;
}

static void
absorb (WeftParallel *parallel, WeftState *state, guint lane, const guint8 *values, guint n, float *outputs)
{
  g_autoptr (GError) error = NULL;

  weft_parallel_absorb (parallel, state, lane, values, n, outputs, &error);
  g_assert_no_error (error);
}

static void
run (WeftModel *model, WeftState *state, const guint8 *values, guint n, float *outputs)
{
  g_autoptr (WeftParallel) parallel = make_parallel (model);

  absorb (parallel, state, 0, values, n, outputs);
}

/* The same in pieces, the first of which ends inside a chunk. */
static void
run_in_pieces (WeftModel *model, WeftState *state, const guint8 *values, guint n, float *outputs)
{
  const gsize n_outputs = weft_model_get_config (model)->n_outputs;
  g_autoptr (WeftParallel) parallel = make_parallel (model);
  guint done = 0;

  for (guint piece = 1; done < n; piece = 3 * piece + 2)
    {
      const guint n_piece = MIN (piece, n - done);

      absorb (parallel, state, 0, values + done, n_piece, outputs + done * n_outputs);
      done += n_piece;
    }
}

/* Around the chunk, and more than two of them. */
static void
test_reference (void)
{
  static const guint lengths[] = { 1, 2, 63, 127, 128, 129, 255, 256, 257, 299 };

  test_network_check_models (lengths, G_N_ELEMENTS (lengths), WEFT_FORM_SOFTMAX_CACHED, run);
}

static void
test_reference_in_pieces (void)
{
  static const guint lengths[] = { 299 };

  test_network_check_models (lengths, G_N_ELEMENTS (lengths), WEFT_FORM_SOFTMAX_CACHED, run_in_pieces);
}

static WeftForward *
make_forward (WeftModel *model, WeftState *state, WeftTeam *team)
{
  g_autoptr (GError) error = NULL;
  WeftForward *forward = weft_forward_new (model, weft_state_get_form (state), weft_state_get_n_lanes (state),
                                           weft_state_get_max_steps (state), team, &error);

  g_assert_no_error (error);
  return forward;
}

static float
largest (const float *x, gsize n)
{
  float most = 1.0f;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, ABS (x[i]));

  return most;
}

/* Whether two rows of outputs agree. */
static gboolean
is_close (const float *x, const float *y, guint n)
{
  const float scale = largest (y, n);

  for (guint i = 0; i < n; i++)
    if (!(ABS (x[i] - y[i]) <= TOLERANCE * scale))
      return FALSE;

  return TRUE;
}

/* Steps both states @n times more with the same values: they must go on alike. */
static void
check_same_future (WeftModel *model, WeftState *stepped, WeftState *absorbed, const guint8 *values, guint n)
{
  const guint n_outputs = weft_model_get_config (model)->n_outputs;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftForward) forward = make_forward (model, stepped, team);
  g_autofree float *expected = g_new (float, n_outputs);

  for (guint i = 0; i < n; i++)
    {
      memcpy (expected, weft_forward_step (forward, stepped, &values[i], NULL), n_outputs * sizeof (float));
      g_assert_true (is_close (weft_forward_step (forward, absorbed, &values[i], NULL), expected, n_outputs));
    }
}

static void
check_state_after_prefix (const TestModel *row, WeftForm form, WeftPrecision precision, guint n_prefix)
{
  const WeftConfig *config = &row->config;
  const guint n_after = MIN (20, config->n_positions - n_prefix);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 11);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, precision);
  g_autoptr (WeftState) stepped = weft_state_new (model, form, 1, config->n_positions, NULL);
  g_autoptr (WeftState) absorbed = weft_state_new (model, form, 1, config->n_positions, NULL);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftForward) forward = make_forward (model, stepped, team);
  g_autoptr (WeftParallel) parallel = make_parallel (model);
  g_autofree guint8 *values = test_model_draw_values (config, 12, config->n_positions);

  for (guint i = 0; i < n_prefix; i++)
    g_assert_nonnull (weft_forward_step (forward, stepped, &values[i], NULL));
  absorb (parallel, absorbed, 0, values, n_prefix, NULL);

  g_assert_cmpuint (weft_state_get_position (absorbed), ==, weft_state_get_position (stepped));
  g_assert_cmpuint (weft_state_get_bytes (absorbed), ==, weft_state_get_bytes (stepped));
  check_same_future (model, stepped, absorbed, values + n_prefix, n_after);
}

static void
test_state_after_prefix (void)
{
  static const guint prefixes[] = { 1, 100, 128, 200, 290 };
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    for (guint p = 0; p < G_N_ELEMENTS (prefixes); p++)
      for (WeftPrecision precision = WEFT_PRECISION_F32; precision <= WEFT_PRECISION_BF16; precision++)
        {
          check_state_after_prefix (&models[m], WEFT_FORM_LINEAR, precision, prefixes[p]);
          check_state_after_prefix (&models[m], WEFT_FORM_SOFTMAX_CACHED, precision, prefixes[p]);
        }
}

#define N_FRESH 100

/* How many of N_FRESH values agree, each fed to an empty state in both ways. */
static guint
count_close (const TestModel *row, WeftForm form, WeftPrecision precision)
{
  const guint n_outputs = row->config.n_outputs;
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 21);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, precision);
  g_autoptr (WeftState) stepped = weft_state_new (model, form, 1, 1, NULL);
  g_autoptr (WeftState) absorbed = weft_state_new (model, form, 1, 1, NULL);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftForward) forward = make_forward (model, stepped, team);
  g_autoptr (WeftParallel) parallel = make_parallel (model);
  g_autofree guint8 *values = test_model_draw_values (&row->config, 22, N_FRESH);
  g_autofree float *outputs = g_new (float, n_outputs);
  guint n_close = 0;

  for (guint i = 0; i < N_FRESH; i++)
    {
      weft_state_reset (stepped);
      weft_state_reset (absorbed);
      absorb (parallel, absorbed, 0, &values[i], 1, outputs);
      n_close += is_close (outputs, weft_forward_step (forward, stepped, &values[i], NULL), n_outputs);
    }

  return n_close;
}

/* At every precision chunks see the same weights as steps, and with int8 the same rounded inputs. There a difference in
 * the last bit now and then rounds an input to the next of its 255 steps: one row in a hundred may go its own way. */
static void
test_precisions (void)
{
  static const guint least[] = {
    [WEFT_PRECISION_F32] = N_FRESH,
    [WEFT_PRECISION_BF16] = N_FRESH,
    [WEFT_PRECISION_INT8] = N_FRESH * 8 / 10,
  };
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    for (WeftPrecision precision = WEFT_PRECISION_F32; precision <= WEFT_PRECISION_INT8; precision++)
      for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_CACHED; form++)
        {
          const guint n_close = count_close (&models[m], form, precision);

          g_test_message ("%s, %s, %s: %u of %d rows", models[m].name, weft_form_to_string (form),
                          weft_precision_to_string (precision), n_close, N_FRESH);
          g_assert_cmpuint (n_close, >=, least[precision]);
        }
}

/* In a state of several lanes one is absorbed and nothing else is touched, the common position included. */
static void
check_one_lane (WeftForm form)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 31);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftState) lanes = weft_state_new (model, form, 3, 150, NULL);
  g_autoptr (WeftState) alone = weft_state_new (model, form, 1, 150, NULL);
  g_autoptr (WeftParallel) parallel = make_parallel (model);
  g_autofree guint8 *values = test_model_draw_values (&row->config, 32, 140);
  g_autofree float *in_lane = g_new (float, 140 * row->config.n_outputs);
  g_autofree float *by_itself = g_new (float, 140 * row->config.n_outputs);
  const guint64 first = weft_state_get_hash (lanes, 0), last = weft_state_get_hash (lanes, 2);

  absorb (parallel, lanes, 1, values, 140, in_lane);
  absorb (parallel, alone, 0, values, 140, by_itself);

  g_assert_cmpmem (in_lane, 140 * row->config.n_outputs * sizeof (float),
                   by_itself, 140 * row->config.n_outputs * sizeof (float));
  g_assert_cmpuint (weft_state_get_position (lanes), ==, 0);
  g_assert_cmpuint (weft_state_get_position (alone), ==, 140);
  g_assert_true (weft_state_get_hash (lanes, 0) == first && weft_state_get_hash (lanes, 2) == last);
}

static void
test_one_lane (void)
{
  check_one_lane (WEFT_FORM_LINEAR);
  check_one_lane (WEFT_FORM_SOFTMAX_CACHED);
}

typedef struct {
  const char *what;
  void (*breaks) (WeftModel *model);
  const char *message;
} BrokenCase;

static void
break_embedding (WeftModel *model)
{
  model->value_embedding[3 * model->config.width / 2] = 3e38f;
}

static void
break_layer_1 (WeftModel *model)
{
  model->layers[1].linear2.bias[2] = 3e38f;
}

static void
break_predictor (WeftModel *model)
{
  model->predictor.bias[model->config.n_outputs - 1] = (float) (0.0 / 0.0);
}

/* Value 3 is fed once, as step 150. */
static const BrokenCase broken[] = {
  { "one embedding", break_embedding, "layer 0 of 2 * at step 150 *" },
  { "a later layer", break_layer_1, "layer 1 of 2 * at step 0 *" },
  { "the predictor", break_predictor, "the predictor after layer 1 * at step 0 *" },
};

static void
check_broken (const BrokenCase *c, WeftForm form)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 3);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftState) state = weft_state_new (model, form, 1, 200, NULL);
  g_autoptr (WeftParallel) parallel = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree float *outputs = g_new (float, 200 * row->config.n_outputs);
  guint8 values[200];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = i == 150 ? 3 : (guint8) (4 + i);
  c->breaks (model);
  parallel = make_parallel (model);

  g_test_message ("%s, %s", c->what, weft_form_to_string (form));
  g_assert_false (weft_parallel_absorb (parallel, state, 0, values, G_N_ELEMENTS (values), outputs, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE);
  g_test_message ("%s", error->message);
  g_assert_true (g_pattern_match_simple (c->message, error->message));
}

static void
test_not_finite (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      check_broken (&broken[i], WEFT_FORM_LINEAR);
      check_broken (&broken[i], WEFT_FORM_SOFTMAX_CACHED);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  weft_blas_init (&error);
  g_assert_no_error (error);

  test_network_add_vectors ("/parallel", FALSE, run);
  g_test_add_func ("/parallel/reference", test_reference);
  g_test_add_func ("/parallel/reference-in-pieces", test_reference_in_pieces);
  g_test_add_func ("/parallel/state-after-prefix", test_state_after_prefix);
  g_test_add_func ("/parallel/precisions", test_precisions);
  g_test_add_func ("/parallel/one-lane", test_one_lane);
  g_test_add_func ("/parallel/not-finite", test_not_finite);

  return g_test_run ();
}
