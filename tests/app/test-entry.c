/* SPDX-License-Identifier: MIT */
/* One checkpoint on offer: header at once, weights on demand, in a thread or not, cancelled or not. */
#include "app/entry.h"

#include "engine/error.h"
#include "tests/app/results.h"
#include "tests/support/folder.h"
#include "tests/support/tiny-checkpoint.h"

#include <glib/gstdio.h>

static char *
write_tiny (TestFolder *folder, const char *name, const WeftTestTiny *tiny)
{
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL,
                                                   WEFT_IMAGE_INDEXED8, TRUE);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, 1, tiny);

  return test_folder_write (folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_header (void)
{
  const WeftTestTiny tiny = { .key = "title", .value = "Wee ones" };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = write_tiny (folder, "wee.safetensors", &tiny);
  g_autoptr (StudioEntry) entry = studio_entry_new (path, NULL, NULL);
  g_autofree char *title = NULL;

  g_object_get (entry, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Wee ones");
  g_assert_cmpstr (studio_entry_get_name (entry), ==, "wee");
  g_assert_cmpstr (studio_entry_get_path (entry), ==, path);
  g_assert_cmpstr (studio_entry_get_subtitle (entry), ==, "5 × 3, 2 layers, linear attention");
  g_assert_cmpstr (studio_entry_get_metadata (entry, "attention"), ==, "linear");
  g_assert_cmpuint (studio_entry_get_config (entry)->n_values, ==, 7);
  g_assert_cmpint (studio_entry_get_natural_precision (entry), ==, WEFT_PRECISION_F32);
  g_assert_null (studio_entry_get_model (entry));
  g_assert_null (studio_entry_get_sha256 (entry));
  g_assert_cmpfloat (studio_entry_get_bits_per_dim (entry), ==, 0);
}

static void
test_bits_per_dim (void)
{
  const struct {
    const char *text;
    double expected;
  } cases[] = { { "0.8906", 0.8906 }, { "nan", 0 }, { "-3", 0 }, { "1e300", 8 }, { "many", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const WeftTestTiny tiny = { .bf16 = TRUE, .key = "bits_per_dim", .value = cases[i].text };
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autofree char *path = write_tiny (folder, "wee", &tiny);
      g_autoptr (StudioEntry) entry = studio_entry_new (path, NULL, NULL);

      g_assert_cmpfloat (studio_entry_get_bits_per_dim (entry), ==, cases[i].expected);
      g_assert_cmpint (studio_entry_get_natural_precision (entry), ==, WEFT_PRECISION_BF16);
    }
}

/* The metadata says what auto means; words that name no precision do not count. */
static void
test_precision (void)
{
  const struct {
    const char *text;
    gboolean bf16;
    WeftPrecision expected;
  } cases[] = {
    { "int8", FALSE, WEFT_PRECISION_INT8 }, { "f32", TRUE, WEFT_PRECISION_F32 },
    { "int4", FALSE, WEFT_PRECISION_F32 },  { "", TRUE, WEFT_PRECISION_BF16 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const WeftTestTiny tiny = { .bf16 = cases[i].bf16, .key = "auto_precision", .value = cases[i].text };
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autofree char *path = write_tiny (folder, "wee", &tiny);
      g_autoptr (StudioEntry) entry = studio_entry_new (path, NULL, NULL);

      g_assert_cmpint (studio_entry_get_natural_precision (entry), ==, cases[i].expected);
    }
}

static WeftModel *
load (StudioEntry *entry, WeftPrecision precision, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  studio_entry_load_async (entry, precision, cancellable, test_result_cb, &result);
  test_result_wait (&result);

  return studio_entry_load_finish (entry, result, error);
}

static void
test_load (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = write_tiny (folder, "wee.safetensors", NULL);
  g_autoptr (StudioEntry) entry = studio_entry_new (path, NULL, NULL);
  g_autoptr (WeftModel) first = load (entry, WEFT_PRECISION_F32, NULL, NULL);
  g_autoptr (WeftModel) again = load (entry, WEFT_PRECISION_F32, NULL, NULL);
  g_autoptr (WeftModel) sync = studio_entry_load_sync (entry, WEFT_PRECISION_F32, NULL);
  g_autoptr (WeftModel) rounded = load (entry, WEFT_PRECISION_BF16, NULL, NULL);
  g_autofree char *data = NULL;
  g_autofree char *sha256 = NULL;
  gsize size;

  g_assert_nonnull (first);
  g_assert_true (first == again && first == sync);
  g_assert_true (rounded != first);
  g_assert_cmpint (weft_model_get_precision (rounded), ==, WEFT_PRECISION_BF16);
  g_assert_true (studio_entry_get_model (entry) == rounded);

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, size);
  g_assert_cmpstr (studio_entry_get_sha256 (entry), ==, sha256);

  studio_entry_unload (entry);
  g_assert_null (studio_entry_get_model (entry));
}

static void
test_cancel (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = write_tiny (folder, "wee.safetensors", NULL);
  g_autoptr (StudioEntry) entry = studio_entry_new (path, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (load (entry, WEFT_PRECISION_F32, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (studio_entry_get_model (entry));
}

/* A file that has become another, or nothing, since its header was read. */
static void
test_replaced (void)
{
  const WeftConfig other = weft_test_tiny_config (WEFT_ATTENTION_SOFTMAX, WEFT_OUTPUT_CATEGORICAL,
                                                  WEFT_IMAGE_GRAY8, FALSE);
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = write_tiny (folder, "wee.safetensors", NULL);
  g_autoptr (StudioEntry) entry = studio_entry_new (path, NULL, NULL);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&other, 1, NULL);
  g_autofree char *same = test_folder_write (folder, "wee.safetensors", g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes));
  g_autoptr (GError) error = NULL;

  g_assert_null (studio_entry_load_sync (entry, WEFT_PRECISION_F32, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
  g_clear_error (&error);

  g_remove (same);
  g_assert_null (studio_entry_load_sync (entry, WEFT_PRECISION_F32, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
}

/* A bare export needs facts, which are kept for the loading. */
static void
test_facts (void)
{
  const WeftTestTiny bare = { .bare = TRUE };
  const WeftAttention attention = WEFT_ATTENTION_LINEAR;
  const WeftImageMode mode = WEFT_IMAGE_GRAY8;
  WeftFacts facts = {
    .attention = &attention, .image_mode = &mode, .n_heads = 2, .image_width = 5, .image_height = 3,
  };
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_MIXTURE_OF_LOGISTICS,
                                                   mode, FALSE);
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, 1, &bare);
  g_autofree char *path = test_folder_write (folder, "bare", g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes));
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioEntry) entry = NULL;
  g_autoptr (WeftModel) model = NULL;

  g_assert_null (studio_entry_new (path, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MISSING_FACTS);
  g_clear_error (&error);

  entry = studio_entry_new (path, &facts, &error);
  g_assert_no_error (error);
  facts = (WeftFacts) { 0 };
  model = load (entry, WEFT_PRECISION_F32, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/entry/header", test_header);
  g_test_add_func ("/entry/bits-per-dim", test_bits_per_dim);
  g_test_add_func ("/entry/precision", test_precision);
  g_test_add_func ("/entry/load", test_load);
  g_test_add_func ("/entry/cancel", test_cancel);
  g_test_add_func ("/entry/replaced", test_replaced);
  g_test_add_func ("/entry/facts", test_facts);

  return g_test_run ();
}
