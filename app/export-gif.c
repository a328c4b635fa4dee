/* SPDX-License-Identifier: MIT */
/* GIF by giflib, written to memory. */
#include "app/export-gif.h"

#include "engine/error.h"

#include <gif_lib.h>
#include <math.h>
#include <string.h>

#define MAX_COLOURS 256
#define MAX_SIDE 65535
#define MIN_DELAY 2 /* hundredths of a second; players take less for a tenth of a second */

typedef struct {
  const StudioClip *clip;
  GByteArray *file;
  GifFileType *gif;
} Encoder;

gboolean
studio_export_gif_check_rate (double frames_per_second, GError **error)
{
  const double hundredths = 100.0 / frames_per_second;

  if (lround (hundredths) >= MIN_DELAY && fabs (hundredths - round (hundredths)) <= 0.02 * hundredths)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "GIF cannot show %g frames a second (give 50, 33.3, 25, 20, 16.7, 12.5, 10 or fewer)",
               frames_per_second);
  return FALSE;
}

static int
write_cb (GifFileType *gif, const GifByteType *data, int size)
{
  Encoder *encoder = gif->UserData;

  g_byte_array_append (encoder->file, data, size);
  return size;
}

static gboolean
fail (const Encoder *encoder, GError **error)
{
  const char *why = encoder->gif != NULL ? GifErrorString (encoder->gif->Error) : NULL;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "the GIF cannot be written: %s",
               why != NULL ? why : "no memory");
  return FALSE;
}

/* The colours of a part, and every pixel as a number among them. */
typedef struct {
  GifColorType colours[MAX_COLOURS];
  guint n;
  GHashTable *numbers; /* 0xRRGGBB -> number */
} Palette;

static gboolean
find_number (Palette *palette, const guint8 *pixel, guint n_channels, guint8 *number)
{
  const GifColorType colour = { pixel[0], pixel[n_channels / 2], pixel[n_channels - 1] };
  gpointer key = GUINT_TO_POINTER ((guint) colour.Red << 16 | (guint) colour.Green << 8 | colour.Blue);
  gpointer known;

  if (!g_hash_table_lookup_extended (palette->numbers, key, NULL, &known))
    {
      if (palette->n == MAX_COLOURS)
        return FALSE;

      known = GUINT_TO_POINTER (palette->n);
      palette->colours[palette->n++] = colour;
      g_hash_table_insert (palette->numbers, key, known);
    }

  *number = GPOINTER_TO_UINT (known);
  return TRUE;
}

static gboolean
index_pixels (Palette *palette, const StudioClipPart *part, guint8 *numbers, GError **error)
{
  const StudioPixels *pixels = part->pixels;
  const gsize n_pixels = (gsize) pixels->width * pixels->height;

  for (gsize i = 0; i < n_pixels; i++)
    if (!find_number (palette, pixels->data + i * pixels->n_channels, pixels->n_channels, numbers + i))
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "frame %u brings more than %d colours, a GIF's frame holds no more (choose APNG, or "
                     "fewer new pixels a frame)",
                     part->frame, MAX_COLOURS);
        return FALSE;
      }

  return TRUE;
}

static gboolean
write_image (Encoder *encoder, const StudioClipPart *part, const Palette *palette, guint8 *numbers)
{
  const guint width = part->pixels->width;
  const guint height = part->pixels->height;
  ColorMapObject *map = GifMakeMapObject (1 << GifBitSize (MAX (palette->n, 2)), NULL);
  gboolean good = map != NULL;

  if (good)
    memcpy (map->Colors, palette->colours, palette->n * sizeof *palette->colours);

  good = good && EGifPutImageDesc (encoder->gif, part->x, part->y, width, height, false, map) == GIF_OK;
  for (guint y = 0; good && y < height; y++)
    good = EGifPutLine (encoder->gif, numbers + (gsize) y * width, width) == GIF_OK;

  GifFreeMapObject (map);
  return good;
}

static gboolean
write_control (Encoder *encoder, guint frame)
{
  const long delay = lround (100.0 * studio_clip_get_seconds (encoder->clip, frame));
  const GraphicsControlBlock control = {
    .DisposalMode = DISPOSE_DO_NOT,
    .DelayTime = CLAMP (delay, MIN_DELAY, G_MAXUINT16),
    .TransparentColor = NO_TRANSPARENT_COLOR,
  };
  GifByteType bytes[4];

  EGifGCBToExtension (&control, bytes);
  return EGifPutExtension (encoder->gif, GRAPHICS_EXT_FUNC_CODE, sizeof bytes, bytes) == GIF_OK;
}

static gboolean
put_cb (gpointer data, const StudioClipPart *part, GError **error)
{
  Encoder *encoder = data;
  g_autofree guint8 *numbers = g_try_malloc ((gsize) part->pixels->width * part->pixels->height);
  g_autoptr (GHashTable) table = g_hash_table_new (NULL, NULL);
  Palette palette = { .numbers = table };

  if (numbers == NULL)
    return fail (encoder, error);

  return index_pixels (&palette, part, numbers, error)
         && ((write_control (encoder, part->frame) && write_image (encoder, part, &palette, numbers))
             || fail (encoder, error));
}

/* How often to play, which is said as the number of repetitions; once needs no word. */
static gboolean
write_loops (Encoder *encoder)
{
  const guint repeats = encoder->clip->loops > 0 ? encoder->clip->loops - 1 : 0;
  const GifByteType bytes[3] = { 1, repeats & 0xff, repeats >> 8 };

  if (encoder->clip->loops == 1)
    return TRUE;

  return EGifPutExtensionLeader (encoder->gif, APPLICATION_EXT_FUNC_CODE) == GIF_OK
         && EGifPutExtensionBlock (encoder->gif, 11, "NETSCAPE2.0") == GIF_OK
         && EGifPutExtensionBlock (encoder->gif, sizeof bytes, bytes) == GIF_OK
         && EGifPutExtensionTrailer (encoder->gif) == GIF_OK;
}

static gboolean
write_file (Encoder *encoder, const StudioPixels *first, GError **error)
{
  const StudioClip *clip = encoder->clip;
  guint64 width, height;

  if (!studio_clip_check_size (clip, first, "GIF", MAX_SIDE, &width, &height, error))
    return FALSE;

  EGifSetGifVersion (encoder->gif, true);
  if (EGifPutScreenDesc (encoder->gif, width, height, 8, 0, NULL) != GIF_OK
      || !write_loops (encoder)
      || (clip->recipe != NULL && EGifPutComment (encoder->gif, clip->recipe) != GIF_OK))
    return fail (encoder, error);

  return studio_clip_walk (clip, put_cb, encoder, error);
}

GBytes *
studio_export_gif (const StudioClip *clip, GError **error)
{
  g_autoptr (StudioPixels) first = clip->draw (clip->data, 0, error);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  Encoder encoder = { .clip = clip, .file = file };
  gboolean good;

  if (first == NULL)
    return NULL;

  encoder.gif = EGifOpen (&encoder, write_cb, NULL);
  if (encoder.gif == NULL)
    {
      fail (&encoder, error);
      return NULL;
    }

  good = write_file (&encoder, first, error);
  EGifCloseFile (encoder.gif, NULL);
  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&file)) : NULL;
}
