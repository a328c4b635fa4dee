/* SPDX-License-Identifier: MIT */
/* Where an image begins: with given values, from a state that was kept, at another address. It is the image that was painted
 * straight through, bit for bit. */
#include "tests/support/generators.h"
#include "tests/support/models.h"

#include <string.h>

#define SEED 77

static const WeftSampling plain = WEFT_SAMPLING_INIT;

/* An image begun with its own first values becomes the same image, whatever else has been painted before. */
static void
check_completion (WeftModel *model, WeftForm form)
{
  const guint n = test_generator_length (form);
  const guint prefixes[] = { 1, 2, n / 2, n };
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = test_generator_new (model, form, 2, team);
  g_autoptr (WeftGenerator) completed = test_generator_new (model, form, 2, team);
  guint8 values[2 * TEST_GENERATOR_MAX_LENGTH];

  weft_generator_begin (straight, SEED, 0);
  test_generator_paint_to (straight, &plain, n);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      const guint n_given = prefixes[i];

      for (guint lane = 0; lane < 2; lane++)
        memcpy (values + lane * n_given, weft_generator_get_values (straight, lane), n_given);
      g_assert_true (weft_generator_begin_with (completed, SEED, 0, values, n_given, FALSE, NULL));
      g_assert_cmpuint (weft_generator_get_n_known (completed), ==, n_given);
      test_generator_paint_to (completed, &plain, n);
      test_generator_assert_same (straight, 0, completed, 0);
      test_generator_assert_same (straight, 1, completed, 1);

      /* the same prefix for all: lane 0 is the image, lane 1 another one that begins alike */
      g_assert_true (weft_generator_begin_with (completed, SEED, 0, values, n_given, TRUE, NULL));
      g_assert_cmpmem (weft_generator_get_values (completed, 1), n_given, values, n_given);
      test_generator_paint_to (completed, &plain, n);
      test_generator_assert_same (straight, 0, completed, 0);
    }
}

static void
test_completion (void)
{
  test_generator_for_each (check_completion);
}

/* An image goes on from a state kept on the way, in any lane and with any number of further values known, like the image
 * it was kept from; other addresses and a value put in by hand make other images of the same beginning. */
static void
check_moments (WeftModel *model, WeftForm form)
{
  const guint n = test_generator_length (form), kept = n / 3;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = test_generator_new (model, form, 2, team);
  g_autoptr (WeftGenerator) resumed = test_generator_new (model, form, 3, team);
  g_autoptr (WeftGenerator) alone = test_generator_new (model, form, 1, team);
  g_autoptr (WeftState) state = weft_state_new (model, form, 2, weft_model_get_config (model)->n_positions, NULL);
  const guint8 *values = weft_generator_get_values (straight, 1);
  guint8 other;

  weft_generator_begin (straight, SEED, 0);
  test_generator_paint_to (straight, &plain, kept);
  weft_state_copy (state, weft_generator_get_state (straight));
  test_generator_paint_to (straight, &plain, n);

  for (guint known = kept; known <= n; known += n - kept)
    {
      g_assert_true (weft_generator_begin_from (resumed, SEED, 1, state, 1, values, known, NULL));
      g_assert_cmpuint (weft_generator_get_n_known (resumed), ==, known);
      g_assert_cmpmem (weft_generator_get_values (resumed, 2), known, values, known);
      test_generator_paint_to (resumed, &plain, n);
      test_generator_assert_same (resumed, 0, straight, 1);
    }

  /* lane 2 draws as image 3, from a value put in by hand on */
  other = (guint8) ((values[kept] + 1) % weft_model_get_config (model)->n_values);
  g_assert_true (weft_generator_begin_from (resumed, SEED, 1, state, 1, values, kept, NULL));
  g_assert_true (weft_generator_absorb (resumed, &other, 1, NULL));
  test_generator_paint_to (resumed, &plain, n);
  g_assert_true (weft_generator_begin_with (alone, SEED, 3, values, kept, TRUE, NULL));
  g_assert_true (weft_generator_absorb (alone, &other, 1, NULL));
  test_generator_paint_to (alone, &plain, n);
  g_assert_cmpuint (weft_generator_get_values (alone, 0)[kept], ==, other);
  test_generator_assert_same (resumed, 2, alone, 0);
}

static void
test_moments (void)
{
  test_generator_for_each (check_moments);
}

/* A first value that was given stays when the address changes. */
static void
test_given_first_value (void)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 61);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = test_generator_new (model, WEFT_FORM_LINEAR, 1, team);

  for (guint8 value = 0; value < 3; value++)
    {
      g_assert_true (weft_generator_begin_with (generator, 1, 0, &value, 1, TRUE, NULL));
      weft_generator_set_address (generator, 0, SEED, 9);
      g_assert_cmpuint (weft_generator_get_values (generator, 0)[0], ==, value);
    }
}

/* A lane's address may be given at any time: it decides the values from then on. */
static void
check_address (WeftModel *model, WeftForm form)
{
  const guint n = test_generator_length (form);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = test_generator_new (model, form, 1, team);
  g_autoptr (WeftGenerator) addressed = test_generator_new (model, form, 3, team);

  weft_generator_begin (straight, SEED, 9);
  test_generator_paint_to (straight, &plain, n);

  weft_generator_begin (addressed, 1, 0);
  weft_generator_set_address (addressed, 1, SEED, 9);
  test_generator_paint_to (addressed, &plain, n);
  test_generator_assert_same (straight, 0, addressed, 1);

  g_assert_true (weft_generator_begin_with (addressed, 1, 0, weft_generator_get_values (straight, 0), n / 2, TRUE,
                                            NULL));
  weft_generator_set_address (addressed, 2, SEED, 9);
  test_generator_paint_to (addressed, &plain, n);
  test_generator_assert_same (straight, 0, addressed, 2);
}

static void
test_address (void)
{
  test_generator_for_each (check_address);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/generator-begin/completion", test_completion);
  g_test_add_func ("/generator-begin/moments", test_moments);
  g_test_add_func ("/generator-begin/given-first-value", test_given_first_value);
  g_test_add_func ("/generator-begin/address", test_address);

  return g_test_run ();
}
