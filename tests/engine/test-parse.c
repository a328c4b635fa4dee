/* SPDX-License-Identifier: MIT */
/* Numbers in text: plain decimal within its range, and nothing else. */
#include "engine/format/parse.h"

static void
test_good (void)
{
  static const struct {
    const char *text;
    guint64 value;
  } cases[] = {
    { "0", 0 }, { "1", 1 }, { "10", 10 }, { "18446744073709551615", G_MAXUINT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 value = 7;

      g_assert_true (weft_parse_uint64 (cases[i].text, 0, G_MAXUINT64, &value));
      g_assert_cmpuint (value, ==, cases[i].value);
    }
}

static void
test_bad (void)
{
  static const char *const texts[] = {
    "", " ", "-0", "-1", "+1", " 1", "1 ", "01", "00", "1.0", "1e3", "0x10", "1,000", "one", "١",
    "18446744073709551616", "99999999999999999999", "100000000000000000000000000000000",
  };
  guint64 value = 7;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (weft_parse_uint64 (texts[i], 0, G_MAXUINT64, &value));
  g_assert_false (weft_parse_uint64 ("4", 5, 6, &value));
  g_assert_false (weft_parse_uint64 ("7", 5, 6, &value));
  g_assert_cmpuint (value, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parse/good", test_good);
  g_test_add_func ("/parse/bad", test_bad);

  return g_test_run ();
}
