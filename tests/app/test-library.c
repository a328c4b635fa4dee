/* SPDX-License-Identifier: MIT */
/* The library: a folder is read, watched, written to; what is thrown away comes back as it was. */
#include "app/library.h"

#include "app/error.h"
#include "app/paths.h"
#include "tests/app/pictures.h"
#include "tests/app/results.h"
#include "tests/support/folder.h"
#include "tests/support/last-reference.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  TestFolder *folder;
  char *path; /* of the pictures */
  StudioLibrary *library;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0); /* the wastebasket is beside it */
  fixture->folder = test_folder_new ();
  fixture->path = test_folder_make (fixture->folder, "pictures");
  fixture->library = studio_library_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  studio_library_close (fixture->library);
  test_assert_finalize_after_tasks (fixture->library);
  test_folder_free (fixture->folder);
  g_free (fixture->path);
}

static guint
get_n (Fixture *fixture)
{
  return g_list_model_get_n_items (studio_library_get_pictures (fixture->library));
}

static StudioArtwork *
get (Fixture *fixture, guint position)
{
  return g_list_model_get_item (studio_library_get_pictures (fixture->library), position);
}

static void
wait_until_read (Fixture *fixture)
{
  while (studio_library_get_reading (fixture->library))
    g_main_context_iteration (NULL, TRUE);
}

/* What the folder's monitor tells arrives when it does; a test that waits in vain is ended by its timeout. */
static void
wait_for_n (Fixture *fixture, guint n)
{
  while (get_n (fixture) != n || studio_library_get_reading (fixture->library))
    g_main_context_iteration (NULL, TRUE);
}

/* Writes a picture as another program would; @age: seconds. */
static char *
put (Fixture *fixture, const char *name, guint64 seed, guint age)
{
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", seed, 1);
  g_autoptr (GBytes) png = studio_picture_to_png (picture, 1, TRUE, NULL);
  g_autofree char *relative = g_build_filename ("pictures", name, NULL);
  char *path = test_folder_write (fixture->folder, relative, g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = 1700000000 - age } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  return path;
}

static guint64
get_seed (Fixture *fixture, guint position)
{
  g_autoptr (StudioArtwork) artwork = get (fixture, position);

  return studio_artwork_get_recipe (artwork)->seed;
}

/* More than one piece of files: all of them, the newest first, and nothing that is no picture. */
static void
test_read (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.%s", (i * 37) % 100, i % 2 ? "png" : "PNG");

      g_free (put (fixture, name, i, i));
    }
  g_free (put (fixture, ".hidden.png", 1000, 0));
  g_free (put (fixture, "text.txt", 1000, 0));
  g_free (test_folder_make (fixture->folder, "pictures/folder.png"));

  studio_library_set_folder (fixture->library, fixture->path);
  g_assert_true (studio_library_get_reading (fixture->library));
  wait_until_read (fixture);
  g_assert_cmpuint (get_n (fixture), ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (get_seed (fixture, i), ==, i);
  g_assert_cmpuint (studio_library_get_n_refused (fixture->library), ==, 0);
  g_assert_cmpuint (studio_library_get_n_left_out (fixture->library), ==, 0);
  g_assert_null (studio_library_get_problem (fixture->library));
}

/* Hostile files are counted and named, and the others are read. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (fixture->path, "pipe.png", NULL);
  g_autofree char *link = g_build_filename (fixture->path, "link.png", NULL);
  g_autofree char *refusals = NULL;

  g_free (put (fixture, "good.png", 5, 0));
  g_free (test_folder_write (fixture->folder, "pictures/short.png", "\211PNG", 4));
  g_free (test_folder_write (fixture->folder, "pictures/empty.png", "", 0));
  g_free (test_folder_write (fixture->folder, "pictures/\xff\n%s.png", "GIF89a", 6));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("link.png", link), ==, 0);

  studio_library_set_folder (fixture->library, fixture->path);
  wait_until_read (fixture);
  g_assert_cmpuint (get_n (fixture), ==, 1);
  g_assert_cmpuint (studio_library_get_n_refused (fixture->library), ==, 3);
  refusals = studio_library_dup_refusals (fixture->library);
  g_assert_true (g_utf8_validate (refusals, -1, NULL));
  g_assert_nonnull (strstr (refusals, "short.png: "));
  g_assert_nonnull (strstr (refusals, "a GIF"));
}

/* The folder changes under us: files come, change, go. */
static void
test_watch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = put (fixture, "first.png", 1, 10);
  g_autofree char *second = NULL;

  studio_library_set_folder (fixture->library, fixture->path);
  wait_until_read (fixture);
  g_assert_cmpuint (get_n (fixture), ==, 1);

  second = put (fixture, "second.png", 2, 5);
  wait_for_n (fixture, 2);
  g_assert_cmpuint (get_seed (fixture, 0), ==, 2);

  g_free (put (fixture, "first.png", 7, 1));
  while (get_n (fixture) != 2 || get_seed (fixture, 0) != 7)
    g_main_context_iteration (NULL, TRUE);

  g_remove (first);
  wait_for_n (fixture, 1);
  g_free (test_folder_write (fixture->folder, "pictures/second.png", "no more", 7));
  wait_for_n (fixture, 0);
  g_assert_cmpuint (studio_library_get_n_refused (fixture->library), ==, 1);
  g_remove (second);
  while (studio_library_get_n_refused (fixture->library) > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* A folder that is not there is a sentence, unless it is the usual one, which comes with the first picture. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *usual = studio_paths_dup_library_dir ();

  studio_library_set_folder (fixture->library, "/nothing/here");
  wait_until_read (fixture);
  g_assert_nonnull (strstr (studio_library_get_problem (fixture->library), "/nothing/here"));

  studio_library_set_folder (fixture->library, NULL);
  wait_until_read (fixture);
  g_assert_cmpstr (studio_library_get_folder (fixture->library), ==, usual);
  g_assert_null (studio_library_get_problem (fixture->library));
  g_assert_false (g_file_test (usual, G_FILE_TEST_EXISTS));
}

