/* SPDX-License-Identifier: MIT */
/* AVX-512 with VNNI: four products of bytes in one instruction. */
#include "engine/kernels/avx512-vector.h"

#define KERNELS weft_kernels_avx512_vnni
#define KERNELS_NAME "avx512-vnni"

/* _mm512_dpbusd_epi32(), told to add in place: GCC 12 copies the sums of a tile to and fro around the intrinsic, which
 * costs more than the products. */
static inline I16
i_dot (I16 sum, I16 u, I16 w)
{
  __asm__ ("vpdpbusd\t%2, %1, %0" : "+v" (sum) : "v" (u), "v" (w));
  return sum;
}

#include "engine/kernels/simd-body.h"
