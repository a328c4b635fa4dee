/* SPDX-License-Identifier: MIT */
/* StudioJobRun: what the thread of a job works on. The object in job.c is only the hand on it. */
#pragma once

#include "app/job.h"
#include "app/rate-private.h"
#include "app/surgeon.h"
#include "app/worker-private.h"

#include "engine/generator.h"
#include "engine/team.h"

#include <stdatomic.h>

G_BEGIN_DECLS

#define STUDIO_FOLLOW_RECIPE (-1.0) /* no temperature has been set by hand */

/* One round: the images that are painted together. */
typedef struct {
  StudioFrame *frame;
  StudioRecipe *recipe; /* of the first lane */
  guint64 *hashes;      /* [lanes] once complete, else NULL */
  StudioKeyframes *keyframes; /* NULL if none are kept */
} StudioRound;

typedef struct {
  /* template */
  WeftModel *model;     /* owned reference */
  StudioRecipe *recipe; /* as given; owned */
  guint n_lanes;
  guint64 n_images;
  guint n_threads;
  guint hold_at; /* the thread's own; 0 once it has held */
  gsize keyframe_bytes;
  GBytes *origin;                    /* values that a moment begins with; NULL: the recipe's start */
  StudioKeyframes *origin_keyframes; /* owned reference, or NULL */
  guint origin_lane;
  StudioMoment *origin_moment;       /* owned reference, or NULL */
  guint64 number;
  guint n_channels;     /* values a pixel */
  guint n_values;       /* values an image */

  /* asked for, read once a pixel */
  _Atomic double pace;
  _Atomic gint64 late; /* microseconds by which the round is behind its pace for good */
  _Atomic double temperature;
  atomic_bool stop_after_round;
  atomic_bool is_timed;

  /* looked at: a glimpse goes in empty and comes out filled; nobody waits for anybody */
  _Atomic (StudioGlimpse *) asked;
  _Atomic (StudioGlimpse *) filled;

  /* told */
  StudioRate rate;
  atomic_size_t state_bytes;
  atomic_uint broken_value; /* G_MAXUINT: none */

  /* the thread's own */
  WeftTeam *team;
  WeftGenerator *generator;
  StudioSurgeon *surgeon;     /* NULL: the memory is left alone */
  guint64 n_painted;          /* images of earlier rounds */
  double n_pixels;            /* pixels painted in all */
  double applied_temperature; /* the latest set by hand that was taken notice of */
  gint64 due;                 /* when the next pixel is, monotonic */
  WeftTiming timing;          /* of the pixel being painted */

  /* under the worker's lock */
  StudioRound round;
  GQueue pictures; /* of StudioPicture, complete and not taken */
  StudioTimings timings;
} StudioJobRun;

/**
 * studio_job_run_new: checks @spec and prepares the first round.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT or WEFT_ERROR_NO_MEMORY.
 */
StudioJobRun *studio_job_run_new (const StudioJobSpec *spec, GError **error);

/* For studio_activity_set_up(): the work, and the end of its data. */
gboolean studio_job_run_paint (StudioWorker *worker, gpointer data, GError **error);
void     studio_job_run_free  (gpointer data);

/**
 * studio_job_run_make_recipe: (transfer full): of one lane of the present round. With the worker's lock held.
 * @n_known: values of it
 */
StudioRecipe *studio_job_run_make_recipe (StudioJobRun *run, guint lane, guint n_known);

/**
 * studio_job_run_make_picture: one lane of the present round. With the worker's lock held.
 * @n_known: values of it
 */
StudioPicture *studio_job_run_make_picture (StudioJobRun *run, guint lane, guint n_known);

/* One pixel: job-pixel.c. All on the thread, with nothing locked. */

/**
 * studio_job_run_paint_pixel: one pixel in every lane: one value, or three.
 *
 * Returns: FALSE with the errors of the generator and the surgeon.
 */
gboolean studio_job_run_paint_pixel (StudioWorker *worker, StudioJobRun *run, GError **error);

/**
 * studio_job_run_publish: shows what the generator has, and remembers its state.
 * @timing: (nullable): of the pixel
 */
void studio_job_run_publish (StudioJobRun *run, WeftTiming *timing);

/**
 * studio_job_run_apply_address: where the draws come from, from value @step on, if the recipe says so: in the last address
 * images differ by their lanes, before it they are one.
 */
void studio_job_run_apply_address (StudioJobRun *run, guint step);

G_END_DECLS
