/* SPDX-License-Identifier: MIT */
/* Foreign files: opened without waiting, read in spans, compared with what they were after every read. */
#include "engine/format/bytes.h"

#include "engine/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Tensors are little-endian on disk and copied as they are. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

#define PIECE (1u << 20) /* bytes read or hashed at a time */

struct _WeftBytes {
  guint64 size;

  /* owned */
  GBytes *memory; /* NULL for a file */
  int fd;         /* -1 for memory */

  WeftBytesWatch watch; /* NULL: nobody */
  gpointer watch_data;

  struct stat opened; /* what fstat said at first */
};

static void
set_open_error (int saved_errno, GError **error)
{
  static const struct {
    int code;
    const char *sentence;
  } sentences[] = {
    { ENOENT, "there is no such file (check the name)" },
    { ENOTDIR, "a part of its path is not a folder (check the name)" },
    { EACCES, "it may not be read by this user (check its permissions)" },
    { EPERM, "it may not be read by this user (check its permissions)" },
    { ELOOP, "its symbolic links lead in a circle (name the file itself)" },
    { ENAMETOOLONG, "its name is longer than the system allows (use a shorter one)" },
    { ENXIO,
      "it is a socket or a device without a driver, not a regular file (copy its content into a file)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].code == saved_errno)
      {
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_IO, sentences[i].sentence);
        return;
      }

  if (saved_errno == EMFILE || saved_errno == ENFILE)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_RESOURCE,
                         "too many files are open (close some, or raise the limit: ulimit -n)");
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "it cannot be opened: %s", g_strerror (saved_errno));
}

static const char *
describe_kind (mode_t mode)
{
  switch (mode & S_IFMT)
    {
    case S_IFDIR:
      return "a folder";
    case S_IFIFO:
      return "a pipe";
    case S_IFSOCK:
      return "a socket";
    case S_IFCHR:
    case S_IFBLK:
      return "a device";
    default:
      return "something else";
    }
}

WeftBytes *
weft_bytes_open (const char *path, GError **error)
{
  g_autoptr (WeftBytes) bytes = g_new0 (WeftBytes, 1);

  /* O_NONBLOCK: opening a pipe that nobody writes to would wait for ever. */
  bytes->fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (bytes->fd < 0 || fstat (bytes->fd, &bytes->opened) != 0)
    {
      set_open_error (errno, error);
      return NULL;
    }

  if (!S_ISREG (bytes->opened.st_mode))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "it is %s, not a regular file (name a file)",
                   describe_kind (bytes->opened.st_mode));
      return NULL;
    }

  bytes->size = (guint64) bytes->opened.st_size;
  return g_steal_pointer (&bytes);
}

WeftBytes *
weft_bytes_new_from_memory (GBytes *data)
{
  WeftBytes *bytes = g_new0 (WeftBytes, 1);

  bytes->fd = -1;
  bytes->memory = g_bytes_ref (data);
  bytes->size = g_bytes_get_size (data);
  return bytes;
}

void
weft_bytes_free (WeftBytes *bytes)
{
  if (bytes == NULL)
    return;

  if (bytes->fd >= 0)
    close (bytes->fd);
  g_clear_pointer (&bytes->memory, g_bytes_unref);
  g_free (bytes);
}

guint64
weft_bytes_get_size (WeftBytes *bytes)
{
  return bytes->size;
}

static gboolean
set_changed_error (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_IO,
                       "it changed while reading (wait until it is written, then open it again)");
  return FALSE;
}

/* The descriptor still names the same inode, so its times, its size and its last link are what can differ. */
static gboolean
check_unchanged (WeftBytes *bytes, GError **error)
{
  const struct stat *was = &bytes->opened;
  struct stat now;

  if (fstat (bytes->fd, &now) == 0
      && now.st_size == was->st_size
      && now.st_mtim.tv_sec == was->st_mtim.tv_sec
      && now.st_mtim.tv_nsec == was->st_mtim.tv_nsec
      && (now.st_nlink > 0 || was->st_nlink == 0))
    return TRUE;

  return set_changed_error (error);
}

static gboolean
tell_watch (WeftBytes *bytes, gsize n_read, GError **error)
{
  if (bytes->watch == NULL || bytes->watch (bytes->watch_data, n_read))
    return TRUE;

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CANCELLED, "reading was cancelled");
  return FALSE;
}

static gboolean
read_file (WeftBytes *bytes, guint64 offset, guint8 *out, gsize n, GError **error)
{
  while (n > 0)
    {
      const ssize_t got = pread (bytes->fd, out, MIN (n, PIECE), (off_t) offset);

      if (got < 0 && errno == EINTR)
        continue;

      if (got < 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "reading failed at byte %" G_GUINT64_FORMAT ": %s",
                       offset, g_strerror (errno));
          return FALSE;
        }

      if (got == 0)
        return set_changed_error (error);

      out += got;
      offset += (guint64) got;
      n -= (gsize) got;
      if (!tell_watch (bytes, (gsize) got, error))
        return FALSE;
    }

  return check_unchanged (bytes, error);
}

gboolean
weft_bytes_read (WeftBytes *bytes, guint64 offset, void *out, gsize n, GError **error)
{
  g_return_val_if_fail (offset <= bytes->size && n <= bytes->size - offset, FALSE);

  if (bytes->memory == NULL)
    return read_file (bytes, offset, out, n, error);

  if (n > 0)
    memcpy (out, (const guint8 *) g_bytes_get_data (bytes->memory, NULL) + offset, n);
  return TRUE;
}

void
weft_bytes_set_watch (WeftBytes *bytes, WeftBytesWatch watch, gpointer data)
{
  bytes->watch = watch;
  bytes->watch_data = data;
}

char *
weft_bytes_dup_sha256 (WeftBytes *bytes, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE);

  for (guint64 offset = 0; offset < bytes->size; offset += PIECE)
    {
      const gsize n = (gsize) MIN (bytes->size - offset, PIECE);

      if (!weft_bytes_read (bytes, offset, piece, n, error))
        return NULL;
      g_checksum_update (checksum, piece, (gssize) n);
    }

  return g_strdup (g_checksum_get_string (checksum));
}
