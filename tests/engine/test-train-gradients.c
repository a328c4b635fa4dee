/* SPDX-License-Identifier: MIT */
/* Gradients in double precision against central differences: every tensor of small networks of every kind. */
#include "engine/train/parameters.h"
#include "engine/train/tables.h"
#include "engine/weights-private.h"
#include "tests/support/models.h"
#include "tests/support/trainers.h"

#include <math.h>
#include <string.h>

/* Some hundred nats rounded to 16 digits and divided by 2 STEP, and third derivatives times its square: both stay below the
 * tolerance by an order of magnitude. */
#define STEP 3e-5
#define TOLERANCE 1e-6 /* relative to the largest gradient seen of a tensor, or to its root mean square */

#define N_PROBES 3 /* elements of each tensor that are tried: that of the largest gradient, and others */
#define N_STEPS 140 /* more than a block, and no whole number of chunks */

/* One network over one sequence. */
typedef struct {
  WeftConfig config;
  WeftParameters *parameters;
  WeftPlan plan;
  WeftArena arena;
  WeftPacked *packed;
  WeftPass *pass;
  float *positions;
  double *weights;
  double *gradient;
  guint8 *values;
} Network;

/* Random weights; norms and biases too, so that no gradient is right because a weight is 0 or 1. */
static void
draw_weights (Network *network)
{
  const gsize n = network->parameters->n;
  g_autofree float *drawn = g_new (float, n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  weft_parameters_draw (network->parameters, 5, drawn);
  for (gsize i = 0; i < n; i++)
    network->weights[i] = drawn[i] + g_rand_double_range (rand, -0.2, 0.2);
}

static Network *
network_new (const WeftConfig *config, guint n_steps, gboolean recompute, double dropout)
{
  Network *network = g_new0 (Network, 1);

  network->config = *config;
  network->parameters = weft_parameters_new (&network->config);
  network->positions = g_new (float, (gsize) config->n_positions * config->width / 2);
  weft_weights_fill_positions (config->n_positions, config->width / 2, network->positions);
  network->plan = (WeftPlan) {
    .config = &network->config,
    .parameters = network->parameters,
    .positions = network->positions,
    .n_steps = MIN (n_steps, config->n_positions),
    .recompute = recompute,
    .dropout = dropout,
    .seed = 3,
  };
  network->weights = g_new (double, network->parameters->n);
  network->gradient = g_new0 (double, network->parameters->n);
  network->values = test_model_draw_values (config, 11, network->plan.n_steps + 1);
  test_pass_take (&weft_arithmetic_double, &network->plan, &network->arena, &network->packed, &network->pass);
  draw_weights (network);
  return network;
}

static void
network_free (Network *network)
{
  weft_arithmetic_double.free_packed (network->packed);
  weft_arithmetic_double.free_pass (network->pass);
  weft_arena_clear (&network->arena);
  weft_parameters_free (network->parameters);
  g_free (network->positions);
  g_free (network->weights);
  g_free (network->gradient);
  g_free (network->values);
  g_free (network);
}

static double
run (Network *network, double *gradient)
{
  const WeftArithmetic *arithmetic = &weft_arithmetic_double;

  arithmetic->pack (network->packed, network->weights, 0, 4 * network->config.n_layers + 1);
  return arithmetic->run (network->pass, network->packed, network->weights, network->values,
                          (WeftPassAddress) { 17, 2 }, 1.0, gradient, NULL);
}

/* The nats as the pass that is differentiated has them: dropout is part of it. */
static double
run_for_nats (Network *network)
{
  g_autofree double *unused = g_new0 (double, network->parameters->n);

  return run (network, unused);
}

static double
difference (Network *network, gsize i, double step)
{
  const double weight = network->weights[i];
  double above, below;

  network->weights[i] = weight + step;
  above = run_for_nats (network);
  network->weights[i] = weight - step;
  below = run_for_nats (network);
  network->weights[i] = weight;

  return (above - below) / (2 * step);
}

/* Whether differences over two steps agree; if not, a kink of relu or of the mixture's likelihood lies between, and they
 * measure no derivative. */
static gboolean
is_smooth (double wide, double narrow, double size)
{
  return fabs (wide - narrow) <= TOLERANCE * size;
}

/* The element of largest gradient first, then others at random. */
static gsize
choose (const double *gradient, gsize n, guint probe, GRand *rand)
{
  gsize largest = 0;

  if (probe > 0)
    return g_rand_double (rand) * n;

  for (gsize i = 0; i < n; i++)
    if (fabs (gradient[i]) > fabs (gradient[largest]))
      largest = i;
  return largest;
}

static double
norm_of (const double *x, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += x[i] * x[i];
  return sqrt (sum);
}

/* Adding a constant to all keys changes no weight of softmax. */
static gboolean
is_without_effect (const Network *network, const WeftParameter *parameter)
{
  return network->config.attention == WEFT_ATTENTION_SOFTMAX && strstr (parameter->tensor.name, "key_projection.bias");
}

static void
check_zero (Network *network, const WeftParameter *parameter)
{
  g_assert_cmpfloat (norm_of (network->gradient + parameter->offset, parameter->n), <=, 1e-12);
  g_assert_cmpfloat (fabs (difference (network, parameter->offset, STEP)), <=, TOLERANCE);
}

static void
check_tensor (Network *network, const WeftParameter *parameter, GRand *rand)
{
  const double *gradient = network->gradient + parameter->offset;
  double size = norm_of (gradient, parameter->n) / sqrt ((double) parameter->n);
  guint checked = 0;

  for (guint probe = 0; checked < N_PROBES && probe < 4 * N_PROBES; probe++)
    {
      const gsize i = choose (gradient, parameter->n, probe, rand);
      const double found = difference (network, parameter->offset + i, STEP);

      size = MAX (size, fabs (gradient[i]));
      if (fabs (found - gradient[i]) > TOLERANCE * size
          && !is_smooth (found, difference (network, parameter->offset + i, STEP / 3), size))
        continue;

      if (fabs (found - gradient[i]) > TOLERANCE * size)
        g_test_message ("%s[%" G_GSIZE_FORMAT "]: %.12g, differences say %.12g", parameter->tensor.name, i, gradient[i],
                        found);
      g_assert_cmpfloat (fabs (found - gradient[i]), <=, TOLERANCE * size);
      checked++;
    }

  g_assert_cmpuint (checked, ==, N_PROBES);
}

static void
test_differences (gconstpointer data)
{
  const TestModel *model = data;
  Network *network = network_new (&model->config, N_STEPS, FALSE, 0.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  run (network, network->gradient);
  for (guint i = 0; i < network->parameters->n_list; i++)
    if (is_without_effect (network, &network->parameters->list[i]))
      check_zero (network, &network->parameters->list[i]);
    else
      check_tensor (network, &network->parameters->list[i], rand);
  network_free (network);
}

/* What is dropped depends on the address alone, so the nats are a function of the weights, with a gradient. */
static void
test_dropout (gconstpointer data)
{
  const TestModel *model = data;
  Network *network = network_new (&model->config, N_STEPS, FALSE, 0.25);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  run (network, network->gradient);
  for (guint i = 0; i < network->parameters->n_list; i += 5)
    if (!is_without_effect (network, &network->parameters->list[i]))
      check_tensor (network, &network->parameters->list[i], rand);
  network_free (network);
}

/* Bit for bit, dropout included. */
static void
test_recomputed (gconstpointer data)
{
  const TestModel *model = data;
  Network *kept = network_new (&model->config, 299, FALSE, 0.25);
  Network *again = network_new (&model->config, 299, TRUE, 0.25);

  g_assert_cmpfloat (run (kept, kept->gradient), ==, run (again, again->gradient));
  g_assert_cmpmem (kept->gradient, kept->parameters->n * sizeof (double), again->gradient,
                   again->parameters->n * sizeof (double));
  g_assert_cmpuint (again->arena.reserved, <, kept->arena.reserved);
  network_free (kept);
  network_free (again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_models_add ("/train/gradients/differences", test_differences);
  test_models_add ("/train/gradients/dropout", test_dropout);
  test_models_add ("/train/gradients/recomputed", test_recomputed);

  return g_test_run ();
}
