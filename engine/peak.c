/* SPDX-License-Identifier: MIT */
/* Loops without a purpose but their speed; each with the widest instructions that run here. */
#include "engine/peak.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__ ((always_inline))
#define N_SUMS 16     /* chains in flight: more than latency times units */
#define N_ROUNDS 4096

typedef guint64 Words __attribute__ ((vector_size (64), aligned (64)));

INLINE guint64
read_words (const Words *words, gsize n)
{
  Words sum[4] = { { 0 } };
  guint64 folded = 0;

  for (gsize i = 0; i < n; i += 4)
    for (guint c = 0; c < 4; c++)
      sum[c] ^= words[i + c];

  for (guint c = 0; c < 4; c++)
    for (guint i = 0; i < 8; i++)
      folded ^= sum[c][i];

  return folded;
}

static guint64
read_plain (const Words *words, gsize n)
{
  return read_words (words, n);
}

/* The largest loop a compiler makes of bytes by itself. */
static guint64
multiply_plain (void)
{
  gint16 a[N_SUMS] = { 0 };
  gint32 sum[N_SUMS] = { 0 };

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      __asm__ volatile ("" : : "r" (a), "r" (sum) : "memory");
      for (guint c = 0; c < N_SUMS; c++)
        sum[c] += a[c] * a[N_SUMS - 1 - c];
    }

  return (guint64) N_ROUNDS * N_SUMS;
}

#if defined(__x86_64__)
__attribute__ ((target ("avx512f"))) static guint64
read_avx512 (const Words *words, gsize n)
{
  return read_words (words, n);
}

__attribute__ ((target ("avx2"))) static guint64
read_avx2 (const Words *words, gsize n)
{
  return read_words (words, n);
}

__attribute__ ((target ("avx512f,avx512vnni"))) static guint64
multiply_vnni (void)
{
  __m512i sum[N_SUMS];
  __m512i a = _mm512_set1_epi32 (0x01010101);

  for (guint c = 0; c < N_SUMS; c++)
    sum[c] = _mm512_setzero_si512 ();

  for (guint round = 0; round < N_ROUNDS; round++)
    _Pragma ("GCC unroll 16") for (guint c = 0; c < N_SUMS; c++)
      sum[c] = _mm512_dpbusd_epi32 (sum[c], a, a);

  for (guint c = 0; c < N_SUMS; c++)
    __asm__ volatile ("" : : "v" (sum[c]));
  return (guint64) N_ROUNDS * N_SUMS * 64;
}

__attribute__ ((target ("avx2"))) static guint64
multiply_avx2 (void)
{
  __m256i sum[N_SUMS / 2];
  __m256i a = _mm256_set1_epi16 (1);

  for (guint c = 0; c < N_SUMS / 2; c++)
    sum[c] = _mm256_setzero_si256 ();

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      __asm__ volatile ("" : "+x" (a));
      _Pragma ("GCC unroll 8") for (guint c = 0; c < N_SUMS / 2; c++)
        {
          __m256i product = _mm256_madd_epi16 (a, a);

          __asm__ volatile ("" : "+x" (product)); /* each chain its own product */
          sum[c] = _mm256_add_epi32 (sum[c], product);
        }
    }

  for (guint c = 0; c < N_SUMS / 2; c++)
    __asm__ volatile ("" : : "x" (sum[c]));
  return (guint64) N_ROUNDS * N_SUMS / 2 * 16;
}
#endif

guint64
weft_peak_read (gconstpointer bytes, gsize n)
{
  const Words *words = bytes;

#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f"))
    return read_avx512 (words, n / sizeof *words);
  if (__builtin_cpu_supports ("avx2"))
    return read_avx2 (words, n / sizeof *words);
#endif
  return read_plain (words, n / sizeof *words);
}

guint64
weft_peak_multiply_int8 (void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vnni"))
    return multiply_vnni ();
  if (__builtin_cpu_supports ("avx2"))
    return multiply_avx2 ();
#endif
  return multiply_plain ();
}
