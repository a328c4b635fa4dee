/* SPDX-License-Identifier: MIT */
/* For libFuzzer only: mutates a container's header or data and lets the length of the header follow, most of
 * the time. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define LENGTH_BYTES 8

/* Of libFuzzer. */
gsize LLVMFuzzerMutate (guint8 *data, gsize size, gsize max_size);

gsize
LLVMFuzzerCustomMutator (guint8 *data, gsize size, gsize max_size, guint seed)
{
  guint64 length = 0;
  gsize header, rest;
  g_autofree guint8 *tail = NULL;

  if (size >= LENGTH_BYTES)
    memcpy (&length, data, LENGTH_BYTES);
  if (seed % 8 == 0 || size < LENGTH_BYTES || length > size - LENGTH_BYTES)
    return LLVMFuzzerMutate (data, size, max_size);

  header = (gsize) length;
  rest = size - LENGTH_BYTES - header;
  tail = g_memdup2 (data + LENGTH_BYTES + header, rest);
  header = LLVMFuzzerMutate (data + LENGTH_BYTES, header, max_size - LENGTH_BYTES - rest);
  length = header;
  memcpy (data, &length, LENGTH_BYTES);
  if (rest > 0)
    memcpy (data + LENGTH_BYTES + header, tail, rest);
  return LENGTH_BYTES + header + rest;
}
