/* SPDX-License-Identifier: MIT */
#include "tests/support/generators.h"

#include "tests/support/models.h"

WeftGenerator *
test_generator_new (WeftModel *model, WeftForm form, guint n_lanes, WeftTeam *team)
{
  g_autoptr (GError) error = NULL;
  WeftGenerator *generator = weft_generator_new (model, form, n_lanes, team, &error);

  g_assert_no_error (error);
  return generator;
}

void
test_generator_paint_to (WeftGenerator *generator, const WeftSampling *sampling, guint n_known)
{
  while (weft_generator_get_n_known (generator) < n_known)
    {
      g_autoptr (GError) error = NULL;

      weft_generator_next (generator, sampling, &error);
      g_assert_no_error (error);
    }
}

void
test_generator_assert_same_image (WeftGenerator *a, guint a_lane, WeftGenerator *b, guint b_lane)
{
  const guint n = weft_generator_get_n_known (a);

  g_assert_cmpuint (n, ==, weft_generator_get_n_known (b));
  g_assert_cmpmem (weft_generator_get_values (a, a_lane), n, weft_generator_get_values (b, b_lane), n);
}

void
test_generator_assert_same (WeftGenerator *a, guint a_lane, WeftGenerator *b, guint b_lane)
{
  test_generator_assert_same_image (a, a_lane, b, b_lane);
  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (a), a_lane), ==,
                   weft_state_get_hash (weft_generator_get_state (b), b_lane));
}

guint
test_generator_length (WeftForm form)
{
  return form == WEFT_FORM_SOFTMAX_RECOMPUTED ? 24 : TEST_GENERATOR_MAX_LENGTH;
}

void
test_generator_for_each (TestGeneratorFunc check)
{
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    for (WeftPrecision precision = WEFT_PRECISION_F32; precision <= WEFT_PRECISION_INT8; precision++)
      {
        g_autoptr (WeftCheckpoint) checkpoint = test_model_open (&models[m], 61);
        g_autoptr (WeftModel) model = test_model_load (checkpoint, precision);

        for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
          {
            g_test_message ("%s, %s, %s", models[m].name, weft_precision_to_string (precision),
                            weft_form_to_string (form));
            check (model, form);
          }
      }
}
