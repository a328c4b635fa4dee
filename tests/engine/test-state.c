/* SPDX-License-Identifier: MIT */
/* States: a copied, reset or saved one goes on bit for bit like the original; sizes are what the forms promise. */
#include "engine/state.h"

#include "engine/error.h"
#include "engine/forward.h"
#include "tests/support/models.h"
#include "tests/support/tiny-checkpoint.h"

#include <string.h>

#define N_LANES 3
#define N_STEPS 80 /* room of every state here: more than a block of keys */
#define N_BEFORE 37
#define N_AFTER 35

/* A model, a form, and a state of some lanes with what steps it. */
typedef struct {
  WeftModel *model;
  WeftTeam *team;
  WeftForward *forward;
  WeftState *state;
  guint n_lanes;
} Stepper;

static void
stepper_init (Stepper *stepper, WeftModel *model, WeftForm form, guint n_lanes)
{
  stepper->model = model;
  stepper->n_lanes = n_lanes;
  stepper->team = weft_team_new (1, NULL);
  stepper->forward = weft_forward_new (model, form, n_lanes, N_STEPS, stepper->team, NULL);
  stepper->state = weft_state_new (model, form, n_lanes, N_STEPS, NULL);
  g_assert_true (stepper->forward != NULL && stepper->state != NULL);
}

static void
stepper_clear (Stepper *stepper)
{
  weft_state_free (stepper->state);
  weft_forward_free (stepper->forward);
  weft_team_free (stepper->team);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stepper, stepper_clear)

/* Value number @i of an image; images differ. */
static guint8
value (const Stepper *stepper, guint image, guint i)
{
  return (guint8) ((31 * image + 7 * i + i * i) % weft_model_get_config (stepper->model)->n_values);
}

/* One step; lane l feeds the values of image @first_image + l. Returns outputs [n_lanes, n_outputs]. */
static const float *
step (Stepper *stepper, guint first_image)
{
  guint8 values[N_LANES];

  for (guint lane = 0; lane < stepper->n_lanes; lane++)
    values[lane] = value (stepper, first_image + lane, weft_state_get_position (stepper->state));

  return weft_forward_step (stepper->forward, stepper->state, values, NULL);
}

static void
step_to (Stepper *stepper, guint first_image, guint position)
{
  while (weft_state_get_position (stepper->state) < position)
    g_assert_nonnull (step (stepper, first_image));
}

/* Both go on alike: outputs of lane @a_lane of a and @b_lane of b, and their hashes. */
static void
assert_same_future (Stepper *a, guint a_first, guint a_lane, Stepper *b, guint b_first, guint b_lane)
{
  const gsize n = weft_model_get_config (a->model)->n_outputs;

  g_assert_cmphex (weft_state_get_hash (a->state, a_lane), ==, weft_state_get_hash (b->state, b_lane));
  for (guint i = 0; i < N_AFTER; i++)
    {
      const float *x = step (a, a_first);
      const float *y = step (b, b_first);

      g_assert_cmpmem (x + a_lane * n, n * sizeof *x, y + b_lane * n, n * sizeof *y);
    }
  g_assert_cmphex (weft_state_get_hash (a->state, a_lane), ==, weft_state_get_hash (b->state, b_lane));
}

typedef void (*CheckFunc) (WeftModel *model, WeftForm form);

/* Every model of the table in every form, precisions taking turns. */
static void
for_each (CheckFunc check)
{
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
      {
        const WeftPrecision precision = (WeftPrecision) ((m + form) % (WEFT_PRECISION_INT8 + 1));
        g_autoptr (WeftCheckpoint) checkpoint = test_model_open (&models[m], 51);
        g_autoptr (WeftModel) model = test_model_load (checkpoint, precision);

        g_test_message ("%s, %s, %s", models[m].name, weft_form_to_string (form),
                        weft_precision_to_string (precision));
        check (model, form);
      }
}

static void
check_copy (WeftModel *model, WeftForm form)
{
  g_auto (Stepper) original = { 0 };
  g_auto (Stepper) copy = { 0 };

  stepper_init (&original, model, form, N_LANES);
  stepper_init (&copy, model, form, N_LANES);
  step_to (&original, 0, N_BEFORE);
  step_to (&copy, 100, N_BEFORE + 20); /* what was there must not shine through */
  weft_state_copy (copy.state, original.state);

  for (guint lane = 0; lane < N_LANES; lane++)
    g_assert_cmphex (weft_state_get_hash (copy.state, lane), ==, weft_state_get_hash (original.state, lane));
  assert_same_future (&original, 0, 2, &copy, 0, 2);
}

static void
test_copy (void)
{
  for_each (check_copy);
}

static void
check_copy_lane (WeftModel *model, WeftForm form)
{
  g_auto (Stepper) lanes = { 0 };
  g_auto (Stepper) alone = { 0 };

  stepper_init (&lanes, model, form, N_LANES);
  stepper_init (&alone, model, form, 1);
  step_to (&lanes, 0, N_BEFORE);
  weft_state_copy_lane (alone.state, 0, lanes.state, 1);

  g_assert_cmpuint (weft_state_get_position (alone.state), ==, N_BEFORE);
  assert_same_future (&lanes, 0, 1, &alone, 1, 0);
}

static void
test_copy_lane (void)
{
  for_each (check_copy_lane);
}

