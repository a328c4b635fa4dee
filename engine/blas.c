/* SPDX-License-Identifier: MIT */
/* OpenBLAS, opened at run time: its constructor reads the environment, so that must be right before the library loads. */
#include "engine/blas.h"

#include "engine/error.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/mman.h>

#define LIBRARY "libopenblas.so.0"

/* What a thread's first product maps: the buffer, and room to align it. */
#define BUFFER_BYTES ((gsize) 192 << 20)

/* More than 100 cubed, up to which some cores use small kernels that need no buffer. */
#define WARM_UP_SIZE 128

/* The enumerations of cblas.h, which is not needed to build. */
enum {
  ROW_MAJOR = 101,
  NO_TRANSPOSE = 111,
  TRANSPOSE = 112,
};

typedef void (*GemmFunc) (int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float *a,
                          int lda, const float *b, int ldb, float beta, float *c, int ldc);
typedef char *(*GetConfigFunc) (void);

/* The one library of a process; written once, before there are threads, and never closed. */
static struct {
  GemmFunc gemm;
  GetConfigFunc get_config;
} blas;

/* The best core this build of the library has for the processor, or NULL to let it decide. */
static const char *
choose_core (void)
{
#if defined (__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
      && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl"))
    return "SkylakeX";
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return "Haswell";
#endif
  return NULL;
}

/* An empty core type would not mean none to the library: it takes the last core it knows. */
static void
set_environment (void)
{
  const char *wanted = g_getenv ("OPENBLAS_CORETYPE");

  if (wanted == NULL || *wanted == '\0')
    {
      const char *core = choose_core ();

      g_unsetenv ("OPENBLAS_CORETYPE");
      if (core != NULL)
        g_setenv ("OPENBLAS_CORETYPE", core, TRUE);
    }

  g_setenv ("OPENBLAS_NUM_THREADS", "1", TRUE);
}

gboolean
weft_blas_reserve (guint n_threads, GError **error)
{
  g_autofree void **maps = g_new (void *, n_threads);
  guint n = 0;

  while (n < n_threads)
    {
      maps[n] = mmap (NULL, BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (maps[n] == MAP_FAILED)
        break;
      n++;
    }

  for (guint i = 0; i < n; i++)
    munmap (maps[i], BUFFER_BYTES);

  if (n == n_threads)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
               "matrix products need %u MiB of address space a thread, %u MiB in all, and only %u MiB can be had "
               "(raise the limit, see ulimit -v, or use fewer threads)",
               (guint) (BUFFER_BYTES >> 20), n_threads * (guint) (BUFFER_BYTES >> 20),
               n * (guint) (BUFFER_BYTES >> 20));
  return FALSE;
}

/* The address of @name in @library. */
static gboolean
look_up (void *library, const char *name, void *function, GError **error)
{
  void *address = dlsym (library, name);

  if (address == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_RESOURCE, LIBRARY " has no function %s (install libopenblas0)", name);
      return FALSE;
    }

  *(void **) function = address;
  return TRUE;
}

static gboolean
open_library (GError **error)
{
  void *library = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL);
  GemmFunc gemm;

  if (library == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_RESOURCE, "OpenBLAS cannot be opened: %s (install libopenblas0)",
                   dlerror ());
      return FALSE;
    }

  if (!look_up (library, "openblas_get_config", &blas.get_config, error)
      || !look_up (library, "cblas_sgemm", &gemm, error))
    return FALSE;

  blas.gemm = gemm;
  return TRUE;
}

/* The first product makes the buffer; it should be made now and not in the middle of work. */
static void
warm_up (void)
{
  const gsize n = WARM_UP_SIZE;
  g_autofree float *a = g_new0 (float, n * n);
  g_autofree float *c = g_new0 (float, n * n);

  weft_blas_gemm (FALSE, FALSE, n, n, n, 1.0f, a, n, a, n, 0.0f, c, n);
}

gboolean
weft_blas_init (GError **error)
{
  if (blas.gemm != NULL)
    return TRUE;

  set_environment ();
  if (!weft_blas_reserve (1, error) || !open_library (error))
    return FALSE;

  if (!weft_blas_reserve (1, error))
    {
      blas.gemm = NULL;
      return FALSE;
    }

  warm_up ();
  return TRUE;
}

const char *
weft_blas_get_description (void)
{
  return blas.gemm != NULL ? blas.get_config () : "not loaded";
}

void
weft_blas_gemm (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k, float alpha, const float *a,
                gsize lda, const float *b, gsize ldb, float beta, float *c, gsize ldc)
{
  g_return_if_fail (blas.gemm != NULL);

  blas.gemm (ROW_MAJOR, transpose_a ? TRANSPOSE : NO_TRANSPOSE, transpose_b ? TRANSPOSE : NO_TRANSPOSE,
             (int) m, (int) n, (int) k, alpha, a, (int) lda, b, (int) ldb, beta, c, (int) ldc);
}
