/* SPDX-License-Identifier: MIT */
#include "tests/app/jobs.h"

StudioJob *
test_job_run (const StudioJobSpec *spec)
{
  g_autoptr (GError) error = NULL;
  StudioJob *job = studio_job_new (spec, &error);

  g_assert_no_error (error);
  g_assert_true (studio_job_start (job, &error));
  while (!studio_run_state_is_final (studio_job_get_state (job)))
    studio_job_wait (job, 1000);

  error = studio_job_dup_error (job);
  g_assert_no_error (error);
  g_assert_cmpint (studio_job_get_state (job), ==, STUDIO_RUN_FINISHED);
  return job;
}
