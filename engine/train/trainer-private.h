/* SPDX-License-Identifier: MIT */
/* The inside of a trainer, for trainer.c, state.c and export.c. */
#pragma once

#include "engine/contract.h"
#include "engine/format/safetensors-writer.h"
#include "engine/train/trainer.h"

/* A part of one tensor: what a member reduces and updates at a time. */
typedef struct {
  guint tensor; /* index in parameters->list */
  gsize begin, end;
  double squares; /* of the gradient */
} WeftPiece;

/* What one share of a batch works with. There are as many as the team has members, whoever works. */
typedef struct {
  WeftPass *pass;
  float *gradient; /* [n] */
} WeftSlot;

struct _WeftTrainer {
  WeftConfig config;
  WeftTrainOptions options;
  guint step; /* done */
  double progress;

  /* borrowed */
  WeftTeam *team;
  const WeftArithmetic *arithmetic;

  /* owned */
  WeftParameters *parameters;
  WeftPlan plan;
  WeftArena arena;
  float *positions; /* [N, d/2] */
  float *weights;   /* [n] */
  float *average;   /* [n] */
  float *moment1;   /* [n] */
  float *moment2;   /* [n] */
  guint n_slots;
  WeftSlot *slots;  /* [n_slots] */
  WeftPacked *packed;
  GArray *pieces;   /* of WeftPiece */

  /* of the running call */
  const float *running;  /* weights that pass: the latest, or the averaged ones */
  const guint8 *values;  /* [n_sequences, N + 1] */
  gsize n_sequences;
  gboolean learning;
  double *nats;          /* [n_sequences] */
  WeftUpdate update;
  double *scales;        /* [n_list] of each tensor's gradient; owned */
};

/**
 * weft_trainer_add_f32: a tensor of a file.
 * @tensor: its shape
 * @from: [@n], copied
 */
void weft_trainer_add_f32 (WeftContainerWriter *writer, const char *name, const WeftContractTensor *tensor,
                           const float *from, gsize n);

/**
 * weft_trainer_add_positions: the table of positions; not trained, but a checkpoint that was begun with has its own.
 */
void weft_trainer_add_positions (WeftContainerWriter *writer, const WeftTrainer *trainer);
