/* SPDX-License-Identifier: MIT */
/* Tables are for people: translated, three digits. CSV and JSON are for programs: all digits, names that stay. */
#include "app/race-figures.h"

#include "app/conditions.h"
#include "app/json-write.h"

#include "engine/kernels/kernels.h"

#include <glib/gi18n-lib.h>

#define DASH "\342\200\223"
#define FORMAT_VERSION "1.0"

/* Tables */

const char *
studio_race_form_to_title (WeftForm form)
{
  switch (form)
    {
    case WEFT_FORM_LINEAR:
      return _("Linear");
    case WEFT_FORM_SOFTMAX_CACHED:
      return _("Cached softmax");
    case WEFT_FORM_SOFTMAX_RECOMPUTED:
    default:
      return _("Recomputed softmax");
    }
}

const char *
studio_race_form_to_name (WeftForm form)
{
  switch (form)
    {
    case WEFT_FORM_LINEAR:
      return _("linear");
    case WEFT_FORM_SOFTMAX_CACHED:
      return _("cached softmax");
    case WEFT_FORM_SOFTMAX_RECOMPUTED:
    default:
      return _("recomputed softmax");
    }
}

static const char *
get_weights_title (StudioWeights weights)
{
  switch (weights)
    {
    case STUDIO_WEIGHTS_OWN:
      return _("trained so");
    case STUDIO_WEIGHTS_TWIN:
      return _("trained so, twin");
    case STUDIO_WEIGHTS_SHAPES:
    default:
      return _("sizes only");
    }
}

static const char *
get_weights_name (StudioWeights weights)
{
  switch (weights)
    {
    case STUDIO_WEIGHTS_OWN:
      return "own";
    case STUDIO_WEIGHTS_TWIN:
      return "twin";
    case STUDIO_WEIGHTS_SHAPES:
    default:
      return "sizes-only";
    }
}

/* Three significant digits. */
static char *
dup_number (double value)
{
  const double size = ABS (value);
  const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.09995 ? 3 : 4;

  return g_strdup_printf ("%.*f", decimals, value);
}

static void
add_number (StudioTable *table, double value)
{
  g_autofree char *text = dup_number (value);

  studio_table_add (table, "%s", text);
}

static char *
dup_ratio (const StudioRaceResult *result, guint lane)
{
  StudioInterval ratio;

  if (lane == 0)
    return g_strdup (DASH);
  if (!studio_race_result_get_ratio (result, lane, 0, &ratio))
    return g_strdup (_("not a measurement"));
  return g_strdup_printf ("%.2f [%.2f, %.2f]", ratio.value, ratio.low, ratio.high);
}

static void
add_lane (StudioTable *table, const StudioRaceResult *result, guint index)
{
  const StudioRaceLaneResult *lane = studio_race_result_get_lane (result, index);
  const double pixel = 1000.0 * studio_race_result_get_n_channels (result);
  g_autofree char *ratio = dup_ratio (result, index);
  g_autofree char *bytes = g_format_size_full (lane->state_bytes, G_FORMAT_SIZE_IEC_UNITS);

  studio_table_add (table, "%s", studio_race_form_to_title (lane->form));
  studio_table_add (table, "%s", get_weights_title (lane->weights));
  studio_table_add (table, "%u", lane->n_repetitions);
  add_number (table, lane->rate);
  add_number (table, lane->rate_mean);
  if (lane->n_repetitions > 1)
    add_number (table, lane->rate_deviation);
  else
    studio_table_add (table, "%s", DASH);
  add_number (table, pixel * lane->step_p5);
  add_number (table, pixel * lane->step_median);
  add_number (table, pixel * lane->step_p95);
  add_number (table, 1000.0 * pixel * lane->growth * 100.0 * studio_race_result_get_n_channels (result));
  studio_table_add (table, "%s", ratio);
  studio_table_add (table, "%s", bytes);
}

StudioTable *
studio_race_figures_dup_table (const StudioRaceResult *result)
{
  /* Translators: a > in front stays; it says that the column holds numbers. */
  const char *const headings[] = {
    _("Attention"), _("Weights"), _(">Runs"), _(">px/s, median"), _(">mean"), _(">sd"), _(">ms a pixel, p5"), _(">p50"),
    _(">p95"), _(">growth, µs a 100 px"), _(">Times as long [95 %]"), _(">Remembers"), NULL,
  };
  StudioTable *table = studio_table_new (headings);

  for (guint i = 0; i < studio_race_result_get_n_lanes (result); i++)
    add_lane (table, result, i);

  return table;
}

