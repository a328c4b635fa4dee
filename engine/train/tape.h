/* SPDX-License-Identifier: MIT */
/* What a pass keeps of each layer for the way back, and its buffers. */
#pragma once

#include "engine/train/attention-softmax.h"
#include "engine/train/dropout.h"
#include "engine/train/linear.h"

/* A layer's arrays. Those marked * are kept for the whole sequence; of the others, when recomputing, all layers share one
 * that holds a block (softmax: qkv, read and norms a sequence, for its blocks see each other). */
typedef struct {
  Real *qkv;      /* [steps, qkv_stride]; linear: q and k after phi */
  Real *read;     /* [steps, d_stride] what attention read */
  Real *norms;    /* [steps, H] */
  Real *normal1;  /* [steps, d_stride] xhat of the first norm */
  Real *inverse1; /* [steps] */
  Real *inner;    /* [steps, f_stride] what enters the activation */
  Real *normal2;  /* [steps, d_stride] * xhat of the second norm */
  Real *inverse2; /* [steps] * */
  Real *memory;   /* [blocks + 1, H, memory_reals] * linear: S and z before each block */
} Tape;

typedef struct {
  gsize first; /* position */
  gsize m;     /* positions */
  gsize index;
} Block;

struct _WeftPass {
  WeftPlan plan;
  gsize d, f, n_heads, e, n_outputs;
  gsize d_stride, qkv_stride, f_stride, outputs_stride;
  gsize n_blocks;

  /* of the running call; borrowed */
  const WeftPacked *packed;
  const Real *weights;
  const guint8 *values;
  WeftPassAddress address;
  Real *gradient;

  /* in the arena */
  Tape *tapes;    /* [L] */
  Real *h;        /* [BLOCK, d_stride] what enters a layer */
  Real *h1;       /* [BLOCK, d_stride] what its first norm gives */
  Real *sum;      /* [BLOCK, d_stride] what is added to h, h1 */
  Real *active;   /* [BLOCK, f_stride] what leaves the activation */
  Real *outputs;  /* [BLOCK, outputs_stride] of the predictor, then their gradient */
  Real *inverse;  /* [BLOCK] of the last norm */
  Real *dh;       /* [steps, d_stride] gradient of what left the layer, then of what entered it */
  Real *d_sum;    /* [BLOCK, d_stride] */
  Real *d_read;   /* [BLOCK, d_stride] */
  Real *d_inner;  /* [BLOCK, f_stride] */
  Real *d_qkv;    /* [BLOCK or steps, qkv_stride] */
  Real *row;      /* [qkv_stride] of phi */
  Real *later;    /* [H, memory_reals] linear: R and r */
  FactorScratch factors;
  LinearScratch linear_scratch;
  SoftmaxScratch softmax_scratch;
};

/* ---- allocation ---- */

static WeftPass
measure_pass (const WeftPlan *plan)
{
  const WeftConfig *config = plan->config;

  return (WeftPass) {
    .plan = *plan,
    .d = config->width,
    .f = config->feed_forward,
    .n_heads = config->n_heads,
    .e = weft_config_get_head_size (config),
    .n_outputs = config->n_outputs,
    .d_stride = round_up (config->width, PANEL),
    .qkv_stride = round_up (3 * (gsize) config->width, PANEL),
    .f_stride = round_up (config->feed_forward, PANEL),
    .outputs_stride = round_up (config->n_outputs, PANEL),
    .n_blocks = (plan->n_steps + WEFT_TRAIN_BLOCK - 1) / WEFT_TRAIN_BLOCK,
  };
}

static gboolean
is_linear (const WeftPass *pass)
{
  return pass->plan.config->attention == WEFT_ATTENTION_LINEAR;
}

/* Rows of an array that need not be kept. */
static gsize
passing_rows (const WeftPass *pass)
{
  return pass->plan.recompute ? WEFT_TRAIN_BLOCK : pass->plan.n_steps;
}

/* The same for what softmax sees across blocks. */
static gsize
seen_rows (const WeftPass *pass)
{
  return is_linear (pass) ? passing_rows (pass) : pass->plan.n_steps;
}

/* An array that is reserved (arena not yet allocated) or taken. */
static Real *
array (WeftArena *arena, gsize n)
{
  if (arena->block != NULL)
    return weft_arena_take (arena, n, sizeof (Real));

  weft_arena_reserve (arena, n, sizeof (Real));
  return NULL;
}

static void
lay_out_passing (const WeftPass *pass, Tape *tape, WeftArena *arena)
{
  tape->qkv = array (arena, seen_rows (pass) * pass->qkv_stride);
  tape->read = array (arena, seen_rows (pass) * pass->d_stride);
  tape->norms = array (arena, seen_rows (pass) * pass->n_heads);
  tape->normal1 = array (arena, passing_rows (pass) * pass->d_stride);
  tape->inverse1 = array (arena, passing_rows (pass));
  tape->inner = array (arena, passing_rows (pass) * pass->f_stride);
}

