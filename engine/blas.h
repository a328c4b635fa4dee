/* SPDX-License-Identifier: MIT */
/* OpenBLAS: opened once with the right core type and one thread. The only face of cblas. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_blas_init: opens OpenBLAS and makes one small call. Call it in main, before any thread; a second call does nothing.
 *
 * Debian's OpenBLAS takes newer processors for one of 2004 and is then 5 to 6 times slower, and its constructor decides;
 * so OPENBLAS_CORETYPE and OPENBLAS_NUM_THREADS are set first, unless the user has set them, and the library is opened after.
 *
 * Returns: FALSE with WEFT_ERROR_RESOURCE.
 */
gboolean weft_blas_init (GError **error);

/**
 * weft_blas_get_description: the library's configuration and the core in use, or "not loaded".
 */
const char *weft_blas_get_description (void);

/**
 * weft_blas_gemm: C = alpha A B + beta C, all row-major F32.
 * @transpose_b: FALSE: B is [k, n]; TRUE: B is [n, k]
 * @a: [m, k], rows lda apart
 * @c: [m, n], rows ldc apart
 *
 * Threads: any, at the same time; the call itself is single-threaded.
 */
void weft_blas_gemm (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k, float alpha, const float *a,
                     gsize lda, const float *b, gsize ldb, float beta, float *c, gsize ldc);

G_END_DECLS
