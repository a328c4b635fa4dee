/* SPDX-License-Identifier: MIT */
/* The writer: random containers come back as they went in, aligned, in whatever order. */
#include "engine/format/safetensors-writer.h"
#include "engine/format/safetensors.h"

#include <string.h>

#define MAX_TENSORS 12

typedef struct {
  char *name;
  WeftDtype dtype;
  guint64 shape[4];
  gsize rank;
  GBytes *data;
} Tensor;

static Tensor
make_tensor (guint index)
{
  static const WeftDtype dtypes[] = { WEFT_DTYPE_F32, WEFT_DTYPE_BF16, WEFT_DTYPE_U8, WEFT_DTYPE_I64 };
  static const char *const stems[] = { "a", "\"", "\\", "\n", "ä", "transformer.layers.0", "" };
  Tensor tensor = { .dtype = dtypes[g_test_rand_int_range (0, G_N_ELEMENTS (dtypes))],
                    .rank = (gsize) g_test_rand_int_range (0, 5) };
  gsize n_bytes = weft_dtype_get_bits (tensor.dtype) / 8;
  guint8 *data;

  tensor.name = g_strdup_printf ("%s%u", stems[g_test_rand_int_range (0, G_N_ELEMENTS (stems))], index);
  for (gsize i = 0; i < tensor.rank; i++)
    {
      tensor.shape[i] = (guint64) g_test_rand_int_range (0, 5);
      n_bytes *= tensor.shape[i];
    }

  data = g_malloc (MAX (n_bytes, 1));
  for (gsize i = 0; i < n_bytes; i++)
    data[i] = (guint8) g_test_rand_int_range (0, 256);
  tensor.data = g_bytes_new_take (data, n_bytes);
  return tensor;
}

static void
add (WeftContainerWriter *writer, const Tensor *tensor)
{
  weft_container_writer_add (writer, tensor->name, tensor->dtype, tensor->shape, tensor->rank, tensor->data);
}

static void
assert_holds (WeftContainer *container, const Tensor *tensor)
{
  const WeftTensor *found = weft_container_find (container, tensor->name);
  gsize n;
  const void *data = g_bytes_get_data (tensor->data, &n);
  g_autofree guint8 *read = g_malloc (n + 1);

  g_assert_nonnull (found);
  g_assert_cmpint (found->dtype, ==, tensor->dtype);
  g_assert_cmpmem (found->shape, found->rank * sizeof *found->shape, tensor->shape,
                   tensor->rank * sizeof *tensor->shape);
  g_assert_cmpuint (found->offset % (weft_dtype_get_bits (tensor->dtype) / 8), ==, 0);
  g_assert_true (weft_container_read (container, found, read, NULL));
  g_assert_cmpmem (read, n, data, n);
}

static void
test_round_trip (void)
{
  for (guint round = 0; round < 300; round++)
    {
      const guint n = (guint) g_test_rand_int_range (0, MAX_TENSORS + 1);
      g_autoptr (WeftContainerWriter) forward = weft_container_writer_new ();
      g_autoptr (WeftContainerWriter) backward = weft_container_writer_new ();
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) again = NULL;
      g_autoptr (WeftContainer) container = NULL;
      g_autoptr (GError) error = NULL;
      Tensor tensors[MAX_TENSORS];

      for (guint i = 0; i < n; i++)
        tensors[i] = make_tensor (i);
      for (guint i = 0; i < n; i++)
        add (forward, &tensors[i]);
      for (guint i = n; i-- > 0;)
        add (backward, &tensors[i]);
      weft_container_writer_set_metadata (forward, "k", "replaced");
      weft_container_writer_set_metadata (forward, "k", "\x01\"\\ä");
      weft_container_writer_set_metadata (forward, "a", "");
      weft_container_writer_set_metadata (backward, "a", "");
      weft_container_writer_set_metadata (backward, "k", "\x01\"\\ä");

      bytes = weft_container_writer_finish (forward, &error);
      g_assert_no_error (error);
      again = weft_container_writer_finish (backward, &error);
      g_assert_true (g_bytes_equal (bytes, again));

      container = weft_container_new (weft_bytes_new_from_memory (bytes), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (weft_container_get_n_tensors (container), ==, n);
      g_assert_cmpstr (weft_container_get_metadata (container, "k"), ==, "\x01\"\\ä");
      for (guint i = 0; i < n; i++)
        {
          assert_holds (container, &tensors[i]);
          g_free (tensors[i].name);
          g_bytes_unref (tensors[i].data);
        }
    }
}

static void
test_empty (void)
{
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autoptr (GBytes) bytes = weft_container_writer_finish (writer, NULL);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\x08\0\0\0\0\0\0\0{}      ",
                   16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safetensors-writer/round-trip", test_round_trip);
  g_test_add_func ("/safetensors-writer/empty", test_empty);

  return g_test_run ();
}
