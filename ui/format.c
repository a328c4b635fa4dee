/* SPDX-License-Identifier: MIT */
/* As many digits as say something, a unit behind each number, a dash where there is none. */
#include "ui/format.h"

#include <glib/gi18n.h>

#define NO_FIGURE "\342\200\223" /* an en dash */

/* Three significant digits: more would flicker and mean nothing. */
static int
decimals_for (double value)
{
  if (value >= 99.95)
    return 0;
  return value >= 9.995 ? 1 : 2;
}

char *
ui_format_rate (double pixels_per_second)
{
  if (pixels_per_second <= 0)
    return g_strdup (NO_FIGURE);

  /* Translators: pixels per second */
  return g_strdup_printf (_("%'.*f px/s"), decimals_for (pixels_per_second), pixels_per_second);
}

char *
ui_format_duration (double seconds)
{
  guint whole;

  if (seconds < 0)
    return g_strdup (NO_FIGURE);
  if (seconds < 9.95)
    return g_strdup_printf (_("%.1f s"), seconds);

  whole = (guint) MIN (seconds + 0.5, G_MAXINT);
  if (whole < 60)
    return g_strdup_printf (_("%u s"), whole);
  if (whole < 3600)
    return g_strdup_printf (_("%u min %u s"), whole / 60, whole % 60);
  return g_strdup_printf (_("%u h %u min"), whole / 3600, whole / 60 % 60);
}

char *
ui_format_milliseconds (double milliseconds)
{
  return g_strdup_printf (_("%.*f ms"), milliseconds > 0 ? decimals_for (milliseconds) : 0, milliseconds);
}

char *
ui_format_microseconds (double microseconds)
{
  return g_strdup_printf (_("%'.*f µs"), microseconds > 0 ? decimals_for (microseconds) : 0, microseconds);
}

char *
ui_format_bytes (double bytes)
{
  return g_format_size_full ((guint64) MAX (bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
}
