/* SPDX-License-Identifier: MIT */
/* Kept checkpoints: never over one another, under names that every system takes. */
#include "app/keep.h"

#include "tests/support/folder.h"

static void
test_names (void)
{
  const struct {
    const char *title;
    const char *name;
  } cases[] = {
    { "faces", "made/faces.safetensors" },       { "faces", "made/faces-2.safetensors" },
    { "faces", "made/faces-3.safetensors" },     { NULL, "made/checkpoint.safetensors" },
    { "", "made/checkpoint-2.safetensors" },     { "../a/b", "made/---a-b.safetensors" },
    { ".hidden", "made/-hidden.safetensors" },   { "Gesichter äöü", "made/Gesichter äöü.safetensors" },
    { "a title that is much longer than names are", "made/a title that is much long.safetensors" },
  };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *made = test_folder_dup_path (folder, "made");
  g_autoptr (GBytes) bytes = g_bytes_new ("abc", 3);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = studio_keep_checkpoint (made, cases[i].title, bytes, &error);
      g_autofree char *expected = test_folder_dup_path (folder, cases[i].name);
      g_autofree char *content = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (path, ==, expected);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_cmpstr (content, ==, "abc");
    }
}

static void
test_nowhere (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *file = test_folder_write (folder, "file", "", 0);
  g_autoptr (GBytes) bytes = g_bytes_new ("abc", 3);
  g_autoptr (GError) error = NULL;

  g_assert_null (studio_keep_checkpoint (file, "faces", bytes, &error));
  g_assert_true (g_pattern_match_simple ("cannot write '*/file/faces.safetensors': *", error->message));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keep/names", test_names);
  g_test_add_func ("/keep/nowhere", test_nowhere);

  return g_test_run ();
}
