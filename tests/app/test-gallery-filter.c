/* SPDX-License-Identifier: MIT */
/* Filters: each field asks for what it says, and what has no recipe answers no question. */
#include "app/gallery-filter.h"

#include "tests/app/pictures.h"
#include "tests/support/folder.h"

/* A file of the library, with or without a recipe. */
static StudioArtwork *
new_from_file (TestFolder *folder, gboolean with_recipe)
{
  g_autoptr (StudioPicture) picture = test_picture_new ("bee", 5, 0.5);
  g_autoptr (GBytes) png = studio_picture_to_png (picture, 1, with_recipe, NULL);
  g_autofree char *path = test_folder_write (folder, with_recipe ? "bee.png" : "bare.png",
                                             g_bytes_get_data (png, NULL), g_bytes_get_size (png));

  return studio_artwork_new_from_file (path, NULL);
}

static void
test_fields (void)
{
  const struct {
    StudioGalleryFilter filter;
    gboolean matches;
  } cases[] = {
    { { 0 }, TRUE },
    { { .checkpoint = (char *) "ape" }, TRUE },
    { { .checkpoint = (char *) "bee" }, FALSE },
    { { .has_seed = TRUE, .seed = 18446744073709551615u }, TRUE },
    { { .has_seed = TRUE, .seed = 0 }, FALSE },
    { { .has_temperature = TRUE, .temperature = 0.8 }, TRUE },
    { { .has_temperature = TRUE, .temperature = 0.81 }, FALSE },
    { { .checkpoint = (char *) "ape", .has_seed = TRUE, .seed = 1 }, FALSE },
  };
  g_autoptr (StudioArtwork) artwork = test_artwork_new ("ape", G_MAXUINT64, 0.8000001);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (studio_gallery_filter_matches (&cases[i].filter, artwork), ==, cases[i].matches);
}

static void
test_without_recipe (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioArtwork) bare = new_from_file (folder, FALSE);
  const StudioGalleryFilter any = { 0 }, seed = { .has_seed = TRUE, .seed = 5 };

  g_assert_true (studio_gallery_filter_matches (&any, bare));
  g_assert_false (studio_gallery_filter_matches (&seed, bare));
  g_assert_true (studio_gallery_filter_is_narrow (&seed));
  g_assert_false (studio_gallery_filter_is_narrow (&any));
}

/* What was painted and saved is in both lists, and shown once among all. */
static void
test_sources (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioArtwork) painted = test_artwork_new ("ape", 1, 1);
  g_autoptr (StudioArtwork) saved = test_artwork_new ("bee", 5, 0.5);
  g_autoptr (StudioArtwork) file = new_from_file (folder, TRUE);
  const gboolean expected[3][3] = { { TRUE, FALSE, TRUE }, { TRUE, TRUE, FALSE }, { FALSE, FALSE, TRUE } };
  StudioArtwork *const artworks[] = { painted, saved, file };

  studio_artwork_set_path (saved, studio_artwork_get_path (file));
  for (guint source = 0; source < 3; source++)
    for (guint i = 0; i < 3; i++)
      {
        const StudioGalleryFilter filter = { .source = (StudioGallerySource) source };

        g_assert_cmpint (studio_gallery_filter_matches (&filter, artworks[i]), ==, expected[source][i]);
      }
}

static void
test_lists (void)
{
  const double temperatures[] = { 1, 0.801, 0.8, 0, 1 };
  const char *const names[] = { "bee", "ape", "bee", "ape", "cat" };
  g_autoptr (GListStore) store = g_list_store_new (STUDIO_TYPE_ARTWORK);
  g_auto (GStrv) checkpoints = NULL;
  g_autoptr (GArray) found = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (StudioArtwork) artwork = test_artwork_new (names[i], i, temperatures[i]);

      g_list_store_append (store, artwork);
    }

  checkpoints = studio_gallery_list_checkpoints (G_LIST_MODEL (store));
  g_assert_cmpuint (g_strv_length (checkpoints), ==, 3);
  g_assert_cmpstr (checkpoints[0], ==, "ape");
  g_assert_cmpstr (checkpoints[1], ==, "bee");
  g_assert_cmpstr (checkpoints[2], ==, "cat");

  found = studio_gallery_list_temperatures (G_LIST_MODEL (store));
  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpfloat (g_array_index (found, double, 0), ==, 0);
  g_assert_cmpfloat (g_array_index (found, double, 1), ==, 0.8);
  g_assert_cmpfloat (g_array_index (found, double, 2), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gallery-filter/fields", test_fields);
  g_test_add_func ("/gallery-filter/without-recipe", test_without_recipe);
  g_test_add_func ("/gallery-filter/sources", test_sources);
  g_test_add_func ("/gallery-filter/lists", test_lists);

  return g_test_run ();
}
