/* SPDX-License-Identifier: MIT */
/* Walks through a clip and finds what changes. Frames are compared before they are scaled. */
#include "app/clip.h"

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

static gboolean
put_box (const StudioClip *clip, guint frame, const StudioPixels *pixels, const Box *box, StudioClipPut put,
         gpointer encoder, GError **error)
{
  g_autoptr (StudioPixels) scaled = cut (pixels, box, clip->scale, error);
  const StudioClipPart part = {
    .frame = frame,
    .x = box->left * clip->scale,
    .y = box->top * clip->scale,
    .pixels = scaled,
  };

  return scaled != NULL && put (encoder, &part, error);
}

gboolean
studio_clip_walk (const StudioClip *clip, StudioClipPut put, gpointer encoder, GError **error)
{
  g_autoptr (StudioPixels) before = NULL;

  for (guint i = 0; i < clip->n_frames; i++)
    {
      g_autoptr (StudioPixels) frame = clip->draw (clip->data, i, error);
      Box box = { 0 };

      if (frame == NULL)
        return FALSE;

      if (before != NULL)
        box = find_change (before, frame);
      else
        box = (Box) { .right = frame->width, .bottom = frame->height };
      if (!put_box (clip, i, frame, &box, put, encoder, error))
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

  return pixels != NULL ? studio_pixels_scale (pixels, clip->scale, error) : NULL;
}
