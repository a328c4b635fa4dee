/* SPDX-License-Identifier: MIT */
/* The tables of all frames are kept from the first one drawn on: their largest number gives the colours their ends. */
#include "app/state-film.h"

#include "app/colour-map.h"
#include "app/job.h"
#include "app/label.h"
#include "app/palette.h"
#include "app/recipe-json.h"
#include "app/surgeon.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/generator.h"

#include <math.h>
#include <string.h>

#define FORMAT "weft-state"
#define PAPER 0xff
#define SIDE 256      /* what the longer sides of picture and table come near, pixels */
#define GAP 16        /* around the parts */
#define NEAR 6        /* from a part to what belongs to it */
#define DOT 2         /* of a letter */
#define BARS 64       /* width of the longest bar */
#define BAR 0x5e      /* its grey */
#define LEGEND 8      /* height of the strip of colours */
#define LEVELS 32     /* colours on each side of 0 */
#define OTHERS 4      /* colours of both papers, of words and bars */
#define LABEL (STUDIO_LABEL_HEIGHT * DOT)

G_STATIC_ASSERT (STUDIO_STATE_FILM_MAX_COLOURS + 2 * LEVELS + 1 + OTHERS == STUDIO_PALETTE_MAX);

typedef struct {
  WeftModel *model;
  StudioPixels *picture;
  guint8 *values;             /* [n_values] */
  GArray *moments;            /* of guint */
  StudioJobLane lane;         /* of which memories are at hand, and how they were changed */
  guint layer;
  guint head;
  guint size;                 /* E */

  GMutex mutex;               /* of what follows; once there are tables, nothing changes any more */
  float *tables;              /* [frames, E + 1, E]: S, then z; NULL: not walked through yet */
  double limit;               /* of S */
  double longest;             /* of z */
} StateFilm;

static void
state_film_free (gpointer data)
{
  StateFilm *film = data;

  weft_model_unref (film->model);
  g_clear_pointer (&film->picture, studio_pixels_free);
  g_clear_pointer (&film->moments, g_array_unref);
  studio_job_lane_clear (&film->lane);
  g_free (film->values);
  g_free (film->tables);
  g_mutex_clear (&film->mutex);
  g_free (film);
}

/* Walking */

/* Goes on to so many known values, by the run's own copies where they are nearer: what a moment brought is only there. */
static gboolean
advance (StateFilm *film, StudioSurgeon *surgeon, WeftGenerator *generator, WeftState *state, guint from, guint to,
         GError **error)
{
  const guint near = studio_job_lane_find (&film->lane, to);

  if (near > from)
    {
      if (!studio_job_lane_restore (&film->lane, film->model, to, state, error)
          || !weft_generator_begin_from (generator, 0, 0, state, 0, film->values, near, error))
        return FALSE;
      from = near;
    }

  return studio_surgeon_absorb (surgeon, generator, film->values + from, to - from, error);
}

static gboolean
fill (StateFilm *film, float *tables, WeftGenerator *generator, WeftState *state, GError **error)
{
  const guint n_channels = weft_config_get_n_channels (weft_model_get_config (film->model));
  const gsize n = (gsize) film->size * film->size;
  g_autoptr (StudioSurgeon) surgeon = studio_surgeon_new (film->model, film->lane.recipe);
  guint known = 0;

  for (guint i = 0; i < film->moments->len; i++)
    {
      const guint wanted = g_array_index (film->moments, guint, i) * n_channels;
      float *s = tables + i * (n + film->size);

      if (wanted == 0)
        continue;
      if (!advance (film, surgeon, generator, state, known, wanted, error))
        return FALSE;

      known = wanted;
      weft_probe_read_head (weft_generator_get_state (generator), 0, film->layer, film->head, s, s + n);
      for (gsize k = 0; k < n; k++)
        film->limit = MAX (film->limit, fabs ((double) s[k]));
      for (guint k = 0; k < film->size; k++)
        film->longest = MAX (film->longest, (double) s[n + k]);
    }

  return TRUE;
}

