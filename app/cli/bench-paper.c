/* SPDX-License-Identifier: MIT */
/* For both shapes of the paper: each form alone, and with the batch that serves it best, which is sought
 * first. */
#include "app/cli/bench-paper.h"

#include "app/cli/bench-arm.h"
#include "app/cli/bench-report.h"
#include "app/cli/bench-rounds.h"
#include "app/cli/bench-shape.h"
#include "app/cli/print.h"

#include "app/bench-paper.h"
#include "app/conditions.h"

#include <string.h>

/* Batches tried: a cache of a whole batch must fit in memory; a recomputed prefix is a batch by itself. */
static const guint many_lanes[] = { 16, 24, 32, 64, 128, 256 };
static const guint cached_lanes[] = { 2, 4, 8, 16, 32 };
static const guint recomputed_lanes[] = { 1, 2 };

#define N_FORMS 3

/* The arms of one shape: each form with one image, then each with its best batch. */
typedef struct {
  WeftModel *model; /* owned */
  StudioBench *bench;
} Shape;

static void
shape_clear (Shape *shape)
{
  g_clear_pointer (&shape->bench, studio_bench_free);
  g_clear_pointer (&shape->model, weft_model_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shape, shape_clear)

static const StudioBenchArm *
get_arm (const Shape *shape, WeftForm form, gboolean is_batch)
{
  return studio_bench_get_arm (shape->bench, (is_batch ? N_FORMS : 0) + form);
}

/* Whole images where that takes seconds, a few steps at three positions where it takes minutes. */
static StudioBenchCase
make_case (WeftModel *model, WeftTeam *team, WeftForm form, guint n_lanes, gboolean is_batch)
{
  return (StudioBenchCase) {
    .model = model,
    .team = team,
    .form = form,
    .n_lanes = n_lanes,
    .n_steps = weft_model_get_config (model)->n_positions,
    .plan = is_batch || form == WEFT_FORM_SOFTMAX_RECOMPUTED ? STUDIO_BENCH_SAMPLED : STUDIO_BENCH_WHOLE,
  };
}

/* Values a second with @n_lanes images; 0 if there is not the memory for them. */
static gboolean
try_batch (WeftModel *model, WeftTeam *team, WeftForm form, guint n_lanes, StudioBenchCheck check,
           double *rate, GError **error)
{
  const StudioBenchCase what = make_case (model, team, form, n_lanes, TRUE);
  g_autoptr (GError) no_memory = NULL;
  g_autoptr (StudioBenchRunner) runner = studio_bench_runner_new (&what, check, &no_memory);

  *rate = 0.0;
  if (runner == NULL)
    return TRUE;

  for (guint i = 0; i < 3; i++)
    {
      double found;

      if (!studio_bench_runner_run (runner, G_MAXDOUBLE, &found, error))
        return FALSE;
      *rate = MAX (*rate, found);
    }

  return TRUE;
}

/* The batch with the most values a second; the search ends where it falls off. */
static gboolean
find_batch (WeftModel *model, WeftTeam *team, WeftForm form, StudioBenchCheck check, guint *n_lanes,
            GError **error)
{
  static const struct {
    const guint *lanes;
    guint n;
  } candidates[] = {
    [WEFT_FORM_LINEAR] = { many_lanes, G_N_ELEMENTS (many_lanes) },
    [WEFT_FORM_SOFTMAX_CACHED] = { cached_lanes, G_N_ELEMENTS (cached_lanes) },
    [WEFT_FORM_SOFTMAX_RECOMPUTED] = { recomputed_lanes, G_N_ELEMENTS (recomputed_lanes) },
  };
  double best = 0.0;

  *n_lanes = 1;
  for (guint i = 0; i < candidates[form].n; i++)
    {
      double rate;

      if (!try_batch (model, team, form, candidates[form].lanes[i], check, &rate, error))
        return FALSE;
      if (rate < 0.9 * best)
        break;
      if (rate > best)
        *n_lanes = candidates[form].lanes[i];
      best = MAX (best, rate);
    }

  return TRUE;
}

static gboolean
measure_shape (Shape *shape, const CliArguments *arguments, const char *name, WeftPrecision precision,
               WeftTeam *team, StudioBenchCheck check, GError **error)
{
  WeftConfig config;

  studio_paper_fill_config (name, &config);
  shape->model = weft_model_new_random (&config, precision, CLI_BENCH_SEED, error);
  if (shape->model == NULL)
    return FALSE;

  shape->bench = studio_bench_new (cli_arguments_is_given (arguments, "limits"), check);
  for (guint i = 0; i < 2 * N_FORMS; i++)
    {
      const WeftForm form = (WeftForm) (i % N_FORMS);
      guint n_lanes = 1;

      if (i >= N_FORMS && !find_batch (shape->model, team, form, check, &n_lanes, error))
        return FALSE;

      const StudioBenchCase what = make_case (shape->model, team, form, n_lanes, i >= N_FORMS);
      if (!studio_bench_add (shape->bench, &what, error))
        return FALSE;
    }

  return cli_bench_run_rounds (arguments, shape->bench, error);
}

/* One line: a method of the paper, alone or in batches, and our arm, if there is one. */
typedef struct {
  const StudioPaperRow *paper;
  gboolean is_batch;
  double paper_seconds;     /* for an image */
  double paper_factor;      /* times the seconds of the paper's linear */
  const StudioBenchArm *arm; /* NULL: Weft has no such form */
  double seconds;           /* for an image, from the median; 0: not measured */
  gboolean has_factor;
  StudioInterval factor;    /* times the seconds of our linear */
} Line;

static double
get_paper_seconds (const StudioPaperRow *row, gboolean is_batch)
{
  return is_batch ? 1.0 / row->images_per_second : row->seconds_an_image;
}

static const StudioPaperRow *
find_paper_linear (const char *shape)
{
  guint n_rows;
  const StudioPaperRow *rows = studio_paper_get_rows (&n_rows);

  for (guint i = 0; i < n_rows; i++)
    if (rows[i].is_ours && rows[i].form == WEFT_FORM_LINEAR && strcmp (rows[i].shape, shape) == 0)
      return &rows[i];

  g_assert_not_reached ();
}

static void
fill_line (Line *line, const Shape *shape)
{
  const StudioBenchArm *linear = get_arm (shape, WEFT_FORM_LINEAR, line->is_batch);

  line->paper_seconds = get_paper_seconds (line->paper, line->is_batch);
  line->paper_factor =
      line->paper_seconds / get_paper_seconds (find_paper_linear (line->paper->shape), line->is_batch);
  if (!line->paper->is_ours)
    return;

  line->arm = get_arm (shape, line->paper->form, line->is_batch);
  if (line->arm->rates->len > 0)
    line->seconds =
        weft_model_get_config (shape->model)->n_positions
        / studio_statistics_median ((const double *) line->arm->rates->data, line->arm->rates->len);
  line->has_factor = line->arm != linear && cli_bench_get_ratio (linear, line->arm, &line->factor);
}

static GArray *
make_lines (const Shape *mnist, const Shape *cifar)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (Line));
  guint n_rows;
  const StudioPaperRow *rows = studio_paper_get_rows (&n_rows);

  for (guint i = 0; i < 2 * n_rows; i++)
    {
      Line line = { .paper = &rows[i % n_rows], .is_batch = i >= n_rows };

      if (!line.is_batch && line.paper->seconds_an_image <= 0.0)
        continue;
      fill_line (&line, strcmp (line.paper->shape, "mnist") == 0 ? mnist : cifar);
      g_array_append_val (lines, line);
    }

  return lines;
}

