/* SPDX-License-Identifier: MIT */
/* The one way to write a file, with everything going wrong: the old file stays whole and nothing else is left
 * behind. */
#include "app/store.h"

#include "app/error.h"
#include "tests/support/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static GBytes *
make_bytes (gsize size, guint8 fill)
{
  guint8 *data = g_malloc (MAX (size, 1));

  memset (data, fill, size);
  return g_bytes_new_take (data, size);
}

static void
assert_content (const char *path, GBytes *expected)
{
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpmem (data, size, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
test_new_and_replace (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "%d a\nb \xff");
  g_autoptr (GBytes) first = make_bytes (100000, 'a');
  g_autoptr (GBytes) second = make_bytes (0, 'b');
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (studio_store_check (path, STUDIO_STORE_NEW, NULL));
  g_assert_true (studio_store_write (path, first, STUDIO_STORE_NEW, NULL));
  assert_content (path, first);

  g_assert_false (studio_store_check (path, STUDIO_STORE_NEW, NULL));
  g_assert_false (studio_store_write (path, second, STUDIO_STORE_NEW, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS);
  assert_content (path, first);

  g_assert_cmpint (chmod (path, 0640), ==, 0);
  g_assert_true (studio_store_write (path, second, STUDIO_STORE_REPLACE, NULL));
  assert_content (path, second);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

/* A name without a folder is one in the working directory. */
static void
test_relative_name (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *path = test_folder_dup_path (folder, "plain");
  g_autoptr (GBytes) bytes = make_bytes (10, 'a');

  g_assert_cmpint (g_chdir (test_folder_get_path (folder)), ==, 0);
  g_assert_true (studio_store_write ("plain", bytes, STUDIO_STORE_NEW, NULL));
  g_assert_cmpint (g_chdir (before), ==, 0);
  assert_content (path, bytes);
}

static void
test_refused_targets (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *sub = test_folder_make (folder, "sub");
  g_autofree char *sub_slash = g_strconcat (sub, "/", NULL);
  g_autofree char *pipe = test_folder_dup_path (folder, "pipe");
  g_autofree char *loop = test_folder_dup_path (folder, "loop");
  g_autofree char *missing = test_folder_dup_path (folder, "missing/file");
  g_autofree char *file = test_folder_write (folder, "file", "x", 1);
  g_autofree char *below_file = test_folder_dup_path (folder, "file/below");
  g_autofree char *long_name = g_strnfill (256, 'a');
  g_autofree char *long_path = test_folder_dup_path (folder, long_name);
  g_autoptr (GBytes) bytes = make_bytes (10, 'a');
  const struct {
    const char *path;
    StudioError code;
    const char *says;
  } cases[] = {
    { sub, STUDIO_ERROR_TARGET, "it is a folder" },
    { sub_slash, STUDIO_ERROR_TARGET, "it is a folder" },
    { "", STUDIO_ERROR_TARGET, "it is a folder" },
    { pipe, STUDIO_ERROR_TARGET, "it is a device" },
    { "/dev/null", STUDIO_ERROR_TARGET, "it is a device" },
    { loop, STUDIO_ERROR_OUTPUT, "in a circle" },
    { missing, STUDIO_ERROR_OUTPUT, "the folder does not exist" },
    { below_file, STUDIO_ERROR_OUTPUT, "not a folder" },
    { long_path, STUDIO_ERROR_OUTPUT, "too long" },
  };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) check_error = NULL;

      g_assert_false (studio_store_write (cases[i].path, bytes, STUDIO_STORE_REPLACE, &error));
      g_test_message ("'%s': %s", cases[i].path, error->message);
      g_assert_error (error, STUDIO_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));

      g_assert_false (studio_store_check (cases[i].path, STUDIO_STORE_REPLACE, &check_error));
      g_assert_cmpstr (check_error->message, ==, error->message);
    }
  g_assert_cmpuint (test_folder_count (folder), ==, 4);
}

