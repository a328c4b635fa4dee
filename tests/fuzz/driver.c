/* SPDX-License-Identifier: MIT */
/* Replays a folder of inputs through a fuzz target: what once crashed a parser stays a test. */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static gboolean
replay (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  LLVMFuzzerTestOneInput ((const guint8 *) data, size);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  guint n = 0;

  if (argc == 2)
    folder = g_dir_open (argv[1], 0, &error);
  if (folder == NULL)
    {
      g_printerr ("usage: %s FOLDER: %s\n", argv[0],
                  error != NULL ? error->message : "one argument is needed");
      return EXIT_FAILURE;
    }

  for (; (name = g_dir_read_name (folder)) != NULL; n++)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (!replay (path))
        return EXIT_FAILURE;
    }

  g_print ("%u inputs replayed\n", n);
  return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
