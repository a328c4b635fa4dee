/* SPDX-License-Identifier: MIT */
/* Import: the authors' files in both forms become the checkpoints they were saved from. */
#include "engine/error.h"
#include "engine/import.h"
#include "tests/support/vectors.h"

#include <string.h>

static const WeftAttention linear = WEFT_ATTENTION_LINEAR;
static const WeftAttention softmax = WEFT_ATTENTION_SOFTMAX;
static const WeftImageMode gray8 = WEFT_IMAGE_GRAY8;
static const WeftImageMode rgb8 = WEFT_IMAGE_RGB8;

static const struct {
  const char *file;
  const char *expected;
  const WeftAttention *attention;
} files[] = {
  { "linear-small/weights.3000.pth", "linear-small/weights.safetensors", &linear },
  { "linear-small/weights.3000.legacy.pth", "linear-small/weights.safetensors", &linear },
  { "softmax-small/weights.3000.pth", "softmax-small/weights.safetensors", &softmax },
  { "softmax-small/weights.3000.legacy.pth", "softmax-small/weights.safetensors", &softmax },
};

static void
assert_tensors_equal (WeftContainer *a, WeftContainer *b)
{
  g_assert_cmpuint (weft_container_get_n_tensors (a), ==, weft_container_get_n_tensors (b));
  for (gsize i = 0; i < weft_container_get_n_tensors (a); i++)
    {
      const WeftTensor *x = weft_container_get_tensor (a, i);
      const WeftTensor *y = weft_container_get_tensor (b, i);
      g_autofree guint8 *x_bytes = g_malloc (x->n_bytes);
      g_autofree guint8 *y_bytes = g_malloc (y->n_bytes);

      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpint (x->dtype, ==, y->dtype);
      g_assert_cmpmem (x->shape, x->rank * sizeof *x->shape, y->shape, y->rank * sizeof *y->shape);
      g_assert_true (weft_container_read (a, x, x_bytes, NULL));
      g_assert_true (weft_container_read (b, y, y_bytes, NULL));
      g_assert_cmpmem (x_bytes, x->n_bytes, y_bytes, y->n_bytes);
    }
}

static void
test_golden (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      const WeftFacts facts = { .attention = files[i].attention,
                                .image_mode = &gray8,
                                .n_heads = 4,
                                .image_width = 7,
                                .image_height = 7 };
      g_autofree char *path = golden_dup_path (files[i].file);
      g_autofree char *expected_path = golden_dup_path (files[i].expected);
      g_autoptr (WeftContainer) expected = NULL;
      g_autoptr (WeftCheckpoint) checkpoint = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      if (path == NULL)
        return;

      bytes = weft_pth_import (path, &facts, &error);
      g_assert_no_error (error);
      checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, &error);
      g_assert_no_error (error);
      expected = weft_container_open (expected_path, &error);
      g_assert_no_error (error);
      assert_tensors_equal (weft_checkpoint_get_container (checkpoint), expected);
      g_assert_cmpint (weft_checkpoint_get_config (checkpoint)->attention, ==, *files[i].attention);
      g_assert_cmpstr (weft_checkpoint_get_metadata (checkpoint, "steps"), ==, "3000");
    }
}

static void
test_golden_facts (void)
{
  const struct {
    WeftFacts facts;
    WeftError code;
    const char *sentence;
  } cases[] = {
    { { 0 }, WEFT_ERROR_MISSING_FACTS, "attention, n_heads, image_mode, image_width, image_height" },
    { { .attention = &linear, .image_mode = &gray8, .n_heads = 4, .image_width = 7 },
    WEFT_ERROR_MISSING_FACTS,
      "does not say image_height (" },
    { { .attention = &linear, .image_mode = &gray8, .n_heads = 5, .image_width = 7, .image_height = 7 },
      WEFT_ERROR_INVALID, "5 heads do not divide the model's width 32" },
    { { .attention = &linear, .image_mode = &rgb8, .n_heads = 4, .image_width = 7, .image_height = 7 },
      WEFT_ERROR_INVALID, "there are 48 positions" },
    { { .attention = &linear, .image_mode = &gray8, .n_heads = 4, .image_width = 8, .image_height = 7 },
      WEFT_ERROR_INVALID, "there are 48 positions, an image of 8 x 7" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = golden_dup_path (files[0].file);
      g_autoptr (GError) error = NULL;

      if (path == NULL)
        return;

      g_assert_null (weft_pth_import (path, &cases[i].facts, &error));
      g_assert_error (error, WEFT_ERROR, (gint) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].sentence));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/golden", test_golden);
  g_test_add_func ("/import/golden-facts", test_golden_facts);

  return g_test_run ();
}
