/* SPDX-License-Identifier: MIT */
/* Times over lengths. What was not reached is left out, never worked out. */
#include "app/race-figures.h"

#include "app/json-write.h"

#include <glib/gi18n-lib.h>

#define DASH "\342\200\223"

/* The point of a length, or NULL if it was not reached. */
static const StudioScalingPoint *
find_point (GArray *points, guint length)
{
  for (guint i = 0; i < points->len; i++)
    if (g_array_index (points, StudioScalingPoint, i).length == length)
      return &g_array_index (points, StudioScalingPoint, i);

  return NULL;
}

static char *
dup_cell (StudioScaling *scaling, guint lane, guint length)
{
  g_autoptr (GArray) points = studio_scaling_dup_points (scaling, lane);
  const StudioScalingPoint *point = find_point (points, length);
  const gboolean is_next = points->len == 0 ? length == STUDIO_SCALING_MIN_LENGTH
                                            : find_point (points, length / 2) != NULL;

  if (point != NULL)
    return g_strdup_printf (_("%.3f s"), point->seconds);
  if (is_next && studio_scaling_get_is_stopped (scaling, lane))
    return g_strdup_printf (_("stopped at %.0f s"), studio_scaling_get_budget (scaling));
  return g_strdup (DASH);
}

StudioTable *
studio_scaling_figures_dup_table (StudioScaling *scaling)
{
  const char *const titles[] = { _(">Linear"), _(">Cached softmax"), _(">Recomputed softmax") };
  const char *headings[STUDIO_SCALING_MAX_LANES + 2] = { _(">Length") };
  const guint n_lanes = studio_scaling_get_n_lanes (scaling);
  StudioTable *table;

  for (guint i = 0; i < n_lanes; i++)
    headings[i + 1] = titles[studio_scaling_get_form (scaling, i)];
  table = studio_table_new (headings);

  for (guint length = STUDIO_SCALING_MIN_LENGTH; length <= studio_scaling_get_max_length (scaling); length *= 2)
    {
      studio_table_add (table, "%u", length);
      for (guint i = 0; i < n_lanes; i++)
        {
          g_autofree char *cell = dup_cell (scaling, i, length);

          studio_table_add (table, "%s", cell);
        }
    }

  return table;
}

char *
studio_scaling_figures_to_csv (StudioScaling *scaling)
{
  static const char *const headings[] = { "attention", "length", "seconds", "bytes", NULL };
  g_autoptr (StudioTable) table = studio_table_new (headings);

  for (guint k = 0; k < studio_scaling_get_n_lanes (scaling); k++)
    {
      g_autoptr (GArray) points = studio_scaling_dup_points (scaling, k);

      for (guint i = 0; i < points->len; i++)
        {
          const StudioScalingPoint *point = &g_array_index (points, StudioScalingPoint, i);
          char seconds[G_ASCII_DTOSTR_BUF_SIZE];

          studio_table_add (table, "%s", weft_form_to_string (studio_scaling_get_form (scaling, k)));
          studio_table_add (table, "%u", point->length);
          studio_table_add (table, "%s", g_ascii_formatd (seconds, sizeof seconds, "%.9g", point->seconds));
          studio_table_add (table, "%" G_GUINT64_FORMAT, point->bytes);
        }
    }

  return studio_table_to_text (table, STUDIO_TABLE_CSV);
}

static json_t *
build_points (GArray *points)
{
  json_t *array = json_array ();

  for (guint i = 0; i < points->len; i++)
    {
      const StudioScalingPoint *point = &g_array_index (points, StudioScalingPoint, i);

      json_array_append_new (array, json_pack ("{s:i, s:f, s:I}", "length", (int) point->length, "seconds",
                                               point->seconds, "bytes", (json_int_t) point->bytes));
    }

  return array;
}

char *
studio_scaling_figures_to_json (StudioScaling *scaling)
{
  json_t *root = studio_json_new ("weft-scaling", "1.0");
  json_t *lanes = json_array ();

  for (guint k = 0; k < studio_scaling_get_n_lanes (scaling); k++)
    {
      g_autoptr (GArray) points = studio_scaling_dup_points (scaling, k);

      json_array_append_new (lanes, json_pack ("{s:s, s:b, s:o}", "attention",
                                               weft_form_to_string (studio_scaling_get_form (scaling, k)),
                                               "stopped_at_budget", studio_scaling_get_is_stopped (scaling, k),
                                               "points", build_points (points)));
    }

  studio_json_set_string (root, "weights", "random");
  studio_json_set_string (root, "precision", weft_precision_to_string (studio_scaling_get_precision (scaling)));
  json_object_set_new (root, "threads", json_integer (studio_scaling_get_n_threads (scaling)));
  json_object_set_new (root, "budget_seconds", json_real (studio_scaling_get_budget (scaling)));
  json_object_set_new (root, "lanes", lanes);
  return studio_json_take_text (root, JSON_INDENT (2));
}
