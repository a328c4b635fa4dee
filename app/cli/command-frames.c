/* SPDX-License-Identifier: MIT */
/* `weft frames`: one picture as it came to be, frame by frame. */
#include "app/cli/animation.h"
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"
#include "app/cli/frames-options.h"
#include "app/cli/interrupt.h"
#include "app/cli/messages.h"
#include "app/cli/model.h"
#include "app/cli/outputs.h"
#include "app/cli/painter.h"
#include "app/cli/print.h"
#include "app/cli/progress.h"

#include "app/film.h"
#include "app/frames.h"
#include "app/input.h"
#include "app/job.h"
#include "app/png.h"
#include "app/recipe-json.h"
#include "app/state-film.h"

#include "engine/format/escape.h"

#include <string.h>

#define MAX_SCALE 256

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  { 'r', "recipe", CLI_FILE, "RECIPE.png",
    "a picture that weft or the studio saved: its frames, without painting it again" },
  CLI_OPTION_SEED,
  CLI_OPTIONS_SAMPLING,
  { 'o', "output", CLI_FILE, "PATTERN",
    "files to write; %d or %05d in the name becomes the frame's number, %% a percent sign (default: "
    "frame_%05d.png, or frames with the ending of --format)" },
  { 0, "what", CLI_CHOICE, "WHAT",
    "picture; state: the memory S of one head as a map of colours, and z as bars, beside the picture",
    .fallback = "picture", .choices = cli_frames_what_choices },
  { 0, "layer", CLI_INTEGER, "L", "layer of --what state", .fallback = "1", .minimum = 1, .maximum = 65535 },
  { 0, "head", CLI_INTEGER, "H", "head of --what state", .fallback = "1", .minimum = 1, .maximum = 65535 },
  { 0, "every", CLI_INTEGER, "N", "pixels from one frame to the next", .fallback = "1", .minimum = 1,
    .maximum = 16000000 },
  { 0, "rows", CLI_FLAG, NULL, "a frame whenever a row is complete" },
  { 0, "range", CLI_TEXT, "A:B",
    "from A painted pixels to B; 0 is blank paper (default: all that shows anything)" },
  { 0, "start-number", CLI_INTEGER, "0|1", "number of the first file", .fallback = "0", .minimum = 0,
    .maximum = 1 },
  { 0, "scale", CLI_INTEGER, "K", "every pixel becomes a square of K", .fallback = "1", .minimum = 1,
    .maximum = MAX_SCALE },
  { 0, "fit", CLI_TEXT, "SIZE",
    "720p, 1080p or WxH: the largest scale that fits, with paper around the picture up to that size" },
  CLI_OPTIONS_ANIMATION,
  CLI_OPTION_THREADS,
  CLI_OPTION_PRECISION,
  { 0, "no-metadata", CLI_FLAG, NULL, "write no recipe into the files" },
  { 0, "overwrite", CLI_FLAG, NULL,
    "replace files that exist, each at once when its new content is complete" },
  { 0, "resume", CLI_FLAG, NULL, "keep the whole files of an interrupted run of the same command" },
  CLI_OPTIONS_FACTS,
  CLI_OPTION_JSON,
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

typedef struct {
  const CliArguments *arguments; /* borrowed */
  const char *source;            /* file that is read; borrowed */
  StudioEntry *entry;            /* NULL with -r */
  WeftModel *model;              /* likewise, unless its state is shown */
  StudioRecipe *recipe;          /* of the picture, as the manifest says it */
  StudioRecipe *painted;         /* likewise, with what only the painting tells */
  StudioPixels *picture;         /* with -r at once, else once it is painted */
  guint8 *values;                /* [steps done] of it, for --what state */
  StudioFramesRange range;
  GArray *moments;               /* of guint, one a frame */
  guint width;                   /* of a frame, one pixel a pixel, as height */
  guint height;
  StudioFilmSize size;
  StudioFilm *film;              /* once there is a picture */
  json_t *settings;
  CliOutputs *outputs;
} Run;

