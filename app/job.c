/* SPDX-License-Identifier: MIT */
/* One run: rounds of images, painted pixel by pixel on a worker's thread. The thread works on a JobRun, which it reaches
 * through its worker alone; the object is only the hand on both. */
#include "app/job.h"

#include "app/rate-private.h"
#include "app/worker-private.h"

#include "engine/error.h"
#include "engine/generator.h"
#include "engine/kernels/kernels.h"
#include "engine/team.h"

#include <stdatomic.h>

#define RATE_WINDOW 1.0      /* seconds */
#define MAX_PACE_DEBT 50000  /* microseconds a paced run may catch up */
#define FOLLOW_RECIPE (-1.0) /* no temperature has been set by hand */

/* One round: the images that are painted together. */
typedef struct {
  StudioFrame *frame;
  StudioRecipe *recipe; /* of the first lane */
  guint64 *hashes;      /* [lanes] once complete, else NULL */
} Round;

typedef struct {
  /* template */
  WeftModel *model;     /* owned reference */
  StudioRecipe *recipe; /* as given; owned */
  guint n_lanes;
  guint64 n_images;
  guint n_threads;
  guint64 number;
  guint n_channels;     /* values a pixel */
  guint n_values;       /* values an image */

  /* asked for, read once a pixel */
  _Atomic double pace;
  _Atomic double temperature;
  atomic_bool stop_after_round;

  /* told */
  StudioRate rate;
  atomic_size_t state_bytes;

  /* the thread's own */
  WeftTeam *team;
  WeftGenerator *generator;
  guint64 n_painted;          /* images of earlier rounds */
  double n_pixels;            /* pixels painted in all */
  double applied_temperature; /* the latest set by hand that was taken notice of */
  gint64 due;                 /* when the next pixel is, monotonic */

  /* under the worker's lock */
  Round round;
  GQueue pictures; /* of StudioPicture, complete and not taken */
} JobRun;

struct _StudioJob {
  GObject parent_instance;

  StudioWorker *worker; /* owned */
  JobRun *run;          /* owned by the worker */
  StudioRunState told;  /* the state last notified */
};

enum {
  PROP_0,
  PROP_STATE,
  N_PROPS,
};

enum {
  SIGNAL_PICTURE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StudioJob, studio_job, G_TYPE_OBJECT)

/* Rounds */

static void
round_clear (Round *round)
{
  g_clear_pointer (&round->frame, studio_frame_unref);
  g_clear_pointer (&round->recipe, studio_recipe_free);
  g_clear_pointer (&round->hashes, g_free);
}

static guint
count_lanes (const JobRun *run)
{
  return run->n_images == 0 ? run->n_lanes : (guint) MIN (run->n_lanes, run->n_images - run->n_painted);
}

/* A fresh round, published to everybody. A temperature set by hand outlives the round it was set in. */
static gboolean
round_prepare (JobRun *run, Round *round, GError **error)
{
  const double temperature = atomic_load_explicit (&run->temperature, memory_order_relaxed);

  *round = (Round) { .frame = studio_frame_new (run->number, count_lanes (run), run->n_values, error) };
  if (round->frame == NULL)
    return FALSE;

  round->recipe = studio_recipe_copy (run->recipe);
  round->recipe->image += run->n_painted;
  if (temperature != FOLLOW_RECIPE)
    studio_recipe_set_temperature (round->recipe, 0, temperature);
  run->applied_temperature = temperature;
  return TRUE;
}

/* The picture of one lane. With the lock held. */
static StudioPicture *
make_picture (JobRun *run, guint lane, guint n_known)
{
  StudioRecipe *recipe = studio_recipe_copy (run->round.recipe);

  recipe->image += lane;
  recipe->steps_done = n_known;
  recipe->has_state_hash = run->round.hashes != NULL;
  if (recipe->has_state_hash)
    recipe->state_hash = run->round.hashes[lane];

  return studio_picture_new (recipe, weft_model_get_palette (run->model),
                             studio_frame_get_values (run->round.frame, lane));
}

/* The thread's side */

static void
publish (JobRun *run)
{
  const guint n_known = weft_generator_get_n_known (run->generator);
  StudioFrame *frame = run->round.frame;

  for (guint lane = 0; lane < studio_frame_get_n_lanes (frame); lane++)
    studio_frame_append (frame, lane, weft_generator_get_values (run->generator, lane), n_known);

  studio_frame_publish (frame, n_known);
  atomic_store_explicit (&run->state_bytes, weft_state_get_bytes (weft_generator_get_state (run->generator)),
                         memory_order_relaxed);
}

