/* SPDX-License-Identifier: MIT */
/* Copies of states: as many as the cap allows, each exactly what the state was. */
#include "app/keyframes.h"

#include "engine/generator.h"
#include "tests/app/models.h"

#include <string.h>

#define N_VALUES (32 * 32)

/* Paints an image of two lanes with copies on the way; the hashes of lane 1 are those at every step. */
static void
paint (WeftModel *model, WeftForm form, StudioKeyframes *keyframes, guint64 *hashes)
{
  static const WeftSampling plain = WEFT_SAMPLING_INIT;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (model, form, 2, team, NULL);
  WeftState *state = weft_generator_get_state (generator);

  weft_generator_begin (generator, 5, 0);
  while (!weft_generator_is_done (generator))
    {
      hashes[weft_generator_get_n_known (generator)] = weft_state_get_hash (state, 1);
      studio_keyframes_offer (keyframes, state);
      g_assert_true (weft_generator_next (generator, &plain, NULL));
    }
  hashes[N_VALUES] = weft_state_get_hash (state, 1);
  studio_keyframes_offer (keyframes, state);
}

/* Every step finds the copy before it, less than the spacing away, and the copy is what the state was. */
static void
assert_copies (WeftModel *model, WeftForm form, StudioKeyframes *keyframes, guint lane, const guint64 *hashes)
{
  const guint spacing = studio_keyframes_get_spacing (keyframes);
  g_autoptr (WeftState) state = weft_state_new (model, form, 1, N_VALUES - 1, NULL);

  for (guint n = 1; n <= N_VALUES; n++)
    {
      const guint found = studio_keyframes_find (keyframes, n);

      g_assert_cmpuint (found, ==, n - n % spacing);
      g_assert_cmpuint (studio_keyframes_restore (keyframes, lane, n, state), ==, found);
      if (found > 0)
        g_assert_cmphex (weft_state_get_hash (state, 0), ==, hashes[found]);
    }
}

static void
check_form (WeftAttention attention, WeftForm form)
{
  g_autoptr (WeftModel) model = test_model_new_sized (attention, WEFT_IMAGE_INDEXED8, 32, 32);
  g_autoptr (StudioKeyframes) keyframes = studio_keyframes_new (model, form, 2, 64 << 20);
  g_autoptr (StudioKeyframes) child = studio_keyframes_new (model, form, 1, 64 << 20);
  g_autoptr (GArray) steps = NULL;
  guint64 hashes[N_VALUES + 1];

  paint (model, form, keyframes, hashes);
  assert_copies (model, form, keyframes, 1, hashes);
  steps = studio_keyframes_list (keyframes);
  g_assert_cmpuint (steps->len, ==, N_VALUES / studio_keyframes_get_spacing (keyframes));
  g_assert_cmpuint (g_array_index (steps, guint, 0), ==, studio_keyframes_get_spacing (keyframes));

  /* A child shares its parent's, as far as they have begun alike, and pays nothing for them. */
  studio_keyframes_inherit (child, keyframes, 1, N_VALUES);
  assert_copies (model, form, child, 0, hashes);
  g_assert_cmpuint (studio_keyframes_get_bytes (child), ==, 0);
  studio_keyframes_drop (keyframes);
  g_assert_cmpuint (studio_keyframes_find (keyframes, N_VALUES), ==, 0);
  g_assert_cmpuint (studio_keyframes_get_bytes (keyframes), ==, 0);
  assert_copies (model, form, child, 0, hashes);
}

static void
test_linear (void)
{
  check_form (WEFT_ATTENTION_LINEAR, WEFT_FORM_LINEAR);
}

static void
test_cached (void)
{
  check_form (WEFT_ATTENTION_SOFTMAX, WEFT_FORM_SOFTMAX_CACHED);
}

/* Whatever the cap, it is kept; a cap below one copy keeps none. */
static void
test_cap (void)
{
  g_autoptr (WeftModel) model = test_model_new_sized (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8, 32, 32);
  guint64 hashes[N_VALUES + 1];

  for (gsize cap = 1 << 20; cap > 0; cap = cap / 3)
    {
      g_autoptr (StudioKeyframes) keyframes = studio_keyframes_new (model, WEFT_FORM_LINEAR, 2, cap);
      const gsize one = 2 * (weft_config_get_state_bytes (weft_model_get_config (model)) + N_VALUES - 1);

      paint (model, WEFT_FORM_LINEAR, keyframes, hashes);
      g_assert_cmpuint (studio_keyframes_get_bytes (keyframes), <=, cap);
      if (cap >= 2 * one)
        g_assert_cmpuint (studio_keyframes_get_bytes (keyframes) * 3, >, MIN (cap, N_VALUES / 32 * one));
      else if (cap < one)
        g_assert_cmpuint (studio_keyframes_find (keyframes, N_VALUES), ==, 0);
    }
}

/* What comes after the place where two images part is not inherited. */
static void
test_inherit (void)
{
  g_autoptr (WeftModel) model = test_model_new_sized (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8, 32, 32);
  g_autoptr (StudioKeyframes) keyframes = studio_keyframes_new (model, WEFT_FORM_LINEAR, 2, 64 << 20);
  g_autoptr (StudioKeyframes) child = studio_keyframes_new (model, WEFT_FORM_LINEAR, 4, 64 << 20);
  guint64 hashes[N_VALUES + 1];

  paint (model, WEFT_FORM_LINEAR, keyframes, hashes);
  studio_keyframes_inherit (child, keyframes, 0, 100);
  g_assert_cmpuint (studio_keyframes_find (child, N_VALUES), ==, 96);
  g_assert_cmpuint (studio_keyframes_find (child, 95), ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyframes/linear", test_linear);
  g_test_add_func ("/keyframes/cached", test_cached);
  g_test_add_func ("/keyframes/cap", test_cap);
  g_test_add_func ("/keyframes/inherit", test_inherit);

  return g_test_run ();
}
