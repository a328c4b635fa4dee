/* SPDX-License-Identifier: MIT */
/* StudioPictureReader: pictures on their way into a StudioPictureSet. */
#pragma once

#include "app/picture-set.h"

G_BEGIN_DECLS

/**
 * StudioPictureReader: filled in by studio_picture_reader_read(); before it, what was asked for is set and the rest zero.
 */
typedef struct {
  const StudioPictureOptions *options;
  StudioPictureProgress *progress;
  GCancellable *cancellable;

  guint width;      /* of all pictures; 0: the first one decides */
  guint height;
  char *first;      /* name of the first picture */
  guint n_channels; /* 1 until there is one with a colour */
  guint8 *data;     /* [capacity, height, width, n_channels] */
  gsize capacity;
  gsize n;          /* pictures in it */
  gsize n_left_out;
  char *problem;    /* of the first one left out */
} StudioPictureReader;

void studio_picture_reader_clear (StudioPictureReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StudioPictureReader, studio_picture_reader_clear)

/**
 * studio_picture_reader_read: all pictures of a path of studio_picture_set_new(), one or more, into the buffer.
 *
 * Returns: FALSE with the errors of studio_picture_set_new(), not naming the path.
 */
gboolean studio_picture_reader_read (StudioPictureReader *reader, const char *path, GError **error);

/**
 * studio_picture_reader_get_n_pixels: of one picture.
 */
gsize studio_picture_reader_get_n_pixels (const StudioPictureReader *reader);

/**
 * studio_picture_reader_widen: makes grey pictures, which are what the buffer holds, coloured ones of the same look.
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY; they are grey then as before.
 */
gboolean studio_picture_reader_widen (StudioPictureReader *reader, GError **error);

G_END_DECLS
