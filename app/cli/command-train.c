/* SPDX-License-Identifier: MIT */
/* `weft train`: a network learns from pictures and becomes a checkpoint. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"
#include "app/cli/interrupt.h"
#include "app/cli/messages.h"
#include "app/cli/output-file.h"
#include "app/cli/print.h"
#include "app/cli/progress.h"
#include "app/cli/training-log.h"
#include "app/cli/training-options.h"

#include "app/lock.h"
#include "app/training.h"

#include "engine/format/escape.h"

#include <glib/gstdio.h>
#include <math.h>

#define POLL_INTERVAL (G_USEC_PER_SEC / 10) /* microseconds */
#define MINUTES_AN_HOUR 60.0

static const CliOption options[] = {
  { 'o', "output", CLI_FILE, "MODEL.safetensors",
    "checkpoint to write in the end; its state lies beside it until then, in MODEL.safetensors.state",
    .is_required = TRUE },
  CLI_OPTIONS_LEARNING,
  CLI_OPTIONS_PICTURES,
  CLI_OPTIONS_NETWORK,
  { 'j', "threads", CLI_INTEGER, "N", "threads; 0: one a core", .fallback = "0", .minimum = 0, .maximum = 256 },
  { 0, "resume", CLI_FLAG, NULL,
    "go on from the state of an interrupted run of the same command; begin where there is none" },
  { 0, "overwrite", CLI_FLAG, NULL, "begin anew, and replace what exists" },
  { 0, "save-every", CLI_REAL, "SECONDS", "how often the state is written", .fallback = "50", .lowest = 0.01,
    .highest = 86400.0 },
  { 0, "measure-every", CLI_INTEGER, "STEPS", "how often it is tried on what is held out", .fallback = "500",
    .minimum = 1, .maximum = G_MAXINT32 },
  { 0, "log", CLI_FILE, "FILE.jsonl", "write the curve, a JSON object a line" },
  { 0, "samples", CLI_FILE, "PATTERN",
    "write sheets of samples, such as sheet_%06d.png; %d becomes the step" },
  { 0, "samples-every", CLI_INTEGER, "STEPS", "how often", .fallback = "500", .minimum = 1,
    .maximum = G_MAXINT32 },
  { 0, "title", CLI_TEXT, "TEXT", "kept in the checkpoint; default: its name" },
  { 0, "dataset", CLI_TEXT, "TEXT", "kept in the checkpoint" },
  { 0, "licence", CLI_TEXT, "TEXT", "kept in the checkpoint" },
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

enum { FIGURE_BITS, FIGURE_RATE, N_FIGURES };

typedef struct {
  const CliArguments *arguments; /* borrowed */
  StudioTrainingPlan plan;
  const char *output;            /* borrowed */
  char *state_path;
  StudioStoreMode mode;
  StudioLock *lock;
  CliTrainingLog *log;
  StudioTraining *training;
  CliProgress *progress;         /* of the present phase */
  gboolean is_learning;          /* what it counts: steps or minutes, not pictures */
  CliFigure figures[N_FIGURES];
  double told;                   /* progress that has been told */
  guint n_notes;                 /* that have been said */
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->progress, cli_progress_free);
  g_clear_object (&run->training);
  g_clear_pointer (&run->log, cli_training_log_free);
  g_clear_pointer (&run->lock, studio_lock_free);
  g_clear_pointer (&run->state_path, g_free);
  studio_training_plan_clear (&run->plan);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
is_asked (const Run *run, const char *flag)
{
  return cli_arguments_is_given (run->arguments, flag);
}

static gboolean
has_state (const Run *run)
{
  return g_file_test (run->state_path, G_FILE_TEST_EXISTS);
}

/* A checkpoint without a state: the run that is to be resumed has come to its end. */
static gboolean
is_finished (const Run *run)
{
  return is_asked (run, "resume") && !has_state (run) && g_file_test (run->output, G_FILE_TEST_IS_REGULAR);
}

/* A checkpoint beside its state is that of a run killed at the very last moment. */
static StudioStoreMode
choose_mode (const Run *run)
{
  return is_asked (run, "overwrite") || (is_asked (run, "resume") && has_state (run)) ? STUDIO_STORE_REPLACE
                                                                                      : STUDIO_STORE_NEW;
}

/* The state of an earlier run is not lost by accident either. */
static gboolean
check_state (Run *run, GError **error)
{
  if (is_asked (run, "resume") || is_asked (run, "overwrite") || !has_state (run))
    return TRUE;

  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_OUTPUT,
                       "there is the state of an interrupted training (go on with --resume, or begin anew with "
                       "--overwrite)");
  cli_prefix_error (error, "cannot write", run->state_path);
  return FALSE;
}

