/* SPDX-License-Identifier: MIT */
/* Value, context and position embeddings: three table look-ups. */
#include "engine/embedding.h"

#include <string.h>

/* The value that context @k sees when the value after @position is predicted; V stands for "before the image". */
static guint
context_value (const WeftConfig *config, guint k, const guint8 *values, guint position)
{
  const guint offset = config->context_offsets[k];

  return position + 1 >= offset ? values[position + 1 - offset] : config->n_values;
}

void
weft_embedding_read (const WeftModel *model, const guint8 *values, guint position, float *h)
{
  const WeftConfig *config = &model->config;
  const gsize half = config->width / 2;

  memcpy (h, model->value_embedding + values[position] * half, half * sizeof (float));

  for (guint k = 0; k < config->n_context; k++)
    {
      const float *row = model->context[k] + context_value (config, k, values, position) * half;

      for (gsize j = 0; j < half; j++)
        h[j] += row[j];
    }

  memcpy (h + half, model->positions + position * half, half * sizeof (float));
}
