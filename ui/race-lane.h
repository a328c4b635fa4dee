/* SPDX-License-Identifier: MIT */
/* UiRaceLane: one runner of a race: its picture, its speed and what it remembers. */
#pragma once

#include "app/race.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiRaceLane: a canvas between a title and two figures.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_RACE_LANE (ui_race_lane_get_type ())
G_DECLARE_FINAL_TYPE (UiRaceLane, ui_race_lane, UI, RACE_LANE, GtkWidget)

/**
 * ui_race_lane_align: lanes of one group keep the same height above their pictures.
 * @group: (transfer none): vertical
 */
void ui_race_lane_align (UiRaceLane *lane, GtkSizeGroup *group);

/**
 * ui_race_lane_set_compact: whether the figures stand on top of each other.
 */
void ui_race_lane_set_compact (UiRaceLane *lane, gboolean is_compact);

/**
 * ui_race_lane_set_form: what the lane is called; also before there is a race.
 */
void ui_race_lane_set_form (UiRaceLane *lane, WeftForm form);

/**
 * ui_race_lane_set_config: the size of the picture to come, before there is a race.
 * @config: (nullable): NULL: no model
 */
void ui_race_lane_set_config (UiRaceLane *lane, const WeftConfig *config);

/**
 * ui_race_lane_set_race: which lane of which race to show.
 * @race: (transfer none):
 * @index: number of the lane
 */
void ui_race_lane_set_race (UiRaceLane *lane, StudioRace *race, guint index);

/**
 * ui_race_lane_follow: shows the present frame: the warm-up has one of its own, and so has each repetition.
 */
void ui_race_lane_follow (UiRaceLane *lane);

/**
 * ui_race_lane_set_running: whether the race is on.
 */
void ui_race_lane_set_running (UiRaceLane *lane, gboolean running);

/**
 * ui_race_lane_update: reads the figures.
 */
void ui_race_lane_update (UiRaceLane *lane);

G_END_DECLS
