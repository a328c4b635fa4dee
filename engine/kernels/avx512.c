/* SPDX-License-Identifier: MIT */
/* AVX-512 without byte dot products: they are made of 16-bit ones, even and odd bytes apart. */
#include "engine/kernels/avx512-vector.h"

#define KERNELS weft_kernels_avx512
#define KERNELS_NAME "avx512"

static inline I16
i_dot (I16 sum, I16 u, I16 w)
{
  const I16 even = _mm512_madd_epi16 (_mm512_and_si512 (u, _mm512_set1_epi16 (0xff)),
                                      _mm512_srai_epi16 (_mm512_slli_epi16 (w, 8), 8));
  const I16 odd = _mm512_madd_epi16 (_mm512_srli_epi16 (u, 8), _mm512_srai_epi16 (w, 8));

  return _mm512_add_epi32 (sum, _mm512_add_epi32 (even, odd));
}

#include "engine/kernels/simd-body.h"
