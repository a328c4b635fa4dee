/* SPDX-License-Identifier: MIT */
/* Summaries of the arms' rates. A ratio needs five repetitions of both arms; below that there is none. */
#include "app/cli/bench-report.h"

#include "app/cli/print.h"

#include "engine/blas.h"

#include <string.h>

#define RESAMPLING_SEED 1

/* Two arms that differ in one thing, and by what factor. */
typedef struct {
  char *compared;   /* "linear / softmax-cached" */
  char *conditions; /* what they share */
  gboolean has_ratio;
  StudioInterval ratio;
} Comparison;

char *
cli_bench_dup_processor (void)
{
  g_autofree char *text = NULL;
  const char *name;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL)
      || (name = strstr (text, "model name")) == NULL || (name = strchr (name, ':')) == NULL)
    return g_strdup ("unknown processor");

  return g_strstrip (g_strndup (name + 1, strcspn (name + 1, "\n")));
}

static const double *
get_values (GArray *array)
{
  return (const double *) array->data;
}

static double
get_median (GArray *array)
{
  return studio_statistics_median (get_values (array), array->len);
}

static WeftPrecision
get_precision (const StudioBenchArm *arm)
{
  return weft_model_get_precision (arm->what.model);
}

static guint
get_threads (const StudioBenchArm *arm)
{
  return weft_team_get_n_members (arm->what.team);
}

static gboolean
is_window (const StudioBenchArm *arm)
{
  return arm->what.plan == STUDIO_BENCH_WINDOW;
}

/* "783", or "at 100000". */
static char *
dup_steps (const StudioBenchArm *arm)
{
  return is_window (arm) ? g_strdup_printf ("at %u", arm->what.position)
                         : g_strdup_printf ("%u", arm->what.n_steps);
}

char *
cli_bench_dup_note (const StudioBenchArm *arm)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();

  if (arm->rates->len < STUDIO_STATISTICS_MIN_REPETITIONS)
    g_ptr_array_add (notes, (gpointer) "no measurement: fewer than 5 repetitions");
  if (arm->is_stopped)
    g_ptr_array_add (notes, (gpointer) "stopped at budget");
  if (arm->what.plan == STUDIO_BENCH_SAMPLED)
    g_ptr_array_add (notes, (gpointer) "measured at 3 positions and integrated over the sequence");
  if (is_window (arm) && arm->what.form != WEFT_FORM_LINEAR)
    g_ptr_array_add (notes, (gpointer) "its past is made up");
  g_ptr_array_add (notes, NULL);

  return g_strjoinv ("; ", (char **) notes->pdata);
}

gboolean
cli_bench_get_ratio (const StudioBenchArm *a, const StudioBenchArm *b, StudioInterval *ratio)
{
  return studio_statistics_ratio (get_values (a->rates), a->rates->len, get_values (b->rates), b->rates->len,
                                  a->rates->len == b->rates->len, RESAMPLING_SEED, ratio);
}

/* Rates over limits, repetition by repetition; the limit was measured around each. */
static double
get_fraction (const StudioBenchArm *arm)
{
  g_autoptr (GArray) fractions = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < arm->limits->len; i++)
    {
      const double fraction = get_values (arm->rates)[i] / get_values (arm->limits)[i];

      g_array_append_val (fractions, fraction);
    }

  return get_median (fractions);
}

static void
add_limit (CliTable *table, const StudioBenchArm *arm)
{
  if (arm->limits->len == 0)
    {
      cli_table_add (table, "-");
      cli_table_add (table, "-");
      cli_table_add (table, "-");
      return;
    }

  cli_table_add (table, "%.4g", get_median (arm->limits));
  cli_table_add (table, "%.3f", get_fraction (arm));
  cli_table_add (table, "%s", arm->reads_bound ? "reading" : "multiplying");
}

static void
add_rate (CliTable *table, const StudioBenchArm *arm, double rate)
{
  if (arm->rates->len == 0)
    cli_table_add (table, "-");
  else
    cli_table_add (table, "%.4g", rate);
}

static void
add_rates (CliTable *table, const StudioBenchArm *arm)
{
  const double *rates = get_values (arm->rates);
  const gsize n = arm->rates->len;

  add_rate (table, arm, n > 0 ? studio_statistics_median (rates, n) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_mean (rates, n) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_deviation (rates, n) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_percentile (rates, n, 5.0) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_percentile (rates, n, 95.0) : 0.0);
}

/* An image is as many steps as the network has positions. */
static double
get_images_per_second (const StudioBenchArm *arm)
{
  return get_median (arm->rates) / weft_model_get_config (arm->what.model)->n_positions;
}

