/* SPDX-License-Identifier: MIT */
/* Writes files whole or not at all. A temporary name is locked as long as its writer lives, which is how a
 * sweep can tell, whatever became of process numbers. */
#include "app/store.h"

#include "app/error.h"

#include "engine/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMP_PREFIX ".weft-"
#define TEMP_SUFFIX ".tmp"
#define MAX_LINKS 40
#define MAX_TRIES 100

/* A temporary file being written: its folder stays open, so that a moved folder does not matter. */
typedef struct {
  int folder_fd;
  int fd;
  char name[32];
} Temp;

static const char *
explain (int reason)
{
  switch (reason)
    {
    case ENOSPC:
      return "no space left";
    case EDQUOT:
      return "the disk quota is used up";
    case EFBIG:
      return "the file would be larger than this system allows";
    case EROFS:
      return "the disk is read-only";
    case EACCES:
    case EPERM:
      return "writing to this folder is not allowed";
    case ENOENT:
      return "the folder does not exist (create it, or choose another)";
    case ENOTDIR:
      return "a part of its path is not a folder";
    case ENAMETOOLONG:
      return "the name is too long";
    case ELOOP:
      return "its symbolic links lead in a circle";
    case EIO:
      return "the disk reports an error";
    default:
      return g_strerror (reason);
    }
}

static gboolean
fail (int reason, GError **error)
{
  if (reason == EMFILE || reason == ENFILE)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_RESOURCE,
                         "too many files are open (close some, or raise the limit: ulimit -n)");
  else
    g_set_error_literal (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT, explain (reason));

  return FALSE;
}

/* The file a name means once its symbolic links are followed, whether that file exists or not; NULL with
 * errno. */
static char *
follow_links (const char *path)
{
  g_autofree char *current = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *folder = NULL;
      g_autofree char *target = NULL;
      struct stat info;

      if (lstat (current, &info) < 0)
        return errno == ENOENT ? g_steal_pointer (&current) : NULL;
      if (!S_ISLNK (info.st_mode))
        return g_steal_pointer (&current);

      target = g_malloc0 (info.st_size + 1);
      if (readlink (current, target, info.st_size + 1) != info.st_size)
        {
          errno = EIO;
          return NULL;
        }

      folder = g_path_get_dirname (current);
      g_free (current);
      current = g_path_is_absolute (target) ? g_strdup (target) : g_build_filename (folder, target, NULL);
    }

  errno = ELOOP;
  return NULL;
}

/* Whether what stands at @path, if anything, may give way. @mode_bits: its permissions, or 0. */
static gboolean
check_existing (const char *path, StudioStoreMode mode, mode_t *mode_bits, GError **error)
{
  struct stat info;

  *mode_bits = 0;
  if (lstat (path, &info) < 0)
    return errno == ENOENT || fail (errno, error);

  if (S_ISDIR (info.st_mode))
    {
      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_TARGET, "it is a folder (give a file name)");
      return FALSE;
    }
  if (mode == STUDIO_STORE_NEW)
    {
      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS,
                   "it exists already (choose another name, or replace it)");
      return FALSE;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_TARGET, "it is a device or a pipe (give a file name)");
      return FALSE;
    }

  *mode_bits = info.st_mode & 0777;
  return TRUE;
}

/* The file that is really written, and its permissions; NULL with an error. */
static char *
resolve (const char *path, StudioStoreMode mode, mode_t *mode_bits, GError **error)
{
  g_autofree char *target = NULL;

  if (*path == '\0' || g_str_has_suffix (path, "/"))
    {
      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_TARGET, "it is a folder (give a file name)");
      return NULL;
    }

  target = mode == STUDIO_STORE_REPLACE ? follow_links (path) : g_strdup (path);
  if (target == NULL)
    {
      fail (errno, error);
      return NULL;
    }

  return check_existing (target, mode, mode_bits, error) ? g_steal_pointer (&target) : NULL;
}

