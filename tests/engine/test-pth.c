/* SPDX-License-Identifier: MIT */
/* PyTorch files: both forms, views of a storage, and claims that the storages do not hold. */
#include "engine/error.h"
#include "engine/format/pth.h"
#include "tests/support/tiny-pth.h"

#include <string.h>

static const float storage[] = { 0, 1, 2, 3, 4, 5 };

#define N G_N_ELEMENTS (storage)

static WeftPth *
open_array (const GByteArray *array, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, array->len);

  return weft_pth_new (weft_bytes_new_from_memory (bytes), error);
}

static GByteArray *
make_file (const GByteArray *pickle, gboolean legacy)
{
  return legacy ? weft_test_pth_legacy (pickle, storage, N) : weft_test_pth_zip (pickle, storage, N);
}

/* ---- sound ---- */

static const struct {
  gint32 offset, rows, columns, row_stride, column_stride;
  float expected[N];
} views[] = {
  { 0, 2, 3, 3, 1, { 0, 1, 2, 3, 4, 5 } },
  { 0, 3, 2, 1, 3, { 0, 3, 1, 4, 2, 5 } }, /* transposed */
  { 1, 2, 2, 3, 1, { 1, 2, 4, 5 } },       /* two columns */
  { 5, 1, 1, 100, 100, { 5 } },            /* one element: its strides lead nowhere */
  { 6, 0, 7, 1, 1, { 0 } },                /* none */
};

static void
test_views (void)
{
  for (guint legacy = 0; legacy < 2; legacy++)
    for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
      {
        g_autoptr (GByteArray) pickle = weft_test_pickle_begin ();
        g_autoptr (GByteArray) file = NULL;
        g_autoptr (GError) error = NULL;
        g_autoptr (WeftPth) pth = NULL;
        float out[N];
        const WeftPthTensor *tensor;

        weft_test_pickle_tensor (pickle, "a", "0", N, views[i].offset, views[i].rows, views[i].columns,
                                 views[i].row_stride, views[i].column_stride);
        weft_test_pickle_end (pickle);
        file = make_file (pickle, legacy);
        pth = open_array (file, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (weft_pth_get_n_tensors (pth), ==, 1);
        tensor = weft_pth_get_tensor (pth, 0);
        g_assert_cmpstr (tensor->name, ==, "a");
        g_assert_cmpuint (tensor->rank, ==, 2);
        g_assert_cmpuint (tensor->n_elements, ==, views[i].rows * views[i].columns);
        g_assert_true (weft_pth_read (pth, 0, out, &error));
        g_assert_cmpmem (out, tensor->n_elements * sizeof *out, views[i].expected,
                         tensor->n_elements * sizeof *out);
      }
}

static void
test_prefix (void)
{
  static const char *const names[][2] = { { "module.a", "module.module.b" }, { "module.a", "b" } };
  static const char *const expected[][2] = { { "a", "module.b" }, { "module.a", "b" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GByteArray) pickle = weft_test_pickle_begin ();
      g_autoptr (GByteArray) file = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftPth) pth = NULL;

      for (gsize k = 0; k < 2; k++)
        weft_test_pickle_tensor (pickle, names[i][k], "0", N, 0, 2, 3, 3, 1);
      weft_test_pickle_end (pickle);
      file = make_file (pickle, FALSE);
      pth = open_array (file, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < 2; k++)
        g_assert_cmpstr (weft_pth_get_tensor (pth, k)->name, ==, expected[i][k]);
    }
}

static void
append_text (GByteArray *pickle, const char *text)
{
  g_byte_array_append (pickle, (const guint8 *) text, (guint) strlen (text));
}

/* {"model_state": {...}, "optimizer_state": ..., "iteration": 3000} */
static void
test_wrapped (void)
{
  g_autoptr (GByteArray) pickle = g_byte_array_new ();
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPth) pth = NULL;

  append_text (pickle, "\x80\x02}(");
  weft_test_pickle_string (pickle, "model_state");
  append_text (pickle, "}(");
  weft_test_pickle_tensor (pickle, "a", "0", N, 0, 2, 3, 3, 1);
  append_text (pickle, "u");
  weft_test_pickle_string (pickle, "optimizer_state");
  append_text (pickle, "](N\x88" "e");
  weft_test_pickle_string (pickle, "iteration");
  append_text (pickle, "M\xb8\x0bu.");
  file = make_file (pickle, FALSE);
  pth = open_array (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weft_pth_get_n_tensors (pth), ==, 1);
  g_assert_cmpuint (weft_pth_get_iteration (pth), ==, 3000);
}

