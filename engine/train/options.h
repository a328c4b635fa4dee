/* SPDX-License-Identifier: MIT */
/* WeftTrainOptions: how a network is trained, and what follows from it for one step. */
#pragma once

#include "engine/train/arithmetic.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WEFT_OPTIMIZER_ADAMW, /* Adam with decoupled decay (Loshchilov and Hutter 2019) */
  WEFT_OPTIMIZER_RADAM, /* Adam whose first steps are rectified (Liu et al. 2020), decay decoupled too */
} WeftOptimizer;

typedef enum {
  WEFT_CLIP_NONE,
  WEFT_CLIP_GLOBAL, /* the gradient as a whole is shortened to the norm */
  WEFT_CLIP_TENSOR, /* each tensor's gradient is shortened to the norm on its own */
} WeftClip;

/**
 * WeftTrainOptions: a plain value. Begin with WEFT_TRAIN_OPTIONS_INIT, which is the PyTorch recipe of data/checkpoints/train.
 */
typedef struct {
  guint batch;             /* sequences a step, 1 .. 65536 */
  WeftOptimizer optimizer;
  double rate;             /* highest learning rate, > 0 */
  guint warm_up;           /* steps of linear rise to it, 0: none */
  guint n_steps;           /* over which half a cosine falls to 0; 0: the caller says how far it is */
  double decay;            /* of weights, >= 0 */
  double beta1, beta2;     /* of the moments, 0 .. below 1 */
  double epsilon;          /* > 0 */
  WeftClip clip;
  double clip_norm;        /* > 0 */
  double average;          /* decay of the averaged weights, 0 .. below 1; lower in the first steps */
  double dropout;          /* probability, 0 .. below 1 */
  gboolean recompute;      /* less memory, a third more time */
  gboolean bf16;           /* products of rounded factors where the processor has them; sums stay single precision */
  guint64 seed;            /* of the first weights and of dropout */
} WeftTrainOptions;

#define WEFT_TRAIN_OPTIONS_INIT \
  { .batch = 8, .optimizer = WEFT_OPTIMIZER_ADAMW, .rate = 1.2e-3, .warm_up = 300, .decay = 0.01, .beta1 = 0.9, \
    .beta2 = 0.98, .epsilon = 1e-8, .clip = WEFT_CLIP_GLOBAL, .clip_norm = 1.0, .average = 0.999 }

/**
 * weft_train_options_validate: whether every number is in its range.
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT naming the first that is not.
 */
gboolean weft_train_options_validate (const WeftTrainOptions *options, GError **error);

/**
 * weft_train_options_dup_identity: (transfer full): all that the numbers of a training depend on, but for the length, in
 * one line: a state of another identity is of another training.
 */
char *weft_train_options_dup_identity (const WeftTrainOptions *options, const WeftConfig *config);

/**
 * weft_train_options_get_rate: linear warm-up times half a cosine.
 * @step: 0 for the first
 * @progress: how much of the training is done, 0 .. 1
 */
double weft_train_options_get_rate (const WeftTrainOptions *options, guint step, double progress);

/**
 * weft_train_options_get_update: the constants of a step, but for `scale`, which is 1.
 */
WeftUpdate weft_train_options_get_update (const WeftTrainOptions *options, guint step, double progress);

/* By its name on the command line. */
gboolean weft_optimizer_from_string (const char *name, WeftOptimizer *value);

G_END_DECLS
