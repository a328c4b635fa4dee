/* SPDX-License-Identifier: MIT */
/* What the files of the workspace share: its fields, and the steps from a wish to a run. */
#pragma once

#include "app/branches.h"
#include "app/sketch.h"
#include "app/undo.h"
#include "app/workspace.h"

G_BEGIN_DECLS

enum {
  STUDIO_WORKSPACE_PROP_0,
  STUDIO_WORKSPACE_PROP_CATALOG,
  STUDIO_WORKSPACE_PROP_ENTRY,
  STUDIO_WORKSPACE_PROP_MODEL_STATE,
  STUDIO_WORKSPACE_PROP_LOADING,
  STUDIO_WORKSPACE_PROP_TEMPERATURE,
  STUDIO_WORKSPACE_PROP_TOP_K,
  STUDIO_WORKSPACE_PROP_TOP_P,
  STUDIO_WORKSPACE_PROP_SEED,
  STUDIO_WORKSPACE_PROP_SEED_LOCKED,
  STUDIO_WORKSPACE_PROP_PACE,
  STUDIO_WORKSPACE_PROP_PACE_UNIT,
  STUDIO_WORKSPACE_PROP_N_LANES,
  STUDIO_WORKSPACE_PROP_ENDLESS,
  STUDIO_WORKSPACE_PROP_SLOWDOWN,
  STUDIO_WORKSPACE_PROP_STATE,
  STUDIO_WORKSPACE_PROP_JOB,
  STUDIO_WORKSPACE_PROP_SHOWN_STEP,
  STUDIO_WORKSPACE_PROP_SHOWN_LANE,
  STUDIO_WORKSPACE_PROP_PLAYING,
  STUDIO_WORKSPACE_PROP_BRANCH,
  STUDIO_WORKSPACE_PROP_PREFERRED_PRECISION,
  STUDIO_WORKSPACE_PROP_CAN_UNDO,
  STUDIO_WORKSPACE_PROP_CAN_REDO,
  STUDIO_WORKSPACE_PROP_RACE,
  STUDIO_WORKSPACE_PROP_RACE_RECOMPUTED,
  STUDIO_WORKSPACE_PROP_RACE_CONCURRENT,
  STUDIO_WORKSPACE_PROP_SCALING,
  STUDIO_WORKSPACE_PROP_PROBLEM,
  STUDIO_WORKSPACE_PROP_SKETCHED,
  STUDIO_WORKSPACE_N_PROPS,
};

typedef struct _StudioHeld StudioHeld; /* a run that does not fit, and waits for an answer; workspace-memory.c */

/* What begins once the models it needs are there. */
typedef enum {
  STUDIO_WISH_NONE,
  STUDIO_WISH_GENERATE,
  STUDIO_WISH_STEP, /* generate, paused after one pixel */
  STUDIO_WISH_GO_ON, /* from the origin */
  STUDIO_WISH_REOPEN, /* a picture that was saved */
  STUDIO_WISH_RACE,
} StudioWish;

#define STUDIO_WORKSPACE_MAX_PACE 1e6 /* pixels per second */

struct _StudioWorkspace {
  GObject parent_instance;

  /* owned */
  StudioCatalog *catalog;
  StudioEntry *entry;
  StudioJob *job;
  StudioBranches *branches;
  StudioBranch *branch; /* the present one, which @job paints */
  StudioRace *race;
  StudioScaling *scaling;
  GPtrArray *retired; /* of jobs and races that were asked to end and are joined once they have */
  char *problem;
  gboolean is_job_problem; /* it speaks of @job, and goes with it */

  /* what can be taken back */
  StudioUndo *undo;   /* owned */
  gpointer recorded;  /* owned: the settings as they were when somebody last looked for changes */
  guint n_changes;    /* changes under way of which each is one step */

  /* the model, and what waits for it */
  StudioModelState model_state;
  WeftPrecision precision;
  GCancellable *loading; /* owned; NULL unless something is being loaded */
  StudioEntry *loaded;   /* owned reference; what is being loaded, or NULL */
  gpointer earlier;      /* owned: the settings to go back to while another model is being loaded; NULL: there was none */
  StudioHeld *held;      /* owned; NULL: none */
  char *memory_root;     /* owned; folder that stands for / when memory is asked for; NULL: the real one */
  WeftModel *twin_model; /* owned; of the race that is wished for */
  StudioMoment *origin;  /* owned; of the picture that is wished to go on; NULL: of none */
  guint origin_hold_at;
  StudioPixels *reopened; /* owned, as is its recipe; the picture that is wished to be opened; NULL: none */
  StudioRecipe *reopened_recipe;
  StudioWish wish;
  guint n_repetitions;

