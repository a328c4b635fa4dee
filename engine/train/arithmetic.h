/* SPDX-License-Identifier: MIT */
/* WeftArithmetic: forward, backward and update of a network, one table per instruction set and number format. body.h is
 * the only source; each file beside it that includes it sets a format and becomes one table. */
#pragma once

#include "engine/arena.h"
#include "engine/config.h"
#include "engine/train/parameters.h"

#include <glib.h>

#define WEFT_TRAIN_BLOCK 128 /* positions that go through a layer together */

/**
 * WeftPlan: what a pass over sequences is to compute. A plain value; pointers are borrowed.
 */
typedef struct {
  const WeftConfig *config;
  const WeftParameters *parameters;
  const float *positions; /* [N, d/2] the position table, not trained */
  guint n_steps;          /* values that are fed, 1 .. N; one more is known, for the last one to predict */
  gboolean recompute;     /* keep only each layer's output, and compute the rest again in the backward pass */
  double dropout;         /* probability that an activation is dropped, 0 .. below 1 */
  guint64 seed;           /* of what is dropped */
} WeftPlan;

/* Which sequence of which step: what is dropped depends on it. */
typedef struct {
  guint32 step;
  guint32 sequence; /* index within the batch */
} WeftPassAddress;

/* Constants of one optimizer step. */
typedef struct {
  double rate;
  double decay;                 /* decoupled: weights shrink by rate times this */
  double beta1, beta2, epsilon;
  double scale;                 /* of the gradient, from clipping; 1: none */
  double correction1;           /* 1 - beta1^step */
  double correction2;           /* 1 - beta2^step */
  double rectification;         /* RAdam: the factor of the adaptive step, or 0 where there is none yet; AdamW: 1 */
  double average_weight;        /* the average moves towards the weights by this */
} WeftUpdate;

/* The matrices as products read them; shared by all who pass. */
typedef struct _WeftPacked WeftPacked;

/* Working memory of one thread. */
typedef struct _WeftPass WeftPass;

/**
 * WeftArithmetic: weights, gradients and moments are flat arrays of @real_bytes a number, as WeftParameters lays them out.
 * Nothing is checked and nothing fails: callers have reserved memory in an arena, and look at what comes out.
 *
 * Threads: any; a WeftPass is owned by one thread at a time.
 */
typedef struct {
  const char *name;
  gsize real_bytes;

  /* Reserve and take name the same arrays in the same order; what was taken is freed with free_*, the arrays with
   * their arena. */
  void (*reserve_packed) (const WeftPlan *plan, WeftArena *arena);
  WeftPacked *(*take_packed) (const WeftPlan *plan, WeftArena *arena);
  void (*free_packed) (WeftPacked *packed);
  void (*reserve_pass) (const WeftPlan *plan, WeftArena *arena);
  WeftPass *(*take_pass) (const WeftPlan *plan, WeftArena *arena);
  void (*free_pass) (WeftPass *pass);

  /* Packs matrices begin .. end - 1 of 4 n_layers + 1. */
  void (*pack) (WeftPacked *packed, const gpointer weights, guint begin, guint end);

  /* One sequence forward, and backward if @gradient is not NULL.
   * values: [n_steps + 1]; gradient: [n], increased by scale times that of the sum of nats; outputs: (nullable)
   * [n_steps, n_outputs]. Returns: the sum of -ln p over the n_steps values that are predicted. */
  double (*run) (WeftPass *pass, const WeftPacked *packed, const gpointer weights, const guint8 *values,
                 WeftPassAddress address, double scale, gpointer gradient, gpointer outputs);

  /* sum[i] = the sum over parts of parts[p][i], in that order, begin <= i < end. Returns: the sum of their squares. */
  double (*reduce) (const gpointer *parts, guint n_parts, gpointer sum, gsize begin, gsize end);

  /* One step of AdamW or RAdam for begin <= i < end, and the average moves along. */
  void (*update) (const WeftUpdate *update, gpointer weights, const gpointer gradient, gpointer moment1,
                  gpointer moment2, gpointer average, gsize begin, gsize end);
} WeftArithmetic;

/**
 * weft_arithmetic_get: the fastest table that this processor runs; WEFT_ARITHMETIC in the environment names another one,
 * for the kind of products that it has.
 * @bf16: whether products may round their factors to bfloat16; sums stay in single precision
 *
 * Returns: (transfer none): static, or NULL if @bf16 and this processor has no such products.
 */
const WeftArithmetic *weft_arithmetic_get (gboolean bf16);

/**
 * weft_arithmetic_check: whether WEFT_ARITHMETIC, if it is set, names a table that runs here; for programs, at their start.
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT, which names those that do.
 */
gboolean weft_arithmetic_check (GError **error);

#define WEFT_ARITHMETIC_MAX 8 /* tables there can be, with the NULL at the end */

/**
 * weft_arithmetic_list: every single-precision table that runs here, portable first, then those with bf16 products.
 * @list: (out caller-allocated): WEFT_ARITHMETIC_MAX pointers, NULL-terminated
 */
void weft_arithmetic_list (const WeftArithmetic **list);
