/* SPDX-License-Identifier: MIT */
/* Pictures that were read are divided, a palette is chosen from those that are learnt from, and all become values. */
#include "app/picture-set.h"

#include "app/palette.h"
#include "app/picture-reader.h"
#include "app/shuffle.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

#define PASS_OF_SPLIT G_MAXUINT64 /* no pass of a training has this number */

struct _StudioPictureSet {
  gatomicrefcount n_references;
  WeftImageMode mode;
  guint width;
  guint height;
  guint n_colours;   /* of the palette; 0: none */
  guint8 palette[3 * STUDIO_PALETTE_MAX];
  gsize n_training;
  gsize n_held_out;
  guint8 *values;    /* [n_training + n_held_out, n_values] */
  gsize n_left_out;
  char *problem;
  gsize n_replaced;
  char *sha256;
};

/* From pictures to values */

/* Which pictures are held out: [n] flags. NULL if they are too many. */
static gboolean *
split (const StudioPictureReader *reader, StudioPictureSet *set, GError **error)
{
  const gsize asked = reader->options->n_held_out;
  g_autofree guint32 *order = g_new (guint32, reader->n);
  gboolean *is_held_out;

  set->n_held_out = asked == STUDIO_PICTURE_SET_TENTH ? MIN (reader->n / 10, STUDIO_PICTURE_SET_HELD_OUT)
                                                      : asked;
  if (set->n_held_out >= reader->n)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "%" G_GSIZE_FORMAT " pictures are to be held out, there are %" G_GSIZE_FORMAT
                   " in all (hold out fewer: --held-out N)", set->n_held_out, reader->n);
      return NULL;
    }

  set->n_training = reader->n - set->n_held_out;
  is_held_out = g_new0 (gboolean, reader->n);
  studio_shuffle (reader->options->seed, PASS_OF_SPLIT, order, reader->n);
  for (gsize i = 0; i < set->n_held_out; i++)
    is_held_out[order[i]] = TRUE;

  return is_held_out;
}

static void
choose_palette (const StudioPictureReader *reader, StudioPictureSet *set, const gboolean *is_held_out)
{
  const StudioPictureOptions *options = reader->options;
  const gsize n_bytes = studio_picture_reader_get_n_pixels (reader) * reader->n_channels;
  g_autoptr (StudioPalette) palette = studio_palette_new ();
  gboolean is_exact = TRUE;

  if (options->palette != NULL)
    {
      set->n_colours = options->n_palette;
      memcpy (set->palette, options->palette, 3 * options->n_palette);
    }
  else
    {
      for (gsize i = 0; i < reader->n; i++)
        if (!is_held_out[i])
          studio_palette_count (palette, reader->data + i * n_bytes, studio_picture_reader_get_n_pixels (reader),
                                reader->n_channels);
      set->n_colours = studio_palette_choose (palette, options->n_colours > 0 ? options->n_colours
                                                                               : STUDIO_PALETTE_MAX,
                                              set->palette, &is_exact);
    }

  /* Nobody asked for few colours, and there are many. */
  if (!options->has_mode && !is_exact)
    set->n_colours = 0;
}

static void
choose_mode (const StudioPictureReader *reader, StudioPictureSet *set, const gboolean *is_held_out)
{
  const StudioPictureOptions *options = reader->options;

  if (options->has_mode ? options->mode == WEFT_IMAGE_INDEXED8 : reader->n_channels == 3)
    choose_palette (reader, set, is_held_out);

  if (options->has_mode)
    set->mode = options->mode;
  else if (set->n_colours > 0)
    set->mode = WEFT_IMAGE_INDEXED8;
  else
    set->mode = reader->n_channels == 1 ? WEFT_IMAGE_GRAY8 : WEFT_IMAGE_RGB8;
}

/* The whole buffer, which is used up, as values in the same order. */
static gboolean
convert (StudioPictureReader *reader, StudioPictureSet *set, GError **error)
{
  const gsize n_pixels = reader->n * studio_picture_reader_get_n_pixels (reader);

  if (set->mode == WEFT_IMAGE_RGB8 && reader->n_channels == 1 && !studio_picture_reader_widen (reader, error))
    return FALSE;

  /* In place: a pixel is read before the value that takes its place, or one before it, is written. */
  if (set->mode == WEFT_IMAGE_INDEXED8)
    set->n_replaced = studio_palette_map (set->palette, set->n_colours, reader->data, n_pixels,
                                          reader->n_channels, reader->data);
  return TRUE;
}

/* Learnt from first, held out last, each in the order they came. */
static gboolean
sort_out (const StudioPictureReader *reader, StudioPictureSet *set, const gboolean *is_held_out, GError **error)
{
  const gsize n_values = studio_picture_set_get_n_values (set);
  gsize places[2] = { 0, set->n_training };

  set->values = g_try_malloc (reader->n * n_values);
  if (set->values == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "%" G_GSIZE_FORMAT " pictures need %.4g MB of memory, which are not there "
                   "(take fewer or smaller ones)", reader->n, (double) reader->n * (double) n_values / 1e6);
      return FALSE;
    }

  for (gsize i = 0; i < reader->n; i++)
    memcpy (set->values + places[is_held_out[i]]++ * n_values, reader->data + i * n_values, n_values);

  return TRUE;
}

