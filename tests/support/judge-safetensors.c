/* SPDX-License-Identifier: MIT */
/* Verdicts of the container reader for a test in Python: reads cases, a length of 32 bits before each, writes
 * 1 or 0 for each. */
#include "engine/format/safetensors.h"

#include <stdio.h>

static gboolean
is_sound (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (WeftContainer) container = weft_container_new (weft_bytes_new_from_memory (bytes), NULL);

  return container != NULL;
}

int
main (void)
{
  guint32 size;

  while (fread (&size, sizeof size, 1, stdin) == 1)
    {
      g_autofree guint8 *data = g_malloc (MAX (size, 1));

      if (fread (data, 1, size, stdin) != size)
        return 1;
      putchar (is_sound (data, size) ? '1' : '0');
    }

  return ferror (stdin) || fflush (stdout) != 0;
}
