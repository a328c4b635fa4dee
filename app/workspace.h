/* SPDX-License-Identifier: MIT */
/* StudioWorkspace: what one window works with: catalogue, settings, the current job or race, and what to do
 * with them. */
#pragma once

#include "app/branch.h"
#include "app/catalog.h"
#include "app/job.h"
#include "app/pace.h"
#include "app/picture.h"
#include "app/race.h"
#include "app/scaling.h"
#include "app/shortage.h"
#include "app/store.h"
#include "app/timeline.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioModelState:
 * @STUDIO_MODEL_NONE: no checkpoint is chosen.
 * @STUDIO_MODEL_LOADING: its weights are being read; generating begins when they are there.
 * @STUDIO_MODEL_READY: its weights are in memory.
 * @STUDIO_MODEL_FAILED: they could not be read; "problem" says why. The earlier picture stays.
 */
typedef enum {
  STUDIO_MODEL_NONE,
  STUDIO_MODEL_LOADING,
  STUDIO_MODEL_READY,
  STUDIO_MODEL_FAILED,
} StudioModelState;

#define STUDIO_TYPE_MODEL_STATE (studio_model_state_get_type ())
GType studio_model_state_get_type (void);

/* What of a recipe to use. */
typedef enum {
  STUDIO_APPLY_ALL,
  STUDIO_APPLY_ALL_BUT_SEED,
  STUDIO_APPLY_SEED_ONLY,
} StudioApply;

/**
 * StudioWorkspace:
 *
 * Properties (all notify):
 * - "catalog" (StudioCatalog, read-only)
 * - "entry" (StudioEntry, nullable): the checkpoint in use; setting it begins to load and ends the current
 *   run
 * - "model-state" (StudioModelState, read-only)
 * - "loading" (StudioEntry, nullable, read-only): whose weights are being read, the entry's or its twin's
 * - "temperature" (double, 0 or 0.001 .. 1000): acts on a running job at its next value
 * - "top-k" (uint), "top-p" (double): for the next run
 * - "seed" (uint64), "seed-locked" (boolean): without the lock, a run draws a new seed unless one was set
 *   since the last
 * - "pace" (double): pixels per second, 0: as fast as possible; acts at once
 * - "pace-unit" (uint, a StudioPaceUnit): how people count it; an image or a row then takes as long with every checkpoint
 * - "n-lanes" (uint, 1 .. 16): images of the next run
 * - "endless" (boolean): the next run goes on round after round until finished or discarded
 * - "slowdown" (double, 0 or 1 ..): how many times slower than true a race is shown, 0: the race chooses;
 *   acts at once
 * - "state" (StudioRunState, read-only): of the current job; READY without one
 * - "job" (StudioJob, nullable, read-only): the current run, also when it has ended; its frames are what the
 *   canvas shows
 * - "shown-step" (uint): values of the picture that are to be seen, 0 without a job. It follows what is painted until it is
 *   set to less; then a running job pauses first. Always a whole pixel, but for the first value. Does not notify while it
 *   follows
 * - "shown-lane" (uint): the picture of several that timeline, inspector and branches are about
 * - "playing" (boolean, read-only): what is known already is being shown step by step, before painting goes on
 * - "branch" (StudioBranch, nullable, read-only): the one of studio_workspace_get_branches() that the current run is
 * - "preferred-precision" (int): studio_workspace_set_preferred_precision()
 * - "can-undo", "can-redo" (boolean, read-only): notify with every step, too
 * - "race" (StudioRace, nullable, read-only): the current race, also when it has ended
 * - "race-recomputed" (boolean): the next race has the third lane, whose time is no surprise to anybody
 * - "race-concurrent" (boolean): the lanes of the next race run at the same time instead of taking turns
 * - "scaling" (StudioScaling, nullable, read-only): the current measurement of lengths, also when it has ended
 * - "problem" (string, nullable, read-only): the latest thing that went wrong, one sentence; NULL once
 *   dismissed
 *
 * Signals: "picture" (StudioPicture): a picture is complete; "shortage" (no arguments): a run does not fit into memory,
 * studio_workspace_get_shortage().
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_WORKSPACE (studio_workspace_get_type ())
G_DECLARE_FINAL_TYPE (StudioWorkspace, studio_workspace, STUDIO, WORKSPACE, GObject)

/**
 * studio_workspace_new:
 * @catalog: (transfer none): usually scanned; its default entry is chosen
 */
