/* SPDX-License-Identifier: MIT */
/* Fuzz target: any bytes as a container, and as a checkpoint; what is accepted must keep every promise of the
 * header. */
#include "engine/checkpoint.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static int
compare_names (const WeftTensor *a, const WeftTensor *b)
{
  const int order = memcmp (a->name, b->name, MIN (a->name_length, b->name_length));

  return order != 0 ? order : (a->name_length > b->name_length) - (a->name_length < b->name_length);
}

/* Inside the file, named in order, and readable to the last byte; together they are the data. */
static void
check_tensors (WeftContainer *container, gsize size)
{
  guint64 sum = 0;

  for (gsize i = 0; i < weft_container_get_n_tensors (container); i++)
    {
      const WeftTensor *tensor = weft_container_get_tensor (container, i);
      g_autofree guint8 *data = NULL;

      g_assert (i == 0 || compare_names (weft_container_get_tensor (container, i - 1), tensor) < 0);
      g_assert (tensor->offset >= 10 && tensor->offset <= size && tensor->n_bytes <= size - tensor->offset);
      g_assert (tensor->name[tensor->name_length] == '\0');
      data = g_malloc (tensor->n_bytes + 1);
      g_assert (weft_container_read (container, tensor, data, NULL));
      sum += tensor->n_bytes;
    }

  g_assert (sum <= size - 10);
}

static void
check_metadata (WeftContainer *container)
{
  g_autofree const char **keys = weft_container_list_metadata (container);

  for (gsize i = 0; keys[i] != NULL; i++)
    if (strchr (keys[i], '\0') == keys[i] + strlen (keys[i]))
      weft_container_get_metadata (container, keys[i]);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContainer) container = weft_container_new (weft_bytes_new_from_memory (bytes), &error);
  g_autoptr (WeftCheckpoint) checkpoint = NULL;

  if (container == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  check_tensors (container, size);
  check_metadata (container);
  checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, &error);
  if (checkpoint == NULL)
    fuzz_check_error (error);
  else
    g_assert (weft_config_validate (weft_checkpoint_get_config (checkpoint), NULL));
  return 0;
}
