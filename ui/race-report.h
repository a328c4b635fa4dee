/* SPDX-License-Identifier: MIT */
/* What a race says in words: who is ahead, by how much, under which conditions. Never more than was measured. */
#pragma once

#include "app/race.h"

#include "ui/chart.h"

G_BEGIN_DECLS

/**
 * ui_race_report_dup_verdict: one or two sentences.
 * @race: (nullable): NULL: none has been started
 *
 * A ratio is told from STUDIO_STATISTICS_MIN_REPETITIONS repetitions on only; before, it says that this is no measurement.
 *
 * Returns: (transfer full): text.
 */
char *ui_race_report_dup_verdict (StudioRace *race);

/**
 * ui_race_report_dup_conditions: sizes, machine, kernels, precision, threads, turns, warm-up, slow motion, and the load of
 * others with a mark of caution where it spoils the figures.
 * @race: (nullable): NULL: none has been started
 * @config: (nullable): sizes; NULL: no model
 * @precision: of the weights
 *
 * Returns: (transfer full): text.
 */
char *ui_race_report_dup_conditions (StudioRace *race, const WeftConfig *config, WeftPrecision precision);

/**
 * ui_race_report_dup_curve: milliseconds per pixel over an image: the median of all repetitions and of a row of pixels.
 * @config: of the model
 *
 * Returns: (transfer full): array of UiChartPoint, x in pixels.
 */
GArray *ui_race_report_dup_curve (const StudioRaceLaneResult *lane, const WeftConfig *config);

/**
 * ui_race_report_dup_band: between which values 9 of 10 steps lie, row by row: the 5th and the 95th percentile.
 * @config: of the model
 *
 * Returns: (transfer full): array of UiChartBand, x in pixels.
 */
GArray *ui_race_report_dup_band (const StudioRaceLaneResult *lane, const WeftConfig *config);

G_END_DECLS
