/* SPDX-License-Identifier: MIT */
/* Training with AVX2 and fused multiply-add. */
#define TABLE weft_arithmetic_avx2
#define TABLE_NAME "avx2"
#define VECTOR_BYTES 32
#define ROWS 6
#include "engine/train/body.h"
