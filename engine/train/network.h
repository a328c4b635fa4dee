/* SPDX-License-Identifier: MIT */
/* The whole network over one sequence: layers forward, the last norm and the predictor with their loss, layers backward. */
#pragma once

#include "engine/train/layer.h"
#include "engine/train/loss-categorical.h"
#include "engine/train/loss-logistic.h"

/* ---- packed matrices ---- */

static void
reserve_packed (const WeftPlan *plan, WeftArena *arena)
{
  const gsize d = plan->config->width, f = plan->config->feed_forward;

  for (guint l = 0; l < plan->config->n_layers; l++)
    {
      linear_reserve (arena, d, 3 * d);
      linear_reserve (arena, d, d);
      linear_reserve (arena, d, f);
      linear_reserve (arena, f, d);
    }
  linear_reserve (arena, d, plan->config->n_outputs);
}

static WeftPacked *
take_packed (const WeftPlan *plan, WeftArena *arena)
{
  const gsize d = plan->config->width, f = plan->config->feed_forward;
  WeftPacked *packed = g_new0 (WeftPacked, 1);

  packed->n_layers = plan->config->n_layers;
  packed->layers = g_new0 (PackedLayer, packed->n_layers);
  for (guint l = 0; l < packed->n_layers; l++)
    {
      const WeftLayerPlaces *places = &plan->parameters->layers[l];

      linear_take (&packed->layers[l].qkv, arena, places->qkv, d, 3 * d);
      linear_take (&packed->layers[l].out, arena, places->out, d, d);
      linear_take (&packed->layers[l].linear1, arena, places->linear1, d, f);
      linear_take (&packed->layers[l].linear2, arena, places->linear2, f, d);
    }
  linear_take (&packed->predictor, arena, plan->parameters->predictor, d, plan->config->n_outputs);
  return packed;
}

static void
free_packed (WeftPacked *packed)
{
  g_free (packed->layers);
  g_free (packed);
}

static Linear *
get_matrix (WeftPacked *packed, guint index)
{
  PackedLayer *layer = &packed->layers[index / 4];

  if (index == 4 * packed->n_layers)
    return &packed->predictor;

  switch (index % 4)
    {
    case 0:
      return &layer->qkv;
    case 1:
      return &layer->out;
    case 2:
      return &layer->linear1;
    default:
      return &layer->linear2;
    }
}

static void
pack_matrices (WeftPacked *packed, const gpointer weights, guint begin, guint end)
{
  for (guint i = begin; i < end; i++)
    linear_pack (get_matrix (packed, i), weights);
}

/* ---- the end of the network ---- */

/* Rows of outputs become their gradients. Returns: the sum of -ln p. */
static double
judge (WeftPass *pass, const Block *block, Real scale)
{
  double nats = 0.0;

  for (gsize row = 0; row < block->m; row++)
    {
      Real *y = pass->outputs + row * pass->outputs_stride;
      const guint8 target = pass->values[block->first + row + 1];

      if (pass->plan.config->output == WEFT_OUTPUT_CATEGORICAL)
        nats += loss_categorical (y, pass->n_outputs, target, scale);
      else
        nats += loss_logistic (y, pass->n_outputs, target, scale);
    }

  return nats;
}

/* pass->h = xhat of the last norm, pass->h1 = what it gives, pass->outputs = the predictor's. */
static void
predict (WeftPass *pass, const Block *block)
{
  const guint last = pass->plan.config->n_layers - 1;
  const WeftPlace below = pass->plan.parameters->layers[last].norm2, norm = pass->plan.parameters->norm;
  const Tape tape = tape_of_block (pass, last, block);

  norm_apply (tape.normal2, pass->d_stride, block->m, pass->d, pass->weights + below.weight, pass->weights + below.bias,
              pass->h);
  norm_forward (pass->h, NULL, pass->d_stride, block->m, pass->d, pass->h, pass->inverse);
  norm_apply (pass->h, pass->d_stride, block->m, pass->d, pass->weights + norm.weight, pass->weights + norm.bias, pass->h1);
  linear_forward (&pass->packed->predictor, &pass->factors, pass->h1, pass->d_stride, pass->outputs, pass->outputs_stride,
                  block->m);
}

/* pass->outputs, gradients now -> pass->dh. */
static void
backward_predict (WeftPass *pass, const Block *block)
{
  linear_gradient (&pass->packed->predictor, &pass->factors, pass->outputs, pass->outputs_stride, pass->h1, pass->d_stride,
                   block->m, pass->gradient);
  linear_backward (&pass->packed->predictor, &pass->factors, pass->outputs, pass->outputs_stride, NULL, pass->d_sum,
                   pass->d_stride, block->m);
  backward_norm (pass, pass->d_sum, pass->h, pass->inverse, block->m, pass->plan.parameters->norm,
                 pass->dh + block->first * pass->d_stride);
}

static void
copy_outputs (const WeftPass *pass, const Block *block, Real *outputs)
{
  for (gsize row = 0; row < block->m; row++)
    memcpy (outputs + (block->first + row) * pass->n_outputs, pass->outputs + row * pass->outputs_stride,
            pass->n_outputs * sizeof (Real));
}

/* ---- one sequence ---- */

static void
backward (WeftPass *pass)
{
  for (guint layer = pass->plan.config->n_layers; layer-- > 0;)
    layer_backward (pass, layer);
  embedding_backward (&pass->plan, pass->values, 0, pass->plan.n_steps, pass->dh, pass->d_stride, pass->gradient);
}

static double
run (WeftPass *pass, const WeftPacked *packed, const gpointer weights, const guint8 *values, WeftPassAddress address,
     double scale, gpointer gradient, gpointer outputs)
{
  double nats = 0.0;

  pass->packed = packed;
  pass->weights = weights;
  pass->values = values;
  pass->address = address;
  pass->gradient = gradient;

  for (guint layer = 0; layer < pass->plan.config->n_layers; layer++)
    layer_forward (pass, layer);

  for (gsize index = 0; index < pass->n_blocks; index++)
    {
      const Block block = get_block (pass, index);

      predict (pass, &block);
      if (outputs != NULL)
        copy_outputs (pass, &block, outputs);
      nats += judge (pass, &block, (Real) scale);
      if (gradient != NULL)
        backward_predict (pass, &block);
    }

  if (gradient != NULL)
    backward (pass);
  return nats;
}
