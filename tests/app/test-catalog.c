/* SPDX-License-Identifier: MIT */
/* The list of checkpoints: order, default, names, what is left out, what stays the same over a scan. */
#include "app/catalog.h"

#include "app/error.h"
#include "engine/error.h"
#include "tests/app/results.h"
#include "tests/support/folder.h"
#include "tests/support/tiny-checkpoint.h"

#include <glib/gstdio.h>

static void
add_tiny (TestFolder *folder, const char *name, WeftAttention attention, const WeftTestTiny *tiny)
{
  const WeftConfig config = weft_test_tiny_config (attention, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8,
                                                   FALSE);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, 1, tiny);
  g_autofree char *path = test_folder_write (folder, name, g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes));
}

static StudioCatalog *
make_catalog (TestFolder *folder)
{
  g_autofree char *bundled = test_folder_make (folder, "bundled");
  g_autofree char *user = test_folder_dup_path (folder, "user");
  g_autofree char *marker = test_folder_write (folder, "bundled/default", "zebra\n", 6);

  add_tiny (folder, "bundled/ape.safetensors", WEFT_ATTENTION_LINEAR, NULL);
  add_tiny (folder, "bundled/zebra.safetensors", WEFT_ATTENTION_LINEAR, NULL);
  return studio_catalog_new (bundled, user);
}

static void
assert_names (StudioCatalog *catalog, const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (catalog)); i++)
    {
      g_autoptr (StudioEntry) entry = g_list_model_get_item (G_LIST_MODEL (catalog), i);

      g_string_append_printf (names, "%s%s%s ", studio_entry_get_name (entry),
                              studio_entry_get_is_default (entry) ? "*" : "",
                              studio_entry_get_is_bundled (entry) ? "" : "'");
    }
  g_assert_cmpstr (g_strchomp (names->str), ==, expected);
}

static void
test_order_and_default (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioCatalog) catalog = make_catalog (folder);
  assert_names (catalog, "");
  g_assert_null (studio_catalog_get_default (catalog));
  studio_catalog_scan (catalog);
  assert_names (catalog, "ape zebra*");

  add_tiny (folder, "user/zebra.safetensors", WEFT_ATTENTION_LINEAR, NULL);
  add_tiny (folder, "user/bee-keeper.safetensors", WEFT_ATTENTION_LINEAR, NULL);
  add_tiny (folder, "user/bee.safetensors", WEFT_ATTENTION_LINEAR, NULL);
  add_tiny (folder, "user/notes.txt", WEFT_ATTENTION_LINEAR, NULL);
  studio_catalog_scan (catalog);
  assert_names (catalog, "ape zebra* bee' bee-keeper' zebra'");

  g_assert_true (studio_catalog_get_default (catalog) == studio_catalog_get_entry (catalog, 1));
  g_assert_true (studio_catalog_find (catalog, "zebra") == studio_catalog_get_entry (catalog, 1));
  g_assert_null (studio_catalog_find (catalog, "yak"));
  g_assert_null (studio_catalog_get_entry (catalog, 5));
}

static void
test_problems (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioCatalog) catalog = make_catalog (folder);
  g_autofree char *damaged = test_folder_write (folder, "user/bad.safetensors", "not one", 7);

  studio_catalog_scan (catalog);
  assert_names (catalog, "ape zebra*");
  g_assert_cmpuint (g_strv_length ((char **) studio_catalog_get_problems (catalog)), ==, 1);
  g_test_message ("%s", studio_catalog_get_problems (catalog)[0]);
  g_assert_true (g_str_has_prefix (studio_catalog_get_problems (catalog)[0], "bad.safetensors: "));

  g_remove (damaged);
  studio_catalog_scan (catalog);
  g_assert_null (studio_catalog_get_problems (catalog)[0]);
}

/* What is still there keeps its identity and its model; what was opened by hand stays; what is gone goes. */
static void
test_rescan (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioCatalog) catalog = make_catalog (folder);
  g_autofree char *ape_path = test_folder_dup_path (folder, "bundled/ape.safetensors");
  g_autofree char *far_path = test_folder_dup_path (folder, "far/fox.safetensors");
  g_autoptr (WeftModel) model = NULL;
  StudioEntry *zebra;
  StudioEntry *fox;

  add_tiny (folder, "far/fox.safetensors", WEFT_ATTENTION_LINEAR, NULL);
  studio_catalog_scan (catalog);
  zebra = studio_catalog_find (catalog, "zebra");
  model = studio_entry_load_sync (zebra, WEFT_PRECISION_F32, NULL);
  fox = studio_catalog_open (catalog, far_path, NULL, NULL);
  assert_names (catalog, "ape zebra* fox'");

  g_remove (ape_path);
  studio_catalog_scan (catalog);
  assert_names (catalog, "zebra* fox'");
  g_assert_true (studio_catalog_find (catalog, "zebra") == zebra);
  g_assert_true (studio_catalog_find (catalog, "fox") == fox);
  g_assert_true (studio_entry_get_model (zebra) == model);
  g_assert_true (studio_catalog_open (catalog, far_path, NULL, NULL) == fox);
  assert_names (catalog, "zebra* fox'");
}