static void
add_arm (CliTable *table, const StudioBenchArm *arm, gboolean with_limits)
{
  g_autofree char *note = cli_bench_dup_note (arm);
  g_autofree char *steps = dup_steps (arm);

  cli_table_add (table, "%s", weft_form_to_string (arm->what.form));
  cli_table_add (table, "%s", weft_precision_to_string (get_precision (arm)));
  cli_table_add (table, "%u", get_threads (arm));
  cli_table_add (table, "%u", arm->what.n_lanes);
  cli_table_add (table, "%s", steps);
  cli_table_add (table, "%u", arm->rates->len);
  add_rates (table, arm);
  if (arm->rates->len > 0 && !is_window (arm))
    cli_table_add (table, "%.4g", get_images_per_second (arm));
  else
    cli_table_add (table, "-");
  cli_table_add (table, "%" G_GUINT64_FORMAT, arm->bytes);
  if (with_limits)
    add_limit (table, arm);
  cli_table_add (table, "%s", note);
}

static gboolean
has_limits (StudioBench *bench)
{
  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    if (studio_bench_get_arm (bench, i)->probe != NULL)
      return TRUE;

  return FALSE;
}

static void
print_arms (StudioBench *bench, CliTableStyle style)
{
  static const char *const plain[] = {
    "attention", "precision", ">threads", ">batch", ">steps", ">repetitions", ">values/s median", ">mean",
    ">sd", ">p5", ">p95", ">images/s", ">bytes an image", "note", NULL,
  };
  static const char *const limited[] = {
    "attention", "precision", ">threads", ">batch", ">steps", ">repetitions", ">values/s median", ">mean",
    ">sd", ">p5", ">p95", ">images/s", ">bytes an image", ">limit values/s", ">of the limit", "limited by",
    "note", NULL,
  };
  const gboolean with_limits = has_limits (bench);
  g_autoptr (CliTable) table = cli_table_new (with_limits ? limited : plain);

  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    add_arm (table, studio_bench_get_arm (bench, i), with_limits);

  cli_table_print (table, style);
}

/* Bits for the things in which two arms differ. */
enum {
  FORM = 1,
  PRECISION = 2,
  THREADS = 4,
  BATCH = 8,
  POSITION = 16,
  LENGTH = 32,
};

static guint
find_differences (const StudioBenchArm *a, const StudioBenchArm *b)
{
  return (a->what.form != b->what.form ? FORM : 0)
         | (get_precision (a) != get_precision (b) ? PRECISION : 0)
         | (get_threads (a) != get_threads (b) ? THREADS : 0)
         | (a->what.n_lanes != b->what.n_lanes ? BATCH : 0)
         | (is_window (a) && is_window (b) && a->what.position != b->what.position ? POSITION : 0)
         | (!is_window (a) && a->what.n_steps != b->what.n_steps ? LENGTH : 0);
}

/* What the value of @arm is in the thing that @difference names. */
static char *
dup_side (const StudioBenchArm *arm, guint difference)
{
  switch (difference)
    {
    case FORM:
      return g_strdup (weft_form_to_string (arm->what.form));
    case PRECISION:
      return g_strdup (weft_precision_to_string (get_precision (arm)));
    case THREADS:
      return g_strdup_printf ("%u thread%s", get_threads (arm), get_threads (arm) == 1 ? "" : "s");
    case BATCH:
      return g_strdup_printf ("batch %u", arm->what.n_lanes);
    default:
      return g_strdup_printf ("step %u", arm->what.position);
    }
}

static char *
dup_conditions (const StudioBenchArm *arm, guint difference)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint thing = FORM; thing <= BATCH; thing *= 2)
    if (thing != difference)
      g_ptr_array_add (words, dup_side (arm, thing));
  if (difference != POSITION)
    {
      g_autofree char *steps = dup_steps (arm);

      g_ptr_array_add (words, is_window (arm) ? g_strdup (steps) : g_strdup_printf ("%s steps", steps));
    }
  g_ptr_array_add (words, NULL);

  return g_strjoinv (", ", (char **) words->pdata);
}

/* @a is compared with @base: its values per second over those of @base. For forms linear is above the line,
 * whichever comes first; for positions it is the time of a step. */
static void
add_comparison (GArray *comparisons, const StudioBenchArm *base, const StudioBenchArm *a, guint difference)
{
  const gboolean swap = (difference == FORM && base->what.form == WEFT_FORM_LINEAR);
  const StudioBenchArm *over = swap || difference == POSITION ? base : a;
  const StudioBenchArm *under = over == base ? a : base;
  g_autofree char *upper = dup_side (difference == POSITION ? a : over, difference);
  g_autofree char *lower = dup_side (difference == POSITION ? base : under, difference);
  Comparison comparison = {
    .compared = g_strdup_printf ("%s / %s%s", upper, lower, difference == POSITION ? ", time of a step" : ""),
    .conditions = dup_conditions (base, difference),
  };

  comparison.has_ratio = cli_bench_get_ratio (over, under, &comparison.ratio);
  g_array_append_val (comparisons, comparison);
}

