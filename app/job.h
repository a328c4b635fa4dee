/* SPDX-License-Identifier: MIT */
/* StudioJob: one run: a thread that paints, and the hand on it: pause, step, pace, temperature, stop. */
#pragma once

#include "app/activity.h"
#include "app/frame.h"
#include "app/glimpse.h"
#include "app/keyframes.h"
#include "app/moment.h"
#include "app/picture.h"
#include "app/recipe.h"
#include "app/timings.h"

#include "engine/model.h"
#include "engine/state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STUDIO_JOB_MAX_LANES 16
#define STUDIO_JOB_MAX_WAITING 64 /* pictures waiting to be taken before the thread waits too */

/**
 * StudioJobOrigin: a moment of another run that a job goes on from, in every lane. A plain value, all borrowed.
 */
typedef struct {
  const guint8 *values;       /* [n_known] of the picture so far; with what is put in by hand */
  guint n_known;              /* 1 .. image values; 0: no moment, a job begins at its recipe's start */
  StudioKeyframes *keyframes; /* of the other run, or NULL: all is replayed */
  guint lane;                 /* of the other run */
  StudioMoment *moment;       /* of as many of @values, or fewer; NULL: there is no memory but the keyframes */
} StudioJobOrigin;

/**
 * StudioJobSpec: what to paint, by value. Start from STUDIO_JOB_SPEC_INIT.
 */
typedef struct {
  WeftModel *model;         /* borrowed; the job takes its own reference */
  const StudioRecipe *recipe; /* borrowed, copied: names, seed, first image, form, temperatures, top-k/p, kept
                                 values; shape and precision are taken from the model */
  guint n_lanes;            /* images side by side, 1 .. STUDIO_JOB_MAX_LANES */
  guint64 n_images;         /* images in all, lane by lane and round by round; 0: until stopped */
  guint n_threads;          /* members of the team, 0: one a processor */
  gboolean demote;          /* lower the thread's priority, so that a window stays smooth */
  gboolean start_paused;    /* wait before the first step */
  double pace;              /* pixels per second in each lane; 0: as fast as possible */
  guint hold_at;            /* pauses by itself once so many values are known in each lane; 0: nowhere */
  StudioJobOrigin origin;   /* where it goes on from; the recipe must be that of the values so far */
  gsize keyframe_bytes;     /* memory to remember steps of a round in, for a timeline; 0: none is remembered */
} StudioJobSpec;

/**
 * StudioJobLane: one lane of a round with all that its steps can be had again from. A plain value.
 */
typedef struct {
  StudioFrame *frame;         /* owned reference: the values */
  StudioKeyframes *keyframes; /* owned reference, or NULL if none are kept: what was remembered on the way */
  StudioMoment *moment;       /* owned reference, or NULL: the memory that the run went on from */
  StudioRecipe *recipe;       /* owned: of this lane, as far as it is painted */
  guint lane;
} StudioJobLane;

void studio_job_lane_clear (StudioJobLane *lane);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StudioJobLane, studio_job_lane_clear)

/**
 * studio_job_lane_find: the last step at or before @n_known of which the memory is at hand.
 *
 * Returns: values known there; 1 if there is none but the empty one.
 */
guint studio_job_lane_find (const StudioJobLane *lane, guint n_known);

/**
 * studio_job_lane_restore: makes lane 0 of @state the memory of studio_job_lane_find().
 * @model: of the run
 * @state: of the run's form
 *
 * Returns: FALSE with the errors of studio_moment_make_state().
 */
gboolean studio_job_lane_restore (const StudioJobLane *lane, WeftModel *model, guint n_known, WeftState *state,
                                  GError **error);

#define STUDIO_JOB_SPEC_INIT { .n_lanes = 1, .n_images = 1, .n_threads = 0 }

/**
 * StudioJob:
 *
 * A round paints up to n_lanes images together. Round r has images first + r * n_lanes onwards.
 *
 * Signal: "picture" (no arguments) when there is something for studio_job_take_picture(). It is emitted where
 * "state" is notified, never per pixel: who shows pixels asks the frame. What is painted by a job that was cancelled can
 * still be read.
 *
 * Threads: as its parent's.
 */
#define STUDIO_TYPE_JOB (studio_job_get_type ())
G_DECLARE_FINAL_TYPE (StudioJob, studio_job, STUDIO, JOB, StudioActivity)

/**
 * studio_job_new: checks @spec and allocates the frame; no thread yet.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT or WEFT_ERROR_NO_MEMORY, or WEFT_ERROR_UNSUPPORTED for a recipe that
 * needs a moment which is not at hand.
 */
StudioJob *studio_job_new (const StudioJobSpec *spec, GError **error);

/**
 * studio_job_step: while paused: paints one pixel in every lane and stays paused.
 */
void studio_job_step (StudioJob *self);

/**
 * studio_job_finish: completes the present round, then stops as FINISHED. Resumes a paused job.
 */
