/* SPDX-License-Identifier: MIT */
/* UiGalleryTile: one picture of the gallery with what it came from below it. */
#pragma once

#include "app/artwork.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiGalleryTile: a thumbnail, two lines, and the letter of its mark.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_GALLERY_TILE (ui_gallery_tile_get_type ())
G_DECLARE_FINAL_TYPE (UiGalleryTile, ui_gallery_tile, UI, GALLERY_TILE, GtkWidget)

/**
 * ui_gallery_tile_set_artwork: also names the list's own widget around it, which takes the focus.
 * @artwork: (nullable) (transfer none): NULL: nothing
 */
void           ui_gallery_tile_set_artwork (UiGalleryTile *tile, StudioArtwork *artwork);
StudioArtwork *ui_gallery_tile_get_artwork (UiGalleryTile *tile);

/**
 * ui_gallery_tile_set_mark: the letter it has in a comparison.
 * @mark: (nullable): "A" or "B"; NULL: none
 */
void        ui_gallery_tile_set_mark (UiGalleryTile *tile, const char *mark);
const char *ui_gallery_tile_get_mark (UiGalleryTile *tile);

/**
 * ui_gallery_describe: a picture in a few words, for a line under it: "seed 4711, temperature 0.8".
 *
 * Returns: (transfer full): text.
 */
char *ui_gallery_describe (StudioArtwork *artwork);

/**
 * ui_gallery_dup_title: the checkpoint it was painted with, else the name of its file.
 *
 * Returns: (transfer full): text.
 */
char *ui_gallery_dup_title (StudioArtwork *artwork);

G_END_DECLS
