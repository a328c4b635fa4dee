/* SPDX-License-Identifier: MIT */
/* WeftKernels: the inner loops of a step, one table per instruction set. portable.c is the truth; every other table
 * gives the same bits, because the order of every sum is part of the formula:
 *
 *   - a row of a matrix product is one chain of fused multiply-adds, k ascending;
 *   - a sum along a vector is 16 partial sums (element i goes to sum i mod 16), then a tree that adds the upper half
 *     to the lower: 8, 4, 2, 1;
 *   - a sum of int8 products is exact, so its order is free;
 *   - exp is ours: a polynomial, no library.
 *
 * Vectors that kernels store whole have room for a multiple of 16 elements. NaN in, NaN out: that is how a broken
 * model is noticed.
 */
#pragma once

#include "engine/linear.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_VECTOR 16    /* partial sums; vectors are padded to multiples of it */
#define WEFT_KEY_BLOCK 64 /* positions of a block of cached keys */

/* n rounded up to whole vectors. */
static inline gsize
weft_pad (gsize n)
{
  return (n + WEFT_VECTOR - 1) / WEFT_VECTOR * WEFT_VECTOR;
}

/**
 * WeftInput: the rows that enter a matrix product. An int8 matrix reads them quantized, the others as they are.
 */
typedef struct {
  const float *values;     /* [n_rows, stride] */
  gsize stride;
  const guint8 *quantized; /* [n_rows, quantized_stride], see quantize; for int8 */
  gsize quantized_stride;
  const float *scales;     /* [n_rows] */
} WeftInput;

/**
 * WeftKernels: functions check nothing, their callers have.
 *
 * Threads: any.
 */
typedef struct {
  const char *name;

  /* y[l][r] = b[r] + sum_k w[r][k] x[l][k], for all rows r of panels [panel_begin, panel_end) and all input rows l.
   * int8: y = b + (scale[r] scale_x[l]) * (sum_k w[r][k] (u[l][k] - 128)), the sum in whole numbers, exact.
   * Rows of y are y_stride >= n_panels * 32 floats apart. */
  void (*linear) (const WeftLinear *linear, guint panel_begin, guint panel_end, const WeftInput *x,
                  float *y, gsize y_stride, guint n_rows);

  /* u = round (x / scale) + 128 with scale = max |x| / 127; u is padded with 128 to a multiple of 4.
   * Returns: the scale; not a number if an element of x is not finite. */
  float (*quantize) (const float *x, gsize n, guint8 *u);

  /* x = max (x, 0), in place; writes whole vectors. */
  void (*relu) (float *x, gsize n);

  /* x = x/2 (1 + erf (x / sqrt 2)), in place; |error of erf| < 1.5e-7 (Abramowitz and Stegun 7.1.26). */
  void (*gelu) (float *x, gsize n);

  /* y = gain (t - mean t) / sqrt (var t + 1e-5) + bias with t = x + r; r may be NULL, y may be x. n: elements.
   * Returns: the variance; it is not finite if an element of t is not finite or too large to square. */
  float (*layer_norm) (const float *x, const float *r, const float *gain, const float *bias, gsize n, float *y);

  /* The feature map elu (x) + 1, equation 7 of Katharopoulos et al., Transformers are RNNs (ICML 2020):
   * y = x + 1 for x > 0, exp (x) otherwise; n elements, no more. y may be x. */
  void (*phi) (const float *x, float *y, gsize n);

  /* x = exp (x - max x) / sum, in place over n elements, no more. */
  void (*softmax) (float *x, gsize n);

  /* x = exp (x) in place over n elements, for x <= 88; below -87.3 the smallest normal number. */
  void (*exp) (float *x, gsize n);

  /* One step of causal linear attention of one head, equations 18 to 20 there; E = head_size, row stride of s
   * weft_pad (E):
   *   z += phi(k); s[e] += phi(k)[e] v; out = phi(q)^T s / (phi(q) . z + 1e-6)
   * scratch: [2 * weft_pad (E)]. Only out[0 .. E) is written. */
  void (*attend_linear) (float *s, float *z, guint head_size, const float *q, const float *k, const float *v,
                         float *out, float *scratch);

  /* Softmax attention of one query over n cached positions:
   *   out = sum_j softmax_j (q . k_j / sqrt E) v_j
   * keys: [blocks, E, 64], position j in block j / 64, column j mod 64; values: [n, weft_pad (E)].
   * A value sum is 4 chains, position j in chain j mod 4, added ((0 + 1) + (2 + 3)).
   * scratch: [n rounded up to 64]. Only out[0 .. E) is written. */
  void (*attend_softmax) (const float *keys, const float *values, guint head_size, guint n, const float *q,
                          float *out, float *scratch);
} WeftKernels;

/**
 * weft_kernels_get: the fastest table this processor can run; WEFT_KERNELS in the environment names another one.
 *
 * Returns: (transfer none): static; the portable table if WEFT_KERNELS names none that runs here.
 */
const WeftKernels *weft_kernels_get (void);

/**
 * weft_kernels_check: whether WEFT_KERNELS, if it is set, names a table that runs here; for programs, at their start.
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT, which names those that do.
 */
gboolean weft_kernels_check (GError **error);

#define WEFT_KERNELS_MAX 8 /* tables there can be, with the NULL at the end */

/**
 * weft_kernels_list: every table that runs on this processor, portable first, for tests and `weft check`.
 * @list: (out caller-allocated): WEFT_KERNELS_MAX pointers, NULL-terminated
 */
void weft_kernels_list (const WeftKernels **list);

G_END_DECLS
