/* SPDX-License-Identifier: MIT */
/* A picture as it came to be: the moments that become frames, and what each of them shows. */
#pragma once

#include "app/pixels.h"
#include "app/recipe.h"

#include <glib.h>

G_BEGIN_DECLS

/* The grey of the paper: what is not painted yet. Opaque, so that every format and every player shows the
 * same; apart from the black and white that most pictures begin with. */
#define STUDIO_FRAMES_PAPER 0x80

/**
 * StudioFramesRange: which moments. A moment is a number of painted pixels, 0: blank paper.
 */
typedef struct {
  guint every;       /* pixels from one frame to the next, 1 ..; not looked at with by_rows */
  gboolean by_rows;  /* a frame whenever a row is complete */
  gboolean is_given; /* first and last are; else the whole picture, from the first frame on */
  guint first;       /* 0 .. last */
  guint last;        /* first .. pixels */
} StudioFramesRange;

/**
 * studio_frames_list: the moments of @range: its first, each next one so many pixels or a row later, and
 * always its last.
 * @width: of the picture, pixels
 * @n_painted: pixels of it that are painted, 1 ..
 *
 * Returns: (transfer full): of guint, ascending, at least one; NULL with WEFT_ERROR_ARGUMENT if the range
 * lies outside.
 */
GArray *studio_frames_list (guint width, guint n_painted, const StudioFramesRange *range, GError **error);

/**
 * studio_frames_draw: the first @n_painted pixels of @picture on paper.
 *
 * Returns: (transfer full): of the same size and channels; NULL with WEFT_ERROR_NO_MEMORY.
 */
StudioPixels *studio_frames_draw (const StudioPixels *picture, guint n_painted, GError **error);

/**
 * studio_frames_make_recipe: the recipe of a picture as it was then.
 * @recipe: of the picture
 * @n_painted: pixels that are shown
 * @scale: side of the square each pixel is saved as, 1 ..
 */
StudioRecipe *studio_frames_make_recipe (const StudioRecipe *recipe, guint n_painted, guint scale);

/**
 * studio_frames_recover: the picture inside an image file that carries @recipe: what studio_picture_to_png()
 * wrote, at one pixel a pixel. So frames of a saved picture need neither its checkpoint nor a second
 * painting.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID if sizes or colours are not those of the recipe, or
 * WEFT_ERROR_NO_MEMORY.
 */
StudioPixels *studio_frames_recover (const StudioPixels *image, const StudioRecipe *recipe, GError **error);

/**
 * studio_frames_recover_values: the values that a recovered picture was painted with.
 * @picture: as studio_frames_recover() gives it
 * @recipe: of it; at least one pixel is painted
 * @palette: [n_values, 3] for indexed8, else NULL
 * @values: (out caller-allocated): [image values], of which as many as are painted mean something
 *
 * Returns: FALSE with the errors of studio_pixels_to_values().
 */
gboolean studio_frames_recover_values (const StudioPixels *picture, const StudioRecipe *recipe, const guint8 *palette,
                                       guint8 *values, GError **error);

G_END_DECLS
