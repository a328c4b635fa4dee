/* SPDX-License-Identifier: MIT */
#include "tests/app/jobs.h"

StudioJob *
test_job_run (const StudioJobSpec *spec)
{
  g_autoptr (GError) error = NULL;
  StudioJob *job = studio_job_new (spec, &error);

  g_assert_no_error (error);
  g_assert_true (studio_activity_start (STUDIO_ACTIVITY (job), &error));
  while (!studio_activity_is_final (STUDIO_ACTIVITY (job)))
    studio_job_wait (job, 1000);

  error = studio_activity_dup_error (STUDIO_ACTIVITY (job));
  g_assert_no_error (error);
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_FINISHED);
  return job;
}