static gboolean
take_lock (Run *run, GError **error)
{
  g_autofree char *path = g_strconcat (run->output, ".lock", NULL);

  run->lock = studio_lock_take (path, error);
  if (run->lock == NULL)
    cli_prefix_error (error, "cannot write", run->output);

  return run->lock != NULL;
}

static gboolean
read_options (Run *run, GError **error)
{
  if (is_asked (run, "resume") && is_asked (run, "overwrite"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "--overwrite and --resume contradict each other (give one)");
      return FALSE;
    }

  run->output = cli_arguments_get_text (run->arguments, "output");
  run->state_path = g_strconcat (run->output, ".state", NULL);
  return cli_training_options_read (run->arguments, &run->plan, error);
}

static gboolean
prepare (Run *run, GError **error)
{
  run->mode = choose_mode (run);
  if (!cli_output_file_check (run->output, run->mode, run->plan.data, error) || !check_state (run, error))
    return FALSE;

  run->log = cli_training_log_new (run->arguments, &run->plan, is_asked (run, "resume") || is_asked (run, "overwrite"),
                                   error);
  if (run->log == NULL || !take_lock (run, error))
    return FALSE;

  g_autofree char *folder = g_path_get_dirname (run->output);
  studio_store_sweep (folder);
  if (is_asked (run, "overwrite"))
    g_unlink (run->state_path);
  return TRUE;
}

/* Following */

static void
say_notes (Run *run)
{
  g_auto (GStrv) notes = studio_training_dup_notes (run->training);
  const guint n = g_strv_length (notes);

  if (run->n_notes < n && run->progress != NULL)
    cli_progress_clear (run->progress);
  for (; run->n_notes < n; run->n_notes++)
    cli_note (run->arguments, "%s", notes[run->n_notes]);
}

/* What is learnt by what, once it is known; and what counts from now on. */
static void
begin_learning (Run *run, const StudioTrainingFigures *figures)
{
  const gboolean by_clock = run->plan.learning.n_steps == 0;
  const double total = by_clock ? MINUTES_AN_HOUR * run->plan.hours : run->plan.learning.n_steps;
  g_autoptr (StudioPictureSet) set = studio_training_dup_pictures (run->training);
  WeftConfig config;

  if (!studio_training_get_config (run->training, &config))
    return;

  g_clear_pointer (&run->progress, cli_progress_free);
  cli_detail (run->arguments,
              "%" G_GUINT64_FORMAT " weights, %u values of %u kinds a picture, %" G_GSIZE_FORMAT
              " pictures to learn from, %" G_GSIZE_FORMAT " held out", weft_config_get_n_weights (&config),
              weft_config_get_image_values (&config), config.n_values, studio_picture_set_get_n_training (set),
              studio_picture_set_get_n_held_out (set));
  if (figures->first_step > 0)
    cli_note (run->arguments, "goes on from step %" G_GUINT64_FORMAT, figures->first_step);

  run->progress = cli_progress_new (run->arguments, by_clock ? "minutes" : "steps", total);
  run->figures[FIGURE_BITS] = (CliFigure) { "bits_per_dim", "bits/dim", 4, NAN };
  run->figures[FIGURE_RATE] = (CliFigure) { "pixels_per_second", "pixels/s", 0, NAN };
  cli_progress_set_figures (run->progress, run->figures, N_FIGURES);
  cli_progress_begin_at (run->progress, figures->progress * total);
  run->is_learning = TRUE;
}

static void
tell_learning (Run *run, const StudioTrainingFigures *figures)
{
  const double total = run->plan.learning.n_steps > 0 ? run->plan.learning.n_steps
                                                      : MINUTES_AN_HOUR * run->plan.hours;

  run->figures[FIGURE_BITS].value = figures->bits_per_dim;
  run->figures[FIGURE_RATE].value = figures->pixels_per_second > 0 ? figures->pixels_per_second : NAN;
  if (figures->progress > run->told)
    cli_progress_update (run->progress, figures->progress * total);
  run->told = figures->progress;
}