static gboolean
walk (StateFilm *film, GError **error)
{
  const gsize n = (gsize) film->moments->len * (film->size + 1) * film->size;
  g_autoptr (WeftTeam) team = weft_team_new (1, error);
  g_autoptr (WeftGenerator) generator = team != NULL ? weft_generator_new (film->model, WEFT_FORM_LINEAR, 1, team, error)
                                                     : NULL;
  g_autoptr (WeftState) state = NULL;
  g_autofree float *tables = NULL;

  if (generator == NULL)
    return FALSE;

  state = weft_state_new (film->model, WEFT_FORM_LINEAR, 1, weft_model_get_config (film->model)->n_positions, error);
  if (state == NULL)
    return FALSE;

  tables = g_try_new0 (float, n);
  if (tables == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory for the states of %u frames",
                   film->moments->len);
      return FALSE;
    }

  film->limit = film->longest = 0.0;
  if (!fill (film, tables, generator, state, error))
    return FALSE;

  film->tables = g_steal_pointer (&tables);
  return TRUE;
}

/* Drawing */

void
studio_state_film_lay_out (const WeftConfig *config, StudioStateLayout *layout)
{
  const guint size = weft_config_get_head_size (config);
  const guint longer = MAX (config->image_width, config->image_height);
  guint height;

  *layout = (StudioStateLayout) {
    .y = GAP + LABEL + NEAR,
    .picture_x = GAP,
    .picture_cell = MAX (SIDE / longer, 1),
    .cell = MAX (SIDE / size, 1),
    .bars_width = BARS,
  };
  layout->table_x = layout->picture_x + layout->picture_cell * config->image_width + GAP;
  layout->bars_x = layout->table_x + layout->cell * size + NEAR;
  layout->width = layout->bars_x + BARS + GAP;
  height = MAX (layout->picture_cell * config->image_height, layout->cell * size + NEAR + LEGEND + NEAR / 2 + LABEL);
  layout->height = layout->y + height + GAP;
}

guint32
studio_state_film_get_colour (double value, double limit)
{
  return studio_colour_map_get (STUDIO_COLOUR_MAP_DIVERGING, round (value / limit * LEVELS) / LEVELS);
}

static void
fill_area (StudioPixels *pixels, guint x, guint y, guint width, guint height, guint32 colour)
{
  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      {
        guint8 *pixel = pixels->data + ((gsize) (y + row) * pixels->width + x + column) * pixels->n_channels;

        pixel[0] = colour >> 16;
        pixel[1] = colour >> 8 & 0xff;
        pixel[2] = colour & 0xff;
      }
}

static void
draw_table (StateFilm *film, StudioPixels *pixels, const StudioStateLayout *layout, const float *s)
{
  const double limit = film->limit > 0.0 ? film->limit : 1.0;

  for (guint row = 0; row < film->size; row++)
    for (guint column = 0; column < film->size; column++)
      fill_area (pixels, layout->table_x + column * layout->cell, layout->y + row * layout->cell, layout->cell,
                 layout->cell, studio_state_film_get_colour (s[(gsize) row * film->size + column], limit));
}

/* A thin line is left between two bars where there is room for one. */
static void
draw_bars (StateFilm *film, StudioPixels *pixels, const StudioStateLayout *layout, const float *z)
{
  const guint height = layout->cell > 2 ? layout->cell - 1 : layout->cell;
  const double longest = film->longest > 0.0 ? film->longest : 1.0;

  for (guint row = 0; row < film->size; row++)
    fill_area (pixels, layout->bars_x, layout->y + row * layout->cell,
               (guint) lrint (CLAMP (z[row] / longest, 0.0, 1.0) * layout->bars_width), height, BAR * 0x10101u);
}

/* With a point in every locale, and short enough to stand beside another number. */
static char *
dup_number (double value)
{
  const double size = fabs (value);
  const char *format = "%.3g";
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (size >= 99999.5 || (size > 0 && size < 1e-3))
    format = "%.1e";
  else if (size >= 100)
    format = "%.0f";
  return g_strdup (g_ascii_formatd (text, sizeof text, format, value));
}

