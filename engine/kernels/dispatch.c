/* SPDX-License-Identifier: MIT */
/* The one file that knows the processor: which tables run here, and which of them to use. */
#include "engine/kernels/tables.h"

#include "engine/variable.h"

#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

typedef struct {
  const WeftKernels *kernels;
  gboolean (*runs_here) (void);
} Row;

static gboolean
always (void)
{
  return TRUE;
}

#if defined(__x86_64__)
static gboolean
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}

static gboolean
has_avx512 (void)
{
  return has_avx2 () && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
         && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl");
}

static gboolean
has_avx512_vnni (void)
{
  return has_avx512 () && __builtin_cpu_supports ("avx512vnni");
}

/* Linux lends the tiles, 8 KiB of registers, only to processes that have asked; threads share the answer. */
static gboolean
ask_for_tiles (void)
{
#if defined(__linux__)
  const long request = 0x1023, tile_data = 18; /* ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA: not in older headers */

  return syscall (SYS_arch_prctl, request, tile_data) == 0;
#else
  return FALSE;
#endif
}

static gboolean
has_amx (void)
{
  return has_avx512_vnni () && __builtin_cpu_supports ("amx-tile") && __builtin_cpu_supports ("amx-int8")
         && ask_for_tiles ();
}
#endif

/* Slowest first. */
static const Row rows[] = {
  { &weft_kernels_portable, always },
#if defined(__x86_64__)
  { &weft_kernels_avx2, has_avx2 },
  { &weft_kernels_avx512, has_avx512 },
  { &weft_kernels_avx512_vnni, has_avx512_vnni },
  { &weft_kernels_amx, has_amx },
#elif defined(__aarch64__)
  { &weft_kernels_neon, always },
#endif
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) < WEFT_KERNELS_MAX);

void
weft_kernels_list (const WeftKernels **list)
{
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].runs_here ())
      list[n++] = rows[i].kernels;

  list[n] = NULL;
}

gboolean
weft_kernels_check (GError **error)
{
  const WeftKernels *list[WEFT_KERNELS_MAX];
  const char *names[WEFT_KERNELS_MAX] = { NULL };

  weft_kernels_list (list);
  for (gsize i = 0; list[i] != NULL; i++)
    names[i] = list[i]->name;

  return weft_variable_check ("WEFT_KERNELS", names, error);
}

const WeftKernels *
weft_kernels_get (void)
{
  const char *wanted = g_getenv ("WEFT_KERNELS");
  const WeftKernels *list[WEFT_KERNELS_MAX];
  const WeftKernels *best = &weft_kernels_portable;

  weft_kernels_list (list);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      best = list[i];
      if (g_strcmp0 (wanted, best->name) == 0)
        return best;
    }

  return wanted == NULL ? best : &weft_kernels_portable;
}
