/* SPDX-License-Identifier: MIT */
/* Nearest keyframe and replay. Seeking forwards goes on from where the last seek ended, where that is nearer. */
#include "app/timeline.h"

#include "app/surgeon.h"

#include "engine/team.h"

#include <stdatomic.h>

struct _StudioTimeline {
  GObject parent_instance;

  StudioJobLane lane;
  WeftModel *model; /* owned reference */
  guint n_threads;

  /* of the thread that replays */
  WeftTeam *team;           /* owned; NULL before the first seek */
  WeftGenerator *generator; /* owned; of one lane */
  StudioSurgeon *surgeon;   /* owned; NULL: the memory is left alone */
  WeftState *keyframe;      /* owned; what is restored into */
  gboolean is_lost;         /* a replay ended on its way, so the generator stands nowhere */

  /* seeks without waiting: one under way, one waiting for it */
  GTask *running;     /* borrowed; NULL if none is */
  GTask *next;        /* owned */
  atomic_bool stale;  /* the running one is overtaken */
};

G_DEFINE_FINAL_TYPE (StudioTimeline, studio_timeline, G_TYPE_OBJECT)

static void
studio_timeline_finalize (GObject *object)
{
  StudioTimeline *self = STUDIO_TIMELINE (object);

  g_clear_pointer (&self->generator, weft_generator_free);
  g_clear_pointer (&self->surgeon, studio_surgeon_free);
  g_clear_pointer (&self->keyframe, weft_state_free);
  g_clear_pointer (&self->team, weft_team_free);
  studio_job_lane_clear (&self->lane);
  weft_model_unref (self->model);
  G_OBJECT_CLASS (studio_timeline_parent_class)->finalize (object);
}

static void
studio_timeline_class_init (StudioTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_timeline_finalize;
}

static void
studio_timeline_init (StudioTimeline *self)
{
}

StudioTimeline *
studio_timeline_new (StudioJob *job, guint lane)
{
  g_auto (StudioJobLane) found = { 0 };
  StudioTimeline *self;

  if (!studio_job_get_lane (job, lane, &found))
    return NULL;

  self = g_object_new (STUDIO_TYPE_TIMELINE, NULL);
  self->lane = found;
  found = (StudioJobLane) { 0 };
  self->model = weft_model_ref (studio_job_get_model (job));
  self->surgeon = studio_surgeon_new (self->model, self->lane.recipe);
  self->n_threads = studio_job_get_n_threads (job) == 0 ? 0 : 1;
  return self;
}

const StudioJobLane *
studio_timeline_get_lane (StudioTimeline *self)
{
  g_return_val_if_fail (STUDIO_IS_TIMELINE (self), NULL);

  return &self->lane;
}

guint
studio_timeline_get_n_known (StudioTimeline *self)
{
  g_return_val_if_fail (STUDIO_IS_TIMELINE (self), 0);

  return studio_frame_get_n_known (self->lane.frame);
}

/* The replay */

static gboolean
prepare (StudioTimeline *self, GError **error)
{
  const guint n_positions = weft_model_get_config (self->model)->n_positions;
  const WeftForm form = self->lane.recipe->form;

  if (self->generator != NULL)
    return TRUE;

  self->team = weft_team_new (self->n_threads, error);
  if (self->team != NULL)
    self->keyframe = weft_state_new (self->model, form, 1, n_positions, error);
  if (self->keyframe != NULL)
    self->generator = weft_generator_new (self->model, form, 1, self->team, error);
  self->is_lost = TRUE;
  return self->generator != NULL;
}

/* Stands at the nearest place before @n_known from which the rest is replayed. */
static gboolean
approach (StudioTimeline *self, const guint8 *values, guint n_known, GError **error)
{
  const guint here = self->is_lost ? 0 : weft_generator_get_n_known (self->generator);

  if (here > 0 && here <= n_known && here >= studio_job_lane_find (&self->lane, n_known))
    return TRUE;

  self->is_lost = TRUE;
  if (!studio_job_lane_restore (&self->lane, self->model, n_known, self->keyframe, error))
    return FALSE;

  self->is_lost = FALSE;
  return weft_generator_begin_from (self->generator, 0, 0, self->keyframe, 0, values,
                                    weft_state_get_position (self->keyframe) + 1, error);
}

/* FALSE with an error; with G_IO_ERROR_CANCELLED if it has been overtaken. */
static gboolean
replay (StudioTimeline *self, guint n_known, GError **error)
{
  const guint8 *values = studio_frame_get_values (self->lane.frame, self->lane.lane);

  if (!prepare (self, error) || !approach (self, values, n_known, error))
    return FALSE;

  for (guint n = weft_generator_get_n_known (self->generator); n < n_known; n++)
    {
      if (atomic_load_explicit (&self->stale, memory_order_relaxed))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "another step was asked for");
          return FALSE;
        }
      if (!studio_surgeon_absorb (self->surgeon, self->generator, values + n, 1, error))
        {
          self->is_lost = TRUE;
          return FALSE;
        }
    }

  return TRUE;
}

WeftGenerator *
studio_timeline_seek (StudioTimeline *self, guint n_known, GError **error)
{
  g_return_val_if_fail (STUDIO_IS_TIMELINE (self), NULL);
  g_return_val_if_fail (n_known >= 1 && n_known <= studio_timeline_get_n_known (self), NULL);
  g_return_val_if_fail (self->running == NULL, NULL);

  atomic_store_explicit (&self->stale, FALSE, memory_order_relaxed);
  return replay (self, n_known, error) ? self->generator : NULL;
}

/* Without waiting */

static void
replay_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  StudioTimeline *self = source;
  GError *error = NULL;

  if (replay (self, GPOINTER_TO_UINT (task_data), &error))
    g_task_return_pointer (task, self->generator, NULL);
  else
    g_task_return_error (task, error);
}

static void run_next (StudioTimeline *self);

/* The answer has been given; what came in meanwhile is next. */
static void
completed_cb (GTask *task, GParamSpec *spec, StudioTimeline *self)
{
  self->running = NULL;
  run_next (self);
}

static void
run_next (StudioTimeline *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->next);

  if (task == NULL)
    return;

  self->running = task;
  atomic_store_explicit (&self->stale, FALSE, memory_order_relaxed);
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (completed_cb), self, 0);
  g_task_run_in_thread (task, replay_thread_cb);
}

void
studio_timeline_seek_async (StudioTimeline *self, guint n_known, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) overtaken = NULL;

  g_return_if_fail (STUDIO_IS_TIMELINE (self));
  g_return_if_fail (n_known >= 1 && n_known <= studio_timeline_get_n_known (self));

  overtaken = g_steal_pointer (&self->next);
  self->next = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->next, studio_timeline_seek_async);
  g_task_set_task_data (self->next, GUINT_TO_POINTER (n_known), NULL);
  if (overtaken != NULL)
    g_task_return_new_error (overtaken, G_IO_ERROR, G_IO_ERROR_CANCELLED, "another step was asked for");

  if (self->running == NULL)
    run_next (self);
  else
    atomic_store_explicit (&self->stale, TRUE, memory_order_relaxed);
}

WeftGenerator *
studio_timeline_seek_finish (StudioTimeline *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
