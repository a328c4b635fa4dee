/* SPDX-License-Identifier: MIT */
/* WebP by libwebpmux, whose encoder finds what changes by itself and keeps to the even places the format
 * asks for. */
#include "app/export-webp.h"

#include "engine/error.h"

#include <math.h>
#include <string.h>
#include <webp/encode.h>
#include <webp/mux.h>

#define EFFORT 2 /* of the lossless packing, 0 .. 9: more gains little on flat squares */

static gboolean
fail (const char *why, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "the WebP cannot be written: %s", why);
  return FALSE;
}

/* Imports what StudioPixels are: grey is spread over three channels. */
static gboolean
import_pixels (WebPPicture *picture, const StudioPixels *pixels)
{
  const gsize n_pixels = (gsize) pixels->width * pixels->height;
  const guint n = pixels->n_channels;

  picture->use_argb = 1;
  picture->width = pixels->width;
  picture->height = pixels->height;
  if (!WebPPictureAlloc (picture))
    return FALSE;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint8 *source = pixels->data + i * n;

      picture->argb[i / pixels->width * picture->argb_stride + i % pixels->width]
          = 0xff000000u | (guint32) source[0] << 16 | (guint32) source[n / 2] << 8 | source[n - 1];
    }

  return TRUE;
}

static gboolean
add_frame (WebPAnimEncoder *encoder, const StudioPixels *pixels, int milliseconds, GError **error)
{
  WebPPicture picture;
  WebPConfig config;
  gboolean good;

  if (!WebPPictureInit (&picture) || !WebPConfigInit (&config) || !WebPConfigLosslessPreset (&config, EFFORT))
    return fail ("the library is of another version", error);

  config.exact = 1;
  good = import_pixels (&picture, pixels) && WebPAnimEncoderAdd (encoder, &picture, milliseconds, &config);
  WebPPictureFree (&picture);
  return good || fail (WebPAnimEncoderGetError (encoder), error);
}

static gboolean
add_frames (WebPAnimEncoder *encoder, const StudioClip *clip, GError **error)
{
  double seconds = 0.0;

  for (guint i = 0; i < clip->n_frames; i++)
    {
      g_autoptr (StudioPixels) frame = studio_clip_draw_scaled (clip, i, error);

      if (frame == NULL || !add_frame (encoder, frame, lround (1000.0 * seconds), error))
        return FALSE;
      seconds += studio_clip_get_seconds (clip, i);
    }

  return WebPAnimEncoderAdd (encoder, NULL, lround (1000.0 * seconds), NULL)
         || fail (WebPAnimEncoderGetError (encoder), error);
}

/* An XMP packet that holds the recipe as the picture's description. */
static char *
dup_xmp (const char *recipe)
{
  return g_markup_printf_escaped (
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description rdf:about=\"\" xmlns:weft=\"urn:io.github.weft_studio.Weft:\">"
      "<weft:recipe>%s</weft:recipe></rdf:Description></rdf:RDF></x:xmpmeta>",
      recipe);
}

static GBytes *
add_recipe (WebPData *plain, const char *recipe, GError **error)
{
  g_autofree char *xmp = dup_xmp (recipe);
  const WebPData chunk = { (const guint8 *) xmp, strlen (xmp) };
  WebPMux *mux = WebPMuxCreate (plain, 0);
  WebPData file = { NULL, 0 };
  GBytes *bytes = NULL;

  if (mux != NULL && WebPMuxSetChunk (mux, "XMP ", &chunk, 0) == WEBP_MUX_OK
      && WebPMuxAssemble (mux, &file) == WEBP_MUX_OK)
    bytes = g_bytes_new (file.bytes, file.size);
  else
    fail ("no memory", error);

  WebPDataClear (&file);
  WebPMuxDelete (mux);
  return bytes;
}

static GBytes *
assemble (WebPAnimEncoder *encoder, const StudioClip *clip, GError **error)
{
  WebPData file = { NULL, 0 };
  GBytes *bytes = NULL;

  if (!WebPAnimEncoderAssemble (encoder, &file))
    fail (WebPAnimEncoderGetError (encoder), error);
  else
    bytes = clip->recipe != NULL ? add_recipe (&file, clip->recipe, error)
                                 : g_bytes_new (file.bytes, file.size);

  WebPDataClear (&file);
  return bytes;
}

GBytes *
studio_export_webp (const StudioClip *clip, GError **error)
{
  g_autoptr (StudioPixels) first = clip->draw (clip->data, 0, error);
  WebPAnimEncoderOptions options;
  WebPAnimEncoder *encoder;
  GBytes *bytes = NULL;
  guint64 width, height;

  if (first == NULL || !studio_clip_check_size (clip, first, "WebP", WEBP_MAX_DIMENSION, &width, &height, error))
    return NULL;

  WebPAnimEncoderOptionsInit (&options);
  options.anim_params.loop_count = clip->loops;
  encoder = WebPAnimEncoderNew ((int) width, (int) height, &options);
  if (encoder == NULL)
    fail ("no memory", error);
  else if (add_frames (encoder, clip, error))
    bytes = assemble (encoder, clip, error);

  WebPAnimEncoderDelete (encoder);
  return bytes;
}
