/* SPDX-License-Identifier: MIT */
/* OpenBLAS: products against plain loops, the choice of its core, and a refusal, not a hang, when memory is short. */
#include "engine/blas.h"

#include "engine/error.h"
#include "engine/random.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define HANG_USEC (60 * G_USEC_PER_SEC) /* a watchdog, not a measurement */

static void
init (void)
{
  g_autoptr (GError) error = NULL;

  weft_blas_init (&error);
  g_assert_no_error (error);
}

typedef struct {
  gboolean transpose_a, transpose_b;
  gsize m, n, k;
  float alpha, beta;
  gsize padding; /* of every row */
} GemmCase;

static const GemmCase products[] = {
  { FALSE, FALSE, 1, 1, 1, 1.0f, 0.0f, 0 },   { FALSE, FALSE, 3, 5, 7, 1.0f, 0.0f, 0 },
  { FALSE, TRUE, 3, 5, 7, 2.0f, 1.0f, 3 },    { TRUE, FALSE, 3, 5, 7, -1.0f, 0.5f, 1 },
  { TRUE, TRUE, 9, 4, 2, 1.0f, 0.0f, 2 },     { FALSE, TRUE, 64, 120, 40, 1.0f, 0.0f, 8 },
  { FALSE, FALSE, 64, 8, 64, 1.0f, 1.0f, 0 }, { FALSE, TRUE, 130, 140, 150, 1.0f, 0.0f, 0 },
  { TRUE, FALSE, 150, 130, 140, 1.0f, 1.0f, 5 },
};

/* Row-major elements of an operand that may be stored transposed. */
static double
at (const float *x, gsize ld, gboolean transposed, gsize row, gsize column)
{
  return transposed ? x[column * ld + row] : x[row * ld + column];
}

static void
check_product (const GemmCase *p)
{
  const gsize lda = (p->transpose_a ? p->m : p->k) + p->padding;
  const gsize ldb = (p->transpose_b ? p->k : p->n) + p->padding;
  const gsize ldc = p->n + p->padding;
  const gsize n_a = (p->transpose_a ? p->k : p->m) * lda;
  const gsize n_b = (p->transpose_b ? p->n : p->k) * ldb;
  const gsize n_c = p->m * ldc;
  g_autofree float *a = g_new (float, n_a);
  g_autofree float *b = g_new (float, n_b);
  g_autofree float *before = g_new (float, n_c);
  g_autofree float *c = NULL;

  weft_random_fill_normal (1, 1, 1.0f, a, n_a);
  weft_random_fill_normal (1, 2, 1.0f, b, n_b);
  weft_random_fill_normal (1, 3, 1.0f, before, n_c);
  c = g_memdup2 (before, n_c * sizeof *c);
  weft_blas_gemm (p->transpose_a, p->transpose_b, p->m, p->n, p->k, p->alpha, a, lda, b, ldb, p->beta, c, ldc);

  for (gsize i = 0; i < p->m; i++)
    for (gsize j = 0; j < ldc; j++)
      {
        double sum = 0.0;

        for (gsize l = 0; j < p->n && l < p->k; l++)
          sum += at (a, lda, p->transpose_a, i, l) * at (b, ldb, p->transpose_b, l, j);

        if (j < p->n)
          g_assert_cmpfloat_with_epsilon (c[i * ldc + j], p->alpha * sum + p->beta * before[i * ldc + j],
                                          1e-6 * (p->k + 10));
        else
          g_assert_cmpfloat (c[i * ldc + j], ==, before[i * ldc + j]);
      }
}

static void
test_products (void)
{
  init ();
  for (gsize i = 0; i < G_N_ELEMENTS (products); i++)
    check_product (&products[i]);
}

/* With beta 0 the result is written, not added to: what was there may be anything. */
static void
test_beta_zero (void)
{
  const float a[4] = { 1.0f, 2.0f, 3.0f, 4.0f };
  float c[4] = { NAN, INFINITY, NAN, -INFINITY };

  init ();
  weft_blas_gemm (FALSE, FALSE, 2, 2, 2, 1.0f, a, 2, a, 2, 0.0f, c, 2);
  g_assert_cmpfloat (c[0], ==, 7.0f);
  g_assert_cmpfloat (c[1], ==, 10.0f);
  g_assert_cmpfloat (c[2], ==, 15.0f);
  g_assert_cmpfloat (c[3], ==, 22.0f);
}

