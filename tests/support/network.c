/* SPDX-License-Identifier: MIT */
/* Comparison of any way to compute a network with stored vectors, and with the reference on random models. */
#include "tests/support/network.h"

#include "tests/support/models.h"
#include "tests/support/reference.h"
#include "tests/support/vectors.h"

#include <math.h>

/* For random models, relative to the largest output and state: that of the golden vectors, whose outputs are about 1. */
#define TOLERANCE 4e-6

/* Between the reference and another computation in double precision. */
#define REFERENCE_TOLERANCE 1e-12

double
test_network_max_difference (const float *x, const double *y, gsize n)
{
  double worst = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const double difference = fabs (x[i] - y[i]);

      worst = isnan (difference) ? INFINITY : MAX (worst, difference);
    }

  return worst;
}

/* The largest difference, relative to the largest element if that is above 1. */
static double
relative_difference (const float *x, const double *y, gsize n)
{
  double largest = 1.0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (y[i]));

  return test_network_max_difference (x, y, n) / largest;
}

/* The state after the run; @n_layers of it are known. */
static double
compare_state (WeftState *state, const WeftConfig *config, guint n_layers, const double *s, const double *z)
{
  const gsize n_z = config->width, n_s = n_z * weft_config_get_head_size (config);
  g_autofree float *own_s = g_new (float, n_s * config->n_layers);
  g_autofree float *own_z = g_new (float, n_z * config->n_layers);

  weft_state_export_linear (state, 0, own_s, own_z);
  return MAX (relative_difference (own_s, s, n_s * n_layers), relative_difference (own_z, z, n_z * n_layers));
}

static WeftState *
make_state (WeftModel *model, WeftForm form, guint max_steps)
{
  GError *error = NULL;
  WeftState *state = weft_state_new (model, form, 1, max_steps, &error);

  g_assert_no_error (error);
  return state;
}

static guint8 *
read_values (TestVectors *vectors, guint *n)
{
  const double *x = test_vectors_get (vectors, "x");
  guint8 *values;

  *n = (guint) test_vectors_get_size (vectors, "x", 0);
  values = g_new (guint8, *n);
  for (guint i = 0; i < *n; i++)
    values[i] = (guint8) x[i];

  return values;
}

/* The reference itself is held against the vectors: what others are compared with must not drift. */
static void
check_reference (WeftCheckpoint *checkpoint, const guint8 *values, guint n, const double *expected)
{
  const WeftConfig *config = weft_checkpoint_get_config (checkpoint);
  const gsize n_outputs = (gsize) n * config->n_outputs;
  g_autoptr (TestReference) reference = test_reference_new (checkpoint);
  g_autofree double *outputs = g_new (double, n_outputs);
  double worst = 0.0;

  test_reference_run (reference, config->attention, values, n, outputs, NULL, NULL);
  for (gsize i = 0; i < n_outputs; i++)
    worst = MAX (worst, fabs (outputs[i] - expected[i]));

  g_test_message ("the reference is within %.2g", worst);
  g_assert_cmpfloat (worst, <=, REFERENCE_TOLERANCE);
}

