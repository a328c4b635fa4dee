/* SPDX-License-Identifier: MIT */
/* Films know frames and texts; clips and encoders make files of them. */
#include "app/film.h"

#include "app/png.h"
#include "app/recipe-json.h"

#include "engine/error.h"

#include <math.h>

struct _StudioFilm {
  const char *what; /* NULL: a picture as it came to be */
  StudioRecipe *recipe;
  guint n_frames;

  /* of moments */
  StudioFramesRange range;
  GArray *moments; /* of guint, one a frame; NULL: it shows none */

  /* of a picture */
  StudioPixels *picture;

  /* drawn by somebody else */
  StudioClipDraw draw;
  StudioFilmTell tell;
  gpointer data;
  GDestroyNotify free_data;
  json_t *settings;
};

StudioFilm *
studio_film_new_of_picture (const StudioPixels *picture, const StudioRecipe *recipe, const StudioFramesRange *range,
                            GError **error)
{
  const guint n_painted = recipe->steps_done / weft_config_get_n_channels (&recipe->shape);
  g_autoptr (GArray) moments = studio_frames_list (picture->width, n_painted, range, error);
  g_autoptr (StudioPixels) copy = moments != NULL ? studio_pixels_scale (picture, 1, error) : NULL;
  StudioFilm *film;

  if (copy == NULL)
    return NULL;

  film = g_atomic_rc_box_new0 (StudioFilm);
  film->recipe = studio_recipe_copy (recipe);
  film->picture = g_steal_pointer (&copy);
  film->range = *range;
  film->moments = g_steal_pointer (&moments);
  film->n_frames = film->moments->len;
  return film;
}

StudioFilm *
studio_film_new_drawn (const StudioFilmDrawn *drawn)
{
  StudioFilm *film = g_atomic_rc_box_new0 (StudioFilm);

  film->what = drawn->what;
  film->recipe = studio_recipe_copy (drawn->recipe);
  film->n_frames = drawn->moments != NULL ? drawn->moments->len : drawn->n_frames;
  film->range = drawn->range != NULL ? *drawn->range : (StudioFramesRange) { 0 };
  film->moments = drawn->moments;
  film->draw = drawn->draw;
  film->tell = drawn->tell;
  film->data = drawn->data;
  film->free_data = drawn->free_data;
  film->settings = drawn->settings;
  return film;
}

StudioFilm *
studio_film_ref (StudioFilm *film)
{
  return g_atomic_rc_box_acquire (film);
}

static void
film_clear (gpointer data)
{
  StudioFilm *film = data;

  studio_recipe_free (film->recipe);
  g_clear_pointer (&film->picture, studio_pixels_free);
  g_clear_pointer (&film->moments, g_array_unref);
  if (film->free_data != NULL)
    film->free_data (film->data);
  json_decref (film->settings);
}

void
studio_film_unref (StudioFilm *film)
{
  if (film != NULL)
    g_atomic_rc_box_release_full (film, film_clear);
}

guint
studio_film_get_n_frames (StudioFilm *film)
{
  return film->n_frames;
}

const StudioRecipe *
studio_film_get_recipe (StudioFilm *film)
{
  return film->recipe;
}

const StudioFramesRange *
studio_film_get_range (StudioFilm *film)
{
  return film->moments != NULL ? &film->range : NULL;
}

gpointer
studio_film_get_data (StudioFilm *film, StudioClipDraw draw)
{
  return film->what != NULL && film->draw == draw ? film->data : NULL;
}

StudioPixels *
studio_film_draw (StudioFilm *film, guint frame, GError **error)
{
  return film->what != NULL ? film->draw (film->data, frame, error)
                            : studio_frames_draw (film->picture, g_array_index (film->moments, guint, frame), error);
}

double
studio_film_get_seconds (StudioFilm *film, const StudioFilmTiming *timing)
{
  const guint n_held = timing->hold > 0.0 ? MIN (film->n_frames, 2) : 0;

  return n_held * timing->hold + (film->n_frames - n_held) * timing->seconds;
}

gboolean
studio_film_fit (guint width, guint height, guint into_width, guint into_height, gboolean is_even,
                 StudioFilmSize *size, GError **error)
{
  const guint scale = MIN (into_width / width, into_height / height);

  *size = (StudioFilmSize) { is_even ? scale - scale % 2 : scale, into_width, into_height };
  if (size->scale > 0 && (!is_even || (into_width % 2 == 0 && into_height % 2 == 0)))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "a picture of %u x %u does not fit into %u x %u%s (choose a larger size)", width, height, into_width,
               into_height, is_even ? " at an even scale with even sides" : "");
  return FALSE;
}