/* A link stays a link; its target is replaced, or made. */
static void
test_symlinks (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *target = test_folder_write (folder, "there/target", "old", 3);
  g_autofree char *link = test_folder_dup_path (folder, "link");
  g_autofree char *dangling = test_folder_dup_path (folder, "dangling");
  g_autofree char *made = test_folder_dup_path (folder, "there/made");
  g_autoptr (GBytes) bytes = make_bytes (10, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("there/target", link), ==, 0);
  g_assert_cmpint (symlink (made, dangling), ==, 0);

  g_assert_false (studio_store_write (link, bytes, STUDIO_STORE_NEW, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS);
  g_assert_true (studio_store_write (link, bytes, STUDIO_STORE_REPLACE, NULL));
  g_assert_true (studio_store_write (dangling, bytes, STUDIO_STORE_REPLACE, NULL));

  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
  assert_content (target, bytes);
  assert_content (made, bytes);
}

/* Every file size limit below the size: an error, the old file whole, no leftovers. */
static void
test_size_limit (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "file");
  g_autoptr (GBytes) old = make_bytes (100, 'o');
  g_autoptr (GBytes) bytes = make_bytes (100000, 'n');
  struct rlimit before;
  struct rlimit low;

  g_assert_true (studio_store_write (path, old, STUDIO_STORE_NEW, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  for (guint limit = 0; limit < 100000; limit += 9999)
    {
      g_autoptr (GError) error = NULL;
      gboolean ok;

      low = (struct rlimit) { .rlim_cur = limit, .rlim_max = before.rlim_max };
      setrlimit (RLIMIT_FSIZE, &low);
      ok = studio_store_write (path, bytes, STUDIO_STORE_REPLACE, &error);
      setrlimit (RLIMIT_FSIZE, &before);

      g_assert_false (ok);
      g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT);
      assert_content (path, old);
      g_assert_cmpuint (test_folder_count (folder), ==, 1);
    }
}

/* In a child with mounts of its own: what a full and a read-only disk do. Exit 0: as expected; 2: no such
 * mounts here. */
static int
run_on_small_disk (const char *mount_point)
{
  g_autofree char *path = g_build_filename (mount_point, "file", NULL);
  g_autoptr (GBytes) small = make_bytes (1000, 's');
  g_autoptr (GBytes) large = make_bytes (1000000, 'l');
  g_autoptr (GError) full = NULL;
  g_autoptr (GError) read_only = NULL;

  if (unshare (getuid () == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) < 0
      || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0
      || mount ("tmpfs", mount_point, "tmpfs", 0, "size=64k") < 0)
    return 2;

  g_assert_true (studio_store_write (path, small, STUDIO_STORE_NEW, NULL));
  g_assert_false (studio_store_write (path, large, STUDIO_STORE_REPLACE, &full));
  g_assert_error (full, STUDIO_ERROR, STUDIO_ERROR_OUTPUT);
  g_assert_cmpstr (full->message, ==, "no space left");
  assert_content (path, small);
  g_assert_cmpuint (studio_store_sweep (mount_point), ==, 0);

  g_assert_cmpint (mount (NULL, mount_point, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  g_assert_false (studio_store_check (path, STUDIO_STORE_REPLACE, NULL));
  g_assert_false (studio_store_write (path, small, STUDIO_STORE_REPLACE, &read_only));
  g_assert_cmpstr (read_only->message, ==, "the disk is read-only");
  return 0;
}

static void
test_small_disk (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  int status = 0;
  pid_t child = fork ();

  if (child == 0)
    _exit (run_on_small_disk (test_folder_get_path (folder)));

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 2)
    g_test_message ("no mounts here: only the file size limit stands for a full disk");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* The writer's lock tells a living writer's temporary file from a dead one's. */
static void
test_sweep (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *dead = test_folder_write (folder, ".weft-0123456789abcdef.tmp", "half", 4);
  g_autofree char *alive = test_folder_write (folder, ".weft-fedcba9876543210.tmp", "half", 4);
  g_autofree char *other = test_folder_write (folder, "picture.tmp", "mine", 4);
  int fd = open (alive, O_RDONLY);

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_cmpuint (studio_store_sweep (test_folder_get_path (folder)), ==, 1);
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (alive, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));

  close (fd);
  g_assert_cmpuint (studio_store_sweep (test_folder_get_path (folder)), ==, 1);
  g_assert_cmpuint (studio_store_sweep ("/does/not/exist"), ==, 0);
}

/* Killed at a random moment: the name holds the old or the new content, never less, and a sweep leaves just
 * it. */
static void
test_kills (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "file");
  g_autoptr (GBytes) old = make_bytes (2000000, 'o');
  g_autoptr (GBytes) new = make_bytes (2000000, 'n');

  g_assert_true (studio_store_write (path, old, STUDIO_STORE_NEW, NULL));
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *data = NULL;
      gsize size;
      pid_t child = fork ();

      if (child == 0)
        while (TRUE)
          studio_store_write (path, g_random_boolean () ? old : new, STUDIO_STORE_REPLACE, NULL);

      g_usleep (g_test_rand_int_range (0, 8000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      g_assert_cmpuint (size, ==, 2000000);
      g_assert_cmpint (data[0], ==, data[size - 1]);
    }

  studio_store_sweep (test_folder_get_path (folder));
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/new-and-replace", test_new_and_replace);
  g_test_add_func ("/store/relative-name", test_relative_name);
  g_test_add_func ("/store/refused-targets", test_refused_targets);
  g_test_add_func ("/store/symlinks", test_symlinks);
  g_test_add_func ("/store/size-limit", test_size_limit);
  g_test_add_func ("/store/small-disk", test_small_disk);
  g_test_add_func ("/store/sweep", test_sweep);
  g_test_add_func ("/store/kills", test_kills);

  return g_test_run ();
}