static char *
compute_sha256 (StudioPictureSet *set)
{
  const gsize n_values = studio_picture_set_get_n_values (set);
  const guint32 sizes[] = {
    GUINT32_TO_LE (set->mode), GUINT32_TO_LE (set->width), GUINT32_TO_LE (set->height),
    GUINT32_TO_LE ((guint32) set->n_training), GUINT32_TO_LE ((guint32) set->n_held_out),
  };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) sizes, sizeof sizes);
  g_checksum_update (checksum, set->palette, 3 * set->n_colours);
  for (gsize i = 0; i < set->n_training + set->n_held_out; i++)
    g_checksum_update (checksum, set->values + i * n_values, n_values);
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
finish (StudioPictureReader *reader, StudioPictureSet *set, GError **error)
{
  g_autofree gboolean *is_held_out = NULL;

  set->width = reader->width;
  set->height = reader->height;
  set->n_left_out = reader->n_left_out;
  set->problem = g_steal_pointer (&reader->problem);
  is_held_out = split (reader, set, error);
  if (is_held_out == NULL)
    return FALSE;

  choose_mode (reader, set, is_held_out);
  if (!convert (reader, set, error) || !sort_out (reader, set, is_held_out, error))
    return FALSE;

  set->sha256 = compute_sha256 (set);
  return TRUE;
}

StudioPictureSet *
studio_picture_set_new (const char *path, const StudioPictureOptions *options,
                        StudioPictureProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (StudioPictureSet) set = g_new0 (StudioPictureSet, 1);
  g_auto (StudioPictureReader) reader = {
    .options = options, .progress = progress, .cancellable = cancellable, .width = options->width,
    .height = options->height,
  };

  g_return_val_if_fail (path != NULL, NULL);

  g_atomic_ref_count_init (&set->n_references);
  if (studio_picture_reader_read (&reader, path, error) && finish (&reader, set, error))
    return g_steal_pointer (&set);

  g_autofree char *shown = weft_escape_name (path, -1);
  g_prefix_error (error, "cannot learn from '%s': ", shown);
  return NULL;
}

StudioPictureSet *
studio_picture_set_ref (StudioPictureSet *set)
{
  g_atomic_ref_count_inc (&set->n_references);
  return set;
}

void
studio_picture_set_unref (StudioPictureSet *set)
{
  if (set == NULL || !g_atomic_ref_count_dec (&set->n_references))
    return;

  g_free (set->values);
  g_free (set->problem);
  g_free (set->sha256);
  g_free (set);
}

void
studio_picture_set_describe (StudioPictureSet *set, WeftConfig *config)
{
  config->image_mode = set->mode;
  config->image_width = set->width;
  config->image_height = set->height;
  config->n_values = set->n_colours > 0 ? set->n_colours : WEFT_MAX_VALUES;
  config->n_positions = weft_config_get_image_values (config) - 1;
}

const guint8 *
studio_picture_set_get_palette (StudioPictureSet *set)
{
  return set->n_colours > 0 ? set->palette : NULL;
}

gsize
studio_picture_set_get_n_values (StudioPictureSet *set)
{
  return (gsize) set->width * set->height * (set->mode == WEFT_IMAGE_RGB8 ? 3 : 1);
}

gsize
studio_picture_set_get_n_training (StudioPictureSet *set)
{
  return set->n_training;
}

const guint8 *
studio_picture_set_get_training (StudioPictureSet *set)
{
  return set->values;
}

gsize
studio_picture_set_get_n_held_out (StudioPictureSet *set)
{
  return set->n_held_out;
}

const guint8 *
studio_picture_set_get_held_out (StudioPictureSet *set)
{
  return set->values + set->n_training * studio_picture_set_get_n_values (set);
}

gsize
studio_picture_set_get_n_left_out (StudioPictureSet *set)
{
  return set->n_left_out;
}

const char *
studio_picture_set_get_problem (StudioPictureSet *set)
{
  return set->problem;
}

gsize
studio_picture_set_get_n_replaced (StudioPictureSet *set)
{
  return set->n_replaced;
}

StudioPixels *
studio_picture_set_dup_picture (StudioPictureSet *set, gsize index, GError **error)
{
  const gsize n_values = studio_picture_set_get_n_values (set);
  WeftConfig config = { 0 };

  g_return_val_if_fail (index < set->n_training, NULL);

  studio_picture_set_describe (set, &config);
  return studio_pixels_new_from_values (&config, studio_picture_set_get_palette (set),
                                        set->values + index * n_values, n_values, error);
}

const char *
studio_picture_set_get_sha256 (StudioPictureSet *set)
{
  return set->sha256;
}
