/* SPDX-License-Identifier: MIT */
/* StudioArtwork: one picture of the gallery, painted in this session or read from a file of the library. */
#pragma once

#include "app/picture.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STUDIO_ARTWORK_MAX_THUMBNAIL 64            /* pixels a side of what is kept in memory to look at */
#define STUDIO_ARTWORK_MAX_FILE (32ull * 1024 * 1024) /* bytes of a file that is read as an artwork */

/**
 * StudioArtwork: immutable but for its path.
 *
 * Property "path" (string, nullable, notifies): where it is on disk; NULL for a picture that was not saved.
 *
 * Threads: any, as long as nobody calls studio_artwork_set_path().
 */
#define STUDIO_TYPE_ARTWORK (studio_artwork_get_type ())
G_DECLARE_FINAL_TYPE (StudioArtwork, studio_artwork, STUDIO, ARTWORK, GObject)

/**
 * studio_artwork_new_from_picture: what was painted just now.
 * @picture: (transfer none): kept
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
StudioArtwork *studio_artwork_new_from_picture (StudioPicture *picture, GError **error);

/**
 * studio_artwork_new_from_file: reads a PNG: first its header, which may refuse it, then the rest. Blocks.
 * @path: file name, any bytes
 *
 * A file of @scale squares, as its recipe says, is taken at the size it was painted in, if all squares are
 * whole. A picture without a sound recipe is an artwork all the same.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_IO, INVALID, UNSUPPORTED or NO_MEMORY.
 */
StudioArtwork *studio_artwork_new_from_file (const char *path, GError **error);

/**
 * studio_artwork_get_picture: (nullable): the picture of this session; NULL for one that was read from a file.
 */
StudioPicture *studio_artwork_get_picture (StudioArtwork *self);

/**
 * studio_artwork_get_recipe: (nullable): how it was painted; NULL if its file does not say.
 */
const StudioRecipe *studio_artwork_get_recipe (StudioArtwork *self);

/**
 * studio_artwork_get_recipe_problem: (nullable): why there is no recipe, if there was one that cannot be read.
 */
const char *studio_artwork_get_recipe_problem (StudioArtwork *self);

/**
 * studio_artwork_get_thumbnail: (transfer none): the picture itself if no side exceeds
 * STUDIO_ARTWORK_MAX_THUMBNAIL, else the means of squares of it.
 */
const StudioPixels *studio_artwork_get_thumbnail (StudioArtwork *self);

/**
 * studio_artwork_dup_pixels: the picture in the size it was painted in. Blocks for one that must be read again.
 *
 * Returns: (transfer full): NULL with the errors of studio_artwork_new_from_file().
 */
StudioPixels *studio_artwork_dup_pixels (StudioArtwork *self, GError **error);

/**
 * studio_artwork_get_width: pixels it was painted in; not those of its file.
 */
guint studio_artwork_get_width  (StudioArtwork *self);
guint studio_artwork_get_height (StudioArtwork *self);

/**
 * studio_artwork_get_time: microseconds since 1970: when it was finished, or its file last written.
 */
gint64 studio_artwork_get_time (StudioArtwork *self);

/**
 * studio_artwork_get_file_bytes: size of the file it was read from; 0 for a picture of this session.
 */
guint64 studio_artwork_get_file_bytes (StudioArtwork *self);

const char *studio_artwork_get_path (StudioArtwork *self);
void        studio_artwork_set_path (StudioArtwork *self, const char *path);

/**
 * studio_artwork_dup_name: its file's name, or the one it would be saved under; for people, valid UTF-8.
 */
char *studio_artwork_dup_name (StudioArtwork *self);

/**
 * studio_artwork_compare: GCompareDataFunc: the newest first, and a fixed order among those of one moment.
 */
int studio_artwork_compare (gconstpointer a, gconstpointer b, gpointer user_data);

G_END_DECLS
