/* SPDX-License-Identifier: MIT */
/* What another program finds is the picture, with its recipe if that is wanted; yesterday's are gone. */
#include "app/parcel.h"

#include "app/artwork.h"
#include "app/error.h"
#include "tests/app/pictures.h"
#include "tests/support/folder.h"

#include <string.h>
#include <utime.h>

static void
test_content (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *below = test_folder_dup_path (folder, "parcels");
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", 7, 0.5);
  g_autoptr (StudioPixels) expected = studio_picture_dup_pixels (picture, NULL);

  for (guint with_recipe = 0; with_recipe < 2; with_recipe++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = studio_parcel_write (picture, below, with_recipe != 0, &error);
      g_autofree char *name = studio_picture_dup_file_name (picture);
      g_autoptr (StudioArtwork) artwork = NULL;
      g_autoptr (StudioPixels) found = NULL;

      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (path, name));
      artwork = studio_artwork_new_from_file (path, &error);
      g_assert_no_error (error);
      found = studio_artwork_dup_pixels (artwork, NULL);
      g_assert_true (studio_pixels_equal (found, expected));
      g_assert_true ((studio_artwork_get_recipe (artwork) != NULL) == (with_recipe != 0));
    }
}

/* What is not a parcel stays, whatever its age. */
static void
test_old (void)
{
  const struct utimbuf long_ago = { 1000000000, 1000000000 };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", 7, 0.5);
  g_autofree char *old = test_folder_write (folder, "old.png", "x", 1);
  g_autofree char *young = test_folder_write (folder, "young.png", "x", 1);
  g_autofree char *foreign = test_folder_write (folder, "notes.txt", "x", 1);
  g_autofree char *path = NULL;

  g_assert_cmpint (utime (old, &long_ago), ==, 0);
  g_assert_cmpint (utime (foreign, &long_ago), ==, 0);
  path = studio_parcel_write (picture, test_folder_get_path (folder), TRUE, NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
}

static void
test_nowhere (void)
{
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", 7, 0.5);
  g_autoptr (GError) error = NULL;

  g_assert_null (studio_parcel_write (picture, "/dev/null/parcels", TRUE, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parcel/content", test_content);
  g_test_add_func ("/parcel/old", test_old);
  g_test_add_func ("/parcel/nowhere", test_nowhere);
  return g_test_run ();
}
