/* SPDX-License-Identifier: MIT */
/* The paper's tables 1, 2 and 5, as far as they are about speed. */
#include "app/bench-paper.h"

#include <string.h>

static const StudioPaperRow rows[] = {
  { "mnist", "softmax", TRUE, WEFT_FORM_SOFTMAX_RECOMPUTED, 0.45, 72.6 },
  { "mnist", "stateful softmax", TRUE, WEFT_FORM_SOFTMAX_CACHED, 7.56, 7.4 },
  { "mnist", "LSH-1", FALSE, WEFT_FORM_LINEAR, 0.68, 0.0 },
  { "mnist", "LSH-4", FALSE, WEFT_FORM_LINEAR, 0.27, 0.0 },
  { "mnist", "linear", TRUE, WEFT_FORM_LINEAR, 142.8, 5.5 },
  { "cifar10", "softmax", TRUE, WEFT_FORM_SOFTMAX_RECOMPUTED, 0.004, 8651.0 },
  { "cifar10", "stateful softmax", TRUE, WEFT_FORM_SOFTMAX_CACHED, 0.32, 71.9 },
  { "cifar10", "LSH-1", FALSE, WEFT_FORM_LINEAR, 0.015, 0.0 },
  { "cifar10", "LSH-4", FALSE, WEFT_FORM_LINEAR, 0.005, 0.0 },
  { "cifar10", "linear", TRUE, WEFT_FORM_LINEAR, 17.85, 45.1 },
};

const StudioPaperRow *
studio_paper_get_rows (guint *n_rows)
{
  *n_rows = G_N_ELEMENTS (rows);
  return rows;
}

gboolean
studio_paper_fill_config (const char *shape, WeftConfig *config)
{
  const gboolean is_cifar = strcmp (shape, "cifar10") == 0;

  if (!is_cifar && strcmp (shape, "mnist") != 0)
    return FALSE;

  *config = (WeftConfig) {
    .n_layers = is_cifar ? 16 : 8,
    .n_heads = 8,
    .width = 256,
    .feed_forward = 1024,
    .n_positions = is_cifar ? 3071 : 783,
    .n_values = WEFT_MAX_VALUES,
    .n_outputs = 30,
    .output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS,
    .image_mode = is_cifar ? WEFT_IMAGE_RGB8 : WEFT_IMAGE_GRAY8,
    .image_width = is_cifar ? 32 : 28,
    .image_height = is_cifar ? 32 : 28,
  };
  return TRUE;
}
