/* SPDX-License-Identifier: MIT */
/* Bits per dimension against the reference's outputs judged one by one; members change no bit; errors name the image. */
#include "engine/score.h"

#include "engine/blas.h"
#include "engine/error.h"
#include "engine/head.h"
#include "engine/model-private.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"

#include <math.h>
#include <string.h>

#define N_IMAGES 7

/* Bits per dimension. Outputs differ by 1e-6, and the slope of a narrow component's likelihood is up to e^7. */
#define TOLERANCE 1e-5

static double *
score (WeftModel *model, WeftAttention attention, guint n_members, const guint8 *images, gsize n_images, GError **error)
{
  g_autoptr (WeftTeam) team = weft_team_new (n_members, NULL);
  g_autoptr (WeftScorer) scorer = weft_scorer_new (model, attention, team, NULL);
  g_autofree double *bits = g_new (double, n_images);

  g_assert_nonnull (scorer);
  return weft_scorer_run (scorer, images, n_images, bits, error) ? g_steal_pointer (&bits) : NULL;
}

/* Outputs of the reference, rounded to single precision, and the head's likelihood. */
static double
judge (TestReference *reference, const WeftConfig *config, WeftAttention attention, const guint8 *values)
{
  const guint n = config->n_positions;
  g_autofree double *outputs = g_new (double, (gsize) n * config->n_outputs);
  g_autofree float *row = g_new (float, config->n_outputs);
  double nats = 0.0;

  test_reference_run (reference, attention, values, n, outputs, NULL, NULL);
  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < config->n_outputs; j++)
        row[j] = (float) outputs[i * config->n_outputs + j];
      nats += weft_head_nll (config, row, values[i + 1]);
    }

  return nats / n / log (2.0);
}

static void
check_model (const TestModel *row, WeftAttention attention)
{
  const WeftConfig *config = &row->config;
  const guint n_values = weft_config_get_image_values (config);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 41);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (TestReference) reference = test_reference_new (checkpoint);
  g_autofree guint8 *images = test_model_draw_values (config, 42, N_IMAGES * n_values);
  g_autofree double *bits = score (model, attention, 1, images, N_IMAGES, NULL);

  g_assert_nonnull (bits);
  for (guint i = 0; i < 2; i++)
    {
      const double expected = judge (reference, config, attention, images + i * n_values);

      g_test_message ("%s, %s: %.9f bits, the reference says %.9f", row->name, weft_attention_to_string (attention),
                      bits[i], expected);
      g_assert_cmpfloat_with_epsilon (bits[i], expected, TOLERANCE);
    }

  for (guint n_members = 2; n_members <= 4; n_members++)
    {
      g_autofree double *shared = score (model, attention, n_members, images, N_IMAGES, NULL);

      g_assert_cmpmem (shared, N_IMAGES * sizeof *shared, bits, N_IMAGES * sizeof *bits);
    }
}

static void
test_reference (void)
{
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    {
      check_model (&models[m], WEFT_ATTENTION_LINEAR);
      check_model (&models[m], WEFT_ATTENTION_SOFTMAX);
    }
}

/* A scorer forgets: the same images again, in another order, give the same figures. */
static void
test_again (void)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models);
  const guint n_values = weft_config_get_image_values (&row->config);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 41);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = weft_team_new (2, NULL);
  g_autoptr (WeftScorer) scorer = weft_scorer_new (model, WEFT_ATTENTION_LINEAR, team, NULL);
  g_autofree guint8 *images = test_model_draw_values (&row->config, 42, 2 * n_values);
  g_autofree guint8 *swapped = g_memdup2 (images, 2 * n_values);
  double first[2], second[2];

  memcpy (swapped, images + n_values, n_values);
  memcpy (swapped + n_values, images, n_values);
  g_assert_true (weft_scorer_run (scorer, images, 2, first, NULL));
  g_assert_true (weft_scorer_run (scorer, swapped, 2, second, NULL));
  g_assert_cmpfloat (first[0], ==, second[1]);
  g_assert_cmpfloat (first[1], ==, second[0]);
  g_assert_true (weft_scorer_run (scorer, images, 0, first, NULL));
}

/* Images 2 and 5 hold a colour the palette has not; the first is named, however many members there are. */
static void
test_unknown_value (void)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models) + 3;
  const guint n_values = weft_config_get_image_values (&row->config);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 41);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autofree guint8 *images = test_model_draw_values (&row->config, 42, N_IMAGES * n_values);

  g_assert_cmpuint (row->config.n_values, ==, 7);
  images[2 * n_values + 9] = 7;
  images[5 * n_values] = 255;

  for (guint n_members = 1; n_members <= 4; n_members++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (score (model, WEFT_ATTENTION_LINEAR, n_members, images, N_IMAGES, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
      g_assert_cmpstr (error->message, ==, "image 2: value 9 is 7, the model knows 0 to 6");
    }
}

static void
test_not_finite (void)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models);
  const guint n_values = weft_config_get_image_values (&row->config);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 41);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autofree guint8 *images = g_malloc0 (N_IMAGES * n_values);

  model->value_embedding[3 * row->config.width / 2] = 3e38f;
  images[4 * n_values + 200] = 3;

  for (guint n_members = 1; n_members <= 4; n_members++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (score (model, WEFT_ATTENTION_LINEAR, n_members, images, N_IMAGES, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE);
      g_assert_true (g_str_has_prefix (error->message, "image 4: layer 0 of 2 "));
      g_assert_nonnull (strstr (error->message, "at step 200 "));
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  weft_blas_init (&error);
  g_assert_no_error (error);

  g_test_add_func ("/score/reference", test_reference);
  g_test_add_func ("/score/again", test_again);
  g_test_add_func ("/score/unknown-value", test_unknown_value);
  g_test_add_func ("/score/not-finite", test_not_finite);

  return g_test_run ();
}
