/* SPDX-License-Identifier: MIT */
/* What a product of two 1024 x 1024 matrices takes with the core we choose, and with OPENBLAS_CORETYPE=SkylakeX in the
 * environment from the start: the same program again, in alternation. CPU time of one thread, so that other work on the
 * machine counts little. */
#include "engine/blas.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SIZE 1024
#define N_ROUNDS 7
#define N_PRODUCTS 5 /* a round's figure is their median */

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *x, guint n)
{
  qsort (x, n, sizeof *x, compare);
  return x[n / 2];
}

static double
thread_seconds (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static double
measure (void)
{
  g_autofree float *a = g_new (float, SIZE * SIZE);
  g_autofree float *c = g_new (float, SIZE * SIZE);
  double seconds[N_PRODUCTS];

  for (gsize i = 0; i < SIZE * SIZE; i++)
    a[i] = (float) (i % 17) - 8.0f;

  for (guint i = 0; i < N_PRODUCTS; i++)
    {
      const double begin = thread_seconds ();

      weft_blas_gemm (FALSE, FALSE, SIZE, SIZE, SIZE, 1.0f, a, SIZE, a, SIZE, 0.0f, c, SIZE);
      seconds[i] = thread_seconds () - begin;
    }

  return median (seconds, N_PRODUCTS);
}

/* The same measurement in a new process whose environment names the core. */
static double
measure_child (char *program, GError **error)
{
  char *argv[] = { program, (char *) "--child", NULL };
  g_auto (GStrv) envp = g_environ_setenv (g_get_environ (), "OPENBLAS_CORETYPE", "SkylakeX", TRUE);
  g_autofree char *output = NULL;
  int status;

  if (!g_spawn_sync (NULL, argv, envp, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, error)
      || !g_spawn_check_wait_status (status, error))
    return 0.0;

  return g_ascii_strtod (output, NULL);
}

static double
gflops (double seconds)
{
  return 2e-9 * SIZE * SIZE * SIZE / seconds;
}

static int
run (char *program, GError **error)
{
  double own[N_ROUNDS], child[N_ROUNDS];
  double own_median, child_median;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      own[i] = measure ();
      child[i] = measure_child (program, error);
      if (child[i] <= 0.0)
        return 1;
    }

  own_median = median (own, N_ROUNDS);
  child_median = median (child, N_ROUNDS);
  printf ("%s\n", weft_blas_get_description ());
  printf ("sgemm %d^3, one thread, median of %d: this process %.2f ms = %.1f GFLOP/s, "
          "OPENBLAS_CORETYPE=SkylakeX %.2f ms = %.1f GFLOP/s, ratio %.3f\n",
          SIZE, N_ROUNDS, 1e3 * own_median, gflops (own_median), 1e3 * child_median, gflops (child_median),
          child_median / own_median);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const gboolean is_child = argc > 1 && g_str_equal (argv[1], "--child");
  int status = 1;

  if (!is_child)
    g_unsetenv ("OPENBLAS_CORETYPE"); /* it is our choice that is measured, not the user's */

  if (weft_blas_init (&error))
    {
      if (is_child)
        status = printf ("%.9f\n", measure ()) < 0;
      else
        status = run (argv[0], &error);
    }

  if (error != NULL)
    fprintf (stderr, "bench-blas: %s\n", error->message);
  return status;
}
