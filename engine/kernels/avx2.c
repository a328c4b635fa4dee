/* SPDX-License-Identifier: MIT */
/* AVX2 and FMA: a vector is two registers, elements 0 to 7 and 8 to 15. */
#include <glib.h>
#include <immintrin.h>
#include <string.h>

#define KERNELS weft_kernels_avx2
#define KERNELS_NAME "avx2"
#define MAX_LANES 3
#define SOLO_PANELS 2

typedef struct {
  __m256 low, high;
} V16;

#define PAIR(l, h) ((V16) { (l), (h) })

static inline V16
v_zero (void)
{
  return PAIR (_mm256_setzero_ps (), _mm256_setzero_ps ());
}

static inline V16
v_set1 (float f)
{
  return PAIR (_mm256_set1_ps (f), _mm256_set1_ps (f));
}

static inline V16
v_load (const float *p)
{
  return PAIR (_mm256_loadu_ps (p), _mm256_loadu_ps (p + 8));
}

static inline void
v_store (float *p, V16 a)
{
  _mm256_storeu_ps (p, a.low);
  _mm256_storeu_ps (p + 8, a.high);
}

static inline V16
v_fma (V16 a, V16 b, V16 c)
{
  return PAIR (_mm256_fmadd_ps (a.low, b.low, c.low), _mm256_fmadd_ps (a.high, b.high, c.high));
}

#define PAIRWISE(name, op) \
  static inline V16 \
  name (V16 a, V16 b) \
  { \
    return PAIR (op (a.low, b.low), op (a.high, b.high)); \
  }

PAIRWISE (v_add, _mm256_add_ps)
PAIRWISE (v_sub, _mm256_sub_ps)
PAIRWISE (v_mul, _mm256_mul_ps)
PAIRWISE (v_div, _mm256_div_ps)
PAIRWISE (v_max, _mm256_max_ps)