StudioWorkspace *studio_workspace_new (StudioCatalog *catalog);

StudioCatalog *studio_workspace_get_catalog (StudioWorkspace *self);

StudioEntry     *studio_workspace_get_entry       (StudioWorkspace *self);
void             studio_workspace_set_entry       (StudioWorkspace *self, StudioEntry *entry);
StudioModelState studio_workspace_get_model_state (StudioWorkspace *self);

/**
 * studio_workspace_get_loading: (transfer none) (nullable): what is being loaded; studio_entry_get_loading() tells how far
 * that is. NULL: nothing.
 */
StudioEntry *studio_workspace_get_loading (StudioWorkspace *self);

/**
 * studio_workspace_cancel_loading: lets go of what is being loaded, and of what waits for it; the checkpoint and the settings
 * before it are in use again. Without an earlier one, none is.
 */
void studio_workspace_cancel_loading (StudioWorkspace *self);

/**
 * studio_workspace_get_shortage: (transfer none) (nullable): why the run that was asked for has not begun: there is not the
 * memory for it. It waits for one of the two below; NULL: none does. Signal "shortage" tells when one begins to.
 */
const StudioShortage *studio_workspace_get_shortage (StudioWorkspace *self);

/**
 * studio_workspace_relieve: begins the run that waits, with less of what the shortage names; this becomes the setting of later
 * runs, too. Nothing happens if there is no relief.
 */
void studio_workspace_relieve (StudioWorkspace *self);

/**
 * studio_workspace_forget_shortage: the run that waits never begins.
 */
void studio_workspace_forget_shortage (StudioWorkspace *self);

/**
 * studio_workspace_set_memory_root: where to ask how much memory there is; studio_shortage_count_available().
 * @root: (nullable):
 */
void studio_workspace_set_memory_root (StudioWorkspace *self, const char *root);

double   studio_workspace_get_temperature (StudioWorkspace *self);
void     studio_workspace_set_temperature (StudioWorkspace *self, double temperature);
guint64  studio_workspace_get_seed        (StudioWorkspace *self);
void     studio_workspace_set_seed        (StudioWorkspace *self, guint64 seed);
gboolean studio_workspace_get_seed_locked (StudioWorkspace *self);
void     studio_workspace_set_seed_locked (StudioWorkspace *self, gboolean locked);
double   studio_workspace_get_pace        (StudioWorkspace *self);
void     studio_workspace_set_pace        (StudioWorkspace *self, double pixels_per_second);

/**
 * studio_workspace_get_counted_pace: "pace" as "pace-unit" counts it, for the chosen checkpoint; 0: as fast as possible.
 */
double         studio_workspace_get_counted_pace (StudioWorkspace *self);
void           studio_workspace_set_counted_pace (StudioWorkspace *self, double pace);
StudioPaceUnit studio_workspace_get_pace_unit    (StudioWorkspace *self);

guint    studio_workspace_get_n_lanes     (StudioWorkspace *self);
void     studio_workspace_set_n_lanes     (StudioWorkspace *self, guint n_lanes);
gboolean studio_workspace_get_endless     (StudioWorkspace *self);
void     studio_workspace_set_endless     (StudioWorkspace *self, gboolean endless);

/**
 * studio_workspace_set_preferred_precision: what checkpoints are loaded at from now on, the present one too; a
 * recipe brings its own.
 * @precision: a WeftPrecision, or -1: what each checkpoint says is best
 */
void studio_workspace_set_preferred_precision (StudioWorkspace *self, gint precision);

/**
 * studio_workspace_set_max_threads: for the next run.
 * @n_threads: 0: as many as help
 */
void studio_workspace_set_max_threads (StudioWorkspace *self, guint n_threads);

/**
 * studio_workspace_set_hold_at: the next runs pause by themselves once so many values are known; 0: they do not.
 */
