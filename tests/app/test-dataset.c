/* SPDX-License-Identifier: MIT */
/* Data sets: IDX of both shapes, gzipped or not, and PNGs; every damage is refused in a sentence. */
#include "app/dataset.h"

#include "app/png.h"
#include "engine/error.h"
#include "tests/support/folder.h"

#include <gio/gio.h>

/* An IDX file whose byte i of data is i mod 251. */
static GByteArray *
make_idx (guint8 type, guint n_dimensions, const guint32 *dimensions, gsize n_data)
{
  GByteArray *file = g_byte_array_new ();
  const guint8 magic[] = { 0, 0, type, n_dimensions };

  g_byte_array_append (file, magic, 4);
  for (guint i = 0; i < n_dimensions; i++)
    {
      const guint32 be = GUINT32_TO_BE (dimensions[i]);

      g_byte_array_append (file, (const guint8 *) &be, 4);
    }
  for (gsize i = 0; i < n_data; i++)
    {
      const guint8 byte = i % 251;

      g_byte_array_append (file, &byte, 1);
    }

  return file;
}

static GBytes *
gzip (const GByteArray *file)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);

  g_assert_true (g_output_stream_write_all (stream, file->data, file->len, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
assert_images (const char *path, guint64 n, guint width, guint height, guint n_channels)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioDataset) dataset = studio_dataset_open (path, &error);
  StudioPixels *pixels;
  gsize at = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (studio_dataset_get_n_images (dataset), ==, n);
  g_assert_cmpuint (studio_dataset_get_width (dataset), ==, width);
  g_assert_cmpuint (studio_dataset_get_height (dataset), ==, height);
  g_assert_cmpuint (studio_dataset_get_n_channels (dataset), ==, n_channels);

  for (guint64 k = 0; k < n; k++)
    {
      g_assert_true (studio_dataset_next (dataset, &pixels, &error));
      for (gsize i = 0; i < studio_pixels_get_bytes (pixels); i++, at++)
        g_assert_cmpuint (pixels->data[i], ==, at % 251);
      studio_pixels_free (pixels);
    }

  g_assert_true (studio_dataset_next (dataset, &pixels, &error));
  g_assert_no_error (error);
  g_assert_null (pixels);
}