/* All bits of element i set where first + i < n. */
static inline __m256i
mask8 (int first, int n)
{
  const __m256i index = _mm256_add_epi32 (_mm256_setr_epi32 (0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32 (first));

  return _mm256_cmpgt_epi32 (_mm256_set1_epi32 (n), index);
}

static inline V16
v_load_n (const float *p, gsize n)
{
  return PAIR (_mm256_maskload_ps (p, mask8 (0, (int) n)), _mm256_maskload_ps (p + 8, mask8 (8, (int) n)));
}

static inline void
v_store_n (float *p, gsize n, V16 a)
{
  _mm256_maskstore_ps (p, mask8 (0, (int) n), a.low);
  _mm256_maskstore_ps (p + 8, mask8 (8, (int) n), a.high);
}

static inline V16
v_keep_n (V16 a, gsize n)
{
  return PAIR (_mm256_and_ps (a.low, _mm256_castsi256_ps (mask8 (0, (int) n))),
               _mm256_and_ps (a.high, _mm256_castsi256_ps (mask8 (8, (int) n))));
}

static inline __m256
phi_select8 (__m256 x, __m256 a, __m256 b)
{
  return _mm256_blendv_ps (b, a, _mm256_cmp_ps (x, _mm256_setzero_ps (), _CMP_GT_OQ));
}

static inline V16
v_phi_select (V16 x, V16 a, V16 b)
{
  return PAIR (phi_select8 (x.low, a.low, b.low), phi_select8 (x.high, a.high, b.high));
}

static inline __m256
abs8 (__m256 a)
{
  return _mm256_andnot_ps (_mm256_set1_ps (-0.0f), a);
}

static inline V16
v_abs (V16 a)
{
  return PAIR (abs8 (a.low), abs8 (a.high));
}

static inline __m256
copysign8 (__m256 a, __m256 b)
{
  return _mm256_or_ps (abs8 (a), _mm256_and_ps (_mm256_set1_ps (-0.0f), b));
}

PAIRWISE (v_copysign, copysign8)

static inline __m256
power8 (__m256 x)
{
  return _mm256_castsi256_ps (_mm256_add_epi32 (_mm256_slli_epi32 (_mm256_castps_si256 (x), 23),
                                                _mm256_set1_epi32 (0x3f800000)));
}

static inline V16
v_power (V16 x)
{
  return PAIR (power8 (x.low), power8 (x.high));
}

static inline __m256
load_bf16_8 (const void *p)
{
  return _mm256_castsi256_ps (_mm256_slli_epi32 (_mm256_cvtepu16_epi32 (_mm_loadu_si128 (p)), 16));
}

static inline V16
v_load_bf16 (const guint16 *p)
{
  return PAIR (load_bf16_8 (p), load_bf16_8 (p + 8));
}

static inline __m128i
low_bytes8 (__m256 x)
{
  const __m256i bytes = _mm256_add_epi32 (_mm256_castps_si256 (x), _mm256_set1_epi32 (128));
  const __m256i masked = _mm256_and_si256 (bytes, _mm256_set1_epi32 (0xff));

  return _mm_packus_epi32 (_mm256_castsi256_si128 (masked), _mm256_extracti128_si256 (masked, 1));
}

static inline void
v_store_bytes (guint8 *p, V16 x)
{
  _mm_storeu_si128 ((__m128i *) p, _mm_packus_epi16 (low_bytes8 (x.low), low_bytes8 (x.high)));
}

typedef struct {
  __m256i low, high;
} I16;

#define I_PAIR(l, h) ((I16) { (l), (h) })

static inline I16
i_zero (void)
{
  return I_PAIR (_mm256_setzero_si256 (), _mm256_setzero_si256 ());
}

static inline I16
i_load (const void *p)
{
  return I_PAIR (_mm256_loadu_si256 (p), _mm256_loadu_si256 ((const __m256i *) p + 1));
}

static inline I16
i_set1 (const void *p)
{
  gint32 four;

  memcpy (&four, p, sizeof four);
  return I_PAIR (_mm256_set1_epi32 (four), _mm256_set1_epi32 (four));
}

/* Even and odd bytes apart, so that no sum of two products saturates at 16 bits. */
static inline __m256i
dot8 (__m256i sum, __m256i u, __m256i w)
{
  const __m256i even = _mm256_madd_epi16 (_mm256_and_si256 (u, _mm256_set1_epi16 (0xff)),
                                          _mm256_srai_epi16 (_mm256_slli_epi16 (w, 8), 8));
  const __m256i odd = _mm256_madd_epi16 (_mm256_srli_epi16 (u, 8), _mm256_srai_epi16 (w, 8));

  return _mm256_add_epi32 (sum, _mm256_add_epi32 (even, odd));
}

static inline I16
i_dot (I16 sum, I16 u, I16 w)
{
  return I_PAIR (dot8 (sum.low, u.low, w.low), dot8 (sum.high, u.high, w.high));
}

static inline V16
i_float (I16 a, const gint32 *offset)
{
  const I16 from = i_load (offset);

  return PAIR (_mm256_cvtepi32_ps (_mm256_sub_epi32 (a.low, from.low)),
               _mm256_cvtepi32_ps (_mm256_sub_epi32 (a.high, from.high)));
}

static inline float
v_sum (V16 a)
{
  const __m256 eight = _mm256_add_ps (a.low, a.high);
  const __m128 four = _mm_add_ps (_mm256_castps256_ps128 (eight), _mm256_extractf128_ps (eight, 1));
  const __m128 two = _mm_add_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_add_ss (two, _mm_movehdup_ps (two)));
}

static inline float
v_largest (V16 a)
{
  const __m256 eight = _mm256_max_ps (a.low, a.high);
  const __m128 four = _mm_max_ps (_mm256_castps256_ps128 (eight), _mm256_extractf128_ps (eight, 1));
  const __m128 two = _mm_max_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_max_ss (two, _mm_movehdup_ps (two)));
}

#include "engine/kernels/simd-body.h"