/* weights.safetensors, and what is known of it in io.safetensors: y_f64, for linear models s0 and z0. */
static void
check_folder (const char *folder, WeftForm form, double tolerance, TestRun run)
{
  g_autofree char *weights = g_build_filename (folder, "weights.safetensors", NULL);
  g_autofree char *io = g_build_filename (folder, "io.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftCheckpoint) checkpoint = weft_checkpoint_open (weights, NULL, &error);
  g_autoptr (TestVectors) vectors = test_vectors_open (io);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autofree guint8 *values = NULL;
  g_autofree float *outputs = NULL;
  const WeftConfig *config;
  double difference, of_state = 0.0;
  guint n;

  g_assert_no_error (error);
  config = weft_checkpoint_get_config (checkpoint);
  model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  values = read_values (vectors, &n);
  outputs = g_new (float, (gsize) n * config->n_outputs);
  state = make_state (model, form, n);

  check_reference (checkpoint, values, n, test_vectors_get (vectors, "y_f64"));
  run (model, state, values, n, outputs);
  difference = test_network_max_difference (outputs, test_vectors_get (vectors, "y_f64"), (gsize) n * config->n_outputs);
  if (form == WEFT_FORM_LINEAR)
    of_state = compare_state (state, config, 1, test_vectors_get (vectors, "s0"), test_vectors_get (vectors, "z0"));

  g_test_message ("%s, %s, %u steps: y within %.2g, s0 and z0 within %.2g", folder, weft_form_to_string (form), n,
                  difference, of_state);
  g_assert_cmpfloat (difference, <=, tolerance);
  g_assert_cmpfloat (of_state, <=, tolerance);
}

typedef struct {
  const char *folder;
  gboolean golden; /* of the authors, beside the source tree; else in tests/data */
  WeftForm form;
  double tolerance; /* on y, absolute; on s0 and z0, relative to the largest. That of the vectors' own README */
} Folder;

static const Folder folders[] = {
  { "linear-small", TRUE, WEFT_FORM_LINEAR, 4e-6 },
  { "linear-odd", TRUE, WEFT_FORM_LINEAR, 4e-6 },
  { "linear-stress", TRUE, WEFT_FORM_LINEAR, 2e-6 },
  { "softmax-small", TRUE, WEFT_FORM_SOFTMAX_CACHED, 4e-6 },
  { "softmax-small", TRUE, WEFT_FORM_SOFTMAX_RECOMPUTED, 4e-6 },
  { "linear-indexed", FALSE, WEFT_FORM_LINEAR, 4e-6 },
  { "softmax-rgb", FALSE, WEFT_FORM_SOFTMAX_CACHED, 4e-6 },
  { "softmax-rgb", FALSE, WEFT_FORM_SOFTMAX_RECOMPUTED, 4e-6 },
};

/* One test: a folder and the way to compute it. */
typedef struct {
  const Folder *folder;
  TestRun run;
} FolderTest;

static void
test_folder (gconstpointer data)
{
  const FolderTest *test = data;
  const Folder *folder = test->folder;
  g_autofree char *name = g_build_filename (folder->folder, "io.safetensors", NULL);
  g_autofree char *file = folder->golden ? golden_dup_path (name)
                                         : g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autofree char *path = file != NULL ? g_path_get_dirname (file) : NULL;

  if (path != NULL)
    check_folder (path, folder->form, folder->tolerance, test->run);
}

void
test_network_add_vectors (const char *prefix, gboolean recomputes, TestRun run)
{
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      const Folder *folder = &folders[i];
      const FolderTest test = { folder, run };
      g_autofree char *path = g_strdup_printf ("%s/%s/%s/%s", prefix, folder->golden ? "golden" : "own",
                                               folder->folder, weft_form_to_string (folder->form));

      if (recomputes || folder->form != WEFT_FORM_SOFTMAX_RECOMPUTED)
        g_test_add_data_func_full (path, g_memdup2 (&test, sizeof test), test_folder, g_free);
    }
}

static void
check_model (const TestModel *row, guint64 seed, WeftForm form, guint n, TestRun run)
{
  const WeftConfig *config = &row->config;
  const WeftAttention attention = form == WEFT_FORM_LINEAR ? WEFT_ATTENTION_LINEAR : WEFT_ATTENTION_SOFTMAX;
  const gsize n_outputs = (gsize) n * config->n_outputs;
  const gsize n_z = (gsize) config->n_layers * config->width;
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, seed);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (TestReference) reference = test_reference_new (checkpoint);
  g_autoptr (WeftState) state = make_state (model, form, config->n_positions);
  g_autofree guint8 *values = test_model_draw_values (config, seed, n);
  g_autofree float *outputs = g_new (float, n_outputs);
  g_autofree double *expected = g_new (double, n_outputs);
  g_autofree double *s = g_new (double, n_z * weft_config_get_head_size (config));
  g_autofree double *z = g_new (double, n_z);
  double difference, of_state = 0.0;

  test_reference_run (reference, attention, values, n, expected, s, z);
  run (model, state, values, n, outputs);
  difference = relative_difference (outputs, expected, n_outputs);
  if (form == WEFT_FORM_LINEAR)
    of_state = compare_state (state, config, config->n_layers, s, z);

  g_test_message ("%s, %s, %u steps: y within %.2g, state within %.2g", row->name, weft_form_to_string (form), n,
                  difference, of_state);
  g_assert_cmpfloat (difference, <=, TOLERANCE);
  g_assert_cmpfloat (of_state, <=, TOLERANCE);
  g_assert_cmpuint (weft_state_get_position (state), ==, n);
}

void
test_network_check_models (const guint *lengths, guint n_lengths, WeftForm softmax, TestRun run)
{
  const guint64 seed = (guint64) g_test_rand_int ();
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    for (guint l = 0; l < n_lengths; l++)
      {
        const guint n = MIN (lengths[l], models[m].config.n_positions);

        check_model (&models[m], seed, WEFT_FORM_LINEAR, n, run);
        check_model (&models[m], seed, softmax, n, run);
      }
}
