/* SPDX-License-Identifier: MIT */
/* UiRaceCharts: how long each pixel takes and what is remembered, lane by lane, while a race goes on and when it is over. */
#pragma once

#include "app/race.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiRaceCharts: two charts. Properties: "log" (boolean): both axes of both are logarithmic; "compact" (boolean): one above
 * the other.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_RACE_CHARTS (ui_race_charts_get_type ())
G_DECLARE_FINAL_TYPE (UiRaceCharts, ui_race_charts, UI, RACE_CHARTS, GtkWidget)

/**
 * ui_race_charts_set_race: which race to show; empties the charts.
 * @race: (nullable) (transfer none): NULL: none yet
 * @config: (nullable): sizes of the picture; NULL: no model
 */
void ui_race_charts_set_race (UiRaceCharts *charts, StudioRace *race, const WeftConfig *config);

/**
 * ui_race_charts_sample: adds a point to each line: the lanes as they are now.
 */
void ui_race_charts_sample (UiRaceCharts *charts);

/**
 * ui_race_charts_show_result: medians and bands of what was on the clock instead of samples, and where lines cross.
 */
void ui_race_charts_show_result (UiRaceCharts *charts, const StudioRaceResult *result);

/**
 * ui_race_charts_paint: draws both charts on paper, side by side.
 * @context: (transfer none): whose font to use
 */
void ui_race_charts_paint (UiRaceCharts *charts, cairo_t *cr, PangoContext *context, double width, double height);

G_END_DECLS
