/* SPDX-License-Identifier: MIT */
/* StudioNames: one file name, or a numbered series of them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioNames: a path with at most one number in its last part. A value.
 */
typedef struct {
  char *head;            /* before the number; owned */
  char *tail;            /* after it; owned */
  guint digits;          /* at least so many, filled with zeros */
  gboolean is_numbered;
} StudioNames;

void studio_names_copy  (const StudioNames *names, StudioNames *copy);
void studio_names_clear (StudioNames *names);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StudioNames, studio_names_clear)

/**
 * studio_names_dup: (transfer full): the name with @number in it.
 */
char *studio_names_dup (const StudioNames *names, guint64 number);

/**
 * studio_names_dup_beside: (transfer full): a name in the same folder: what stands before the number, between
 * @prefix and @suffix.
 */
char *studio_names_dup_beside (const StudioNames *names, const char *prefix, const char *suffix);

/**
 * studio_names_dup_pattern: (transfer full): as a pattern of printf() kind, "frame_%05d.png", with %% for a
 * percent sign: what `--output` and ffmpeg take.
 */
char *studio_names_dup_pattern (const StudioNames *names);

G_END_DECLS
