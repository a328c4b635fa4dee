/* SPDX-License-Identifier: MIT */
/* `weft sample`: draws images and writes each as soon as it is complete. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/completion.h"
#include "app/cli/exit.h"
#include "app/cli/interrupt.h"
#include "app/cli/messages.h"
#include "app/cli/model.h"
#include "app/cli/moment.h"
#include "app/cli/output-file.h"
#include "app/cli/outputs.h"
#include "app/cli/painter.h"
#include "app/cli/pattern.h"
#include "app/cli/print.h"
#include "app/cli/progress.h"

#include "app/job.h"
#include "app/shortage.h"

#include "engine/format/escape.h"

#include <unistd.h>

#define POLL_INTERVAL (G_USEC_PER_SEC / 10) /* microseconds */

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  CLI_OPTION_SEED,
  CLI_OPTIONS_SAMPLING,
  { 'n', "count", CLI_INTEGER, "N", "how many images; image i depends on seed and i only", .fallback = "1",
    .minimum = 1, .maximum = CLI_MAX_COUNT },
  { 'o', "output", CLI_FILE, "PATTERN",
    "file to write; %d or %05d in its name becomes the image's number, %% a percent sign; - is stdout",
    .fallback = "weft_%05d.png" },
  { 0, "from", CLI_FILE, "IMAGE",
    "complete this PNG, which has the model's size and needs --keep or --mask; or go on from this .moment" },
  { 0, "keep", CLI_TEXT, "N|rows=R", "how much of --from is given: N values, or R rows" },
  { 0, "mask", CLI_FILE, "MASK|alpha",
    "which pixels of --from are given: a PNG of its size, white where they are and black where the model paints; or "
    "alpha: those of --from that are opaque" },
  { 0, "moment-at", CLI_TEXT, "N|rows=R", "paint N values, or R rows, and save the moment itself as -o FILE.moment" },
  CLI_OPTION_THREADS,
  CLI_OPTION_PRECISION,
  { 0, "no-metadata", CLI_FLAG, NULL, "write no recipe into the files" },
  { 0, "overwrite", CLI_FLAG, NULL,
    "replace files that exist, each at once when its new content is complete" },
  { 0, "resume", CLI_FLAG, NULL,
    "keep the whole files of an interrupted run of the same command, and draw the rest" },
  CLI_OPTIONS_FACTS,
  CLI_OPTION_JSON,
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

typedef struct {
  const CliArguments *arguments; /* borrowed */
  StudioEntry *entry;
  WeftModel *model;
  StudioMoment *moment;          /* that pictures go on from, or NULL */
  StudioRecipe *recipe;          /* of picture 0 */
  CliOutputs *outputs;
  CliProgress *progress;
  json_t *images;                /* what --json will say of each */
  gboolean as_json;
  guint64 count;
  guint n_kept;                  /* values of an image that are given, or 0 */
  guint moment_at;               /* values after which a moment is saved instead of pictures, or 0 */
} Run;

