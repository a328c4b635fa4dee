/* SPDX-License-Identifier: MIT */
/* Picture sets: from every kind of source, in every mode; what is held out, left out, refused. */
#include "app/picture-set.h"

#include "app/png.h"
#include "engine/error.h"
#include "tests/app/jpegs.h"
#include "tests/support/folder.h"

#include <string.h>

/* A picture of one colour, its first pixel another one. */
static StudioPixels *
make_plain (guint width, guint height, guint32 colour)
{
  StudioPixels *pixels = studio_pixels_new (width, height, 3, NULL);

  for (guint i = 3; i < 3 * width * height; i++)
    pixels->data[i] = (guint8) (colour >> (16 - 8 * (i % 3)));

  return pixels;
}

static void
write_png (TestFolder *folder, const char *name, guint width, guint height, guint32 colour)
{
  g_autoptr (StudioPixels) pixels = make_plain (width, height, colour);
  g_autoptr (GBytes) bytes = studio_png_encode (pixels, NULL, NULL, NULL);

  g_free (test_folder_write (folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static StudioPictureSet *
load (const char *path, const StudioPictureOptions *options)
{
  g_autoptr (GError) error = NULL;
  StudioPictureSet *set = studio_picture_set_new (path, options, NULL, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static StudioPictureSet *
load_travelling (const char *name, const StudioPictureOptions *options)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);

  return load (path, options);
}

static WeftConfig
describe (StudioPictureSet *set)
{
  WeftConfig config = { 0 };

  studio_picture_set_describe (set, &config);
  return config;
}

static void
test_idx (void)
{
  g_autoptr (StudioPictureSet) digits = load_travelling ("mnist-200.idx.gz", &(StudioPictureOptions) { 0 });
  g_autoptr (StudioPictureSet) faces = load_travelling ("nouns32-200.idx.gz", &(StudioPictureOptions) { 0 });
  const WeftConfig digit = describe (digits);
  const WeftConfig face = describe (faces);

  g_assert_cmpuint (studio_picture_set_get_n_training (digits), ==, 200);
  g_assert_cmpuint (digit.image_mode, ==, WEFT_IMAGE_GRAY8);
  g_assert_cmpuint (digit.n_values, ==, 256);
  g_assert_cmpuint (digit.n_positions, ==, 783);
  g_assert_null (studio_picture_set_get_palette (digits));

  g_assert_cmpuint (face.image_mode, ==, WEFT_IMAGE_INDEXED8);
  g_assert_cmpuint (face.n_values, <, 256);
  g_assert_cmpuint (face.n_positions, ==, 1023);
  g_assert_cmpuint (studio_picture_set_get_n_replaced (faces), ==, 0);
}

/* The same pictures from a folder, from a list and one by one. */
static void
test_sources (void)
{
  static const char list[] = "b/2.png\na.png\n";
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *list_path = test_folder_write (folder, "list.txt", list, strlen (list));
  g_autofree char *one = test_folder_dup_path (folder, "a.png");
  g_autoptr (StudioPictureSet) from_folder = NULL;
  g_autoptr (StudioPictureSet) from_list = NULL;
  g_autoptr (StudioPictureSet) from_file = NULL;
  g_autoptr (StudioPixels) second = make_plain (4, 3, 0x00ff00);
  g_autoptr (StudioPixels) found = NULL;

  write_png (folder, "a.png", 4, 3, 0xff0000);
  write_png (folder, "b/2.png", 4, 3, 0x00ff00);
  from_folder = load (test_folder_get_path (folder), &(StudioPictureOptions) { 0 });
  from_list = load (list_path, &(StudioPictureOptions) { 0 });
  from_file = load (one, &(StudioPictureOptions) { 0 });

  g_assert_cmpuint (studio_picture_set_get_n_training (from_folder), ==, 2);
  g_assert_cmpuint (studio_picture_set_get_n_training (from_list), ==, 2);
  g_assert_cmpuint (studio_picture_set_get_n_training (from_file), ==, 1);
  g_assert_cmpmem (studio_picture_set_get_training (from_folder), 12,
                   studio_picture_set_get_training (from_list) + 12, 12);
  found = studio_picture_set_dup_picture (from_folder, 1, NULL);
  g_assert_true (studio_pixels_equal (found, second));
  g_assert_cmpstr (studio_picture_set_get_sha256 (from_folder), !=, studio_picture_set_get_sha256 (from_list));
}

static void
test_modes (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  const char *path = test_folder_get_path (folder);
  StudioPictureOptions options = { .has_mode = TRUE };
  g_autoptr (StudioPictureSet) grey = NULL;
  g_autoptr (StudioPictureSet) colour = NULL;
  g_autoptr (StudioPictureSet) two = NULL;

  write_png (folder, "a.png", 2, 1, 0x808080);
  write_png (folder, "b.png", 2, 1, 0xff0000);

  options.mode = WEFT_IMAGE_GRAY8;
  grey = load (path, &options);
  g_assert_cmpmem (studio_picture_set_get_training (grey), 4, "\x00\x80\x00\x4c", 4);

  options.mode = WEFT_IMAGE_RGB8;
  colour = load (path, &options);
  g_assert_cmpmem (studio_picture_set_get_training (colour), 12,
                   "\0\0\0\x80\x80\x80\0\0\0\xff\0\0", 12);

  options.mode = WEFT_IMAGE_INDEXED8;
  options.n_colours = 2;
  two = load (path, &options);
  g_assert_cmpuint (describe (two).n_values, ==, 2);
  g_assert_cmpuint (studio_picture_set_get_n_replaced (two), >, 0);
}

/* More than 256 colours: three bytes a pixel, unless few colours are asked for. */
static void
test_many_colours (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPictureSet) set = NULL;
  g_autoptr (StudioPictureSet) indexed = NULL;
  const StudioPictureOptions few = { .has_mode = TRUE, .mode = WEFT_IMAGE_INDEXED8, .n_colours = 16 };

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.png", i);

      write_png (folder, name, 2, 2, i * 40503);
    }

  set = load (test_folder_get_path (folder), &(StudioPictureOptions) { 0 });
  indexed = load (test_folder_get_path (folder), &few);
  g_assert_cmpuint (describe (set).image_mode, ==, WEFT_IMAGE_RGB8);
  g_assert_cmpuint (describe (set).n_positions, ==, 11);
  g_assert_cmpuint (describe (indexed).n_values, ==, 16);
}

/* Grey pictures that come before the first coloured one keep their pixels. */
static void
test_late_colour (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPictureSet) set = NULL;
  const guint32 colours[] = { 0x303030, 0x707070, 0x0000ff };

  for (guint i = 0; i < 3; i++)
    write_png (folder, (const char *[]) { "a.png", "b.png", "c.png" }[i], 5, 5, colours[i]);
  set = load (test_folder_get_path (folder), &(StudioPictureOptions) { 0 });
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (StudioPixels) expected = make_plain (5, 5, colours[i]);
      g_autoptr (StudioPixels) found = studio_picture_set_dup_picture (set, i, NULL);

      g_assert_true (studio_pixels_equal (found, expected));
    }
}

