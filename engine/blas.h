/* SPDX-License-Identifier: MIT */
/* OpenBLAS: opened once with the right core type and one thread. The only face of cblas. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_blas_init: opens OpenBLAS and makes one call. Call it in main, before any thread; a second call does nothing.
 *
 * Debian's OpenBLAS takes newer processors for one of 2004, or for one without AVX-512, and is then slower up to sixfold;
 * its constructor decides. So OPENBLAS_CORETYPE is set before the library is opened, unless the user has set it, and
 * OPENBLAS_NUM_THREADS is set to 1: a WeftTeam does the splitting, and only its members flush denormals.
 *
 * Returns: FALSE with WEFT_ERROR_RESOURCE if there is no such library, or WEFT_ERROR_NO_MEMORY (weft_blas_reserve()).
 */
gboolean weft_blas_init (GError **error);

/**
 * weft_blas_reserve: whether @n_threads threads may call weft_blas_gemm() at the same time.
 *
 * Each of them needs a buffer of the library's own, address space more than memory; where it cannot be had, OpenBLAS
 * does not fail but tries for ever. So whoever starts threads asks here first.
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY naming the amount.
 */
gboolean weft_blas_reserve (guint n_threads, GError **error);

/**
 * weft_blas_get_description: the library's configuration and the core in use, or "not loaded".
 */
const char *weft_blas_get_description (void);

/**
 * weft_blas_gemm: C = alpha A B + beta C, all row-major F32; needs weft_blas_init() to have succeeded.
 * @transpose_a: FALSE: A is [m, k]; TRUE: A is stored as [k, m]
 * @transpose_b: FALSE: B is [k, n]; TRUE: B is stored as [n, k]
 * @m: rows of C
 * @n: columns of C
 * @k: length of the sums
 * @a: rows lda apart
 * @b: rows ldb apart
 * @c: [m, n], rows ldc apart; not read if @beta is 0
 *
 * Threads: any, at the same time; the call itself is single-threaded.
 */
void weft_blas_gemm (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k, float alpha, const float *a,
                     gsize lda, const float *b, gsize ldb, float beta, float *c, gsize ldc);

G_END_DECLS
