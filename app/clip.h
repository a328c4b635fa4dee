/* SPDX-License-Identifier: MIT */
/* StudioClip: a row of frames in time, which encoders turn into one file. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_CLIP_MAX_HOLD 600.0 /* seconds */

/**
 * StudioClipDraw: frame number @frame, one pixel a pixel; NULL with an error.
 */
typedef StudioPixels *(*StudioClipDraw) (gpointer data, guint frame, GError **error);

/**
 * StudioClip: a value; what it points to is borrowed. Frames are asked for in order, each at most twice.
 */
typedef struct {
  guint n_frames;       /* 1 .. */
  StudioClipDraw draw;  /* all frames of one size and number of channels */
  gpointer data;
  guint scale;          /* side of the square each pixel becomes, 1 .. */
  guint width;          /* of the file, pixels, with frames in the middle of paper; 0: as large as frames are */
  guint height;         /* likewise */
  double seconds;       /* from one frame to the next, above 0 */
  double hold;          /* of the first and the last frame, seconds; 0: like the others */
  guint loops;          /* times it is played, 0: for ever; at most 65535 */
  const char *recipe;     /* JSON, or NULL */
  const char *parameters; /* one line for foreign viewers, or NULL */
} StudioClip;

/**
 * StudioClipPart: what changes from one frame to the next, in pixels of the file.
 */
typedef struct {
  guint frame;
  guint x;
  guint y;
  const StudioPixels *pixels; /* scaled; borrowed */
} StudioClipPart;

/**
 * StudioClipPut: takes one part; FALSE with an error ends the walk.
 */
typedef gboolean (*StudioClipPut) (gpointer encoder, const StudioClipPart *part, GError **error);

/**
 * studio_clip_check_size: the size of the file, within what a format allows.
 * @frame: any frame
 * @format: its name
 * @max_side: pixels
 * @width: (out): pixels
 * @height: (out): pixels
 *
 * Returns: FALSE with WEFT_ERROR_INVALID.
 */
gboolean studio_clip_check_size (const StudioClip *clip, const StudioPixels *frame, const char *format, guint max_side,
                                 guint64 *width, guint64 *height, GError **error);

/**
 * studio_clip_walk: hands the first frame whole, then of each the smallest rectangle that holds every
 * change; where nothing changes, one pixel.
 *
 * Returns: FALSE with the errors of draw and @put, or WEFT_ERROR_INVALID (too large) or WEFT_ERROR_NO_MEMORY.
 */
gboolean studio_clip_walk (const StudioClip *clip, StudioClipPut put, gpointer encoder, GError **error);

/**
 * studio_clip_get_seconds: how long frame number @frame is shown.
 */
double studio_clip_get_seconds (const StudioClip *clip, guint frame);

/**
 * studio_clip_draw_scaled: one whole frame in the file's size.
 *
 * Returns: (transfer full): NULL with an error as above.
 */
StudioPixels *studio_clip_draw_scaled (const StudioClip *clip, guint frame, GError **error);

G_END_DECLS