/* A temperature set by hand since the last step enters the recipe from value @step on. */
static void
apply_temperature (StudioWorker *worker, JobRun *run, guint step)
{
  const double temperature = atomic_load_explicit (&run->temperature, memory_order_relaxed);

  if (temperature == run->applied_temperature)
    return;

  run->applied_temperature = temperature;
  studio_worker_lock (worker);
  studio_recipe_set_temperature (run->round.recipe, step, temperature);
  studio_worker_unlock (worker);
}

/* One pixel in every lane: one value, or three. */
static gboolean
paint_pixel (StudioWorker *worker, JobRun *run, GError **error)
{
  guint n_known;

  do
    {
      WeftSampling sampling;

      n_known = weft_generator_get_n_known (run->generator);
      apply_temperature (worker, run, n_known);
      sampling = studio_recipe_get_sampling (run->round.recipe, n_known);
      if (!weft_generator_next (run->generator, &sampling, error))
        return FALSE;
    }
  while ((n_known + 1) % run->n_channels != 0);

  publish (run);
  run->n_pixels += studio_frame_get_n_lanes (run->round.frame);
  studio_rate_add (&run->rate, (double) g_get_monotonic_time () / G_USEC_PER_SEC, run->n_pixels);
  return TRUE;
}

/* Sleeps until the next pixel is due. A run that fell behind catches up a little, never a burst. */
static void
keep_pace (StudioWorker *worker, JobRun *run)
{
  gint64 now = g_get_monotonic_time ();
  const gint64 previous = MAX (run->due, now - MAX_PACE_DEBT);

  while (TRUE)
    {
      const double pace = atomic_load_explicit (&run->pace, memory_order_relaxed);

      run->due = pace > 0 ? previous + (gint64) (G_USEC_PER_SEC / pace) : now;
      if (now >= run->due || !studio_worker_sleep_until (worker, run->due))
        return;
      now = g_get_monotonic_time ();
    }
}

/* The generator of this many lanes, at the beginning of the round. */
static gboolean
begin_round (JobRun *run, GError **error)
{
  const StudioRecipe *recipe = run->round.recipe;
  const guint n_lanes = studio_frame_get_n_lanes (run->round.frame);
  gsize n_kept = 0;
  const guint8 *kept = recipe->kept_values != NULL ? g_bytes_get_data (recipe->kept_values, &n_kept) : NULL;

  if (run->generator == NULL || weft_generator_get_n_lanes (run->generator) != n_lanes)
    {
      g_clear_pointer (&run->generator, weft_generator_free);
      run->generator = weft_generator_new (run->model, recipe->form, n_lanes, run->team, error);
      if (run->generator == NULL)
        return FALSE;
    }

  if (kept == NULL)
    weft_generator_begin (run->generator, recipe->seed, recipe->image);
  else if (!weft_generator_begin_with (run->generator, recipe->seed, recipe->image, kept, (guint) n_kept, TRUE, error))
    return FALSE;

  publish (run);
  return TRUE;
}

/* Hands the round's pictures over, once there is room for them. FALSE if cancelled meanwhile. */
static gboolean
end_round (StudioWorker *worker, JobRun *run)
{
  const guint n_lanes = studio_frame_get_n_lanes (run->round.frame);
  WeftState *state = weft_generator_get_state (run->generator);
  guint64 *hashes = g_new (guint64, n_lanes);
  gboolean go_on;

  for (guint lane = 0; lane < n_lanes; lane++)
    hashes[lane] = weft_state_get_hash (state, lane);

  studio_worker_lock (worker);
  run->round.hashes = hashes;
  while (run->pictures.length + n_lanes > STUDIO_JOB_MAX_WAITING && !studio_worker_is_cancelled (worker))
    studio_worker_wait (worker, -1);

  go_on = !studio_worker_is_cancelled (worker);
  for (guint lane = 0; go_on && lane < n_lanes; lane++)
    g_queue_push_tail (&run->pictures, make_picture (run, lane, run->n_values));
  studio_worker_unlock (worker);

  studio_worker_post (worker);
  run->n_painted += n_lanes;
  return go_on;
}

/* Paints one round. FALSE with an error, or without one if cancelled. */
static gboolean
paint_round (StudioWorker *worker, JobRun *run, GError **error)
{
  gboolean has_waited;

  if (!begin_round (run, error))
    return FALSE;

  while (!weft_generator_is_done (run->generator))
    {
      keep_pace (worker, run);
      if (!studio_worker_proceed (worker, &has_waited))
        return FALSE;
      if (has_waited)
        studio_rate_restart (&run->rate);
      if (!paint_pixel (worker, run, error))
        return FALSE;
    }

  return end_round (worker, run);
}

static gboolean
is_done (const JobRun *run)
{
  return (run->n_images != 0 && run->n_painted >= run->n_images)
         || atomic_load_explicit (&run->stop_after_round, memory_order_relaxed);
}

