/* SPDX-License-Identifier: MIT */
/* Archives: PyTorch's and plain ones are read; whatever contradicts itself by one field is refused. */
#include "engine/error.h"
#include "engine/format/zip.h"
#include "tests/support/tiny-pth.h"

#include <string.h>

static const WeftTestMember members[] = {
  { "top/data.pkl", "pickle", 6 },
  { "top/data/0", "\0\0\0\0", 4 },
  { "top/empty", "", 0 },
};

static WeftZip *
open_array (const GByteArray *array, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, array->len);

  return weft_zip_new (weft_bytes_new_from_memory (bytes), error);
}

static void
test_good (void)
{
  for (guint like_pytorch = 0; like_pytorch < 2; like_pytorch++)
    {
      g_autoptr (GByteArray) array = weft_test_zip (members, G_N_ELEMENTS (members), like_pytorch, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftZip) zip = open_array (array, &error);
      guint64 index;

      g_assert_no_error (error);
      g_assert_cmpuint (weft_zip_get_n_entries (zip), ==, G_N_ELEMENTS (members));
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          char content[8] = { 0 };

          g_assert_cmpstr (weft_zip_get_name (zip, i), ==, members[i].name);
          g_assert_cmpuint (weft_zip_get_size (zip, i), ==, members[i].size);
          g_assert_true (weft_zip_find (zip, members[i].name, &index));
          g_assert_cmpuint (index, ==, i);
          g_assert_true (weft_zip_read (zip, i, content, &error));
          g_assert_cmpmem (content, members[i].size, members[i].data, members[i].size);
        }

      g_assert_false (weft_zip_find (zip, "TOP/empty", &index));
    }
}

static void
assert_refused (const char *what, const GByteArray *array, const char *sentence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftZip) zip = open_array (array, &error);

  g_test_message ("%s: %s", what, error != NULL ? error->message : "accepted");
  g_assert_null (zip);
  g_assert_nonnull (error);
  g_assert_true (error->domain == WEFT_ERROR);
  g_assert_true (error->code == WEFT_ERROR_INVALID || error->code == WEFT_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, sentence));
}

/* ---- one field ---- */

typedef enum { LOCAL, DESCRIPTOR, CENTRAL, ZIP64_END, ZIP64_LOCATOR, END } Structure;

static const struct {
  const char *what;
  Structure structure;
  guint at;
  guint8 flip; /* bits turned round */
  const char *sentence;
} fields[] = {
  { "local signature", LOCAL, 0, 1, "zip archive" },
  { "local flags", LOCAL, 7, 4, "contradict" },
  { "local encryption flag", LOCAL, 6, 1, "zip archive" },
  { "local descriptor flag", LOCAL, 6, 8, "zip archive" },
  { "local method", LOCAL, 8, 8, "zip archive" },
  { "local crc", LOCAL, 14, 1, "zip archive" },
  { "local size", LOCAL, 18, 1, "zip archive" },
  { "local name", LOCAL, 30, 1, "zip archive" },
  { "local name length", LOCAL, 26, 1, "zip archive" },
  { "local extra length", LOCAL, 28, 1, "zip archive" },
  { "descriptor signature", DESCRIPTOR, 0, 1, "data descriptor" },
  { "descriptor crc", DESCRIPTOR, 4, 1, "data descriptor" },
  { "descriptor compressed size", DESCRIPTOR, 8, 1, "data descriptor" },
  { "descriptor size", DESCRIPTOR, 12, 1, "data descriptor" },
  { "central signature", CENTRAL, 0, 1, "zip archive" },
  { "central encryption flag", CENTRAL, 8, 1, "encrypted" },
  { "central flags", CENTRAL, 9, 4, "contradict" },
  { "central method", CENTRAL, 10, 8, "zip archive" },
  { "central crc", CENTRAL, 16, 1, "zip archive" },
  { "central compressed size", CENTRAL, 20, 1, "zip archive" },
  { "central size", CENTRAL, 24, 1, "zip archive" },
  { "central name length", CENTRAL, 28, 1, "zip archive" },
  { "central extra length", CENTRAL, 30, 1, "zip archive" },
  { "central comment length", CENTRAL, 32, 1, "zip archive" },
  { "central offset", CENTRAL, 42, 1, "zip archive" },
  { "central name", CENTRAL, 46, 1, "zip archive" },
  { "zip64 signature", ZIP64_END, 0, 1, "zip archive" },
  { "zip64 record size", ZIP64_END, 4, 1, "zip archive" },
  { "zip64 entries here", ZIP64_END, 24, 1, "zip archive" },
  { "zip64 entries", ZIP64_END, 32, 1, "zip archive" },
  { "zip64 directory size", ZIP64_END, 40, 1, "zip archive" },
  { "zip64 directory place", ZIP64_END, 48, 1, "zip archive" },
  { "locator signature", ZIP64_LOCATOR, 0, 1, "zip archive" },
  { "locator place", ZIP64_LOCATOR, 8, 1, "zip archive" },
  { "end signature", END, 0, 1, "zip archive" },
  { "end entries here", END, 8, 1, "zip archive" },
  { "end entries", END, 10, 1, "zip archive" },
  { "end directory size", END, 12, 1, "zip archive" },
  { "end directory place", END, 16, 1, "zip archive" },
  { "end comment length", END, 20, 1, "zip archive" },
};

