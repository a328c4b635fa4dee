/* SPDX-License-Identifier: MIT */
/* What the files of the workspace share: its fields, and the steps from a wish to a run. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

enum {
  STUDIO_WORKSPACE_PROP_0,
  STUDIO_WORKSPACE_PROP_CATALOG,
  STUDIO_WORKSPACE_PROP_ENTRY,
  STUDIO_WORKSPACE_PROP_MODEL_STATE,
  STUDIO_WORKSPACE_PROP_TEMPERATURE,
  STUDIO_WORKSPACE_PROP_TOP_K,
  STUDIO_WORKSPACE_PROP_TOP_P,
  STUDIO_WORKSPACE_PROP_SEED,
  STUDIO_WORKSPACE_PROP_SEED_LOCKED,
  STUDIO_WORKSPACE_PROP_PACE,
  STUDIO_WORKSPACE_PROP_N_LANES,
  STUDIO_WORKSPACE_PROP_ENDLESS,
  STUDIO_WORKSPACE_PROP_SLOWDOWN,
  STUDIO_WORKSPACE_PROP_STATE,
  STUDIO_WORKSPACE_PROP_JOB,
  STUDIO_WORKSPACE_PROP_CAN_UNDO_DISCARD,
  STUDIO_WORKSPACE_PROP_RACE,
  STUDIO_WORKSPACE_PROP_PROBLEM,
  STUDIO_WORKSPACE_N_PROPS,
};

/* What begins once the models it needs are there. */
typedef enum {
  STUDIO_WISH_NONE,
  STUDIO_WISH_GENERATE,
  STUDIO_WISH_STEP, /* generate, paused after one pixel */
  STUDIO_WISH_RACE,
} StudioWish;

struct _StudioWorkspace {
  GObject parent_instance;

  /* owned */
  StudioCatalog *catalog;
  StudioEntry *entry;
  StudioJob *job;
  StudioJob *discarded;
  StudioRace *race;
  GPtrArray *retired; /* of jobs and races that were asked to end and are joined once they have */
  char *problem;

  /* the model, and what waits for it */
  StudioModelState model_state;
  WeftPrecision precision;
  GCancellable *loading; /* owned; NULL unless something is being loaded */
  WeftModel *twin_model; /* owned; of the race that is wished for */
  StudioWish wish;
  guint n_repetitions;

  /* settings of the next run */
  StudioRecipe *plan;   /* owned; seed, image, form, temperatures, top-k/p, kept values; a recipe's SHA-256 */
  gboolean has_form;    /* the plan's form was given by a recipe; else the checkpoint's own */
  gboolean is_seed_new; /* set since the last run */
  gboolean seed_locked;
  double pace;
  guint n_lanes;
  gboolean endless;
  double slowdown;
};

/**
 * studio_workspace_notify: one of the properties above has changed.
 */
void studio_workspace_notify (StudioWorkspace *self, guint property);

/**
 * studio_workspace_report: makes a problem of an error.
 * @what: what was being done, "cannot read checkpoint 'digits'"
 */
void studio_workspace_report (StudioWorkspace *self, const char *what, const GError *error);

/**
 * studio_workspace_load: begins to load the entry's model at the present precision, if it is not there yet.
 */
void studio_workspace_load (StudioWorkspace *self);

/**
 * studio_workspace_end_runs: cancels job and race, whose pictures stay, and forgets what waits for a model.
 */
void studio_workspace_end_runs (StudioWorkspace *self);

G_END_DECLS
