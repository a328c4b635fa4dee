/* SPDX-License-Identifier: MIT */
/* Axes are read as strictly as options: plain decimal numbers, and nothing is guessed. */
#include "app/cli/grid.h"

#include "app/cli/exit.h"
#include "app/cli/options.h"
#include "app/sheet.h"

#include "engine/format/escape.h"
#include "engine/head.h"

#include <math.h>
#include <string.h>

/* By CliAxisKind. */
static const struct {
  const char *name;
  const char *form;
} kinds[] = {
  { "temperature", "temperature=FROM:TO:STEP, such as temperature=0.7:1.3:0.1" },
  { "seed", "seed=FROM..TO, such as seed=0..63" },
  { "image", "image=FROM..TO, such as image=0..15" },
  { "model", "model=A,B,C: names or files" },
};

static gboolean
refuse (const char *text, const char *why, GError **error)
{
  g_autofree char *shown = weft_escape_name (text, -1);

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--grid is '%s' (give %s)", shown, why);
  return FALSE;
}

static gboolean
check_count (const char *text, guint64 n, GError **error)
{
  g_autofree char *limit = g_strdup_printf ("1 to %d places", STUDIO_SHEET_MAX_CELLS);

  return (n >= 1 && n <= STUDIO_SHEET_MAX_CELLS) || refuse (text, limit, error);
}

static gboolean
parse_temperature (const char *word, double *temperature)
{
  const CliOption option = {
    .name = "temperature",
    .kind = CLI_REAL,
    .lowest = WEFT_MIN_TEMPERATURE,
    .highest = WEFT_MAX_TEMPERATURE,
    .or_zero = TRUE,
  };
  CliValue value;

  if (!cli_option_parse (&option, word, &value, NULL))
    return FALSE;

  *temperature = value.real;
  return TRUE;
}

/* Places are rounded to millionths, so that 0.7 and two steps of 0.1 are 0.9. */
static gboolean
read_temperatures (const char *text, const char *values, CliAxis *axis, GError **error)
{
  g_auto (GStrv) words = g_strsplit (values, ":", 4);
  double from;
  double to;
  double step;

  if (g_strv_length (words) != 3 || !parse_temperature (words[0], &from) || !parse_temperature (words[1], &to)
      || !parse_temperature (words[2], &step) || step == 0.0 || from > to)
    return refuse (text, kinds[CLI_AXIS_TEMPERATURE].form, error);

  const double n = floor ((to - from) / step + 1e-6) + 1.0;
  if (!check_count (text, n, error))
    return FALSE;

  axis->n = n;
  axis->temperatures = g_new (double, axis->n);
  for (guint i = 0; i < axis->n; i++)
    axis->temperatures[i] = round ((from + i * step) * 1e6) / 1e6;
  return TRUE;
}

static gboolean
read_numbers (const char *text, const char *values, CliAxis *axis, GError **error)
{
  const char *dots = strstr (values, "..");
  g_autofree char *first = dots != NULL ? g_strndup (values, dots - values) : NULL;
  guint64 last;

  if (dots == NULL || !cli_parse_integer (first, &axis->first) || !cli_parse_integer (dots + 2, &last)
      || axis->first > last)
    return refuse (text, kinds[axis->kind].form, error);

  if (last - axis->first >= STUDIO_SHEET_MAX_CELLS)
    return check_count (text, 0, error);

  axis->n = last - axis->first + 1;
  return TRUE;
}

static gboolean
read_models (const char *text, const char *values, CliAxis *axis, GError **error)
{
  axis->models = g_strsplit (values, ",", STUDIO_SHEET_MAX_CELLS + 1);
  axis->n = g_strv_length (axis->models);
  for (guint i = 0; i < axis->n; i++)
    if (*axis->models[i] == '\0')
      return refuse (text, kinds[CLI_AXIS_MODEL].form, error);

  return check_count (text, axis->n, error);
}

gboolean
cli_axis_parse (const char *text, CliAxis *axis, GError **error)
{
  static gboolean (*const read[]) (const char *, const char *, CliAxis *, GError **) = {
    read_temperatures,
    read_numbers,
    read_numbers,
    read_models,
  };
  const char *equals = strchr (text, '=');

  memset (axis, 0, sizeof *axis);
  for (guint i = 0; equals != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strlen (kinds[i].name) == (gsize) (equals - text) && g_str_has_prefix (text, kinds[i].name))
      {
        axis->kind = i;
        return read[i] (text, equals + 1, axis, error);
      }

  return refuse (text, "temperature=FROM:TO:STEP, seed=FROM..TO, image=FROM..TO or model=A,B,C", error);
}

void
cli_axis_clear (CliAxis *axis)
{
  g_clear_pointer (&axis->temperatures, g_free);
  g_clear_pointer (&axis->models, g_strfreev);
}

const char *
cli_axis_get_name (const CliAxis *axis)
{
  return kinds[axis->kind].name;
}

char *
cli_axis_dup_label (const CliAxis *axis, guint index)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (axis->kind)
    {
    case CLI_AXIS_TEMPERATURE:
      g_ascii_formatd (number, sizeof number, "%g", axis->temperatures[index]);
      return g_strdup_printf ("t %s", number);
    case CLI_AXIS_SEED:
      return g_strdup_printf ("seed %" G_GUINT64_FORMAT, axis->first + index);
    case CLI_AXIS_IMAGE:
      return g_strdup_printf ("image %" G_GUINT64_FORMAT, axis->first + index);
    case CLI_AXIS_MODEL:
    default:
      return g_path_get_basename (axis->models[index]);
    }
}