  /* the step that is seen */
  guint shown_step; /* values; G_MAXUINT: all that are painted */
  guint shown_lane;
  StudioTimeline *timeline; /* owned; NULL until somebody asks */
  guint playing_id;         /* source that shows what is known, step by step; 0: none */
  gint64 played_at;         /* monotonic, the latest showing */
  double played_debt;       /* part of a pixel that was due and not shown */

  /* what was set by hand on the picture in sight, or on the next one */
  StudioSketch *sketch;    /* owned; NULL: nothing */
  StudioSketch *unstroked; /* owned; as it was before the present stroke, NULL: there is none */

  /* settings of the next run */
  StudioRecipe *plan;   /* owned; seed, image, form, temperatures, top-k/p, kept values; a recipe's SHA-256 */
  gboolean has_form;    /* the plan's form was given by a recipe; else the checkpoint's own */
  gboolean is_seed_new; /* set since the last run */
  gboolean seed_locked;
  double pace;
  StudioPaceUnit pace_unit;
  guint n_lanes;
  gboolean endless;
  double slowdown;
  gint preferred_precision; /* a WeftPrecision, or -1: the checkpoint's own */
  guint max_threads;        /* 0: as many as help */
  guint hold_at;
  gsize keyframe_bytes;     /* for states along a picture */
  gboolean race_recomputed;
  gboolean race_concurrent;
};

/**
 * studio_workspace_notify: one of the properties above has changed.
 */
void studio_workspace_notify (StudioWorkspace *self, guint property);

/* For the class: reads and writes the properties, and makes them known. */
void studio_workspace_get_property       (GObject *object, guint id, GValue *value, GParamSpec *spec);
void studio_workspace_set_property       (GObject *object, guint id, const GValue *value, GParamSpec *spec);
void studio_workspace_install_properties (GObjectClass *object_class);

/**
 * studio_workspace_report: makes a problem of an error.
 * @what: what was being done, "cannot read checkpoint 'digits'"
 */
void studio_workspace_report (StudioWorkspace *self, const char *what, const GError *error);

/**
 * studio_workspace_choose_precision: what a checkpoint is loaded at unless a recipe says otherwise.
 */
WeftPrecision studio_workspace_choose_precision (StudioWorkspace *self, StudioEntry *entry);

/**
 * studio_workspace_load: begins to load the entry's model at the present precision, if it is not there yet.
 */
void studio_workspace_load (StudioWorkspace *self);

/**
 * studio_workspace_keep_pace: an image, or a row, takes as long as with the entry before.
 * @before: (nullable):
 *
 * Returns: whether "pace" is another one; telling so is the caller's affair.
 */
gboolean studio_workspace_keep_pace (StudioWorkspace *self, StudioEntry *before);

/**
 * studio_workspace_keep_earlier: remembers the settings as they were when somebody last looked for changes, to go back to.
 */
void studio_workspace_keep_earlier (StudioWorkspace *self);

void studio_workspace_forget_earlier (StudioWorkspace *self);

/**
 * studio_workspace_go_back: to the checkpoint and the settings before the one that is being loaded; none if there was none.
 */
void studio_workspace_go_back (StudioWorkspace *self);

/**
 * studio_workspace_has_model: whether the entry's model is in memory at the present precision.
 */
gboolean studio_workspace_has_model (StudioWorkspace *self);

/**
 * studio_workspace_wait_for_twin: whether the entry's twin is on its way; the race then begins when it is there.
 */
gboolean studio_workspace_wait_for_twin (StudioWorkspace *self);

/**
 * studio_workspace_make_wish: ends what runs; @wish is granted at once, or when the models are there.
 */
void studio_workspace_make_wish (StudioWorkspace *self, StudioWish wish);

/**
 * studio_workspace_grant_wish: the entry's model is there: what is wished for begins.
 */
void studio_workspace_grant_wish (StudioWorkspace *self);

/**
 * studio_workspace_begin_from_origin: goes on from the origin with the model that is there.
 */
void studio_workspace_begin_from_origin (StudioWorkspace *self);

/**
 * studio_workspace_begin_reopened: opens the reopened picture with the model that is there.
 */
void studio_workspace_begin_reopened (StudioWorkspace *self);

void studio_workspace_forget_reopened (StudioWorkspace *self);

/**
 * studio_workspace_begin_race: with the models that are there.
 */
void studio_workspace_begin_race (StudioWorkspace *self);

/**
 * studio_workspace_draw_seed: the seed of the next run: a new one, unless it is locked or was set since the last.
 */