guint64
studio_race_figures_count_bytes (StudioRace *race, guint lane, guint n_values)
{
  const WeftConfig *config = weft_model_get_config (studio_race_get_model (race, lane));

  switch (studio_race_get_form (race, lane))
    {
    case WEFT_FORM_LINEAR:
      return weft_config_get_state_bytes (config);
    case WEFT_FORM_SOFTMAX_CACHED:
      return weft_config_get_cache_bytes (config, n_values);
    case WEFT_FORM_SOFTMAX_RECOMPUTED:
    default:
      return n_values;
    }
}

static void
add_place (StudioTable *table, StudioRace *race, const StudioRaceResult *result, guint pixel)
{
  const guint n_channels = studio_race_result_get_n_channels (result);

  studio_table_add (table, "%u", pixel);
  for (guint k = 0; k < studio_race_result_get_n_lanes (result); k++)
    {
      const StudioRaceLaneResult *lane = studio_race_result_get_lane (result, k);
      const guint step = MIN (pixel * n_channels, lane->n_steps) - 1;
      g_autofree char *bytes = g_format_size_full (studio_race_figures_count_bytes (race, k, step + 1),
                                                   G_FORMAT_SIZE_IEC_UNITS);

      add_number (table, 1000.0 * n_channels * studio_race_result_get_median_at (result, k, step));
      studio_table_add (table, "%s", bytes);
    }
}

StudioTable *
studio_race_figures_dup_curve_table (StudioRace *race, const StudioRaceResult *result)
{
  const guint n_pixels = studio_race_result_get_lane (result, 0)->n_steps / studio_race_result_get_n_channels (result);
  g_autoptr (GPtrArray) headings = g_ptr_array_new_with_free_func (g_free);
  StudioTable *table;

  g_ptr_array_add (headings, g_strdup (_(">Pixel")));
  for (guint i = 0; i < studio_race_result_get_n_lanes (result); i++)
    {
      const char *title = studio_race_form_to_title (studio_race_result_get_lane (result, i)->form);

      /* Translators: a > in front stays; %s is a kind of attention. */
      g_ptr_array_add (headings, g_strdup_printf (_(">%s, ms"), title));
      g_ptr_array_add (headings, g_strdup_printf (_(">%s, memory"), title));
    }
  g_ptr_array_add (headings, NULL);
  table = studio_table_new ((const char *const *) headings->pdata);

  for (guint pixel = 1; pixel < n_pixels; pixel *= 2)
    add_place (table, race, result, pixel);
  add_place (table, race, result, MAX (n_pixels, 1));
  return table;
}

/* A number for other programs. */
static void
add_exact (StudioTable *table, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  studio_table_add (table, "%s", g_ascii_formatd (text, sizeof text, "%.9g", value));
}

