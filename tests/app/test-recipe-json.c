/* SPDX-License-Identifier: MIT */
/* Recipes as text: random ones come back the same, damaged ones are refused in a sentence. */
#include "app/recipe-json.h"

#include "app/error.h"
#include "app/picture.h"
#include "engine/error.h"
#include "tests/app/recipes.h"

static void
test_round_trip (void)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (StudioRecipe) recipe = test_recipe_new_random ();
      g_autofree char *json = studio_recipe_to_json (recipe);
      g_autoptr (GError) error = NULL;
      g_autoptr (StudioRecipe) again = studio_recipe_from_json (json, -1, &error);
      g_autoptr (StudioRecipe) copy = NULL;
      g_autofree char *json_again = NULL;

      if (error != NULL)
        g_test_message ("%s", json);
      g_assert_no_error (error);
      copy = studio_recipe_copy (again);
      json_again = studio_recipe_to_json (copy);
      g_assert_cmpstr (json_again, ==, json);
      g_assert_true (studio_recipe_equal (recipe, again));
      g_assert_true (again->seed == recipe->seed && again->state_hash == recipe->state_hash);
    }
}

/* Replaces one part of a sound recipe's text. */
static char *
edit (const char *json, const char *old, const char *new)
{
  GString *text = g_string_new (json);

  g_assert_cmpuint (g_string_replace (text, old, new, 1), ==, 1);
  return g_string_free (text, FALSE);
}

static StudioRecipe *
make_plain (void)
{
  StudioRecipe *recipe = studio_recipe_new ();

  recipe->shape = test_recipe_shape (WEFT_IMAGE_INDEXED8);
  recipe->checkpoint_name = g_strdup ("tiny");
  recipe->seed = 4711;
  recipe->kept_values = g_bytes_new ("\1\2", 2);
  return recipe;
}