static void
clear_comparison (gpointer data)
{
  Comparison *comparison = data;

  g_free (comparison->compared);
  g_free (comparison->conditions);
}

/* Each arm with the first one that differs from it in one thing; forms only with linear. */
static GArray *
compare_arms (StudioBench *bench)
{
  GArray *comparisons = g_array_new (FALSE, FALSE, sizeof (Comparison));

  g_array_set_clear_func (comparisons, clear_comparison);
  for (guint thing = FORM; thing <= POSITION; thing *= 2)
    for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
      {
        const StudioBenchArm *arm = studio_bench_get_arm (bench, i);

        for (guint j = 0; j < studio_bench_get_n_arms (bench); j++)
          {
            const StudioBenchArm *base = studio_bench_get_arm (bench, j);

            if (find_differences (base, arm) != thing
                || (thing == FORM && base->what.form != WEFT_FORM_LINEAR))
              continue;
            if (thing == FORM || j < i)
              add_comparison (comparisons, base, arm, thing);
            break;
          }
      }

  return comparisons;
}

static void
print_comparisons (GArray *comparisons, CliTableStyle style)
{
  static const char *const headings[] = { "values/s of", ">ratio", ">95 % from", ">to", "with", NULL };
  g_autoptr (CliTable) table = cli_table_new (headings);

  for (guint i = 0; i < comparisons->len; i++)
    {
      const Comparison *comparison = &g_array_index (comparisons, Comparison, i);

      cli_table_add (table, "%s", comparison->compared);
      if (comparison->has_ratio)
        {
          cli_table_add (table, "%.4g", comparison->ratio.value);
          cli_table_add (table, "%.4g", comparison->ratio.low);
          cli_table_add (table, "%.4g", comparison->ratio.high);
        }
      else
        {
          cli_table_add (table, "no ratio: it takes 5 repetitions of each");
          cli_table_add (table, "-");
          cli_table_add (table, "-");
        }
      cli_table_add (table, "%s", comparison->conditions);
    }

  cli_table_print (table, style);
}

/* Whether an arm before this one had the same threads and precision, and so the same limits. */
static gboolean
is_repeated (StudioBench *bench, guint index)
{
  const StudioBenchArm *arm = studio_bench_get_arm (bench, index);

  for (guint i = 0; i < index; i++)
    if (studio_bench_get_arm (bench, i)->probe == arm->probe
        && studio_bench_get_arm (bench, i)->limits->len > 0)
      return TRUE;

  return FALSE;
}

static void
print_limits (StudioBench *bench)
{
  static const char *const headings[] = {
    "limits of", ">threads", ">bytes read", ">GB/s", ">Gop/s", "multiplying with", NULL,
  };
  g_autoptr (CliTable) table = cli_table_new (headings);

  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    {
      const StudioBenchArm *arm = studio_bench_get_arm (bench, i);

      if (arm->limits->len == 0 || is_repeated (bench, i))
        continue;

      cli_table_add (table, "%s", weft_precision_to_string (get_precision (arm)));
      cli_table_add (table, "%u", get_threads (arm));
      cli_table_add (
          table, "%" G_GUINT64_FORMAT,
          studio_limits_count_bytes (weft_model_get_config (arm->what.model), get_precision (arm)));
      cli_table_add (table, "%.3g", 1e-9 * get_median (arm->read));
      cli_table_add (table, "%.4g", 2e-9 * get_median (arm->multiply));
      cli_table_add (table, "%s",
                     get_precision (arm) == WEFT_PRECISION_INT8 ? "int8 dot products on registers"
                                                                : weft_blas_get_description ());
    }

  cli_table_print (table, CLI_TABLE_MARKDOWN);
}

static WeftModel *
get_first_model (StudioBench *bench)
{
  return studio_bench_get_arm (bench, 0)->what.model;
}

static void
print_conditions (StudioBench *bench, const char *what, const char *mark)
{
  WeftModel *model = get_first_model (bench);
  const WeftConfig *config = weft_model_get_config (model);
  g_autofree char *processor = cli_bench_dup_processor ();

  cli_print ("%sWeft " WEFT_VERSION
             ", %s, kernels %s; %s: %u layers, %u heads, width %u, feed-forward %u, %u steps an image; "
             "one warm-up, arms in random order\n",
             mark, processor, weft_model_get_kernels_name (model), what, config->n_layers, config->n_heads,
             config->width, config->feed_forward, config->n_positions);
}

static json_t *
describe_numbers (GArray *array)
{
  json_t *numbers = json_array ();

  for (guint i = 0; i < array->len; i++)
    json_array_append_new (numbers, json_real (get_values (array)[i]));

  return numbers;
}