static void
clear_run (Run *run)
{
  g_clear_object (&run->entry);
  g_clear_pointer (&run->model, weft_model_unref);
  g_clear_pointer (&run->moment, studio_moment_unref);
  g_clear_pointer (&run->recipe, studio_recipe_free);
  g_clear_pointer (&run->outputs, cli_outputs_free);
  g_clear_pointer (&run->progress, cli_progress_free);
  g_clear_pointer (&run->images, json_decref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
refuse_pair (const char *why, GError **error)
{
  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE, why);
  return FALSE;
}

static gboolean
check_pairs (const CliArguments *arguments, GError **error)
{
  const gboolean is_stdout = g_str_equal (cli_arguments_get_text (arguments, "output"), "-");

  if (cli_arguments_is_given (arguments, "overwrite") && cli_arguments_is_given (arguments, "resume"))
    return refuse_pair ("--overwrite and --resume contradict each other (give one)", error);
  if (!cli_moment_check (arguments, error) || !cli_completion_check (arguments, error))
    return FALSE;
  if (is_stdout && cli_arguments_is_given (arguments, "json"))
    return refuse_pair ("--json and -o - both want stdout (write the picture to a file)", error);
  if (is_stdout && cli_arguments_is_given (arguments, "resume"))
    return refuse_pair ("--resume needs files (stdout keeps nothing that could be resumed)", error);

  return TRUE;
}

/* One picture under the usual name takes the next free number, so that the command can be repeated. */
static guint64
choose_number (const CliArguments *arguments)
{
  g_auto (CliPattern) pattern = { 0 };
  guint64 number = 0;

  if (cli_arguments_is_given (arguments, "output") || cli_arguments_is_given (arguments, "overwrite")
      || cli_arguments_is_given (arguments, "resume") || cli_arguments_get_integer (arguments, "count") > 1
      || !cli_pattern_parse (cli_arguments_get_text (arguments, "output"), 0, 1, cli_png_endings,
                             &pattern, NULL))
    return 0;

  while (TRUE)
    {
      g_autofree char *path = cli_pattern_dup (&pattern, number);

      if (access (path, F_OK) != 0)
        return number;
      number++;
    }
}

/* The moment, if there is one, and the checkpoint. */
static gboolean
find_inputs (Run *run, GError **error)
{
  const CliArguments *arguments = run->arguments;
  const WeftSampling sampling = cli_painter_read_sampling (arguments);

  if (cli_moment_is_given (arguments))
    {
      run->moment = cli_moment_read (arguments, error);
      run->entry = run->moment != NULL ? cli_moment_find_entry (arguments, run->moment, error) : NULL;
    }
  else
    run->entry = cli_model_find (arguments, error);

  return run->entry != NULL && weft_sampling_validate (&sampling, studio_entry_get_config (run->entry), error)
         && cli_completion_read_amount (arguments, "keep", studio_entry_get_config (run->entry), &run->n_kept, error)
         && cli_completion_read_amount (arguments, "moment-at", studio_entry_get_config (run->entry), &run->moment_at,
                                        error);
}

/* Asked before any work is done. */
static gboolean
check_outputs (Run *run, GError **error)
{
  const CliArguments *arguments = run->arguments;
  const char *input = run->moment != NULL ? cli_arguments_get_text (arguments, "from")
                                          : studio_entry_get_path (run->entry);
  const CliSeries series = {
    .pattern = cli_arguments_get_text (arguments, "output"),
    .endings = cli_png_endings,
    .count = run->count,
    .first_number = choose_number (arguments),
    .input = input,
    .noun = "images",
  };

  if (run->moment_at > 0)
    return cli_output_file_check (series.pattern,
                                  cli_arguments_is_given (arguments, "overwrite") ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW,
                                  input, error);

  run->outputs = cli_outputs_new (arguments, &series, error);
  return run->outputs != NULL;
}

static gboolean
check_moment_at (Run *run, GError **error)
{
  if (run->moment_at == 0 || run->moment == NULL || run->moment_at >= studio_moment_get_n_known (run->moment))
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               "--moment-at is %u values, the moment of --from knows %u already (give %u or more)", run->moment_at,
               studio_moment_get_n_known (run->moment), studio_moment_get_n_known (run->moment));
  return FALSE;
}

/* Weights, and what all pictures depend on. */
static gboolean
load (Run *run, GError **error)
{
  const CliArguments *arguments = run->arguments;
  g_autoptr (GBytes) kept_values = NULL;

  run->model = run->moment != NULL ? cli_moment_load (arguments, run->moment, run->entry, error)
                                   : cli_model_load (arguments, run->entry, error);
  if (run->model == NULL
      || (run->n_kept > 0 && !cli_completion_read_values (arguments, run->model, run->n_kept, &kept_values, error)))
    return FALSE;

  run->recipe = run->moment != NULL
                    ? cli_moment_make_recipe (arguments, run->moment)
                    : cli_painter_make_recipe (arguments, run->entry, run->model,
                                               run->outputs != NULL ? cli_outputs_get_resumed (run->outputs) : NULL,
                                               kept_values);
  return !cli_arguments_is_given (arguments, "mask")
         || cli_completion_apply_mask (arguments, run->model, run->recipe, error);
}

static gboolean
prepare (Run *run, GError **error)
{
  run->count = cli_arguments_get_integer (run->arguments, "count");

  return find_inputs (run, error) && check_moment_at (run, error) && check_outputs (run, error) && load (run, error)
         && (run->outputs == NULL
             || (cli_outputs_compare (run->outputs, run->recipe, NULL, error)
                 && cli_outputs_begin (run->outputs, NULL, NULL, error)));
}

/* Of a picture in the series. */
static guint64
get_index (Run *run, const StudioRecipe *recipe)
{
  return studio_recipe_get_last_image (recipe) - studio_recipe_get_last_image (run->recipe);
}