/* Below the table: which colours its numbers have; below the bars: how long they get. */
static void
draw_legend (StateFilm *film, StudioPixels *pixels, const StudioStateLayout *layout)
{
  const guint width = layout->cell * film->size;
  const guint y = layout->y + width + NEAR, text_y = y + LEGEND + NEAR / 2;
  g_autofree char *limit = dup_number (film->limit), *lowest = dup_number (-film->limit);
  g_autofree char *longest = dup_number (film->longest);

  for (guint x = 0; x < width; x++)
    fill_area (pixels, layout->table_x + x, y, 1, LEGEND,
               studio_state_film_get_colour ((2.0 * x + 1.0) / width - 1.0, 1.0));
  fill_area (pixels, layout->bars_x, y, layout->bars_width, LEGEND, BAR * 0x10101u);

  studio_label_draw (pixels, lowest, layout->table_x, text_y, DOT);
  studio_label_draw (pixels, "0", layout->table_x + (width - studio_label_measure ("0", DOT)) / 2, text_y, DOT);
  studio_label_draw (pixels, limit, layout->table_x + width - studio_label_measure (limit, DOT), text_y, DOT);
  studio_label_draw (pixels, "0", layout->bars_x, text_y, DOT);
  studio_label_draw (pixels, longest, layout->bars_x + layout->bars_width - studio_label_measure (longest, DOT), text_y,
                     DOT);
}

/* What does not fit over a narrow picture is left out. */
static void
draw_titles (StateFilm *film, StudioPixels *pixels, const StudioStateLayout *layout, guint n_painted)
{
  const guint y = layout->y - NEAR - LABEL;
  g_autofree char *moment = g_strdup_printf ("%u pixels", n_painted);
  g_autofree char *table = g_strdup_printf ("S of layer %u, head %u", film->layer + 1, film->head + 1);

  studio_label_draw_within (pixels, moment, layout->picture_x, y, layout->picture_cell * film->picture->width, DOT);
  studio_label_draw_within (pixels, table, layout->table_x, y, layout->cell * film->size, DOT);
  studio_label_draw_within (pixels, "z", layout->bars_x, y, layout->bars_width, DOT);
}

static StudioPixels *
draw_cb (gpointer data, guint frame, GError **error)
{
  StateFilm *film = data;
  const guint n_painted = g_array_index (film->moments, guint, frame);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&film->mutex);
  g_autoptr (StudioPixels) picture = NULL;
  StudioStateLayout layout;
  StudioPixels *pixels;
  const float *s;

  if (film->tables == NULL && !walk (film, error))
    return NULL;

  studio_state_film_lay_out (weft_model_get_config (film->model), &layout);
  picture = studio_frames_draw (film->picture, n_painted, error);
  pixels = picture != NULL ? studio_pixels_new (layout.width, layout.height, 3, error) : NULL;
  if (pixels == NULL)
    return NULL;

  s = film->tables + (gsize) frame * (film->size + 1) * film->size;
  memset (pixels->data, PAPER, studio_pixels_get_bytes (pixels));
  draw_titles (film, pixels, &layout, n_painted);
  studio_pixels_draw (pixels, picture, layout.picture_x, layout.y, layout.picture_cell);
  draw_table (film, pixels, &layout, s);
  draw_bars (film, pixels, &layout, s + (gsize) film->size * film->size);
  draw_legend (film, pixels, &layout);
  return pixels;
}

static char *
tell_cb (gpointer data, const StudioRecipe *recipe)
{
  const StateFilm *film = data;
  g_autofree char *text = studio_recipe_to_json (recipe);

  return g_strdup_printf ("{\"format\":\"" FORMAT "\",\"format_version\":\"1.0\",\"layer\":%u,\"head\":%u,\"recipe\":%s}",
                          film->layer + 1, film->head + 1, text);
}

/* Making */

