/* SPDX-License-Identifier: MIT */
/* Given values wherever they lie: they stand in the picture, the rest is drawn as ever, and the recipe paints it again. */
#include "app/recipe-json.h"
#include "app/recipe-mask.h"
#include "app/timeline.h"

#include "engine/raster.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"
#include "tests/app/recipes.h"

#include <string.h>

#define N_VALUES (8 * 6 * 3)
#define MIDDLE 70

typedef struct {
  guint8 values[N_VALUES];
  guint8 is_given[N_VALUES];
} Mask;

/* Random values, of which about one in @one_in is given, by whole pixels. */
static void
mask_init (Mask *mask, guint one_in)
{
  for (guint i = 0; i < N_VALUES; i++)
    {
      mask->values[i] = g_test_rand_int_range (0, 256);
      mask->is_given[i] = i % 3 == 0 ? g_test_rand_int_range (0, one_in) == 0 : mask->is_given[i - 1];
    }
}

static StudioPicture *
paint (WeftModel *model, StudioRecipe *recipe, guint lane, guint n_lanes)
{
  const StudioJobSpec spec = test_job_spec (model, recipe, n_lanes);
  g_autoptr (StudioJob) job = test_job_run (&spec);

  return studio_job_dup_picture (job, lane);
}

static StudioPicture *
paint_masked (WeftModel *model, const Mask *mask, guint64 seed, guint lane, guint n_lanes)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();

  recipe->seed = seed;
  recipe->form = weft_form_default (weft_model_get_config (model));
  studio_recipe_set_mask (recipe, mask->values, mask->is_given, N_VALUES);
  return paint (model, recipe, lane, n_lanes);
}

static void
assert_same (StudioPicture *a, StudioPicture *b)
{
  g_assert_cmpmem (studio_picture_get_values (a), N_VALUES, studio_picture_get_values (b), N_VALUES);
  g_assert_true (studio_picture_get_recipe (a)->has_state_hash);
  g_assert_cmphex (studio_picture_get_recipe (a)->state_hash, ==, studio_picture_get_recipe (b)->state_hash);
}

/* What the PNG carries paints the picture again. */
static void
assert_replays (WeftModel *model, StudioPicture *picture)
{
  g_autoptr (GBytes) png = studio_picture_to_png (picture, 1, TRUE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioRecipe) recipe = studio_recipe_from_png (png, &error);
  g_autoptr (StudioPicture) again = NULL;

  g_assert_no_error (error);
  g_assert_true (studio_recipe_has_same_start (recipe, studio_picture_get_recipe (picture)));
  again = paint (model, recipe, 0, 1);
  assert_same (again, picture);
}

/* Given values stand in every lane, others differ by seed and lane; any mask, either attention. */
static void
test_forced (void)
{
  for (guint run = 0; run < 12; run++)
    {
      g_autoptr (WeftModel) model = test_model_new (run % 2, WEFT_IMAGE_RGB8);
      Mask mask;
      g_autoptr (StudioPicture) one = NULL, other = NULL, third = NULL;
      guint n_same = 0, n_drawn = 0;

      mask_init (&mask, run / 2 + 2);
      one = paint_masked (model, &mask, 1, 0, 3);
      other = paint_masked (model, &mask, 2, 0, 1);
      third = paint_masked (model, &mask, 1, 2, 3);
      for (guint i = 0; i < N_VALUES; i++)
        if (mask.is_given[i])
          {
            g_assert_cmpuint (studio_picture_get_values (one)[i], ==, mask.values[i]);
            g_assert_cmpuint (studio_picture_get_values (other)[i], ==, mask.values[i]);
            g_assert_cmpuint (studio_picture_get_values (third)[i], ==, mask.values[i]);
          }
        else
          {
            n_drawn++;
            n_same += studio_picture_get_values (one)[i] == studio_picture_get_values (other)[i];
          }
      g_test_message ("%u of %u drawn values agree by chance", n_same, n_drawn);
      g_assert_cmpuint (n_same, <, n_drawn / 2);
      assert_replays (model, one);
      assert_replays (model, third);
    }
}

static void
test_all_known (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  Mask mask;
  g_autoptr (StudioPicture) picture = NULL;

  mask_init (&mask, 1);
  picture = paint_masked (model, &mask, 1, 0, 1);
  g_assert_cmpmem (studio_picture_get_values (picture), N_VALUES, mask.values, N_VALUES);
  assert_replays (model, picture);
}

/* Nothing given: what is painted without a mask, bit for bit. */
static void
test_none_known (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  Mask mask = { 0 };
  g_autoptr (StudioPicture) masked = NULL, plain = NULL;

  recipe->seed = 7;
  plain = paint (model, recipe, 0, 1);
  masked = paint_masked (model, &mask, 7, 0, 1);
  assert_same (masked, plain);
  g_assert_true (studio_recipe_equal (studio_picture_get_recipe (masked), studio_picture_get_recipe (plain)));
}

