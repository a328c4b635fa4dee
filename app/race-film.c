/* SPDX-License-Identifier: MIT */
/* All that a frame shows is copied from the race: its pictures, and when each of their steps was done. */
#include "app/race-film.h"

#include "app/sheet.h"

#include "engine/error.h"

#define SCALE 8 /* side of the square of a picture's pixel, so that there is room for a line under it */

typedef struct {
  StudioPixels *picture;
  double *done;     /* [n_steps] seconds after the start at which each step was done */
  guint n_steps;
  guint n_given;    /* values that were there before the first step */
  const char *name; /* a literal */
} Lane;

typedef struct {
  Lane lanes[STUDIO_RACE_MAX_LANES];
  guint n_lanes;
  guint n_channels; /* values a pixel */
  guint n_frames;
  double seconds;   /* of the slowest lane */
} RaceFilm;

static void
race_film_free (gpointer data)
{
  RaceFilm *film = data;

  for (guint i = 0; i < film->n_lanes; i++)
    {
      g_clear_pointer (&film->lanes[i].picture, studio_pixels_free);
      g_free (film->lanes[i].done);
    }
  g_free (film);
}

static const char *
name_form (WeftForm form)
{
  switch (form)
    {
    case WEFT_FORM_LINEAR:
      return "linear";
    case WEFT_FORM_SOFTMAX_CACHED:
      return "cached";
    case WEFT_FORM_SOFTMAX_RECOMPUTED:
    default:
      return "full";
    }
}

/* Pixels that a lane had painted @seconds after the start: the times ascend. */
static guint
count_painted (const RaceFilm *film, const Lane *lane, double seconds)
{
  guint low = 0;
  guint high = lane->n_steps;

  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (lane->done[middle] <= seconds)
        low = middle + 1;
      else
        high = middle;
    }

  return (lane->n_given + low) / film->n_channels;
}

static StudioPixels *
draw_cb (gpointer data, guint frame, GError **error)
{
  const RaceFilm *film = data;
  const double seconds = film->seconds * (frame + 1) / film->n_frames;
  StudioPixels *cells[STUDIO_RACE_MAX_LANES] = { NULL };
  char *labels[STUDIO_RACE_MAX_LANES + 1] = { NULL };
  const StudioSheet sheet = {
    .cells = (const StudioPixels *const *) cells,
    .n_cells = film->n_lanes,
    .n_columns = film->n_lanes,
    .scale = SCALE,
    .cell_labels = (const char *const *) labels,
  };
  StudioPixels *pixels = NULL;
  gboolean good = TRUE;

  for (guint i = 0; i < film->n_lanes; i++)
    {
      const Lane *lane = &film->lanes[i];
      const guint n_painted = count_painted (film, lane, seconds);

      cells[i] = studio_frames_draw (lane->picture, n_painted, good ? error : NULL);
      labels[i] = g_strdup_printf ("%s %u", lane->name, n_painted);
      good = good && cells[i] != NULL;
    }

  if (good)
    pixels = studio_sheet_draw (&sheet, error);
  for (guint i = 0; i < film->n_lanes; i++)
    {
      g_clear_pointer (&cells[i], studio_pixels_free);
      g_free (labels[i]);
    }
  return pixels;
}

gboolean
studio_race_film_is_possible (StudioRace *race)
{
  return race != NULL && studio_activity_get_state (STUDIO_ACTIVITY (race)) == STUDIO_RUN_FINISHED;
}

static gboolean
fill_lane (RaceFilm *film, StudioRace *race, const StudioRaceLaneResult *result, guint index, GError **error)
{
  Lane *lane = &film->lanes[index];
  WeftModel *model = studio_race_get_model (race, index);
  g_autoptr (StudioFrame) frame = studio_race_dup_frame (race, index);
  const guint n_known = studio_frame_get_n_known (frame);
  double seconds = 0.0;

  lane->name = name_form (result->form);
  lane->n_steps = result->n_steps;
  lane->n_given = n_known - MIN (n_known, result->n_steps);
  lane->done = g_new (double, result->n_steps);
  for (guint i = 0; i < result->n_steps; i++)
    {
      seconds += result->step_seconds[i];
      lane->done[i] = seconds;
    }
  film->seconds = MAX (film->seconds, seconds);
  lane->picture = studio_pixels_new_from_values (weft_model_get_config (model), weft_model_get_palette (model),
                                                 studio_frame_get_values (frame, 0), n_known, error);
  return lane->picture != NULL;
}

static StudioRecipe *
make_recipe (StudioRace *race, const char *name)
{
  StudioRecipe *recipe = studio_recipe_new ();

  recipe->checkpoint_name = g_strdup (name);
  recipe->shape = *weft_model_get_config (studio_race_get_model (race, 0));
  recipe->seed = studio_race_get_seed (race);
  recipe->steps_done = weft_config_get_image_values (&recipe->shape);
  return recipe;
}

StudioFilm *
studio_race_film_new (StudioRace *race, const char *name, double seconds, GError **error)
{
  g_autoptr (StudioRaceResult) result = studio_race_film_is_possible (race) ? studio_race_dup_result (race) : NULL;
  g_autoptr (StudioRecipe) recipe = NULL;
  RaceFilm *film;

  if (result == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "the race has not come to its end (let it finish)");
      return NULL;
    }

  film = g_new0 (RaceFilm, 1);
  film->n_channels = studio_race_result_get_n_channels (result);
  film->n_frames = MAX ((guint) (STUDIO_RACE_SHOW_SECONDS / seconds), 1);
  film->n_lanes = studio_race_get_n_lanes (race);
  for (guint i = 0; i < film->n_lanes; i++)
    if (!fill_lane (film, race, studio_race_result_get_lane (result, i), i, error))
      {
        race_film_free (film);
        return NULL;
      }

  recipe = make_recipe (race, name);
  return studio_film_new_drawn (&(StudioFilmDrawn) {
    .what = "race",
    .n_frames = film->n_frames,
    .draw = draw_cb,
    .data = film,
    .free_data = race_film_free,
    .recipe = recipe,
  });
}
