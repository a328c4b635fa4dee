/* SPDX-License-Identifier: MIT */
/* A lock on an open file description: a file left behind by a killed run is simply not locked. */
#include "app/lock.h"

#include "app/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _StudioLock {
  char *path;
  int descriptor;
};

static gboolean
is_still_there (int descriptor, const char *path)
{
  struct stat here;
  struct stat there;

  return fstat (descriptor, &here) == 0 && lstat (path, &there) == 0 && here.st_dev == there.st_dev
         && here.st_ino == there.st_ino;
}

/* Opens and locks; tries again when another run has just ended and removed the file in between. */
static int
open_locked (const char *path)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  while (TRUE)
    {
      const int descriptor = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

      if (descriptor < 0)
        return -1;

      if (fcntl (descriptor, F_OFD_SETLK, &whole) != 0)
        {
          const int reason = errno;

          close (descriptor);
          errno = reason;
          return -1;
        }

      if (is_still_there (descriptor, path))
        return descriptor;

      close (descriptor);
    }
}

static char *
dup_holder (const char *path)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || strlen (text) > 80 || !g_str_is_ascii (text))
    return g_strdup ("another process");

  return g_strdup (g_strstrip (text));
}

static void
set_error (const char *path, int reason, GError **error)
{
  if (reason == EAGAIN)
    {
      g_autofree char *holder = dup_holder (path);

      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT, "in use by %s (wait for it, or write elsewhere)",
                   holder);
    }
  else
    g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT, "%s (choose a folder that can be written to)",
                 g_strerror (reason));
}

StudioLock *
studio_lock_take (const char *path, GError **error)
{
  const int descriptor = open_locked (path);

  if (descriptor < 0)
    {
      set_error (path, errno, error);
      return NULL;
    }

  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M:%S UTC");
  g_autofree char *text = g_strdup_printf ("process %d since %s\n", (int) getpid (), time);

  /* Only told to whoever is refused, so a disk without space for it does no harm. */
  if (ftruncate (descriptor, 0) != 0 || write (descriptor, text, strlen (text)) < 0)
    errno = 0;

  StudioLock *lock = g_new0 (StudioLock, 1);
  lock->path = g_strdup (path);
  lock->descriptor = descriptor;
  return lock;
}

void
studio_lock_free (StudioLock *lock)
{
  if (lock == NULL)
    return;

  unlink (lock->path);
  close (lock->descriptor);
  g_free (lock->path);
  g_free (lock);
}