static void
test_second_init (void)
{
  init ();
  g_assert_cmpstr (weft_blas_get_description (), !=, "not loaded");
  init ();
  g_assert_cmpstr (g_getenv ("OPENBLAS_NUM_THREADS"), ==, "1");
}

/* Each runs in a process of its own, because the library chooses its core once. */
static void
describe_with (const char *core)
{
  if (core != NULL)
    g_setenv ("OPENBLAS_CORETYPE", core, TRUE);
  else
    g_unsetenv ("OPENBLAS_CORETYPE");

  g_assert_cmpstr (weft_blas_get_description (), ==, "not loaded");
  init ();
  fprintf (stderr, "core type '%s': %s\n", g_getenv ("OPENBLAS_CORETYPE"), weft_blas_get_description ());
}

static void
test_core_unset (void)
{
  describe_with (NULL);
}

static void
test_core_empty (void)
{
  describe_with ("");
}

static void
test_core_users (void)
{
  describe_with ("Nehalem");
}

static void
test_core (void)
{
  const char *expected = NULL;

#if defined (__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
      && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl"))
    expected = "core type 'SkylakeX': *SkylakeX*";
  else if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    expected = "core type 'Haswell': *Haswell*";
#endif
  if (expected == NULL)
    expected = "core type*";

  g_test_trap_subprocess ("/blas/core/subprocess/unset", HANG_USEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr (expected);

  g_test_trap_subprocess ("/blas/core/subprocess/empty", HANG_USEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr (expected);

  g_test_trap_subprocess ("/blas/core/subprocess/users", HANG_USEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("core type 'Nehalem':*");
}

/* Leaves the process @mib of address space beyond what it has. */
static void
limit_address_space (guint mib)
{
  g_autofree char *statm = NULL;
  struct rlimit limit;
  guint64 pages;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  pages = g_ascii_strtoull (statm, NULL, 10);
  limit.rlim_cur = limit.rlim_max = pages * (guint64) sysconf (_SC_PAGESIZE) + ((guint64) mib << 20);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
}

/* Room for the library and for ordinary work, none for its buffer: OpenBLAS alone would try for ever. */
static void
test_no_room (void)
{
  g_autoptr (GError) error = NULL;

  limit_address_space (100);
  g_assert_false (weft_blas_init (&error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY);
  g_assert_nonnull (strstr (error->message, "192 MiB"));
  g_assert_cmpstr (weft_blas_get_description (), ==, "not loaded");
}

static void
test_no_room_for_all (void)
{
  g_autoptr (GError) error = NULL;

  init ();
  limit_address_space (500);
  g_assert_true (weft_blas_reserve (1, NULL));
  g_assert_true (weft_blas_reserve (2, NULL));
  g_assert_false (weft_blas_reserve (3, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY);
}

static void
test_room (void)
{
  g_test_trap_subprocess ("/blas/room/subprocess/none", HANG_USEC, 0);
  g_test_trap_assert_passed ();

  g_test_trap_subprocess ("/blas/room/subprocess/not-for-all", HANG_USEC, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/blas/products", test_products);
  g_test_add_func ("/blas/beta-zero", test_beta_zero);
  g_test_add_func ("/blas/second-init", test_second_init);
  g_test_add_func ("/blas/core", test_core);
  g_test_add_func ("/blas/core/subprocess/unset", test_core_unset);
  g_test_add_func ("/blas/core/subprocess/empty", test_core_empty);
  g_test_add_func ("/blas/core/subprocess/users", test_core_users);
  g_test_add_func ("/blas/room", test_room);
  g_test_add_func ("/blas/room/subprocess/none", test_no_room);
  g_test_add_func ("/blas/room/subprocess/not-for-all", test_no_room_for_all);

  return g_test_run ();
}
