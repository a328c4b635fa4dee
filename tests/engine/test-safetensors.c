/* SPDX-License-Identifier: MIT */
/* The container reader: sound and damaged headers, lengths that lie, other kinds of files, and sheer size. */
#include "engine/error.h"
#include "engine/format/safetensors.h"
#include "tests/support/tiny-checkpoint.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ENTRY(dtype, shape, begin, end) \
  "{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":[" begin "," end "]}"

/* A file with this header and so many zero bytes of data. */
static GBytes *
make_file (const char *header, gsize header_length, gsize n_data)
{
  const guint64 length = header_length;
  guint8 *file = g_malloc0 (sizeof length + header_length + n_data);

  memcpy (file, &length, sizeof length);
  memcpy (file + sizeof length, header, header_length);
  return g_bytes_new_take (file, sizeof length + header_length + n_data);
}

static WeftContainer *
open_bytes (GBytes *bytes, GError **error)
{
  return weft_container_new (weft_bytes_new_from_memory (bytes), error);
}

static void
assert_refused (const char *what, GBytes *bytes, WeftError code, const char *sentence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContainer) container = open_bytes (bytes, &error);

  g_test_message ("%.60s: %s", what, error != NULL ? error->message : "accepted");
  g_assert_null (container);
  g_assert_error (error, WEFT_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, sentence));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
}

/* ---- sound ---- */

typedef struct {
  const char *what;
  const char *header;
  gsize n_data;
  gsize n_tensors;
} GoodCase;

static const GoodCase good[] = {
  { "nothing", "{}", 0, 0 },
  { "only metadata", "{\"__metadata__\":{\"a\":\"b\"}}", 0, 0 },
  { "empty metadata", "{\"__metadata__\":{}}", 0, 0 },
  { "padding", "{}      ", 0, 0 },
  { "white space", "{ \n\t\"a\" :\r" ENTRY ("U8", "[ 2 ]", " 0", "2 ") " }", 2, 1 },
  { "scalar", "{\"a\":" ENTRY ("F32", "[]", "0", "4") "}", 4, 1 },
  { "no elements", "{\"a\":" ENTRY ("F32", "[3,0]", "0", "0") "}", 0, 1 },
  { "no elements of many", "{\"a\":" ENTRY ("F32", "[18446744073709551615,0]", "0", "0") "}", 0, 1 },
  { "empty name", "{\"\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "NUL in a name",
    "{\"a\\u0000b\":" ENTRY ("U8", "[1]", "0", "1") ",\"a\":" ENTRY ("U8", "[1]", "1", "2") "}", 2, 2 },
  { "path-like name", "{\"../../etc/passwd\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "format name", "{\"%s%n\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "surrogate pair", "{\"\\ud83d\\ude00\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "escapes everywhere",
    "{\"\\u0061\\\"\\\\\\/\\b\\f\\n\\r\\t\":{\"\\u0064type\":\"\\u0055\\u0038\",\"shape\":[1],"
    "\"data_offsets\":[0,1]}}", 1, 1 },
  { "keys in any order", "{\"a\":{\"data_offsets\":[0,1],\"shape\":[1],\"dtype\":\"U8\"}}", 1, 1 },
  { "names in any order", "{\"b\":" ENTRY ("U8", "[1]", "1", "2") ",\"a\":" ENTRY ("U8", "[1]", "0", "1") "}",
    2, 2 },
  { "empty between", "{\"a\":" ENTRY ("U8", "[1]", "0", "1") ",\"e\":" ENTRY ("U8", "[0]", "1", "1") ",\"b\":"
    ENTRY ("U8", "[1]", "1", "2") "}", 2, 3 },
  { "unaligned", "{\"a\":" ENTRY ("U8", "[1]", "0", "1") ",\"b\":" ENTRY ("F64", "[1]", "1", "9") "}", 9, 2 },
  { "two halves of a byte", "{\"a\":" ENTRY ("F4", "[2]", "0", "1") "}", 1, 1 },
  { "four six-bit floats", "{\"a\":" ENTRY ("F6_E2M3", "[4]", "0", "3") "}", 3, 1 },
  { "four six-bit floats", "{\"a\":" ENTRY ("F6_E3M2", "[2,2]", "0", "3") "}", 3, 1 },
  { "metadata that looks like a tensor", "{\"__metadata__\":{\"dtype\":\"F32\",\"shape\":\"[1]\"}}", 0, 0 },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) bytes = make_file (good[i].header, strlen (good[i].header), good[i].n_data);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftContainer) container = open_bytes (bytes, &error);

      g_test_message ("%s", good[i].what);
      g_assert_no_error (error);
      g_assert_cmpuint (weft_container_get_n_tensors (container), ==, good[i].n_tensors);
    }
}

