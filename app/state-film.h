/* SPDX-License-Identifier: MIT */
/* The memory of one head as a film: S as a map of colours and z as bars, beside the picture so far. */
#pragma once

#include "app/film.h"
#include "app/keyframes.h"

#include "engine/model.h"

G_BEGIN_DECLS

#define STUDIO_STATE_FILM_MAX_BYTES (G_GUINT64_CONSTANT (1) << 30) /* of S and z of all frames */

#define STUDIO_STATE_FILM_MAX_COLOURS 187 /* of the picture beside the table */

/**
 * StudioStateSource: a picture, and whose memory of it to show. A plain value, all borrowed.
 */
typedef struct {
  WeftModel *model;           /* of linear attention */
  const StudioRecipe *recipe; /* of the picture, as far as it is painted */
  const guint8 *values;       /* [steps_done of the recipe] */
  StudioKeyframes *keyframes; /* what the run remembered on the way; NULL: all is walked through from the beginning */
  guint lane;                 /* of keyframes */
  StudioMoment *moment;       /* that the run went on from, or NULL */
  guint layer;                /* 0 .. */
  guint head;                 /* 0 .. */
} StudioStateSource;

/**
 * studio_state_film_check: whether there is such a head, and whether it has a table.
 * @name: of the checkpoint, for the message
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT.
 */
gboolean studio_state_film_check (const WeftConfig *config, const char *name, guint layer, guint head, GError **error);

/**
 * studio_state_film_new: a frame a moment: the picture up to there, and the state that its last value was drawn from.
 *
 * The colours' ends are the largest size of a number of S in all frames, and full bars the largest of z, so that frames can
 * be compared. A picture of more than STUDIO_STATE_FILM_MAX_COLOURS is shown in that many, so that no frame has more than the
 * 256 of a GIF, and a GIF's frames are those of the other formats. The state is walked through when a frame is drawn for the first time,
 * which takes about as long as painting.
 *
 * Returns: (transfer full): NULL with the errors of studio_state_film_check() or studio_frames_list(), or
 * WEFT_ERROR_NO_MEMORY, also for more than STUDIO_STATE_FILM_MAX_BYTES.
 */
StudioFilm *studio_state_film_new (const StudioStateSource *source, const StudioFramesRange *range, GError **error);

/**
 * studio_state_film_make_settings: (transfer full): what decides such frames beside recipe and moments, for a manifest.
 * @layer: 0 .., as @head
 */
json_t *studio_state_film_make_settings (guint layer, guint head);

/* Where things are in a frame, in its pixels. */
typedef struct {
  guint width;
  guint height;
  guint y;            /* of picture, table and bars */
  guint picture_x;
  guint picture_cell; /* side of a pixel of the picture */
  guint table_x;
  guint cell;         /* side of a number of S: one row a key, one column a value */
  guint bars_x;       /* bars lie beside the rows of S, from here to the right */
  guint bars_width;   /* of the longest */
} StudioStateLayout;

void studio_state_film_lay_out (const WeftConfig *config, StudioStateLayout *layout);

/**
 * studio_state_film_get_head: whose memory a film shows; does not wait for its frames.
 * @layout: (out) (optional):
 * @layer: (out) (optional): 0 .., as @head
 *
 * Returns: FALSE if @film is no such film.
 */
gboolean studio_state_film_get_head (StudioFilm *film, StudioStateLayout *layout, guint *layer, guint *head);

/**
 * studio_state_film_get_colour: what a number of S looks like.
 * @limit: the number that has the last colour, > 0
 *
 * Returns: 0xRRGGBB; one of few, so that GIF can show them beside the greys of a picture.
 */
guint32 studio_state_film_get_colour (double value, double limit);

G_END_DECLS
