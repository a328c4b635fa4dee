/* SPDX-License-Identifier: MIT */
/* Training with AVX-512. */
#define TABLE weft_arithmetic_avx512
#define TABLE_NAME "avx512"
#define VECTOR_BYTES 64
#define ROWS 12
#include "engine/train/body.h"