static void
tell_picture (Run *run, const char *name, const StudioRecipe *recipe)
{
  guint64 seed, image;

  studio_recipe_get_address (recipe, G_MAXUINT, &seed, &image);
  g_autofree char *shown = weft_escape_name (name, -1);

  if (run->as_json)
    json_array_append_new (run->images, json_pack ("{s:o, s:I}", "file", cli_json_text (name), "index",
                                                   (json_int_t) image));
  else if (!cli_outputs_get_is_stdout (run->outputs))
    cli_print ("%s  seed %" G_GUINT64_FORMAT "  image %" G_GUINT64_FORMAT "\n", shown, seed, image);
  else
    cli_note (run->arguments, "seed %" G_GUINT64_FORMAT, seed);
}

static gboolean
save_picture (Run *run, StudioPicture *picture, GError **error)
{
  const StudioRecipe *recipe = studio_picture_get_recipe (picture);
  const gboolean with_recipe = !cli_arguments_is_given (run->arguments, "no-metadata");
  g_autoptr (GBytes) png = studio_picture_to_png (picture, 1, with_recipe, error);
  g_autofree char *name = NULL;

  if (png == NULL)
    return FALSE;

  name = cli_outputs_write (run->outputs, get_index (run, recipe), png, error);
  if (name == NULL)
    return FALSE;

  cli_progress_clear (run->progress);
  tell_picture (run, name, recipe);
  return cli_print_flush (error);
}

static gboolean
save_pictures (Run *run, StudioJob *job, GError **error)
{
  while (TRUE)
    {
      g_autoptr (StudioPicture) picture = studio_job_take_picture (job);

      if (picture == NULL)
        return TRUE;
      if (!save_picture (run, picture, error))
        return FALSE;
    }
}

/* Whole pictures, and the parts of those being drawn. */
static void
tell_progress (Run *run, StudioJob *job)
{
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);
  const double part = (double) studio_frame_get_n_known (frame) / studio_frame_get_n_values (frame);
  const double drawn = part < 1.0 ? part * studio_frame_get_n_lanes (frame) : 0.0;

  cli_progress_update (run->progress, MIN (cli_outputs_get_n_saved (run->outputs) + drawn, run->count));
}

static gboolean
check_interrupt (Run *run, GError **error)
{
  g_autofree char *remedy = cli_interrupt_pending () ? cli_outputs_dup_remedy (run->outputs) : NULL;

  return cli_interrupt_check (remedy, error);
}

static gboolean
follow_job (Run *run, StudioJob *job, GError **error)
{
  gboolean is_final = FALSE;

  while (!is_final)
    {
      studio_job_wait (job, POLL_INTERVAL);
      is_final = studio_activity_is_final (STUDIO_ACTIVITY (job));
      if (!save_pictures (run, job, error) || !check_interrupt (run, error))
        return FALSE;

      tell_progress (run, job);
    }

  GError *failure = studio_activity_dup_error (STUDIO_ACTIVITY (job));
  if (failure != NULL)
    g_propagate_prefixed_error (error, failure,
                                "cannot paint with checkpoint '%s': ", studio_entry_get_name (run->entry));

  return failure == NULL;
}

/* As few rounds as the lanes allow, all of about the same size. */
static guint
choose_lanes (guint64 n)
{
  const guint64 rounds = (n + STUDIO_JOB_MAX_LANES - 1) / STUDIO_JOB_MAX_LANES;

  return (n + rounds - 1) / rounds;
}

/* As many side by side as there is memory for: pictures do not depend on their neighbours. */
static gboolean
fit_lanes (Run *run, StudioJobSpec *spec, GError **error)
{
  StudioShortage shortage;
  g_autofree char *needed = NULL, *available = NULL;

  if (!studio_shortage_find_in_job (spec, studio_shortage_count_available (NULL), &shortage))
    return TRUE;

  if (shortage.relief == STUDIO_RELIEF_NONE)
    {
      g_propagate_error (error, studio_shortage_make_error ("one image alone needs", shortage.relieved, shortage.available,
                                                            "close other programs, or use a smaller checkpoint"));
      cli_prefix_error (error, "cannot paint with checkpoint", studio_entry_get_name (run->entry));
      return FALSE;
    }

  needed = cli_dup_bytes (shortage.needed);
  available = cli_dup_bytes (shortage.available);
  cli_note (run->arguments, "%u images side by side need %s, %s are available: %u are painted at a time", shortage.n_asked,
            needed, available, shortage.n_lanes);
  studio_shortage_relieve_job (&shortage, spec);
  return TRUE;
}