static const char *
get_setting (const Line *line)
{
  return line->is_batch ? "best batch: paper one GPU" : "one image: paper CPU";
}

static void
add_line (StudioTable *table, const Line *line)
{
  g_autofree char *note = line->arm != NULL ? cli_bench_dup_note (line->arm) : g_strdup ("not part of Weft");

  studio_table_add (table, "%s", line->paper->shape);
  studio_table_add (table, "%s", line->paper->method);
  studio_table_add (table, "%s", get_setting (line));
  studio_table_add (table, "%.4g", 1.0 / line->paper_seconds);
  studio_table_add (table, "%.4g", line->paper_seconds);
  studio_table_add (table, "%.4g", line->paper_factor);
  if (line->arm != NULL && line->seconds > 0.0)
    {
      studio_table_add (table, "%u", line->arm->what.n_lanes);
      studio_table_add (table, "%.4g", 1.0 / line->seconds);
      studio_table_add (table, "%.4g", line->seconds);
    }
  else
    for (guint i = 0; i < 3; i++)
      studio_table_add (table, "-");

  if (line->has_factor)
    studio_table_add (table, "%.4g (%.4g to %.4g)", line->factor.value, line->factor.low, line->factor.high);
  else
    studio_table_add (table, "%s", line->arm != NULL && line->paper->form == WEFT_FORM_LINEAR ? "1" : "-");
  studio_table_add (table, "%s", note);
}