void studio_job_finish (StudioJob *self);

/**
 * studio_job_set_pace: pixels per second in each lane, 0: as fast as possible.
 */
void studio_job_set_pace (StudioJob *self, double pixels_per_second);

/**
 * studio_job_get_seconds_late: by how much the round is behind its pace, because the machine is slower than that; 0 without
 * a pace.
 */
double studio_job_get_seconds_late (StudioJob *self);

/**
 * studio_job_set_temperature: acts at the next value and enters the recipe as (step, value).
 * @temperature: 0, or WEFT_MIN_TEMPERATURE .. WEFT_MAX_TEMPERATURE; others are clamped
 */
void studio_job_set_temperature (StudioJob *self, double temperature);

/**
 * studio_job_get_run: number of this run, different for each job of the program; frames carry it.
 */
guint64 studio_job_get_run (StudioJob *self);

WeftModel *studio_job_get_model   (StudioJob *self);

/**
 * studio_job_get_moment: (transfer none) (nullable): the moment that it goes on from.
 */
StudioMoment *studio_job_get_moment (StudioJob *self);

guint      studio_job_get_n_lanes (StudioJob *self);

/**
 * studio_job_get_n_threads: as in the specification: members of the team, 0: one a processor.
 */
guint studio_job_get_n_threads (StudioJob *self);

guint64    studio_job_get_seed    (StudioJob *self);

/**
 * studio_job_get_form: what is kept of the past.
 */
WeftForm studio_job_get_form (StudioJob *self);

/**
 * studio_job_get_image: number of the image in the first lane of the present round.
 */
guint64 studio_job_get_image (StudioJob *self);

/**
 * studio_job_dup_frame: (transfer full): the frame of the present round: a new one with each round.
 */
StudioFrame *studio_job_dup_frame (StudioJob *self);

/**
 * studio_job_get_lane: one lane of the present round.
 * @lane: 0 .. lanes of the present frame - 1
 * @found: (out caller-allocated): clear it with studio_job_lane_clear()
 *
 * Returns: FALSE without such a lane.
 */
gboolean studio_job_get_lane (StudioJob *self, guint lane, StudioJobLane *found);

/**
 * studio_job_get_rate: pixels per second of all lanes together over the last second; 0 while there is no
 * figure.
 */
double studio_job_get_rate (StudioJob *self);

/**
 * studio_job_get_seconds_left: until the round is complete at the present rate; negative while there is no
 * figure.
 */
double studio_job_get_seconds_left (StudioJob *self);

/**
 * studio_job_get_state_bytes: what one lane remembers at the present step, weft_state_get_bytes().
 */
gsize studio_job_get_state_bytes (StudioJob *self);

/**
 * studio_job_get_broken_value: the value that could not be drawn, counted from 0, since what it was to be drawn from was not
 * finite: WEFT_ERROR_NOT_FINITE. Everything before it is sound.
 *
 * Returns: G_MAXUINT if there is none.
 */
guint studio_job_get_broken_value (StudioJob *self);

/**
 * studio_job_take_picture: (transfer full) (nullable): the oldest complete picture nobody has taken; NULL if
 * there is none.
 *
 * In the order of image numbers. A job whose pictures are not taken waits after STUDIO_JOB_MAX_WAITING of
 * them.
 */
StudioPicture *studio_job_take_picture (StudioJob *self);

/**
 * studio_job_dup_picture: (transfer full): one lane of the present round as it is now, complete or not, with
 * its recipe.
 * @lane: 0 .. lanes of the present frame - 1
 *
 * Returns: NULL before the first value is known, or without such a lane.
 */
StudioPicture *studio_job_dup_picture (StudioJob *self, guint lane);

/**
 * studio_job_ask_glimpse: has the run fill a glimpse at its next pixel, which takes the copying of one state; a paused run
 * fills it once it goes on.
 * @glimpse: (transfer full): of the job's model and form; its lane says of whom. One that is still waiting is freed
 */
void studio_job_ask_glimpse (StudioJob *self, StudioGlimpse *glimpse);

/**
 * studio_job_take_glimpse: (transfer full) (nullable): the glimpse that was asked for, once it is filled. Never waits.
 */
StudioGlimpse *studio_job_take_glimpse (StudioJob *self);

/**
 * studio_job_set_timed: whether the run tells where the time of its pixels goes; untimed it reads no clock for that.
 */
void studio_job_set_timed (StudioJob *self, gboolean is_timed);

/**
 * studio_job_get_timings: of the latest pixels that were timed.
 * @timings: (out): copied; none while nothing was timed
 */
void studio_job_get_timings (StudioJob *self, StudioTimings *timings);

/**
 * studio_job_wait: sleeps until a picture can be taken or the job has come to its end; for programs without a
 * main loop.
 * @microseconds: at most so long
 *
 * Returns: FALSE if neither has happened.
 */
gboolean studio_job_wait (StudioJob *self, gint64 microseconds);

G_END_DECLS
