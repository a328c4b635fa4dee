/* SPDX-License-Identifier: MIT */
/* `weft check`: do the two forms of the network agree, and do all kernels? */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"
#include "app/cli/model.h"
#include "app/cli/print.h"
#include "app/cli/teacher.h"

#include "engine/kernels/kernels.h"
#include "engine/random.h"

#include <math.h>

/* Of the largest number compared, at least of 1. Two orders of the same F32 sums stay below it on every
 * golden model; a wrong epsilon in a layer norm does not. */
#define TOLERANCE 4e-6

#define SEED 20200629 /* of the values fed; any would do */

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  { 0, "steps", CLI_INTEGER, "N", "feed N values only (default: as many as the model takes)", .minimum = 1,
    .maximum = G_MAXINT32 },
  CLI_OPTION_THREADS,
  CLI_OPTION_PRECISION,
  CLI_OPTIONS_FACTS,
  CLI_OPTIONS_COMMON,
};

typedef struct {
  const CliArguments *arguments; /* borrowed */
  StudioEntry *entry;
  WeftTeam *team;
  guint8 *values;                /* [n_steps] */
  guint n_steps;
  StudioTable *table;
  guint n_disagreements;
} Run;

static void
clear_run (Run *run)
{
  g_clear_object (&run->entry);
  g_clear_pointer (&run->team, weft_team_free);
  g_clear_pointer (&run->values, g_free);
  g_clear_pointer (&run->table, studio_table_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
prepare (Run *run, GError **error)
{
  static const char *const headings[] = {
    "compared", "what", ">numbers", ">largest difference", ">mean difference", ">tolerance", "", NULL,
  };
  const guint64 wanted = cli_arguments_get_integer (run->arguments, "steps");

  run->entry = cli_model_find (run->arguments, error);
  run->team = run->entry != NULL ? cli_model_make_team (run->arguments, error) : NULL;
  if (run->team == NULL)
    return FALSE;

  const WeftConfig *config = studio_entry_get_config (run->entry);
  if (wanted > config->n_positions)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   "--steps is %" G_GUINT64_FORMAT " (the model takes 1 to %u)", wanted, config->n_positions);
      return FALSE;
    }

  run->n_steps = wanted > 0 ? wanted : config->n_positions;
  run->values = g_new (guint8, run->n_steps);
  for (guint i = 0; i < run->n_steps; i++)
    run->values[i] = weft_random_uniform (SEED, 0, i, WEFT_USE_VALUE) * config->n_values;

  run->table = studio_table_new (headings);
  return TRUE;
}

/* Adds a row; tolerance relative to the largest number, 0 for equal bits. */
static void
compare (Run *run, const char *compared, const char *what, const float *a, const float *b, gsize n,
         double tolerance)
{
  double largest = 0.0;
  double sum = 0.0;
  double magnitude = 1.0;

  if (n == 0)
    return;

  for (gsize i = 0; i < n; i++)
    {
      const double difference = fabs ((double) a[i] - b[i]);

      largest = fmax (largest, difference);
      magnitude = fmax (magnitude, fabs (a[i]));
      sum += difference;
    }

  const gboolean agrees = largest <= tolerance * magnitude;
  studio_table_add (run->table, "%s", compared);
  studio_table_add (run->table, "%s", what);
  studio_table_add (run->table, "%" G_GSIZE_FORMAT, n);
  studio_table_add (run->table, "%.3g", largest);
  studio_table_add (run->table, "%.3g", sum / n);
  studio_table_add (run->table, "%.3g", tolerance * magnitude);
  studio_table_add (run->table, "%s", agrees ? "agrees" : "DIFFERS");
  run->n_disagreements += !agrees;
}

static void
compare_all (Run *run, const char *compared, const CliTeacher *a, const CliTeacher *b, double tolerance)
{
  compare (run, compared, "y", a->y, b->y, a->n_y, tolerance);
  compare (run, compared, "s", a->s, b->s, a->n_s, tolerance);
  compare (run, compared, "z", a->z, b->z, a->n_z, tolerance);
}

