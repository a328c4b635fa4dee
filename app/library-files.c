/* SPDX-License-Identifier: MIT */
/* The files of a library: listed, written, thrown away, brought back. */
#include "app/library-private.h"

#include "app/error.h"
#include "app/input.h"
#include "app/store.h"

#include "engine/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_NUMBERS 10000 /* pictures of one seed that get a number each */

void
studio_library_file_free (StudioLibraryFile *file)
{
  if (file == NULL)
    return;

  g_free (file->path);
  g_free (file);
}

void
studio_library_listing_free (StudioLibraryListing *listing)
{
  g_ptr_array_unref (listing->files);
  g_clear_object (&listing->monitor);
  g_free (listing);
}

void
studio_trashed_free (StudioTrashed *trashed)
{
  if (trashed == NULL)
    return;

  g_free (trashed->path);
  g_clear_pointer (&trashed->bytes, g_bytes_unref);
  g_free (trashed);
}

/* Listing */

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const StudioLibraryFile *first = *(const StudioLibraryFile *const *) a;
  const StudioLibraryFile *second = *(const StudioLibraryFile *const *) b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  return -strcmp (first->path, second->path);
}

static gboolean
is_png (const char *name)
{
  const gsize length = strlen (name);

  return name[0] != '.' && length > 4 && g_ascii_strcasecmp (name + length - 4, ".png") == 0;
}

static void
add_file (StudioLibraryListing *listing, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  StudioLibraryFile *file;
  struct stat info;

  if (stat (path, &info) < 0 || !S_ISREG (info.st_mode))
    return;

  file = g_new (StudioLibraryFile, 1);
  *file = (StudioLibraryFile) {
    .path = g_steal_pointer (&path),
    .time = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000,
    .bytes = (guint64) info.st_size,
  };
  g_ptr_array_add (listing->files, file);
}

/* Watching begins before reading, so that nothing is missed between the two. */
static GFileMonitor *
watch (const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  return g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
}

StudioLibraryListing *
studio_library_list_files (const char *folder, gboolean may_miss, gboolean with_monitor, GError **error)
{
  g_autoptr (StudioLibraryListing) listing = g_new0 (StudioLibraryListing, 1);
  g_autoptr (GError) open_error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  listing->files = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_library_file_free);
  listing->monitor = with_monitor ? watch (folder) : NULL;
  dir = g_dir_open (folder, 0, &open_error);
  if (dir == NULL && may_miss && g_error_matches (open_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&listing);

  if (dir == NULL)
    {
      g_autofree char *shown = g_filename_display_name (folder);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _("The folder “%s” cannot be read: %s"), shown,
                   open_error->code == G_FILE_ERROR_NOENT ? _("it is not there") : open_error->message);
      return NULL;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    if (is_png (name))
      add_file (listing, folder, name);

  g_ptr_array_sort (listing->files, compare_files);
  if (listing->files->len > STUDIO_LIBRARY_MAX_PICTURES)
    {
      listing->n_left_out = listing->files->len - STUDIO_LIBRARY_MAX_PICTURES;
      g_ptr_array_set_size (listing->files, STUDIO_LIBRARY_MAX_PICTURES);
    }
  return g_steal_pointer (&listing);
}

/* Writing */

/* "digits-4711-0.png", then "digits-4711-0-2.png". */
static char *
dup_path (const char *folder, const char *name, guint number)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".png"));
  g_autofree char *numbered = g_strdup_printf ("%s-%u.png", stem, number);

  return g_build_filename (folder, number > 1 ? numbered : name, NULL);
}

StudioArtwork *
studio_library_write (const char *folder, StudioPicture *picture, GError **error)
{
  g_autoptr (GBytes) png = studio_picture_to_png (picture, 1, TRUE, error);
  g_autofree char *name = studio_picture_dup_file_name (picture);

  if (png == NULL)
    return NULL;

  /* If this fails, writing says why. */
  g_mkdir_with_parents (folder, 0700);
  studio_store_sweep (folder);
  for (guint number = 1;; number++)
    {
      g_autofree char *path = dup_path (folder, name, number);
      g_autoptr (GError) write_error = NULL;

      if (studio_store_write (path, png, STUDIO_STORE_NEW, &write_error))
        return studio_artwork_new_from_file (path, error);

      if (number == MAX_NUMBERS || !g_error_matches (write_error, STUDIO_ERROR, STUDIO_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&write_error));
          return NULL;
        }
    }
}

/* The wastebasket */

StudioTrashed *
studio_library_trash_file (const char *path, guint64 max_bytes, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;
  StudioTrashed *trashed;
  struct stat info;

  if (stat (path, &info) < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "%s", g_strerror (errno));
      return NULL;
    }

  if ((guint64) info.st_size <= max_bytes)
    bytes = studio_input_read (path, max_bytes, NULL);
  if (!g_file_trash (file, NULL, error))
    return NULL;

  trashed = g_new (StudioTrashed, 1);
  *trashed = (StudioTrashed) {
    .path = g_strdup (path),
    .bytes = g_steal_pointer (&bytes),
    .time = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000,
  };
  return trashed;
}

/* The time decides where it stands in the list. Where the disk refuses, it stands first. */
static void
set_time (const char *path, gint64 time)
{
  const struct timespec when = { .tv_sec = time / G_USEC_PER_SEC, .tv_nsec = time % G_USEC_PER_SEC * 1000 };
  const struct timespec times[2] = { when, when };

  if (utimensat (AT_FDCWD, path, times, 0) < 0)
    g_debug ("%s: %s", path, g_strerror (errno));
}

StudioArtwork *
studio_library_restore_file (const StudioTrashed *trashed, GError **error)
{
  if (!studio_store_write (trashed->path, trashed->bytes, STUDIO_STORE_NEW, error))
    return NULL;

  set_time (trashed->path, trashed->time);
  return studio_artwork_new_from_file (trashed->path, error);
}