static void
describe_limits (const StudioBenchArm *arm, json_t *object)
{
  if (arm->limits->len == 0)
    return;

  json_object_set_new (object, "limit_values_per_second", describe_numbers (arm->limits));
  json_object_set_new (object, "read_bytes_per_second", describe_numbers (arm->read));
  json_object_set_new (object, "multiply_adds_per_second", describe_numbers (arm->multiply));
  json_object_set_new (object, "fraction_of_limit", json_real (get_fraction (arm)));
  json_object_set_new (object, "limited_by", json_string (arm->reads_bound ? "reading" : "multiplying"));
}

static json_t *
describe_arm (const StudioBenchArm *arm)
{
  const guint n = arm->rates->len;
  g_autofree char *note = cli_bench_dup_note (arm);
  json_t *object = json_pack ("{s:s, s:s, s:i, s:i, s:I, s:b, s:b, s:b, s:s, s:o}", "attention",
                              weft_form_to_string (arm->what.form), "precision",
                              weft_precision_to_string (get_precision (arm)), "threads", get_threads (arm),
                              "batch", arm->what.n_lanes, "bytes_per_image", (json_int_t) arm->bytes,
                              "is_measurement", n >= STUDIO_STATISTICS_MIN_REPETITIONS, "stopped_at_budget",
                              arm->is_stopped, "sampled", arm->what.plan == STUDIO_BENCH_SAMPLED, "note",
                              note, "values_per_second", describe_numbers (arm->rates));

  json_object_set_new (object, is_window (arm) ? "at_step" : "steps",
                       json_integer (is_window (arm) ? arm->what.position : arm->what.n_steps));
  if (n > 0)
    {
      json_object_set_new (object, "median", json_real (get_median (arm->rates)));
      json_object_set_new (object, "mean", json_real (studio_statistics_mean (get_values (arm->rates), n)));
      json_object_set_new (object, "sd",
                           json_real (studio_statistics_deviation (get_values (arm->rates), n)));
      json_object_set_new (object, "p5",
                           json_real (studio_statistics_percentile (get_values (arm->rates), n, 5.0)));
      json_object_set_new (object, "p95",
                           json_real (studio_statistics_percentile (get_values (arm->rates), n, 95.0)));
      if (!is_window (arm))
        json_object_set_new (object, "images_per_second", json_real (get_images_per_second (arm)));
    }
  describe_limits (arm, object);

  return object;
}

static json_t *
describe_comparisons (GArray *comparisons)
{
  json_t *array = json_array ();

  for (guint i = 0; i < comparisons->len; i++)
    {
      const Comparison *comparison = &g_array_index (comparisons, Comparison, i);

      if (comparison->has_ratio)
        json_array_append_new (array,
                               json_pack ("{s:s, s:s, s:f, s:f, s:f}", "compared", comparison->compared,
                                          "with", comparison->conditions, "ratio", comparison->ratio.value,
                                          "low", comparison->ratio.low, "high", comparison->ratio.high));
    }

  return array;
}

static void
print_json (StudioBench *bench, const char *what, GArray *comparisons)
{
  WeftModel *model = get_first_model (bench);
  const WeftConfig *config = weft_model_get_config (model);
  g_autofree char *processor = cli_bench_dup_processor ();
  json_t *arms = json_array ();
  json_t *document;

  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    json_array_append_new (arms, describe_arm (studio_bench_get_arm (bench, i)));

  document =
      json_pack ("{s:s, s:o, s:s, s:o, s:i, s:i, s:i, s:i, s:i, s:o, s:o}", "version", WEFT_VERSION,
                 "processor", cli_json_text (processor), "kernels", weft_model_get_kernels_name (model),
                 "model", cli_json_text (what), "layers", config->n_layers, "heads", config->n_heads, "width",
                 config->width, "feed_forward", config->feed_forward, "positions", config->n_positions,
                 "arms", arms, "ratios", describe_comparisons (comparisons));
  cli_print_json (document);
  json_decref (document);
}

void
cli_bench_report_print (StudioBench *bench, const char *what, CliBenchFormat format)
{
  g_autoptr (GArray) comparisons = compare_arms (bench);

  switch (format)
    {
    case CLI_BENCH_MARKDOWN:
      print_conditions (bench, what, "");
      cli_print ("\n");
      print_arms (bench, CLI_TABLE_MARKDOWN);
      if (comparisons->len > 0)
        {
          cli_print ("\n");
          print_comparisons (comparisons, CLI_TABLE_MARKDOWN);
        }
      if (has_limits (bench))
        {
          cli_print ("\n");
          print_limits (bench);
        }
      break;
    case CLI_BENCH_CSV:
      print_conditions (bench, what, "# ");
      print_arms (bench, CLI_TABLE_CSV);
      break;
    case CLI_BENCH_JSON:
    default:
      print_json (bench, what, comparisons);
    }
}
