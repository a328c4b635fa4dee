/* SPDX-License-Identifier: MIT */
/* Import: the tensors as a bare container, judged like any other, then written again with everything that is
 * now known. */
#include "engine/import.h"

#include "engine/checkpoint-private.h"
#include "engine/error.h"
#include "engine/format/pth.h"
#include "engine/format/safetensors-writer.h"

static gboolean
add_tensor (WeftContainerWriter *writer, WeftPth *pth, guint index, GError **error)
{
  const WeftPthTensor *tensor = weft_pth_get_tensor (pth, index);
  const gsize n_bytes = (gsize) tensor->n_elements * sizeof (float);
  g_autofree float *values = g_try_malloc (MAX (n_bytes, 1));
  g_autoptr (GBytes) data = NULL;

  if (values == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "a tensor needs %" G_GSIZE_FORMAT
                   " bytes of memory, which are not there (close other programs)", n_bytes);
      return FALSE;
    }

  if (!weft_pth_read (pth, index, values, error))
    return FALSE;

  data = g_bytes_new_take (g_steal_pointer (&values), n_bytes);
  weft_container_writer_add (writer, tensor->name, WEFT_DTYPE_F32, tensor->shape, tensor->rank, data);
  return TRUE;
}

static void
set_metadata (WeftContainerWriter *writer, const WeftConfig *config, guint64 iteration)
{
  g_autofree char *steps = g_strdup_printf ("%" G_GUINT64_FORMAT, iteration);

  weft_said_write (writer, config);
  if (iteration > 0)
    weft_container_writer_set_metadata (writer, "steps", steps);
}

/* Reads every tensor once: the checkpoint refuses what is not finite. */
static gboolean
check_weights (WeftCheckpoint *checkpoint, GError **error)
{
  WeftContainer *container = weft_checkpoint_get_container (checkpoint);

  for (gsize i = 0; i < weft_container_get_n_tensors (container); i++)
    {
      const WeftTensor *tensor = weft_container_get_tensor (container, i);
      g_autofree float *values = g_try_new (float, tensor->n_elements);

      if (values == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "a tensor needs %" G_GUINT64_FORMAT
                       " bytes of memory, which are not there (close other programs)", tensor->n_bytes);
          return FALSE;
        }

      if (!weft_checkpoint_read (checkpoint, tensor->name, values, (gsize) tensor->n_elements, error))
        return FALSE;
    }

  return TRUE;
}

static WeftCheckpoint *
judge (WeftContainerWriter *writer, const WeftFacts *facts, GError **error)
{
  g_autoptr (GBytes) bare = weft_container_writer_finish (writer, error);
  g_autoptr (WeftCheckpoint) checkpoint = NULL;

  if (bare == NULL)
    return NULL;

  checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bare), facts, error);
  if (checkpoint == NULL || !check_weights (checkpoint, error))
    return NULL;

  return g_steal_pointer (&checkpoint);
}

/* Takes @bytes. */
static GBytes *
import (WeftBytes *bytes, const WeftFacts *facts, GError **error)
{
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autoptr (WeftPth) pth = weft_pth_new (bytes, error);
  g_autoptr (WeftCheckpoint) checkpoint = NULL;

  if (pth == NULL)
    return NULL;

  for (guint i = 0; i < weft_pth_get_n_tensors (pth); i++)
    if (!add_tensor (writer, pth, i, error))
      return NULL;

  checkpoint = judge (writer, facts, error);
  if (checkpoint == NULL)
    return NULL;

  set_metadata (writer, weft_checkpoint_get_config (checkpoint), weft_pth_get_iteration (pth));
  return weft_container_writer_finish (writer, error);
}

GBytes *
weft_pth_import (const char *path, const WeftFacts *facts, GError **error)
{
  WeftBytes *bytes = weft_bytes_open (path, error);

  return bytes != NULL ? import (bytes, facts, error) : NULL;
}
