/* SPDX-License-Identifier: MIT */
/* PNG: round trips, one conversion for every kind, texts in and out, and files that lie. */
#include "app/png.h"

#include "engine/error.h"

#include <png.h>
#include <zlib.h>

static StudioPixels *
make_pixels (guint width, guint height, guint n_channels)
{
  StudioPixels *pixels = studio_pixels_new (width, height, n_channels, NULL);

  for (gsize i = 0; i < studio_pixels_get_bytes (pixels); i++)
    pixels->data[i] = (guint8) (i * 37);
  return pixels;
}

static void
append_be32 (GByteArray *file, guint32 value)
{
  const guint32 be = GUINT32_TO_BE (value);

  g_byte_array_append (file, (const guint8 *) &be, 4);
}

static void
append_chunk (GByteArray *file, const char *type, const void *data, gsize size)
{
  const guint start = file->len + 4;

  append_be32 (file, size);
  g_byte_array_append (file, (const guint8 *) type, 4);
  if (size > 0)
    g_byte_array_append (file, data, size);
  append_be32 (file, crc32 (0, file->data + start, file->len - start));
}

static GByteArray *
begin_file (guint width, guint height, guint8 depth, guint8 colour_type)
{
  GByteArray *file = g_byte_array_new ();
  guint8 header[13] = { 0 };

  for (guint i = 0; i < 4; i++)
    {
      header[i] = width >> (24 - 8 * i);
      header[4 + i] = height >> (24 - 8 * i);
    }
  header[8] = depth;
  header[9] = colour_type;
  g_byte_array_append (file, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_chunk (file, "IHDR", header, sizeof header);
  return file;
}

/* Appends raw rows, filter bytes included, and the end. */
static GBytes *
end_file (GByteArray *file, const void *raw, gsize size)
{
  uLongf packed_size = compressBound (size);
  g_autofree guint8 *packed = g_malloc (packed_size);

  compress (packed, &packed_size, raw, size);
  append_chunk (file, "IDAT", packed, packed_size);
  append_chunk (file, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (file);
}

static void
test_round_trip (void)
{
  for (guint n_channels = 1; n_channels <= 3; n_channels += 2)
    {
      g_autoptr (StudioPixels) pixels = make_pixels (31, 17, n_channels);
      g_autoptr (GBytes) bytes = studio_png_encode (pixels, NULL, NULL, NULL);
      g_autoptr (GBytes) again = studio_png_encode (pixels, NULL, NULL, NULL);
      g_autoptr (StudioPixels) decoded = studio_png_decode (bytes, NULL);
      StudioPngHeader header;

      g_assert_true (g_bytes_equal (bytes, again));
      g_assert_true (studio_pixels_equal (pixels, decoded));
      g_assert_true (studio_png_read_header (g_bytes_get_data (bytes, NULL), 33, &header, NULL));
      g_assert_cmpuint (header.width, ==, 31);
      g_assert_cmpuint (header.bit_depth, ==, 8);
      g_assert_cmpint (header.is_grey, ==, n_channels == 1);
      g_assert_false (header.has_alpha);
    }
}

/* Each kind of file, one row of two pixels, and what it must become. */
static void
test_conversion (void)
{
  const struct {
    const char *what;
    guint8 depth;
    guint8 colour_type;
    guint8 raw[20]; /* filter byte first */
    gsize raw_size;
    guint n_channels;
    guint8 expected[6];
  } cases[] = {
    { "grey 1 bit", 1, 0, { 0, 0x40 }, 2, 1, { 0, 255 } },
    { "grey 4 bit", 4, 0, { 0, 0x1f }, 2, 1, { 17, 255 } },
    { "grey 16 bit", 16, 0, { 0, 0x80, 0x80, 0xff, 0xff }, 5, 1, { 128, 255 } },
    { "grey and alpha", 8, 4, { 0, 100, 255, 100, 0 }, 5, 1, { 100, 255 } },
    { "colour and alpha", 8, 6, { 0, 10, 20, 30, 255, 0, 0, 0, 51 }, 9, 3, { 10, 20, 30, 204, 204, 204 } },
    { "palette", 8, 3, { 0, 1, 0 }, 3, 3, { 4, 5, 6, 1, 2, 3 } },
    { "colour 16 bit", 16, 2, { 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 }, 13, 3, { 1, 2, 3, 4, 5, 6 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GByteArray *file = begin_file (2, 1, cases[i].depth, cases[i].colour_type);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (StudioPixels) pixels = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].what);
      if (cases[i].colour_type == 3)
        append_chunk (file, "PLTE", "\1\2\3\4\5\6", 6);
      bytes = end_file (file, cases[i].raw, cases[i].raw_size);
      pixels = studio_png_decode (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (pixels->n_channels, ==, cases[i].n_channels);
      g_assert_cmpmem (pixels->data, 2 * pixels->n_channels, cases[i].expected, 2 * cases[i].n_channels);
    }
}

static void
test_opacity (void)
{
  const struct {
    guint8 colour_type;
    guint8 raw[9];
    gsize raw_size;
    guint8 expected[2];
  } cases[] = {
    { 0, { 0, 100, 0 }, 3, { 255, 255 } },
    { 4, { 0, 100, 255, 100, 0 }, 5, { 255, 0 } },
    { 6, { 0, 10, 20, 30, 255, 0, 0, 0, 51 }, 9, { 255, 51 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = end_file (begin_file (2, 1, 8, cases[i].colour_type), cases[i].raw, cases[i].raw_size);
      g_autoptr (GError) error = NULL;
      g_autoptr (StudioPixels) pixels = studio_png_decode_opacity (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (pixels->n_channels, ==, 1);
      g_assert_cmpmem (pixels->data, 2, cases[i].expected, 2);
    }
}

static void
test_bombs (void)
{
  const struct {
    guint width;
    guint height;
    const char *message;
  } cases[] = {
    { 20000, 20000, "20000 x 20000 = 400 Mpixel, limit 16" },
    { 16000001, 1, "16000001 x 1 = 16 Mpixel, limit 16" },
    { 0x7fffffff, 1, "2147483647 x 1 = 2147 Mpixel, limit 16" },
    { 0xffffffff, 0xffffffff, "4294967295 x 4294967295 pixels are no possible size" },
    { 0, 7, "0 x 7 pixels are no possible size" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = end_file (begin_file (cases[i].width, cases[i].height, 1, 0), "", 0);
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_png_decode (bytes, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_other_kinds (void)
{
  const struct {
    const char *data;
    gsize size;
    const char *says;
  } cases[] = {
    { "", 0, "it is empty" },
    { "GIF89a......", 12, "it is a GIF" },
    { "\xff\xd8\xff\xe0....", 8, "it is a JPEG" },
    { "<svg xmlns=", 11, "it is an SVG" },
    { "....ftypheic", 12, "HEIC" },
    { "hello", 5, "not an image" },
    { "\x89PNG\r\n\x1a\n\0\0", 10, "ends after 10 bytes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].data, cases[i].size);
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_png_decode (bytes, &error));
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

/* Cut at every length and with every byte changed: refused, or sound; never a crash. */
static void
test_damage (void)
{
  g_autoptr (StudioPixels) pixels = make_pixels (9, 7, 3);
  g_autoptr (GBytes) bytes = studio_png_encode (pixels, "{}", "x", NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint n_accepted = 0;

  for (gsize cut = 0; cut < size - 12; cut++)
    {
      g_autoptr (GBytes) short_bytes = g_bytes_new (data, cut);
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_png_decode (short_bytes, &error));
      g_assert_nonnull (error);
    }

  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (data, size);
      g_autoptr (GBytes) changed_bytes = NULL;
      g_autoptr (StudioPixels) decoded = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) text_error = NULL;

      changed[i] ^= 1u << g_test_rand_int_range (0, 8);
      changed_bytes = g_bytes_new (changed, size);
      decoded = studio_png_decode (changed_bytes, &error);
      text = studio_png_dup_text (changed_bytes, STUDIO_PNG_RECIPE_KEYWORD, &text_error);
      g_assert_true ((decoded == NULL) == (error != NULL));
      g_assert_true (text == NULL || g_str_equal (text, "{}"));
      n_accepted += decoded != NULL;
    }

  /* Only the text chunks may be damaged without harm to the picture. */
  g_assert_cmpuint (n_accepted, <=,
                    2 * 12 + strlen (STUDIO_PNG_RECIPE_KEYWORD STUDIO_PNG_PARAMETERS_KEYWORD) + 2 * 8);
}

static void
test_texts (void)
{
  g_autoptr (StudioPixels) pixels = make_pixels (3, 3, 1);
  const char *recipe = "{\"title\":\"Grün → 数\"}";
  g_autoptr (GBytes) bytes = studio_png_encode (pixels, recipe, "seed 1", NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *read_recipe = studio_png_dup_text (bytes, STUDIO_PNG_RECIPE_KEYWORD, NULL);
  g_autofree char *read_parameters = studio_png_dup_text (bytes, STUDIO_PNG_PARAMETERS_KEYWORD, NULL);
  g_autoptr (GError) error = NULL;
  const guint8 *recipe_at = memmem (data, size, STUDIO_PNG_RECIPE_KEYWORD,
                                    strlen (STUDIO_PNG_RECIPE_KEYWORD));

  g_assert_cmpstr (read_recipe, ==, recipe);
  g_assert_cmpstr (read_parameters, ==, "seed 1");
  g_assert_null (studio_png_dup_text (bytes, "absent", &error));
  g_assert_no_error (error);
  g_assert_true (recipe_at < (const guint8 *) memmem (data, size, "IDAT", 4));
}

/* A text of each kind, written by hand and standing after the picture. */
static GBytes *
make_text_file (const char *type, const char *flags, gsize n_flags, const void *text, gsize text_size)
{
  GByteArray *file = begin_file (1, 1, 8, 0);
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  g_autoptr (GBytes) picture = end_file (file, "\0\0", 2);
  GByteArray *whole = g_byte_array_new ();

  g_byte_array_append (chunk, (const guint8 *) "key", 4);
  g_byte_array_append (chunk, (const guint8 *) flags, n_flags);
  g_byte_array_append (chunk, text, text_size);
  g_byte_array_append (whole, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture) - 12);
  append_chunk (whole, type, chunk->data, chunk->len);
  append_chunk (whole, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (whole);
}

static void
test_foreign_texts (void)
{
  const gsize bomb_size = STUDIO_PNG_MAX_TEXT + 1;
  g_autofree char *bomb = g_strnfill (bomb_size, 'a');
  guint8 packed[4096];
  uLongf packed_size = sizeof packed;
  uLongf limit_size = sizeof packed;
  guint8 limit[4096];
  guint8 hello[64];
  uLongf hello_size = sizeof hello;

  compress (packed, &packed_size, (const guint8 *) bomb, bomb_size);
  compress (limit, &limit_size, (const guint8 *) bomb, bomb_size - 1);
  compress (hello, &hello_size, (const guint8 *) "hello", 5);
  {
    const struct {
      const char *type;
      const char *flags;
      gsize n_flags;
      const void *text;
      gsize size;
      const char *expected;
      const char *message;
    } cases[] = {
      { "tEXt", "", 0, "gr\xfcn", 4, "grün", NULL },
      { "zTXt", "\0", 1, hello, hello_size, "hello", NULL },
      { "zTXt", "\1", 1, hello, hello_size, NULL, "its text 'key' is packed by an unknown method" },
      { "zTXt", "\0", 1, hello, hello_size - 3, NULL, "its text 'key' is damaged" },
      { "iTXt", "\0\0de\0Schl\xc3\xbcssel\0", 16, "grün", 5, "grün", NULL },
      { "iTXt", "\1\0\0\0", 4, hello, hello_size, "hello", NULL },
      { "iTXt", "\0\0de", 4, "", 0, NULL, "its text 'key' is damaged" },
      { "iTXt", "\0", 1, "", 0, NULL, "its text 'key' is damaged" },
      { "iTXt", "\0\0\0\0", 4, "\xff\xfe", 2, NULL, "its text 'key' is not UTF-8" },
      { "iTXt", "\0\0\0\0", 4, bomb, bomb_size, NULL, "its text 'key' is longer than 1048576 bytes" },
      { "zTXt", "\0", 1, packed, packed_size, NULL, "its text 'key' is longer than 1048576 bytes" },
      { "zTXt", "\0", 1, limit, limit_size, bomb + 1, NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autoptr (GBytes) bytes = make_text_file (cases[i].type, cases[i].flags, cases[i].n_flags,
                                                   cases[i].text, cases[i].size);
        g_autoptr (GError) error = NULL;
        g_autofree char *text = studio_png_dup_text (bytes, "key", &error);

        g_test_message ("%u: %s", i, cases[i].message != NULL ? cases[i].message : "read");
        g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].message);
        g_assert_true (g_strcmp0 (text, cases[i].expected) == 0);
      }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/png/round-trip", test_round_trip);
  g_test_add_func ("/png/conversion", test_conversion);
  g_test_add_func ("/png/opacity", test_opacity);
  g_test_add_func ("/png/bombs", test_bombs);
  g_test_add_func ("/png/other-kinds", test_other_kinds);
  g_test_add_func ("/png/damage", test_damage);
  g_test_add_func ("/png/texts", test_texts);
  g_test_add_func ("/png/foreign-texts", test_foreign_texts);

  return g_test_run ();
}
