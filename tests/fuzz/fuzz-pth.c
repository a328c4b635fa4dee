/* SPDX-License-Identifier: MIT */
/* Fuzz target: any bytes as a PyTorch file, zip or legacy; every tensor that is promised is read. */
#include "engine/format/pth.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPth) pth = weft_pth_new (weft_bytes_new_from_memory (bytes), &error);

  if (pth == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  for (guint i = 0; i < weft_pth_get_n_tensors (pth); i++)
    {
      const WeftPthTensor *tensor = weft_pth_get_tensor (pth, i);
      g_autofree float *values = NULL;

      g_assert (tensor->n_elements * sizeof (float) <= size);
      values = g_new (float, tensor->n_elements + 1);
      weft_pth_read (pth, i, values, NULL);
    }

  return 0;
}
