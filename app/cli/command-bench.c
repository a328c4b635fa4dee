/* SPDX-License-Identifier: MIT */
/* `weft bench`: linear against softmax attention, under the same conditions. */
#include "app/cli/bench-report.h"
#include "app/cli/bench.h"
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"
#include "app/cli/model.h"
#include "app/cli/print.h"
#include "app/cli/progress.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

#define MAX_BATCH 4096
#define RANDOM_SEED 1
#define N_MIXTURES 10 /* of the paper's models */

static const char *const form_choices[] = { "linear", "softmax-cached", "softmax-recomputed", NULL };
static const char *const format_choices[] = { "md", "csv", "json", NULL };

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
  { 'r', "repetitions", CLI_INTEGER, "N",
    "repetitions of each arm after the warm-up; fewer than 5 give no ratio", .fallback = "5", .minimum = 1,
    .maximum = 10000 },
  { 0, "budget", CLI_REAL, "S", "seconds after which an arm is stopped", .fallback = "600", .lowest = 0.001,
    .highest = 1e6 },
  { 'o', "output", CLI_CHOICE, "FORMAT", "format of the result on stdout: md, csv or json", .fallback = "md",
    .choices = format_choices },
  CLI_OPTION_THREADS,
  CLI_OPTION_PRECISION,
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

typedef struct {
  const char *name;
  guint numbers[5]; /* L, H, d, F, N */
  guint side;       /* pixels */
  WeftImageMode mode;
} NamedShape;

static const NamedShape named_shapes[] = {
  { "mnist", { 8, 8, 256, 1024, 783 }, 28, WEFT_IMAGE_GRAY8 },
  { "cifar10", { 16, 8, 256, 1024, 3071 }, 32, WEFT_IMAGE_RGB8 },
};

static void
fill_config (WeftConfig *config, const guint *numbers)
{
  *config = (WeftConfig){
    .n_layers = numbers[0],
    .n_heads = numbers[1],
    .width = numbers[2],
    .feed_forward = numbers[3],
    .n_positions = numbers[4],
    .n_values = WEFT_MAX_VALUES,
    .n_outputs = 3 * N_MIXTURES,
    .output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS,
    .image_width = numbers[4] + 1,
    .image_height = 1,
  };
}

static gboolean
read_numbers (const char *text, guint *numbers)
{
  g_auto (GStrv) words = g_strsplit (text, ",", 6);

  if (g_strv_length (words) != 5)
    return FALSE;

  for (guint i = 0; i < 5; i++)
    {
      guint64 number;

      if (!cli_parse_integer (words[i], &number) || number < 1 || number > G_MAXINT32)
        return FALSE;
      numbers[i] = number;
    }

  return TRUE;
}

static gboolean
read_shape (const char *text, WeftConfig *config, GError **error)
{
  guint numbers[5];

  for (guint i = 0; i < G_N_ELEMENTS (named_shapes); i++)
    if (strcmp (named_shapes[i].name, text) == 0)
      {
        fill_config (config, named_shapes[i].numbers);
        config->image_width = config->image_height = named_shapes[i].side;
        config->image_mode = named_shapes[i].mode;
        return TRUE;
      }

  if (read_numbers (text, numbers))
    {
      fill_config (config, numbers);
      if (weft_config_validate (config, error))
        return TRUE;

      g_prefix_error (error, "--shape is '%s': ", text);
      if (error != NULL)
        (*error)->code = WEFT_ERROR_ARGUMENT;
      return FALSE;
    }

  g_autofree char *shown = weft_escape_name (text, -1);
  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               "--shape is '%s' (give mnist, cifar10, or five whole numbers L,H,d,F,N, "
               "such as 8,8,256,1024,783)",
               shown);
  return FALSE;
}

static WeftModel *
make_random_model (const CliArguments *arguments, const char *shape, GError **error)
{
  WeftPrecision precision = WEFT_PRECISION_F32;
  WeftConfig config;

  if (!cli_arguments_is_given (arguments, "random-weights"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "--shape needs --random-weights (a shape has no weights of its own)");
      return NULL;
    }

  weft_precision_from_string (cli_arguments_get_text (arguments, "precision"), &precision);
  return read_shape (shape, &config, error) ? weft_model_new_random (&config, precision, RANDOM_SEED, error)
                                            : NULL;
}