/* Locks the file until it is closed. FALSE if a sweep was faster and took the name away. */
static gboolean
claim (int fd)
{
  struct stat info;

  if (flock (fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
    return FALSE;

  return fstat (fd, &info) == 0 && info.st_nlink > 0;
}

static void
temp_close (Temp *temp)
{
  if (temp->fd >= 0)
    close (temp->fd);
  if (temp->folder_fd >= 0)
    close (temp->folder_fd);
}

/* Creates a file nobody else has under a name nobody can guess. */
static gboolean
temp_open (Temp *temp, const char *folder, GError **error)
{
  *temp = (Temp) { .fd = -1, .folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
  if (temp->folder_fd < 0)
    return fail (errno, error);

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_snprintf (temp->name, sizeof temp->name, TEMP_PREFIX "%08x%08x" TEMP_SUFFIX, g_random_int (),
                  g_random_int ());
      temp->fd = openat (temp->folder_fd, temp->name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                         0666);
      if (temp->fd < 0 && errno != EEXIST)
        return fail (errno, error);
      if (temp->fd >= 0 && claim (temp->fd))
        return TRUE;
      if (temp->fd >= 0)
        close (temp->fd);
      temp->fd = -1;
    }

  return fail (EEXIST, error);
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      const gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= n;
    }

  return TRUE;
}

/* Gives the whole file its final name. */
static gboolean
temp_rename (Temp *temp, const char *name, StudioStoreMode mode)
{
  if (mode == STUDIO_STORE_REPLACE)
    return renameat (temp->folder_fd, temp->name, temp->folder_fd, name) == 0;

  if (renameat2 (temp->folder_fd, temp->name, temp->folder_fd, name, RENAME_NOREPLACE) == 0)
    return TRUE;

  /* Old kernels and some network disks know no such rename; a hard link never replaces anything either. */
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;

  return linkat (temp->folder_fd, temp->name, temp->folder_fd, name, 0) == 0
         && unlinkat (temp->folder_fd, temp->name, 0) == 0;
}

static gboolean
fail_rename (int reason, GError **error)
{
  if (reason != EEXIST)
    return fail (reason, error);

  g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS,
               "it exists already (choose another name, or replace it)");
  return FALSE;
}

static gboolean
temp_write (Temp *temp, const char *name, GBytes *bytes, StudioStoreMode mode, mode_t mode_bits,
            GError **error)
{
  if (!write_all (temp->fd, bytes)
      || (mode_bits != 0 && fchmod (temp->fd, mode_bits) < 0)
      || fsync (temp->fd) < 0)
    return fail (errno, error);

  if (!temp_rename (temp, name, mode))
    return fail_rename (errno, error);

  /* The name itself must reach the disk too. Some disks cannot sync a folder; then they have no need to. */
  if (fsync (temp->folder_fd) < 0 && errno != EINVAL && errno != ENOTSUP)
    return fail (errno, error);

  return TRUE;
}

gboolean
studio_store_check (const char *path, StudioStoreMode mode, GError **error)
{
  g_autofree char *target = NULL;
  g_autofree char *folder = NULL;
  mode_t mode_bits;

  g_return_val_if_fail (path != NULL, FALSE);

  target = resolve (path, mode, &mode_bits, error);
  if (target == NULL)
    return FALSE;

  folder = g_path_get_dirname (target);
  return access (folder, W_OK | X_OK) == 0 || fail (errno, error);
}

gboolean
studio_store_write (const char *path, GBytes *bytes, StudioStoreMode mode, GError **error)
{
  g_autofree char *target = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  gboolean ok = FALSE;
  mode_t mode_bits;
  Temp temp;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  target = resolve (path, mode, &mode_bits, error);
  if (target == NULL)
    return FALSE;

  folder = g_path_get_dirname (target);
  name = g_path_get_basename (target);
  if (temp_open (&temp, folder, error))
    {
      ok = temp_write (&temp, name, bytes, mode, mode_bits, error);
      if (!ok)
        unlinkat (temp.folder_fd, temp.name, 0);
    }

  temp_close (&temp);
  return ok;
}

gboolean
studio_store_is_same_file (const char *a, const char *b)
{
  struct stat first;
  struct stat second;

  return stat (a, &first) == 0 && stat (b, &second) == 0 && first.st_dev == second.st_dev
         && first.st_ino == second.st_ino;
}

/* Removes one temporary file unless its writer lives. */
static gboolean
sweep_one (const char *path)
{
  gboolean removed = FALSE;
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return FALSE;

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    removed = unlink (path) == 0;

  close (fd);
  return removed;
}

guint
studio_store_sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_removed = 0;

  if (dir == NULL)
    return 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, TEMP_PREFIX) && g_str_has_suffix (name, TEMP_SUFFIX))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        n_removed += sweep_one (path);
      }

  return n_removed;
}
