/* SPDX-License-Identifier: MIT */
/* The container reader: lengths that lie, sheer size, other kinds of files, and content. */
#include "engine/format/shape.h"
#include "tests/support/containers.h"
#include "tests/support/tiny-checkpoint.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* ---- lengths that lie ---- */

static void
test_lengths (void)
{
  static const struct {
    guint64 claimed;
    gsize size;
    const char *sentence;
  } cases[] = {
    { 0, 0, "the file is 0 bytes; a safetensors file has at least 10" },
    { 0, 1, "the file is 1 bytes; a safetensors file has at least 10" },
    { 0, 7, "the file is 7 bytes" },
    { 2, 9, "the file is 9 bytes" },
    { 0, 66, "the header of 0 bytes does not begin with '{'" },
    { 59, 66, "the header claims 59 bytes, the file has 66 (copy the file again)" },
    { G_GUINT64_CONSTANT (1) << 60, 66, "the header claims 1152921504606846976 bytes, the file has 66" },
    { G_GUINT64_CONSTANT (1) << 63, 66, "the header claims 9223372036854775808 bytes, the file has 66" },
    { G_MAXUINT64, 66, "the header claims 18446744073709551615 bytes, the file has 66" },
    { G_MAXUINT64 - 7, 66, "the header claims 18446744073709551608 bytes" },
    { (G_GUINT64_CONSTANT (1) << 32) + 58, 66, "the header claims 4294967354 bytes, the file has 66" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 file[66] = { [8] = '{' };
      g_autoptr (GBytes) bytes = NULL;

      memcpy (file, &cases[i].claimed, sizeof cases[i].claimed);
      bytes = g_bytes_new (file, cases[i].size);
      test_container_assert_refused ("length", bytes, WEFT_ERROR_INVALID, cases[i].sentence);
    }
}

static void
test_text (void)
{
  static const char text[] = "Call me Ishmael.";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  test_container_assert_refused ("text", bytes, WEFT_ERROR_INVALID, "it is not a checkpoint");
}

/* A sparse file: only its first nine bytes are read. */
static void
test_header_over_limit (void)
{
  const guint64 claimed = WEFT_MAX_HEADER_BYTES + 1;
  guint8 head[sizeof claimed + 1] = { [sizeof claimed] = '{' };
  g_autoptr (GBytes) start = g_bytes_new_static (head, sizeof head);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  memcpy (head, &claimed, sizeof claimed);
  path = weft_test_write (start);

  g_assert_cmpint (truncate (path, (off_t) (G_GUINT64_CONSTANT (3) << 30)), ==, 0);
  g_assert_null (weft_container_open (path, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "the header claims 100000001 bytes, the limit is 100000000"));
  g_unlink (path);
}

/* Three gigabytes of hole: opened for what its header costs. */
static void
test_sparse (void)
{
  static const char header[] = "{\"a\":" TEST_ENTRY ("U8", "[3221225472]", "0", "3221225472") "}";
  g_autoptr (GBytes) start = test_container_make (header, strlen (header), 0);
  g_autofree char *path = weft_test_write (start);
  const off_t size = (off_t) g_bytes_get_size (start) + (off_t) (G_GUINT64_CONSTANT (3) << 30);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContainer) container = NULL;

  g_assert_cmpint (truncate (path, size), ==, 0);
  container = weft_container_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weft_container_find (container, "a")->n_bytes, ==, G_GUINT64_CONSTANT (3) << 30);
  g_unlink (path);
}

/* Exactly as long as allowed: once mostly padding, once one long string. */
static void
test_header_at_limit (void)
{
  const gsize n = WEFT_MAX_HEADER_BYTES;
  static const char begin[] = "{\"__metadata__\":{\"a\":\"";
  static const char end[] = "\"}}";
  g_autofree char *header = g_malloc (n);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (WeftContainer) container = NULL;
      g_autoptr (GError) error = NULL;

      memset (header, ' ', n);
      memcpy (header, begin, strlen (begin));
      memcpy (header + (i == 0 ? strlen (begin) : n - strlen (end)), end, strlen (end));
      bytes = test_container_make (header, n, 0);
      container = test_container_open (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (strlen (weft_container_get_metadata (container, "a")), ==,
                        i == 0 ? 0 : n - strlen (begin) - strlen (end));
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) header = g_string_new ("{\"a\":");
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (header, "{\"a\":");
  bytes = test_container_make (header->str, header->len, 0);
  test_container_assert_refused ("deep", bytes, WEFT_ERROR_INVALID, "tensor 'a' has the key 'a'");
}

static void
test_ranks (void)
{
  g_autoptr (GString) header = g_string_new ("{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1],\"shape\":[1");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WeftContainer) container = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  for (guint i = 1; i < 2000; i++)
    g_string_append (header, ",1");
  g_string_append (header, "]}}");
  bytes = test_container_make (header->str, header->len, 1);
  container = test_container_open (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weft_container_find (container, "a")->rank, ==, 2000);
  shown = weft_shape_to_string (weft_container_find (container, "a")->shape, 2000);
  g_assert_cmpstr (shown, ==, "[1, 1, 1, 1, 1, 1, 1, 1, … 2000 dimensions]");
}

/* Names that stand in falling order, spans that rise: both sorts have work to do. */
static void
test_many (void)
{
  const guint n = 200000;
  g_autoptr (GString) header = g_string_new ("{");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WeftContainer) container = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (header, "%s\"%06u\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[%u,%u]}",
                            i > 0 ? "," : "", n - 1 - i, i, i + 1);
  g_string_append_c (header, '}');
  bytes = test_container_make (header->str, header->len, n);
  container = test_container_open (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weft_container_get_n_tensors (container), ==, n);
  for (guint i = 0; i < n; i += 7919)
    {
      g_autofree char *name = g_strdup_printf ("%06u", i);

      g_assert_cmpstr (weft_container_get_tensor (container, i)->name, ==, name);
      g_assert_true (weft_container_find (container, name) == weft_container_get_tensor (container, i));
      g_assert_cmpuint (weft_container_find (container, name)->offset, ==, 8 + header->len + n - 1 - i);
    }
}

