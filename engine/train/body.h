/* SPDX-License-Identifier: MIT */
/* One table of arithmetic. Included once by each file that has defined:
 *
 *   TABLE, TABLE_NAME  the WeftArithmetic to define, and its name
 *   VECTOR_BYTES       width of a register
 *   ROWS               rows of a tile of sums, at most 12: 2 ROWS registers hold them
 *   WEFT_TRAIN_BF16    (optional) products of rounded factors, with AVX512-BF16
 *   WEFT_TRAIN_DOUBLE  (optional) double instead of float
 */
#include "engine/train/tables.h"

#include "engine/train/network.h"
#include "engine/train/update.h"

const WeftArithmetic TABLE = {
  .name = TABLE_NAME,
  .real_bytes = sizeof (Real),
  .reserve_packed = reserve_packed,
  .take_packed = take_packed,
  .free_packed = free_packed,
  .reserve_pass = reserve_pass,
  .take_pass = take_pass,
  .free_pass = free_pass,
  .pack = pack_matrices,
  .run = run,
  .reduce = reduce,
  .update = update,
};
