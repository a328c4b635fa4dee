/* SPDX-License-Identifier: MIT */
/* The tables of arithmetic there are; arithmetic.c alone decides which of them runs. */
#pragma once

#include "engine/train/arithmetic.h"

extern const WeftArithmetic weft_arithmetic_portable;
extern const WeftArithmetic weft_arithmetic_avx2;
extern const WeftArithmetic weft_arithmetic_avx512;
extern const WeftArithmetic weft_arithmetic_avx512_bf16;
extern const WeftArithmetic weft_arithmetic_double; /* for tests; not in the library */