static void
add_size (json_t *settings, const StudioFilmSize *size)
{
  json_object_set_new (settings, "scale", json_integer (size->scale));
  if (size->width > 0)
    json_object_set_new (settings, "fit", json_pack ("[i, i]", size->width, size->height));
}

json_t *
studio_film_make_settings (const StudioFramesRange *range, const GArray *moments, const StudioFilmSize *size,
                           guint first_number)
{
  json_t *settings = json_pack ("{s:i, s:b, s:[i, i], s:i}", "every", range->by_rows ? 0 : (int) range->every,
                                "rows", range->by_rows, "range", g_array_index (moments, guint, 0),
                                g_array_index (moments, guint, moments->len - 1), "start-number", first_number);

  add_size (settings, size);
  return settings;
}

json_t *
studio_film_dup_settings (StudioFilm *film, const StudioFilmSize *size, guint first_number)
{
  json_t *settings;

  if (film->moments != NULL)
    settings = studio_film_make_settings (&film->range, film->moments, size, first_number);
  else
    {
      settings = json_pack ("{s:i}", "start-number", first_number);
      add_size (settings, size);
    }

  if (film->what != NULL)
    json_object_set_new (settings, "what", json_string (film->what));
  if (film->settings != NULL)
    json_object_update (settings, film->settings);
  return settings;
}

char *
studio_film_dup_text (StudioFilm *film, const StudioFilmSize *size, guint frame)
{
  g_autoptr (StudioRecipe) recipe = NULL;

  if (film->what != NULL && film->tell == NULL)
    return NULL;

  /* What somebody else draws is no picture, and has no scale of its pixels. */
  recipe = film->moments != NULL ? studio_frames_make_recipe (film->recipe, g_array_index (film->moments, guint, frame),
                                                              film->what == NULL ? size->scale : 1)
                                 : studio_recipe_copy (film->recipe);
  return film->tell != NULL ? film->tell (film->data, recipe) : studio_recipe_to_json (recipe);
}

/* The film, or a part of it, as encoders take it. */
typedef struct {
  StudioFilm *film;
  guint first;
  StudioFilmTick tick;
  gpointer data;
} Reel;

static StudioPixels *
draw_cb (gpointer data, guint frame, GError **error)
{
  const Reel *reel = data;

  if (reel->tick != NULL && !reel->tick (reel->data, frame, error))
    return NULL;

  return studio_film_draw (reel->film, reel->first + frame, error);
}

static StudioClip
make_clip (Reel *reel, const StudioFilmSize *size)
{
  return (StudioClip) {
    .n_frames = reel->film->n_frames - reel->first,
    .draw = draw_cb,
    .data = reel,
    .scale = size->scale,
    .width = size->width,
    .height = size->height,
  };
}

GBytes *
studio_film_encode_frame (StudioFilm *film, const StudioFilmSize *size, gboolean with_recipe, guint frame,
                          GError **error)
{
  Reel reel = { .film = film };
  const StudioClip clip = make_clip (&reel, size);
  g_autoptr (StudioPixels) pixels = studio_clip_draw_scaled (&clip, frame, error);
  g_autofree char *text = with_recipe ? studio_film_dup_text (film, size, frame) : NULL;
  g_autofree char *parameters = text != NULL && film->what == NULL ? studio_recipe_dup_parameters (film->recipe)
                                                                   : NULL;

  return pixels != NULL ? studio_png_encode (pixels, text, parameters, error) : NULL;
}

GBytes *
studio_film_encode (StudioFilm *film, const StudioFilmSize *size, const StudioFilmTiming *timing, gboolean with_recipe,
                    StudioFormat format, guint first, guint n, StudioFilmTick tick, gpointer data, GError **error)
{
  Reel reel = { film, first, tick, data };
  StudioClip clip = make_clip (&reel, size);
  g_autofree char *text = with_recipe ? studio_film_dup_text (film, size, film->n_frames - 1) : NULL;
  g_autofree char *parameters = text != NULL && film->what == NULL ? studio_recipe_dup_parameters (film->recipe)
                                                                   : NULL;

  clip.n_frames = n;
  clip.seconds = timing->seconds;
  clip.hold = timing->hold;
  clip.loops = timing->loops;
  clip.recipe = text;
  clip.parameters = parameters;
  return studio_format_encode (format, &clip, error);
}
