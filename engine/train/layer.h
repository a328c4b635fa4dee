/* SPDX-License-Identifier: MIT */
/* One layer, post-norm, over a block of positions: forward, and backward.
 *
 *   h1 = norm1 (h + Wo attention (Wqkv h));  h' = norm2 (h1 + W2 f (W1 h1)) */
#pragma once

#include "engine/train/activation.h"
#include "engine/train/embedding.h"
#include "engine/train/norm.h"
#include "engine/train/tape.h"

typedef struct {
  Linear qkv, out, linear1, linear2;
} PackedLayer;

struct _WeftPacked {
  guint n_layers;
  PackedLayer *layers; /* [n_layers] */
  Linear predictor;
};

/* The places of a layer where activations are dropped. */
enum {
  SITE_ATTENTION,
  SITE_ACTIVATION,
  SITE_FEED_FORWARD,
  N_SITES,
};

/* Which pass over a block. */
typedef struct {
  WeftPass *pass;
  guint layer;
  Block block;
  Tape tape;
  const PackedLayer *packed;
  const WeftLayerPlaces *places;
} LayerBlock;

static LayerBlock
get_layer_block (WeftPass *pass, guint layer, gsize index)
{
  const Block block = get_block (pass, index);

  return (LayerBlock) {
    .pass = pass,
    .layer = layer,
    .block = block,
    .tape = tape_of_block (pass, layer, &block),
    .packed = &pass->packed->layers[layer],
    .places = &pass->plan.parameters->layers[layer],
  };
}

/* ---- forward ---- */

static void
drop (const LayerBlock *lb, guint site, Real *x, gsize stride, gsize n)
{
  const WeftPass *pass = lb->pass;
  const Dropout dropout = {
    .seed = pass->plan.seed,
    .step = pass->address.step,
    .sequence = pass->address.sequence,
    .site = lb->layer * N_SITES + site,
    .probability = pass->gradient != NULL ? pass->plan.dropout : 0.0,
  };

  dropout_apply (&dropout, x, stride, lb->block.first, lb->block.m, n);
}

/* pass->h = what enters the layer: the values, or what the second norm of the layer below gives. */
static void
layer_input (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  if (lb->layer == 0)
    {
      embedding_forward (&pass->plan, pass->weights, pass->values, lb->block.first, lb->block.m, pass->h, pass->d_stride);
      return;
    }

  const WeftPlace norm = pass->plan.parameters->layers[lb->layer - 1].norm2;
  const Tape below = tape_of_block (pass, lb->layer - 1, &lb->block);

  norm_apply (below.normal2, pass->d_stride, lb->block.m, pass->d, pass->weights + norm.weight,
              pass->weights + norm.bias, pass->h);
}

/* One head's part of the block; with gradients for the backward pass. */
static HeadBlock
get_head_block (const LayerBlock *lb, gsize head)
{
  const WeftPass *pass = lb->pass;
  const gsize column = head * pass->e;
  Real *d_qkv = pass->d_qkv + (is_linear (pass) ? 0 : lb->block.first * pass->qkv_stride);

  return (HeadBlock) {
    .m = lb->block.m,
    .e = pass->e,
    .qkv_stride = pass->qkv_stride,
    .read_stride = pass->d_stride,
    .norm_stride = pass->n_heads,
    .q = lb->tape.qkv + column,
    .k = lb->tape.qkv + pass->d + column,
    .v = lb->tape.qkv + 2 * pass->d + column,
    .read = lb->tape.read + column,
    .norms = lb->tape.norms + head,
    .d_read = pass->d_read + column,
    .dq = d_qkv + column,
    .dk = d_qkv + pass->d + column,
    .dv = d_qkv + 2 * pass->d + column,
  };
}

/* Needs layer_input(). */
static void
layer_project (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  linear_forward (&lb->packed->qkv, &pass->factors, pass->h, pass->d_stride, lb->tape.qkv, pass->qkv_stride, lb->block.m);
  if (is_linear (pass))
    phi_forward (lb->tape.qkv, pass->qkv_stride, lb->block.m, 2 * pass->d, pass->row);
}

