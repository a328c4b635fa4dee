/* SPDX-License-Identifier: MIT */
/* `weft bench`: linear against softmax attention, precision against precision, under the same conditions. */
#include "app/cli/bench-paper.h"
#include "app/cli/bench-report.h"
#include "app/cli/bench-rounds.h"
#include "app/cli/bench-shape.h"
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"
#include "app/cli/interrupt.h"
#include "app/cli/model.h"
#include "app/cli/print.h"

#include "engine/blas.h"

#define MAX_BATCH 4096
#define AUTO_PRECISION (WEFT_PRECISION_INT8 + 1) /* its place among the choices */
#define MUCH_MEMORY (G_GUINT64_CONSTANT (256) << 20)

static const char *const form_choices[] = { "linear", "softmax-cached", "softmax-recomputed", NULL };
static const char *const format_choices[] = { "md", "csv", "json", NULL };
static const char *const table_choices[] = { "paper", NULL };

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  { 0, "shape", CLI_TEXT, "mnist|cifar10|L,H,d,F,N",
    "a network of this shape instead of a model: layers, heads, width, feed-forward, steps; mnist and "
    "cifar10 are the paper's" },
  { 0, "random-weights", CLI_FLAG, NULL, "fill the network of --shape with seeded random weights" },
  { 0, "attention", CLI_CHOICES, "FORM,...", "forms to compare: linear, softmax-cached, softmax-recomputed",
    .fallback = "linear,softmax-cached", .choices = form_choices },
  { 0, "batch", CLI_INTEGERS, "N,...", "images side by side", .fallback = "1", .minimum = 1,
    .maximum = MAX_BATCH },
  { 0, "steps", CLI_INTEGERS, "N,...", "steps of a sequence (default: a whole image)", .minimum = 1,
    .maximum = G_MAXINT32 },
  { 0, "at", CLI_INTEGERS, "N,...",
    "measure only a few steps from each of these steps on, and compare their time", .minimum = 0,
    .maximum = G_MAXINT32 },
  { 'r', "repetitions", CLI_INTEGER, "N",
    "repetitions of each arm after the warm-up; fewer than 5 give no ratio", .fallback = "5", .minimum = 1,
    .maximum = 10000 },
  { 0, "budget", CLI_REAL, "S", "seconds after which an arm is stopped", .fallback = "600", .lowest = 0.001,
    .highest = 1e6 },
  { 0, "limits", CLI_FLAG, NULL,
    "measure beside each arm what the machine allows, reading the weights and multiplying, and print its "
    "fraction of that" },
  { 0, "table", CLI_CHOICE, "paper",
    "the rows of the paper beside measured ones, with the paper's shapes and random weights",
    .choices = table_choices },
  { 'o', "output", CLI_CHOICE, "FORMAT", "format of the result on stdout: md, csv or json", .fallback = "md",
    .choices = format_choices },
  { 'j', "threads", CLI_INTEGERS, "N,...", "threads; 0: one a core", .fallback = "0", .minimum = 0,
    .maximum = 256 },
  { 0, "precision", CLI_CHOICES, "P,...", "how weights are kept: f32, bf16, int8, or auto",
    .fallback = "auto", .choices = cli_precision_choices },
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

static gboolean
set_contradiction (GError **error, const char *message)
{
  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE, message);
  return FALSE;
}

/* What one table of options cannot say. */
static gboolean
check_options (const CliArguments *arguments, GError **error)
{
  static const char *const fixed[] = { "model", "shape", "attention", "batch", "steps", "at" };

  if (cli_arguments_is_given (arguments, "table"))
    for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
      if (cli_arguments_is_given (arguments, fixed[i]))
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                       "--table and --%s contradict each other (the table has its own)", fixed[i]);
          return FALSE;
        }

  if (cli_arguments_is_given (arguments, "shape") && cli_arguments_is_given (arguments, "model"))
    return set_contradiction (error, "--shape and --model contradict each other (give one)");
  if (cli_arguments_is_given (arguments, "steps") && cli_arguments_is_given (arguments, "at"))
    return set_contradiction (error, "--steps and --at contradict each other (give one)");
  if (cli_arguments_is_given (arguments, "shape") && !cli_arguments_is_given (arguments, "random-weights"))
    return set_contradiction (error, "--shape needs --random-weights (a shape has no weights of its own)");
  if (cli_arguments_is_given (arguments, "random-weights") && !cli_arguments_is_given (arguments, "shape")
      && !cli_arguments_is_given (arguments, "table"))
    return set_contradiction (error, "--random-weights needs --shape (such as --shape mnist)");

  return TRUE;
}

