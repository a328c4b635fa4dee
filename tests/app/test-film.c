/* SPDX-License-Identifier: MIT */
/* Films: what each frame shows and says, in which size, and how long they take. */
#include "app/film.h"

#include "app/png.h"
#include "app/recipe-json.h"
#include "engine/error.h"
#include "tests/app/recipes.h"

#include <string.h>

/* Pixels that are not paper. */
static StudioPixels *
make_picture (const StudioRecipe *recipe)
{
  StudioPixels *picture = studio_pixels_new (recipe->shape.image_width, recipe->shape.image_height,
                                             recipe->shape.image_mode == WEFT_IMAGE_GRAY8 ? 1 : 3, NULL);

  for (gsize i = 0; i < studio_pixels_get_bytes (picture); i++)
    picture->data[i] = g_test_rand_int_range (0, STUDIO_FRAMES_PAPER);
  return picture;
}

static void
check_frame (StudioFilm *film, const StudioPixels *picture, guint frame, guint scale)
{
  const StudioFilmSize size = { .scale = scale };
  const StudioRecipe *recipe = studio_film_get_recipe (film);
  const guint n_channels = weft_config_get_n_channels (&recipe->shape);
  const guint n_painted = frame + 1;
  g_autoptr (GBytes) png = studio_film_encode_frame (film, &size, TRUE, frame, NULL);
  g_autoptr (GBytes) plain = studio_film_encode_frame (film, &size, FALSE, frame, NULL);
  g_autoptr (StudioPixels) image = studio_png_decode (png, NULL);
  g_autoptr (StudioRecipe) read = studio_recipe_from_png (png, NULL);
  g_autoptr (StudioPixels) small = studio_frames_recover (image, read, NULL);
  const gsize n_bytes = (gsize) n_painted * picture->n_channels;

  g_assert_null (studio_recipe_from_png (plain, NULL));
  g_assert_cmpuint (read->steps_done, ==, n_painted * n_channels);
  g_assert_cmpuint (read->scale, ==, scale);
  g_assert_cmpint (read->has_state_hash, ==,
                   recipe->has_state_hash && n_painted == picture->width * picture->height);
  g_assert_cmpmem (small->data, n_bytes, picture->data, n_bytes);
  for (gsize k = n_bytes; k < studio_pixels_get_bytes (small); k++)
    g_assert_cmpuint (small->data[k], ==, STUDIO_FRAMES_PAPER);
}

/* Every frame is a beginning of the picture on paper, and its recipe says how much. */
static void
test_of_picture (void)
{
  const StudioFramesRange range = { .every = 1 };

  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (StudioRecipe) recipe = test_recipe_new_random ();
      g_autoptr (StudioPixels) picture = make_picture (recipe);
      const guint n_pixels = picture->width * picture->height;
      g_autoptr (StudioFilm) film = NULL;

      recipe->steps_done = n_pixels * weft_config_get_n_channels (&recipe->shape);
      film = studio_film_new_of_picture (picture, recipe, &range, NULL);
      g_assert_cmpuint (studio_film_get_n_frames (film), ==, n_pixels);
      check_frame (film, picture, g_test_rand_int_range (0, n_pixels), g_test_rand_int_range (1, 4));
      check_frame (film, picture, n_pixels - 1, 2);
    }
}