void studio_workspace_draw_seed (StudioWorkspace *self);

/**
 * studio_workspace_choose_threads: members of the team that paints so many images together; 0: one a processor.
 */
guint studio_workspace_choose_threads (StudioWorkspace *self, guint64 weight_bytes, guint n_lanes);

/**
 * studio_workspace_retire: lets go of a run without waiting for its thread: it was asked to end, and is joined when
 * it has.
 */
void studio_workspace_retire (StudioWorkspace *self, StudioActivity *activity);

/**
 * studio_workspace_show_all: ends playing; all that is painted is seen again. For a new job, with its first lane.
 */
void studio_workspace_show_all (StudioWorkspace *self);

/**
 * studio_workspace_play: shows what is known beyond the shown step, then resumes the job. FALSE if nothing is.
 */
gboolean studio_workspace_play (StudioWorkspace *self);

/**
 * studio_workspace_stop_playing: FALSE if nothing was being played.
 */
gboolean studio_workspace_stop_playing (StudioWorkspace *self);

/**
 * studio_workspace_add_job: starts a job that fits into memory, and makes it the present one; studio_workspace_has_room().
 * @n_common: values in common with the present one, which stays, paused; 0 if it is a new beginning
 * @name: of the step, as for studio_undo_push(); NULL for a new beginning, which lets all branches go
 */
void studio_workspace_add_job (StudioWorkspace *self, const StudioJobSpec *spec, guint n_common, const char *name);

/**
 * studio_workspace_start_job: the same whatever memory there is.
 */
void studio_workspace_start_job (StudioWorkspace *self, const StudioJobSpec *spec, guint n_common, const char *name);

/**
 * studio_workspace_has_room: whether a job fits into memory. If not, it waits, and "shortage" tells; arguments as of
 * studio_workspace_add_job().
 */
gboolean studio_workspace_has_room (StudioWorkspace *self, const StudioJobSpec *spec, guint n_common, const char *name);

/**
 * studio_workspace_has_room_to_race: the same of a race.
 */
gboolean studio_workspace_has_room_to_race (StudioWorkspace *self, const StudioRaceSpec *spec);

/**
 * studio_workspace_add_branch: a job that has started is a branch of the present one, and takes its place.
 */
void studio_workspace_add_branch (StudioWorkspace *self, StudioJob *job, guint n_common, const char *name);

/**
 * studio_workspace_go_on: paints on from a moment of the shown picture, by the lane's recipe, in a branch.
 * @values: [n_known], of which @n_common are the shown picture's and the rest put in by hand
 * @n_known: 0: from the beginning
 * @name: of the step
 */
void studio_workspace_go_on (StudioWorkspace *self, const StudioJobLane *lane, const guint8 *values, guint n_known,
                             guint n_common, guint n_lanes, const char *name);

/**
 * studio_workspace_plan_sketch: what was set by hand before there is a picture is what the next one begins with.
 */
void studio_workspace_plan_sketch (StudioWorkspace *self);

/**
 * studio_workspace_forget_sketch: lets go of what was set by hand, as if it had never been.
 */
void studio_workspace_forget_sketch (StudioWorkspace *self);

/**
 * studio_workspace_drop_branches: cancels all; the present picture stays until there is another.
 */
void studio_workspace_drop_branches (StudioWorkspace *self);

/**
 * studio_workspace_push_step: as studio_undo_push().
 */
void studio_workspace_push_step (StudioWorkspace *self, const StudioUndoKind *step_kind, const char *name, gpointer before,
                                 gpointer after);

/**
 * studio_workspace_record: makes a step of what has changed in the settings, if anything has.
 * @name: as for studio_undo_push(); NULL: the change is nobody's to take back
 */
void studio_workspace_record (StudioWorkspace *self, const char *name);

/**
 * studio_workspace_get_step_name: of a property that is a setting; NULL for others.
 */
const char *studio_workspace_get_step_name (guint property);

/**
 * studio_workspace_begin_change: what changes until the matching studio_workspace_end_change() is one step.
 */
void studio_workspace_begin_change (StudioWorkspace *self);
void studio_workspace_end_change   (StudioWorkspace *self, const char *name);

/**
 * studio_workspace_forget_steps: as studio_undo_forget().
 */
void studio_workspace_forget_steps (StudioWorkspace *self, const StudioUndoKind *step_kind);

/* For the class: lets go of all steps. */
void studio_workspace_clear_undo (StudioWorkspace *self);

/**
 * studio_workspace_end_runs: cancels job and race, whose pictures stay, and forgets what waits for a model.
 */
void studio_workspace_end_runs (StudioWorkspace *self);

G_END_DECLS