static void
layer_attend (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  for (gsize head = 0; head < pass->n_heads; head++)
    {
      const HeadBlock b = get_head_block (lb, head);
      Real *before = lb->tape.memory + head * memory_reals (pass->e);

      if (is_linear (pass))
        attention_linear_forward (&b, &pass->linear_scratch, before, before + pass->n_heads * memory_reals (pass->e));
      else
        attention_softmax_forward (&b, &pass->softmax_scratch, lb->block.index);
    }
}

/* pass->h1 = what the first norm gives. */
static void
apply_norm1 (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  norm_apply (lb->tape.normal1, pass->d_stride, lb->block.m, pass->d, pass->weights + lb->places->norm1.weight,
              pass->weights + lb->places->norm1.bias, pass->h1);
}

/* From what attention read, and pass->h, to pass->h1. */
static void
layer_mix (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  linear_forward (&lb->packed->out, &pass->factors, lb->tape.read, pass->d_stride, pass->sum, pass->d_stride, lb->block.m);
  drop (lb, SITE_ATTENTION, pass->sum, pass->d_stride, pass->d);
  norm_forward (pass->h, pass->sum, pass->d_stride, lb->block.m, pass->d, lb->tape.normal1, lb->tape.inverse1);
  apply_norm1 (lb);
}

/* pass->active from what is kept of its input. */
static void
layer_activate (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  activation_forward (pass->plan.config->activation, lb->tape.inner, pass->f_stride, lb->block.m, pass->f, pass->active);
  drop (lb, SITE_ACTIVATION, pass->active, pass->f_stride, pass->f);
}

static void
layer_think (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  linear_forward (&lb->packed->linear1, &pass->factors, pass->h1, pass->d_stride, lb->tape.inner, pass->f_stride,
                  lb->block.m);
  layer_activate (lb);
  linear_forward (&lb->packed->linear2, &pass->factors, pass->active, pass->f_stride, pass->sum, pass->d_stride,
                  lb->block.m);
  drop (lb, SITE_FEED_FORWARD, pass->sum, pass->d_stride, pass->d);
  norm_forward (pass->h1, pass->sum, pass->d_stride, lb->block.m, pass->d, lb->tape.normal2, lb->tape.inverse2);
}

static void
layer_forward (WeftPass *pass, guint layer)
{
  for (gsize index = 0; index < pass->n_blocks; index++)
    {
      const LayerBlock lb = get_layer_block (pass, layer, index);

      layer_input (&lb);
      layer_project (&lb);
      layer_attend (&lb);
      layer_mix (&lb);
      layer_think (&lb);
    }
}

/* ---- backward ---- */

/* The gradients of a norm, in place. */
static void
backward_norm (WeftPass *pass, const Real *dy, const Real *normal, const Real *inverse, gsize m, WeftPlace place, Real *dt)
{
  norm_backward (dy, normal, inverse, pass->d_stride, m, pass->d, pass->weights + place.weight, dt,
                 pass->gradient + place.weight, pass->gradient + place.bias);
}

/* d_sum, the gradient of h1 + W2 f (W1 h1), becomes that of h1. */
static void
backward_think (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;
  const gsize m = lb->block.m;
  Real *d_out = pass->sum; /* what went through dropout */

  memcpy (d_out, pass->d_sum, m * pass->d_stride * sizeof (Real));
  drop (lb, SITE_FEED_FORWARD, d_out, pass->d_stride, pass->d);
  layer_activate (lb);
  linear_gradient (&lb->packed->linear2, &pass->factors, d_out, pass->d_stride, pass->active, pass->f_stride, m,
                   pass->gradient);
  linear_backward (&lb->packed->linear2, &pass->factors, d_out, pass->d_stride, NULL, pass->d_inner, pass->f_stride, m);
  drop (lb, SITE_ACTIVATION, pass->d_inner, pass->f_stride, pass->f);
  activation_backward (pass->plan.config->activation, lb->tape.inner, pass->f_stride, m, pass->f, pass->d_inner);

  apply_norm1 (lb);
  linear_gradient (&lb->packed->linear1, &pass->factors, pass->d_inner, pass->f_stride, pass->h1, pass->d_stride, m,
                   pass->gradient);
  linear_backward (&lb->packed->linear1, &pass->factors, pass->d_inner, pass->f_stride, pass->d_sum, pass->d_sum,
                   pass->d_stride, m);
}

