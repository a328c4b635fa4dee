/* SPDX-License-Identifier: MIT */
/* AVX-512 with VNNI: four products of bytes in one instruction. */
#include "engine/kernels/avx512-vector.h"

#define KERNELS weft_kernels_avx512_vnni
#define KERNELS_NAME "avx512-vnni"

#define i_dot(sum, u, w) _mm512_dpbusd_epi32 (sum, u, w)

#include "engine/kernels/simd-body.h"