/* ---- damaged ---- */

static const struct {
  const char *what;
  const char *key;
  gint32 n_elements, offset, rows, columns, row_stride, column_stride;
  const char *sentence;
} claims[] = {
  { "another storage", "1", N, 0, 2, 3, 3, 1, "the storage '1' of tensor 'a' is not in the file" },
  { "long storage", "0", N + 1, 0, 2, 3, 3, 1, "claims 7 floats, the file holds 24 bytes" },
  { "short storage", "0", N - 1, 0, 2, 2, 2, 1, "claims 5 floats, the file holds 24 bytes" },
  { "negative storage", "0", -1, 0, 2, 3, 3, 1, "no storage that can be read" },
  { "offset", "0", N, 1, 2, 3, 3, 1, "reaches beyond the 6 floats" },
  { "negative offset", "0", N, -1, 2, 3, 3, 1, "an offset, a size or a stride that is none" },
  { "rows", "0", N, 0, 3, 3, 3, 1, "more elements than the 6" },
  { "negative rows", "0", N, 0, -2, 3, 3, 1, "an offset, a size or a stride that is none" },
  { "stride", "0", N, 0, 2, 3, 4, 1, "reaches beyond" },
  { "negative stride", "0", N, 0, 2, 3, 3, -1, "an offset, a size or a stride that is none" },
  { "long stride", "0", N, 0, 2, 3, G_MAXINT32, G_MAXINT32, "reaches beyond" },
  { "repeated by stride 0", "0", N, 0, 7, 1, 0, 1, "more elements than the 6" },
  { "gigabytes by stride 0", "0", N, 0, G_MAXINT32, G_MAXINT32, 0, 0, "more elements than the 6" },
};

static void
assert_refused (const char *what, const GByteArray *file, const char *sentence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPth) pth = open_array (file, &error);

  g_test_message ("%s: %s", what, error != NULL ? error->message : "accepted");
  g_assert_null (pth);
  g_assert_nonnull (error);
  g_assert_true (error->domain == WEFT_ERROR);
  g_assert_nonnull (strstr (error->message, sentence));
}

static void
test_claims (void)
{
  for (guint legacy = 0; legacy < 2; legacy++)
    for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
      {
        g_autoptr (GByteArray) pickle = weft_test_pickle_begin ();
        g_autoptr (GByteArray) file = NULL;

        weft_test_pickle_tensor (pickle, "a", claims[i].key, claims[i].n_elements, claims[i].offset,
                                 claims[i].rows, claims[i].columns, claims[i].row_stride,
                                 claims[i].column_stride);
        weft_test_pickle_end (pickle);
        file = make_file (pickle, legacy);
        assert_refused (claims[i].what, file, claims[i].sentence);
      }
}

static void
test_names (void)
{
  g_autoptr (GByteArray) twice = weft_test_pickle_begin ();
  g_autoptr (GByteArray) many = weft_test_pickle_begin ();
  g_autoptr (GByteArray) twice_file = NULL;
  g_autoptr (GByteArray) many_file = NULL;

  for (guint i = 0; i < 2; i++)
    weft_test_pickle_tensor (twice, "a\nb", "0", N, 0, 2, 3, 3, 1);
  weft_test_pickle_end (twice);
  twice_file = make_file (twice, FALSE);
  assert_refused ("twice", twice_file, "has 'a\\nb' twice");

  /* More tensors over one storage than the file has bytes for cannot be: each costs a name. */
  for (guint i = 0; i < 3; i++)
    weft_test_pickle_tensor (many, "x", "0", 4096, 0, 1, 4096, 1, 1);
  weft_test_pickle_end (many);
  {
    g_autofree float *floats = g_new0 (float, 4096);

    many_file = weft_test_pth_zip (many, floats, 4096);
  }
  assert_refused ("shared", many_file, "the tensors together claim more");
}

/* A long dictionary is not taken for a bomb. */
static void
test_many (void)
{
  const guint n = 3000;
  g_autoptr (GByteArray) pickle = weft_test_pickle_begin ();
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPth) pth = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%x", i);

      weft_test_pickle_tensor (pickle, name, "0", N, 0, 2, 3, 3, 1);
    }

  weft_test_pickle_end (pickle);
  file = make_file (pickle, FALSE);
  pth = open_array (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weft_pth_get_n_tensors (pth), ==, n);
}

