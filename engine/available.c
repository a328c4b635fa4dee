/* SPDX-License-Identifier: MIT */
/* Small files of /proc and /sys, whose absence is no error: then nobody says, and nothing is refused. */
#include "engine/available.h"

#include <string.h>
#include <unistd.h>

#define GROUPS "/sys/fs/cgroup" /* version 2 */

static char *
dup_file (const char *root, const char *path)
{
  g_autofree char *full = root != NULL ? g_build_filename (root, path, NULL) : NULL;
  char *text = NULL;

  g_file_get_contents (full != NULL ? full : path, &text, NULL, NULL);
  return text;
}

/* The number behind @key at the beginning of a line; FALSE if there is none, as where a limit is "max" or "unlimited". */
static gboolean
find_number (const char *text, const char *key, guint64 *number)
{
  const char *line = text;
  char *end;

  while (line != NULL && !g_str_has_prefix (line, key))
    line = (line = strchr (line, '\n')) != NULL ? line + 1 : NULL;
  if (line == NULL)
    return FALSE;

  line += strlen (key);
  *number = g_ascii_strtoull (line, &end, 10);
  return end != line;
}

static gboolean
read_number (const char *root, const char *folder, const char *name, const char *key, guint64 *number)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = dup_file (root, path);

  return text != NULL && find_number (text, key, number);
}

static guint64
subtract (guint64 limit, guint64 used)
{
  return limit - MIN (limit, used);
}

static guint64
read_estimate (const char *root)
{
  guint64 kibibytes;

  return read_number (root, "/proc", "meminfo", "MemAvailable:", &kibibytes) ? kibibytes * 1024 : G_MAXUINT64;
}

/* What one group leaves. Pages of files that were read are let go of before anybody is ended. */
static guint64
read_group (const char *root, const char *folder)
{
  guint64 limit, used, files = 0;

  if (!read_number (root, folder, "memory.max", "", &limit) || !read_number (root, folder, "memory.current", "", &used))
    return G_MAXUINT64;

  read_number (root, folder, "memory.stat", "inactive_file ", &files);
  return subtract (limit, subtract (used, files));
}

/* A group is bound by those it lies in. */
static guint64
read_groups (const char *root)
{
  g_autofree char *text = dup_file (root, "/proc/self/cgroup");
  const char *line = text != NULL ? strstr (text, "0::/") : NULL;
  g_autofree char *group = line != NULL ? g_strndup (line + 3, strcspn (line + 3, "\n")) : g_strdup ("/");
  guint64 least = read_group (root, GROUPS);

  for (char *end = group + strlen (group); end > group; end = strrchr (group, '/'))
    {
      g_autofree char *folder = NULL;

      *end = '\0';
      folder = g_strconcat (GROUPS, group, NULL);
      least = MIN (least, read_group (root, folder));
    }
  return least;
}

static guint64
read_address_space (const char *root, guint64 reserved)
{
  guint64 limit, pages;

  if (!read_number (root, "/proc/self", "limits", "Max address space", &limit)
      || !read_number (root, "/proc/self", "statm", "", &pages))
    return G_MAXUINT64;

  return subtract (subtract (limit, reserved), pages * (guint64) sysconf (_SC_PAGESIZE));
}

guint64
weft_available_bytes (const char *root, guint64 reserved)
{
  return MIN (MIN (read_estimate (root), read_groups (root)), read_address_space (root, reserved));
}
