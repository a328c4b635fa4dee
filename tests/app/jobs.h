/* SPDX-License-Identifier: MIT */
/* Runs for tests, from their beginning to their end. */
#pragma once

#include "app/job.h"

/**
 * test_job_run: paints all that is asked for, and ends the test program if that cannot be.
 *
 * Returns: (transfer full): the run, finished.
 */
StudioJob *test_job_run (const StudioJobSpec *spec);