void studio_workspace_set_hold_at (StudioWorkspace *self, guint n_known);

/**
 * studio_workspace_set_keyframe_memory: what states along a picture may take together, from the next run on.
 */
void studio_workspace_set_keyframe_memory (StudioWorkspace *self, gsize bytes);

/**
 * studio_workspace_pick_seed: a random one, small enough to be read aloud.
 */
guint64 studio_workspace_pick_seed (void);

/**
 * studio_workspace_roll_seed: studio_workspace_pick_seed() for the next run; the dice button.
 */
void studio_workspace_roll_seed (StudioWorkspace *self);

/**
 * studio_workspace_set_start: what pictures of the chosen checkpoint begin with.
 * @kept_values: (nullable) (transfer none): 1 .. image values - 1, each below the checkpoint's number of values; NULL:
 * blank paper
 */
void studio_workspace_set_start (StudioWorkspace *self, GBytes *kept_values);

/**
 * studio_workspace_set_start_mask: which values of pictures of the chosen checkpoint are given; studio_recipe_set_mask().
 */
void studio_workspace_set_start_mask (StudioWorkspace *self, const guint8 *values, const guint8 *is_given, guint n_values);

/**
 * studio_workspace_count_given: values that pictures of the chosen checkpoint begin with; 0: blank paper.
 */
guint studio_workspace_count_given (StudioWorkspace *self);

/**
 * studio_workspace_plan_run: what generating would paint now: its first image; a seed is drawn as it would be.
 *
 * Returns: (transfer full) (nullable): NULL without a checkpoint.
 */
StudioRecipe *studio_workspace_plan_run (StudioWorkspace *self);

/**
 * studio_workspace_generate: ends what runs and begins a new run with the present settings, once the model is
 * loaded. Problems go to "problem".
 */
void studio_workspace_generate (StudioWorkspace *self);

/**
 * studio_workspace_go_on_from: ends what runs, takes the moment's checkpoint and settings, and goes on with its picture once
 * the model is loaded. Later problems go to "problem".
 * @hold_at: pauses by itself once so many values are known; 0: nowhere
 *
 * Returns: FALSE with the errors of studio_workspace_apply_recipe(); then nothing has changed.
 */
gboolean studio_workspace_go_on_from (StudioWorkspace *self, StudioMoment *moment, guint hold_at, GError **error);

/**
 * StudioWaiting: what a pixel that was given, but is not in the picture yet, waits for.
 */
typedef enum {
  STUDIO_WAITING_NONE,   /* it is not given, or in the picture */
  STUDIO_WAITING_AHEAD,  /* its turn comes */
  STUDIO_WAITING_BEHIND, /* its turn is over: the picture goes back to it */
} StudioWaiting;

/**
 * studio_workspace_begin_stroke: what is set by hand until studio_workspace_end_stroke() is one step that can be taken back.
 * A running picture pauses. Without a job, it is the next picture that is painted on.
 */
void studio_workspace_begin_stroke (StudioWorkspace *self);

/**
 * studio_workspace_stroke: within a stroke, sets a pixel of the shown picture by hand, or leaves it to the model.
 * @pixel: 0 .. pixels - 1, in raster order
 * @values: (nullable): [n_channels], each one the checkpoint has; NULL: the model paints it
 */
void studio_workspace_stroke (StudioWorkspace *self, guint pixel, const guint8 *values);

void studio_workspace_end_stroke (StudioWorkspace *self);

/**
 * studio_workspace_set_sketch: sets all pixels in one stroke.
 * @values: [image values]
 */
void studio_workspace_set_sketch (StudioWorkspace *self, const guint8 *values);

/**
 * studio_workspace_put_sketch_away: takes away what was set by hand since the picture took any in; to be taken back.
 */
void studio_workspace_put_sketch_away (StudioWorkspace *self);

/**
 * studio_workspace_get_sketched: whether anything is set by hand that the picture has not taken in; property "sketched",
 * which notifies whenever it becomes something else.
 */
gboolean studio_workspace_get_sketched (StudioWorkspace *self);

