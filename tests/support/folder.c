/* SPDX-License-Identifier: MIT */
/* A temporary folder for one test. */
#include "tests/support/folder.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdlib.h>

struct _TestFolder {
  char *path;
};

TestFolder *
test_folder_new (void)
{
  TestFolder *folder = g_new0 (TestFolder, 1);
  GError *error = NULL;
  g_autofree char *path = g_dir_make_tmp ("weft-test-XXXXXX", &error);

  g_assert_no_error (error);
  folder->path = realpath (path, NULL);
  return folder;
}

static int
remove_cb (const char *path, const struct stat *info, int type, struct FTW *ftw)
{
  return g_remove (path);
}

void
test_folder_free (TestFolder *folder)
{
  nftw (folder->path, remove_cb, 16, FTW_DEPTH | FTW_PHYS);
  free (folder->path);
  g_free (folder);
}

const char *
test_folder_get_path (TestFolder *folder)
{
  return folder->path;
}

char *
test_folder_dup_path (TestFolder *folder, const char *name)
{
  return g_build_filename (folder->path, name, NULL);
}

char *
test_folder_make (TestFolder *folder, const char *name)
{
  char *path = test_folder_dup_path (folder, name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  return path;
}

char *
test_folder_write (TestFolder *folder, const char *name, const void *data, gsize size)
{
  char *path = test_folder_dup_path (folder, name);
  g_autofree char *parent = g_path_get_dirname (path);
  GError *error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);
  return path;
}

guint
test_folder_count (TestFolder *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder->path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}
