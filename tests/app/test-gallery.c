/* SPDX-License-Identifier: MIT */
/* The gallery: what the workspace finishes is kept, saved, deleted, and brought back. */
#include "app/gallery.h"

#include "tests/app/pictures.h"
#include "tests/app/results.h"
#include "tests/support/folder.h"
#include "tests/support/last-reference.h"

#include <glib/gstdio.h>

typedef struct {
  TestFolder *folder;
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  StudioGallery *gallery;
  char *sentence; /* the latest failure */
} Fixture;

static void
failed_cb (StudioGallery *gallery, const char *sentence, Fixture *fixture)
{
  g_free (fixture->sentence);
  fixture->sentence = g_strdup (sentence);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0); /* the wastebasket is beside it */
  fixture->folder = test_folder_new ();
  fixture->catalog = studio_catalog_new ("/nothing/bundled", "/nothing/of/the/user");
  fixture->workspace = studio_workspace_new (fixture->catalog);
  fixture->gallery = studio_gallery_new (fixture->workspace);
  g_signal_connect (fixture->gallery, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (fixture->gallery));
  test_assert_finalize_after_tasks (fixture->gallery);
  g_assert_finalize_object (fixture->workspace);
  g_object_unref (fixture->catalog);
  test_folder_free (fixture->folder);
  g_free (fixture->sentence);
}

static void
open_library (Fixture *fixture, const char *path)
{
  StudioLibrary *library = studio_gallery_get_library (fixture->gallery);

  studio_library_set_folder (library, path);
  while (studio_library_get_reading (library))
    g_main_context_iteration (NULL, TRUE);
}

/* As the workspace tells of a picture. */
static void
finish_picture (Fixture *fixture, guint64 seed)
{
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", seed, 1);

  g_signal_emit_by_name (fixture->workspace, "picture", picture);
  g_usleep (2);
}

static GListModel *
get_session (Fixture *fixture)
{
  return studio_history_get_pictures (studio_gallery_get_history (fixture->gallery));
}

static GListModel *
get_files (Fixture *fixture)
{
  return studio_library_get_pictures (studio_gallery_get_library (fixture->gallery));
}

static GPtrArray *
take (GListModel *pictures, guint position)
{
  GPtrArray *artworks = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (artworks, g_list_model_get_item (pictures, position));
  return artworks;
}

static guint
save (Fixture *fixture, GPtrArray *artworks)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint n_saved;

  studio_gallery_save_async (fixture->gallery, artworks, test_result_cb, &result);
  g_assert_true (studio_gallery_save_finish (fixture->gallery, test_result_wait (&result), &n_saved, NULL));
  return n_saved;
}

static void
delete (Fixture *fixture, GPtrArray *artworks)
{
  g_autoptr (GAsyncResult) result = NULL;

  studio_gallery_delete_async (fixture->gallery, artworks, test_result_cb, &result);
  g_assert_true (studio_gallery_delete_finish (fixture->gallery, test_result_wait (&result), NULL));
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  studio_gallery_undo_delete_async (fixture->gallery, test_result_cb, &result);
  g_assert_true (studio_gallery_undo_delete_finish (fixture->gallery, test_result_wait (&result), NULL));
}

/* Saved once: the second time there is nothing to do. */
static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = test_folder_dup_path (fixture->folder, "library");
  g_autoptr (GPtrArray) artworks = NULL;

  open_library (fixture, folder);
  finish_picture (fixture, 1);
  finish_picture (fixture, 2);
  g_assert_cmpuint (g_list_model_get_n_items (get_session (fixture)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (get_files (fixture)), ==, 0);

  artworks = take (get_session (fixture), 1);
  g_assert_cmpuint (save (fixture, artworks), ==, 1);
  g_assert_cmpuint (save (fixture, artworks), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (get_files (fixture)), ==, 1);
  g_assert_nonnull (studio_artwork_get_path (g_ptr_array_index (artworks, 0)));
}

static void
test_auto_save (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = test_folder_dup_path (fixture->folder, "library");

  open_library (fixture, folder);
  studio_gallery_set_auto_save (fixture->gallery, TRUE);
  for (guint64 seed = 0; seed < 5; seed++)
    finish_picture (fixture, seed);
  while (g_list_model_get_n_items (get_files (fixture)) < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (fixture->sentence);
}

/* The disk says no: the picture stays in the history, and the reason is told. */
static void
test_auto_save_nowhere (Fixture *fixture, gconstpointer data)
{
  open_library (fixture, "/proc/nothing/here");
  studio_gallery_set_auto_save (fixture->gallery, TRUE);
  finish_picture (fixture, 3);
  while (fixture->sentence == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (get_session (fixture)), ==, 1);
}

/* A picture of this session comes back to its place; a saved one goes from both lists and comes back to both. */
static void
test_delete (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = test_folder_dup_path (fixture->folder, "library");
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) file = NULL;

  open_library (fixture, folder);
  for (guint64 seed = 1; seed <= 3; seed++)
    finish_picture (fixture, seed);
  second = take (get_session (fixture), 1);
  delete (fixture, second);
  g_assert_cmpuint (g_list_model_get_n_items (get_session (fixture)), ==, 2);
  g_assert_cmpuint (studio_gallery_get_n_deleted (fixture->gallery), ==, 1);
  undo (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (get_session (fixture)), ==, 3);
  g_assert_cmpuint (studio_gallery_get_n_deleted (fixture->gallery), ==, 0);

  save (fixture, second);
  file = take (get_files (fixture), 0);
  delete (fixture, file);
  g_assert_cmpuint (g_list_model_get_n_items (get_session (fixture)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (get_files (fixture)), ==, 0);
  undo (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (get_session (fixture)), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (get_files (fixture)), ==, 1);

  /* The other way round it is the same picture. */
  delete (fixture, second);
  g_assert_cmpuint (g_list_model_get_n_items (get_session (fixture)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (get_files (fixture)), ==, 0);
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*function) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/gallery/save", test_save },
    { "/gallery/auto-save", test_auto_save },
    { "/gallery/auto-save-nowhere", test_auto_save_nowhere },
    { "/gallery/delete", test_delete },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].function, tear_down);

  return g_test_run ();
}