/**
 * studio_workspace_list_waiting: pixels that are given, by hand or from the beginning, and not in the picture as shown.
 * @values: (out caller-allocated) (nullable): [image values], where pixels wait
 * @waiting: (out caller-allocated) (nullable): [pixels], StudioWaiting
 *
 * Returns: how many wait; 0, and nothing written, without a checkpoint.
 */
guint studio_workspace_list_waiting (StudioWorkspace *self, guint8 *values, guint8 *waiting);

/**
 * studio_workspace_absorb_sketch: goes on from the first pixel that was set by hand, or from the shown step where that comes
 * first: what was set is given when its turn comes, the rest is painted with the numbers drawn as ever. It is a branch.
 * Without a job it is studio_workspace_generate(), which takes in what was set before there is a picture.
 */
void studio_workspace_absorb_sketch (StudioWorkspace *self);

/**
 * studio_workspace_open_picture: takes a saved picture's checkpoint and settings, and stands where it ends once the model is
 * loaded: paused, or finished if it is complete; all of its steps can be shown. Where the present pictures are of the same
 * model it stands beside them as a branch, else it ends what runs. Later problems go to "problem".
 * @pixels: as studio_artwork_dup_pixels() gives them; copied
 * @recipe: of it; copied
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT if nothing is painted, or the errors of studio_workspace_apply_recipe(); then
 * nothing has changed.
 */
gboolean studio_workspace_open_picture (StudioWorkspace *self, const StudioPixels *pixels, const StudioRecipe *recipe,
                                        GError **error);

/**
 * studio_workspace_pause: pauses the run, or the playing of what is known.
 */
void studio_workspace_pause (StudioWorkspace *self);

/**
 * studio_workspace_resume: goes on from the shown step: what is known already is shown at the run's pace, then painting
 * goes on.
 */
void studio_workspace_resume (StudioWorkspace *self);

/**
 * studio_workspace_step: one pixel: shows the next that is known, or else paints it. A running job pauses first; without
 * a job one begins, paused.
 */
void studio_workspace_step (StudioWorkspace *self);

/**
 * studio_workspace_get_shown_step: values of the picture that are to be seen, 0 without a job.
 */
guint studio_workspace_get_shown_step (StudioWorkspace *self);

/**
 * studio_workspace_set_shown_step: goes to a step of the picture; a running job pauses first.
 * @n_known: values; more than are painted: it follows what is painted again
 */
void studio_workspace_set_shown_step (StudioWorkspace *self, guint n_known);

/**
 * studio_workspace_move: goes back or on by whole pixels, as far as there is something to be seen.
 * @n_pixels: negative: back; G_MININT and G_MAXINT: to the first value and to the last one painted
 */
void studio_workspace_move (StudioWorkspace *self, gint n_pixels);

/**
 * studio_workspace_get_is_following: whether all that is painted is to be seen.
 */
gboolean studio_workspace_get_is_following (StudioWorkspace *self);

gboolean studio_workspace_get_playing (StudioWorkspace *self);

guint studio_workspace_get_shown_lane (StudioWorkspace *self);
void  studio_workspace_set_shown_lane (StudioWorkspace *self, guint lane);

/**
 * studio_workspace_get_timeline: (transfer none) (nullable): of the shown lane of the present round; NULL without a job. Ask
 * again when "job" or "shown-lane" has changed, and with each round of an endless job.
 */
StudioTimeline *studio_workspace_get_timeline (StudioWorkspace *self);

/**
 * studio_workspace_finish: completes this round, then stops.
 */
void studio_workspace_finish (StudioWorkspace *self);

/**
 * studio_workspace_discard: pauses the run and takes its picture away; where it is a branch, the one that it went on from
 * comes back. To be taken back with studio_workspace_undo(), until a run begins anew.
 */
void studio_workspace_discard (StudioWorkspace *self);

/**
 * studio_workspace_undo: takes back the latest step: a setting, a branch, a fan, a choice of one of several or of another
 * branch, a discarding. Nothing is lost thereby: a branch stays in the list.
 *
 * Returns: what it was, for people; NULL if there is nothing.
 */
const char *studio_workspace_undo (StudioWorkspace *self);

