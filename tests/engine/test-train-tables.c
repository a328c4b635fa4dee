/* SPDX-License-Identifier: MIT */
/* Every table of training's arithmetic that runs here, portable, AVX2 and the rest, against the same source in double
 * precision: nats, outputs and gradients of every kind of network, sums and updates; and which table a name picks. */
#include "engine/error.h"
#include "engine/train/parameters.h"
#include "engine/train/tables.h"
#include "engine/train/trainer.h"
#include "engine/weights-private.h"
#include "tests/support/models.h"
#include "tests/support/trainers.h"

#include <math.h>
#include <string.h>

#define N_STEPS 140 /* more than a block, and no whole number of chunks */

/* What a table may differ by, relative to the norm of what is compared. Single precision rounds to 6e-8, and some hundred
 * roundings lie one behind the other. */
#define SINGLE 1e-5

/* Products of bfloat16 round both factors, weights and what they multiply, there and back; what rounding the weights alone
 * does in double precision tells how much that is: this many times as much at most. At least it is more than single
 * precision's, or nothing was rounded. */
#define ROUNDED_MOST 3.0
#define ROUNDED_LEAST (10.0 * SINGLE)

typedef struct {
  const WeftArithmetic *arithmetic;
  WeftConfig config;
  WeftParameters *parameters;
  WeftPlan plan;
  WeftArena arena;
  WeftPacked *packed;
  WeftPass *pass;
  float *positions;
  gpointer weights;
  gpointer gradient;
  gpointer outputs;
  gsize n_outputs;
} Network;

/* n numbers as a table holds them, with what whole vectors may read behind. */
static gpointer
to_reals (const WeftArithmetic *arithmetic, const double *from, gsize n)
{
  gpointer reals = g_malloc0 ((n + 64) * arithmetic->real_bytes);

  for (gsize i = 0; i < n; i++)
    if (arithmetic->real_bytes == sizeof (double))
      ((double *) reals)[i] = from[i];
    else
      ((float *) reals)[i] = (float) from[i];
  return reals;
}

static double *
to_doubles (const WeftArithmetic *arithmetic, gconstpointer reals, gsize n)
{
  double *numbers = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    numbers[i] = arithmetic->real_bytes == sizeof (double) ? ((const double *) reals)[i] : ((const float *) reals)[i];
  return numbers;
}

/* Random weights that are floats, so that all tables have the same; norms and biases too. */
static double *
draw_weights (const WeftParameters *parameters)
{
  double *weights = g_new (double, parameters->n);
  g_autofree float *drawn = g_new (float, parameters->n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  weft_parameters_draw (parameters, 5, drawn);
  for (gsize i = 0; i < parameters->n; i++)
    weights[i] = (float) (drawn[i] + g_rand_double_range (rand, -0.2, 0.2));
  return weights;
}

static void
fill (Network *network)
{
  const gsize n = network->parameters->n;
  g_autofree double *drawn = draw_weights (network->parameters);
  g_autofree double *zeros = g_new0 (double, MAX (n, network->n_outputs));

  weft_weights_fill_positions (network->config.n_positions, network->config.width / 2, network->positions);
  network->weights = to_reals (network->arithmetic, drawn, n);
  network->gradient = to_reals (network->arithmetic, zeros, n);
  network->outputs = to_reals (network->arithmetic, zeros, network->n_outputs);
}

static Network *
network_new (const WeftArithmetic *arithmetic, const WeftConfig *config, gboolean recompute, double dropout)
{
  Network *network = g_new0 (Network, 1);
  const guint n_steps = MIN (N_STEPS, config->n_positions);

  network->arithmetic = arithmetic;
  network->config = *config;
  network->parameters = weft_parameters_new (&network->config);
  network->positions = g_new (float, (gsize) config->n_positions * config->width / 2);
  network->n_outputs = (gsize) n_steps * config->n_outputs;
  network->plan = (WeftPlan) {
    .config = &network->config,
    .parameters = network->parameters,
    .positions = network->positions,
    .n_steps = n_steps,
    .recompute = recompute,
    .dropout = dropout,
    .seed = 3,
  };
  test_pass_take (network->arithmetic, &network->plan, &network->arena, &network->packed, &network->pass);
  fill (network);
  return network;
}

static void
network_free (Network *network)
{
  network->arithmetic->free_packed (network->packed);
  network->arithmetic->free_pass (network->pass);
  weft_arena_clear (&network->arena);
  weft_parameters_free (network->parameters);
  g_free (network->positions);
  g_free (network->weights);
  g_free (network->gradient);
  g_free (network->outputs);
  g_free (network);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Network, network_free)

static double
run (Network *network)
{
  g_autofree guint8 *values = test_model_draw_values (&network->config, 11, network->plan.n_steps + 1);

  network->arithmetic->pack (network->packed, network->weights, 0, 4 * network->config.n_layers + 1);
  return network->arithmetic->run (network->pass, network->packed, network->weights, values, (WeftPassAddress) { 17, 2 },
                                   1.0, network->gradient, network->outputs);
}

static double
norm_of (const double *x, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += x[i] * x[i];
  return sqrt (sum);
}

/* How far found lies from expected, relative to its norm, or to least where that is larger. */
static double
distance (const double *found, const double *expected, gsize n, double least)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (found[i] - expected[i]) * (found[i] - expected[i]);
  return sqrt (sum) / MAX (norm_of (expected, n), least);
}

