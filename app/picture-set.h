/* SPDX-License-Identifier: MIT */
/* StudioPictureSet: pictures of all kinds as the sequences of values that a network learns from. */
#pragma once

#include "app/pixels-fit.h"

#include <gio/gio.h>
#include <stdatomic.h>

G_BEGIN_DECLS

#define STUDIO_PICTURE_SET_MAX_SIDE 512       /* pixels of a side to train on */
#define STUDIO_PICTURE_SET_TENTH G_MAXSIZE    /* of held out: a tenth, at most STUDIO_PICTURE_SET_HELD_OUT */
#define STUDIO_PICTURE_SET_HELD_OUT 200

/**
 * StudioPictureOptions: how pictures become sequences; all zero is a good beginning but for what is said.
 */
typedef struct {
  guint width;           /* pixels; 0: that of the pictures, which must then be equal */
  guint height;
  StudioFit fit;         /* where sizes differ from it */
  gboolean has_mode;
  WeftImageMode mode;    /* if has_mode; else grey if all are grey, indexed up to n_colours, else colour */
  guint n_colours;       /* indexed8: at most so many, 2 .. 256; 0: 256 */
  const guint8 *palette; /* indexed8: [n_palette, 3] that must be used; NULL: chosen from what is learnt from */
  guint n_palette;
  gsize n_held_out;      /* pictures kept apart, or STUDIO_PICTURE_SET_TENTH */
  guint64 seed;          /* decides which */
  gboolean strict;       /* a picture that cannot be read is an error */
  gsize limit;           /* read the first so many only; 0: all */
} StudioPictureOptions;

/**
 * StudioPictureProgress: told while a set is read, by the thread that does; all zero at first.
 */
typedef struct {
  atomic_size_t n_read;
  atomic_size_t n_total;
} StudioPictureProgress;

/**
 * StudioPictureSet: counted.
 *
 * Threads: immutable; any.
 */
typedef struct _StudioPictureSet StudioPictureSet;

/**
 * studio_picture_set_new: reads pictures.
 * @path: an IDX file, gzipped or not; a folder, with all within it (studio_picture_file_list()); a file whose
 *   name ends in .txt, a list of pictures; or one PNG or JPEG
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): asked between two pictures
 *
 * A picture that cannot be read is left out and counted, unless @options say otherwise. The held-out pictures
 * are drawn by lot from the seed; the palette is chosen from the others, and what they have not is replaced by
 * the nearest colour and counted.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_IO, INVALID, UNSUPPORTED, ARGUMENT (options that do not fit
 * the pictures) or NO_MEMORY; the message names the file. G_IO_ERROR_CANCELLED likewise.
 */
StudioPictureSet *studio_picture_set_new (const char *path, const StudioPictureOptions *options,
                                          StudioPictureProgress *progress, GCancellable *cancellable,
                                          GError **error);

/**
 * studio_picture_set_count: how many pictures there seem to be, without reading them.
 * @path: as above
 * @n: (out)
 *
 * Returns: FALSE with the errors of the file or folder, not naming it.
 */
gboolean studio_picture_set_count (const char *path, gsize *n, GError **error);

StudioPictureSet *studio_picture_set_ref   (StudioPictureSet *set);
void              studio_picture_set_unref (StudioPictureSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioPictureSet, studio_picture_set_unref)

/**
 * studio_picture_set_describe: sets the image of @config: mode, sizes, values, positions; nothing else.
 */
void studio_picture_set_describe (StudioPictureSet *set, WeftConfig *config);

/**
 * studio_picture_set_get_palette: [n_values, 3] of an indexed set, else NULL.
 */
const guint8 *studio_picture_set_get_palette (StudioPictureSet *set);

/**
 * studio_picture_set_get_n_values: of one picture, N + 1.
 */
gsize studio_picture_set_get_n_values (StudioPictureSet *set);

/**
 * studio_picture_set_get_n_training, studio_picture_set_get_training: what is learnt from: [n_training,
 * n_values].
 */
gsize         studio_picture_set_get_n_training (StudioPictureSet *set);
const guint8 *studio_picture_set_get_training   (StudioPictureSet *set);

/**
 * studio_picture_set_get_n_held_out, studio_picture_set_get_held_out: what is not: [n_held_out, n_values].
 */
gsize         studio_picture_set_get_n_held_out (StudioPictureSet *set);
const guint8 *studio_picture_set_get_held_out   (StudioPictureSet *set);

/**
 * studio_picture_set_get_n_left_out: pictures that could not be read.
 */
gsize studio_picture_set_get_n_left_out (StudioPictureSet *set);

/**
 * studio_picture_set_get_problem: what was wrong with the first of them, naming it; NULL without any.
 */
const char *studio_picture_set_get_problem (StudioPictureSet *set);

/**
 * studio_picture_set_get_n_replaced: pixels whose colour was replaced by the nearest of the palette.
 */
gsize studio_picture_set_get_n_replaced (StudioPictureSet *set);

/**
 * studio_picture_set_dup_picture: (transfer full): training picture number @index as the network sees it.
 *
 * Returns: NULL with WEFT_ERROR_NO_MEMORY.
 */
StudioPixels *studio_picture_set_dup_picture (StudioPictureSet *set, gsize index, GError **error);

/**
 * studio_picture_set_get_sha256: of all that a training depends on: mode, sizes, palette, values; in
 * hexadecimal.
 */
const char *studio_picture_set_get_sha256 (StudioPictureSet *set);

G_END_DECLS
