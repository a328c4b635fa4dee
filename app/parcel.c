/* SPDX-License-Identifier: MIT */
/* Nobody tells when the other program has read a parcel: so each lies for a day, and the next one clears up. */
#include "app/parcel.h"

#include "app/error.h"
#include "app/paths.h"

#include <glib/gstdio.h>

#define MAX_AGE (24 * 60 * 60) /* seconds */

/* Only what has our ending: the folder is ours, but its name is no secret. */
static void
throw_away_old (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;

      if (g_str_has_suffix (name, ".png") && g_lstat (path, &status) == 0 && S_ISREG (status.st_mode)
          && now - status.st_mtime > MAX_AGE)
        g_unlink (path);
    }
}

char *
studio_parcel_write (StudioPicture *picture, const char *folder, gboolean with_recipe, GError **error)
{
  g_autofree char *own = folder != NULL ? g_strdup (folder) : studio_paths_dup_parcels_dir ();
  g_autofree char *name = studio_picture_dup_file_name (picture);
  g_autofree char *path = g_build_filename (own, name, NULL);
  g_autoptr (GBytes) bytes = studio_picture_to_png (picture, 1, with_recipe, error);
  g_autoptr (GError) problem = NULL;

  if (bytes == NULL)
    return NULL;

  g_mkdir_with_parents (own, 0700);
  throw_away_old (own);
  if (!g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &problem))
    {
      g_set_error_literal (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT, problem->message);
      return NULL;
    }

  return g_steal_pointer (&path);
}