static void
clear_run (Run *run)
{
  g_clear_object (&run->entry);
  g_clear_pointer (&run->model, weft_model_unref);
  g_clear_pointer (&run->recipe, studio_recipe_free);
  g_clear_pointer (&run->painted, studio_recipe_free);
  g_clear_pointer (&run->picture, studio_pixels_free);
  g_clear_pointer (&run->values, g_free);
  g_clear_pointer (&run->moments, g_array_unref);
  g_clear_pointer (&run->film, studio_film_unref);
  g_clear_pointer (&run->settings, json_decref);
  g_clear_pointer (&run->outputs, cli_outputs_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

/* Whose memory of a picture that was saved is shown, and the values it is painted with. */
static gboolean
load_source_model (Run *run, GError **error)
{
  g_autoptr (StudioEntry) entry = NULL;

  run->model = cli_model_load_of_recipe (run->arguments, run->recipe, &entry, error);
  if (run->model == NULL)
    return FALSE;

  run->values = g_malloc (weft_config_get_image_values (&run->recipe->shape));
  return studio_frames_recover_values (run->picture, run->recipe, weft_model_get_palette (run->model), run->values,
                                       error);
}

/* A picture that was saved. */
static gboolean
read_source (Run *run, GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (run->source, STUDIO_PNG_MAX_FILE, error);
  g_autoptr (StudioPixels) image = bytes != NULL ? studio_png_decode (bytes, error) : NULL;

  run->recipe = image != NULL ? studio_recipe_from_png (bytes, error) : NULL;
  run->picture = run->recipe != NULL ? studio_frames_recover (image, run->recipe, error) : NULL;
  if (run->picture != NULL && run->recipe->steps_done < weft_config_get_n_channels (&run->recipe->shape))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_REFUSED, "not one of its pixels is painted yet");
      g_clear_pointer (&run->picture, studio_pixels_free);
    }
  if (run->picture == NULL || (cli_frames_shows_state (run->arguments) && !load_source_model (run, error)))
    {
      cli_prefix_error (error, "cannot make frames of", run->source);
      return FALSE;
    }

  run->painted = studio_recipe_copy (run->recipe);
  return TRUE;
}

/* The checkpoint's header, or the picture of -r. */
static gboolean
find_source (Run *run, GError **error)
{
  const WeftSampling sampling = cli_painter_read_sampling (run->arguments);

  run->source = cli_arguments_get_text (run->arguments, "recipe");
  if (run->source != NULL)
    return read_source (run, error);

  run->entry = cli_model_find (run->arguments, error);
  run->source = run->entry != NULL ? studio_entry_get_path (run->entry) : NULL;
  return run->entry != NULL
         && weft_sampling_validate (&sampling, studio_entry_get_config (run->entry), error);
}

static const WeftConfig *
get_shape (Run *run)
{
  if (run->model != NULL)
    return weft_model_get_config (run->model);

  return run->entry != NULL ? studio_entry_get_config (run->entry) : &run->recipe->shape;
}

static gboolean
list_moments (Run *run, GError **error)
{
  const WeftConfig *shape = get_shape (run);
  const guint n_values = run->recipe != NULL ? run->recipe->steps_done : weft_config_get_image_values (shape);

  if (!cli_frames_read_range (run->arguments, &run->range, error))
    return FALSE;

  run->moments = studio_frames_list (shape->image_width, n_values / weft_config_get_n_channels (shape),
                                     &run->range, error);
  if (run->moments == NULL)
    g_prefix_error (error, "cannot make frames: ");
  return run->moments != NULL;
}

/* Of a frame, and of a file. */
static gboolean
read_size (Run *run, GError **error)
{
  const WeftConfig *shape = get_shape (run);
  const char *name = run->entry != NULL ? studio_entry_get_name (run->entry) : run->recipe->checkpoint_name;
  StudioStateLayout layout;

  run->width = shape->image_width;
  run->height = shape->image_height;
  if (cli_frames_shows_state (run->arguments))
    {
      if (!studio_state_film_check (shape, name, cli_frames_get_layer (run->arguments),
                                    cli_frames_get_head (run->arguments), error))
        {
          g_prefix_error (error, "cannot make frames: ");
          return FALSE;
        }
      studio_state_film_lay_out (shape, &layout);
      run->width = layout.width;
      run->height = layout.height;
    }

  return cli_frames_read_size (run->arguments, run->width, run->height, &run->size, error);
}

static void
add_state_settings (Run *run)
{
  json_t *settings = studio_state_film_make_settings (cli_frames_get_layer (run->arguments),
                                                      cli_frames_get_head (run->arguments));

  json_object_update (run->settings, settings);
  json_decref (settings);
}

