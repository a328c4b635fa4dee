/* SPDX-License-Identifier: MIT */
/* Training with AVX-512 and products of bfloat16. */
#define TABLE weft_arithmetic_avx512_bf16
#define TABLE_NAME "avx512-bf16"
#define VECTOR_BYTES 64
#define ROWS 12
#define WEFT_TRAIN_BF16
#include "engine/train/body.h"