static void
add_exact_lane (StudioTable *table, const StudioRaceResult *result, guint index)
{
  const StudioRaceLaneResult *lane = studio_race_result_get_lane (result, index);
  StudioInterval ratio = { 0 };
  const gboolean has_ratio = index > 0 && studio_race_result_get_ratio (result, index, 0, &ratio);
  const double numbers[] = { lane->rate, lane->rate_mean, lane->rate_deviation, lane->step_p5, lane->step_median,
                             lane->step_p95, lane->growth };
  const double ratios[] = { ratio.value, ratio.low, ratio.high };

  studio_table_add (table, "%s", weft_form_to_string (lane->form));
  studio_table_add (table, "%s", get_weights_name (lane->weights));
  studio_table_add (table, "%u", lane->n_repetitions);
  studio_table_add (table, "%u", lane->n_steps);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    add_exact (table, numbers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    {
      if (has_ratio)
        add_exact (table, ratios[i]);
      else
        studio_table_add (table, "%s", "");
    }
  studio_table_add (table, "%" G_GSIZE_FORMAT, lane->state_bytes);
}

char *
studio_race_figures_to_csv (const StudioRaceResult *result)
{
  static const char *const headings[] = {
    "attention", "weights", "runs", "steps", "pixels_per_second", "mean", "sd", "seconds_per_step_p5", "p50", "p95",
    "growth_seconds_per_step", "ratio", "ratio_low", "ratio_high", "bytes", NULL,
  };
  g_autoptr (StudioTable) table = studio_table_new (headings);

  for (guint i = 0; i < studio_race_result_get_n_lanes (result); i++)
    add_exact_lane (table, result, i);

  return studio_table_to_text (table, STUDIO_TABLE_CSV);
}

/* JSON */

static json_t *
build_seconds (const double *seconds, guint n)
{
  json_t *array = json_array ();

  for (guint i = 0; i < n; i++)
    json_array_append_new (array, json_real (seconds[i]));
  return array;
}

static json_t *
build_ratio (const StudioRaceResult *result, guint lane)
{
  StudioInterval ratio;

  if (lane == 0 || !studio_race_result_get_ratio (result, lane, 0, &ratio))
    return json_null ();
  return json_pack ("{s:f, s:f, s:f}", "value", ratio.value, "low", ratio.low, "high", ratio.high);
}

static json_t *
build_crossover (const StudioRaceResult *result, guint lane)
{
  guint step;

  if (lane == 0 || !studio_race_result_find_crossover (result, lane, 0, &step))
    return json_null ();
  return json_integer (step);
}

static json_t *
build_lane (const StudioRaceResult *result, guint index)
{
  const StudioRaceLaneResult *lane = studio_race_result_get_lane (result, index);

  return json_pack ("{s:s, s:s, s:i, s:i, s:{s:f, s:f, s:f}, s:{s:f, s:f, s:f}, s:f, s:o, s:o, s:I, s:o}",
                    "attention", weft_form_to_string (lane->form), "weights", get_weights_name (lane->weights),
                    "runs", (int) lane->n_repetitions, "steps", (int) lane->n_steps,
                    "pixels_per_second", "median", lane->rate, "mean", lane->rate_mean, "sd", lane->rate_deviation,
                    "seconds_per_step", "p5", lane->step_p5, "median", lane->step_median, "p95", lane->step_p95,
                    "growth_seconds_per_step", lane->growth, "ratio_to_first", build_ratio (result, index),
                    "slower_than_first_from_step", build_crossover (result, index),
                    "bytes", (json_int_t) lane->state_bytes,
                    "seconds_of_each_run", build_seconds (lane->totals, lane->n_repetitions));
}

static const char *
get_power_name (StudioPower power)
{
  switch (power)
    {
    case STUDIO_POWER_MAINS:
      return "mains";
    case STUDIO_POWER_BATTERY:
      return "battery";
    case STUDIO_POWER_UNKNOWN:
    default:
      return "unknown";
    }
}

static json_t *
build_conditions (WeftPrecision precision, guint n_threads, double other_load)
{
  g_autoptr (StudioConditions) machine = studio_conditions_read (NULL);
  json_t *object = json_object ();

  studio_json_set_string (object, "processor", machine->processor);
  json_object_set_new (object, "processors", json_integer (machine->n_processors));
  studio_json_set_string (object, "governor", machine->governor);
  studio_json_set_string (object, "power", get_power_name (machine->power));
  studio_json_set_string (object, "kernels", weft_kernels_get ()->name);
  studio_json_set_string (object, "precision", weft_precision_to_string (precision));
  json_object_set_new (object, "threads", json_integer (n_threads));
  json_object_set_new (object, "other_load", other_load >= 0 ? json_real (other_load) : json_null ());
  json_object_set_new (object, "caution", json_boolean (other_load >= STUDIO_LOAD_CAUTION));
  return object;
}

static json_t *
build_shape (const WeftConfig *config)
{
  return json_pack ("{s:i, s:i, s:i, s:i, s:i, s:i}", "layers", (int) config->n_layers, "heads", (int) config->n_heads,
                    "width", (int) config->width, "feed_forward", (int) config->feed_forward,
                    "image_width", (int) config->image_width, "image_height", (int) config->image_height);
}

char *
studio_race_figures_to_json (StudioRace *race, const StudioRaceResult *result)
{
  WeftModel *model = studio_race_get_model (race, 0);
  json_t *root = studio_json_new ("weft-race", FORMAT_VERSION);
  json_t *lanes = json_array ();
  guint n_warmup;

  g_free (studio_race_dup_warmup (race, 0, &n_warmup));
  for (guint i = 0; i < studio_race_result_get_n_lanes (result); i++)
    json_array_append_new (lanes, build_lane (result, i));

  json_object_set_new (root, "conditions",
                       build_conditions (weft_model_get_precision (model), studio_race_get_n_threads (race),
                                         studio_race_result_get_other_load (result)));
  json_object_set_new (root, "shape", build_shape (weft_model_get_config (model)));
  studio_json_set_string (root, "order", studio_race_get_is_concurrent (race) ? "at-once" : "turns");
  json_object_set_new (root, "warmup_steps", json_integer (n_warmup));
  json_object_set_new (root, "lanes", lanes);
  return studio_json_take_text (root, JSON_INDENT (2));
}
