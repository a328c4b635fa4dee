/* SPDX-License-Identifier: MIT */
/* Numbers for people: digits, units, dashes. */
#include "ui/format.h"

static void
test_all (void)
{
  const struct {
    char *(*format) (double value);
    double value;
    const char *text;
  } cases[] = {
    { ui_format_rate, 0, "–" },
    { ui_format_rate, 0.5, "0.50 px/s" },
    { ui_format_rate, 9.994, "9.99 px/s" },
    { ui_format_rate, 9.996, "10.0 px/s" },
    { ui_format_rate, 980.4, "980 px/s" },
    { ui_format_duration, -1, "–" },
    { ui_format_duration, 0, "0.0 s" },
    { ui_format_duration, 0.64, "0.6 s" },
    { ui_format_duration, 9.96, "10 s" },
    { ui_format_duration, 59.4, "59 s" },
    { ui_format_duration, 59.6, "1 min 0 s" },
    { ui_format_duration, 200, "3 min 20 s" },
    { ui_format_duration, 7500, "2 h 5 min" },
    { ui_format_milliseconds, 0, "0 ms" },
    { ui_format_milliseconds, 0.847, "0.85 ms" },
    { ui_format_milliseconds, 120.3, "120 ms" },
    { ui_format_microseconds, 0, "0 µs" },
    { ui_format_microseconds, 0.846, "0.85 µs" },
    { ui_format_microseconds, 312.4, "312 µs" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cases[i].format (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_bytes (void)
{
  g_autofree char *text = ui_format_bytes (67584);

  /* The space before the unit is a narrow one that does not break. */
  g_assert_true (g_str_has_prefix (text, "66.0"));
  g_assert_true (g_str_has_suffix (text, "KiB"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/all", test_all);
  g_test_add_func ("/format/bytes", test_bytes);
  return g_test_run ();
}
