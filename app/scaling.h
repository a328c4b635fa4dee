/* SPDX-License-Identifier: MIT */
/* StudioScaling: how long each form of attention takes for sequences of doubling length, as far as a budget reaches. */
#pragma once


#include "app/activity.h"

#include "engine/state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STUDIO_SCALING_MAX_LANES 3
#define STUDIO_SCALING_MIN_LENGTH 64u
#define STUDIO_SCALING_MAX_LENGTH 65536u

/**
 * StudioScalingSpec: by value. Start from STUDIO_SCALING_SPEC_INIT.
 */
typedef struct {
  const WeftConfig *config; /* borrowed: sizes of the network; the picture is made as large as the longest sequence */
  WeftPrecision precision;
  WeftForm forms[STUDIO_SCALING_MAX_LANES];
  guint n_forms;
  guint max_length;  /* a power of two, STUDIO_SCALING_MIN_LENGTH .. STUDIO_SCALING_MAX_LENGTH */
  double budget;     /* seconds on the clock for each form */
  guint n_warmup;    /* steps each form runs before it counts */
  guint n_threads;   /* members of the one team, 0: one a processor */
  gboolean demote;
} StudioScalingSpec;

#define STUDIO_SCALING_SPEC_INIT \
  { .max_length = STUDIO_SCALING_MAX_LENGTH, .budget = 10, .n_warmup = 16, .n_threads = 0 }

/* What one length took, from the first step to the last. */
typedef struct {
  guint length;   /* values, the given first one among them */
  double seconds;
  guint64 bytes;  /* what is remembered at its end */
} StudioScalingPoint;

/**
 * StudioScaling:
 *
 * Weights are random, since no checkpoint has so many positions: only times count. One sequence is painted by each form,
 * in turns; the clock is read at each doubling, so a length costs what its own steps cost. A form whose budget is used up
 * stops there, and nothing is said of lengths it has not reached.
 *
 * Threads: as its parent's.
 */
#define STUDIO_TYPE_SCALING (studio_scaling_get_type ())
G_DECLARE_FINAL_TYPE (StudioScaling, studio_scaling, STUDIO, SCALING, StudioActivity)

/**
 * studio_scaling_new: checks @spec; no thread yet.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT.
 */
StudioScaling *studio_scaling_new (const StudioScalingSpec *spec, GError **error);

guint    studio_scaling_get_n_lanes    (StudioScaling *self);
WeftForm studio_scaling_get_form       (StudioScaling *self, guint lane);
guint    studio_scaling_get_max_length (StudioScaling *self);
double   studio_scaling_get_budget     (StudioScaling *self);
guint    studio_scaling_get_n_threads  (StudioScaling *self);

WeftPrecision studio_scaling_get_precision (StudioScaling *self);

/**
 * studio_scaling_get_length: how many values a form has painted by now.
 */
guint studio_scaling_get_length (StudioScaling *self, guint lane);

/**
 * studio_scaling_get_is_stopped: whether a form's budget was used up before the longest sequence was done.
 */
gboolean studio_scaling_get_is_stopped (StudioScaling *self, guint lane);

/**
 * studio_scaling_dup_points: (transfer full): the lengths a form has reached, ascending: an array of StudioScalingPoint.
 */
GArray *studio_scaling_dup_points (StudioScaling *self, guint lane);

/**
 * studio_scaling_get_other_load: as studio_race_result_get_other_load().
 */
double studio_scaling_get_other_load (StudioScaling *self);

G_END_DECLS
