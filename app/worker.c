/* SPDX-License-Identifier: MIT */
/* The thread under a job or a race. Requests are counted in one atomic that a step reads; whoever finds it
 * raised looks under the lock. Locks are pthread's, because ThreadSanitizer cannot see GLib's. */
#include "app/worker-private.h"

#include "engine/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define LOWEST_PRIORITY 19

struct _StudioWorker {
  atomic_uint n_references;

  /* template */
  char *name;
  StudioWorkerFunc func;
  StudioWorkerEventFunc event;
  gpointer data;
  GDestroyNotify free_data;
  gboolean demote;

  GMainContext *context;
  GWeakRef owner;
  GThread *thread;

  atomic_bool has_request; /* paused or cancelled: a step must look under the lock */
  atomic_bool cancelled;
  atomic_bool has_event;   /* an event is on its way to the owner */
  atomic_int state;

  pthread_mutex_t mutex;
  pthread_cond_t changed;
  /* under the lock */
  gboolean paused;
  guint n_steps_allowed;
  GError *error;
};

guint64
studio_worker_next_number (void)
{
  static _Atomic guint64 number = 0; /* a source of names, not a state */

  return atomic_fetch_add_explicit (&number, 1, memory_order_relaxed) + 1;
}

StudioWorker *
studio_worker_new (const char *name, GObject *owner, StudioWorkerEventFunc event, StudioWorkerFunc func,
                   gpointer data, GDestroyNotify free_data, gboolean demote, gboolean paused)
{
  StudioWorker *worker = g_new0 (StudioWorker, 1);
  pthread_condattr_t attributes;

  atomic_init (&worker->n_references, 1);
  worker->name = g_strdup (name);
  worker->func = func;
  worker->event = event;
  worker->data = data;
  worker->free_data = free_data;
  worker->demote = demote;
  worker->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&worker->owner, owner);
  atomic_init (&worker->has_request, paused);
  worker->paused = paused;

  pthread_mutex_init (&worker->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&worker->changed, &attributes);
  pthread_condattr_destroy (&attributes);
  return worker;
}

static void
unref (gpointer data)
{
  StudioWorker *worker = data;

  if (atomic_fetch_sub_explicit (&worker->n_references, 1, memory_order_acq_rel) > 1)
    return;

  pthread_cond_destroy (&worker->changed);
  pthread_mutex_destroy (&worker->mutex);
  g_weak_ref_clear (&worker->owner);
  g_main_context_unref (worker->context);
  g_clear_error (&worker->error);
  g_free (worker->name);
  g_free (worker);
}

void
studio_worker_destroy (StudioWorker *worker)
{
  if (worker == NULL)
    return;

  studio_worker_cancel (worker);
  g_clear_pointer (&worker->thread, g_thread_join);
  g_clear_pointer (&worker->data, worker->free_data);
  unref (worker);
}

/* Events */

static gboolean
event_cb (gpointer data)
{
  StudioWorker *worker = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&worker->owner);

  /* Before the owner looks, so that whatever happens from now on sends another event. */
  atomic_store_explicit (&worker->has_event, FALSE, memory_order_seq_cst);
  if (owner != NULL)
    worker->event (owner);
  return G_SOURCE_REMOVE;
}

void
studio_worker_post (StudioWorker *worker)
{
  g_autoptr (GSource) source = NULL;

  studio_worker_wake (worker);
  if (atomic_exchange_explicit (&worker->has_event, TRUE, memory_order_seq_cst))
    return;

  atomic_fetch_add_explicit (&worker->n_references, 1, memory_order_relaxed);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, event_cb, worker, unref);
  g_source_attach (source, worker->context);
}

static void
set_state (StudioWorker *worker, StudioRunState state)
{
  if (atomic_exchange_explicit (&worker->state, (int) state, memory_order_acq_rel) != (int) state)
    studio_worker_post (worker);
}

/* The thread */

static void
finish (StudioWorker *worker, gboolean done, GError *error)
{
  StudioRunState state = STUDIO_RUN_CANCELLED;

  if (done)
    state = STUDIO_RUN_FINISHED;
  else if (error != NULL)
    state = STUDIO_RUN_FAILED;

  studio_worker_lock (worker);
  worker->error = error;
  studio_worker_unlock (worker);
  set_state (worker, state);
}

static gpointer
thread_cb (gpointer data)
{
  StudioWorker *worker = data;
  GError *error = NULL;
  gboolean done;

  /* Niceness belongs to the thread, and those it makes inherit it: before anything else. Lowering cannot
   * fail. */
  if (worker->demote)
    setpriority (PRIO_PROCESS, (id_t) gettid (), LOWEST_PRIORITY);

  done = worker->func (worker, worker->data, &error);
  finish (worker, done, error);
  return NULL;
}

gboolean
studio_worker_start (StudioWorker *worker, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (worker->thread == NULL, FALSE);

  set_state (worker, STUDIO_RUN_RUNNING);
  worker->thread = g_thread_try_new (worker->name, thread_cb, worker, &local_error);
  if (worker->thread != NULL)
    return TRUE;

  finish (worker, FALSE, g_error_new (WEFT_ERROR, WEFT_ERROR_RESOURCE, "no thread can be had: %s",
                                      local_error->message));
  if (error != NULL)
    *error = studio_worker_dup_error (worker);
  return FALSE;
}