static void
lay_out_kept (const WeftPass *pass, Tape *tape, WeftArena *arena)
{
  tape->normal2 = array (arena, pass->plan.n_steps * pass->d_stride);
  tape->inverse2 = array (arena, pass->plan.n_steps);
  if (is_linear (pass))
    tape->memory = array (arena, (pass->n_blocks + 1) * pass->n_heads * memory_reals (pass->e));
}

static void
lay_out_tapes (WeftPass *pass, WeftArena *arena)
{
  Tape shared = { 0 };

  if (pass->plan.recompute)
    lay_out_passing (pass, &shared, arena);

  for (guint l = 0; l < pass->plan.config->n_layers; l++)
    {
      Tape tape = shared;

      if (!pass->plan.recompute)
        lay_out_passing (pass, &tape, arena);
      lay_out_kept (pass, &tape, arena);
      if (arena->block != NULL)
        pass->tapes[l] = tape;
    }
}

static void
lay_out_factors (WeftPass *pass, WeftArena *arena)
{
  const gsize widest = MAX (MAX (pass->qkv_stride, pass->f_stride), pass->outputs_stride);

  pass->factors.left = (Factor *) array (arena, WEFT_TRAIN_BLOCK * widest);
  pass->factors.right = (Factor *) array (arena, WEFT_TRAIN_BLOCK * widest);
}

/* Reserves or takes everything; one order for both. */
static void
lay_out_pass (WeftPass *pass, WeftArena *arena)
{
  const gsize block = WEFT_TRAIN_BLOCK;

  lay_out_tapes (pass, arena);
  pass->h = array (arena, block * pass->d_stride);
  pass->h1 = array (arena, block * pass->d_stride);
  pass->sum = array (arena, block * pass->d_stride);
  pass->active = array (arena, block * pass->f_stride);
  pass->outputs = array (arena, block * pass->outputs_stride);
  pass->inverse = array (arena, block);
  pass->dh = array (arena, pass->plan.n_steps * pass->d_stride);
  pass->d_sum = array (arena, block * pass->d_stride);
  pass->d_read = array (arena, block * pass->d_stride);
  pass->d_inner = array (arena, block * pass->f_stride);
  pass->d_qkv = array (arena, (is_linear (pass) ? block : pass->plan.n_steps) * pass->qkv_stride);
  pass->row = array (arena, pass->qkv_stride);
  pass->later = array (arena, pass->n_heads * memory_reals (pass->e));
  lay_out_factors (pass, arena);
}

static void
reserve_pass (const WeftPlan *plan, WeftArena *arena)
{
  WeftPass pass = measure_pass (plan);

  lay_out_pass (&pass, arena);
  linear_scratch_reserve (arena, pass.e);
  softmax_scratch_reserve (arena, pass.e);
}

static WeftPass *
take_pass (const WeftPlan *plan, WeftArena *arena)
{
  WeftPass *pass = g_new (WeftPass, 1);

  *pass = measure_pass (plan);
  pass->tapes = g_new0 (Tape, plan->config->n_layers);
  lay_out_pass (pass, arena);
  linear_scratch_take (&pass->linear_scratch, arena, pass->e);
  softmax_scratch_take (&pass->softmax_scratch, arena, pass->e);
  return pass;
}

static void
free_pass (WeftPass *pass)
{
  g_free (pass->tapes);
  g_free (pass);
}

/* ---- rows of a block ---- */

/* The arrays of a layer from the first row of a block on. */
static Tape
tape_of_block (const WeftPass *pass, guint layer, const Block *block)
{
  const Tape *tape = &pass->tapes[layer];
  const gsize passing = pass->plan.recompute ? 0 : block->first;
  const gsize seen = is_linear (pass) ? passing : block->first;

  return (Tape) {
    .qkv = tape->qkv + seen * pass->qkv_stride,
    .read = tape->read + seen * pass->d_stride,
    .norms = tape->norms + seen * pass->n_heads,
    .normal1 = tape->normal1 + passing * pass->d_stride,
    .inverse1 = tape->inverse1 + passing,
    .inner = tape->inner + passing * pass->f_stride,
    .normal2 = tape->normal2 + block->first * pass->d_stride,
    .inverse2 = tape->inverse2 + block->first,
    .memory = is_linear (pass) ? tape->memory + block->index * pass->n_heads * memory_reals (pass->e) : NULL,
  };
}

static Block
get_block (const WeftPass *pass, gsize index)
{
  const gsize first = index * WEFT_TRAIN_BLOCK;

  return (Block) { .first = first, .m = MIN (pass->plan.n_steps - first, WEFT_TRAIN_BLOCK), .index = index };
}