static void
print_table (GArray *lines, StudioTableStyle style)
{
  static const char *const headings[] = {
    "shape", "attention", "setting", ">paper images/s", ">paper s an image", ">paper, times linear", ">batch",
    ">images/s", ">s an image", ">times linear (95 %)", "note", NULL,
  };
  g_autoptr (StudioTable) table = studio_table_new (headings);

  for (guint i = 0; i < lines->len; i++)
    add_line (table, &g_array_index (lines, Line, i));

  cli_print_table (table, style);
}

static json_t *
describe_line (const Line *line)
{
  json_t *object = json_pack ("{s:s, s:s, s:s, s:f, s:f}", "shape", line->paper->shape, "attention",
                              line->paper->method, "setting", get_setting (line), "paper_seconds_an_image",
                              line->paper_seconds, "paper_times_linear", line->paper_factor);

  if (line->arm == NULL)
    return object;

  g_autofree char *note = cli_bench_dup_note (line->arm);
  json_object_set_new (object, "batch", json_integer (line->arm->what.n_lanes));
  json_object_set_new (object, "repetitions", json_integer (line->arm->rates->len));
  json_object_set_new (object, "note", json_string (note));
  if (line->seconds > 0.0)
    json_object_set_new (object, "seconds_an_image", json_real (line->seconds));
  if (line->has_factor)
    json_object_set_new (object, "times_linear",
                         json_pack ("{s:f, s:f, s:f}", "ratio", line->factor.value, "low", line->factor.low,
                                    "high", line->factor.high));
  return object;
}

static void
print_json (GArray *lines, const char *conditions)
{
  json_t *rows = json_array ();
  json_t *document;

  for (guint i = 0; i < lines->len; i++)
    json_array_append_new (rows, describe_line (&g_array_index (lines, Line, i)));

  document = json_pack ("{s:s, s:o, s:o}", "version", WEFT_VERSION, "conditions", cli_json_text (conditions),
                        "rows", rows);
  cli_print_json (document);
  json_decref (document);
}

static char *
dup_conditions (const Shape *shape, WeftTeam *team)
{
  g_autoptr (StudioConditions) machine = studio_conditions_read (NULL);

  return g_strdup_printf (
      "Weft " WEFT_VERSION ", %s, kernels %s, %u threads, %s, random weights; one warm-up, arms in random "
      "order",
      machine->processor, weft_model_get_kernels_name (shape->model), weft_team_get_n_members (team),
      weft_precision_to_string (weft_model_get_precision (shape->model)));
}

static void
print (GArray *lines, const char *conditions, CliBenchFormat format)
{
  if (format == CLI_BENCH_JSON)
    {
      print_json (lines, conditions);
      return;
    }

  cli_print ("%s%s\n%s", format == CLI_BENCH_CSV ? "# " : "", conditions,
             format == CLI_BENCH_CSV ? "" : "\n");
  print_table (lines, format == CLI_BENCH_CSV ? STUDIO_TABLE_CSV : STUDIO_TABLE_MARKDOWN);
}

gboolean
cli_bench_paper_run (const CliArguments *arguments, WeftPrecision precision, WeftTeam *team,
                     StudioBenchCheck check, GError **error)
{
  g_auto (Shape) mnist = { 0 };
  g_auto (Shape) cifar = { 0 };

  if (!measure_shape (&mnist, arguments, "mnist", precision, team, check, error)
      || !measure_shape (&cifar, arguments, "cifar10", precision, team, check, error))
    return FALSE;

  g_autoptr (GArray) lines = make_lines (&mnist, &cifar);
  g_autofree char *conditions = dup_conditions (&mnist, team);

  print (lines, conditions, cli_arguments_get_integer (arguments, "output"));
  return TRUE;
}
