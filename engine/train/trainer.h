/* SPDX-License-Identifier: MIT */
/* WeftTrainer: a network that learns from batches of known sequences, and all that is needed to go on later. */
#pragma once

#include "engine/checkpoint.h"
#include "engine/config.h"
#include "engine/team.h"
#include "engine/train/options.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftTrainer: weights, moments, averaged weights, and the number of steps behind them.
 *
 * The same seed, options, data and number of team members give the same bits, also after a state was saved and loaded;
 * another number of members sums gradients in another order. Each member takes whole sequences of a batch, so more
 * members than sequences are of no use.
 *
 * Threads: owned by one thread at a time, which must be the team's caller.
 */
typedef struct _WeftTrainer WeftTrainer;

/**
 * weft_trainer_get_bytes: the memory a trainer of @n_members would take, in bytes; saturates at G_MAXUINT64.
 */
guint64 weft_trainer_get_bytes (const WeftConfig *config, const WeftTrainOptions *options, guint n_members);

/**
 * weft_trainer_new: random weights from the seed, no step done. Both arguments are copied.
 * @team: (transfer none): must outlive the trainer
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID (config), ARGUMENT (options), UNSUPPORTED (bf16 on a processor
 * without such products), or NO_MEMORY naming the amount, which is computed beforehand.
 */
WeftTrainer *weft_trainer_new (const WeftConfig *config, const WeftTrainOptions *options, WeftTeam *team, GError **error);

void weft_trainer_free (WeftTrainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTrainer, weft_trainer_free)

const WeftConfig *weft_trainer_get_config (WeftTrainer *trainer);

/**
 * weft_trainer_get_description: the arithmetic in use, e.g. "avx512-bf16"; static.
 */
const char *weft_trainer_get_description (WeftTrainer *trainer);

/**
 * weft_trainer_get_step: steps done.
 */
guint weft_trainer_get_step (WeftTrainer *trainer);

/**
 * weft_trainer_set_progress: how much of the training is done where options->n_steps is 0, e.g. by the clock; then this
 * number is data, too, and the same bits need the same numbers.
 * @progress: 0 .. 1
 */
void weft_trainer_set_progress (WeftTrainer *trainer, double progress);

/**
 * weft_trainer_step: one step on one batch.
 * @values: [batch, N + 1] whole images in raster order
 * @bits_per_dim: (out): of the batch, by the weights before the step
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT for a value the network does not know, or NOT_FINITE naming the step; weights,
 * moments and averages are then those after the last good step.
 */
gboolean weft_trainer_step (WeftTrainer *trainer, const guint8 *values, double *bits_per_dim, GError **error);

/**
 * weft_trainer_measure: bits per dimension by the averaged weights, mean over values, then over images.
 * @values: [n_images, N + 1], n_images >= 1
 *
 * Returns: FALSE as weft_trainer_step() does.
 */
gboolean weft_trainer_measure (WeftTrainer *trainer, const guint8 *values, gsize n_images, double *bits_per_dim,
                               GError **error);

/**
 * weft_trainer_load_weights: begins with the weights of a checkpoint: no moments, no step done.
 * @checkpoint: of the same sizes and kinds; it may have fewer contexts, the first of ours: the further tables begin at 0
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT if it is of another network, IO or INVALID; nothing has changed then.
 */
gboolean weft_trainer_load_weights (WeftTrainer *trainer, WeftCheckpoint *checkpoint, GError **error);

/**
 * WeftExport: what a checkpoint has besides the weights. A plain value, all borrowed.
 */
typedef struct {
  const char *const *facts;        /* key, value, key, value, .., NULL: for people; NULL: none */
  const float *first_value_counts; /* [V], or NULL */
  const guint8 *palette;           /* [V, 3], indexed8 only, else NULL */
  gboolean bf16;                   /* weights rounded to BF16 */
} WeftExport;

/**
 * weft_trainer_export: the averaged weights as a checkpoint.
 *
 * Returns: (transfer full): the bytes of the file, or NULL with WEFT_ERROR_NO_MEMORY.
 */
GBytes *weft_trainer_export (WeftTrainer *trainer, const WeftExport *export, GError **error);

/**
 * weft_trainer_save_state: weights, averages, moments, the step and the identity of the training.
 *
 * Returns: (transfer full): the bytes of a safetensors file, or NULL with WEFT_ERROR_NO_MEMORY.
 */
GBytes *weft_trainer_save_state (WeftTrainer *trainer, GError **error);

/**
 * weft_trainer_load_state: goes on from there as if there had been no interruption.
 * @bytes: (transfer full): also freed on failure
 *
 * Returns: FALSE with WEFT_ERROR_INVALID (damaged), UNSUPPORTED (no such state), ARGUMENT (of another training), IO or
 * NO_MEMORY; nothing has changed then.
 */
gboolean weft_trainer_load_state (WeftTrainer *trainer, WeftBytes *bytes, GError **error);

G_END_DECLS
