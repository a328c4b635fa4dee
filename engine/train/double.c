/* SPDX-License-Identifier: MIT */
/* Training in double precision, for the tests of gradients. */
#define TABLE weft_arithmetic_double
#define TABLE_NAME "double"
#define VECTOR_BYTES 16
#define ROWS 4
#define WEFT_TRAIN_DOUBLE
#include "engine/train/body.h"
