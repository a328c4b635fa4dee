/* SPDX-License-Identifier: MIT */
/* Vectors of AVX-512 (F, BW, DQ, VL) for simd-body.h: a vector is one register. */
#pragma once

#include <glib.h>
#include <immintrin.h>
#include <string.h>

#define MAX_LANES 12
#define SOLO_PANELS 4

typedef __m512 V16;

#define v_zero() _mm512_setzero_ps ()
#define v_set1(f) _mm512_set1_ps (f)
#define v_load(p) _mm512_loadu_ps (p)
#define v_store(p, a) _mm512_storeu_ps (p, a)
#define v_fma(a, b, c) _mm512_fmadd_ps (a, b, c)
#define v_add(a, b) _mm512_add_ps (a, b)
#define v_sub(a, b) _mm512_sub_ps (a, b)
#define v_mul(a, b) _mm512_mul_ps (a, b)
#define v_div(a, b) _mm512_div_ps (a, b)
#define v_max(a, b) _mm512_max_ps (a, b)
#define v_mask(n) ((__mmask16) ((1u << (n)) - 1u))
#define v_load_n(p, n) _mm512_maskz_loadu_ps (v_mask (n), p)
#define v_store_n(p, n, a) _mm512_mask_storeu_ps (p, v_mask (n), a)
#define v_keep_n(a, n) _mm512_maskz_mov_ps (v_mask (n), a)
#define v_phi_select(x, a, b) _mm512_mask_mov_ps (b, _mm512_cmp_ps_mask (x, _mm512_setzero_ps (), _CMP_GT_OQ), a)
#define v_abs(a) _mm512_abs_ps (a)
#define v_copysign(a, b) \
  _mm512_or_ps (_mm512_abs_ps (a), _mm512_and_ps (b, _mm512_set1_ps (-0.0f)))
#define v_power(x) \
  _mm512_castsi512_ps (_mm512_add_epi32 (_mm512_slli_epi32 (_mm512_castps_si512 (x), 23), \
                                         _mm512_set1_epi32 (0x3f800000)))

static inline V16
v_load_bf16 (const void *p)
{
  return _mm512_castsi512_ps (_mm512_slli_epi32 (_mm512_cvtepu16_epi32 (_mm256_loadu_si256 (p)), 16));
}

static inline void
v_store_bytes (guint8 *p, V16 x)
{
  const __m512i bytes = _mm512_add_epi32 (_mm512_castps_si512 (x), _mm512_set1_epi32 (128));

  _mm_storeu_si128 ((__m128i *) p, _mm512_cvtepi32_epi8 (bytes));
}

typedef __m512i I16;

#define i_zero() _mm512_setzero_si512 ()
#define i_load(p) _mm512_loadu_si512 (p)

static inline I16
i_set1 (const void *p)
{
  gint32 four;

  memcpy (&four, p, sizeof four);
  return _mm512_set1_epi32 (four);
}

static inline V16
i_float (I16 a, const gint32 *offset)
{
  return _mm512_cvtepi32_ps (_mm512_sub_epi32 (a, _mm512_loadu_si512 (offset)));
}

static inline float
v_sum (V16 a)
{
  const __m256 eight = _mm256_add_ps (_mm512_castps512_ps256 (a), _mm512_extractf32x8_ps (a, 1));
  const __m128 four = _mm_add_ps (_mm256_castps256_ps128 (eight), _mm256_extractf128_ps (eight, 1));
  const __m128 two = _mm_add_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_add_ss (two, _mm_movehdup_ps (two)));
}

static inline float
v_largest (V16 a)
{
  return _mm512_reduce_max_ps (a);
}
