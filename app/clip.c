/* SPDX-License-Identifier: MIT */
/* Walks through a clip and finds what changes. Frames are compared before they are scaled. */
#include "app/clip.h"

#include "app/frames.h"

#include "engine/error.h"

#include <string.h>

typedef struct {
  guint left;
  guint top;
  guint right;  /* behind the last */
  guint bottom; /* likewise */
} Box;

static const guint8 *
get_pixel (const StudioPixels *pixels, guint x, guint y)
{
  return pixels->data + ((gsize) y * pixels->width + x) * pixels->n_channels;
}

static Box
find_change (const StudioPixels *before, const StudioPixels *after)
{
  Box box = { .left = after->width, .top = after->height };

  for (guint y = 0; y < after->height; y++)
    for (guint x = 0; x < after->width; x++)
      if (memcmp (get_pixel (before, x, y), get_pixel (after, x, y), after->n_channels) != 0)
        {
          box.left = MIN (box.left, x);
          box.top = MIN (box.top, y);
          box.right = MAX (box.right, x + 1);
          box.bottom = y + 1;
        }

  return box.bottom > 0 ? box : (Box) { .right = 1, .bottom = 1 };
}

static StudioPixels *
cut (const StudioPixels *pixels, const Box *box, guint scale, GError **error)
{
  const guint width = box->right - box->left;
  const guint height = box->bottom - box->top;
  g_autoptr (StudioPixels) part = studio_pixels_new (width, height, pixels->n_channels, error);

  if (part == NULL)
    return NULL;

  for (guint y = 0; y < part->height; y++)
    memcpy (part->data + (gsize) y * width * part->n_channels, get_pixel (pixels, box->left, box->top + y),
            (gsize) width * part->n_channels);

  return studio_pixels_scale (part, scale, error);
}

/* Of the file, in pixels. */
static void
get_size (const StudioClip *clip, const StudioPixels *frame, guint64 *width, guint64 *height)
{
  *width = clip->width > 0 ? clip->width : (guint64) frame->width * clip->scale;
  *height = clip->width > 0 ? clip->height : (guint64) frame->height * clip->scale;
}

gboolean
studio_clip_check_size (const StudioClip *clip, const StudioPixels *frame, const char *format, guint max_side,
                        guint64 *width, guint64 *height, GError **error)
{
  get_size (clip, frame, width, height);
  if (MAX (*width, *height) <= max_side)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "%" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT " pixels are too large for a %s, limit %u", *width, *height,
               format, max_side);
  return FALSE;
}

/* Where frames begin on their paper: even places, as WebP and WebM like them. */
static void
find_corner (const StudioClip *clip, const StudioPixels *frame, guint *x, guint *y)
{
  guint64 width, height;

  get_size (clip, frame, &width, &height);
  *x = (guint) (width - frame->width * clip->scale) / 4 * 2;
  *y = (guint) (height - frame->height * clip->scale) / 4 * 2;
}

static StudioPixels *
lay_on_paper (const StudioClip *clip, const StudioPixels *frame, GError **error)
{
  g_autoptr (StudioPixels) scaled = studio_pixels_scale (frame, clip->scale, error);
  g_autoptr (StudioPixels) paper = NULL;
  guint x, y;

  if (scaled == NULL || clip->width == 0)
    return g_steal_pointer (&scaled);

  paper = studio_pixels_new (clip->width, clip->height, frame->n_channels, error);
  if (paper == NULL)
    return NULL;

  memset (paper->data, STUDIO_FRAMES_PAPER, studio_pixels_get_bytes (paper));
  find_corner (clip, frame, &x, &y);
  for (guint row = 0; row < scaled->height; row++)
    memcpy (paper->data + ((gsize) (y + row) * paper->width + x) * paper->n_channels,
            scaled->data + (gsize) row * scaled->width * scaled->n_channels,
            (gsize) scaled->width * scaled->n_channels);
  return g_steal_pointer (&paper);
}

static gboolean
put_first (const StudioClip *clip, const StudioPixels *frame, StudioClipPut put, gpointer encoder, GError **error)
{
  g_autoptr (StudioPixels) paper = lay_on_paper (clip, frame, error);
  const StudioClipPart part = { .pixels = paper };

  return paper != NULL && put (encoder, &part, error);
}

static gboolean
put_box (const StudioClip *clip, guint frame, const StudioPixels *pixels, const Box *box, StudioClipPut put,
         gpointer encoder, GError **error)
{
  g_autoptr (StudioPixels) scaled = cut (pixels, box, clip->scale, error);
  StudioClipPart part = { .frame = frame, .pixels = scaled };

  find_corner (clip, pixels, &part.x, &part.y);
  part.x += box->left * clip->scale;
  part.y += box->top * clip->scale;
  return scaled != NULL && put (encoder, &part, error);
}

static gboolean
put_change (const StudioClip *clip, guint frame, const StudioPixels *before, const StudioPixels *after,
            StudioClipPut put, gpointer encoder, GError **error)
{
  Box box;

  if (before == NULL)
    return put_first (clip, after, put, encoder, error);

  box = find_change (before, after);
  return put_box (clip, frame, after, &box, put, encoder, error);
}

gboolean
studio_clip_walk (const StudioClip *clip, StudioClipPut put, gpointer encoder, GError **error)
{
  g_autoptr (StudioPixels) before = NULL;

  for (guint i = 0; i < clip->n_frames; i++)
    {
      g_autoptr (StudioPixels) frame = clip->draw (clip->data, i, error);

      if (frame == NULL || !put_change (clip, i, before, frame, put, encoder, error))
        return FALSE;

      studio_pixels_free (before);
      before = g_steal_pointer (&frame);
    }

  return TRUE;
}

double
studio_clip_get_seconds (const StudioClip *clip, guint frame)
{
  const gboolean is_held = clip->hold > 0.0 && (frame == 0 || frame + 1 == clip->n_frames);

  return is_held ? clip->hold : clip->seconds;
}

StudioPixels *
studio_clip_draw_scaled (const StudioClip *clip, guint frame, GError **error)
{
  g_autoptr (StudioPixels) pixels = clip->draw (clip->data, frame, error);

  return pixels != NULL ? lay_on_paper (clip, pixels, error) : NULL;
}
