/* SPDX-License-Identifier: MIT */
/* The error domain of the engine. */
#include "engine/error.h"

G_DEFINE_QUARK (weft-error-quark, weft_error)

void
weft_error_set_not_finite (GError **error, guint layer, guint n_layers, guint step)
{
  if (layer < n_layers)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE,
                 "layer %u of %u gave a number that is not finite at step %u (the checkpoint is damaged or diverged)",
                 layer, n_layers, step);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE,
                 "the predictor after layer %u gave a number that is not finite at step %u (the checkpoint is damaged "
                 "or diverged)", n_layers - 1, step);
}
