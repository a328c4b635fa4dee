/* SPDX-License-Identifier: MIT */
/* The text of a queue: a list of recipes, strictly read. */
#pragma once

#include "app/recipe.h"

#include <glib.h>

G_BEGIN_DECLS

/* One run as it is written. */
typedef struct {
  StudioRecipe *recipe; /* owned */
  guint n_images;
} StudioQueueLine;

/**
 * studio_queue_file_read:
 *
 * Returns: (transfer full): of StudioQueueLine, which it frees; NULL with WEFT_ERROR_INVALID or UNSUPPORTED.
 */
GArray *studio_queue_file_read (GBytes *bytes, GError **error);

/**
 * studio_queue_file_write: (transfer full): UTF-8.
 * @lines: of StudioQueueLine
 */
GBytes *studio_queue_file_write (const GArray *lines);

/**
 * studio_queue_file_new_lines: (transfer full): an empty array of StudioQueueLine.
 */
GArray *studio_queue_file_new_lines (void);

G_END_DECLS