static gboolean
draw_stretch (Run *run, guint64 first, guint64 n, GError **error)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_copy (run->recipe);
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;
  g_autoptr (StudioJob) job = NULL;

  studio_recipe_shift_image (recipe, first);
  spec.model = run->model;
  spec.recipe = recipe;
  spec.n_lanes = choose_lanes (n);
  spec.n_images = n;
  spec.n_threads = cli_arguments_get_integer (run->arguments, "threads");
  if (run->moment != NULL)
    spec.origin = (StudioJobOrigin) { .values = studio_moment_get_values (run->moment),
                                      .n_known = studio_moment_get_n_known (run->moment),
                                      .moment = run->moment };
  if (!fit_lanes (run, &spec, error))
    return FALSE;

  cli_detail (run->arguments, "images to paint: %" G_GUINT64_FORMAT ", side by side: %u, threads: %u", n,
              spec.n_lanes, spec.n_threads > 0 ? spec.n_threads : g_get_num_processors ());

  job = studio_job_new (&spec, error);
  return job != NULL && studio_activity_start (STUDIO_ACTIVITY (job), error) && follow_job (run, job, error);
}

static gboolean
draw (Run *run, GError **error)
{
  guint64 n;

  for (guint64 first = cli_outputs_find_missing (run->outputs, 0, &n); n > 0;
       first = cli_outputs_find_missing (run->outputs, first + n, &n))
    if (!draw_stretch (run, first, n, error))
      return FALSE;

  return TRUE;
}

static void
print_json (Run *run)
{
  guint64 number, image;
  g_autofree char *seed = NULL;

  studio_recipe_get_address (run->recipe, G_MAXUINT, &number, &image);
  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  json_t *document = json_pack ("{s:o, s:o, s:s, s:s, s:s, s:O}", "model",
                                cli_json_text (run->recipe->checkpoint_name), "sha256",
                                run->recipe->checkpoint_sha256 != NULL
                                    ? json_string (run->recipe->checkpoint_sha256)
                                    : json_null (),
                                "seed", seed, "precision", weft_precision_to_string (run->recipe->precision),
                                "kernels", run->recipe->kernels, "images", run->images);

  cli_print_json (document);
  json_decref (document);
}

static gboolean
run_sample (const CliArguments *arguments, GError **error)
{
  g_auto (Run) run = { .arguments = arguments, .images = json_array () };
  const gint64 begun = g_get_monotonic_time ();

  run.as_json = cli_arguments_is_given (arguments, "json");
  if (!check_pairs (arguments, error) || !prepare (&run, error))
    return FALSE;
  if (run.moment_at > 0)
    return cli_moment_save (arguments, run.model, run.recipe, run.moment, run.moment_at, error);

  const guint64 n_kept = cli_outputs_get_n_saved (run.outputs);
  if (cli_outputs_get_resumed (run.outputs) != NULL)
    cli_note (arguments, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " images are there already", n_kept,
              run.count);

  run.progress = cli_progress_new (arguments, "images", run.count);
  if (!draw (&run, error))
    return FALSE;

  cli_progress_clear (run.progress);
  cli_detail (arguments, "images painted: %" G_GUINT64_FORMAT ", in %.2f s", run.count - n_kept,
              (g_get_monotonic_time () - begun) / (double) G_USEC_PER_SEC);
  if (run.as_json)
    print_json (&run);

  return TRUE;
}

const CliCommand cli_command_sample = {
  .name = "sample",
  .summary = "paint images and save them as PNG files",
  .description =
      "Paints images value by value and writes each as a PNG file that carries its recipe, from which weft "
      "replay "
      "or the studio can paint it again. Prints file, seed and number of each image.\n"
      "Without options it paints one image with the default checkpoint. The same seed and number give the "
      "same "
      "image, whatever the threads and however many are painted. Up to 16 are painted side by side, fewer where "
      "memory is short. Several files come with a manifest beside them, "
      "by which --resume knows what is whole. A moment is a picture on its way, with the memory behind it: "
      "--moment-at saves one, and --from goes on from it as if it had not been interrupted. Files that exist are never touched unless --overwrite says so.",
  .examples = "weft sample\n"
              "weft sample -n 16 -o character_%02d.png\n"
              "weft sample -m digits -s 7 -t 0.8 -o seven.png\n"
              "weft sample -m digits --from seven.png --keep rows=14 -n 8 -o completed_%d.png\n"
              "weft sample -m digits --from seven.png --mask seven.png -n 8 -o mended_%d.png\n"
              "weft sample -m digits -s 7 --moment-at rows=14 -o half.moment\n"
              "weft sample --from half.moment -o whole.png",
  .options = options,
  .run = run_sample,
};