static void
test_long_name (void)
{
  g_autofree char *name = g_strnfill (10000, 'x');
  g_autofree char *header =
      g_strdup_printf ("{\"%s\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,1]}}", name);
  g_autoptr (GBytes) bytes = test_container_make (header, strlen (header), 1);
  g_autofree char *shown = g_strdup_printf ("tensor '%.79s…' has", name);

  test_container_assert_refused ("long name", bytes, WEFT_ERROR_INVALID, shown);
}

/* ---- files of another kind ---- */

static void
test_kinds (void)
{
  static const struct {
    const char *head;
    gsize length;
    const char *sentence;
  } kinds[] = {
#define KIND(head, sentence) { head, sizeof (head) - 1, sentence }
    KIND ("version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3868465\n",
          "it is a git-lfs pointer for 3868465 bytes (get the real file"),
    KIND ("<!DOCTYPE html><html>", "HTML"),
    KIND ("\n  <html lang=\"en\">", "HTML"),
    KIND ("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03xx", "gzip"),
    KIND ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    KIND ("\x93NUMPY\x01\x00v\0{'descr'", "NumPy"),
    KIND ("GGUF\x03\0\0\0\0\0\0\0", "GGUF"),
    KIND ("\x7f" "ELF\x02\x01\x01\0\0\0\0\0", "ELF"),
    KIND ("{\"metadata\":{\"total_size\":1},\"weight_map\":{}}", "JSON"),
    KIND ("{\n  \"metadata\": {}}", "JSON"),
    KIND ("PK\x03\x04\0\0\x08\x08\0\0\0\0", "use weft import"),
    KIND ("\x80\x02}q\0(X\x0b\0\0\0", "use weft import"),
    KIND ("\x80\x02\x8a\nl\xfc\x9c" "F\xf9 j\xa8P\x19.", "use weft import"),
    KIND ("\x80\x04\x95\0\0\0\0\0\0\0\0", "use weft import"),
#undef KIND
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (kinds[i].head, kinds[i].length);

      test_container_assert_refused (kinds[i].sentence, bytes, WEFT_ERROR_UNSUPPORTED, kinds[i].sentence);
    }
}

/* A sound header of 123 bytes begins with the byte of '{': no JSON file is seen in it. */
static void
test_length_like_json (void)
{
  char header[123];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WeftContainer) container = NULL;

  memset (header, ' ', sizeof header);
  memcpy (header, "{}", 2);
  bytes = test_container_make (header, sizeof header, 0);
  container = test_container_open (bytes, NULL);
  g_assert_nonnull (container);
}

/* ---- content ---- */

static void
test_read (void)
{
  static const char header[] = "{\"b\":" TEST_ENTRY ("F16", "[2,2]", "3", "11") ","
                               "\"x\":" TEST_ENTRY ("U8", "[3]", "0", "3") ","
                               "\"__metadata__\":{\"z\":\"last\",\"a\":\"first\"}}";
  static const guint8 data[11] = { 7, 8, 9, 0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b };
  static const float expected[] = { 1.0f, -2.0f, 0x1p-24f, 65504.0f };
  g_autoptr (GBytes) empty = test_container_make (header, strlen (header), sizeof data);
  gsize size;
  guint8 *file = g_bytes_unref_to_data (g_steal_pointer (&empty), &size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (file, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContainer) container = NULL;
  g_autofree const char **keys = NULL;
  guint8 x[3];
  float b[4];

  memcpy (file + size - sizeof data, data, sizeof data);
  container = test_container_open (bytes, &error);
  g_assert_no_error (error);
  g_assert_true (weft_container_read (container, weft_container_find (container, "x"), x, &error));
  g_assert_cmpmem (x, sizeof x, data, 3);
  g_assert_true (weft_container_read_f32 (container, weft_container_find (container, "b"), b, &error));
  g_assert_cmpmem (b, sizeof b, expected, sizeof expected);
  g_assert_false (weft_container_read_f32 (container, weft_container_find (container, "x"), b, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "tensor 'x' is U8"));

  keys = weft_container_list_metadata (container);
  g_assert_cmpstr (keys[0], ==, "a");
  g_assert_cmpstr (keys[1], ==, "z");
  g_assert_null (keys[2]);
  g_assert_cmpstr (weft_container_get_metadata (container, "z"), ==, "last");
  g_assert_null (weft_container_get_metadata (container, "y"));
  g_assert_null (weft_container_find (container, "y"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safetensors/lengths", test_lengths);
  g_test_add_func ("/safetensors/text", test_text);
  g_test_add_func ("/safetensors/header-over-limit", test_header_over_limit);
  g_test_add_func ("/safetensors/sparse", test_sparse);
  g_test_add_func ("/safetensors/header-at-limit", test_header_at_limit);
  g_test_add_func ("/safetensors/deep", test_deep);
  g_test_add_func ("/safetensors/ranks", test_ranks);
  g_test_add_func ("/safetensors/many", test_many);
  g_test_add_func ("/safetensors/long-name", test_long_name);
  g_test_add_func ("/safetensors/kinds", test_kinds);
  g_test_add_func ("/safetensors/length-like-json", test_length_like_json);
  g_test_add_func ("/safetensors/read", test_read);

  return g_test_run ();
}