/* A mask of the upper rows is what keeping rows has always been, in the recipe too. */
static void
test_rows (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  const guint n_kept = 2 * weft_raster_row_values (weft_model_get_config (model));
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  Mask mask;
  g_autoptr (StudioPicture) masked = NULL, kept = NULL;

  mask_init (&mask, 1);
  memset (mask.is_given + n_kept, 0, N_VALUES - n_kept);
  recipe->seed = 7;
  recipe->kept_values = g_bytes_new (mask.values, n_kept);
  kept = paint (model, recipe, 0, 1);
  masked = paint_masked (model, &mask, 7, 0, 1);
  assert_same (masked, kept);
  g_assert_true (studio_recipe_equal (studio_picture_get_recipe (masked), studio_picture_get_recipe (kept)));
}

/* Every step of a masked picture is found again, whichever way it is come to. */
static void
test_scrubbing (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec;
  Mask mask;
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (StudioTimeline) timeline = NULL;
  g_autoptr (StudioPicture) picture = NULL;
  guint64 hashes[N_VALUES + 1];

  mask_init (&mask, 3);
  studio_recipe_set_mask (recipe, mask.values, mask.is_given, N_VALUES);
  spec = test_job_spec (model, recipe, 1);
  spec.keyframe_bytes = 1 << 16;
  job = test_job_run (&spec);

  timeline = studio_timeline_new (job, 0);
  for (guint n = 1; n <= N_VALUES; n++)
    hashes[n] = weft_state_get_hash (weft_generator_get_state (studio_timeline_seek (timeline, n, NULL)), 0);
  picture = studio_job_dup_picture (job, 0);
  g_assert_cmphex (hashes[N_VALUES], ==, studio_picture_get_recipe (picture)->state_hash);
  for (guint i = 0; i < 200; i++)
    {
      const guint n = g_test_rand_int_range (1, N_VALUES + 1);

      g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (studio_timeline_seek (timeline, n, NULL)), 0), ==,
                       hashes[n]);
    }
}

/* A branch knows what is given after it; a value put in by hand takes the place of a given one. */
static void
test_branches (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  Mask mask, read;
  g_autoptr (StudioPicture) picture = NULL;
  guint step = MIDDLE;

  mask_init (&mask, 3);
  while (!mask.is_given[step])
    step++;
  studio_recipe_set_mask (recipe, mask.values, mask.is_given, N_VALUES);
  studio_recipe_cut (recipe, MIDDLE - 10);
  studio_recipe_set_address (recipe, MIDDLE - 10, 99, 0);
  studio_recipe_set_override (recipe, step, 255 - mask.values[step]);
  picture = paint (model, recipe, 0, 1);
  for (guint i = 0; i < N_VALUES; i++)
    if (mask.is_given[i])
      g_assert_cmpuint (studio_picture_get_values (picture)[i], ==, i == step ? 255 - mask.values[i] : mask.values[i]);
  assert_replays (model, picture);

  /* And the other way round. */
  studio_recipe_get_mask (recipe, read.values, read.is_given, N_VALUES);
  g_assert_false (read.is_given[step]);
  studio_recipe_set_mask (recipe, mask.values, mask.is_given, N_VALUES);
  g_assert_cmpuint (recipe->overrides->len, ==, 0);
  studio_recipe_get_mask (recipe, read.values, read.is_given, N_VALUES);
  g_assert_cmpmem (read.is_given, N_VALUES, mask.is_given, N_VALUES);
  for (guint i = 0; i < N_VALUES; i++)
    g_assert_cmpuint (read.values[i], ==, mask.is_given[i] ? mask.values[i] : 0);
}

static void
test_counting (void)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  Mask mask;

  for (guint run = 0; run < 20; run++)
    {
      guint n = 0;

      mask_init (&mask, 1 + run % 5);
      studio_recipe_set_mask (recipe, mask.values, mask.is_given, N_VALUES);
      for (guint step = N_VALUES; step-- > 0;)
        {
          n += mask.is_given[step];
          g_assert_cmpuint (studio_recipe_count_given (recipe, step), ==, n);
        }
    }
}

/* What a recipe says of a mask is checked before it is believed. */
static void
test_hostile (void)
{
  static const TestRecipePart parts[] = {
    { "\"mask\":7" },
    { "\"mask\":{}" },
    { "\"mask\":{\"spans\":[[5,1]]}" },
    { "\"mask\":{\"spans\":7,\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[5]],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[5,2]],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[0,1]],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[-5,1]],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[144,1]],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[5,-1]],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[2147483647,1]],\"values\":\"AQ==\"}" },
    { "\"mask\":{\"spans\":[[5,1],[5,1]],\"values\":\"AQI=\"}" },
    { "\"mask\":{\"spans\":[[5,1]],\"values\":\"!\"}" },
    { "\"mask\":{\"spans\":[[5,1]],\"values\":\"AQ==\"},\"overrides\":[{\"step\":5,\"value\":1}]" },
  };
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);

  test_recipe_assert_refused (weft_model_get_config (model), parts, G_N_ELEMENTS (parts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mask/forced", test_forced);
  g_test_add_func ("/mask/all-known", test_all_known);
  g_test_add_func ("/mask/none-known", test_none_known);
  g_test_add_func ("/mask/rows", test_rows);
  g_test_add_func ("/mask/scrubbing", test_scrubbing);
  g_test_add_func ("/mask/branches", test_branches);
  g_test_add_func ("/mask/counting", test_counting);
  g_test_add_func ("/mask/hostile", test_hostile);

  return g_test_run ();
}