gboolean
studio_state_film_check (const WeftConfig *config, const char *name, guint layer, guint head, GError **error)
{
  if (config->attention != WEFT_ATTENTION_LINEAR)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "'%s' has softmax attention, which keeps the key and value of every pixel and no table of constant "
                   "size (choose a linear checkpoint)", name);
      return FALSE;
    }
  if (layer >= config->n_layers || head >= config->n_heads)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "'%s' has no head %u in layer %u (give a layer of 1 to %u and a head of 1 to %u)", name, head + 1,
                   layer + 1, config->n_layers, config->n_heads);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_bytes (guint n_frames, guint size, GError **error)
{
  guint64 bytes;

  if (weft_checked_mul (n_frames, ((guint64) size + 1) * size * sizeof (float), &bytes)
      && bytes <= STUDIO_STATE_FILM_MAX_BYTES)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
               "the states of %u frames with %u x %u numbers each take more than %u MiB (choose fewer frames)", n_frames,
               size, size, (guint) (STUDIO_STATE_FILM_MAX_BYTES >> 20));
  return FALSE;
}

json_t *
studio_state_film_make_settings (guint layer, guint head)
{
  return json_pack ("{s:s, s:i, s:i}", "what", "state", "layer", layer + 1, "head", head + 1);
}

/* As painted so far, in so few colours that a frame never has more than a GIF can show. */
static StudioPixels *
make_picture (const StudioStateSource *source, GError **error)
{
  const WeftConfig *config = weft_model_get_config (source->model);
  const guint n_painted = source->recipe->steps_done / weft_config_get_n_channels (config);
  g_autoptr (StudioPixels) picture = studio_pixels_new_from_values (config, weft_model_get_palette (source->model),
                                                                    source->values, source->recipe->steps_done, error);

  if (picture == NULL
      || !studio_palette_reduce (picture->data, n_painted, picture->n_channels, STUDIO_STATE_FILM_MAX_COLOURS, error))
    return NULL;
  return g_steal_pointer (&picture);
}

StudioFilm *
studio_state_film_new (const StudioStateSource *source, const StudioFramesRange *range, GError **error)
{
  const WeftConfig *config = weft_model_get_config (source->model);
  const StudioRecipe *recipe = source->recipe;
  const char *name = recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "";
  g_autoptr (GArray) moments = NULL;
  g_autoptr (StudioPixels) picture = NULL;
  StateFilm *film;

  if (!studio_state_film_check (config, name, source->layer, source->head, error))
    return NULL;

  moments = studio_frames_list (config->image_width, recipe->steps_done / weft_config_get_n_channels (config), range,
                                error);
  if (moments == NULL || !check_bytes (moments->len, weft_config_get_head_size (config), error))
    return NULL;

  picture = make_picture (source, error);
  if (picture == NULL)
    return NULL;

  film = g_new0 (StateFilm, 1);
  g_mutex_init (&film->mutex);
  film->model = weft_model_ref (source->model);
  film->picture = g_steal_pointer (&picture);
  film->values = g_memdup2 (source->values, recipe->steps_done);
  film->moments = g_array_ref (moments);
  film->lane = (StudioJobLane) {
    .keyframes = source->keyframes != NULL ? studio_keyframes_ref (source->keyframes) : NULL,
    .moment = source->moment != NULL ? studio_moment_ref (source->moment) : NULL,
    .recipe = studio_recipe_copy (recipe),
    .lane = source->lane,
  };
  film->layer = source->layer;
  film->head = source->head;
  film->size = weft_config_get_head_size (config);
  return studio_film_new_drawn (&(StudioFilmDrawn) {
    .what = "state",
    .draw = draw_cb,
    .tell = tell_cb,
    .data = film,
    .free_data = state_film_free,
    .recipe = recipe,
    .range = range,
    .moments = g_steal_pointer (&moments),
    .settings = studio_state_film_make_settings (source->layer, source->head),
  });
}

gboolean
studio_state_film_get_head (StudioFilm *film, StudioStateLayout *layout, guint *layer, guint *head)
{
  const StateFilm *data = studio_film_get_data (film, draw_cb);

  if (data == NULL)
    return FALSE;

  if (layout != NULL)
    studio_state_film_lay_out (weft_model_get_config (data->model), layout);
  if (layer != NULL)
    *layer = data->layer;
  if (head != NULL)
    *head = data->head;
  return TRUE;
}