/* Any size and kind becomes the size that is asked for. */
static void
test_size (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPixels) photograph = make_plain (1000, 600, 0x40a0e0);
  g_autoptr (GBytes) jpeg = test_jpeg_new (photograph, &(TestJpeg) { 0 });
  const StudioPictureOptions options = { .width = 16, .height = 12, .has_mode = TRUE, .mode = WEFT_IMAGE_RGB8 };
  g_autoptr (StudioPictureSet) set = NULL;
  g_autoptr (StudioPixels) found = NULL;
  static const guint8 colour[] = { 0x40, 0xa0, 0xe0 };

  g_free (test_folder_write (folder, "a.jpg", g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg)));
  write_png (folder, "b.png", 3, 300, 0xffffff);
  set = load (test_folder_get_path (folder), &options);
  found = studio_picture_set_dup_picture (set, 0, NULL);
  g_assert_cmpuint (found->width, ==, 16);
  g_assert_cmpuint (found->height, ==, 12);
  for (guint i = 48; i < 3 * 16 * 12; i++)
    g_assert_cmpint (ABS (found->data[i] - colour[i % 3]), <=, 2);
}

/* A fixed part by the seed, disjoint from the rest, and both in their order. */
static void
test_held_out (void)
{
  const StudioPictureOptions options = { .n_held_out = STUDIO_PICTURE_SET_TENTH, .seed = 3 };
  g_autoptr (StudioPictureSet) all = load_travelling ("mnist-200.idx.gz", &(StudioPictureOptions) { 0 });
  g_autoptr (StudioPictureSet) set = load_travelling ("mnist-200.idx.gz", &options);
  g_autoptr (StudioPictureSet) again = load_travelling ("mnist-200.idx.gz", &options);
  g_autoptr (StudioPictureSet) other
      = load_travelling ("mnist-200.idx.gz", &(StudioPictureOptions) { .n_held_out = 20, .seed = 4 });
  const gsize n = studio_picture_set_get_n_values (all);
  gsize n_training = 0;
  gsize n_held_out = 0;

  g_assert_cmpuint (studio_picture_set_get_n_held_out (set), ==, 20);
  g_assert_cmpuint (studio_picture_set_get_n_training (set), ==, 180);
  for (guint i = 0; i < 200; i++)
    {
      const guint8 *picture = studio_picture_set_get_training (all) + i * n;

      if (n_held_out < 20 && memcmp (picture, studio_picture_set_get_held_out (set) + n_held_out * n, n) == 0)
        n_held_out++;
      else if (memcmp (picture, studio_picture_set_get_training (set) + n_training * n, n) == 0)
        n_training++;
    }
  g_assert_cmpuint (n_held_out, ==, 20);
  g_assert_cmpuint (n_training, ==, 180);
  g_assert_cmpstr (studio_picture_set_get_sha256 (set), ==, studio_picture_set_get_sha256 (again));
  g_assert_cmpstr (studio_picture_set_get_sha256 (set), !=, studio_picture_set_get_sha256 (other));
}

