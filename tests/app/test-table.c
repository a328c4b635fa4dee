/* SPDX-License-Identifier: MIT */
/* A table in each of its styles, with what each of them has to quote. */
#include "app/table.h"

static StudioTable *
make_table (void)
{
  const char *const headings[] = { "name", ">rate", "note", NULL };
  StudioTable *table = studio_table_new (headings);

  studio_table_add (table, "%s", "löwe");
  studio_table_add (table, "%d", 7);
  studio_table_add (table, "%s", "a, \"b\"");
  studio_table_add (table, "%s", "x");
  studio_table_add (table, "%d", 1234);
  studio_table_add (table, "%s", "");
  return table;
}

static void
test_styles (void)
{
  g_autoptr (StudioTable) table = make_table ();
  g_autofree char *plain = studio_table_to_text (table, STUDIO_TABLE_PLAIN);
  g_autofree char *markdown = studio_table_to_text (table, STUDIO_TABLE_MARKDOWN);
  g_autofree char *csv = studio_table_to_text (table, STUDIO_TABLE_CSV);

  g_assert_cmpstr (plain, ==, "name  rate  note\nlöwe     7  a, \"b\"\nx     1234  \n");
  g_assert_cmpstr (markdown, ==,
                   "| name | rate | note   |\n| --- | ---: | --- |\n| löwe |    7 | a, \"b\" |\n| x    | 1234 |        |\n");
  g_assert_cmpstr (csv, ==, "name,rate,note\nlöwe,7,\"a, \"\"b\"\"\"\nx,1234,\n");
}

static void
test_cells (void)
{
  g_autoptr (StudioTable) table = make_table ();

  g_assert_cmpuint (studio_table_get_n_columns (table), ==, 3);
  g_assert_cmpuint (studio_table_get_n_rows (table), ==, 3);
  g_assert_cmpstr (studio_table_get_cell (table, 0, 1), ==, "rate");
  g_assert_cmpstr (studio_table_get_cell (table, 2, 1), ==, "1234");
  g_assert_true (studio_table_is_right (table, 1));
  g_assert_false (studio_table_is_right (table, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/styles", test_styles);
  g_test_add_func ("/table/cells", test_cells);
  return g_test_run ();
}
