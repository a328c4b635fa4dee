/* SPDX-License-Identifier: MIT */
/* What a race and a measurement of lengths have found, as tables for people and as text for other programs. */
#pragma once

#include "app/race.h"
#include "app/scaling.h"
#include "app/table.h"

G_BEGIN_DECLS

/**
 * studio_race_form_to_title: what a form is called on screen, translated.
 */
const char *studio_race_form_to_title (WeftForm form);

/**
 * studio_race_form_to_name: the same within a sentence.
 */
const char *studio_race_form_to_name (WeftForm form);

/**
 * studio_race_figures_count_bytes: what a lane remembers when it has seen @n_values values.
 */
guint64 studio_race_figures_count_bytes (StudioRace *race, guint lane, guint n_values);

/**
 * studio_race_figures_dup_table: one row for each lane: weights, runs, speed, time of a pixel, how it grows, the ratio to the
 * first lane with its interval, and memory. In the user's language.
 *
 * A ratio is told from STUDIO_STATISTICS_MIN_REPETITIONS runs on only; before, its cell says that this is no measurement.
 *
 * Returns: (transfer full): the table.
 */
StudioTable *studio_race_figures_dup_table (const StudioRaceResult *result);

/**
 * studio_race_figures_dup_curve_table: the lines of the charts as numbers: for pixels 1, 2, 4, 8... and the last one, the
 * median time around it and what is remembered there, lane by lane.
 * @race: whose sizes are meant
 *
 * Returns: (transfer full): the table, in the user's language.
 */
StudioTable *studio_race_figures_dup_curve_table (StudioRace *race, const StudioRaceResult *result);

/**
 * studio_race_figures_to_csv: (transfer full): one line for each lane: SI units, plain names, a point whatever the locale.
 */
char *studio_race_figures_to_csv (const StudioRaceResult *result);

/**
 * studio_race_figures_to_json: the same with the conditions and the seconds of every run.
 * @race: that gave @result
 *
 * Returns: (transfer full): UTF-8, one object of format "weft-race".
 */
char *studio_race_figures_to_json (StudioRace *race, const StudioRaceResult *result);

/**
 * studio_scaling_figures_dup_table: one row for each length, one column for each form; a form that hit its budget says so
 * once and has no figure below.
 */
StudioTable *studio_scaling_figures_dup_table (StudioScaling *scaling);

/**
 * studio_scaling_figures_to_csv: (transfer full): one line for each length that a form has reached.
 */
char *studio_scaling_figures_to_csv (StudioScaling *scaling);

/**
 * studio_scaling_figures_to_json: (transfer full): UTF-8, one object of format "weft-scaling".
 */
char *studio_scaling_figures_to_json (StudioScaling *scaling);

G_END_DECLS
