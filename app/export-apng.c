/* SPDX-License-Identifier: MIT */
/* Each frame is encoded as a PNG of its own, whose image data then moves into the animation's chunks. */
#include "app/export-apng.h"

#include "app/png.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

#define SIGNATURE_SIZE 8
#define CHUNK_OVERHEAD 12 /* length, type, CRC */
#define IHDR_END (SIGNATURE_SIZE + CHUNK_OVERHEAD + 13)

typedef struct {
  const StudioClip *clip;
  GByteArray *frames; /* the animation's chunks */
  guint32 sequence;   /* number of the next of them */
} Encoder;

static void
append_be32 (GByteArray *bytes, guint32 value)
{
  const guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, sizeof big);
}

static void
append_be16 (GByteArray *bytes, guint16 value)
{
  const guint16 big = GUINT16_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, sizeof big);
}

/* Begins a chunk of @size bytes; returns where its type is. */
static guint
begin_chunk (GByteArray *bytes, const char *type, guint32 size)
{
  append_be32 (bytes, size);
  g_byte_array_append (bytes, (const guint8 *) type, 4);
  return bytes->len - 4;
}

static void
end_chunk (GByteArray *bytes, guint start)
{
  append_be32 (bytes, crc32 (0, bytes->data + start, bytes->len - start));
}

static void
append_control (Encoder *encoder, const StudioClipPart *part)
{
  const double seconds = studio_clip_get_seconds (encoder->clip, part->frame);
  const guint16 unit = seconds > 65.0 ? 100 : 1000;
  const guint start = begin_chunk (encoder->frames, "fcTL", 26);
  const guint8 keep_and_replace[2] = { 0, 0 };

  append_be32 (encoder->frames, encoder->sequence++);
  append_be32 (encoder->frames, part->pixels->width);
  append_be32 (encoder->frames, part->pixels->height);
  append_be32 (encoder->frames, part->x);
  append_be32 (encoder->frames, part->y);
  append_be16 (encoder->frames, (guint16) lround (seconds * unit));
  append_be16 (encoder->frames, unit);
  g_byte_array_append (encoder->frames, keep_and_replace, sizeof keep_and_replace);
  end_chunk (encoder->frames, start);
}

static guint32
read_be32 (const guint8 *data)
{
  guint32 big;

  memcpy (&big, data, sizeof big);
  return GUINT32_FROM_BE (big);
}

/* Every IDAT of @png, which we have just written ourselves, as an fdAT. */
static void
append_data (Encoder *encoder, GBytes *png)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);
  gsize length = 0;

  for (gsize at = SIGNATURE_SIZE; at < size; at += length + CHUNK_OVERHEAD)
    {
      length = read_be32 (data + at);
      if (memcmp (data + at + 4, "IDAT", 4) == 0)
        {
          const guint start = begin_chunk (encoder->frames, "fdAT", length + 4);

          append_be32 (encoder->frames, encoder->sequence++);
          g_byte_array_append (encoder->frames, data + at + 8, length);
          end_chunk (encoder->frames, start);
        }
    }
}

static gboolean
put_cb (gpointer data, const StudioClipPart *part, GError **error)
{
  Encoder *encoder = data;
  g_autoptr (GBytes) png = studio_png_encode (part->pixels, NULL, NULL, error);

  if (png == NULL)
    return FALSE;

  append_control (encoder, part);
  append_data (encoder, png);
  return TRUE;
}

/* The still picture with the animation's header behind its own, and the frames before its end. */
static GBytes *
join (const Encoder *encoder, GBytes *still)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (still, &size);
  const gsize end = size - CHUNK_OVERHEAD;
  GByteArray *file = g_byte_array_sized_new (size + encoder->frames->len + 20);
  guint start;

  g_byte_array_append (file, data, IHDR_END);
  start = begin_chunk (file, "acTL", 8);
  append_be32 (file, encoder->clip->n_frames);
  append_be32 (file, encoder->clip->loops);
  end_chunk (file, start);
  g_byte_array_append (file, data + IHDR_END, end - IHDR_END);
  g_byte_array_append (file, encoder->frames->data, encoder->frames->len);
  g_byte_array_append (file, data + end, CHUNK_OVERHEAD);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
studio_export_apng (const StudioClip *clip, GError **error)
{
  g_autoptr (GByteArray) frames = g_byte_array_new ();
  g_autoptr (StudioPixels) last = studio_clip_draw_scaled (clip, clip->n_frames - 1, error);
  g_autoptr (GBytes) still = NULL;
  Encoder encoder = { .clip = clip, .frames = frames };

  still = last != NULL ? studio_png_encode (last, clip->recipe, clip->parameters, error) : NULL;
  if (still == NULL || !studio_clip_walk (clip, put_cb, &encoder, error))
    return NULL;

  return join (&encoder, still);
}