static void
test_refusals (void)
{
  const struct {
    const char *old;
    const char *new;
    WeftError code;
    const char *says;
  } cases[] = {
    { "\"weft-recipe\"", "\"png\"", WEFT_ERROR_INVALID, "no recipe of Weft" },
    { "\"1.2\"", "\"2.0\"", WEFT_ERROR_UNSUPPORTED, "format 2, this Weft reads up to 1" },
    { "\"1.2\"", "\"one\"", WEFT_ERROR_INVALID, "\"format_version\" is not a version" },
    { "\"1.2\"", "1", WEFT_ERROR_INVALID, "\"format_version\" is not a version" },
    { "\"seed\":\"4711\"", "\"seed\":4711", WEFT_ERROR_INVALID, "\"seed\" is not a 64-bit number" },
    { "4711", "-1", WEFT_ERROR_INVALID, "\"seed\" is not" },
    { "4711", "18446744073709551616", WEFT_ERROR_INVALID, "\"seed\" is not" },
    { "\"seed\"", "\"sead\"", WEFT_ERROR_INVALID, "lacks \"seed\"" },
    { "\"seed\":\"4711\"", "\"seed\":\"1\",\"seed\":\"1\"", WEFT_ERROR_INVALID, "not JSON: duplicate" },
    { "philox4x32-10", "dice", WEFT_ERROR_UNSUPPORTED, "random numbers" },
    { "\"heads\":2", "\"heads\":3", WEFT_ERROR_INVALID, "3 heads do not divide" },
    { "\"heads\":2", "\"heads\":-2", WEFT_ERROR_INVALID, "\"heads\" is not a whole number" },
    { "\"heads\":2", "\"heads\":4294967298", WEFT_ERROR_INVALID, "\"heads\" is not a whole number" },
    { "\"heads\":2", "\"heads\":2.0", WEFT_ERROR_INVALID, "\"heads\" is not a whole number" },
    { "\"heads\":2,", "", WEFT_ERROR_INVALID, "lacks \"heads\"" },
    { "\"image_width\":4", "\"image_width\":1048577", WEFT_ERROR_INVALID, "width is 1048577" },
    { "\"linear\"", "\"circular\"", WEFT_ERROR_INVALID, "\"attention\" is not a name" },
    { "\"tiny\"", "\"ti\\u0000ny\"", WEFT_ERROR_INVALID, "" },
    { "\"tiny\"", "17", WEFT_ERROR_INVALID, "\"name\" is not a text" },
    { "\"context_offsets\":[]", "\"context_offsets\":[0]", WEFT_ERROR_INVALID, "context_offsets" },
    { "\"context_offsets\":[]", "\"context_offsets\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
      WEFT_ERROR_INVALID, "short" },
    { "\"temperature\":1.0", "\"temperature\":\"hot\"", WEFT_ERROR_INVALID,
      "\"temperature\" is not a number" },
    { "\"temperature\":1.0", "\"temperature\":1e30", WEFT_ERROR_INVALID, "temperature" },
    { "\"step\":0", "\"step\":1", WEFT_ERROR_INVALID, "no temperature for the first value" },
    { "\"values\":\"AQI=\"", "\"values\":\"AQ!I=\"", WEFT_ERROR_INVALID,
      "\"values\" is not bytes in base64" },
    { "\"steps\"", "\"guess\"", WEFT_ERROR_INVALID, "\"prefix_form\" is not steps" },
    { "\"kind\":\"values\"", "\"kind\":\"dream\"", WEFT_ERROR_INVALID, "\"start\" is not" },
    { "\"top_p\":1.0", "\"top_p\":0", WEFT_ERROR_INVALID, "" },
    { "\"scale\":1", "\"scale\":0", WEFT_ERROR_INVALID, "the scale is 0" },
    { "{\"format\"", "[{\"format\"", WEFT_ERROR_INVALID, "not JSON" },
  };
  g_autoptr (StudioRecipe) recipe = make_plain ();
  g_autofree char *json = studio_recipe_to_json (recipe);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *damaged = edit (json, cases[i].old, cases[i].new);
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_recipe_from_json (damaged, -1, &error));
      g_test_message ("%s -> %s: %s", cases[i].old, cases[i].new, error->message);
      g_assert_error (error, WEFT_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

/* Cut anywhere: refused. Nested deep: refused without a deep stack. */
static void
test_damage (void)
{
  g_autoptr (StudioRecipe) recipe = make_plain ();
  g_autofree char *json = studio_recipe_to_json (recipe);
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autoptr (GError) error = NULL;

  for (gssize length = 0; length < (gssize) strlen (json); length++)
    g_assert_null (studio_recipe_from_json (json, length, NULL));

  g_assert_null (studio_recipe_from_json (deep, -1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

static void
test_tolerance (void)
{
  g_autoptr (StudioRecipe) recipe = make_plain ();
  g_autofree char *json = studio_recipe_to_json (recipe);
  g_autofree char *newer = edit (json, "\"1.2\"", "\"1.7\",\"mood\":{\"joy\":[1,2]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioRecipe) again = studio_recipe_from_json (newer, -1, &error);

  g_assert_no_error (error);
  g_assert_true (studio_recipe_equal (recipe, again));
}

static void
test_differences (void)
{
  g_autoptr (StudioRecipe) a = make_plain ();
  g_autoptr (StudioRecipe) b = make_plain ();
  g_auto (GStrv) differences = NULL;
  const char *const expected[] = { "checkpoint.heads", "checkpoint.sha256", "seed", "state_hash",
                                   "temperatures", NULL };

  b->seed++;
  b->shape.n_heads = 4;
  b->has_state_hash = TRUE;
  a->checkpoint_sha256 = g_strnfill (64, 'a');
  studio_recipe_set_temperature (b, 3, 0);

  differences = studio_recipe_list_differences (a, b);
  g_assert_cmpstrv (differences, expected);
}

static void
test_png (void)
{
  g_autoptr (StudioRecipe) recipe = make_plain ();
  const guint8 palette[27] = { 1, 2, 3 };
  g_autoptr (StudioPicture) picture = studio_picture_new (studio_recipe_copy (recipe), palette, NULL);
  g_autoptr (GBytes) with = studio_picture_to_png (picture, 3, TRUE, NULL);
  g_autoptr (GBytes) without = studio_picture_to_png (picture, 3, FALSE, NULL);
  g_autoptr (StudioRecipe) read = studio_recipe_from_png (with, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (read->scale, ==, 3);
  read->scale = 1;
  g_assert_true (studio_recipe_equal (read, recipe));

  g_assert_null (studio_recipe_from_png (without, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_NO_RECIPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe-json/round-trip", test_round_trip);
  g_test_add_func ("/recipe-json/refusals", test_refusals);
  g_test_add_func ("/recipe-json/damage", test_damage);
  g_test_add_func ("/recipe-json/tolerance", test_tolerance);
  g_test_add_func ("/recipe-json/differences", test_differences);
  g_test_add_func ("/recipe-json/png", test_png);

  return g_test_run ();
}
