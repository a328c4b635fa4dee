/* SPDX-License-Identifier: MIT */
/* A talk of five scenes in a window, and the keys of its clicker. */
#pragma once

#include "tests/ui/studio.h"

G_BEGIN_DECLS

#define TEST_TALK_SCENES 5
#define TEST_TALK_HOLD_AT 50 /* values known when the second scene waits */

StudioScenes *test_talk_get_scenes (TestStudio *studio);

/**
 * test_talk_get_stage: (transfer none) (nullable): of the talk that goes on.
 */
StudioStage *test_talk_get_stage (TestStudio *studio);

void test_talk_add_scene (TestStudio *studio, const char *caption, StudioSceneAction action, const char *checkpoint,
                          guint64 seed, guint n_lanes);

/**
 * test_talk_add_five: a picture, one that holds, four at once, a race, and the race as it was, called "One" to "Five".
 */
void test_talk_add_five (TestStudio *studio);

/**
 * test_talk_present: begins the talk, and waits until the first scene is entered.
 */
void test_talk_present (TestStudio *studio);

/**
 * test_talk_press: presses a key that means something in a talk.
 */
void test_talk_press (TestStudio *studio, guint key);

G_END_DECLS
