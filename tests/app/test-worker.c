/* SPDX-License-Identifier: MIT */
/* The thread under every run: states, requests at any moment, rare events, failures, priority. */
#include "app/worker-private.h"

#include "engine/error.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>

static gboolean no_threads = FALSE;

/* Stands before GLib's, so that a system without threads to give can be played. */
GThread *g_thread_try_new (const char *name, GThreadFunc func, gpointer data, GError **error);

GThread *
g_thread_try_new (const char *name, GThreadFunc func, gpointer data, GError **error)
{
  GThread *(*real) (const char *, GThreadFunc, gpointer, GError **) = dlsym (RTLD_NEXT, "g_thread_try_new");

  if (!no_threads)
    return real (name, func, data, error);

  g_set_error (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN, "none left");
  return NULL;
}

typedef struct {
  atomic_uint n_steps;
  atomic_int priority;
  guint n_wanted; /* 0: no end */
  gboolean fails;
} Work;

static gboolean
work_cb (StudioWorker *worker, gpointer data, GError **error)
{
  Work *work = data;

  atomic_store (&work->priority, getpriority (PRIO_PROCESS, (id_t) gettid ()));
  while (work->n_wanted == 0 || atomic_load (&work->n_steps) < work->n_wanted)
    {
      if (!studio_worker_proceed (worker, NULL))
        return FALSE;
      atomic_fetch_add (&work->n_steps, 1);
    }

  if (work->fails)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE, "layer 3");
  return !work->fails;
}

static guint n_events;

static void
event_cb (GObject *owner)
{
  n_events++;
}

static StudioWorker *
new_worker (GObject *owner, const Work *template, gboolean demote, gboolean paused)
{
  return studio_worker_new ("weft-test", owner, event_cb, work_cb, g_memdup2 (template, sizeof *template),
                            g_free, demote, paused);
}

static void
wait_for (StudioWorker *worker, StudioRunState state)
{
  studio_worker_lock (worker);
  while (studio_worker_get_state (worker) != state)
    studio_worker_wait (worker, g_get_monotonic_time () + 1000);
  studio_worker_unlock (worker);
}

static void
test_ends (void)
{
  const struct {
    Work work;
    StudioRunState state;
  } cases[] = {
    { { .n_wanted = 10 }, STUDIO_RUN_FINISHED },
    { { .n_wanted = 10, .fails = TRUE }, STUDIO_RUN_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
      g_autoptr (StudioWorker) worker = new_worker (owner, &cases[i].work, FALSE, FALSE);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (studio_worker_get_state (worker), ==, STUDIO_RUN_READY);
      g_assert_true (studio_worker_start (worker, NULL));
      wait_for (worker, cases[i].state);
      error = studio_worker_dup_error (worker);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].work.fails ? "layer 3" : NULL);
    }
}

static void
test_no_thread (void)
{
  const Work work = { 0 };
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (StudioWorker) worker = new_worker (owner, &work, FALSE, FALSE);
  g_autoptr (GError) error = NULL;

  no_threads = TRUE;
  g_assert_false (studio_worker_start (worker, &error));
  no_threads = FALSE;

  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_RESOURCE);
  g_assert_cmpint (studio_worker_get_state (worker), ==, STUDIO_RUN_FAILED);
}

/* Every step asked for while paused is taken, and none beside them. */
static void
test_steps (void)
{
  Work *work = g_new0 (Work, 1);
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (StudioWorker) worker = studio_worker_new ("weft-test", owner, event_cb, work_cb, work, g_free,
                                                       FALSE, TRUE);

  g_assert_true (studio_worker_start (worker, NULL));
  wait_for (worker, STUDIO_RUN_PAUSED);
  g_assert_cmpuint (atomic_load (&work->n_steps), ==, 0);

  for (guint i = 0; i < 50; i++)
    studio_worker_step (worker);
  while (atomic_load (&work->n_steps) < 50)
    g_usleep (100);
  studio_worker_pause (worker);
  wait_for (worker, STUDIO_RUN_PAUSED);
  g_assert_cmpuint (atomic_load (&work->n_steps), ==, 50);

  studio_worker_resume (worker);
  wait_for (worker, STUDIO_RUN_RUNNING);
  studio_worker_step (worker);
  studio_worker_cancel (worker);
  wait_for (worker, STUDIO_RUN_CANCELLED);
}

/* Requests in any order at any moment: the last one holds. */
static void
test_random_requests (void)
{
  for (guint round = 0; round < 200; round++)
    {
      const Work work = { 0 };
      g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
      g_autoptr (StudioWorker) worker = new_worker (owner, &work, FALSE, g_test_rand_bit ());

      g_assert_true (studio_worker_start (worker, NULL));
      for (gint32 n = g_test_rand_int_range (0, 20); n > 0; n--)
        {
          void (*const requests[]) (StudioWorker *) = { studio_worker_pause, studio_worker_resume,
                                                        studio_worker_step, studio_worker_wake,
                                                        studio_worker_post };

          requests[g_test_rand_int_range (0, G_N_ELEMENTS (requests))](worker);
          if (g_test_rand_bit ())
            g_usleep (g_test_rand_int_range (0, 50));
        }

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          studio_worker_pause (worker);
          wait_for (worker, STUDIO_RUN_PAUSED);
          break;
        case 1:
          studio_worker_resume (worker);
          wait_for (worker, STUDIO_RUN_RUNNING);
          break;
        case 2:
          studio_worker_cancel (worker);
          wait_for (worker, STUDIO_RUN_CANCELLED);
          break;
        default:
          break;
        }
    }

  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* However often the worker posts, one event is on the way; once the owner is gone, none arrives. */
static void
test_events (void)
{
  const Work work = { .n_wanted = 1 };
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);
  StudioWorker *worker = new_worker (owner, &work, FALSE, FALSE);

  n_events = 0;
  for (guint i = 0; i < 1000; i++)
    studio_worker_post (worker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_events, ==, 1);

  g_assert_true (studio_worker_start (worker, NULL));
  wait_for (worker, STUDIO_RUN_FINISHED);
  studio_worker_destroy (worker);
  g_object_unref (owner);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_events, ==, 1);
}

/* The thread gives way, and only the thread. */
static void
test_priority (void)
{
  for (guint demote = 0; demote < 2; demote++)
    {
      const int before = getpriority (PRIO_PROCESS, (id_t) gettid ());
      Work *work = g_new0 (Work, 1);
      g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
      g_autoptr (StudioWorker) worker = studio_worker_new ("weft-test", owner, event_cb, work_cb, work,
                                                           g_free, demote, FALSE);

      work->n_wanted = 1;
      g_assert_true (studio_worker_start (worker, NULL));
      wait_for (worker, STUDIO_RUN_FINISHED);
      g_assert_cmpint (atomic_load (&work->priority), ==, demote ? 19 : before);
      g_assert_cmpint (getpriority (PRIO_PROCESS, (id_t) gettid ()), ==, before);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/ends", test_ends);
  g_test_add_func ("/worker/no-thread", test_no_thread);
  g_test_add_func ("/worker/steps", test_steps);
  g_test_add_func ("/worker/random-requests", test_random_requests);
  g_test_add_func ("/worker/events", test_events);
  g_test_add_func ("/worker/priority", test_priority);

  return g_test_run ();
}