static GArray *
get_list (const CliArguments *arguments, const char *name)
{
  return cli_arguments_get (arguments, name)->list;
}

static WeftModel *
make_random_model (const WeftConfig *config, guint64 precision, GError **error)
{
  return weft_model_new_random (config,
                                precision == AUTO_PRECISION ? WEFT_PRECISION_F32 : (WeftPrecision) precision,
                                CLI_BENCH_SEED, error);
}

/* One model a precision. @what: (out): name or shape */
static GPtrArray *
make_models (const CliArguments *arguments, char **what, GError **error)
{
  const char *shape = cli_arguments_get_text (arguments, "shape");
  GArray *precisions = get_list (arguments, "precision");
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_model_unref);
  g_autoptr (StudioEntry) entry = shape == NULL ? cli_model_find (arguments, error) : NULL;
  WeftConfig config;

  if (shape != NULL ? !cli_bench_read_shape (shape, &config, error) : entry == NULL)
    return NULL;

  for (guint i = 0; i < precisions->len; i++)
    {
      const guint64 precision = g_array_index (precisions, guint64, i);
      WeftModel *model = shape != NULL ? make_random_model (&config, precision, error)
                                       : cli_model_load_as (arguments, entry,
                                                            precision == AUTO_PRECISION
                                                              ? studio_entry_get_natural_precision (entry)
                                                              : (WeftPrecision) precision,
                                                            error);

      if (model == NULL)
        return NULL;
      g_ptr_array_add (models, model);
    }

  *what = g_strdup (shape != NULL ? shape : studio_entry_get_name (entry));
  return g_steal_pointer (&models);
}

static GPtrArray *
make_teams (const CliArguments *arguments, GError **error)
{
  GArray *threads = get_list (arguments, "threads");
  g_autoptr (GPtrArray) teams = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_team_free);

  for (guint i = 0; i < threads->len; i++)
    {
      WeftTeam *team = weft_team_new (g_array_index (threads, guint64, i), error);

      if (team == NULL)
        return NULL;
      g_ptr_array_add (teams, team);
    }

  return g_steal_pointer (&teams);
}

/* Whether all lengths of --steps, or positions of --at and the steps measured there, fit into the model. */
static gboolean
check_lengths (const CliArguments *arguments, const WeftConfig *config, GError **error)
{
  const gboolean is_at = cli_arguments_is_given (arguments, "at");
  const CliValue *value = cli_arguments_get (arguments, is_at ? "at" : "steps");

  for (guint i = 0; value->given && i < value->list->len; i++)
    {
      const guint64 end = g_array_index (value->list, guint64, i) + (is_at ? STUDIO_BENCH_WINDOW_STEPS : 0);

      if (end <= config->n_positions)
        continue;
      if (is_at)
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                     "--at is %s (%d steps are measured there; the model has %u)", value->text,
                     STUDIO_BENCH_WINDOW_STEPS, config->n_positions);
      else
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--steps is %s (the model takes 1 to %u)", value->text,
                     config->n_positions);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_interrupt (GError **error)
{
  return cli_interrupt_check ("nothing is measured", error);
}

/* Says in advance what a long past takes. */
static void
note_memory (const CliArguments *arguments, const StudioBenchArm *arm)
{
  const guint64 bytes = arm->bytes * arm->what.n_lanes;
  g_autofree char *text = cli_dup_bytes (bytes);

  if (bytes >= MUCH_MEMORY)
    cli_note (arguments, "%s, batch %u: %s to remember the past", weft_form_to_string (arm->what.form),
              arm->what.n_lanes, text);
}

static gboolean
add_arm (const CliArguments *arguments, StudioBench *bench, const StudioBenchCase *what, GError **error)
{
  if (!studio_bench_add (bench, what, error))
    return FALSE;

  note_memory (arguments, studio_bench_get_arm (bench, studio_bench_get_n_arms (bench) - 1));
  return TRUE;
}

/* All arms of one length or position. */
static gboolean
add_arms (const CliArguments *arguments, StudioBench *bench, const StudioBenchCase *length, GPtrArray *models,
          GPtrArray *teams, GError **error)
{
  GArray *forms = get_list (arguments, "attention");
  GArray *batches = get_list (arguments, "batch");

  for (guint t = 0; t < teams->len; t++)
    for (guint m = 0; m < models->len; m++)
      for (guint b = 0; b < batches->len; b++)
        for (guint f = 0; f < forms->len; f++)
          {
            StudioBenchCase what = *length;

            what.team = g_ptr_array_index (teams, t);
            what.model = g_ptr_array_index (models, m);
            what.n_lanes = g_array_index (batches, guint64, b);
            what.form = g_array_index (forms, guint64, f);
            if (what.form == WEFT_FORM_SOFTMAX_RECOMPUTED && what.plan == STUDIO_BENCH_WHOLE)
              what.plan = STUDIO_BENCH_SAMPLED;
            if (!add_arm (arguments, bench, &what, error))
              return FALSE;
          }

  return TRUE;
}

