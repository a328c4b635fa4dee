/* SPDX-License-Identifier: MIT */
/* The film of a race: lanes only ever gain pixels, by the race's own clock, and end with the pictures they painted. */
#include "app/race-film.h"

#include "app/sheet.h"
#include "engine/error.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"

#include <string.h>

static StudioRace *
run_race (WeftModel *linear, WeftModel *softmax)
{
  StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  StudioRace *race;

  spec.n_entrants = 2;
  spec.entrants[0] = (StudioRaceEntrant) { linear, WEFT_FORM_LINEAR, STUDIO_WEIGHTS_OWN };
  spec.entrants[1] = (StudioRaceEntrant) { softmax, WEFT_FORM_SOFTMAX_CACHED, STUDIO_WEIGHTS_TWIN };
  spec.seed = 77;
  spec.n_threads = 1;
  race = studio_race_new (&spec, NULL);
  test_activity_run (STUDIO_ACTIVITY (race));
  return race;
}

/* The sheet of both lanes with so many pixels painted. */
static StudioPixels *
draw_sheet (StudioRace *race, const guint *n_painted)
{
  static const char *const names[] = { "linear", "cached" };
  StudioPixels *cells[2];
  char *labels[3] = { NULL };
  StudioPixels *pixels;
  StudioSheet sheet = { .n_cells = 2, .n_columns = 2, .scale = 8 };

  for (guint i = 0; i < 2; i++)
    {
      WeftModel *model = studio_race_get_model (race, i);
      g_autoptr (StudioFrame) frame = studio_race_dup_frame (race, i);
      g_autoptr (StudioPixels) whole = studio_pixels_new_from_values (
          weft_model_get_config (model), weft_model_get_palette (model), studio_frame_get_values (frame, 0),
          studio_frame_get_n_known (frame), NULL);

      cells[i] = studio_frames_draw (whole, n_painted[i], NULL);
      labels[i] = g_strdup_printf ("%s %u", names[i], n_painted[i]);
    }

  sheet.cells = (const StudioPixels *const *) cells;
  sheet.cell_labels = (const char *const *) labels;
  pixels = studio_sheet_draw (&sheet, NULL);
  for (guint i = 0; i < 2; i++)
    {
      studio_pixels_free (cells[i]);
      g_free (labels[i]);
    }
  return pixels;
}

/* Pixels of a lane that were painted @seconds after the start, told step by step from what was measured. */
static guint
count_painted (const StudioRaceLaneResult *lane, guint n_values, guint n_channels, double seconds)
{
  double done = 0.0;
  guint n = 0;

  while (n < lane->n_steps && (done += lane->step_seconds[n]) <= seconds)
    n++;
  return (n_values - lane->n_steps + n) / n_channels;
}

static void
test_frames (void)
{
  for (guint mode = WEFT_IMAGE_GRAY8; mode <= WEFT_IMAGE_INDEXED8; mode++)
    {
      const guint n_channels = mode == WEFT_IMAGE_RGB8 ? 3 : 1;
      g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, mode);
      g_autoptr (WeftModel) softmax = test_model_new (WEFT_ATTENTION_SOFTMAX, mode);
      g_autoptr (StudioRace) race = run_race (linear, softmax);
      g_autoptr (StudioRaceResult) result = studio_race_dup_result (race);
      g_autoptr (StudioFilm) film = studio_race_film_new (race, "tiny", 0.1, NULL);
      const guint n_frames = studio_film_get_n_frames (film);
      double seconds = 0.0;

      g_assert_cmpuint (n_frames, ==, (guint) (STUDIO_RACE_SHOW_SECONDS / 0.1));
      for (guint i = 0; i < 2; i++)
        {
          double total = 0.0;

          for (guint k = 0; k < studio_race_result_get_lane (result, i)->n_steps; k++)
            total += studio_race_result_get_lane (result, i)->step_seconds[k];
          seconds = MAX (seconds, total);
        }

      for (guint frame = 0; frame < n_frames; frame++)
        {
          guint n_painted[2];
          g_autoptr (StudioPixels) expected = NULL;
          g_autoptr (StudioPixels) drawn = studio_film_draw (film, frame, NULL);

          for (guint i = 0; i < 2; i++)
            n_painted[i] = count_painted (studio_race_result_get_lane (result, i), 8 * 6 * n_channels, n_channels,
                                          seconds * (frame + 1) / n_frames);
          expected = draw_sheet (race, n_painted);
          g_assert_true (studio_pixels_equal (drawn, expected));
          if (frame + 1 == n_frames)
            g_assert_cmpuint (n_painted[0] + n_painted[1], ==, 2 * 8 * 6);
        }
    }
}

static void
test_not_over (void)
{
  g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  g_autoptr (StudioRace) race = NULL;
  g_autoptr (GError) error = NULL;

  spec.n_entrants = 2;
  spec.entrants[0] = (StudioRaceEntrant) { linear, WEFT_FORM_LINEAR, STUDIO_WEIGHTS_OWN };
  spec.entrants[1] = (StudioRaceEntrant) { linear, WEFT_FORM_SOFTMAX_CACHED, STUDIO_WEIGHTS_SHAPES };
  race = studio_race_new (&spec, NULL);
  g_assert_false (studio_race_film_is_possible (NULL));
  g_assert_false (studio_race_film_is_possible (race));
  g_assert_null (studio_race_film_new (race, "tiny", 0.1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/race-film/frames", test_frames);
  g_test_add_func ("/race-film/not-over", test_not_over);

  return g_test_run ();
}