/* Replaces the round that everybody sees by a fresh one. */
static gboolean
next_round (StudioWorker *worker, JobRun *run, GError **error)
{
  Round next;
  Round previous;

  if (!round_prepare (run, &next, error))
    return FALSE;

  studio_worker_lock (worker);
  previous = run->round;
  run->round = next;
  studio_worker_unlock (worker);
  round_clear (&previous);
  return TRUE;
}

static gboolean
paint_rounds (StudioWorker *worker, JobRun *run, GError **error)
{
  while (TRUE)
    {
      if (!paint_round (worker, run, error))
        return FALSE;
      if (is_done (run))
        return TRUE;
      if (!next_round (worker, run, error))
        return FALSE;
    }
}

static gboolean
run_cb (StudioWorker *worker, gpointer data, GError **error)
{
  JobRun *run = data;
  gboolean done;

  /* Made here, so that its members inherit the priority of this thread. */
  run->team = weft_team_new (run->n_threads, error);
  if (run->team == NULL)
    return FALSE;

  done = paint_rounds (worker, run, error);

  /* What has ended keeps its pictures, but neither threads nor memory of steps. */
  g_clear_pointer (&run->generator, weft_generator_free);
  g_clear_pointer (&run->team, weft_team_free);
  return done;
}

static void
run_free (gpointer data)
{
  JobRun *run = data;

  round_clear (&run->round);
  g_queue_clear_full (&run->pictures, g_object_unref);
  studio_recipe_free (run->recipe);
  weft_model_unref (run->model);
  g_free (run);
}

/* The owner's side */

static void
event_cb (GObject *object)
{
  StudioJob *self = STUDIO_JOB (object);
  const StudioRunState state = studio_job_get_state (self);
  gboolean has_picture;

  studio_worker_lock (self->worker);
  has_picture = self->run->pictures.length > 0;
  studio_worker_unlock (self->worker);

  if (has_picture)
    g_signal_emit (self, signals[SIGNAL_PICTURE], 0);

  if (state != self->told)
    {
      self->told = state;
      g_object_notify_by_pspec (object, properties[PROP_STATE]);
    }
}

static void
studio_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_STATE)
    g_value_set_enum (value, studio_job_get_state (STUDIO_JOB (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_job_finalize (GObject *object)
{
  StudioJob *self = STUDIO_JOB (object);

  studio_worker_destroy (self->worker);
  G_OBJECT_CLASS (studio_job_parent_class)->finalize (object);
}

static void
studio_job_class_init (StudioJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_job_get_property;
  object_class->finalize = studio_job_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, STUDIO_TYPE_RUN_STATE, STUDIO_RUN_READY,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_PICTURE] = g_signal_new ("picture", STUDIO_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
studio_job_init (StudioJob *self)
{
}

/* The recipe of the first image: what was asked for, and what this program and this model are. */
static StudioRecipe *
complete_recipe (const StudioJobSpec *spec, GError **error)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_copy (spec->recipe);
  g_autoptr (GError) local_error = NULL;

  recipe->shape = *weft_model_get_config (spec->model);
  recipe->precision = weft_model_get_precision (spec->model);
  recipe->steps_done = 0;
  recipe->scale = 1;
  recipe->has_state_hash = FALSE;
  recipe->state_hash = 0;
  g_free (recipe->program_version);
  recipe->program_version = g_strdup (WEFT_VERSION);
  g_free (recipe->kernels);
  recipe->kernels = g_strdup (weft_kernels_get ()->name);

  if (studio_recipe_validate (recipe, &local_error))
    return g_steal_pointer (&recipe);

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, local_error->message);
  return NULL;
}

static JobRun *
run_new (const StudioJobSpec *spec, GError **error)
{
  StudioRecipe *recipe = complete_recipe (spec, error);
  JobRun *run;

  if (recipe == NULL)
    return NULL;

  run = g_new0 (JobRun, 1);
  run->model = weft_model_ref (spec->model);
  run->recipe = recipe;
  run->n_lanes = spec->n_lanes;
  run->n_images = spec->n_images;
  run->n_threads = spec->n_threads;
  run->number = studio_worker_next_number ();
  run->n_channels = weft_config_get_n_channels (&recipe->shape);
  run->n_values = weft_config_get_image_values (&recipe->shape);
  atomic_init (&run->pace, spec->pace);
  atomic_init (&run->temperature, FOLLOW_RECIPE);
  studio_rate_init (&run->rate, RATE_WINDOW);
  g_queue_init (&run->pictures);

  if (round_prepare (run, &run->round, error))
    return run;

  run_free (run);
  return NULL;
}

StudioJob *
studio_job_new (const StudioJobSpec *spec, GError **error)
{
  StudioJob *self;
  JobRun *run;

  g_return_val_if_fail (spec->model != NULL && spec->recipe != NULL, NULL);

  if (spec->n_lanes < 1 || spec->n_lanes > STUDIO_JOB_MAX_LANES)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "%u images side by side, possible is 1 to %d", spec->n_lanes,
                   STUDIO_JOB_MAX_LANES);
      return NULL;
    }

  run = run_new (spec, error);
  if (run == NULL)
    return NULL;

  self = g_object_new (STUDIO_TYPE_JOB, NULL);
  self->run = run;
  self->worker = studio_worker_new ("weft-job", G_OBJECT (self), event_cb, run_cb, run, run_free, spec->demote,
                                    spec->start_paused);
  return self;
}