static gboolean
prepare (Run *run, GError **error)
{
  const CliArguments *arguments = run->arguments;

  if (!find_source (run, error) || !list_moments (run, error) || !read_size (run, error)
      || !cli_animation_check (arguments, run->size.scale, error))
    return FALSE;

  const StudioFormat format = cli_animation_get_format (arguments);
  const CliSeries series = {
    .pattern = cli_animation_get_output (arguments),
    .endings = studio_format_get_endings (format),
    .count = format == STUDIO_FORMAT_PNG ? run->moments->len : 1,
    .first_number = cli_arguments_get_integer (arguments, "start-number"),
    .input = run->source,
    .noun = "frames",
  };
  run->outputs = cli_outputs_new (arguments, &series, error);
  if (run->outputs == NULL)
    return FALSE;

  if (run->entry != NULL)
    {
      run->model = cli_model_load (arguments, run->entry, error);
      if (run->model == NULL)
        return FALSE;
      run->recipe = cli_painter_make_recipe (arguments, run->entry, run->model,
                                             cli_outputs_get_resumed (run->outputs), NULL);
    }

  run->settings = studio_film_make_settings (&run->range, run->moments, &run->size,
                                             cli_arguments_get_integer (arguments, "start-number"));
  if (cli_frames_shows_state (arguments))
    add_state_settings (run);
  return cli_outputs_compare (run->outputs, run->recipe, run->settings, error);
}

static gboolean
paint (Run *run, GError **error)
{
  const double n_values = weft_config_get_image_values (&run->recipe->shape);
  g_autoptr (CliProgress) progress = cli_progress_new (run->arguments, "values", n_values);
  g_autoptr (StudioPicture) picture = cli_painter_paint (run->arguments, run->model, run->recipe, progress, 0,
                                                         error);

  run->picture = picture != NULL ? studio_picture_dup_pixels (picture, error) : NULL;
  if (run->picture == NULL)
    return FALSE;

  run->painted = studio_recipe_copy (studio_picture_get_recipe (picture));
  run->values = g_memdup2 (studio_picture_get_values (picture), run->painted->steps_done);
  return TRUE;
}

static gboolean
has_recipe (Run *run)
{
  return !cli_arguments_is_given (run->arguments, "no-metadata");
}

static GBytes *
make_file (gpointer data, guint64 index, GError **error)
{
  Run *run = data;

  return studio_film_encode_frame (run->film, &run->size, has_recipe (run), index, error);
}

/* Encoders ask once a frame, which is often enough to be stopped. */
static gboolean
tick_cb (gpointer data, guint frame, GError **error)
{
  return cli_interrupt_check (NULL, error);
}

static gboolean
write_animation (Run *run, GError **error)
{
  const StudioFilmTiming timing = cli_animation_get_timing (run->arguments);
  g_autoptr (GBytes) file = studio_film_encode (run->film, &run->size, &timing, has_recipe (run),
                                                cli_animation_get_format (run->arguments), 0, run->moments->len,
                                                tick_cb, NULL, error);
  g_autofree char *name = file != NULL ? cli_outputs_write (run->outputs, 0, file, error) : NULL;

  return name != NULL;
}

static gboolean
write_frame (Run *run, guint64 index, CliProgress *progress, GError **error)
{
  g_autoptr (GBytes) png = make_file (run, index, error);
  g_autofree char *name = png != NULL ? cli_outputs_write (run->outputs, index, png, error) : NULL;
  g_autofree char *remedy = NULL;

  if (name == NULL)
    return FALSE;

  cli_progress_update (progress, cli_outputs_get_n_saved (run->outputs));
  remedy = cli_interrupt_pending () ? cli_outputs_dup_remedy (run->outputs) : NULL;
  return cli_interrupt_check (remedy, error);
}

static gboolean
write_frames (Run *run, GError **error)
{
  g_autoptr (CliProgress) progress = cli_progress_new (run->arguments, "frames", run->moments->len);
  guint64 n;

  if (!cli_outputs_begin (run->outputs, make_file, run, error))
    return FALSE;
  if (cli_outputs_get_resumed (run->outputs) != NULL)
    cli_note (run->arguments, "%" G_GUINT64_FORMAT " of %u frames are there already",
              cli_outputs_get_n_saved (run->outputs), run->moments->len);

  for (guint64 i = cli_outputs_find_missing (run->outputs, 0, &n); n > 0;
       i = cli_outputs_find_missing (run->outputs, i, &n))
    if (!write_frame (run, i, progress, error))
      return FALSE;

  return TRUE;
}

