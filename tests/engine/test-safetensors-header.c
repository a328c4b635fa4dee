/* SPDX-License-Identifier: MIT */
/* Headers, sound and damaged: each mistake is named, and none is taken. */
#include "tests/support/containers.h"

#include <string.h>

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
  { "white space", "{ \n\t\"a\" :\r" TEST_ENTRY ("U8", "[ 2 ]", " 0", "2 ") " }", 2, 1 },
  { "scalar", "{\"a\":" TEST_ENTRY ("F32", "[]", "0", "4") "}", 4, 1 },
  { "no elements", "{\"a\":" TEST_ENTRY ("F32", "[3,0]", "0", "0") "}", 0, 1 },
  { "no elements of many", "{\"a\":" TEST_ENTRY ("F32", "[18446744073709551615,0]", "0", "0") "}", 0, 1 },
  { "empty name", "{\"\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "NUL in a name",
    "{\"a\\u0000b\":" TEST_ENTRY ("U8", "[1]", "0", "1") ",\"a\":" TEST_ENTRY ("U8", "[1]", "1", "2") "}", 2, 2 },
  { "path-like name", "{\"../../etc/passwd\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "format name", "{\"%s%n\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "surrogate pair", "{\"\\ud83d\\ude00\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, 1 },
  { "escapes everywhere",
    "{\"\\u0061\\\"\\\\\\/\\b\\f\\n\\r\\t\":{\"\\u0064type\":\"\\u0055\\u0038\",\"shape\":[1],"
    "\"data_offsets\":[0,1]}}", 1, 1 },
  { "keys in any order", "{\"a\":{\"data_offsets\":[0,1],\"shape\":[1],\"dtype\":\"U8\"}}", 1, 1 },
  { "names in any order", "{\"b\":" TEST_ENTRY ("U8", "[1]", "1", "2") ",\"a\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}",
    2, 2 },
  { "empty between", "{\"a\":" TEST_ENTRY ("U8", "[1]", "0", "1") ",\"e\":" TEST_ENTRY ("U8", "[0]", "1", "1") ",\"b\":"
    TEST_ENTRY ("U8", "[1]", "1", "2") "}", 2, 3 },
  { "unaligned", "{\"a\":" TEST_ENTRY ("U8", "[1]", "0", "1") ",\"b\":" TEST_ENTRY ("F64", "[1]", "1", "9") "}", 9, 2 },
  { "two halves of a byte", "{\"a\":" TEST_ENTRY ("F4", "[2]", "0", "1") "}", 1, 1 },
  { "four six-bit floats", "{\"a\":" TEST_ENTRY ("F6_E2M3", "[4]", "0", "3") "}", 3, 1 },
  { "four six-bit floats", "{\"a\":" TEST_ENTRY ("F6_E3M2", "[2,2]", "0", "3") "}", 3, 1 },
  { "metadata that looks like a tensor", "{\"__metadata__\":{\"dtype\":\"F32\",\"shape\":\"[1]\"}}", 0, 0 },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) bytes = test_container_make (good[i].header, strlen (good[i].header), good[i].n_data);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftContainer) container = test_container_open (bytes, &error);

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
      g_autoptr (GBytes) bytes = test_container_make (header, strlen (header), n_bytes);
      g_autoptr (GBytes) cut = test_container_make (header, strlen (header), n_bytes - 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftContainer) container = test_container_open (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpint (weft_container_find (container, "a")->dtype, ==, i);
      g_assert_cmpuint (weft_container_find (container, "a")->n_bytes, ==, n_bytes);
      test_container_assert_refused (header, cut, WEFT_ERROR_INVALID, "tensor 'a' ends at byte");
    }
}