/* @what: (out): the model's name or shape */
static WeftModel *
make_model (const CliArguments *arguments, char **what, GError **error)
{
  const char *shape = cli_arguments_get_text (arguments, "shape");
  g_autoptr (StudioEntry) entry = NULL;

  if (shape != NULL && cli_arguments_is_given (arguments, "model"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "--shape and --model contradict each other (give one)");
      return NULL;
    }

  if (shape != NULL)
    {
      *what = g_strdup_printf ("random weights, shape %s", shape);
      return make_random_model (arguments, shape, error);
    }

  if (cli_arguments_is_given (arguments, "random-weights"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "--random-weights needs --shape (such as --shape mnist)");
      return NULL;
    }

  entry = cli_model_find (arguments, error);
  if (entry == NULL)
    return NULL;

  *what = g_strdup (studio_entry_get_name (entry));
  return cli_model_load (arguments, entry, error);
}

/* Lengths of --steps, or the model's own. */
static GArray *
read_steps (const CliArguments *arguments, const WeftConfig *config, GError **error)
{
  const CliValue *value = cli_arguments_get (arguments, "steps");
  const guint64 all = config->n_positions;
  g_autoptr (GArray) steps = NULL;

  if (!value->given)
    {
      steps = g_array_new (FALSE, FALSE, sizeof (guint64));
      return g_array_append_val (steps, all), g_steal_pointer (&steps);
    }

  for (guint i = 0; i < value->list->len; i++)
    if (g_array_index (value->list, guint64, i) > all)
      {
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--steps is %s (the model takes 1 to %u)", value->text,
                     config->n_positions);
        return NULL;
      }

  return g_array_ref (value->list);
}

static gboolean
run_rounds (const CliArguments *arguments, CliBench *bench, GError **error)
{
  const guint n_rounds = cli_arguments_get_integer (arguments, "repetitions");
  const double budget = cli_arguments_get_real (arguments, "budget");
  g_autoptr (CliProgress) progress = cli_progress_new (arguments, "rounds", n_rounds + 1);

  for (guint i = 0; i <= n_rounds; i++)
    {
      cli_progress_update (progress, i);
      if (!cli_bench_run_round (bench, i > 0, budget, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_bench (const CliArguments *arguments, GError **error)
{
  g_autofree char *what = NULL;
  g_autoptr (WeftModel) model = make_model (arguments, &what, error);
  g_autoptr (GArray) steps = model != NULL ? read_steps (arguments, weft_model_get_config (model), error)
                                           : NULL;
  g_autoptr (WeftTeam) team = steps != NULL ? cli_model_make_team (arguments, error) : NULL;
  g_autoptr (CliBench)
      bench = team != NULL ? cli_bench_new (model, cli_arguments_get (arguments, "attention")->list,
                                            cli_arguments_get (arguments, "batch")->list, steps, team, error)
                           : NULL;

  if (bench == NULL || !run_rounds (arguments, bench, error))
    return FALSE;

  cli_bench_report_print (bench, model, team, what, cli_arguments_get_integer (arguments, "output"));
  return TRUE;
}

const CliCommand cli_command_bench = {
  .name = "bench",
  .summary = "measure linear against softmax attention",
  .description = "Arms take turns in random order after a warm-up, with the same weights, threads, kernels "
                 "and sampler. Prints "
                 "values per second, images per second, the bytes one image remembers, and the ratio of "
                 "linear to each other "
                 "form with its interval. Under 5 repetitions there is no ratio. Recomputed softmax is "
                 "measured at three steps "
                 "and integrated over the sequence.",
  .examples = "weft bench --shape mnist --random-weights\n"
              "weft bench -m digits --attention linear,softmax-cached --batch 1,16 -j 1 -o csv",
  .options = options,
  .run = run_bench,
};