static void
test_idx (void)
{
  const struct {
    guint n_dimensions;
    guint32 dimensions[4];
  } cases[] = {
    { 3, { 2, 4, 5 } },
    { 4, { 3, 5, 4, 3 } },
    { 3, { 0, 4, 5 } },
    { 3, { 300, 28, 28 } }, /* larger than one piece of the reader */
    { 4, { 1, 1, 1, 3 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint32 *d = cases[i].dimensions;
      const guint n_channels = cases[i].n_dimensions == 4 ? 3 : 1;
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autoptr (GByteArray) file = make_idx (8, cases[i].n_dimensions, d,
                                              (gsize) d[0] * d[1] * d[2] * n_channels);
      g_autoptr (GBytes) packed = gzip (file);
      g_autofree char *plain_path = test_folder_write (folder, "plain", file->data, file->len);
      g_autofree char *packed_path = test_folder_write (folder, "packed", g_bytes_get_data (packed, NULL),
                                                        g_bytes_get_size (packed));

      assert_images (plain_path, d[0], d[2], d[1], n_channels);
      assert_images (packed_path, d[0], d[2], d[1], n_channels);
    }
}

static void
test_png (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (StudioPixels) pixels = studio_pixels_new (3, 2, 3, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;

  for (gsize i = 0; i < studio_pixels_get_bytes (pixels); i++)
    pixels->data[i] = i;
  bytes = studio_png_encode (pixels, NULL, NULL, NULL);
  path = test_folder_write (folder, "image", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  assert_images (path, 1, 3, 2, 3);
}

/* The test sets that travel with the project. */
static void
test_travelling_sets (void)
{
  const struct {
    const char *name;
    guint size;
    guint n_channels;
  } cases[] = { { "mnist-200.idx.gz", 28, 1 }, { "nouns32-200.idx.gz", 32, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", cases[i].name, NULL);
      g_autoptr (StudioDataset) dataset = studio_dataset_open (path, NULL);
      StudioPixels *pixels = NULL;
      guint n = 0;

      g_assert_nonnull (dataset);
      g_assert_cmpuint (studio_dataset_get_width (dataset), ==, cases[i].size);
      g_assert_cmpuint (studio_dataset_get_n_channels (dataset), ==, cases[i].n_channels);
      while (studio_dataset_next (dataset, &pixels, NULL) && pixels != NULL)
        {
          studio_pixels_free (pixels);
          n++;
        }
      g_assert_cmpuint (n, ==, 200);
    }
}

static void
test_values (void)
{
  const WeftConfig config = {
    .image_mode = WEFT_IMAGE_INDEXED8, .image_width = 2, .image_height = 1, .n_values = 2,
  };
  const guint8 palette[] = { 0, 1, 2, 3, 4, 5 };
  const guint32 dimensions[] = { 2, 1, 2, 3 };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GByteArray) file = make_idx (8, 4, dimensions, 12);
  g_autofree char *path = test_folder_write (folder, "set", file->data, file->len);
  g_autoptr (StudioDataset) dataset = studio_dataset_open (path, NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_end;
  guint8 values[2];

  g_assert_true (studio_dataset_next_values (dataset, &config, palette, values, &is_end, NULL));
  g_assert_false (is_end);
  g_assert_cmpmem (values, 2, "\0\1", 2);

  g_assert_false (studio_dataset_next_values (dataset, &config, palette, values, &is_end, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message,
                                   "image 2: the pixel in row 1, column 1 has the colour #060708"));

  g_assert_true (studio_dataset_next_values (dataset, &config, palette, values, &is_end, NULL));
  g_assert_true (is_end);
}

/* Reads to the end or to the first error. */
static char *
read_all (const char *path)
{
  GError *error = NULL;
  g_autoptr (StudioDataset) dataset = studio_dataset_open (path, &error);
  StudioPixels *pixels = NULL;
  char *message;

  if (dataset != NULL)
    while (studio_dataset_next (dataset, &pixels, &error) && pixels != NULL)
      studio_pixels_free (pixels);

  if (error == NULL)
    return NULL;

  message = g_strdup (error->message);
  g_error_free (error);
  return message;
}

typedef struct {
  const char *what;
  guint8 type;
  guint n_dimensions;
  guint32 dimensions[4];
  gsize n_data;
  const char *plain;  /* pattern of the message, NULL: sound */
  const char *packed; /* the same of the gzipped file, where it differs */
} DamageCase;

static const DamageCase damages[] = {
  { "a byte short", 8, 3, { 2, 3, 4 }, 23, "its header announces 2 images of 4 x 3*40 bytes*it has 39*",
    "it ends within image 2 of 2*" },
  { "a byte more", 8, 3, { 2, 3, 4 }, 25, "its header announces 2 images*it has 41*",
    "bytes follow its 2 images*" },
  { "labels", 8, 1, { 10 }, 10, "its IDX data has 1 dimensions*labels*", NULL },
  { "five dimensions", 8, 5, { 1, 1, 1, 1 }, 10, "its IDX data has 5 dimensions*", NULL },
  { "floats", 0x0d, 3, { 1, 1, 1 }, 4, "its IDX data is of type 0x0d*", NULL },
  { "two channels", 8, 4, { 1, 1, 1, 2 }, 2, "its pixels have 2 channels*", NULL },
  { "no width", 8, 3, { 1, 1, 0 }, 0, "its images have 0 x 1 pixels*", NULL },
  { "giants", 8, 3, { 1, 65536, 65536 }, 0, "its images have 65536 x 65536 pixels*", NULL },
  { "size wraps", 8, 4, { G_MAXUINT32, 4000, 4000, 3 }, 0, "its header announces 4294967295 images*",
    "it ends within image 1 of 4294967295*" },
};

static void
test_damage (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      const DamageCase *c = &damages[i];
      const guint32 *d = c->dimensions;
      const guint32 dimensions[5] = { d[0], d[1], d[2], d[3], 1 };
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autoptr (GByteArray) file = make_idx (c->type, c->n_dimensions, dimensions, c->n_data);
      g_autoptr (GBytes) packed = gzip (file);
      g_autofree char *plain_path = test_folder_write (folder, "plain", file->data, file->len);
      g_autofree char *packed_path = test_folder_write (folder, "packed", g_bytes_get_data (packed, NULL),
                                                        g_bytes_get_size (packed));
      g_autofree char *plain = read_all (plain_path);
      g_autofree char *unpacked = read_all (packed_path);

      g_test_message ("%s: %s; packed: %s", c->what, plain, unpacked);
      g_assert_true (g_pattern_match_simple (c->plain, plain));
      g_assert_true (g_pattern_match_simple (c->packed != NULL ? c->packed : c->plain, unpacked));
    }
}

/* A gzipped set cut anywhere, or with bytes after it, is refused. */
static void
test_damaged_gzip (void)
{
  const guint32 dimensions[] = { 5, 7, 7 };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GByteArray) file = make_idx (8, 3, dimensions, 5 * 49);
  g_autoptr (GBytes) packed = gzip (file);
  gsize size;
  const guint8 *data = g_bytes_get_data (packed, &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);

  for (gsize cut = 0; cut < size; cut++)
    {
      g_autofree char *path = test_folder_write (folder, "cut", data, cut);
      g_autofree char *message = read_all (path);

      g_assert_nonnull (message);
    }

  memcpy (longer, data, size);
  {
    g_autofree char *path = test_folder_write (folder, "longer", longer, size + 1);
    g_autofree char *message = read_all (path);

    g_assert_true (g_pattern_match_simple ("bytes follow its 5 images*", message));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dataset/idx", test_idx);
  g_test_add_func ("/dataset/png", test_png);
  g_test_add_func ("/dataset/travelling-sets", test_travelling_sets);
  g_test_add_func ("/dataset/values", test_values);
  g_test_add_func ("/dataset/damage", test_damage);
  g_test_add_func ("/dataset/damaged-gzip", test_damaged_gzip);

  return g_test_run ();
}
