/* SPDX-License-Identifier: MIT */
/* Runs for tests, from their beginning to their end. What cannot be ends the test program. */
#pragma once

#include "app/job.h"

/**
 * test_activity_wait: sleeps to its end, whatever end that is.
 */
void test_activity_wait (StudioActivity *activity);

/**
 * test_activity_run: starts it, and sleeps until it is FINISHED.
 */
void test_activity_run (StudioActivity *activity);

/**
 * test_job_spec: as many images as lanes, by one thread; nothing is remembered.
 * @model: (transfer none)
 * @recipe: (transfer none)
 */
StudioJobSpec test_job_spec (WeftModel *model, const StudioRecipe *recipe, guint n_lanes);

/**
 * test_job_count_bytes: what such a job takes of memory, with room for @keyframe_bytes to remember.
 */
guint64 test_job_count_bytes (WeftModel *model, guint n_lanes, gsize keyframe_bytes);

/**
 * test_job_start: (transfer full): one that is running, or waiting if @spec says so.
 */
StudioJob *test_job_start (const StudioJobSpec *spec);

/**
 * test_job_run: (transfer full): one that has painted all that is asked for.
 */
StudioJob *test_job_run (const StudioJobSpec *spec);

/**
 * test_picture_assert_straight: a picture of one temperature, as far as it goes, is what a straight run paints.
 */
void test_picture_assert_straight (StudioPicture *picture, WeftModel *model);

/**
 * test_job_assert_same: two complete pictures are the same, and so is what is remembered of them.
 */
void test_job_assert_same (StudioJob *a, guint a_lane, StudioJob *b, guint b_lane);

/**
 * test_job_assert_replays: what a complete picture's recipe, written and read, paints from its beginning is the picture.
 */
void test_job_assert_replays (StudioJob *job, guint lane);

/**
 * TestOriginal: finished pictures to go on from, side by side, with keyframes: 8 x 6 pixels in colour, linear attention.
 */
typedef struct {
  WeftModel *model;
  StudioJob *job;
} TestOriginal;

#define TEST_ORIGINAL_N_VALUES (8 * 6 * 3)

/**
 * test_original_add: a test with originals made for it.
 */
void test_original_add (const char *path, guint n_lanes, void (*test) (TestOriginal *original, gconstpointer data));
