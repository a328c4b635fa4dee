/* SPDX-License-Identifier: MIT */
/* Reads a small file whole, through the engine's border. */
#include "app/input.h"

#include "engine/error.h"
#include "engine/format/bytes.h"

GBytes *
studio_input_read (const char *path, guint64 max_bytes, GError **error)
{
  g_autoptr (WeftBytes) bytes = weft_bytes_open (path, error);
  g_autofree guint8 *data = NULL;
  guint64 size;

  if (bytes == NULL)
    return NULL;

  size = weft_bytes_get_size (bytes);
  if (size > max_bytes)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it has %" G_GUINT64_FORMAT " bytes, at most %" G_GUINT64_FORMAT " are read", size,
                   max_bytes);
      return NULL;
    }

  data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "there is no memory for its %" G_GUINT64_FORMAT " bytes", size);
      return NULL;
    }

  if (!weft_bytes_read (bytes, 0, data, size, error))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&data), size);
}