static void
tell (Run *run)
{
  StudioTrainingFigures figures;

  say_notes (run);
  studio_training_get_figures (run->training, &figures);
  if (!run->is_learning && figures.phase != STUDIO_TRAINING_READING)
    begin_learning (run, &figures);

  if (run->is_learning)
    tell_learning (run, &figures);
  else if (figures.n_pictures > 0)
    {
      if (run->progress == NULL)
        run->progress = cli_progress_new (run->arguments, "pictures", figures.n_pictures);
      cli_progress_update (run->progress, figures.n_read);
    }
}

/* To the end, or to where it was told to stop. */
static gboolean
follow (Run *run, GError **error)
{
  gboolean is_final = FALSE;

  while (!is_final)
    {
      studio_training_wait (run->training, POLL_INTERVAL);
      is_final = studio_activity_is_final (STUDIO_ACTIVITY (run->training));
      tell (run);
      if (cli_interrupt_pending ())
        studio_activity_cancel (STUDIO_ACTIVITY (run->training));
      if (!cli_training_log_update (run->log, run->training, is_final, error))
        return FALSE;
    }

  GError *failure = studio_activity_dup_error (STUDIO_ACTIVITY (run->training));
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

static gboolean
check_interrupt (Run *run, GError **error)
{
  return cli_interrupt_check (has_state (run)
                                  ? "the state is saved; the same command with --resume goes on"
                                  : "nothing has been learnt yet", error);
}

static gboolean
keep (Run *run, GError **error)
{
  g_autoptr (GBytes) checkpoint = studio_training_dup_checkpoint (run->training, NULL);
  g_autofree char *shown = weft_escape_name (run->output, -1);
  g_autofree char *size = cli_dup_bytes (g_bytes_get_size (checkpoint));
  g_autoptr (GArray) points = studio_training_dup_points (run->training, 0);
  double held_out = NAN;

  if (!cli_output_file_write (run->output, checkpoint, run->mode, error))
    return FALSE;

  studio_training_forget (run->training);
  cli_progress_clear (run->progress);
  if (points->len > 0)
    held_out = g_array_index (points, StudioTrainingPoint, points->len - 1).held_out;
  if (isnan (held_out))
    cli_print ("%s  %s\n", shown, size);
  else
    cli_print ("%s  %s  %.4f bits/dim\n", shown, size, held_out);
  return TRUE;
}

static gboolean
run_train (const CliArguments *arguments, GError **error)
{
  g_auto (Run) run = { .arguments = arguments };

  if (!read_options (&run, error))
    return FALSE;
  if (is_finished (&run))
    {
      cli_note (arguments, "it has learnt all already");
      return TRUE;
    }
  if (!prepare (&run, error))
    return FALSE;

  run.training = studio_training_new (&run.plan, run.state_path, is_asked (&run, "resume"), FALSE);
  return studio_activity_start (STUDIO_ACTIVITY (run.training), error) && follow (&run, error)
         && check_interrupt (&run, error) && keep (&run, error);
}

const CliCommand cli_command_train = {
  .name = "train",
  .operands = "DATA",
  .min_operands = 1,
  .max_operands = 1,
  .summary = "let a network learn from pictures, and keep it as a checkpoint",
  .description =
      "DATA is a folder of PNG and JPEG pictures, with the folders within it; an IDX file such as MNIST's, "
      "gzipped or not; a list of pictures, one a line, in a file that ends in .txt; or one picture.\n"
      "The checkpoint is written in the end. Until then the state of the training lies beside it: it is written "
      "every 50 seconds, and when the program is told to stop (Ctrl-C). The same command with --resume goes on "
      "as if there had been no stop, to the last bit with the same number of threads.\n"
      "Bits per dimension are less the better the network knows a picture; what counts in the end is measured on "
      "pictures that are held out.",
  .examples = "mkdir faces\n"
              "weft sample -n 64 -o faces/%02d.png\n"
              "weft train faces -o faces.safetensors --image-size 32x32 --hours 2\n"
              "weft train faces -o quick.safetensors --size small --steps 20000 --precision bf16\n"
              "weft train faces -o few.safetensors --mode indexed8 --colours 16 --steps 5000 --log few.jsonl --samples sheet_%06d.png",
  .options = options,
  .needs_blas = TRUE,
  .run = run_train,
};