/**
 * studio_workspace_redo: does again what was taken back last.
 *
 * Returns: as studio_workspace_undo().
 */
const char *studio_workspace_redo (StudioWorkspace *self);

/**
 * studio_workspace_forget_changes: as if what was set until now had always been so.
 */
void studio_workspace_forget_changes (StudioWorkspace *self);

/**
 * studio_workspace_get_branches: (transfer none): a GListModel of StudioBranch: the current picture and all that branched from
 * each other with it, each after the one it goes on from. A run that begins anew empties it.
 */
GListModel *studio_workspace_get_branches (StudioWorkspace *self);

/**
 * studio_workspace_get_branch: (transfer none) (nullable): the current one.
 */
StudioBranch *studio_workspace_get_branch (StudioWorkspace *self);

/**
 * studio_workspace_show_branch: goes to another branch, as it was left: paused or finished, at the step that was seen.
 * @branch: of studio_workspace_get_branches()
 */
void studio_workspace_show_branch (StudioWorkspace *self, StudioBranch *branch);

/**
 * StudioBranchChange: what is other in a branch than in the picture it goes on from. A plain value; all FALSE: nothing.
 */
typedef struct {
  gboolean has_seed;
  guint64 seed;
  gboolean has_temperature;
  double temperature;
  gboolean has_value;
  guint8 value; /* placed as the first value of the branch */
} StudioBranchChange;

/**
 * studio_workspace_branch: goes on from a step of the shown picture with something changed; that picture pauses, and
 * stays among the branches. Problems go to "problem".
 * @n_known: values in common, 1 .. those painted
 */
void studio_workspace_branch (StudioWorkspace *self, guint n_known, const StudioBranchChange *change);

/**
 * studio_workspace_operate: goes on from a step of the shown picture with its memory changed by hand, and all else as it
 * was; a branch as above. What was done at this very step before is done too. Problems go to "problem".
 * @n_known: values in common, 1 .. image values - 1
 * @surgery: (transfer none): its step is @n_known, whatever it says
 */
void studio_workspace_operate (StudioWorkspace *self, guint n_known, const StudioSurgery *surgery);

/**
 * studio_workspace_blend: the same with S and z mixed with those of another moment of this checkpoint, at any step: an
 * experiment. The branch's recipe knows the moment by its hash only; while the branch is here, it holds the moment itself,
 * and a moment of the branch that is saved holds what came of it.
 * @other: (transfer none):
 * @weight: 0 .. 1, of @other
 *
 * Returns: FALSE with STUDIO_ERROR_NOT_FOUND if @other is of another checkpoint; then nothing has changed.
 */
gboolean studio_workspace_blend (StudioWorkspace *self, guint n_known, StudioMoment *other, double weight, GError **error);

/**
 * studio_workspace_can_operate: whether there is a memory to change at the shown step, and something to paint after it.
 * @is_frozen: (out): if so, whether it takes in nothing there
 */
gboolean studio_workspace_can_operate (StudioWorkspace *self, gboolean *is_frozen);

/**
 * studio_workspace_fan: as many futures of one moment side by side: future k draws as image k of a new seed, at the temperature
 * of the settings.
 * @n_known: as above
 * @n_lanes: 2 .. STUDIO_JOB_MAX_LANES
 */
void studio_workspace_fan (StudioWorkspace *self, guint n_known, guint n_lanes);

/**
 * studio_workspace_adopt: goes on with one of several pictures alone, from where it is; the others stay among the
 * branches.
 */
void studio_workspace_adopt (StudioWorkspace *self, guint lane);

StudioRunState studio_workspace_get_state (StudioWorkspace *self);

/**
 * studio_workspace_get_job: (transfer none) (nullable): the current run.
 */
StudioJob *studio_workspace_get_job (StudioWorkspace *self);

/**
 * studio_workspace_start_race: ends what runs and races the chosen checkpoint's linear form against cached
 * softmax: its twin's weights where the catalogue has one, else its own, of which studio_race_get_weights()
 * then tells.
 * @n_repetitions: images each lane paints
 *
 * Waits for models that are being loaded. Problems go to "problem".
 */
