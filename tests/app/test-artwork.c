/* SPDX-License-Identifier: MIT */
/* Artworks: a file says the same as the picture it was saved from; a file that is no picture is refused by name. */
#include "app/artwork.h"

#include "app/png.h"
#include "engine/error.h"
#include "tests/app/pictures.h"
#include "tests/support/folder.h"

#include <string.h>
#include <sys/stat.h>

static char *
write_png (TestFolder *folder, const char *name, GBytes *png)
{
  return test_folder_write (folder, name, g_bytes_get_data (png, NULL), g_bytes_get_size (png));
}

/* Saved at any scale, the file is taken at the size it was painted in, and holds its recipe. */
static void
test_round_trip (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", 12, 0.8);
  g_autoptr (StudioPixels) pixels = studio_picture_dup_pixels (picture, NULL);

  for (guint scale = 1; scale <= 40; scale += 13)
    {
      g_autoptr (GBytes) png = studio_picture_to_png (picture, scale, TRUE, NULL);
      g_autofree char *path = write_png (folder, "a.png", png);
      g_autoptr (StudioArtwork) artwork = studio_artwork_new_from_file (path, NULL);
      g_autoptr (StudioPixels) again = studio_artwork_dup_pixels (artwork, NULL);

      g_assert_true (studio_pixels_equal (pixels, again));
      g_assert_true (studio_pixels_equal (pixels, studio_artwork_get_thumbnail (artwork)));
      g_assert_cmpuint (studio_artwork_get_width (artwork), ==, 4);
      g_assert_cmpuint (studio_artwork_get_height (artwork), ==, 3);
      g_assert_true (studio_artwork_get_recipe (artwork)->seed == 12);
      g_assert_null (studio_artwork_get_picture (artwork));
      g_assert_cmpstr (studio_artwork_get_path (artwork), ==, path);
    }
}

/* A picture painted over after it was saved is shown as it is, not as its recipe says. */
static void
test_painted_over (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", 12, 0.8);
  g_autoptr (GBytes) png = studio_picture_to_png (picture, 5, TRUE, NULL);
  g_autofree char *recipe = studio_png_dup_text (png, STUDIO_PNG_RECIPE_KEYWORD, NULL);
  g_autoptr (StudioPixels) pixels = studio_png_decode (png, NULL);
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (StudioArtwork) artwork = NULL;
  g_autofree char *path = NULL;

  pixels->data[studio_pixels_get_bytes (pixels) - 1] ^= 1;
  changed = studio_png_encode (pixels, recipe, NULL, NULL);
  path = write_png (folder, "a.png", changed);
  artwork = studio_artwork_new_from_file (path, NULL);
  g_assert_cmpuint (studio_artwork_get_width (artwork), ==, 20);
  g_assert_true (studio_pixels_equal (pixels, studio_artwork_get_thumbnail (artwork)));
}

/* A large picture is kept small, and read again when it is asked for. */
static void
test_thumbnail (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPixels) pixels = studio_pixels_new (130, 65, 1, NULL);
  g_autoptr (GBytes) png = NULL;
  g_autoptr (StudioArtwork) artwork = NULL;
  g_autoptr (StudioPixels) again = NULL;
  g_autofree char *path = NULL;

  for (guint i = 0; i < 130 * 65; i++)
    pixels->data[i] = (guint8) (i % 130 / 3 * 5);
  png = studio_png_encode (pixels, NULL, NULL, NULL);
  path = write_png (folder, "large.png", png);
  artwork = studio_artwork_new_from_file (path, NULL);
  again = studio_artwork_dup_pixels (artwork, NULL);

  g_assert_null (studio_artwork_get_recipe (artwork));
  g_assert_null (studio_artwork_get_recipe_problem (artwork));
  g_assert_true (studio_pixels_equal (pixels, again));
  g_assert_cmpuint (studio_artwork_get_thumbnail (artwork)->width, ==, 44);
  g_assert_cmpuint (studio_artwork_get_thumbnail (artwork)->height, ==, 22);
  for (guint x = 0; x < 44; x++)
    g_assert_cmpuint (studio_artwork_get_thumbnail (artwork)->data[x], ==, x * 5);
}

