/* SPDX-License-Identifier: MIT */
/* Which tables of arithmetic this processor runs. */
#include "engine/train/arithmetic.h"

#include "engine/train/tables.h"
#include "engine/variable.h"

static gboolean
always (void)
{
  return TRUE;
}

#if defined (__x86_64__)
static gboolean
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}

static gboolean
has_avx512 (void)
{
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512dq")
         && __builtin_cpu_supports ("avx512vl") && has_avx2 ();
}

static gboolean
has_avx512_bf16 (void)
{
  return has_avx512 () && __builtin_cpu_supports ("avx512bf16");
}
#endif

/* Slowest first; those with bf16 products last. */
static const struct {
  const WeftArithmetic *arithmetic;
  gboolean (*runs_here) (void);
  gboolean is_bf16;
} rows[] = {
  { &weft_arithmetic_portable, always, FALSE },
#if defined (__x86_64__)
  { &weft_arithmetic_avx2, has_avx2, FALSE },
  { &weft_arithmetic_avx512, has_avx512, FALSE },
  { &weft_arithmetic_avx512_bf16, has_avx512_bf16, TRUE },
#endif
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) < WEFT_ARITHMETIC_MAX);

void
weft_arithmetic_list (const WeftArithmetic **list)
{
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].runs_here ())
      list[n++] = rows[i].arithmetic;

  list[n] = NULL;
}

gboolean
weft_arithmetic_check (GError **error)
{
  const WeftArithmetic *list[WEFT_ARITHMETIC_MAX];
  const char *names[WEFT_ARITHMETIC_MAX] = { NULL };

  weft_arithmetic_list (list);
  for (gsize i = 0; list[i] != NULL; i++)
    names[i] = list[i]->name;

  return weft_variable_check ("WEFT_ARITHMETIC", names, error);
}

const WeftArithmetic *
weft_arithmetic_get (gboolean bf16)
{
  const char *wanted = g_getenv ("WEFT_ARITHMETIC");
  const WeftArithmetic *best = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].is_bf16 == bf16 && rows[i].runs_here ())
      {
        best = rows[i].arithmetic;
        if (g_strcmp0 (wanted, best->name) == 0)
          return best;
      }

  return best;
}
