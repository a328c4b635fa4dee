/* SPDX-License-Identifier: MIT */
/* What all runs have of their base: states told after events, errors, and a pause and an end that types have a say in. */
#include "app/activity-private.h"

#include "engine/error.h"
#include "tests/app/jobs.h"

#include <stdatomic.h>
#include <string.h>

/* Counts up to a number, and tells of each step. */
typedef struct {
  atomic_uint n;
  guint end; /* 0: none */
  gboolean fails;
} Count;

struct _TestCounter {
  StudioActivity parent_instance;

  StudioWorker *worker;
  Count *count;       /* owned by the worker */
  GString *told;      /* borrowed: a letter for each event, a digit for each state */
  guint *n_cancelled; /* borrowed: it outlives the counter */
};

#define TEST_TYPE_COUNTER (test_counter_get_type ())
G_DECLARE_FINAL_TYPE (TestCounter, test_counter, TEST, COUNTER, StudioActivity)
G_DEFINE_FINAL_TYPE (TestCounter, test_counter, STUDIO_TYPE_ACTIVITY)

static void
test_counter_event (StudioActivity *activity)
{
  g_string_append_c (TEST_COUNTER (activity)->told, 'e');
}

static void
test_counter_pause (StudioActivity *activity)
{
  g_string_append_c (TEST_COUNTER (activity)->told, 'p');
  STUDIO_ACTIVITY_CLASS (test_counter_parent_class)->pause (activity);
}

static void
test_counter_cancel (StudioActivity *activity)
{
  (*TEST_COUNTER (activity)->n_cancelled)++;
  STUDIO_ACTIVITY_CLASS (test_counter_parent_class)->cancel (activity);
}

static void
test_counter_class_init (TestCounterClass *klass)
{
  STUDIO_ACTIVITY_CLASS (klass)->event = test_counter_event;
  STUDIO_ACTIVITY_CLASS (klass)->pause = test_counter_pause;
  STUDIO_ACTIVITY_CLASS (klass)->cancel = test_counter_cancel;
}

static void
test_counter_init (TestCounter *counter)
{
}

static gboolean
count_cb (StudioWorker *worker, gpointer data, GError **error)
{
  Count *count = data;

  while (count->end == 0 || atomic_load (&count->n) < count->end)
    {
      if (!studio_worker_proceed (worker, NULL))
        return FALSE;
      atomic_fetch_add (&count->n, 1);
      studio_worker_post (worker);
    }

  if (count->fails)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE, "too much");
  return !count->fails;
}

static void
state_cb (TestCounter *counter)
{
  StudioRunState state;

  g_object_get (counter, "state", &state, NULL);
  g_string_append_printf (counter->told, "%d", (int) state);
}

static TestCounter *
counter_new (guint end, gboolean fails, gboolean paused, GString *told, guint *n_cancelled)
{
  TestCounter *counter = g_object_new (TEST_TYPE_COUNTER, NULL);

  counter->count = g_new0 (Count, 1);
  counter->count->end = end;
  counter->count->fails = fails;
  counter->told = told;
  counter->n_cancelled = n_cancelled;
  counter->worker = studio_activity_set_up (STUDIO_ACTIVITY (counter), "weft-test", count_cb, counter->count, g_free,
                                            FALSE, paused);
  g_signal_connect (counter, "notify::state", G_CALLBACK (state_cb), NULL);
  return counter;
}

static void
hear (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Each state is told once, and only after the event it came with: whoever hears of the end has had all there was. */
static void
test_told (void)
{
  static const struct {
    gboolean fails;
    StudioRunState state;
  } cases[] = { { FALSE, STUDIO_RUN_FINISHED }, { TRUE, STUDIO_RUN_FAILED } };

  for (guint i = 0; i < 50; i++)
    {
      const StudioRunState expected = cases[i % 2].state;
      g_autoptr (GString) told = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      guint n_cancelled = 0;
      TestCounter *counter = counter_new (1 + i, cases[i % 2].fails, FALSE, told, &n_cancelled);
      StudioActivity *activity = STUDIO_ACTIVITY (counter);

      g_assert_cmpint (studio_activity_get_state (activity), ==, STUDIO_RUN_READY);
      g_assert_false (studio_activity_is_final (activity));
      g_assert_true (studio_activity_start (activity, NULL));
      test_activity_wait (activity);
      hear ();

      error = studio_activity_dup_error (activity);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i % 2].fails ? "too much" : NULL);
      g_assert_cmpint (told->str[told->len - 1], ==, '0' + (int) expected);
      for (gsize at = 0; at < told->len; at++)
        g_assert_true (told->str[at] == 'e' || (at > 0 && told->str[at - 1] == 'e'));
      g_assert_null (memchr (told->str, told->str[told->len - 1], told->len - 1));
      g_assert_finalize_object (counter);
    }
}

/* A type has its say before a pause and before the end, asked for or not. */
static void
test_say (void)
{
  g_autoptr (GString) told = g_string_new (NULL);
  guint n_cancelled = 0;
  TestCounter *counter = counter_new (0, FALSE, TRUE, told, &n_cancelled);
  StudioActivity *activity = STUDIO_ACTIVITY (counter);

  g_assert_true (studio_activity_start (activity, NULL));
  while (studio_activity_get_state (activity) != STUDIO_RUN_PAUSED)
    g_usleep (50);
  g_assert_cmpuint (atomic_load (&counter->count->n), ==, 0);

  studio_activity_resume (activity);
  while (atomic_load (&counter->count->n) < 10)
    g_usleep (50);
  studio_activity_pause (activity);
  g_assert_nonnull (strchr (told->str, 'p'));
  while (studio_activity_get_state (activity) != STUDIO_RUN_PAUSED)
    g_usleep (50);

  g_assert_cmpuint (n_cancelled, ==, 0);
  studio_activity_cancel (activity);
  g_assert_cmpuint (n_cancelled, ==, 1);
  test_activity_wait (activity);
  g_assert_cmpint (studio_activity_get_state (activity), ==, STUDIO_RUN_CANCELLED);
  g_assert_null (studio_activity_dup_error (activity));
  g_assert_finalize_object (counter);
  g_assert_cmpuint (n_cancelled, ==, 2);
}

/* Dropped while it runs, it is joined, and nobody hears of it any more. */
static void
test_dropped (void)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      guint n_cancelled = 0;
      TestCounter *counter = counter_new (0, FALSE, FALSE, told, &n_cancelled);

      g_assert_true (studio_activity_start (STUDIO_ACTIVITY (counter), NULL));
      g_usleep (g_test_rand_int_range (0, 300));
      g_assert_finalize_object (counter);
      hear ();
      g_assert_cmpuint (n_cancelled, ==, 1);
      g_assert_cmpuint (told->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activity/told", test_told);
  g_test_add_func ("/activity/say", test_say);
  g_test_add_func ("/activity/dropped", test_dropped);

  return g_test_run ();
}
