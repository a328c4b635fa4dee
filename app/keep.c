/* SPDX-License-Identifier: MIT */
/* A free name is found by trying to take it, so that two programs never get the same one. */
#include "app/keep.h"

#include "app/error.h"
#include "app/store.h"

#include "engine/format/escape.h"

#include <glib/gstdio.h>

#define MAX_TRIES 10000
#define MAX_NAME 100 /* bytes, so that number and ending find room */

/* What may stand in a file name on every system, and does not hide it. */
static char *
dup_name (const char *title)
{
  g_autofree char *valid = g_utf8_make_valid (title != NULL && *title != '\0' ? title : "checkpoint", -1);
  g_autofree char *short_name = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_NAME / 4));

  return g_strdelimit (g_steal_pointer (&short_name), "/\\:*?\"<>|.%\n\t", '-');
}

char *
studio_keep_checkpoint (const char *folder, const char *title, GBytes *checkpoint, GError **error)
{
  g_autofree char *name = dup_name (title);

  g_mkdir_with_parents (folder, 0777); /* where that fails, writing says why */
  for (guint i = 1; i <= MAX_TRIES; i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *file = g_strconcat (name, number, ".safetensors", NULL);
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autoptr (GError) local_error = NULL;

      if (studio_store_write (path, checkpoint, STUDIO_STORE_NEW, &local_error))
        return g_steal_pointer (&path);

      if (!g_error_matches (local_error, STUDIO_ERROR, STUDIO_ERROR_EXISTS) || i == MAX_TRIES)
        {
          g_autofree char *shown = weft_escape_name (path, -1);

          g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "cannot write '%s': ", shown);
          return NULL;
        }
    }

  g_assert_not_reached ();
}
