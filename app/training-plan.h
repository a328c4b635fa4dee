/* SPDX-License-Identifier: MIT */
/* StudioTrainingPlan: what a network is to learn from, how large it is, and how it learns. */
#pragma once

#include "app/picture-set.h"

#include "engine/config.h"
#include "engine/train/options.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioTrainingSize: layers, heads, width and feed-forward width in one word.
 */
typedef enum {
  STUDIO_TRAINING_TINY,  /* 2, 2, 64, 256 */
  STUDIO_TRAINING_SMALL, /* 4, 4, 128, 512 */
  STUDIO_TRAINING_PAPER, /* 8, 8, 256, 1024 */
} StudioTrainingSize;

/**
 * StudioTrainingPlan: start from studio_training_plan_init(), end with studio_training_plan_clear(). Strings
 * are owned.
 */
typedef struct {
  char *data;                    /* what is learnt from: studio_picture_set_new() */
  char *test;                    /* what is held out, instead of a part of it; NULL: a part of it */
  StudioPictureOptions pictures; /* its seed is that of learning; its mode, size and palette are origin's where
                                    there is one */

  /* the network; all but the context is origin's where there is one */
  char *origin;                  /* a checkpoint to begin with; NULL: random weights */
  guint n_layers;
  guint n_heads;
  guint width;
  guint feed_forward;
  WeftAttention attention;
  WeftOutput output;
  gboolean has_context;          /* FALSE: above, above right, above left, two above; with three values a pixel
                                    also the two values before the last one */
  guint n_context;
  guint context_offsets[WEFT_MAX_CONTEXT];

  /* how it learns */
  WeftTrainOptions learning;     /* its n_steps is 0 where hours say how long */
  double hours;                  /* by the clock, so that the result depends on the machine */
  guint n_threads;               /* 0: one a processor */

  /* what is told on the way */
  guint64 measure_every;         /* steps between two measurements of what is held out */
  guint64 samples_every;         /* steps between two sheets of samples; 0: none */
  guint n_samples;               /* pictures on a sheet */
  double save_every;             /* seconds between two states on disk */

  char *title;                   /* kept in the checkpoint, like the next two; NULL: nothing is said */
  char *dataset;
  char *licence;
} StudioTrainingPlan;

/**
 * studio_training_plan_init: the defaults of the recipe in data/checkpoints/train, with no data yet.
 */
void studio_training_plan_init (StudioTrainingPlan *plan);

void studio_training_plan_clear (StudioTrainingPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StudioTrainingPlan, studio_training_plan_clear)

void studio_training_plan_copy (StudioTrainingPlan *target, const StudioTrainingPlan *source);

void studio_training_plan_set_size (StudioTrainingPlan *plan, StudioTrainingSize size);

/**
 * studio_training_plan_make_config: the network for these pictures.
 * @config: (out): complete and valid
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT: sizes that contradict each other or the pictures.
 */
gboolean studio_training_plan_make_config (const StudioTrainingPlan *plan, StudioPictureSet *set,
                                           WeftConfig *config, GError **error);

/**
 * studio_training_plan_dup_identity: (transfer full): what a state must agree on for its training to be this
 * one: data, network, and all that changes a weight but the threads.
 */
char *studio_training_plan_dup_identity (const StudioTrainingPlan *plan, StudioPictureSet *set,
                                         const WeftConfig *config);

G_END_DECLS