/* Requests */

void
studio_worker_lock (StudioWorker *worker)
{
  pthread_mutex_lock (&worker->mutex);
}

void
studio_worker_unlock (StudioWorker *worker)
{
  pthread_mutex_unlock (&worker->mutex);
}

void
studio_worker_wake (StudioWorker *worker)
{
  studio_worker_lock (worker);
  pthread_cond_broadcast (&worker->changed);
  studio_worker_unlock (worker);
}

/* Changes what is asked and wakes the worker. */
static void
request (StudioWorker *worker, gboolean paused, guint n_steps_allowed)
{
  studio_worker_lock (worker);
  worker->paused = paused;
  worker->n_steps_allowed = n_steps_allowed;
  atomic_store_explicit (&worker->has_request,
                         paused || atomic_load_explicit (&worker->cancelled, memory_order_relaxed),
                         memory_order_release);
  pthread_cond_broadcast (&worker->changed);
  studio_worker_unlock (worker);
}

void
studio_worker_pause (StudioWorker *worker)
{
  request (worker, TRUE, 0);
}

void
studio_worker_resume (StudioWorker *worker)
{
  request (worker, FALSE, 0);
}

void
studio_worker_step (StudioWorker *worker)
{
  studio_worker_lock (worker);
  if (worker->paused)
    worker->n_steps_allowed++;
  pthread_cond_broadcast (&worker->changed);
  studio_worker_unlock (worker);
}

void
studio_worker_cancel (StudioWorker *worker)
{
  studio_worker_lock (worker);
  atomic_store_explicit (&worker->cancelled, TRUE, memory_order_relaxed);
  atomic_store_explicit (&worker->has_request, TRUE, memory_order_release);
  pthread_cond_broadcast (&worker->changed);
  studio_worker_unlock (worker);
}

gboolean
studio_worker_is_cancelled (StudioWorker *worker)
{
  return atomic_load_explicit (&worker->cancelled, memory_order_relaxed);
}

StudioRunState
studio_worker_get_state (StudioWorker *worker)
{
  return (StudioRunState) atomic_load_explicit (&worker->state, memory_order_acquire);
}

GError *
studio_worker_dup_error (StudioWorker *worker)
{
  GError *copy;

  studio_worker_lock (worker);
  copy = worker->error != NULL ? g_error_copy (worker->error) : NULL;
  studio_worker_unlock (worker);
  return copy;
}

/* Sleeping */

gboolean
studio_worker_wait (StudioWorker *worker, gint64 deadline)
{
  const struct timespec until = {
    .tv_sec = deadline / G_USEC_PER_SEC,
    .tv_nsec = deadline % G_USEC_PER_SEC * 1000,
  };

  if (deadline < 0)
    return pthread_cond_wait (&worker->changed, &worker->mutex) == 0;

  return pthread_cond_timedwait (&worker->changed, &worker->mutex, &until) == 0;
}

/* Whether to sleep on; a step that is allowed is used up here. */
static gboolean
must_sleep (StudioWorker *worker)
{
  if (!worker->paused || studio_worker_is_cancelled (worker))
    return FALSE;
  if (worker->n_steps_allowed == 0)
    return TRUE;

  worker->n_steps_allowed--;
  return FALSE;
}

gboolean
studio_worker_proceed (StudioWorker *worker, gboolean *has_waited)
{
  gboolean waited = FALSE;
  gboolean paused;

  if (has_waited != NULL)
    *has_waited = FALSE;
  if (!atomic_load_explicit (&worker->has_request, memory_order_acquire)
      && studio_worker_get_state (worker) == STUDIO_RUN_RUNNING)
    return TRUE;

  studio_worker_lock (worker);
  while (must_sleep (worker))
    {
      waited = TRUE;
      if (studio_worker_get_state (worker) == STUDIO_RUN_PAUSED)
        {
          studio_worker_wait (worker, -1);
          continue;
        }

      /* Telling the owner takes the lock; what was asked meanwhile is looked at again. */
      studio_worker_unlock (worker);
      set_state (worker, STUDIO_RUN_PAUSED);
      studio_worker_lock (worker);
    }
  paused = worker->paused;
  studio_worker_unlock (worker);

  if (has_waited != NULL)
    *has_waited = waited;
  if (studio_worker_is_cancelled (worker))
    return FALSE;

  if (!paused)
    set_state (worker, STUDIO_RUN_RUNNING);
  return TRUE;
}

gboolean
studio_worker_sleep_until (StudioWorker *worker, gint64 deadline)
{
  gboolean is_free;

  studio_worker_lock (worker);
  is_free = !atomic_load_explicit (&worker->has_request, memory_order_relaxed);
  if (is_free)
    studio_worker_wait (worker, deadline);
  studio_worker_unlock (worker);
  return is_free;
}
