/* SPDX-License-Identifier: MIT */
/* StudioFilm: what is exported, frame by frame: a picture as it came to be, or whatever somebody draws. */
#pragma once

#include "app/clip.h"
#include "app/format.h"
#include "app/frames.h"
#include "app/recipe.h"

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * StudioFilm: immutable, atomically counted.
 *
 * Threads: any, if those who draw it are.
 */
typedef struct _StudioFilm StudioFilm;

/* How large a frame is in a file. */
typedef struct {
  guint scale;  /* side of the square each pixel becomes, 1 .. */
  guint width;  /* of the file, pixels, with the picture in the middle of it; 0: as large as the picture */
  guint height; /* likewise */
} StudioFilmSize;

typedef struct {
  double seconds; /* from one frame to the next, above 0 */
  double hold;    /* of the first and the last frame, seconds; 0: like the others */
  guint loops;    /* times it is played, 0: for ever */
} StudioFilmTiming;

/**
 * StudioFilmTick: asked before each frame; FALSE with an error ends the encoding.
 * @frame: up to which all are done
 */
typedef gboolean (*StudioFilmTick) (gpointer data, guint frame, GError **error);

/**
 * studio_film_new_of_picture: a picture as it came to be.
 * @picture: as it is when complete, or as far as it came; copied
 * @recipe: of @picture; copied
 *
 * Returns: (transfer full): NULL with the errors of studio_frames_list(), or WEFT_ERROR_NO_MEMORY.
 */
StudioFilm *studio_film_new_of_picture (const StudioPixels *picture, const StudioRecipe *recipe,
                                        const StudioFramesRange *range, GError **error);

/**
 * StudioFilmTell: what the file of a frame says of how it came to be.
 * @recipe: the film's, up to the frame's moment where the film shows moments
 *
 * Returns: (transfer full): JSON.
 */
typedef char *(*StudioFilmTell) (gpointer data, const StudioRecipe *recipe);

/* Frames that somebody draws; a value. */
typedef struct {
  const char *what;               /* a word for the manifest, such as "race"; a literal */
  guint n_frames;                 /* 1 ..; not looked at where there are moments */
  StudioClipDraw draw;
  StudioFilmTell tell;            /* NULL: files say nothing, as no frame can be painted again */
  gpointer data;                  /* of both; the film takes it */
  GDestroyNotify free_data;
  const StudioRecipe *recipe;     /* what the frames depend on; copied */
  const StudioFramesRange *range; /* which moments of a picture they show; NULL: they are none */
  GArray *moments;                /* of guint, what studio_frames_list() made of range; the film takes it */
  json_t *settings;               /* what else decides the frames, for the manifest, or NULL; the film takes it */
} StudioFilmDrawn;

/**
 * studio_film_new_drawn: (transfer full): frames as @drawn says.
 */
StudioFilm *studio_film_new_drawn (const StudioFilmDrawn *drawn);

StudioFilm *studio_film_ref   (StudioFilm *film);
void        studio_film_unref (StudioFilm *film);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioFilm, studio_film_unref)

guint               studio_film_get_n_frames (StudioFilm *film);
const StudioRecipe *studio_film_get_recipe   (StudioFilm *film);

/**
 * studio_film_get_range: (transfer none) (nullable): which moments of a picture it shows; NULL: it shows none.
 */
const StudioFramesRange *studio_film_get_range (StudioFilm *film);

/**
 * studio_film_get_data: (transfer none) (nullable): the data of a film that @draw draws; NULL for any other.
 */
gpointer studio_film_get_data (StudioFilm *film, StudioClipDraw draw);

/**
 * studio_film_draw: one frame, one pixel a pixel.
 *
 * Returns: (transfer full): NULL with the errors of who draws.
 */
StudioPixels *studio_film_draw (StudioFilm *film, guint frame, GError **error);

/**
 * studio_film_get_seconds: how long the film is.
 */
double studio_film_get_seconds (StudioFilm *film, const StudioFilmTiming *timing);

/**
 * studio_film_fit: the largest whole scale at which a picture fits.
 * @width: of the picture, as @height
 * @into_width: of the file, pixels, as @into_height
 * @is_even: whether scale, and sides of the file, must be even
 * @size: (out):
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT if the picture does not fit, or the sides are odd and must not be.
 */
gboolean studio_film_fit (guint width, guint height, guint into_width, guint into_height, gboolean is_even,
                          StudioFilmSize *size, GError **error);

/**
 * studio_film_make_settings: what decides the frames of a picture beside its recipe, for a manifest.
 * @moments: of guint, what studio_frames_list() made of @range
 * @first_number: in the name of the first file
 *
 * Returns: (transfer full): an object; json_decref() it.
 */
json_t *studio_film_make_settings (const StudioFramesRange *range, const GArray *moments,
                                   const StudioFilmSize *size, guint first_number);

/**
 * studio_film_dup_settings: (transfer full): the same of any film.
 */
json_t *studio_film_dup_settings (StudioFilm *film, const StudioFilmSize *size, guint first_number);

/**
 * studio_film_dup_text: (transfer full) (nullable): what the file of a frame says of how it came to be: JSON.
 */
char *studio_film_dup_text (StudioFilm *film, const StudioFilmSize *size, guint frame);

/**
 * studio_film_encode_frame: one frame as the bytes of a PNG file, the same for the same arguments.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID (too large), WEFT_ERROR_NO_MEMORY, or the errors of
 * who draws.
 */
GBytes *studio_film_encode_frame (StudioFilm *film, const StudioFilmSize *size, gboolean with_recipe, guint frame,
                                  GError **error);

/**
 * studio_film_encode: frames as one animated file.
 * @first: 0 ..
 * @n: 1 .. frames - @first
 * @tick: (nullable):
 *
 * Returns: (transfer full): NULL with the errors of the format, of who draws, or of @tick.
 */
GBytes *studio_film_encode (StudioFilm *film, const StudioFilmSize *size, const StudioFilmTiming *timing,
                            gboolean with_recipe, StudioFormat format, guint first, guint n, StudioFilmTick tick,
                            gpointer data, GError **error);

G_END_DECLS
