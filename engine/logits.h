/* SPDX-License-Identifier: MIT */
/* What both kinds of output ask of their logits. */
#pragma once

#include <glib.h>

/**
 * weft_logits_arg_max: the first of the largest.
 * @x: [n], n >= 1
 */
guint weft_logits_arg_max (const float *x, guint n);

/**
 * weft_logits_log_sum_exp: ln (sum over i of exp (x_i)), in double.
 * @x: [n], n >= 1
 */
double weft_logits_log_sum_exp (const float *x, guint n);
