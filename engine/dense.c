/* SPDX-License-Identifier: MIT */
/* The matrices of a model unpacked for OpenBLAS, with the values the kernels use, whatever the precision. */
#include "engine/dense-private.h"

#include "engine/blas.h"

#include <string.h>

/* Calls @func for each pair of a packed matrix and where its plain copy belongs. */
typedef void (*PairFunc) (WeftDense *dense, const WeftLinear *packed, WeftDenseLinear *plain);

static void
for_each_matrix (WeftDense *dense, PairFunc func)
{
  WeftModel *model = dense->model;

  for (guint l = 0; l < model->config.n_layers; l++)
    {
      const WeftLayer *packed = &model->layers[l];
      WeftDenseLayer *plain = &dense->layers[l];

      func (dense, &packed->qkv, &plain->qkv);
      func (dense, &packed->out, &plain->out);
      func (dense, &packed->linear1, &plain->linear1);
      func (dense, &packed->linear2, &plain->linear2);
    }

  func (dense, &model->predictor, &dense->predictor);
}

static void
reserve (WeftDense *dense, const WeftLinear *packed, WeftDenseLinear *plain)
{
  weft_arena_reserve (&dense->arena, (guint64) packed->n_out * packed->n_in, sizeof (float));
}

/* to [n_in, n_out] = the transposed of from [n_out, n_in]. */
static void
transpose (const float *from, gsize n_out, gsize n_in, float *to)
{
  for (gsize row = 0; row < n_out; row++)
    for (gsize k = 0; k < n_in; k++)
      to[k * n_out + row] = from[row * n_in + k];
}

static void
unpack (WeftDense *dense, const WeftLinear *packed, WeftDenseLinear *plain)
{
  g_autofree float *rows = g_new (float, (gsize) packed->n_out * packed->n_in);

  *plain = (WeftDenseLinear) {
    .n_in = packed->n_in,
    .n_out = packed->n_out,
    .weights = weft_arena_take (&dense->arena, (gsize) packed->n_out * packed->n_in, sizeof (float)),
    .bias = packed->bias,
  };
  weft_linear_unpack (packed, rows);
  transpose (rows, packed->n_out, packed->n_in, plain->weights);
}

WeftDense *
weft_dense_new (WeftModel *model, GError **error)
{
  WeftDense *dense = g_new0 (WeftDense, 1);

  g_atomic_ref_count_init (&dense->ref_count);
  dense->model = weft_model_ref (model);
  dense->layers = g_new0 (WeftDenseLayer, model->config.n_layers);

  for_each_matrix (dense, reserve);
  if (weft_arena_allocate (&dense->arena, "the weights of the parallel form", error))
    for_each_matrix (dense, unpack);
  else
    g_clear_pointer (&dense, weft_dense_unref);

  return dense;
}

WeftDense *
weft_dense_ref (WeftDense *dense)
{
  g_atomic_ref_count_inc (&dense->ref_count);
  return dense;
}

void
weft_dense_unref (WeftDense *dense)
{
  if (dense == NULL || !g_atomic_ref_count_dec (&dense->ref_count))
    return;

  weft_arena_clear (&dense->arena);
  weft_model_unref (dense->model);
  g_free (dense->layers);
  g_free (dense);
}

void
weft_dense_multiply (const WeftDenseLinear *linear, const float *x, gsize x_stride, float *y, gsize y_stride,
                     gsize n_rows)
{
  for (gsize row = 0; row < n_rows; row++)
    memcpy (y + row * y_stride, linear->bias, linear->n_out * sizeof (float));

  weft_blas_gemm (FALSE, FALSE, n_rows, linear->n_out, linear->n_in, 1.0f, x, x_stride, linear->weights, linear->n_out,
                  1.0f, y, y_stride);
}