/* ---- damaged ---- */

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
  { "overlong", "{\"\xc0\x80\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "at byte 10 the text is not UTF-8" },
  { "surrogate in UTF-8", "{\"\xed\xa0\x80\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1,
    "at byte 10 the text is not UTF-8" },
  { "beyond Unicode", "{\"\xf4\x90\x80\x80\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "not UTF-8" },
  { "raw control", "{\"a\x01\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "at byte 11 a control character" },
  { "raw newline", "{\"a\n\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "control character" },
  { "lone high", "{\"\\ud800\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "at byte 10 a surrogate" },
  { "lone low", "{\"\\udc00\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "surrogate" },
  { "two highs", "{\"\\ud800\\ud800\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "surrogate" },
  { "bad hex", "{\"\\u00g0\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "four hexadecimal digits" },
  { "bad escape", "{\"\\x41\":" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "backslash" },
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
  { "missing colon", "{\"a\"" TEST_ENTRY ("U8", "[1]", "0", "1") "}", 1, "the ':' after a key" },
  { "wrong bracket", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1},\"data_offsets\":[0,1]}}", 1, "',' or ']'" },
  { "deep", "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}", 0, "the '{' of a tensor" },

  /* duplicates */
  { "same name", "{\"a\":" TEST_ENTRY ("U8", "[1]", "0", "1") ",\"a\":" TEST_ENTRY ("U8", "[1]", "1", "2") "}", 2,
    "'a' twice" },
  { "same empty name", "{\"a\":" TEST_ENTRY ("U8", "[0]", "0", "0") ",\"a\":" TEST_ENTRY ("U8", "[0]", "0", "0") "}", 0,
    "'a' twice" },
  { "same by escape",
    "{\"ab\":" TEST_ENTRY ("U8", "[1]", "0", "1") ",\"\\u0061b\":" TEST_ENTRY ("U8", "[1]", "1", "2") "}", 2,
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
  { "negative", "{\"a\":" TEST_ENTRY ("U8", "[-1]", "0", "1") "}", 1,
    "a dimension is '-1'; it must be a whole number" },
  { "minus zero", "{\"a\":" TEST_ENTRY ("U8", "[0]", "-0", "0") "}", 0, "an offset is '-0'" },
  { "float", "{\"a\":" TEST_ENTRY ("U8", "[1.0]", "0", "1") "}", 1, "'1.0'" },
  { "exponent", "{\"a\":" TEST_ENTRY ("U8", "[1e0]", "0", "1") "}", 1, "'1e0'" },
  { "leading zero", "{\"a\":" TEST_ENTRY ("U8", "[01]", "0", "1") "}", 1, "'01'" },
  { "plus", "{\"a\":" TEST_ENTRY ("U8", "[+1]", "0", "1") "}", 1, "'+1'" },
  { "hexadecimal", "{\"a\":" TEST_ENTRY ("U8", "[0x1]", "0", "1") "}", 1, "'0x1'" },
  { "over 2^64", "{\"a\":" TEST_ENTRY ("U8", "[18446744073709551616]", "0", "1") "}", 1,
    "'18446744073709551616'" },
  { "far over 2^64", "{\"a\":" TEST_ENTRY ("U8", "[100000000000000000000000000000000]", "0", "1") "}", 1,
    "'100000000000000000000000'" },
  { "string", "{\"a\":" TEST_ENTRY ("U8", "[\"1\"]", "0", "1") "}", 1, "the number of a dimension" },
  { "true", "{\"a\":" TEST_ENTRY ("U8", "[true]", "0", "1") "}", 1, "'t' stands where the number of a dimension" },

  /* entries */
  { "unknown dtype", "{\"a\":" TEST_ENTRY ("F31", "[1]", "0", "1") "}", 1,
    "has the dtype 'F31', known are BOOL, U8" },
  { "unknown dtype, no elements", "{\"a\":" TEST_ENTRY ("F31", "[0]", "0", "0") "}", 0, "has the dtype 'F31'" },
  { "lower case", "{\"a\":" TEST_ENTRY ("f32", "[1]", "0", "4") "}", 4, "'f32'" },
  { "dtype with NUL", "{\"a\":" TEST_ENTRY ("U8\\u0000", "[1]", "0", "1") "}", 1, "'U8\\u0000'" },
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
  { "reversed", "{\"a\":" TEST_ENTRY ("U8", "[1]", "1", "0") "}", 1,
    "begins at byte 1 of the data and ends before, at 0" },
  { "hole before", "{\"a\":" TEST_ENTRY ("U8", "[1]", "1", "2") "}", 2,
    "begins at byte 1 of the data, it is the first" },
  { "hole", "{\"a\":" TEST_ENTRY ("U8", "[1]", "0", "1") ",\"b\":" TEST_ENTRY ("U8", "[1]", "2", "3") "}", 3,
    "'b' begins at byte 2 of the data, 'a' before it ends at 1" },
  { "overlap", "{\"a\":" TEST_ENTRY ("U8", "[2]", "0", "2") ",\"b\":" TEST_ENTRY ("U8", "[2]", "1", "3") "}", 3,
    "'b' begins at byte 1 of the data, 'a' before it ends at 2 (spans overlap" },
  { "one span for two", "{\"a\":" TEST_ENTRY ("U8", "[2]", "0", "2") ",\"b\":" TEST_ENTRY ("U8", "[2]", "0", "2") "}",
    2, "overlap" },
  { "empty inside", "{\"a\":" TEST_ENTRY ("U8", "[2]", "0", "2") ",\"b\":" TEST_ENTRY ("U8", "[0]", "1", "1") "}", 2,
    "overlap" },
  { "trailing bytes", "{\"a\":" TEST_ENTRY ("U8", "[2]", "0", "2") "}", 5,
    "end at byte 2 of the data, which has 5 (3 bytes" },
  { "bytes of nobody", "{}", 1, "end at byte 0 of the data, which has 1" },
  { "past the end", "{\"a\":" TEST_ENTRY ("U8", "[2]", "0", "2") "}", 1,
    "ends at byte 2 of the data, the file has 1" },
  { "longer than its shape", "{\"a\":" TEST_ENTRY ("F32", "[1]", "0", "5") "}", 5,
    "takes 4 bytes, its span 0 to 5 has 5" },
  { "shorter than its shape", "{\"a\":" TEST_ENTRY ("F32", "[2]", "0", "4") "}", 4,
    "takes 8 bytes, its span 0 to 4 has 4" },
  { "bytes without elements", "{\"a\":" TEST_ENTRY ("F32", "[0]", "0", "4") "}", 4, "takes 0 bytes" },
  { "half a byte", "{\"a\":" TEST_ENTRY ("F4", "[3]", "0", "2") "}", 2, "ends within a byte, after 12 bits" },
  { "six bits", "{\"a\":" TEST_ENTRY ("F6_E2M3", "[1]", "0", "1") "}", 1, "ends within a byte, after 6 bits" },

  /* overflows */
  { "32 bits", "{\"a\":" TEST_ENTRY ("F32", "[65536,65537]", "0", "262144") "}", 262144,
    "takes 17180131328 bytes" },
  { "wraps to zero", "{\"a\":" TEST_ENTRY ("U8", "[4294967296,4294967296]", "0", "0") "}", 0, "64 bits" },
  { "wraps to the right size", "{\"a\":" TEST_ENTRY ("U8", "[4611686018427387905,4]", "0", "4") "}", 4,
    "64 bits" },
  { "wraps by the dtype", "{\"a\":" TEST_ENTRY ("F64", "[2305843009213693953]", "0", "8") "}", 8, "64 bits" },
  { "wraps in bits", "{\"a\":" TEST_ENTRY ("U8", "[2305843009213693953]", "0", "1") "}", 1, "64 bits" },
  { "signed", "{\"a\":" TEST_ENTRY ("U8", "[9223372036854775808]", "0", "0") "}", 0, "64 bits" },
  { "through double", "{\"a\":" TEST_ENTRY ("U8", "[9007199254740993]", "0", "9007199254740992") "}", 1,
    "takes 9007199254740993 bytes, its span 0 to 9007199254740992" },
  { "zero hides nothing", "{\"a\":" TEST_ENTRY ("U8", "[0,4294967296,4294967296]", "0", "0") "}", 0, "64 bits" },
  { "far offsets", "{\"a\":" TEST_ENTRY ("U8", "[1]", "18446744073709551614", "18446744073709551615") "}", 1,
    "ends at byte 18446744073709551615 of the data, the file has 1" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = test_container_make (bad[i].header, strlen (bad[i].header), bad[i].n_data);

      test_container_assert_refused (bad[i].what, bytes, WEFT_ERROR_INVALID, bad[i].sentence);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safetensors-header/good", test_good);
  g_test_add_func ("/safetensors-header/dtypes", test_dtypes);
  g_test_add_func ("/safetensors-header/bad", test_bad);

  return g_test_run ();
}