static gboolean
add_all (const CliArguments *arguments, StudioBench *bench, GPtrArray *models, GPtrArray *teams,
         GError **error)
{
  const WeftConfig *config = weft_model_get_config (g_ptr_array_index (models, 0));
  const gboolean is_at = cli_arguments_is_given (arguments, "at");
  GArray *lengths = get_list (arguments, is_at ? "at" : "steps");

  if (lengths == NULL || lengths->len == 0)
    return add_arms (arguments, bench, &(StudioBenchCase) { .n_steps = config->n_positions }, models, teams,
                     error);

  for (guint i = 0; i < lengths->len; i++)
    {
      const guint64 length = g_array_index (lengths, guint64, i);
      const StudioBenchCase what = {
        .plan = is_at ? STUDIO_BENCH_WINDOW : STUDIO_BENCH_WHOLE,
        .n_steps = is_at ? config->n_positions : length,
        .position = is_at ? length : 0,
      };

      if (!add_arms (arguments, bench, &what, models, teams, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_arms (const CliArguments *arguments, GPtrArray *teams, GError **error)
{
  g_autofree char *what = NULL;
  g_autoptr (GPtrArray) models = make_models (arguments, &what, error);
  g_autoptr (StudioBench) bench =
      studio_bench_new (cli_arguments_is_given (arguments, "limits"), check_interrupt);

  if (models == NULL
      || !check_lengths (arguments, weft_model_get_config (g_ptr_array_index (models, 0)), error)
      || !add_all (arguments, bench, models, teams, error) || !cli_bench_run_rounds (arguments, bench, error))
    return FALSE;

  cli_bench_report_print (bench, what, cli_arguments_get_integer (arguments, "output"));
  return TRUE;
}

static gboolean
run_paper (const CliArguments *arguments, GPtrArray *teams, GError **error)
{
  GArray *precisions = get_list (arguments, "precision");
  const guint64 precision = g_array_index (precisions, guint64, 0);

  if (precisions->len > 1 || teams->len > 1)
    return set_contradiction (error,
                              "--table takes one precision and one number of threads (run it once for each)");

  return cli_bench_paper_run (arguments,
                              precision == AUTO_PRECISION ? WEFT_PRECISION_F32 : (WeftPrecision) precision,
                              g_ptr_array_index (teams, 0), check_interrupt, error);
}

static gboolean
run_bench (const CliArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) teams = NULL;

  if (!check_options (arguments, error)
      || (cli_arguments_is_given (arguments, "limits") && !weft_blas_init (error))
      || (teams = make_teams (arguments, error)) == NULL)
    return FALSE;

  return (cli_arguments_is_given (arguments, "table") ? run_paper : run_arms) (arguments, teams, error);
}

const CliCommand cli_command_bench = {
  .name = "bench",
  .summary = "measure linear against softmax attention",
  .description =
      "Every combination of the lists given is an arm. Arms take turns in random order after a warm-up, with "
      "the same weights, kernels and sampler. Prints values per second, images per second, the bytes one "
      "image remembers, and with its interval the ratio of each two arms that differ in one thing. Under 5 "
      "repetitions there is no ratio. Recomputed softmax is measured at three positions and integrated over "
      "the sequence."
      "\n\n"
      "With --limits, each arm stands between two measurements of what the machine allows with as many "
      "threads: plain reads of as many bytes as the weights have, and multiply-adds (OpenBLAS; int8 dot "
      "products on registers). A step reads every weight once and multiplies it once an image; the slower of "
      "the two is its limit. Attention, norms and sampling are not in it, so that no arm can reach it.",
  .examples =
      "weft bench --shape mnist --random-weights --limits\n"
      "weft bench --shape mnist --random-weights --attention linear --precision f32,bf16,int8 --batch 1,64\n"
      "weft bench --shape 8,8,256,1024,100100 --random-weights --attention linear --at 100,100000\n"
      "weft bench --table paper\n"
      "weft bench -m digits --attention linear,softmax-cached --batch 1,16 -j 1,2 -o csv",
  .options = options,
  .run = run_bench,
};
