/* SPDX-License-Identifier: MIT */
/* Names for people: nothing moves the cursor or turns the line, and eighty characters are the most. */
#include "engine/format/escape.h"

#include <string.h>

static const struct {
  const char *name;
  gssize length;
  const char *shown;
} cases[] = {
  { "", -1, "" },
  { "plain name.safetensors", -1, "plain name.safetensors" },
  { "Größe 画", -1, "Größe 画" },
  { "a\nb\tc\x1b[2J\x7f", -1, "a\\nb\\tc\\u001b[2J\\u007f" },
  { "a\0b", 3, "a\\u0000b" },
  { "back\\slash", -1, "back\\\\slash" },
  { "\xe2\x80\xae" "txt.exe", -1, "\\u202etxt.exe" },
  { "\xe2\x81\xa6\xd8\x9c\xe2\x80\x8b\xe2\x80\xa8", -1, "\\u2066\\u061c\\u200b\\u2028" },
  { "\xf3\xa0\x80\x81", -1, "\\U000e0001" },
  { "\xff\xc3", -1, "\\xff\\xc3" },
  { "\xc0\x80\xed\xa0\x80", -1, "\\xc0\\x80\\xed\\xa0\\x80" },
  { "%s%n", -1, "%s%n" },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = weft_escape_name (cases[i].name, cases[i].length);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_cut (void)
{
  g_autofree char *fits = g_strnfill (80, 'x');
  g_autofree char *over = g_strnfill (81, 'x');
  g_autofree char *controls = g_strnfill (1000, '\x01');
  g_autofree char *a = weft_escape_name (fits, -1);
  g_autofree char *b = weft_escape_name (over, -1);
  g_autofree char *c = weft_escape_name (controls, -1);

  g_assert_cmpstr (a, ==, fits);
  g_assert_cmpint (g_utf8_strlen (b, -1), ==, 80);
  g_assert_true (g_str_has_suffix (b, "x…"));
  g_assert_cmpint (g_utf8_strlen (c, -1), ==, 79);
  g_assert_true (g_str_has_suffix (c, "\\u0001…"));
}

/* Whatever goes in, one short line of UTF-8 comes out. */
static void
test_random (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      char name[200];
      const gsize n = (gsize) g_test_rand_int_range (0, sizeof name);
      g_autofree char *shown = NULL;

      for (gsize k = 0; k < n; k++)
        name[k] = (char) g_test_rand_int_range (0, 256);
      shown = weft_escape_name (name, (gssize) n);
      g_assert_true (g_utf8_validate (shown, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (shown, -1), <=, WEFT_ESCAPE_MAX_CHARS);
      for (const char *p = shown; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/escape/table", test_table);
  g_test_add_func ("/escape/cut", test_cut);
  g_test_add_func ("/escape/random", test_random);

  return g_test_run ();
}
