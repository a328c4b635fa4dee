/* SPDX-License-Identifier: MIT */
/* Frames: which moments they show, what of the picture, and the picture they are made of. */
#include "app/frames.h"

#include "engine/error.h"
#include "tests/app/recipes.h"

#include <string.h>

static char *
dup_moments (GArray *moments)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < moments->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", g_array_index (moments, guint, i));
  return g_string_free (text, FALSE);
}

/* A picture 4 wide of which 12 pixels are painted. */
static void
test_list (void)
{
  const struct {
    StudioFramesRange range;
    const char *expected; /* NULL: refused */
  } cases[] = {
    { { .every = 1 }, "1 2 3 4 5 6 7 8 9 10 11 12" },
    { { .every = 5 }, "5 10 12" },
    { { .every = 12 }, "12" },
    { { .every = 4000000000u }, "12" },
    { { .by_rows = TRUE }, "4 8 12" },
    { { .every = 1, .is_given = TRUE, .first = 3, .last = 6 }, "3 4 5 6" },
    { { .every = 4, .is_given = TRUE, .first = 0, .last = 10 }, "0 4 8 10" },
    { { .by_rows = TRUE, .is_given = TRUE, .first = 3, .last = 9 }, "3 4 8 9" },
    { { .by_rows = TRUE, .is_given = TRUE, .first = 4, .last = 8 }, "4 8" },
    { { .every = 7, .is_given = TRUE, .first = 0, .last = 0 }, "0" },
    { { .every = 4000000000u, .is_given = TRUE, .first = 1, .last = 12 }, "1 12" },
    { { .every = 1, .is_given = TRUE, .first = 0, .last = 13 }, NULL },
    { { .every = 1, .is_given = TRUE, .first = 6, .last = 5 }, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) moments = studio_frames_list (4, 12, &cases[i].range, &error);
      g_autofree char *text = moments != NULL ? dup_moments (moments) : NULL;

      g_assert_cmpstr (text, ==, cases[i].expected);
      if (cases[i].expected == NULL)
        g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

/* Pixels that are not paper. */
static StudioPixels *
make_picture (guint width, guint height, guint n_channels)
{
  StudioPixels *picture = studio_pixels_new (width, height, n_channels, NULL);

  for (gsize i = 0; i < studio_pixels_get_bytes (picture); i++)
    picture->data[i] = g_test_rand_int_range (0, STUDIO_FRAMES_PAPER);
  return picture;
}

static void
test_recover_refuses (void)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (StudioPixels) image = make_picture (8, 6, 1);
  g_autoptr (StudioPixels) colour = make_picture (8, 6, 3);
  g_autoptr (GError) error = NULL;

  recipe->shape = test_recipe_shape (WEFT_IMAGE_GRAY8);
  recipe->scale = 2;
  image->data[0] = image->data[1] + 1;
  g_assert_null (studio_frames_recover (image, recipe, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "no squares of 2"));
  g_clear_error (&error);

  g_assert_null (studio_frames_recover (colour, recipe, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_clear_error (&error);

  recipe->scale = 4096;
  g_assert_null (studio_frames_recover (image, recipe, &error));
  g_assert_nonnull (strstr (error->message, "4 x 3 at scale 4096"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frames/list", test_list);
  g_test_add_func ("/frames/recover-refuses", test_recover_refuses);

  return g_test_run ();
}