gboolean
studio_job_start (StudioJob *self, GError **error)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), FALSE);

  return studio_worker_start (self->worker, error);
}

void
studio_job_pause (StudioJob *self)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  studio_worker_pause (self->worker);
}

void
studio_job_resume (StudioJob *self)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  studio_worker_resume (self->worker);
}

void
studio_job_step (StudioJob *self)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  studio_worker_step (self->worker);
}

void
studio_job_finish (StudioJob *self)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  atomic_store_explicit (&self->run->stop_after_round, TRUE, memory_order_relaxed);
  studio_worker_resume (self->worker);
}

void
studio_job_cancel (StudioJob *self)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  studio_worker_cancel (self->worker);
}

void
studio_job_set_pace (StudioJob *self, double pixels_per_second)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  atomic_store_explicit (&self->run->pace, MAX (pixels_per_second, 0), memory_order_relaxed);
  studio_worker_wake (self->worker);
}

void
studio_job_set_temperature (StudioJob *self, double temperature)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  atomic_store_explicit (&self->run->temperature,
                         temperature > 0 ? CLAMP (temperature, WEFT_MIN_TEMPERATURE, WEFT_MAX_TEMPERATURE) : 0,
                         memory_order_relaxed);
}

StudioRunState
studio_job_get_state (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), STUDIO_RUN_FAILED);

  return studio_worker_get_state (self->worker);
}

guint64
studio_job_get_run (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return self->run->number;
}

WeftModel *
studio_job_get_model (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  return self->run->model;
}

guint
studio_job_get_n_lanes (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return self->run->n_lanes;
}

StudioFrame *
studio_job_dup_frame (StudioJob *self)
{
  StudioFrame *frame;

  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  studio_worker_lock (self->worker);
  frame = studio_frame_ref (self->run->round.frame);
  studio_worker_unlock (self->worker);
  return frame;
}

double
studio_job_get_rate (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return studio_rate_get (&self->run->rate);
}

double
studio_job_get_seconds_left (StudioJob *self)
{
  const double rate = studio_job_get_rate (self);
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (self);
  const guint n_left = self->run->n_values - studio_frame_get_n_known (frame);

  return rate > 0 ? (double) n_left / self->run->n_channels * studio_frame_get_n_lanes (frame) / rate : -1;
}

gsize
studio_job_get_state_bytes (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return atomic_load_explicit (&self->run->state_bytes, memory_order_relaxed);
}

GError *
studio_job_dup_error (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  return studio_worker_dup_error (self->worker);
}

StudioPicture *
studio_job_take_picture (StudioJob *self)
{
  StudioPicture *picture;

  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  studio_worker_lock (self->worker);
  picture = g_queue_pop_head (&self->run->pictures);
  studio_worker_unlock (self->worker);

  studio_worker_wake (self->worker);
  return picture;
}

StudioPicture *
studio_job_dup_picture (StudioJob *self, guint lane)
{
  StudioPicture *picture = NULL;
  StudioFrame *frame;
  guint n_known;

  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  studio_worker_lock (self->worker);
  frame = self->run->round.frame;
  n_known = studio_frame_get_n_known (frame);
  if (lane < studio_frame_get_n_lanes (frame) && n_known > 0)
    picture = make_picture (self->run, lane, n_known);
  studio_worker_unlock (self->worker);
  return picture;
}

gboolean
studio_job_wait (StudioJob *self, gint64 microseconds)
{
  const gint64 deadline = g_get_monotonic_time () + microseconds;
  gboolean has_happened;
  gboolean in_time = TRUE;

  g_return_val_if_fail (STUDIO_IS_JOB (self), FALSE);

  studio_worker_lock (self->worker);
  while (!(has_happened = self->run->pictures.length > 0 || studio_run_state_is_final (studio_job_get_state (self)))
         && in_time)
    in_time = studio_worker_wait (self->worker, deadline);
  studio_worker_unlock (self->worker);
  return has_happened;
}
