/* SPDX-License-Identifier: MIT */
/* Clips: the parts of a walk, laid over each other, are the frames; and no part is larger than it must be. */
#include "app/clip.h"

#include "engine/error.h"

#include <string.h>

#define N_FRAMES 40

typedef struct {
  StudioPixels *frames[N_FRAMES];
  guint scale;
  StudioPixels *canvas; /* what has been put so far */
  guint n_put;
} Film;

static StudioPixels *
draw_cb (gpointer data, guint frame, GError **error)
{
  Film *film = data;

  return studio_pixels_scale (film->frames[frame], 1, error);
}

static gboolean
put_cb (gpointer data, const StudioClipPart *part, GError **error)
{
  Film *film = data;
  g_autoptr (StudioPixels) whole = studio_pixels_scale (film->frames[part->frame], film->scale, NULL);
  const guint n_channels = whole->n_channels;

  g_assert_cmpuint (part->frame, ==, film->n_put++);
  if (film->canvas == NULL)
    film->canvas = studio_pixels_new (whole->width, whole->height, n_channels, NULL);

  g_assert_cmpuint (part->x + part->pixels->width, <=, whole->width);
  g_assert_cmpuint (part->y + part->pixels->height, <=, whole->height);
  for (guint y = 0; y < part->pixels->height; y++)
    memcpy (film->canvas->data + ((gsize) (part->y + y) * whole->width + part->x) * n_channels,
            part->pixels->data + (gsize) y * part->pixels->width * n_channels,
            part->pixels->width * n_channels);

  g_assert_true (studio_pixels_equal (film->canvas, whole));
  return TRUE;
}

static void
film_init (Film *film, guint n_channels, guint scale)
{
  *film = (Film) { .scale = scale };

  for (guint i = 0; i < N_FRAMES; i++)
    {
      if (i == 0)
        film->frames[i] = studio_pixels_new (7, 5, n_channels, NULL);
      else
        film->frames[i] = studio_pixels_scale (film->frames[i - 1], 1, NULL);
      for (gint k = g_test_rand_int_range (0, 4); k > 0; k--)
        film->frames[i]->data[g_test_rand_int_range (0, 35 * n_channels)] = g_test_rand_int_range (0, 256);
    }
}

static void
film_clear (Film *film)
{
  for (guint i = 0; i < N_FRAMES; i++)
    studio_pixels_free (film->frames[i]);
  studio_pixels_free (film->canvas);
}

static void
test_walk (void)
{
  for (guint i = 0; i < 20; i++)
    {
      Film film;
      StudioClip clip = { .n_frames = N_FRAMES, .draw = draw_cb, .data = &film, .scale = 1 + i % 3 };

      film_init (&film, i % 2 == 0 ? 1 : 3, clip.scale);
      g_assert_true (studio_clip_walk (&clip, put_cb, &film, NULL));
      g_assert_cmpuint (film.n_put, ==, N_FRAMES);
      film_clear (&film);
    }
}

static gboolean
put_rectangle_cb (gpointer data, const StudioClipPart *part, GError **error)
{
  g_string_append_printf (data, "%u,%u %ux%u;", part->x, part->y, part->pixels->width, part->pixels->height);
  return TRUE;
}

static void
test_smallest (void)
{
  Film film = { .scale = 3 };
  g_autoptr (GString) text = g_string_new (NULL);
  StudioClip clip = { .n_frames = 4, .draw = draw_cb, .data = &film, .scale = 3 };

  for (guint i = 0; i < 4; i++)
    film.frames[i] = studio_pixels_new (7, 5, 1, NULL);
  for (guint i = 1; i < 4; i++)
    film.frames[i]->data[2 * 7 + 4] = 9;
  film.frames[3]->data[3 * 7 + 1] = 9;

  g_assert_true (studio_clip_walk (&clip, put_rectangle_cb, text, NULL));
  g_assert_cmpstr (text->str, ==, "0,0 21x15;12,6 3x3;0,0 3x3;3,9 3x3;");
  film_clear (&film);
}

static void
test_seconds (void)
{
  const StudioClip clip = { .n_frames = 3, .seconds = 0.5, .hold = 2.0 };
  const StudioClip plain = { .n_frames = 3, .seconds = 0.5 };
  const double expected[] = { 2.0, 0.5, 2.0 };

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (studio_clip_get_seconds (&clip, i), ==, expected[i]);
      g_assert_cmpfloat (studio_clip_get_seconds (&plain, i), ==, 0.5);
    }
}

static gboolean
refuse_cb (gpointer data, const StudioClipPart *part, GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CANCELLED, "enough");
  return part->frame < 2;
}

static void
test_ends_early (void)
{
  Film film;
  StudioClip clip = { .n_frames = N_FRAMES, .draw = draw_cb, .data = &film, .scale = 1 };
  g_autoptr (GError) error = NULL;

  film_init (&film, 1, 1);
  clip.scale = 100000;
  g_assert_false (studio_clip_walk (&clip, put_cb, &film, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_clear_error (&error);

  clip.scale = 1;
  clip.n_frames = 1;
  g_assert_true (studio_clip_walk (&clip, refuse_cb, &film, NULL));
  clip.n_frames = 5;
  g_assert_false (studio_clip_walk (&clip, refuse_cb, &film, NULL));
  film_clear (&film);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clip/walk", test_walk);
  g_test_add_func ("/clip/smallest", test_smallest);
  g_test_add_func ("/clip/seconds", test_seconds);
  g_test_add_func ("/clip/ends-early", test_ends_early);

  return g_test_run ();
}