void studio_workspace_start_race (StudioWorkspace *self, guint n_repetitions);

/**
 * studio_workspace_stop_race: cancels the race; its pictures and figures stay.
 */
void studio_workspace_stop_race (StudioWorkspace *self);

StudioRace *studio_workspace_get_race (StudioWorkspace *self);

gboolean studio_workspace_get_race_recomputed (StudioWorkspace *self);
void     studio_workspace_set_race_recomputed (StudioWorkspace *self, gboolean recomputed);
void     studio_workspace_set_race_concurrent (StudioWorkspace *self, gboolean concurrent);

/**
 * studio_workspace_start_scaling: ends what runs and measures the forms of the race over lengths that double, with random
 * weights of the chosen checkpoint's sizes. Problems go to "problem".
 */
void studio_workspace_start_scaling (StudioWorkspace *self);

void           studio_workspace_stop_scaling (StudioWorkspace *self);
StudioScaling *studio_workspace_get_scaling  (StudioWorkspace *self);

/**
 * studio_workspace_dup_picture: (transfer full) (nullable): one lane of the current run as it is now, with
 * its recipe.
 */
StudioPicture *studio_workspace_dup_picture (StudioWorkspace *self, guint lane);

/**
 * studio_workspace_save_async: writes a picture as PNG in a thread.
 * @scale: 1 ..
 */
void studio_workspace_save_async (StudioWorkspace *self, StudioPicture *picture, const char *path,
                                  StudioStoreMode mode, guint scale, gboolean with_recipe,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * studio_workspace_save_finish:
 *
 * Returns: FALSE with the errors of studio_store_write() or studio_picture_to_png().
 */
gboolean studio_workspace_save_finish (StudioWorkspace *self, GAsyncResult *result, GError **error);

/**
 * studio_workspace_read_recipe_async: reads the recipe inside a PNG, in a thread. Changes nothing.
 */
void studio_workspace_read_recipe_async (StudioWorkspace *self, const char *path, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_workspace_read_recipe_finish:
 *
 * Returns: (transfer full): NULL with STUDIO_ERROR_NO_RECIPE, WEFT_ERROR_IO, INVALID or UNSUPPORTED.
 */
StudioRecipe *studio_workspace_read_recipe_finish (StudioWorkspace *self, GAsyncResult *result,
                                                   GError **error);

/**
 * studio_workspace_find_entry: (transfer none) (nullable): the checkpoint a recipe was made with: by SHA-256
 * where that is known, else by name and sizes.
 */
StudioEntry *studio_workspace_find_entry (StudioWorkspace *self, const StudioRecipe *recipe);

/**
 * studio_workspace_list_changes: what applying a recipe would change, one line each, for people:
 * "Temperature: 1 → 0.8".
 *
 * Returns: (transfer full): NULL-terminated, empty if nothing; free with g_strfreev().
 */
char **studio_workspace_list_changes (StudioWorkspace *self, const StudioRecipe *recipe);

/**
 * studio_workspace_apply_recipe: takes settings from a recipe. After STUDIO_APPLY_ALL the next run paints the
 * same picture.
 *
 * Returns: FALSE with STUDIO_ERROR_NOT_FOUND (name and hash) if the checkpoint is not in the catalogue; then
 * nothing has changed.
 */
gboolean studio_workspace_apply_recipe (StudioWorkspace *self, const StudioRecipe *recipe, StudioApply apply,
                                        GError **error);

/**
 * studio_workspace_apply_recipe_with: the same with a checkpoint of the user's choice. Where it is not the recipe's, the run
 * says so.
 * @entry: of the recipe's sizes; need not be in the catalogue, which then gets it
 */
void studio_workspace_apply_recipe_with (StudioWorkspace *self, const StudioRecipe *recipe, StudioApply apply,
                                         StudioEntry *entry);

/**
 * studio_workspace_get_problem: (nullable): the latest thing that went wrong, one sentence.
 */
const char *studio_workspace_get_problem (StudioWorkspace *self);

/**
 * studio_workspace_dismiss_problem: "problem" becomes NULL.
 */
void studio_workspace_dismiss_problem (StudioWorkspace *self);

G_END_DECLS
