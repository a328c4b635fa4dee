/* SPDX-License-Identifier: MIT */
/* Training in registers of 16 bytes, which every processor has. */
#define TABLE weft_arithmetic_portable
#define TABLE_NAME "portable"
#define VECTOR_BYTES 16
#define ROWS 4
#include "engine/train/body.h"
