/* SPDX-License-Identifier: MIT */
/* What may be read: regular files up to a limit; nothing else, and nothing waits. */
#include "app/input.h"

#include "engine/error.h"
#include "tests/support/folder.h"

#include <sys/stat.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
test_whole_file (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_write (folder, "a\nb\xff", "12345", 5);
  g_autofree char *empty = test_folder_write (folder, "empty", "", 0);
  g_autoptr (GBytes) bytes = studio_input_read (path, 5, NULL);
  g_autoptr (GBytes) nothing = studio_input_read (empty, 0, NULL);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "12345", 5);
  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);
}

static void
test_too_large (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_write (folder, "file", "123456", 6);
  g_autoptr (GError) error = NULL;

  g_assert_null (studio_input_read (path, 5, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "it has 6 bytes, at most 5 are read");
}

static void
make_socket (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
}

static void
test_no_files (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *pipe = test_folder_dup_path (folder, "pipe");
  g_autofree char *socket = test_folder_dup_path (folder, "socket");
  g_autofree char *loop = test_folder_dup_path (folder, "loop");
  g_autofree char *missing = test_folder_dup_path (folder, "missing");
  const struct {
    const char *path;
    const char *says;
  } cases[] = {
    { test_folder_get_path (folder), "a folder" },
    { pipe, "a pipe" },
    { socket, "a socket" },
    { "/dev/zero", "a device" },
    { loop, "symbolic links" },
    { missing, "no such file" },
  };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  make_socket (socket);
  g_assert_cmpint (symlink (loop, loop), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_input_read (cases[i].path, 100, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/input/whole-file", test_whole_file);
  g_test_add_func ("/input/too-large", test_too_large);
  g_test_add_func ("/input/no-files", test_no_files);

  return g_test_run ();
}