static void
assert_near (const Network *network, const char *what, double found, double tolerance)
{
  if (!(found <= tolerance))
    g_test_message ("%s, %s: off by %.3g", network->arithmetic->name, what, found);
  g_assert_cmpfloat (found, <=, tolerance);
}

/* Below this a tensor's gradient is next to nothing, as that of a bias of softmax's keys, which is 0 but for rounding what
 * it is a sum of: that is of the size of the largest, and SINGLE of a hundredth of it is no more than one rounding. */
static double
get_least (const Network *truth)
{
  const double *gradient = truth->gradient;
  double largest = 0.0;

  for (guint i = 0; i < truth->parameters->n_list; i++)
    largest = MAX (largest, norm_of (gradient + truth->parameters->list[i].offset, truth->parameters->list[i].n));
  return 1e-2 * largest;
}

/* Every weight to the nearest bfloat16, ties to even. */
static void
round_weights (Network *network)
{
  double *weights = network->weights;

  for (gsize i = 0; i < network->parameters->n; i++)
    {
      union { float number; guint32 bits; } w = { .number = (float) weights[i] };

      w.bits = (w.bits + 0x7fff + (w.bits >> 16 & 1)) & 0xffff0000u;
      weights[i] = w.number;
    }
}

/* Each tensor's gradient on its own. */
static void
compare_single (const Network *network, double nats, const Network *truth, double expected)
{
  const double least = get_least (truth);
  g_autofree double *outputs = to_doubles (network->arithmetic, network->outputs, network->n_outputs);
  g_autofree double *gradient = to_doubles (network->arithmetic, network->gradient, network->parameters->n);

  assert_near (network, "nats", fabs (nats - expected) / expected, SINGLE);
  assert_near (network, "outputs", distance (outputs, truth->outputs, network->n_outputs, 0.0), SINGLE);
  for (guint i = 0; i < network->parameters->n_list; i++)
    {
      const WeftParameter *p = &network->parameters->list[i];

      assert_near (network, p->tensor.name,
                   distance (gradient + p->offset, (const double *) truth->gradient + p->offset, p->n, least), SINGLE);
    }
}