static void
test_no_dictionary (void)
{
  static const struct {
    const char *pickle;
    gsize size;
    const char *sentence;
  } cases[] = {
    { "\x80\x02K\x01.", 5, "holds no dictionary" },
    { "\x80\x02}X\x01\0\0\0aK\x01s.", 13, "'a' is no tensor" },
    { "\x80\x02}K\x01K\x01s.", 9, "a key that is no string" },
    { "\x80\x02}X\x0b\0\0\0model_stateK\x01s.", 23, "its model_state is no dictionary" },
    { "\x80\x02}.more", 8, "4 bytes stand behind the pickle" },
    { "\x80\x02" "cos\nsystem\n.", 14, "os.system" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) pickle = g_byte_array_new ();
      g_autoptr (GByteArray) file = NULL;

      g_byte_array_append (pickle, (const guint8 *) cases[i].pickle, (guint) cases[i].size);
      file = make_file (pickle, FALSE);
      assert_refused (cases[i].sentence, file, cases[i].sentence);
    }
}

/* A member that is not a whole number of floats is nobody's storage. */
static void
test_odd_storage (void)
{
  g_autoptr (GByteArray) pickle = weft_test_pickle_begin ();
  g_autoptr (GByteArray) file = NULL;

  weft_test_pickle_tensor (pickle, "a", "0", N, 0, 2, 3, 3, 1);
  weft_test_pickle_end (pickle);
  {
    const WeftTestMember members[] = {
      { "any/data.pkl", pickle->data, pickle->len },
      { "any/data/0", "1234567890123456789012345", 25 },
    };

    file = weft_test_zip (members, G_N_ELEMENTS (members), TRUE, NULL);
  }
  assert_refused ("odd", file, "claims 6 floats, the file holds 25 bytes");
}

static void
test_members (void)
{
  static const WeftTestMember none[] = { { "a/version", "3\n", 2 } };
  static const WeftTestMember two[] = { { "a/data.pkl", "x", 1 }, { "b/data.pkl", "x", 1 } };
  static const WeftTestMember big[] = { { "a/data.pkl", "\x80\x02}.", 4 }, { "a/byteorder", "big", 3 } };
  static const struct {
    const WeftTestMember *members;
    guint n;
    const char *sentence;
  } cases[] = {
    { none, 1, "no data.pkl" },
    { two, 2, "two data.pkl" },
    { big, 2, "not little-endian" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) file = weft_test_zip (cases[i].members, cases[i].n, TRUE, NULL);

      assert_refused (cases[i].sentence, file, cases[i].sentence);
    }
}

/* Any end but the right one is noticed. */
static void
test_legacy_cut (void)
{
  g_autoptr (GByteArray) pickle = weft_test_pickle_begin ();
  g_autoptr (GByteArray) file = NULL;

  weft_test_pickle_tensor (pickle, "a", "0", N, 0, 2, 3, 3, 1);
  weft_test_pickle_end (pickle);
  file = make_file (pickle, TRUE);
  for (guint n = 0; n < file->len; n++)
    {
      g_autoptr (GByteArray) cut = g_byte_array_new ();

      g_byte_array_append (cut, file->data, n);
      g_assert_null (open_array (cut, NULL));
    }

  append_text (file, "x");
  assert_refused ("appended", file, "1 bytes stand behind the last storage");
}

static void
test_kinds (void)
{
  static const struct {
    const char *head;
    const char *sentence;
  } kinds[] = {
    { "", "no PyTorch file" },
    { "\x80\x02N.", "a pickle, but not one that PyTorch writes" },
    { "GGUF", "GGUF" },
    { "<html>", "HTML" },
    { "hello", "no PyTorch file" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();

      append_text (file, kinds[i].head);
      assert_refused (kinds[i].sentence, file, kinds[i].sentence);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pth/views", test_views);
  g_test_add_func ("/pth/prefix", test_prefix);
  g_test_add_func ("/pth/wrapped", test_wrapped);
  g_test_add_func ("/pth/claims", test_claims);
  g_test_add_func ("/pth/names", test_names);
  g_test_add_func ("/pth/many", test_many);
  g_test_add_func ("/pth/no-dictionary", test_no_dictionary);
  g_test_add_func ("/pth/odd-storage", test_odd_storage);
  g_test_add_func ("/pth/members", test_members);
  g_test_add_func ("/pth/legacy-cut", test_legacy_cut);
  g_test_add_func ("/pth/kinds", test_kinds);

  return g_test_run ();
}