/* A held-out colour that training has not is replaced by the nearest one, and counted. */
static void
test_palette_is_of_training (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPictureSet) set = NULL;
  gsize n_replaced = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      write_png (folder, name, 2, 2, 0x100000 * i + 0x10);
    }
  for (guint seed = 0; seed < 5; seed++)
    {
      const StudioPictureOptions options = { .n_held_out = 1, .seed = seed };

      g_clear_pointer (&set, studio_picture_set_unref);
      set = load (test_folder_get_path (folder), &options);
      g_assert_cmpuint (describe (set).n_values, ==, 10); /* nine, and the first pixel's black */
      n_replaced += studio_picture_set_get_n_replaced (set);
    }
  g_assert_cmpuint (n_replaced, ==, 15);
}

static void
test_one_broken (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPictureSet) set = NULL;
  g_autoptr (GError) error = NULL;

  write_png (folder, "a.png", 4, 4, 0xff);
  write_png (folder, "c.png", 4, 4, 0xff00);
  g_free (test_folder_write (folder, "b.png", "\x89PNG\r\n\x1a\nxxx", 11));
  set = load (test_folder_get_path (folder), &(StudioPictureOptions) { 0 });
  g_assert_cmpuint (studio_picture_set_get_n_training (set), ==, 2);
  g_assert_cmpuint (studio_picture_set_get_n_left_out (set), ==, 1);
  g_assert_true (g_pattern_match_simple ("picture '*/b.png': it ends after 11 bytes*",
                                         studio_picture_set_get_problem (set)));

  g_assert_null (studio_picture_set_new (test_folder_get_path (folder),
                                         &(StudioPictureOptions) { .strict = TRUE }, NULL, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

typedef struct {
  const char *what;
  guint n_pictures; /* pictures 0.png, 1.png .. of side + n pixels */
  guint side;
  guint growth;
  StudioPictureOptions options;
  WeftError code;
  const char *message;
} RefusalCase;

static const RefusalCase refusals[] = {
  { "empty", 0, 0, 0, { 0 }, WEFT_ERROR_INVALID, "cannot learn from '*': there are no pictures*" },
  { "mixed", 2, 4, 1, { 0 }, WEFT_ERROR_INVALID, "*differ in size: '*0.png' has 4 x 4 pixels, '*1.png' 5 x 5 *" },
  { "large", 1, 600, 0, { 0 }, WEFT_ERROR_INVALID, "*600 x 600 pixels*--image-size*" },
  { "one pixel", 1, 1, 0, { 0 }, WEFT_ERROR_INVALID, "*1 x 1 pixels*" },
  { "all held out", 2, 4, 0, { .n_held_out = 2 }, WEFT_ERROR_ARGUMENT, "*2 pictures are to be held out*" },
};

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const RefusalCase *c = &refusals[i];
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < c->n_pictures; k++)
        {
          g_autofree char *name = g_strdup_printf ("%u.png", k);

          write_png (folder, name, c->side + k * c->growth, c->side + k * c->growth, 0xff);
        }
      g_assert_null (studio_picture_set_new (test_folder_get_path (folder), &c->options, NULL, NULL, &error));
      g_test_message ("%s: %s", c->what, error->message);
      g_assert_error (error, WEFT_ERROR, (int) c->code);
      g_assert_true (g_pattern_match_simple (c->message, error->message));
    }
}