/* The same against what rounding the weights does. */
static void
compare_rounded (const Network *network, double nats, const Network *truth, double expected, const Network *rounded)
{
  const gsize n = network->parameters->n;
  const double least = get_least (truth), by_weights = distance (rounded->gradient, truth->gradient, n, 0.0);
  g_autofree double *outputs = to_doubles (network->arithmetic, network->outputs, network->n_outputs);
  g_autofree double *gradient = to_doubles (network->arithmetic, network->gradient, n);

  assert_near (network, "nats", fabs (nats - expected) / expected, ROUNDED_MOST * by_weights);
  assert_near (network, "outputs", distance (outputs, truth->outputs, network->n_outputs, 0.0),
               ROUNDED_MOST * distance (rounded->outputs, truth->outputs, network->n_outputs, 0.0));
  for (guint i = 0; i < network->parameters->n_list; i++)
    {
      const WeftParameter *p = &network->parameters->list[i];
      const double *of_truth = (const double *) truth->gradient + p->offset;
      const double scale = distance ((const double *) rounded->gradient + p->offset, of_truth, p->n, least);

      assert_near (network, p->tensor.name, distance (gradient + p->offset, of_truth, p->n, least),
                   ROUNDED_MOST * MAX (scale, by_weights));
    }
  g_assert_cmpfloat (distance (gradient, truth->gradient, n, 0.0), >=, ROUNDED_LEAST);
}

static void
compare (const WeftArithmetic *arithmetic, const WeftConfig *config, double dropout)
{
  g_autoptr (Network) truth = network_new (&weft_arithmetic_double, config, FALSE, dropout);
  g_autoptr (Network) network = network_new (arithmetic, config, FALSE, dropout);
  const double nats = run (network), expected = run (truth);

  if (arithmetic == weft_arithmetic_get (TRUE))
    {
      g_autoptr (Network) rounded = network_new (&weft_arithmetic_double, config, FALSE, dropout);

      round_weights (rounded);
      run (rounded);
      compare_rounded (network, nats, truth, expected, rounded);
    }
  else
    compare_single (network, nats, truth, expected);
}

/* With dropout: the same activations are dropped. */
static void
test_against_double (gconstpointer data)
{
  const TestModel *model = data;
  const WeftArithmetic *list[WEFT_ARITHMETIC_MAX];

  weft_arithmetic_list (list);
  for (gsize i = 0; list[i] != NULL; i++)
    for (guint dropped = 0; dropped < 2; dropped++)
      compare (list[i], &model->config, 0.25 * dropped);
}

/* Bit for bit in every table. */
static void
test_recomputed (gconstpointer data)
{
  const TestModel *model = data;
  const WeftArithmetic *list[WEFT_ARITHMETIC_MAX];

  weft_arithmetic_list (list);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autoptr (Network) kept = network_new (list[i], &model->config, FALSE, 0.25);
      g_autoptr (Network) again = network_new (list[i], &model->config, TRUE, 0.25);
      const gsize n_bytes = kept->parameters->n * list[i]->real_bytes;

      g_assert_cmpfloat (run (kept), ==, run (again));
      g_assert_cmpmem (kept->gradient, n_bytes, again->gradient, n_bytes);
    }
}

/* ---- every weight alone ---- */

#define N 333
#define BEGIN 5
#define END 330

static double *
draw (guint32 seed, double low, double high)
{
  double *x = g_new (double, N);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < N; i++)
    x[i] = (float) g_rand_double_range (rand, low, high);
  return x;
}

