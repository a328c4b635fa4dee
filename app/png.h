/* SPDX-License-Identifier: MIT */
/* PNG in memory: refused by its header before it is decoded, one defined conversion, text in and out. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_PNG_RECIPE_KEYWORD "io.github.weft_studio.Weft.recipe"
#define STUDIO_PNG_PARAMETERS_KEYWORD "parameters"
#define STUDIO_PNG_MAX_TEXT (1024 * 1024)           /* bytes of text read from a file */
#define STUDIO_PNG_MAX_FILE (256ull * 1024 * 1024) /* bytes of a file */

/**
 * StudioPngHeader: what the first chunk says.
 */
typedef struct {
  guint width;
  guint height;
  guint bit_depth;
  gboolean is_grey;   /* no colour channels and no palette */
  gboolean has_alpha; /* an alpha channel; a transparent colour in a chunk of its own is not counted */
} StudioPngHeader;

/**
 * studio_png_read_header: checks signature, IHDR and its CRC, and the size, from the first bytes alone.
 * @data: (array length=size)
 *
 * Returns: FALSE with WEFT_ERROR_UNSUPPORTED (not a PNG: the kind is named if it is known) or
 * WEFT_ERROR_INVALID ("20000 x 20000 = 400 Mpixel, limit 16").
 */
gboolean studio_png_read_header (const guint8 *data, gsize size, StudioPngHeader *header, GError **error);

/**
 * studio_png_decode: the pixels.
 *
 * One conversion for all kinds: palettes and low depths are expanded, 16 bit is scaled to 8, alpha is laid
 * over white, interlacing undone; gamma and profiles are ignored. Grey files give grey, all others colour.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID, UNSUPPORTED or NO_MEMORY.
 */
StudioPixels *studio_png_decode (GBytes *bytes, GError **error);

/**
 * studio_png_decode_opacity: how opaque each pixel is, 0 .. 255.
 *
 * Returns: (transfer full): of one channel, 255 all over if the file knows no transparency; NULL as studio_png_decode().
 */
StudioPixels *studio_png_decode_opacity (GBytes *bytes, GError **error);

/**
 * studio_png_encode: a PNG, 8 bit grey or RGB.
 * @recipe: (nullable): JSON, UTF-8; written as iTXt before the image data
 * @parameters: (nullable): one line for foreign viewers, UTF-8; with it
 *
 * Returns: (transfer full): the file's bytes, for studio_store_write(); NULL with WEFT_ERROR_NO_MEMORY.
 */
GBytes *studio_png_encode (const StudioPixels *pixels, const char *recipe, const char *parameters,
                           GError **error);

/**
 * studio_png_dup_text: the text under @keyword, from an iTXt, tEXt or zTXt chunk; images are not decoded.
 *
 * Returns: (transfer full) (nullable): NULL without an error if there is none; NULL with WEFT_ERROR_INVALID
 * if the file is damaged or the text longer than STUDIO_PNG_MAX_TEXT, packed or unpacked.
 */
char *studio_png_dup_text (GBytes *bytes, const char *keyword, GError **error);

G_END_DECLS