static void
test_open (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioCatalog) catalog = make_catalog (folder);
  g_autoptr (StudioCatalog) empty = studio_catalog_new ("/does/not/exist", "/nor/this");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) empty_error = NULL;
  g_autoptr (GError) file_error = NULL;

  studio_catalog_scan (catalog);
  g_assert_cmpstr (studio_entry_get_name (studio_catalog_open (catalog, NULL, NULL, NULL)), ==, "zebra");
  g_assert_cmpstr (studio_entry_get_name (studio_catalog_open (catalog, "ape", NULL, NULL)), ==, "ape");

  g_assert_null (studio_catalog_open (catalog, "yak", NULL, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "there are: ape, zebra;"));

  g_assert_null (studio_catalog_open (catalog, "./yak", NULL, &file_error));
  g_assert_error (file_error, WEFT_ERROR, WEFT_ERROR_IO);

  studio_catalog_scan (empty);
  g_assert_null (studio_catalog_open (empty, NULL, NULL, &empty_error));
  g_assert_error (empty_error, STUDIO_ERROR, STUDIO_ERROR_NOT_FOUND);
}

static StudioEntry *
add (StudioCatalog *catalog, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  studio_catalog_add_async (catalog, path, NULL, NULL, test_result_cb, &result);
  test_result_wait (&result);

  return studio_catalog_add_finish (catalog, result, error);
}

static void
test_add (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioCatalog) catalog = make_catalog (folder);
  g_autofree char *far_path = test_folder_dup_path (folder, "far/fox.safetensors");
  g_autofree char *bad_path = test_folder_write (folder, "far/bad", "", 0);
  g_autoptr (GError) error = NULL;
  StudioEntry *fox;

  add_tiny (folder, "far/fox.safetensors", WEFT_ATTENTION_LINEAR, NULL);
  studio_catalog_scan (catalog);
  fox = add (catalog, far_path, NULL);
  g_assert_cmpstr (studio_entry_get_name (fox), ==, "fox");
  g_assert_true (add (catalog, far_path, NULL) == fox);
  g_assert_null (add (catalog, bad_path, &error));
  g_assert_nonnull (error);
  assert_names (catalog, "ape zebra* fox'");
}

/* A twin differs in its attention alone, and saw the same data. */
static void
test_twins (void)
{
  const WeftTestTiny other_data = { .key = "dataset", .value = "stars" };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioCatalog) catalog = make_catalog (folder);
  StudioEntry *ape;

  add_tiny (folder, "user/star.safetensors", WEFT_ATTENTION_SOFTMAX, &other_data);
  studio_catalog_scan (catalog);
  ape = studio_catalog_find (catalog, "ape");
  g_assert_null (studio_catalog_find_twin (catalog, ape));

  add_tiny (folder, "user/twin.safetensors", WEFT_ATTENTION_SOFTMAX, NULL);
  studio_catalog_scan (catalog);
  g_assert_cmpstr (studio_entry_get_name (studio_catalog_find_twin (catalog, ape)), ==, "twin");
}

/* What the program itself offers is sound and has a default. */
static void
test_bundled (void)
{
  g_autoptr (StudioCatalog) catalog = studio_catalog_new (NULL, "/nothing/of/the/user");

  studio_catalog_scan (catalog);
  g_assert_null (studio_catalog_get_problems (catalog)[0]);
  g_assert_cmpuint (studio_catalog_get_n_entries (catalog), >=, 1);
  g_assert_true (studio_entry_get_is_default (studio_catalog_get_default (catalog)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/order-and-default", test_order_and_default);
  g_test_add_func ("/catalog/problems", test_problems);
  g_test_add_func ("/catalog/rescan", test_rescan);
  g_test_add_func ("/catalog/open", test_open);
  g_test_add_func ("/catalog/add", test_add);
  g_test_add_func ("/catalog/twins", test_twins);
  g_test_add_func ("/catalog/bundled", test_bundled);

  return g_test_run ();
}
