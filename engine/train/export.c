/* SPDX-License-Identifier: MIT */
/* The checkpoint that a trainer has made. */
#include "engine/train/trainer.h"

#include "engine/checkpoint-private.h"
#include "engine/train/trainer-private.h"

#include <string.h>

static void
add_bf16 (WeftContainerWriter *writer, const char *name, const WeftContractTensor *tensor, const float *from, gsize n)
{
  guint16 *rounded = g_new (guint16, n);
  g_autoptr (GBytes) bytes = g_bytes_new_take (rounded, n * sizeof (guint16));

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, &from[i], sizeof bits);
      rounded[i] = (guint16) ((bits + 0x7fffu + (bits >> 16 & 1)) >> 16);
    }

  weft_container_writer_add (writer, name, WEFT_DTYPE_BF16, tensor->shape, tensor->rank, bytes);
}

static void
set_offsets (WeftContainerWriter *writer, const WeftConfig *config)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint k = 0; k < config->n_context; k++)
    g_string_append_printf (text, "%s%u", k > 0 ? "," : "", config->context_offsets[k]);
  if (config->n_context > 0)
    weft_container_writer_set_metadata (writer, "context_offsets", text->str);
}

static void
set_metadata (WeftContainerWriter *writer, const WeftConfig *config, const char *const *facts)
{
  for (gsize i = 0; facts != NULL && facts[i] != NULL; i += 2)
    weft_container_writer_set_metadata (writer, facts[i], facts[i + 1]);

  weft_said_write (writer, config);
  set_offsets (writer, config);
}

static void
add_optional (WeftContainerWriter *writer, WeftTrainer *trainer, const WeftExport *export)
{
  const WeftConfig *config = &trainer->config;
  const WeftContractTensor counts = { .rank = 1, .shape = { config->n_values } };

  weft_trainer_add_positions (writer, trainer);
  if (export->first_value_counts != NULL)
    weft_trainer_add_f32 (writer, "first_value_counts", &counts, export->first_value_counts, config->n_values);
  if (export->palette != NULL)
    {
      const guint64 shape[] = { config->n_values, 3 };
      g_autoptr (GBytes) bytes = g_bytes_new (export->palette, (gsize) config->n_values * 3);

      weft_container_writer_add (writer, "palette", WEFT_DTYPE_U8, shape, G_N_ELEMENTS (shape), bytes);
    }
}

GBytes *
weft_trainer_export (WeftTrainer *trainer, const WeftExport *export, GError **error)
{
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();

  g_return_val_if_fail ((export->palette != NULL) == (trainer->config.image_mode == WEFT_IMAGE_INDEXED8), NULL);

  for (guint i = 0; i < trainer->parameters->n_list; i++)
    {
      const WeftParameter *parameter = &trainer->parameters->list[i];

      (export->bf16 ? add_bf16 : weft_trainer_add_f32) (writer, parameter->tensor.name, &parameter->tensor,
                                                        trainer->average + parameter->offset, parameter->n);
    }

  add_optional (writer, trainer, export);
  set_metadata (writer, &trainer->config, export->facts);
  return weft_container_writer_finish (writer, error);
}
