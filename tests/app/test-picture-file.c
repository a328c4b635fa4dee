/* SPDX-License-Identifier: MIT */
/* Picture files: kinds told apart by their content, folders listed, lists read. */
#include "app/picture-file.h"

#include "app/png.h"
#include "engine/error.h"
#include "tests/app/jpegs.h"
#include "tests/support/folder.h"

#include <string.h>
#include <unistd.h>

static char *
write_bytes (TestFolder *folder, const char *name, GBytes *bytes)
{
  return test_folder_write (folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* A PNG that is called JPEG and a JPEG that is called PNG. */
static void
test_kinds (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPixels) pixels = studio_pixels_new (40, 20, 1, NULL);
  g_autoptr (GBytes) png = studio_png_encode (pixels, NULL, NULL, NULL);
  g_autoptr (GBytes) jpeg = test_jpeg_new (pixels, &(TestJpeg) { 0 });
  g_autofree char *first = write_bytes (folder, "a.jpg", png);
  g_autofree char *second = write_bytes (folder, "b.png", jpeg);
  const char *paths[] = { first, second };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (StudioPixels) found = studio_picture_file_read (paths[i], 0, NULL);

      g_assert_true (studio_pixels_equal (found, pixels));
    }
}

static void
test_refusals (void)
{
  const struct {
    const char *content;
    WeftError code;
    const char *message;
  } cases[] = {
    { "", WEFT_ERROR_INVALID, "it is empty" },
    { "GIF89a", WEFT_ERROR_UNSUPPORTED, "it is a GIF*" },
    { "<svg xmlns", WEFT_ERROR_UNSUPPORTED, "it is an SVG*" },
    { "\xff\xd8\xff", WEFT_ERROR_INVALID, "the JPEG is damaged: *" },
    { "hello", WEFT_ERROR_UNSUPPORTED, "it is not an image we know*" },
  };
  g_autoptr (TestFolder) folder = test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = test_folder_write (folder, "x.png", cases[i].content, strlen (cases[i].content));
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_picture_file_read (path, 0, &error));
      g_assert_error (error, WEFT_ERROR, (int) cases[i].code);
      g_assert_true (g_pattern_match_simple (cases[i].message, error->message));
    }
}

static void
test_names (void)
{
  const char *const good[] = { "a.png", "A.PNG", "x.jpeg", "y.b.JpG" };
  const char *const bad[] = { "png", ".png", "a.pngx", "a.gif", "", "jpg" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (studio_picture_file_has_name (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (studio_picture_file_has_name (bad[i]));
}

static void
assert_paths (GPtrArray *paths, const char *folder, const char *const *names)
{
  g_assert_cmpuint (paths->len, ==, g_strv_length ((char **) names));
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *expected = g_build_filename (folder, names[i], NULL);

      g_assert_cmpstr (paths->pdata[i], ==, expected);
    }
}

static void
test_folder (void)
{
  static const char *const made[] = { "z.png", "b/a.jpg", "a.PNG", "b/c/x.jpeg", "note.md", ".hidden.png",
                                      ".git/y.png", "b/\xff.png" };
  static const char *const found[] = { "a.PNG", "b/a.jpg", "b/c/x.jpeg", "b/\xff.png", "z.png", NULL };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GPtrArray) paths = NULL;
  g_autofree char *loop = test_folder_dup_path (folder, "b/loop");
  g_autofree char *missing = test_folder_dup_path (folder, "missing");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    g_free (test_folder_write (folder, made[i], "", 0));
  g_assert_cmpint (symlink ("..", loop), ==, 0);

  paths = studio_picture_file_list (test_folder_get_path (folder), NULL);
  assert_paths (paths, test_folder_get_path (folder), found);
  g_assert_null (studio_picture_file_list (missing, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
}

static void
test_list (void)
{
  static const char text[] = "# chosen by hand\n\nb/a.jpg\r\n/far/away.png\nwith space.png \n last";
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_write (folder, "list.txt", text, strlen (text));
  g_autofree char *relative = test_folder_dup_path (folder, "b/a.jpg");
  g_autofree char *spaced = test_folder_dup_path (folder, "with space.png");
  g_autofree char *last = test_folder_dup_path (folder, " last");
  const char *expected[] = { relative, "/far/away.png", spaced, last };
  g_autoptr (GPtrArray) paths = studio_picture_file_read_list (path, NULL);

  g_assert_cmpuint (paths->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (paths->pdata[i], ==, expected[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture-file/kinds", test_kinds);
  g_test_add_func ("/picture-file/refusals", test_refusals);
  g_test_add_func ("/picture-file/names", test_names);
  g_test_add_func ("/picture-file/folder", test_folder);
  g_test_add_func ("/picture-file/list", test_list);

  return g_test_run ();
}