/* Another folder while one is being read: nothing of the first is seen. */
static void
test_change_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = test_folder_make (fixture->folder, "other");

  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      g_free (put (fixture, name, i, i));
    }
  studio_library_set_folder (fixture->library, fixture->path);
  g_main_context_iteration (NULL, TRUE);
  studio_library_set_folder (fixture->library, other);
  wait_until_read (fixture);
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (get_n (fixture), ==, 0);
}

static StudioArtwork *
save (Fixture *fixture, guint64 seed, GError **error)
{
  g_autoptr (StudioPicture) picture = test_picture_new ("ape", seed, 1);
  g_autoptr (GAsyncResult) result = NULL;

  studio_library_save_async (fixture->library, picture, NULL, test_result_cb, &result);
  return studio_library_save_finish (fixture->library, test_result_wait (&result), error);
}

/* Nothing is overwritten: the same picture twice has two names. Both are in the list at once. */
static void
test_save (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "ape-3-0.png", "ape-3-0-2.png", "ape-3-0-3.png" };
  g_autofree char *folder = g_build_filename (fixture->path, "made", "anew", NULL);

  studio_library_set_folder (fixture->library, folder);
  wait_until_read (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StudioArtwork) artwork = save (fixture, 3, &error);
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_no_error (error);
      g_assert_cmpstr (studio_artwork_get_path (artwork), ==, path);
      g_assert_cmpuint (get_n (fixture), ==, i + 1);
      g_assert_true (studio_artwork_get_recipe (artwork)->seed == 3);
    }
}

static void
test_save_nowhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  studio_library_set_folder (fixture->library, "/proc/nothing/here");
  wait_until_read (fixture);
  g_assert_null (save (fixture, 3, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT);
  g_assert_cmpuint (get_n (fixture), ==, 0);
}

static gboolean
trash (Fixture *fixture, GPtrArray *artworks, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  studio_library_trash_async (fixture->library, artworks, test_result_cb, &result);
  return studio_library_trash_finish (fixture->library, test_result_wait (&result), error);
}

static gboolean
restore (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  studio_library_restore_async (fixture->library, test_result_cb, &result);
  return studio_library_restore_finish (fixture->library, test_result_wait (&result), error);
}

/* What goes to the wastebasket is there, and comes back byte for byte, with its time and so in its place. */
static void
test_trash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *basket = g_build_filename (g_get_user_data_dir (), "Trash", "files", NULL);
  g_autoptr (GPtrArray) artworks = g_ptr_array_new_with_free_func (g_object_unref);
  char *paths[3], *contents[3];
  gsize sizes[3];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      paths[i] = put (fixture, name, i, i);
      g_assert_true (g_file_get_contents (paths[i], &contents[i], &sizes[i], NULL));
    }
  studio_library_set_folder (fixture->library, fixture->path);
  wait_until_read (fixture);
  g_ptr_array_add (artworks, get (fixture, 1));
  g_ptr_array_add (artworks, get (fixture, 2));

  trash (fixture, artworks, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_n (fixture), ==, 1);
  g_assert_cmpuint (studio_library_get_n_restorable (fixture->library), ==, 2);
  for (guint i = 1; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autofree char *in_basket = g_build_filename (basket, name, NULL);

      g_assert_false (g_file_test (paths[i], G_FILE_TEST_EXISTS));
      g_assert_true (g_file_test (in_basket, G_FILE_TEST_EXISTS));
    }

  restore (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_n (fixture), ==, 3);
  g_assert_cmpuint (studio_library_get_n_restorable (fixture->library), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *again = NULL;
      gsize size;

      g_assert_cmpuint (get_seed (fixture, i), ==, i);
      g_assert_true (g_file_get_contents (paths[i], &again, &size, NULL));
      g_assert_cmpmem (again, size, contents[i], sizes[i]);
      g_free (paths[i]);
      g_free (contents[i]);
    }
}

/* A file that is gone already cannot be thrown away; one that is there again is not overwritten. */
static void
test_trash_faults (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = put (fixture, "one.png", 1, 0);
  g_autoptr (GPtrArray) artworks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  studio_library_set_folder (fixture->library, fixture->path);
  wait_until_read (fixture);
  g_ptr_array_add (artworks, get (fixture, 0));
  g_assert_true (trash (fixture, artworks, NULL));

  g_free (test_folder_write (fixture->folder, "pictures/one.png", "mine", 4));
  g_assert_false (restore (fixture, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS);
  g_assert_true (g_str_has_prefix (error->message, "one.png: "));
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "mine");

  g_clear_error (&error);
  g_remove (path);
  g_assert_false (trash (fixture, artworks, &error));
  g_assert_true (g_str_has_prefix (error->message, "one.png: "));
  g_assert_cmpuint (studio_library_get_n_restorable (fixture->library), ==, 0);
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*function) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/library/read", test_read },
    { "/library/hostile", test_hostile },
    { "/library/watch", test_watch },
    { "/library/missing", test_missing },
    { "/library/change-folder", test_change_folder },
    { "/library/save", test_save },
    { "/library/save-nowhere", test_save_nowhere },
    { "/library/trash", test_trash },
    { "/library/trash-faults", test_trash_faults },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].function, tear_down);

  return g_test_run ();
}
