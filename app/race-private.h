/* SPDX-License-Identifier: MIT */
/* How a race hands its clock over to its result. */
#pragma once

#include "app/race.h"

G_BEGIN_DECLS

/**
 * studio_race_result_new: copies what has been measured and sums it up.
 * @lanes: [n_lanes]: n_steps, n_repetitions (1 ..), step_seconds, totals and state_bytes are read
 * @n_channels: values a pixel
 * @seed: of the resampling behind intervals
 */
StudioRaceResult *studio_race_result_new (const StudioRaceLaneResult *lanes, guint n_lanes, guint n_channels, guint64 seed);

G_END_DECLS
