/* SPDX-License-Identifier: MIT */
/* Reading picture files, and finding them. */
#include "app/picture-file.h"

#include "app/input.h"
#include "app/jpeg.h"
#include "app/png.h"

#include "engine/error.h"

#include <string.h>

#define MAX_LIST (64u << 20) /* bytes of a list of files */
#define MAX_DEPTH 64         /* folders within folders */

StudioPixels *
studio_picture_file_read (const char *path, guint least_side, GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_PNG_MAX_FILE, error);
  const guint8 *data;
  gsize size;

  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &size);
  return studio_jpeg_is (data, size) ? studio_jpeg_decode (bytes, least_side, error)
                                     : studio_png_decode (bytes, error);
}

StudioPixels *
studio_picture_file_read_opacity (const char *path)
{
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_PNG_MAX_FILE, NULL);
  g_autoptr (StudioPixels) opacity = bytes != NULL ? studio_png_decode_opacity (bytes, NULL) : NULL;

  for (gsize i = 0; opacity != NULL && i < studio_pixels_get_bytes (opacity); i++)
    if (opacity->data[i] < 255)
      return g_steal_pointer (&opacity);

  return NULL;
}

gboolean
studio_picture_file_has_name (const char *name)
{
  static const char *const endings[] = { ".png", ".jpg", ".jpeg" };
  const gsize length = strlen (name);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      const gsize n = strlen (endings[i]);

      if (length > n && g_ascii_strcasecmp (name + length - n, endings[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
list_folder (GDir *dir, const char *folder, guint depth, GPtrArray *paths)
{
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (name[0] == '.')
        continue;

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        {
          GDir *inner = depth < MAX_DEPTH ? g_dir_open (path, 0, NULL) : NULL;

          if (inner != NULL)
            list_folder (inner, path, depth + 1, paths);
          g_clear_pointer (&inner, g_dir_close);
        }
      else if (studio_picture_file_has_name (name))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
studio_picture_file_list (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  if (dir == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_IO,
                           "the folder cannot be opened (choose another, or allow reading it)");
      return NULL;
    }

  list_folder (dir, folder, 0, paths);
  g_ptr_array_sort (paths, compare_paths);
  return g_steal_pointer (&paths);
}

GPtrArray *
studio_picture_file_read_list (const char *path, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) bytes = studio_input_read (path, MAX_LIST, error);
  g_autofree char *folder = g_path_get_dirname (path);

  if (bytes == NULL)
    return NULL;

  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (*lines[i] != '\0' && *lines[i] != '#')
        g_ptr_array_add (paths, g_path_is_absolute (lines[i]) ? g_strdup (lines[i])
                                                              : g_build_filename (folder, lines[i], NULL));
    }

  return g_steal_pointer (&paths);
}