/* A recipe that cannot be read costs the recipe, not the picture. */
static void
test_bad_recipe (void)
{
  const char *const recipes[] = { "", "{", "[]", "{\"format\": \"9.0\"}", "{\"scale\": 0}" };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPixels) pixels = studio_pixels_new (4, 3, 3, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autoptr (GBytes) png = studio_png_encode (pixels, recipes[i], NULL, NULL);
      g_autofree char *path = write_png (folder, "a.png", png);
      g_autoptr (StudioArtwork) artwork = studio_artwork_new_from_file (path, NULL);

      g_assert_nonnull (artwork);
      g_assert_null (studio_artwork_get_recipe (artwork));
      g_assert_nonnull (studio_artwork_get_recipe_problem (artwork));
    }
}

/* What is no picture is an error with a reason; nothing waits, and nothing large is read for its header alone. */
static void
test_refused (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPixels) pixels = studio_pixels_new (4, 3, 3, NULL);
  g_autoptr (GBytes) png = studio_png_encode (pixels, NULL, NULL, NULL);
  g_autofree char *cut = test_folder_write (folder, "cut.png", g_bytes_get_data (png, NULL), 50);
  g_autofree char *empty = test_folder_write (folder, "empty.png", "", 0);
  g_autofree char *text = test_folder_write (folder, "text.png", "hello", 5);
  g_autofree char *folder_path = test_folder_make (folder, "folder.png");
  g_autofree char *missing = test_folder_dup_path (folder, "missing.png");
  g_autofree char *pipe = test_folder_dup_path (folder, "pipe.png");
  const char *const paths[] = { cut, empty, text, folder_path, missing, pipe };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_artwork_new_from_file (paths[i], &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == WEFT_ERROR);
    }
}

/* 20000 x 20000 pixels in a few bytes. */
static void
test_bomb (void)
{
  static const guint8 header[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0,
                                   0x4e, 0x20, 0, 0, 0x4e, 0x20, 1, 0, 0, 0, 0, 0xcb, 0x0b, 0x7b, 0x94 };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_write (folder, "bomb.png", header, sizeof header);
  g_autoptr (GError) error = NULL;

  g_assert_null (studio_artwork_new_from_file (path, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

static void
test_order (void)
{
  g_autoptr (StudioArtwork) first = test_artwork_new ("ape", 1, 1);
  g_autoptr (StudioArtwork) second = NULL;

  g_usleep (10);
  second = test_artwork_new ("ape", 2, 1);
  g_assert_cmpint (studio_artwork_compare (second, first, NULL), <, 0);
  g_assert_cmpint (studio_artwork_compare (first, second, NULL), >, 0);
  g_assert_cmpint (studio_artwork_compare (first, first, NULL), ==, 0);
}

/* The name comes from a file that anybody may have written: it is no path. */
static void
test_names (void)
{
  const struct {
    const char *checkpoint;
    const char *name;
  } cases[] = {
    { "digits", "digits-7-0.png" },
    { "../../etc/passwd", "-.-..-etc-passwd-7-0.png" },
    { "", "weft-7-0.png" },
    { "größe", "größe-7-0.png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StudioArtwork) artwork = test_artwork_new (cases[i].checkpoint, 7, 1);
      g_autofree char *name = studio_artwork_dup_name (artwork);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/artwork/round-trip", test_round_trip);
  g_test_add_func ("/artwork/painted-over", test_painted_over);
  g_test_add_func ("/artwork/thumbnail", test_thumbnail);
  g_test_add_func ("/artwork/bad-recipe", test_bad_recipe);
  g_test_add_func ("/artwork/refused", test_refused);
  g_test_add_func ("/artwork/bomb", test_bomb);
  g_test_add_func ("/artwork/order", test_order);
  g_test_add_func ("/artwork/names", test_names);

  return g_test_run ();
}
