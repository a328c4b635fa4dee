/* SPDX-License-Identifier: MIT */
/* Recipes for tests. */
#include "tests/app/recipes.h"

#include "app/recipe-json.h"
#include "app/recipe-mask.h"

#include "engine/error.h"

#include <string.h>

WeftConfig
test_recipe_shape (WeftImageMode mode)
{
  WeftConfig config = {
    .n_layers = 2, .n_heads = 2, .width = 8, .feed_forward = 16,
    .n_values = mode == WEFT_IMAGE_INDEXED8 ? 9 : 256,
    .attention = WEFT_ATTENTION_LINEAR, .activation = WEFT_ACTIVATION_RELU, .output = WEFT_OUTPUT_CATEGORICAL,
    .image_mode = mode, .image_width = 4, .image_height = 3,
  };

  config.n_outputs = config.n_values;
  config.n_positions = weft_config_get_image_values (&config) - 1;
  return config;
}

static guint64
random_uint64 (void)
{
  return (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
}

static char *
random_text (void)
{
  const char *const pieces[] = { "a", "\"", "\\", "ü", "→", "\n", "%s", "/", " ", "😀" };
  GString *text = g_string_new (NULL);

  for (gint32 n = g_test_rand_int_range (0, 12); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static void
add_random_temperatures (StudioRecipe *recipe, guint n_values)
{
  studio_recipe_set_temperature (recipe, 0, g_test_rand_double_range (0.001, 3));
  for (guint step = g_test_rand_int_range (1, 10); step < n_values; step += g_test_rand_int_range (1, 10))
    studio_recipe_set_temperature (recipe, step,
                                   g_test_rand_bit () ? 0 : g_test_rand_double_range (0.001, 1000));
}

static GBytes *
random_values (const WeftConfig *shape, guint n)
{
  guint8 *values = g_malloc (n);

  for (guint i = 0; i < n; i++)
    values[i] = g_test_rand_int_range (0, shape->n_values);
  return g_bytes_new_take (values, n);
}

static void
add_random_mask (StudioRecipe *recipe, guint n_values)
{
  g_autofree guint8 *values = g_malloc (n_values);
  g_autofree guint8 *is_given = g_malloc (n_values);
  const gint32 one_in = g_test_rand_int_range (1, 6);

  for (guint i = 0; i < n_values; i++)
    {
      values[i] = g_test_rand_int_range (0, recipe->shape.n_values);
      is_given[i] = g_test_rand_int_range (0, one_in) == 0;
    }
  studio_recipe_set_mask (recipe, values, is_given, n_values);
}

/* Of which some are known by hash only, as when they were read. */
static void
add_random_surgeries (StudioRecipe *recipe, guint n_values)
{
  for (guint step = g_test_rand_int_range (1, 6); step < n_values; step += g_test_rand_int_range (0, 6))
    {
      StudioSurgery surgery = { .step = step, .kind = (StudioSurgeryKind) g_test_rand_int_range (0, STUDIO_SURGERY_N_KINDS) };

      surgery.layer = g_test_rand_bit () ? WEFT_SURGERY_ALL : (guint) g_test_rand_int_range (0, 2);
      surgery.head = g_test_rand_bit () ? WEFT_SURGERY_ALL : (guint) g_test_rand_int_range (0, 2);
      surgery.factor = g_test_rand_double_range (0, STUDIO_SURGERY_MAX_FACTOR);
      surgery.first = g_test_rand_int_range (0, step);
      surgery.end = g_test_rand_int_range (surgery.first + 1, step + 1);
      surgery.weight = g_test_rand_double ();
      surgery.other_hash = random_uint64 ();
      studio_surgeries_add (recipe->surgeries, &surgery);
    }
}

StudioRecipe *
test_recipe_new_random (void)
{
  StudioRecipe *recipe = studio_recipe_new ();
  guint n_values;

  recipe->shape = test_recipe_shape ((WeftImageMode) g_test_rand_int_range (0, 3));
  recipe->shape.attention = (WeftAttention) g_test_rand_int_range (0, 2);
  recipe->shape.activation = (WeftActivation) g_test_rand_int_range (0, 2);
  recipe->shape.n_context = g_test_rand_int_range (0, 4);
  for (guint i = 0; i < recipe->shape.n_context; i++)
    recipe->shape.context_offsets[i] = g_test_rand_int_range (1, 12);
  n_values = weft_config_get_image_values (&recipe->shape);

  if (g_test_rand_bit ())
    recipe->checkpoint_name = random_text ();
  if (g_test_rand_bit ())
    recipe->checkpoint_sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "x", -1);
  if (g_test_rand_bit ())
    recipe->kernels = random_text ();

  recipe->seed = random_uint64 ();
  recipe->image = random_uint64 ();
  recipe->form = (WeftForm) g_test_rand_int_range (0, 3);
  recipe->precision = (WeftPrecision) g_test_rand_int_range (0, 3);
  add_random_temperatures (recipe, n_values);
  recipe->top_k = g_test_rand_int_range (0, 9);
  recipe->top_p = g_test_rand_bit () ? 1 : g_test_rand_double_range (0.01, 1);
  recipe->steps_done = g_test_rand_int_range (0, n_values + 1);
  if (g_test_rand_bit ())
    recipe->kept_values = random_values (&recipe->shape, g_test_rand_int_range (1, n_values + 1));
  else if (g_test_rand_bit ())
    add_random_mask (recipe, n_values);
  if (recipe->form == WEFT_FORM_LINEAR && g_test_rand_bit ())
    add_random_surgeries (recipe, n_values);
  recipe->scale = g_test_rand_int_range (1, 20);
  recipe->has_state_hash = g_test_rand_bit ();
  recipe->state_hash = recipe->has_state_hash ? random_uint64 () : 0;
  return recipe;
}

void
test_recipe_assert_refused (const WeftConfig *shape, const TestRecipePart *parts, gsize n_parts)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autofree char *json = NULL;

  recipe->shape = *shape;
  json = studio_recipe_to_json (recipe);
  for (gsize i = 0; i < n_parts; i++)
    {
      g_autofree char *text = g_strdup_printf ("{%s,%s", parts[i].part, json + 1);
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_recipe_from_json (text, -1, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      if (parts[i].message != NULL && strstr (error->message, parts[i].message) == NULL)
        g_error ("%s: %s", parts[i].part, error->message);
    }
}