static guint
get_place (const WeftTestLayout *layout, Structure structure)
{
  const guint places[] = {
    [LOCAL] = layout->local[1],   [DESCRIPTOR] = layout->descriptor[1],
    [CENTRAL] = layout->central[1], [ZIP64_END] = layout->zip64_end,
    [ZIP64_LOCATOR] = layout->zip64_locator, [END] = layout->end,
  };

  return places[structure];
}

static void
test_fields (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      WeftTestLayout layout;
      g_autoptr (GByteArray) array = weft_test_zip (members, G_N_ELEMENTS (members), TRUE, &layout);

      array->data[get_place (&layout, fields[i].structure) + fields[i].at] ^= fields[i].flip;
      assert_refused (fields[i].what, array, fields[i].sentence);
    }
}

/* ---- structure ---- */

static void
test_names (void)
{
  static const WeftTestMember twins[] = { { "a", "1", 1 }, { "a", "1", 1 } };
  static const WeftTestMember up[] = { { "a/../../b", "1", 1 } };
  static const WeftTestMember absolute[] = { { "/b", "1", 1 } };
  static const WeftTestMember windows[] = { { "a\\b", "1", 1 } };
  static const struct {
    const char *what;
    const WeftTestMember *members;
    guint n;
    const char *sentence;
  } cases[] = {
    { "twins", twins, 2, "zip archive" },
    { "up", up, 1, "an entry with the path 'a/../../b'" },
    { "absolute", absolute, 1, "an entry with the path '/b'" },
    { "windows", windows, 1, "an entry with the path 'a\\\\b'" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) array = weft_test_zip (cases[i].members, cases[i].n, TRUE, NULL);

      assert_refused (cases[i].what, array, cases[i].sentence);
    }
}

static void
test_cut (void)
{
  g_autoptr (GByteArray) whole = weft_test_zip (members, G_N_ELEMENTS (members), TRUE, NULL);

  for (guint n = 0; n < whole->len; n++)
    {
      g_autoptr (GByteArray) array = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      g_byte_array_append (array, whole->data, n);
      g_assert_null (open_array (array, &error));
      g_assert_nonnull (error);
    }
}

static void
test_around (void)
{
  static const guint8 extra[] = "more";
  g_autoptr (GByteArray) appended = weft_test_zip (members, G_N_ELEMENTS (members), TRUE, NULL);
  g_autoptr (GByteArray) prepended = weft_test_zip (members, G_N_ELEMENTS (members), TRUE, NULL);

  g_byte_array_append (appended, extra, sizeof extra);
  assert_refused ("appended", appended, "zip archive");
  g_byte_array_prepend (prepended, extra, sizeof extra);
  assert_refused ("prepended", prepended, "zip archive");
}

static void
add_to_u32 (GByteArray *array, guint at, guint32 n)
{
  guint32 value;

  memcpy (&value, array->data + at, sizeof value);
  value += n;
  memcpy (array->data + at, &value, sizeof value);
}

/* Bytes before the first entry, every offset corrected: libzip has no objection. */
static void
test_prepended_and_corrected (void)
{
  static const guint8 extra[] = "#!sh";
  WeftTestLayout layout;
  g_autoptr (GByteArray) array = weft_test_zip (members, G_N_ELEMENTS (members), FALSE, &layout);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    add_to_u32 (array, layout.central[i] + 42, sizeof extra);
  add_to_u32 (array, layout.end + 16, sizeof extra);
  g_byte_array_prepend (array, extra, sizeof extra);
  assert_refused ("prepended and corrected", array, "something that is not the next entry at byte 0");
}

static void
test_content (void)
{
  WeftTestLayout layout;
  g_autoptr (GByteArray) array = weft_test_zip (members, G_N_ELEMENTS (members), TRUE, &layout);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftZip) zip = NULL;
  guint8 content[4];

  array->data[layout.data[1]] ^= 1;
  zip = open_array (array, &error);
  g_assert_no_error (error);
  g_assert_false (weft_zip_read (zip, 1, content, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "has a wrong checksum for 'top/data/0'"));
}

/* No single bit may be turned round without being noticed, except in the few fields nobody reads. */
static void
test_every_bit (void)
{
  WeftTestLayout layout;
  g_autoptr (GByteArray) array = weft_test_zip (members, G_N_ELEMENTS (members), TRUE, &layout);
  guint n_unnoticed = 0;

  for (guint bit = 0; bit < array->len * 8; bit++)
    {
      g_autoptr (WeftZip) zip = NULL;
      gboolean whole;

      array->data[bit / 8] ^= (guint8) (1 << bit % 8);
      zip = open_array (array, NULL);
      whole = zip != NULL;
      for (guint i = 0; whole && i < G_N_ELEMENTS (members); i++)
        {
          guint8 content[8];

          whole = weft_zip_read (zip, i, content, NULL);
          if (whole)
            g_assert_cmpmem (content, members[i].size, members[i].data, members[i].size);
        }

      n_unnoticed += whole;
      array->data[bit / 8] ^= (guint8) (1 << bit % 8);
    }

  g_test_message ("%u of %u bits carry nothing that is read", n_unnoticed, array->len * 8);
  g_assert_cmpuint (n_unnoticed, <=, 512); /* versions, attributes, padding */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zip/good", test_good);
  g_test_add_func ("/zip/fields", test_fields);
  g_test_add_func ("/zip/names", test_names);
  g_test_add_func ("/zip/cut", test_cut);
  g_test_add_func ("/zip/around", test_around);
  g_test_add_func ("/zip/prepended-and-corrected", test_prepended_and_corrected);
  g_test_add_func ("/zip/content", test_content);
  g_test_add_func ("/zip/every-bit", test_every_bit);

  return g_test_run ();
}
