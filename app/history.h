/* SPDX-License-Identifier: MIT */
/* StudioHistory: the pictures finished in this session, the newest first. */
#pragma once

#include "app/artwork.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STUDIO_HISTORY_MAX_PICTURES 1000
#define STUDIO_HISTORY_MAX_BYTES (64u * 1024 * 1024) /* of values of all pictures together */

/**
 * StudioHistory: a list in memory; the oldest pictures go when there are more than STUDIO_HISTORY_MAX_PICTURES
 * of them, or more than STUDIO_HISTORY_MAX_BYTES. What was saved stays on disk.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_HISTORY (studio_history_get_type ())
G_DECLARE_FINAL_TYPE (StudioHistory, studio_history, STUDIO, HISTORY, GObject)

StudioHistory *studio_history_new (void);

/**
 * studio_history_get_pictures: (transfer none): a GListModel of StudioArtwork.
 */
GListModel *studio_history_get_pictures (StudioHistory *self);

/**
 * studio_history_add: a picture of this session takes its place by its time.
 * @artwork: (transfer none): made by studio_artwork_new_from_picture()
 */
void studio_history_add (StudioHistory *self, StudioArtwork *artwork);

/**
 * studio_history_remove: forgets a picture.
 *
 * Returns: FALSE if it is not in the list.
 */
gboolean studio_history_remove (StudioHistory *self, StudioArtwork *artwork);

G_END_DECLS