static WeftPrecision
get_precision (const Run *run)
{
  WeftPrecision precision = studio_entry_get_natural_precision (run->entry);

  /* auto is no precision of the engine's, so that it leaves the natural one. */
  weft_precision_from_string (cli_arguments_get_text (run->arguments, "precision"), &precision);
  return precision;
}

static gboolean
run_form (Run *run, WeftPrecision precision, gboolean parallel, CliTeacher *teacher, GError **error)
{
  g_autoptr (WeftModel) model = cli_model_load_as (run->arguments, run->entry, precision, error);

  if (model == NULL)
    return FALSE;

  const gboolean good = cli_teacher_run (model, run->team, parallel, run->values, run->n_steps, teacher,
                                         error);

  /* The entry would hand out the same model again, and with it the same kernels. */
  studio_entry_unload (run->entry);
  return good;
}

static gboolean
compare_forms (Run *run, GError **error)
{
  /* At int8 inputs are rounded to 255 steps, and a last bit that differs may differ by a whole step. */
  const WeftPrecision chosen = get_precision (run), precision = chosen == WEFT_PRECISION_INT8 ? WEFT_PRECISION_F32 : chosen;
  g_autofree char *compared = g_strdup_printf ("recurrent and parallel, %s", weft_precision_to_string (precision));
  g_auto (CliTeacher) steps = { 0 };
  g_auto (CliTeacher) chunks = { 0 };

  if (!run_form (run, precision, FALSE, &steps, error) || !run_form (run, precision, TRUE, &chunks, error))
    return FALSE;

  compare_all (run, compared, &steps, &chunks, TOLERANCE);
  return TRUE;
}

static gboolean
run_kernels (Run *run, const WeftKernels *kernels, CliTeacher *teacher, GError **error)
{
  const char *old = g_getenv ("WEFT_KERNELS");
  g_autofree char *before = g_strdup (old);
  gboolean good;

  /* No thread reads the environment now: the team is idle. */
  g_setenv ("WEFT_KERNELS", kernels->name, TRUE);
  good = run_form (run, get_precision (run), FALSE, teacher, error);
  if (before != NULL)
    g_setenv ("WEFT_KERNELS", before, TRUE);
  else
    g_unsetenv ("WEFT_KERNELS");

  return good;
}

static gboolean
compare_kernels (Run *run, GError **error)
{
  const WeftKernels *list[WEFT_KERNELS_MAX];
  g_auto (CliTeacher) truth = { 0 };

  weft_kernels_list (list);
  if (!run_kernels (run, list[0], &truth, error))
    return FALSE;

  for (guint i = 1; list[i] != NULL; i++)
    {
      g_auto (CliTeacher) fast = { 0 };
      g_autofree char *compared = g_strdup_printf ("kernels %s and %s", list[i]->name, list[0]->name);

      if (!run_kernels (run, list[i], &fast, error))
        return FALSE;
      compare_all (run, compared, &truth, &fast, 0.0);
    }

  return TRUE;
}

static gboolean
run_check (const CliArguments *arguments, GError **error)
{
  g_auto (Run) run = { .arguments = arguments };

  if (!prepare (&run, error) || !compare_forms (&run, error) || !compare_kernels (&run, error))
    return FALSE;

  cli_print_table (run.table, STUDIO_TABLE_PLAIN);
  if (run.n_disagreements == 0)
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_INTERNAL,
               "%u comparisons differ by more than the tolerance (this is a bug in Weft)",
               run.n_disagreements);
  return FALSE;
}

const CliCommand cli_command_check = {
  .name = "check",
  .summary = "compare the two forms of a model, and all kernels of this machine",
  .description =
      "Feeds the same random values step by step and all at once, and compares outputs and final state: at f32 where "
      "the weights are kept as int8, whose rounding makes much of a last bit. Then compares every kernel this processor can run "
      "with the portable one, which must agree to the last bit. A difference above the tolerance is a bug in Weft and ends "
      "with 1.",
  .examples = "weft check\n"
              "weft check -m digits --steps 100",
  .options = options,
  .needs_blas = TRUE,
  .run = run_check,
};