static StudioFilm *
make_film (Run *run, GError **error)
{
  const StudioStateSource source = {
    .model = run->model,
    .recipe = run->painted,
    .values = run->values,
    .layer = cli_frames_get_layer (run->arguments),
    .head = cli_frames_get_head (run->arguments),
  };

  return cli_frames_shows_state (run->arguments)
             ? studio_state_film_new (&source, &run->range, error)
             : studio_film_new_of_picture (run->picture, run->painted, &run->range, error);
}

static gboolean
write_files (Run *run, GError **error)
{
  run->film = make_film (run, error);
  if (run->film == NULL)
    return FALSE;

  return cli_animation_get_format (run->arguments) == STUDIO_FORMAT_PNG ? write_frames (run, error)
                                                                     : write_animation (run, error);
}

/* The one that drew the end of the picture: what was gone on from may have another. */
static guint64
get_seed (Run *run)
{
  guint64 seed, image;

  studio_recipe_get_address (run->recipe, G_MAXUINT, &seed, &image);
  return seed;
}

static void
print_result (Run *run)
{
  const char *pattern = cli_animation_get_output (run->arguments);
  const StudioFilmSize *size = &run->size;
  const guint width = size->width > 0 ? size->width : run->width * size->scale;
  const guint height = size->width > 0 ? size->height : run->height * size->scale;

  if (cli_arguments_is_given (run->arguments, "json"))
    {
      g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, get_seed (run));
      json_t *document = json_pack ("{s:o, s:i, s:i, s:i, s:s}", "output", cli_json_text (pattern), "frames",
                                    run->moments->len, "width", width, "height", height, "seed", seed);

      cli_print_json (document);
      json_decref (document);
    }
  else if (!cli_outputs_get_is_stdout (run->outputs))
    {
      g_autofree char *shown = weft_escape_name (pattern, -1);

      cli_print ("%s  %u frames of %u x %u  seed %" G_GUINT64_FORMAT "\n", shown, run->moments->len, width,
                 height, get_seed (run));
    }
}

static gboolean
run_frames (const CliArguments *arguments, GError **error)
{
  g_auto (Run) run = { .arguments = arguments };

  if (!cli_frames_check (arguments, error) || !prepare (&run, error)
      || (run.picture == NULL && !paint (&run, error)) || !write_files (&run, error))
    return FALSE;

  print_result (&run);
  return TRUE;
}

const CliCommand cli_command_frames = {
  .name = "frames",
  .summary = "show how a picture came to be, as numbered files or an animation",
  .description =
      "Paints one picture, or takes one that was saved, and writes it as it was after each pixel, after "
      "every N, or after each row. What is not painted yet is grey paper. Each file carries the recipe up "
      "to its moment.\n"
      "A manifest beside the files says what they were made with. An interrupted run goes on with --resume "
      "and ends with the same bytes as one that was not. Files that exist are never touched unless "
      "--overwrite says so. With --format apng, gif, webp or webm there is one animated file instead, "
      "without loss; WebM keeps colours to two levels of 255, grey exactly.\n"
      "With --what state a frame shows beside the picture what one head of a linear checkpoint remembers of it: the "
      "state that the last value was drawn from. Colours and bars mean the same in all frames: their ends are the "
      "largest numbers of the whole film. A picture of more than 187 colours is shown in that many, so that a GIF has "
      "room for all of a frame's. With -r the checkpoint is the one that the recipe names, or that of -m.",
  .examples = "weft frames -s 7 --scale 16\n"
              "weft frames -s 7 --rows --scale 16 --format gif --fps 10 --hold 2\n"
              "weft frames -m digits --rows --start-number 1 -o row_%05d.png\n"
              "weft sample -s 7 -o seven.png\n"
              "weft frames -r seven.png --every 8 --range 0:512 -o part_%05d.png\n"
              "weft frames -m digits --what state --layer 2 --head 3 --rows -o state.webp --format webp",
  .options = options,
  .run = run_frames,
};
