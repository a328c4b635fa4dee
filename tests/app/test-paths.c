/* SPDX-License-Identifier: MIT */
/* Where the data lies: from the build tree, from a moved installation, by the environment. */
#include "app/paths.h"

#include "tests/support/folder.h"

#include <unistd.h>

static void
test_environment_wins (void)
{
  g_autofree char *dir = NULL;
  g_autofree char *checkpoints = NULL;

  g_setenv ("WEFT_DATADIR", "/some/where", TRUE);
  dir = studio_paths_dup_data_dir (NULL);
  checkpoints = studio_paths_dup_checkpoints_dir (NULL);
  g_unsetenv ("WEFT_DATADIR");

  g_assert_cmpstr (dir, ==, "/some/where");
  g_assert_cmpstr (checkpoints, ==, "/some/where/checkpoints");
}

/* This program lies in the build tree, so it finds the source's data. */
static void
test_build_tree (void)
{
  g_autofree char *dir = studio_paths_dup_data_dir (NULL);
  g_autofree char *expected = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", NULL);
  g_autofree char *canonical = g_canonicalize_filename (expected, NULL);

  g_assert_cmpstr (dir, ==, canonical);
}

/* A program elsewhere, also behind a symbolic link, finds what lies beside it. */
static void
test_moved_installation (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *program = test_folder_write (folder, "opt/bin/weft", "", 0);
  g_autofree char *link = test_folder_dup_path (folder, "link");
  g_autofree char *data = test_folder_make (folder, "opt/share/weft");
  g_autofree char *schemas = test_folder_make (folder, "opt/share/glib-2.0/schemas");
  g_autofree char *from_program = studio_paths_dup_data_dir (program);
  g_autofree char *from_link = NULL;
  g_autofree char *no_schema = studio_paths_dup_schema_dir (program);
  g_autofree char *compiled = test_folder_write (folder, "opt/share/glib-2.0/schemas/gschemas.compiled", "",
                                                 0);
  g_autofree char *schema = studio_paths_dup_schema_dir (program);

  g_assert_cmpint (symlink (program, link), ==, 0);
  from_link = studio_paths_dup_data_dir (link);

  g_assert_cmpstr (from_program, ==, data);
  g_assert_cmpstr (from_link, ==, data);
  g_assert_null (no_schema);
  g_assert_cmpstr (schema, ==, schemas);
}

/* With nothing beside the program, the prefix of the build remains; so it does without a program. */
static void
test_prefix (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *program = test_folder_write (folder, "bin/weft", "", 0);
  g_autofree char *dir = studio_paths_dup_data_dir (program);
  g_autofree char *without = studio_paths_dup_data_dir ("/does/not/exist");
  g_autofree char *locale = studio_paths_dup_locale_dir (program);

  g_assert_true (g_str_has_suffix (dir, "/share/weft"));
  g_assert_cmpstr (without, ==, dir);
  g_assert_true (g_str_has_suffix (locale, "/share/locale"));
}

static void
test_user_dir (void)
{
  g_autofree char *dir = studio_paths_dup_user_checkpoints_dir ();

  g_assert_true (g_str_has_prefix (dir, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (dir, "/weft/checkpoints"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/paths/environment-wins", test_environment_wins);
  g_test_add_func ("/paths/build-tree", test_build_tree);
  g_test_add_func ("/paths/moved-installation", test_moved_installation);
  g_test_add_func ("/paths/prefix", test_prefix);
  g_test_add_func ("/paths/user-dir", test_user_dir);

  return g_test_run ();
}
