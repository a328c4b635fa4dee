/* SPDX-License-Identifier: MIT */
#include "tests/support/memory.h"

#include <string.h>

const char *
test_memory_set (TestFolder *folder, guint64 bytes)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", bytes);

  g_free (test_folder_write (folder, "sys/fs/cgroup/memory.max", limit, strlen (limit)));
  g_free (test_folder_write (folder, "sys/fs/cgroup/memory.current", "0\n", 2));
  return test_folder_get_path (folder);
}
