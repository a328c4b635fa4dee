/* SPDX-License-Identifier: MIT */
/* Foreign files: only regular ones open, and whatever happens to them while they are read is noticed. */
#include "engine/error.h"
#include "engine/format/bytes.h"
#include "tests/support/folder.h"
#include "tests/support/tiny-checkpoint.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void
assert_not_opened (const char *path, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_bytes_open (path, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, sentence));
}

static void
test_kinds (void)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-bytes-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *loop = g_build_filename (folder, "loop", NULL);
  g_autofree char *nothing = g_build_filename (folder, "nothing", NULL);
  g_autofree char *beyond = g_build_filename (folder, "fifo", "x", NULL);
  g_autofree char *long_name = g_strnfill (5000, 'x');
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_snprintf (address.sun_path, sizeof address.sun_path, "%s/s", folder);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);

  assert_not_opened (folder, "it is a folder, not a regular file");
  assert_not_opened (fifo, "it is a pipe, not a regular file");
  assert_not_opened ("/dev/zero", "it is a device, not a regular file");
  assert_not_opened (address.sun_path, "it is a socket");
  assert_not_opened (loop, "circle");
  assert_not_opened (nothing, "no such file");
  assert_not_opened (beyond, "not a folder");
  assert_not_opened (long_name, "longer than the system allows");
  assert_not_opened ("", "no such file");

  close (fd);
  g_unlink (address.sun_path);
  g_unlink (fifo);
  g_unlink (loop);
  g_rmdir (folder);
}

/* Any bytes make a file name. */
static void
test_names (void)
{
  static const char *const names[] = { "new\nline", "\xff\xfe", "-rf", "%s%n", " " };
  g_autofree char *folder = g_dir_make_tmp ("weft-bytes-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (WeftBytes) bytes = NULL;

      g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
      bytes = weft_bytes_open (path, NULL);
      g_assert_nonnull (bytes);
      g_assert_cmpuint (weft_bytes_get_size (bytes), ==, 3);
      g_unlink (path);
    }

  g_rmdir (folder);
}

static void
test_read (void)
{
  static const char content[] = "0123456789";
  g_autoptr (GBytes) memory = g_bytes_new_static (content, strlen (content));
  g_autofree char *path = weft_test_write (memory);
  g_autofree char *expected = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, memory);
  g_autoptr (GError) error = NULL;
  WeftBytes *both[] = { weft_bytes_open (path, &error), weft_bytes_new_from_memory (memory) };

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autofree char *hash = weft_bytes_dup_sha256 (both[i], &error);
      char out[4] = { 0 };

      g_assert_cmpstr (hash, ==, expected);
      g_assert_cmpuint (weft_bytes_get_size (both[i]), ==, 10);
      g_assert_true (weft_bytes_read (both[i], 3, out, 3, &error));
      g_assert_cmpstr (out, ==, "345");
      g_assert_true (weft_bytes_read (both[i], 10, out, 0, &error));
      weft_bytes_free (both[i]);
    }

  g_unlink (path);
}

/* ---- changes while reading ---- */

static void
shorten (const char *path)
{
  g_assert_cmpint (truncate (path, 5), ==, 0);
}

static void
lengthen (const char *path)
{
  g_assert_cmpint (truncate (path, 50), ==, 0);
}

/* The same size again; only the time tells. */
static void
rewrite (const char *path)
{
  const int fd = open (path, O_WRONLY | O_CLOEXEC);
  const struct timespec times[] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = 1 } };

  g_assert_cmpint (pwrite (fd, "x", 1, 0), ==, 1);
  g_assert_cmpint (futimens (fd, times), ==, 0);
  close (fd);
}

static void
replace (const char *path)
{
  g_assert_true (g_file_set_contents (path, "abcdefghij", 10, NULL));
}

static void
delete (const char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_changes (void)
{
  static void (*const changes[]) (const char *path) = { shorten, lengthen, rewrite, replace, delete };
  g_autoptr (GBytes) memory = g_bytes_new_static ("0123456789", 10);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = weft_test_write (memory);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftBytes) bytes = weft_bytes_open (path, &error);
      char out[10];

      g_assert_true (weft_bytes_read (bytes, 0, out, 10, &error));
      changes[i] (path);
      g_assert_false (weft_bytes_read (bytes, 0, out, 10, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
      g_assert_nonnull (strstr (error->message, "changed while reading"));
      g_unlink (path);
    }
}

/* Pieces of a watched reading, and after how many it says no. */
typedef struct {
  guint n_pieces;
  guint n_allowed;
  guint64 n_bytes;
} Watch;

static gboolean
watch_cb (gpointer data, gsize n_read)
{
  Watch *watch = data;

  g_assert_cmpuint (n_read, <=, 1 << 20);
  watch->n_bytes += n_read;
  return ++watch->n_pieces < watch->n_allowed;
}

static void
test_watch (void)
{
  const gsize size = (7 << 19) + 5; /* three pieces and a half */
  g_autofree char *content = g_strnfill (size, 'w');
  g_autofree char *out = g_malloc (size);
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_write (folder, "w", content, size);
  g_autoptr (WeftBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Watch watch = { .n_allowed = G_MAXUINT };

  bytes = weft_bytes_open (path, NULL);
  weft_bytes_set_watch (bytes, watch_cb, &watch);
  g_assert_true (weft_bytes_read (bytes, 0, out, size, &error));
  g_assert_cmpmem (out, size, content, size);
  g_assert_cmpuint (watch.n_bytes, ==, size);
  g_assert_cmpuint (watch.n_pieces, >=, 4);

  watch = (Watch) { .n_allowed = 2 };
  g_assert_null (weft_bytes_dup_sha256 (bytes, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED);
  g_assert_cmpuint (watch.n_pieces, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bytes/kinds", test_kinds);
  g_test_add_func ("/bytes/names", test_names);
  g_test_add_func ("/bytes/read", test_read);
  g_test_add_func ("/bytes/changes", test_changes);
  g_test_add_func ("/bytes/watch", test_watch);

  return g_test_run ();
}
