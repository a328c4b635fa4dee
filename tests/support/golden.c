/* SPDX-License-Identifier: MIT */
/* Golden files beside the source tree, or a skip with a message. */
#include "tests/support/golden.h"

char *
weft_test_golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "golden", name, NULL);
  g_autofree char *message = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);

  message = g_strdup_printf ("%s is not there", path);
  g_test_skip (message);
  return NULL;
}
