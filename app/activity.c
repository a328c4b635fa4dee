/* SPDX-License-Identifier: MIT */
/* The worker, and what becomes of its events. */
#include "app/activity.h"

#include "app/activity-private.h"

typedef struct {
  StudioWorker *worker; /* owned; NULL until it is set up */
  StudioRunState told;  /* the state last notified */
} StudioActivityPrivate;

enum {
  PROP_0,
  PROP_STATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (StudioActivity, studio_activity, G_TYPE_OBJECT)

static StudioWorker *
get_worker (StudioActivity *self)
{
  return ((StudioActivityPrivate *) studio_activity_get_instance_private (self))->worker;
}

static void
event_cb (GObject *object)
{
  StudioActivity *self = STUDIO_ACTIVITY (object);
  StudioActivityPrivate *private = studio_activity_get_instance_private (self);
  const StudioRunState state = studio_worker_get_state (private->worker); /* before anybody looks what there is */

  STUDIO_ACTIVITY_GET_CLASS (self)->event (self);
  if (state == private->told)
    return;

  private->told = state;
  g_object_notify_by_pspec (object, properties[PROP_STATE]);
}

static void
studio_activity_real_event (StudioActivity *self)
{
}

static void
studio_activity_real_pause (StudioActivity *self)
{
  studio_worker_pause (get_worker (self));
}

static void
studio_activity_real_cancel (StudioActivity *self)
{
  studio_worker_cancel (get_worker (self));
}

static void
studio_activity_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_STATE)
    g_value_set_enum (value, studio_activity_get_state (STUDIO_ACTIVITY (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_activity_finalize (GObject *object)
{
  StudioActivity *self = STUDIO_ACTIVITY (object);
  StudioActivityPrivate *private = studio_activity_get_instance_private (self);

  if (private->worker != NULL)
    STUDIO_ACTIVITY_GET_CLASS (self)->cancel (self);
  g_clear_pointer (&private->worker, studio_worker_destroy);
  G_OBJECT_CLASS (studio_activity_parent_class)->finalize (object);
}

static void
studio_activity_class_init (StudioActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_activity_get_property;
  object_class->finalize = studio_activity_finalize;

  klass->event = studio_activity_real_event;
  klass->pause = studio_activity_real_pause;
  klass->cancel = studio_activity_real_cancel;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, STUDIO_TYPE_RUN_STATE, STUDIO_RUN_READY,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
studio_activity_init (StudioActivity *self)
{
}

StudioWorker *
studio_activity_set_up (StudioActivity *self, const char *thread, StudioWorkerFunc func, gpointer data,
                        GDestroyNotify free_data, gboolean demote, gboolean paused)
{
  StudioActivityPrivate *private = studio_activity_get_instance_private (self);

  g_return_val_if_fail (private->worker == NULL, private->worker);

  private->worker = studio_worker_new (thread, G_OBJECT (self), event_cb, func, data, free_data, demote, paused);
  return private->worker;
}

gboolean
studio_activity_start (StudioActivity *self, GError **error)
{
  g_return_val_if_fail (STUDIO_IS_ACTIVITY (self), FALSE);

  return studio_worker_start (get_worker (self), error);
}

void
studio_activity_pause (StudioActivity *self)
{
  g_return_if_fail (STUDIO_IS_ACTIVITY (self));

  STUDIO_ACTIVITY_GET_CLASS (self)->pause (self);
}

void
studio_activity_resume (StudioActivity *self)
{
  g_return_if_fail (STUDIO_IS_ACTIVITY (self));

  studio_worker_resume (get_worker (self));
}

void
studio_activity_cancel (StudioActivity *self)
{
  g_return_if_fail (STUDIO_IS_ACTIVITY (self));

  STUDIO_ACTIVITY_GET_CLASS (self)->cancel (self);
}

StudioRunState
studio_activity_get_state (StudioActivity *self)
{
  g_return_val_if_fail (STUDIO_IS_ACTIVITY (self), STUDIO_RUN_FAILED);

  return studio_worker_get_state (get_worker (self));
}

gboolean
studio_activity_is_final (StudioActivity *self)
{
  return studio_run_state_is_final (studio_activity_get_state (self));
}

GError *
studio_activity_dup_error (StudioActivity *self)
{
  g_return_val_if_fail (STUDIO_IS_ACTIVITY (self), NULL);

  return studio_worker_dup_error (get_worker (self));
}