/* The picture stands in the middle of paper, at the largest scale that fits. */
static void
test_fit (void)
{
  g_autoptr (StudioRecipe) recipe = test_recipe_new_random ();
  g_autoptr (StudioPixels) picture = NULL;
  g_autoptr (StudioFilm) film = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (StudioPixels) image = NULL;
  g_autoptr (StudioPixels) scaled = NULL;
  const StudioFramesRange range = { .every = 1 };
  StudioFilmSize size;
  guint left, top;

  recipe->shape = test_recipe_shape (WEFT_IMAGE_GRAY8);
  recipe->steps_done = weft_config_get_image_values (&recipe->shape);
  picture = make_picture (recipe);
  film = studio_film_new_of_picture (picture, recipe, &range, NULL);

  g_assert_true (studio_film_fit (4, 3, 61, 40, FALSE, &size, NULL));
  g_assert_cmpuint (size.scale, ==, 13);
  png = studio_film_encode_frame (film, &size, TRUE, studio_film_get_n_frames (film) - 1, NULL);
  image = studio_png_decode (png, NULL);
  scaled = studio_pixels_scale (picture, size.scale, NULL);
  g_assert_cmpuint (image->width, ==, 61);
  g_assert_cmpuint (image->height, ==, 40);
  left = (61 - 4 * 13) / 4 * 2;
  top = (40 - 3 * 13) / 4 * 2;
  for (guint y = 0; y < image->height; y++)
    for (guint x = 0; x < image->width; x++)
      {
        const gboolean is_inside = x >= left && y >= top && x - left < scaled->width && y - top < scaled->height;
        const guint8 expected = is_inside ? scaled->data[(y - top) * scaled->width + x - left]
                                          : STUDIO_FRAMES_PAPER;

        g_assert_cmpuint (image->data[y * image->width + x], ==, expected);
      }
}

static void
test_fit_refuses (void)
{
  g_autoptr (GError) error = NULL;
  StudioFilmSize size;

  g_assert_true (studio_film_fit (28, 28, 1280, 720, TRUE, &size, NULL));
  g_assert_cmpuint (size.scale, ==, 24);
  g_assert_true (studio_film_fit (28, 28, 1280, 720, FALSE, &size, NULL));
  g_assert_cmpuint (size.scale, ==, 25);
  g_assert_false (studio_film_fit (28, 28, 1280, 27, FALSE, &size, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (studio_film_fit (28, 28, 1279, 720, TRUE, &size, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
}

static void
test_seconds (void)
{
  g_autoptr (StudioRecipe) recipe = test_recipe_new_random ();
  g_autoptr (StudioPixels) picture = make_picture (recipe);
  const StudioFramesRange range = { .by_rows = TRUE };
  g_autoptr (StudioFilm) film = NULL;

  recipe->steps_done = weft_config_get_image_values (&recipe->shape);
  film = studio_film_new_of_picture (picture, recipe, &range, NULL);
  g_assert_cmpuint (studio_film_get_n_frames (film), ==, picture->height);
  g_assert_cmpfloat_with_epsilon (studio_film_get_seconds (film, &(StudioFilmTiming) { .seconds = 0.5 }),
                                  0.5 * picture->height, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      studio_film_get_seconds (film, &(StudioFilmTiming) { .seconds = 0.5, .hold = 2.0 }),
      4.0 + 0.5 * (picture->height - 2), 1e-9);
}

static gboolean
stop_cb (gpointer data, guint frame, GError **error)
{
  guint *n = data;

  *n += 1;
  if (frame < 3)
    return TRUE;

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CANCELLED, "enough");
  return FALSE;
}

/* Whoever follows an encoding can end it, in every format. */
static void
test_ends_early (void)
{
  g_autoptr (StudioRecipe) recipe = test_recipe_new_random ();
  g_autoptr (StudioPixels) picture = NULL;
  const StudioFramesRange range = { .every = 1 };
  const StudioFilmTiming timing = { .seconds = 0.04 };
  const StudioFilmSize size = { .scale = 2 };
  g_autoptr (StudioFilm) film = NULL;

  recipe->shape = test_recipe_shape (WEFT_IMAGE_GRAY8);
  recipe->steps_done = weft_config_get_image_values (&recipe->shape);
  picture = make_picture (recipe);
  film = studio_film_new_of_picture (picture, recipe, &range, NULL);
  for (guint format = STUDIO_FORMAT_APNG; format < STUDIO_N_FORMATS; format++)
    {
      g_autoptr (GError) error = NULL;
      guint n = 0;

      if (!studio_format_is_available (format, NULL))
        continue;
      g_assert_null (studio_film_encode (film, &size, &timing, TRUE, format, 0, 12, stop_cb, &n, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED);
      g_assert_cmpuint (n, >, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/film/of-picture", test_of_picture);
  g_test_add_func ("/film/fit", test_fit);
  g_test_add_func ("/film/fit-refuses", test_fit_refuses);
  g_test_add_func ("/film/seconds", test_seconds);
  g_test_add_func ("/film/ends-early", test_ends_early);

  return g_test_run ();
}
