/* SPDX-License-Identifier: MIT */
/* Finalizing an object whose GTask may still be in the hands of a pool's thread. */
#pragma once

#include <glib-object.h>

/* The thread that did the work lets go of its task, and with it of the task's source, a moment after the answer has been
 * delivered. Waits for that, at most five seconds, then asserts that the reference given up here is the last. */
static inline void
test_assert_finalize_after_tasks (gpointer object)
{
  const gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (g_atomic_int_get (&G_OBJECT (object)->ref_count) > 1 && g_get_monotonic_time () < deadline)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }

  g_assert_finalize_object (object);
}