static void
test_all_broken (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GError) error = NULL;

  g_free (test_folder_write (folder, "a.png", "", 0));
  g_free (test_folder_write (folder, "b.png", "GIF8", 4));
  g_assert_null (studio_picture_set_new (test_folder_get_path (folder), &(StudioPictureOptions) { 0 }, NULL, NULL,
                                         &error));
  g_assert_true (g_pattern_match_simple ("*none of its 2 pictures can be read; the first: picture '*a.png': it "
                                         "is empty", error->message));
}

static void
test_cancel_and_progress (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "mnist-200.idx.gz", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  StudioPictureProgress progress = { 0 };
  g_autoptr (StudioPictureSet) set = studio_picture_set_new (path, &(StudioPictureOptions) { .limit = 30 },
                                                             &progress, cancellable, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (studio_picture_set_get_n_training (set), ==, 30);
  g_assert_cmpuint (atomic_load (&progress.n_total), ==, 30);
  g_cancellable_cancel (cancellable);
  g_assert_null (studio_picture_set_new (path, &(StudioPictureOptions) { 0 }, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture-set/idx", test_idx);
  g_test_add_func ("/picture-set/sources", test_sources);
  g_test_add_func ("/picture-set/modes", test_modes);
  g_test_add_func ("/picture-set/many-colours", test_many_colours);
  g_test_add_func ("/picture-set/late-colour", test_late_colour);
  g_test_add_func ("/picture-set/size", test_size);
  g_test_add_func ("/picture-set/held-out", test_held_out);
  g_test_add_func ("/picture-set/palette-is-of-training", test_palette_is_of_training);
  g_test_add_func ("/picture-set/one-broken", test_one_broken);
  g_test_add_func ("/picture-set/refusals", test_refusals);
  g_test_add_func ("/picture-set/all-broken", test_all_broken);
  g_test_add_func ("/picture-set/cancel-and-progress", test_cancel_and_progress);

  return g_test_run ();
}