static void
test_dtypes (void)
{
  for (guint i = 0; i < WEFT_N_DTYPES; i++)
    {
      const guint n_bytes = weft_dtype_get_bits (i);
      g_autofree char *header =
          g_strdup_printf ("{\"a\":{\"dtype\":\"%s\",\"shape\":[8],\"data_offsets\":[0,%u]}}",
                           weft_dtype_to_string (i), n_bytes);
      g_autoptr (GBytes) bytes = make_file (header, strlen (header), n_bytes);
      g_autoptr (GBytes) cut = make_file (header, strlen (header), n_bytes - 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftContainer) container = open_bytes (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpint (weft_container_find (container, "a")->dtype, ==, i);
      g_assert_cmpuint (weft_container_find (container, "a")->n_bytes, ==, n_bytes);
      assert_refused (header, cut, WEFT_ERROR_INVALID, "tensor 'a' ends at byte");
    }
}

/* ---- damaged headers ---- */

typedef struct {
  const char *what;
  const char *header;
  gsize n_data;
  const char *sentence;
} BadCase;

static const BadCase bad[] = {
  /* text */
  { "BOM", "\xef\xbb\xbf{}", 0, "at byte 8 the header of 5 bytes does not begin with '{'" },
  { "leading space", " {}", 0, "does not begin with '{'" },
  { "array", "[]", 0, "does not begin with" },
  { "overlong", "{\"\xc0\x80\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "at byte 10 the text is not UTF-8" },
  { "surrogate in UTF-8", "{\"\xed\xa0\x80\":" ENTRY ("U8", "[1]", "0", "1") "}", 1,
    "at byte 10 the text is not UTF-8" },
  { "beyond Unicode", "{\"\xf4\x90\x80\x80\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "not UTF-8" },
  { "raw control", "{\"a\x01\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "at byte 11 a control character" },
  { "raw newline", "{\"a\n\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "control character" },
  { "lone high", "{\"\\ud800\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "at byte 10 a surrogate" },
  { "lone low", "{\"\\udc00\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "surrogate" },
  { "two highs", "{\"\\ud800\\ud800\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "surrogate" },
  { "bad hex", "{\"\\u00g0\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "four hexadecimal digits" },
  { "bad escape", "{\"\\x41\":" ENTRY ("U8", "[1]", "0", "1") "}", 1, "backslash" },
  { "unclosed string", "{\"a", 0, "closing quote" },
  { "ends in an escape", "{\"a\\", 0, "backslash" },
  { "unclosed", "{", 0, "the file is 9 bytes" },
  { "unclosed object", "{ ", 0, "at byte 10 the text ends" },
  { "newline behind", "{}\n", 0, "at byte 10" },
  { "NUL behind", "{}\x01", 0, "'\\u0001' stands" },
  { "second object", "{}{}", 0, "'{' stands where the end" },
  { "comment", "{/**/}", 0, "'/' stands" },
  { "single quotes", "{'a':1}", 0, "stands where the string of a key" },
  { "trailing comma", "{\"__metadata__\":{},}", 0, "item after a comma" },
  { "leading comma", "{,}", 0, "',' stands" },
  { "missing comma", "{\"__metadata__\":{}\"a\":1}", 0, "where ',' or '}' is due" },
  { "missing colon", "{\"a\"" ENTRY ("U8", "[1]", "0", "1") "}", 1, "the ':' after a key" },
  { "wrong bracket", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1},\"data_offsets\":[0,1]}}", 1, "',' or ']'" },
  { "deep", "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}", 0, "the '{' of a tensor" },

  /* duplicates */
  { "same name", "{\"a\":" ENTRY ("U8", "[1]", "0", "1") ",\"a\":" ENTRY ("U8", "[1]", "1", "2") "}", 2,
    "'a' twice" },
  { "same empty name", "{\"a\":" ENTRY ("U8", "[0]", "0", "0") ",\"a\":" ENTRY ("U8", "[0]", "0", "0") "}", 0,
    "'a' twice" },
  { "same by escape",
    "{\"ab\":" ENTRY ("U8", "[1]", "0", "1") ",\"\\u0061b\":" ENTRY ("U8", "[1]", "1", "2") "}", 2,
    "'ab' twice" },
  { "same key", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1,
    "'dtype' twice" },
  { "same key by escape",
    "{\"a\":{\"shape\":[1],\"sh\\u0061pe\":[1],\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1,
    "'shape' twice" },
  { "same metadata", "{\"__metadata__\":{\"k\":\"1\",\"\\u006b\":\"1\"}}", 0, "'k' twice" },
  { "two metadata", "{\"__metadata__\":{},\"__met\\u0061data__\":{}}", 0, "__metadata__ twice" },

  /* metadata */
  { "metadata number", "{\"__metadata__\":{\"a\":1}}", 0, "a metadata value" },
  { "metadata object", "{\"__metadata__\":{\"a\":{}}}", 0, "a metadata value" },
  { "metadata null", "{\"__metadata__\":null}", 0, "the '{' of __metadata__" },
  { "metadata array", "{\"__metadata__\":[]}", 0, "the '{' of __metadata__" },

  /* numbers */
  { "negative", "{\"a\":" ENTRY ("U8", "[-1]", "0", "1") "}", 1,
    "a dimension is '-1'; it must be a whole number" },
  { "minus zero", "{\"a\":" ENTRY ("U8", "[0]", "-0", "0") "}", 0, "an offset is '-0'" },
  { "float", "{\"a\":" ENTRY ("U8", "[1.0]", "0", "1") "}", 1, "'1.0'" },
  { "exponent", "{\"a\":" ENTRY ("U8", "[1e0]", "0", "1") "}", 1, "'1e0'" },
  { "leading zero", "{\"a\":" ENTRY ("U8", "[01]", "0", "1") "}", 1, "'01'" },
  { "plus", "{\"a\":" ENTRY ("U8", "[+1]", "0", "1") "}", 1, "'+1'" },
  { "hexadecimal", "{\"a\":" ENTRY ("U8", "[0x1]", "0", "1") "}", 1, "'0x1'" },
  { "over 2^64", "{\"a\":" ENTRY ("U8", "[18446744073709551616]", "0", "1") "}", 1,
    "'18446744073709551616'" },
  { "far over 2^64", "{\"a\":" ENTRY ("U8", "[100000000000000000000000000000000]", "0", "1") "}", 1,
    "'100000000000000000000000'" },
  { "string", "{\"a\":" ENTRY ("U8", "[\"1\"]", "0", "1") "}", 1, "the number of a dimension" },
  { "true", "{\"a\":" ENTRY ("U8", "[true]", "0", "1") "}", 1, "'t' stands where the number of a dimension" },

  /* entries */
  { "unknown dtype", "{\"a\":" ENTRY ("F31", "[1]", "0", "1") "}", 1,
    "has the dtype 'F31', known are BOOL, U8" },
  { "unknown dtype, no elements", "{\"a\":" ENTRY ("F31", "[0]", "0", "0") "}", 0, "has the dtype 'F31'" },
  { "lower case", "{\"a\":" ENTRY ("f32", "[1]", "0", "4") "}", 4, "'f32'" },
  { "dtype with NUL", "{\"a\":" ENTRY ("U8\\u0000", "[1]", "0", "1") "}", 1, "'U8\\u0000'" },
  { "dtype number", "{\"a\":{\"dtype\":1,\"shape\":[1],\"data_offsets\":[0,1]}}", 1,
    "the string of a dtype" },
  { "no dtype", "{\"a\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "'a' has no dtype" },
  { "no shape", "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "has no shape" },
  { "no offsets", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "has no data_offsets" },
  { "another key", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"x\":1}}", 1,
    "has the key 'x'" },
  { "one offset", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1, "has 1 data_offsets" },
  { "three offsets", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,1]}}", 1,
    "more than 2 data_offsets" },
  { "shape number", "{\"a\":{\"dtype\":\"U8\",\"shape\":1,\"data_offsets\":[0,1]}}", 1,
    "the '[' of a shape" },
  { "null entry", "{\"a\":null}", 0, "the '{' of a tensor" },

  /* spans */
  { "reversed", "{\"a\":" ENTRY ("U8", "[1]", "1", "0") "}", 1,
    "begins at byte 1 of the data and ends before, at 0" },
  { "hole before", "{\"a\":" ENTRY ("U8", "[1]", "1", "2") "}", 2,
    "begins at byte 1 of the data, it is the first" },
  { "hole", "{\"a\":" ENTRY ("U8", "[1]", "0", "1") ",\"b\":" ENTRY ("U8", "[1]", "2", "3") "}", 3,
    "'b' begins at byte 2 of the data, 'a' before it ends at 1" },
  { "overlap", "{\"a\":" ENTRY ("U8", "[2]", "0", "2") ",\"b\":" ENTRY ("U8", "[2]", "1", "3") "}", 3,
    "'b' begins at byte 1 of the data, 'a' before it ends at 2 (spans overlap" },
  { "one span for two", "{\"a\":" ENTRY ("U8", "[2]", "0", "2") ",\"b\":" ENTRY ("U8", "[2]", "0", "2") "}",
    2, "overlap" },
  { "empty inside", "{\"a\":" ENTRY ("U8", "[2]", "0", "2") ",\"b\":" ENTRY ("U8", "[0]", "1", "1") "}", 2,
    "overlap" },
  { "trailing bytes", "{\"a\":" ENTRY ("U8", "[2]", "0", "2") "}", 5,
    "end at byte 2 of the data, which has 5 (3 bytes" },
  { "bytes of nobody", "{}", 1, "end at byte 0 of the data, which has 1" },
  { "past the end", "{\"a\":" ENTRY ("U8", "[2]", "0", "2") "}", 1,
    "ends at byte 2 of the data, the file has 1" },
  { "longer than its shape", "{\"a\":" ENTRY ("F32", "[1]", "0", "5") "}", 5,
    "takes 4 bytes, its span 0 to 5 has 5" },
  { "shorter than its shape", "{\"a\":" ENTRY ("F32", "[2]", "0", "4") "}", 4,
    "takes 8 bytes, its span 0 to 4 has 4" },
  { "bytes without elements", "{\"a\":" ENTRY ("F32", "[0]", "0", "4") "}", 4, "takes 0 bytes" },
  { "half a byte", "{\"a\":" ENTRY ("F4", "[3]", "0", "2") "}", 2, "ends within a byte, after 12 bits" },
  { "six bits", "{\"a\":" ENTRY ("F6_E2M3", "[1]", "0", "1") "}", 1, "ends within a byte, after 6 bits" },

  /* overflows */
  { "32 bits", "{\"a\":" ENTRY ("F32", "[65536,65537]", "0", "262144") "}", 262144,
    "takes 17180131328 bytes" },
  { "wraps to zero", "{\"a\":" ENTRY ("U8", "[4294967296,4294967296]", "0", "0") "}", 0, "64 bits" },
  { "wraps to the right size", "{\"a\":" ENTRY ("U8", "[4611686018427387905,4]", "0", "4") "}", 4,
    "64 bits" },
  { "wraps by the dtype", "{\"a\":" ENTRY ("F64", "[2305843009213693953]", "0", "8") "}", 8, "64 bits" },
  { "wraps in bits", "{\"a\":" ENTRY ("U8", "[2305843009213693953]", "0", "1") "}", 1, "64 bits" },
  { "signed", "{\"a\":" ENTRY ("U8", "[9223372036854775808]", "0", "0") "}", 0, "64 bits" },
  { "through double", "{\"a\":" ENTRY ("U8", "[9007199254740993]", "0", "9007199254740992") "}", 1,
    "takes 9007199254740993 bytes, its span 0 to 9007199254740992" },
  { "zero hides nothing", "{\"a\":" ENTRY ("U8", "[0,4294967296,4294967296]", "0", "0") "}", 0, "64 bits" },
  { "far offsets", "{\"a\":" ENTRY ("U8", "[1]", "18446744073709551614", "18446744073709551615") "}", 1,
    "ends at byte 18446744073709551615 of the data, the file has 1" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = make_file (bad[i].header, strlen (bad[i].header), bad[i].n_data);

      assert_refused (bad[i].what, bytes, WEFT_ERROR_INVALID, bad[i].sentence);
    }
}

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
      assert_refused ("length", bytes, WEFT_ERROR_INVALID, cases[i].sentence);
    }
}

static void
test_text (void)
{
  static const char text[] = "Call me Ishmael.";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  assert_refused ("text", bytes, WEFT_ERROR_INVALID, "it is not a checkpoint");
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
  static const char header[] = "{\"a\":" ENTRY ("U8", "[3221225472]", "0", "3221225472") "}";
  g_autoptr (GBytes) start = make_file (header, strlen (header), 0);
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
      bytes = make_file (header, n, 0);
      container = open_bytes (bytes, &error);
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
  bytes = make_file (header->str, header->len, 0);
  assert_refused ("deep", bytes, WEFT_ERROR_INVALID, "tensor 'a' has the key 'a'");
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
  bytes = make_file (header->str, header->len, 1);
  container = open_bytes (bytes, &error);
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
  bytes = make_file (header->str, header->len, n);
  container = open_bytes (bytes, &error);
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
  g_autoptr (GBytes) bytes = make_file (header, strlen (header), 1);
  g_autofree char *shown = g_strdup_printf ("tensor '%.79s…' has", name);

  assert_refused ("long name", bytes, WEFT_ERROR_INVALID, shown);
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

      assert_refused (kinds[i].sentence, bytes, WEFT_ERROR_UNSUPPORTED, kinds[i].sentence);
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
  bytes = make_file (header, sizeof header, 0);
  container = open_bytes (bytes, NULL);
  g_assert_nonnull (container);
}

/* ---- content ---- */

static void
test_read (void)
{
  static const char header[] = "{\"b\":" ENTRY ("F16", "[2,2]", "3", "11") ","
                               "\"x\":" ENTRY ("U8", "[3]", "0", "3") ","
                               "\"__metadata__\":{\"z\":\"last\",\"a\":\"first\"}}";
  static const guint8 data[11] = { 7, 8, 9, 0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b };
  static const float expected[] = { 1.0f, -2.0f, 0x1p-24f, 65504.0f };
  g_autoptr (GBytes) empty = make_file (header, strlen (header), sizeof data);
  gsize size;
  guint8 *file = g_bytes_unref_to_data (g_steal_pointer (&empty), &size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (file, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContainer) container = NULL;
  g_autofree const char **keys = NULL;
  guint8 x[3];
  float b[4];

  memcpy (file + size - sizeof data, data, sizeof data);
  container = open_bytes (bytes, &error);
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

  g_test_add_func ("/safetensors/good", test_good);
  g_test_add_func ("/safetensors/dtypes", test_dtypes);
  g_test_add_func ("/safetensors/bad", test_bad);
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
