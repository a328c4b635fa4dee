/* SPDX-License-Identifier: MIT */
/* Reads a file somebody chose. */
#include "app/input.h"

#include "engine/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
describe_kind (mode_t mode)
{
  if (S_ISDIR (mode))
    return "a folder";
  if (S_ISFIFO (mode))
    return "a pipe";
  if (S_ISSOCK (mode))
    return "a socket";
  return "a device";
}

int
studio_input_open (const char *path, guint64 *size, GError **error)
{
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    {
      const int reason = errno;

      if (reason == ENXIO)
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "it is a socket or a device (choose a file)");
      else
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "it cannot be opened: %s", g_strerror (reason));
      return -1;
    }

  if (fstat (fd, &info) < 0 || !S_ISREG (info.st_mode))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "it is %s (choose a file)", describe_kind (info.st_mode));
      close (fd);
      return -1;
    }

  if (size != NULL)
    *size = info.st_size;
  return fd;
}

/* Fills @data; a file that shrinks meanwhile is noticed, one that grows is cut at @size. */
static gboolean
read_all (int fd, guint8 *data, gsize size, GError **error)
{
  gsize done = 0;

  while (done < size)
    {
      const gssize n = read (fd, data + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, "it cannot be read: %s", g_strerror (errno));
          return FALSE;
        }
      if (n == 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO,
                       "it changed while being read: it had %" G_GSIZE_FORMAT " bytes and ended after %" G_GSIZE_FORMAT,
                       size, done);
          return FALSE;
        }
      done += n;
    }

  return TRUE;
}

GBytes *
studio_input_read (const char *path, guint64 max_bytes, GError **error)
{
  g_autofree guint8 *data = NULL;
  gboolean ok;
  guint64 size = 0;
  int fd = studio_input_open (path, &size, error);

  if (fd < 0)
    return NULL;

  if (size > max_bytes)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it has %" G_GUINT64_FORMAT " bytes, at most %" G_GUINT64_FORMAT " are read", size, max_bytes);
      close (fd);
      return NULL;
    }

  data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory for its %" G_GUINT64_FORMAT " bytes",
                   size);
      close (fd);
      return NULL;
    }

  ok = read_all (fd, data, size, error);
  close (fd);
  return ok ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}
