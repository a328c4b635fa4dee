/* SPDX-License-Identifier: MIT */
/* Finished pictures whose memory is changed by hand, and what must be true of them. */
#pragma once

#include "app/surgery.h"

#include "tests/app/jobs.h"

/**
 * test_job_operate: (transfer full): goes on from a finished picture with its memory changed, to the end.
 */
StudioJob *test_job_operate (StudioJob *job, const StudioSurgery *surgery);

const guint8 *test_job_get_values (StudioJob *job); /* [image values] of lane 0; the job keeps them */

/**
 * test_job_get_hash: of lane 0's state at the end.
 */
guint64 test_job_get_hash (StudioJob *job);

/**
 * test_job_get_hash_at: of lane 0's state where so many values are known.
 */
guint64 test_job_get_hash_at (StudioJob *job, guint n_known);

/**
 * test_job_assert_scrubs: scrubbed to in any order, with keyframes and without, a step's state is the one that a walk
 * through all values comes to.
 */
void test_job_assert_scrubs (StudioJob *job);

/**
 * test_job_assert_branches_off: the pictures are the same up to a step, and only up to there.
 */
void test_job_assert_branches_off (StudioJob *job, StudioJob *original, guint step);