static void
assert_array (const WeftArithmetic *arithmetic, gconstpointer found, const double *expected)
{
  g_autofree double *numbers = to_doubles (arithmetic, found, N);

  for (gsize i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (numbers[i], expected[i], 1e-6 * MAX (fabs (expected[i]), 1.0));
}

static void
check_reduce (const WeftArithmetic *arithmetic)
{
  g_autofree double *first = draw (1, -1.0, 1.0), *second = draw (2, -1.0, 1.0), *third = draw (3, -1.0, 1.0);
  g_autofree gpointer a = to_reals (arithmetic, first, N), b = to_reals (arithmetic, second, N);
  g_autofree gpointer c = to_reals (arithmetic, third, N);
  const gpointer parts[] = { a, b, c };
  double squares = 0.0;

  for (gsize i = BEGIN; i < END; i++)
    {
      first[i] += second[i] + third[i];
      squares += first[i] * first[i];
    }
  g_assert_cmpfloat_with_epsilon (arithmetic->reduce (parts, G_N_ELEMENTS (parts), a, BEGIN, END), squares, 1e-5 * squares);
  assert_array (arithmetic, a, first);
}

/* AdamW as Loshchilov and Hutter write it; where there is no rectification yet, the step of momentum alone. */
static void
check_update (const WeftArithmetic *arithmetic, double rectification)
{
  const WeftUpdate u = { .rate = 0.01, .decay = 0.1, .beta1 = 0.9, .beta2 = 0.98, .epsilon = 1e-8, .scale = 0.5,
                         .correction1 = 0.19, .correction2 = 0.04, .rectification = rectification, .average_weight = 0.1 };
  g_autofree double *weights = draw (1, -1.0, 1.0), *gradient = draw (2, -1.0, 1.0), *moment1 = draw (3, -1.0, 1.0);
  g_autofree double *moment2 = draw (4, 0.1, 1.0), *average = draw (5, -1.0, 1.0);
  g_autofree gpointer w = to_reals (arithmetic, weights, N), g = to_reals (arithmetic, gradient, N);
  g_autofree gpointer m = to_reals (arithmetic, moment1, N), v = to_reals (arithmetic, moment2, N);
  g_autofree gpointer a = to_reals (arithmetic, average, N);

  for (gsize i = BEGIN; i < END; i++)
    {
      const double d = u.scale * gradient[i];

      moment1[i] = u.beta1 * moment1[i] + (1.0 - u.beta1) * d;
      moment2[i] = u.beta2 * moment2[i] + (1.0 - u.beta2) * d * d;
      weights[i] -= u.rate * u.decay * weights[i];
      if (rectification > 0.0)
        weights[i] -= u.rate * rectification * moment1[i] / u.correction1
                      / (sqrt (moment2[i] / u.correction2) + u.epsilon);
      else
        weights[i] -= u.rate * moment1[i] / u.correction1;
      average[i] += u.average_weight * (weights[i] - average[i]);
    }
  arithmetic->update (&u, w, g, m, v, a, BEGIN, END);
  assert_array (arithmetic, w, weights);
  assert_array (arithmetic, m, moment1);
  assert_array (arithmetic, v, moment2);
  assert_array (arithmetic, a, average);
}

/* What lies outside of a piece stays. */
static void
test_pieces (void)
{
  const WeftArithmetic *list[WEFT_ARITHMETIC_MAX];

  weft_arithmetic_list (list);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      check_reduce (list[i]);
      check_update (list[i], 1.0);
      check_update (list[i], 0.3);
      check_update (list[i], 0.0);
    }
}

/* ---- names ---- */

static void
assert_trains_with (const WeftArithmetic *expected, gboolean bf16)
{
  guint n;
  const WeftConfig *config = &test_models_get (&n)[0].config;
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftTeam) team = weft_team_new (1, &error);
  g_autoptr (WeftTrainer) trainer = NULL;

  options.bf16 = bf16;
  trainer = weft_trainer_new (config, &options, team, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (weft_trainer_get_description (trainer), ==, expected->name);
}

static void
test_names (void)
{
  const WeftArithmetic *list[WEFT_ARITHMETIC_MAX], *rounded = weft_arithmetic_get (TRUE), *best;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  weft_arithmetic_list (list);
  g_assert_true (list[0] == &weft_arithmetic_portable);
  best = weft_arithmetic_get (FALSE);
  for (; list[n] != NULL; n++)
    {
      g_setenv ("WEFT_ARITHMETIC", list[n]->name, TRUE);
      g_assert_true (weft_arithmetic_check (NULL));
      assert_trains_with (list[n], list[n] == rounded);
    }

  g_setenv ("WEFT_ARITHMETIC", "abacus", TRUE);
  g_assert_false (weft_arithmetic_check (&error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, list[n - 1]->name));
  g_unsetenv ("WEFT_ARITHMETIC");
  g_assert_true (weft_arithmetic_check (NULL));
  assert_trains_with (best, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_models_add ("/train/tables/against-double", test_against_double);
  test_models_add ("/train/tables/recomputed", test_recomputed);
  g_test_add_func ("/train/tables/pieces", test_pieces);
  g_test_add_func ("/train/tables/names", test_names);

  return g_test_run ();
}