static void
check_reset (WeftModel *model, WeftForm form)
{
  g_auto (Stepper) used = { 0 };
  g_auto (Stepper) fresh = { 0 };

  stepper_init (&used, model, form, N_LANES);
  stepper_init (&fresh, model, form, N_LANES);
  step_to (&used, 100, N_BEFORE);
  weft_state_reset (used.state);

  g_assert_cmpuint (weft_state_get_position (used.state), ==, 0);
  assert_same_future (&used, 0, 0, &fresh, 0, 0);
}

static void
test_reset (void)
{
  for_each (check_reset);
}

/* A saved moment: S, z and the values, or the values alone, in a lane among others. */
static void
check_saved (WeftModel *model, WeftForm form)
{
  const WeftConfig *config = weft_model_get_config (model);
  const gsize n_z = (gsize) config->n_layers * config->width;
  g_autofree float *s = g_new (float, n_z * weft_config_get_head_size (config));
  g_autofree float *z = g_new (float, n_z);
  g_auto (Stepper) original = { 0 };
  g_auto (Stepper) restored = { 0 };
  guint8 values[N_BEFORE];

  if (form != WEFT_FORM_LINEAR)
    return;

  stepper_init (&original, model, form, 1);
  stepper_init (&restored, model, form, N_LANES);
  step_to (&original, 6, N_BEFORE);
  step_to (&restored, 100, N_BEFORE);
  for (guint i = 0; i < N_BEFORE; i++)
    values[i] = value (&original, 6, i);

  weft_state_export_linear (original.state, 0, s, z);
  weft_state_import_linear (restored.state, 1, N_BEFORE, values, s, z);
  assert_same_future (&original, 6, 0, &restored, 5, 1);
}

static void
test_saved (void)
{
  for_each (check_saved);
}

/* The hash tells images, positions and memories apart, and does not see the lane. */
static void
check_hash (WeftModel *model, WeftForm form)
{
  g_auto (Stepper) a = { 0 };
  g_auto (Stepper) b = { 0 };
  guint64 before;

  stepper_init (&a, model, form, N_LANES);
  stepper_init (&b, model, form, N_LANES);
  g_assert_cmphex (weft_state_get_hash (a.state, 0), ==, weft_state_get_hash (a.state, 2));

  step_to (&a, 0, 5);
  step_to (&b, 1, 5);
  g_assert_cmphex (weft_state_get_hash (a.state, 1), ==, weft_state_get_hash (b.state, 0));
  g_assert_cmphex (weft_state_get_hash (a.state, 0), !=, weft_state_get_hash (a.state, 1));

  before = weft_state_get_hash (a.state, 0);
  step_to (&a, 0, 6);
  g_assert_cmphex (weft_state_get_hash (a.state, 0), !=, before);
}

static void
test_hash (void)
{
  for_each (check_hash);
}

static void
check_bytes (WeftModel *model, WeftForm form)
{
  const WeftConfig *config = weft_model_get_config (model);
  const guint64 e = weft_config_get_head_size (config);
  g_auto (Stepper) stepper = { 0 };

  stepper_init (&stepper, model, form, N_LANES);
  for (guint position = 0; position <= 66; position += 33)
    {
      const guint64 expected[] = {
        [WEFT_FORM_LINEAR] = 4 * (guint64) config->n_layers * config->n_heads * (e * e + e),
        [WEFT_FORM_SOFTMAX_CACHED] = 8 * (guint64) config->n_layers * config->width * position,
        [WEFT_FORM_SOFTMAX_RECOMPUTED] = position,
      };

      step_to (&stepper, 0, position);
      g_assert_cmpuint (weft_state_get_bytes (stepper.state), ==, expected[form]);
    }
}

static void
test_bytes (void)
{
  for_each (check_bytes);
}

/* More than there is: the amount is named, and nothing is taken. */
static void
test_no_memory (void)
{
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_SOFTMAX, WEFT_OUTPUT_MIXTURE_OF_LOGISTICS,
                                                   WEFT_IMAGE_GRAY8, FALSE);
  g_autoptr (WeftCheckpoint) checkpoint = weft_test_tiny_open (&config, 1, NULL);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);

  for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_CACHED; form++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_state_new (model, form, G_MAXUINT, config.n_positions, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY);
      g_assert_nonnull (strstr (error->message, "TB, "));
    }
}

static void
test_names (void)
{
  for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
    {
      WeftForm parsed;

      g_assert_true (weft_form_from_string (weft_form_to_string (form), &parsed));
      g_assert_cmpint (parsed, ==, form);
    }

  g_assert_false (weft_form_from_string ("quadratic", &(WeftForm) { WEFT_FORM_LINEAR }));
  g_assert_false (weft_form_from_string (NULL, &(WeftForm) { WEFT_FORM_LINEAR }));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/state/copy", test_copy);
  g_test_add_func ("/state/copy-lane", test_copy_lane);
  g_test_add_func ("/state/reset", test_reset);
  g_test_add_func ("/state/saved", test_saved);
  g_test_add_func ("/state/hash", test_hash);
  g_test_add_func ("/state/bytes", test_bytes);
  g_test_add_func ("/state/no-memory", test_no_memory);
  g_test_add_func ("/state/names", test_names);

  return g_test_run ();
}