/* d_sum, the gradient of h + Wo read, -> d_read. */
static void
backward_mix (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;
  const gsize m = lb->block.m;
  Real *d_out = pass->sum;

  memcpy (d_out, pass->d_sum, m * pass->d_stride * sizeof (Real));
  drop (lb, SITE_ATTENTION, d_out, pass->d_stride, pass->d);
  linear_gradient (&lb->packed->out, &pass->factors, d_out, pass->d_stride, lb->tape.read, pass->d_stride, m,
                   pass->gradient);
  linear_backward (&lb->packed->out, &pass->factors, d_out, pass->d_stride, NULL, pass->d_read, pass->d_stride, m);
}

/* d_read -> d_qkv. */
static void
backward_attend (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;

  for (gsize head = 0; head < pass->n_heads; head++)
    {
      const HeadBlock b = get_head_block (lb, head);
      const gsize place = head * memory_reals (pass->e);

      if (is_linear (pass))
        attention_linear_backward (&b, &pass->linear_scratch, lb->tape.memory + place, pass->later + place);
      else
        attention_softmax_backward (&b, &pass->softmax_scratch, lb->block.index);
    }
}

/* d_qkv, and d_sum past it, become the gradient of what entered the layer. */
static void
backward_project (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;
  const gsize m = lb->block.m;
  const Real *d_qkv = get_head_block (lb, 0).dq;
  Real *dh = pass->dh + lb->block.first * pass->d_stride;

  layer_input (lb);
  linear_gradient (&lb->packed->qkv, &pass->factors, d_qkv, pass->qkv_stride, pass->h, pass->d_stride, m, pass->gradient);
  linear_backward (&lb->packed->qkv, &pass->factors, d_qkv, pass->qkv_stride, pass->d_sum, dh, pass->d_stride, m);
}

/* What recomputing has to do for one block before it goes backward. */
static void
recompute_block (const LayerBlock *lb)
{
  layer_input (lb);
  if (is_linear (lb->pass))
    layer_project (lb);
  layer_attend (lb);
  layer_mix (lb);
  layer_think (lb);
}

static void
backward_block (const LayerBlock *lb)
{
  WeftPass *pass = lb->pass;
  const Real *dh = pass->dh + lb->block.first * pass->d_stride;

  if (pass->plan.recompute)
    recompute_block (lb);

  backward_norm (pass, dh, lb->tape.normal2, lb->tape.inverse2, lb->block.m, lb->places->norm2, pass->d_sum);
  backward_think (lb);
  backward_norm (pass, pass->d_sum, lb->tape.normal1, lb->tape.inverse1, lb->block.m, lb->places->norm1, pass->d_sum);
  backward_mix (lb);
  backward_attend (lb);
  backward_project (lb);
}

/* Keys and values of all blocks, which the blocks of a softmax layer see of each other. */
static void
project_again (WeftPass *pass, guint layer)
{
  for (gsize index = 0; index < pass->n_blocks; index++)
    {
      const LayerBlock lb = get_layer_block (pass, layer, index);

      layer_input (&lb);
      layer_project (&lb);
    }
}

/* pass->dh, the gradient of what left the layer, becomes that of what entered it. */
static void
layer_backward (WeftPass *pass, guint layer)
{
  if (is_linear (pass))
    memset (pass->later, 0, pass->n_heads * memory_reals (pass->e) * sizeof (Real));
  else
    memset (pass->d_qkv, 0, pass->plan.n_steps * pass->qkv_stride * sizeof (Real));

  if (pass->plan.recompute && !is_linear (pass))
    project_again (pass, layer);

  for (gsize index = pass->n_blocks; index-- > 0;)
    {
      const LayerBlock lb = get_layer_block (pass, layer, index);

      backward_block (&lb);
    }
}
