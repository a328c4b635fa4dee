/* SPDX-License-Identifier: MIT */
/* The film of a head's memory: every colour and every bar is checked against S and z of a run of its own. */
#include "app/state-film.h"

#include "app/job.h"
#include "app/recipe-json.h"
#include "engine/error.h"
#include "engine/generator.h"
#include "engine/probe.h"
#include "tests/app/models.h"

#include <math.h>
#include <string.h>

#define N_PIXELS (8 * 6)
#define SIZE 8 /* E of the test's models */
#define TABLE (SIZE * SIZE + SIZE)
#define LAYER 1
#define HEAD 0

/* A picture painted straight through, and what the head remembered when each number of values was known. */
typedef struct {
  WeftModel *model;
  StudioRecipe *recipe;
  guint n_channels;
  guint8 values[3 * N_PIXELS];
  float tables[3 * N_PIXELS + 1][TABLE];
} Painting;

static void
painting_free (Painting *painting)
{
  weft_model_unref (painting->model);
  studio_recipe_free (painting->recipe);
  g_free (painting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Painting, painting_free)

/* @make: (nullable): of @keyframes, which then get the state of every step. */
static Painting *
paint (WeftImageMode mode, StudioKeyframes *(*make) (WeftModel *model), StudioKeyframes **keyframes)
{
  static const WeftSampling plain = WEFT_SAMPLING_INIT;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  Painting *painting = g_new0 (Painting, 1);
  g_autoptr (WeftGenerator) generator = NULL;

  painting->model = test_model_new (WEFT_ATTENTION_LINEAR, mode);
  painting->n_channels = mode == WEFT_IMAGE_RGB8 ? 3 : 1;
  painting->recipe = studio_recipe_new ();
  painting->recipe->checkpoint_name = g_strdup ("tiny");
  painting->recipe->shape = *weft_model_get_config (painting->model);
  painting->recipe->steps_done = N_PIXELS * painting->n_channels;
  if (make != NULL)
    *keyframes = make (painting->model);

  generator = weft_generator_new (painting->model, WEFT_FORM_LINEAR, 1, team, NULL);
  weft_generator_begin (generator, 9, 0);
  for (guint known = 1; ; known++)
    {
      float *table = painting->tables[known];

      weft_probe_read_head (weft_generator_get_state (generator), 0, LAYER, HEAD, table, table + SIZE * SIZE);
      if (make != NULL)
        studio_keyframes_offer (*keyframes, weft_generator_get_state (generator));
      if (weft_generator_is_done (generator))
        break;
      g_assert_true (weft_generator_next (generator, &plain, NULL));
    }

  memcpy (painting->values, weft_generator_get_values (generator, 0), painting->recipe->steps_done);
  return painting;
}

static StudioFilm *
make_film (Painting *painting, const StudioFramesRange *range, StudioKeyframes *keyframes)
{
  const StudioStateSource source = {
    .model = painting->model,
    .recipe = painting->recipe,
    .values = painting->values,
    .keyframes = keyframes,
    .layer = LAYER,
    .head = HEAD,
  };
  g_autoptr (GError) error = NULL;
  StudioFilm *film = studio_state_film_new (&source, range, &error);

  g_assert_no_error (error);
  return film;
}

static guint32
get_colour (const StudioPixels *pixels, guint x, guint y)
{
  const guint8 *pixel = pixels->data + ((gsize) y * pixels->width + x) * 3;

  return (guint32) pixel[0] << 16 | (guint32) pixel[1] << 8 | pixel[2];
}

static void
assert_area (const StudioPixels *pixels, guint x, guint y, guint width, guint height, guint32 colour)
{
  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      g_assert_cmphex (get_colour (pixels, x + column, y + row), ==, colour);
}

static void
assert_picture (const StudioPixels *pixels, const StudioStateLayout *layout, Painting *painting, guint n_painted)
{
  g_autoptr (StudioPixels) whole = studio_pixels_new_from_values (
      weft_model_get_config (painting->model), weft_model_get_palette (painting->model), painting->values,
      painting->recipe->steps_done, NULL);

  for (guint i = 0; i < N_PIXELS; i++)
    {
      const guint8 *pixel = whole->data + i * whole->n_channels;
      const guint32 colour = whole->n_channels == 1 ? *pixel * 0x10101u
                                                    : (guint32) pixel[0] << 16 | (guint32) pixel[1] << 8 | pixel[2];

      assert_area (pixels, layout->picture_x + i % 8 * layout->picture_cell, layout->y + i / 8 * layout->picture_cell,
                   layout->picture_cell, layout->picture_cell,
                   i < n_painted ? colour : STUDIO_FRAMES_PAPER * 0x10101u);
    }
}

static void
assert_head (const StudioPixels *pixels, const StudioStateLayout *layout, const float *table, double limit,
             double longest)
{
  for (guint row = 0; row < SIZE; row++)
    {
      const guint length = (guint) lrint (table[SIZE * SIZE + row] / longest * layout->bars_width);
      const guint y = layout->y + row * layout->cell;

      for (guint column = 0; column < SIZE; column++)
        assert_area (pixels, layout->table_x + column * layout->cell, y, layout->cell, layout->cell,
                     studio_state_film_get_colour (table[row * SIZE + column], limit));
      for (guint x = 0; x < layout->bars_width; x++)
        g_assert_cmpint (get_colour (pixels, layout->bars_x + x, y) != 0xffffff, ==, x < length);
    }
}

/* Ends of colours and bars over a range of known values. */
static void
measure (Painting *painting, guint first, guint last, double *limit, double *longest)
{
  *limit = *longest = 0.0;
  for (guint known = first; known <= last; known += painting->n_channels)
    for (guint i = 0; i < TABLE; i++)
      {
        double *end = i < SIZE * SIZE ? limit : longest;

        *end = MAX (*end, fabs ((double) painting->tables[known][i]));
      }
}

/* Every frame from blank paper on: colours against numbers, with the same ends in all of them. */
static void
test_frames (void)
{
  const StudioFramesRange range = { .every = 1, .is_given = TRUE, .first = 0, .last = N_PIXELS };

  for (guint mode = WEFT_IMAGE_GRAY8; mode <= WEFT_IMAGE_INDEXED8; mode++)
    {
      g_autoptr (Painting) painting = paint (mode, NULL, NULL);
      g_autoptr (StudioFilm) film = make_film (painting, &range, NULL);
      StudioStateLayout layout;
      double limit, longest;
      guint layer, head;

      measure (painting, 0, N_PIXELS * painting->n_channels, &limit, &longest);
      g_assert_cmpfloat (limit, >, 0.0);
      g_assert_cmpuint (studio_film_get_n_frames (film), ==, N_PIXELS + 1);
      g_assert_true (studio_state_film_get_head (film, &layout, &layer, &head));
      g_assert_cmpuint (layer, ==, LAYER);
      g_assert_cmpuint (head, ==, HEAD);
      for (guint frame = 0; frame <= N_PIXELS; frame++)
        {
          g_autoptr (StudioPixels) pixels = studio_film_draw (film, frame, NULL);

          g_assert_cmpuint (pixels->width, ==, layout.width);
          g_assert_cmpuint (pixels->height, ==, layout.height);
          assert_picture (pixels, &layout, painting, frame);
          assert_head (pixels, &layout, painting->tables[frame * painting->n_channels], limit, longest);
        }
    }
}

/* Rows of a part: the ends are of what is shown, and the last frame drawn first changes nothing. */
static void
test_range (void)
{
  const StudioFramesRange range = { .by_rows = TRUE, .is_given = TRUE, .first = 8, .last = 24 };
  g_autoptr (Painting) painting = paint (WEFT_IMAGE_INDEXED8, NULL, NULL);
  g_autoptr (StudioFilm) film = make_film (painting, &range, NULL);
  g_autoptr (StudioFilm) again = make_film (painting, &range, NULL);
  StudioStateLayout layout;
  double limit = 0.0, longest = 0.0;

  for (guint known = 8; known <= 24; known += 8)
    {
      double of_s, of_z;

      measure (painting, known, known, &of_s, &of_z);
      limit = MAX (limit, of_s);
      longest = MAX (longest, of_z);
    }

  g_assert_cmpuint (studio_film_get_n_frames (film), ==, 3);
  studio_state_film_get_head (film, &layout, NULL, NULL);
  for (guint i = 3; i > 0; i--)
    {
      g_autoptr (StudioPixels) pixels = studio_film_draw (film, i - 1, NULL);

      assert_head (pixels, &layout, painting->tables[8 * i], limit, longest);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (StudioPixels) first = studio_film_draw (film, i, NULL);
      g_autoptr (StudioPixels) second = studio_film_draw (again, i, NULL);

      g_assert_true (studio_pixels_equal (first, second));
    }
}

static StudioKeyframes *
make_keyframes (WeftModel *model)
{
  return studio_keyframes_new (model, WEFT_FORM_LINEAR, 1, 64 << 20);
}

/* A run's own copies lead to the same frames. */
static void
test_keyframes (void)
{
  const StudioFramesRange range = { .every = 5 };
  g_autoptr (StudioKeyframes) keyframes = NULL;
  g_autoptr (Painting) painting = paint (WEFT_IMAGE_RGB8, make_keyframes, &keyframes);
  g_autoptr (StudioFilm) film = make_film (painting, &range, keyframes);
  g_autoptr (StudioFilm) plain = make_film (painting, &range, NULL);

  g_assert_cmpuint (studio_keyframes_find (keyframes, 3 * N_PIXELS), >, 0);
  for (guint i = 0; i < studio_film_get_n_frames (film); i++)
    {
      g_autoptr (StudioPixels) first = studio_film_draw (film, i, NULL);
      g_autoptr (StudioPixels) second = studio_film_draw (plain, i, NULL);

      g_assert_true (studio_pixels_equal (first, second));
    }
}

/* The memory of a moment that was operated on is nowhere but in the run's copies: frames show that one. */
static void
test_of_a_moment (void)
{
  const StudioFramesRange range = { .every = 1, .is_given = TRUE, .first = N_PIXELS, .last = N_PIXELS };
  g_autoptr (StudioKeyframes) keyframes = NULL;
  g_autoptr (Painting) painting = paint (WEFT_IMAGE_GRAY8, NULL, NULL);
  const WeftConfig *config = weft_model_get_config (painting->model);
  const gsize n_heads = (gsize) config->n_layers * config->n_heads;
  g_autofree float *s = g_new0 (float, n_heads * SIZE * SIZE);
  g_autofree float *z = g_new0 (float, n_heads * SIZE);
  g_autoptr (WeftState) state = weft_state_new (painting->model, WEFT_FORM_LINEAR, 1, config->n_positions, NULL);
  const float *head = s + ((gsize) LAYER * config->n_heads + HEAD) * SIZE * SIZE;
  g_autoptr (StudioFilm) film = NULL;
  g_autoptr (StudioPixels) pixels = NULL;
  float table[TABLE] = { 0 };
  double limit = 0.0, longest = 0.0;
  StudioStateLayout layout;

  for (gsize i = 0; i < n_heads * SIZE * SIZE; i++)
    s[i] = (float) g_test_rand_double_range (-3, 3);
  for (gsize i = 0; i < n_heads * SIZE; i++)
    z[i] = (float) g_test_rand_double_range (0.1, 3);
  weft_state_import_linear (state, 0, N_PIXELS - 1, painting->values, s, z);
  keyframes = make_keyframes (painting->model);
  studio_keyframes_offer (keyframes, state);
  g_assert_cmpuint (studio_keyframes_find (keyframes, N_PIXELS), ==, N_PIXELS);

  memcpy (table, head, SIZE * SIZE * sizeof (float));
  memcpy (table + SIZE * SIZE, z + ((gsize) LAYER * config->n_heads + HEAD) * SIZE, SIZE * sizeof (float));
  for (guint i = 0; i < TABLE; i++)
    if (i < SIZE * SIZE)
      limit = MAX (limit, fabs ((double) table[i]));
    else
      longest = MAX (longest, (double) table[i]);

  film = make_film (painting, &range, keyframes);
  pixels = studio_film_draw (film, 0, NULL);
  studio_state_film_get_head (film, &layout, NULL, NULL);
  assert_head (pixels, &layout, table, limit, longest);
}

/* Files say whose memory it is and of which picture, up to the moment; manifests what else decides the frames. */
static void
test_tells (void)
{
  const StudioFramesRange range = { .by_rows = TRUE };
  const StudioFilmSize size = { .scale = 3 };
  g_autoptr (Painting) painting = paint (WEFT_IMAGE_RGB8, NULL, NULL);
  g_autoptr (StudioFilm) film = make_film (painting, &range, NULL);
  g_autofree char *text = studio_film_dup_text (film, &size, 1);
  json_t *root = json_loads (text, 0, NULL);
  json_t *settings = studio_film_dup_settings (film, &size, 1);
  g_autofree char *inner = json_dumps (json_object_get (root, "recipe"), 0);
  g_autoptr (StudioRecipe) recipe = studio_recipe_from_json (inner, -1, NULL);

  g_assert_cmpstr (json_string_value (json_object_get (root, "format")), ==, "weft-state");
  g_assert_cmpint (json_integer_value (json_object_get (root, "layer")), ==, LAYER + 1);
  g_assert_cmpint (json_integer_value (json_object_get (root, "head")), ==, HEAD + 1);
  g_assert_cmpuint (recipe->steps_done, ==, 2 * 8 * 3);
  g_assert_cmpstr (json_string_value (json_object_get (settings, "what")), ==, "state");
  g_assert_cmpint (json_integer_value (json_object_get (settings, "layer")), ==, LAYER + 1);
  g_assert_cmpint (json_integer_value (json_object_get (settings, "head")), ==, HEAD + 1);
  g_assert_cmpint (json_integer_value (json_object_get (settings, "scale")), ==, 3);
  g_assert_true (json_is_true (json_object_get (settings, "rows")));
  json_decref (root);
  json_decref (settings);
}

static void
test_refused (void)
{
  g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  g_autoptr (WeftModel) softmax = test_model_new (WEFT_ATTENTION_SOFTMAX, WEFT_IMAGE_GRAY8);
  g_autoptr (GError) error = NULL;

  g_assert_false (studio_state_film_check (weft_model_get_config (softmax), "soft", 0, 0, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "'soft' has softmax attention"));
  g_clear_error (&error);
  g_assert_true (studio_state_film_check (weft_model_get_config (linear), "tiny", 1, 1, NULL));
  g_assert_false (studio_state_film_check (weft_model_get_config (linear), "tiny", 2, 0, &error));
  g_assert_nonnull (strstr (error->message, "no head 1 in layer 3 (give a layer of 1 to 2 and a head of 1 to 2)"));
  g_clear_error (&error);
  g_assert_false (studio_state_film_check (weft_model_get_config (linear), "tiny", 0, 2, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/state-film/frames", test_frames);
  g_test_add_func ("/state-film/range", test_range);
  g_test_add_func ("/state-film/keyframes", test_keyframes);
  g_test_add_func ("/state-film/of-a-moment", test_of_a_moment);
  g_test_add_func ("/state-film/tells", test_tells);
  g_test_add_func ("/state-film/refused", test_refused);

  return g_test_run ();
}
