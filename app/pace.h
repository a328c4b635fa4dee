/* SPDX-License-Identifier: MIT */
/* StudioPaceUnit: how people count a pace: pixels, whole images, or rows to a beat. The work itself knows pixels a second. */
#pragma once

#include "engine/config.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  STUDIO_PACE_PIXELS, /* pixels a second */
  STUDIO_PACE_IMAGE,  /* seconds an image */
  STUDIO_PACE_ROWS,   /* rows a minute */
} StudioPaceUnit;

#define STUDIO_PACE_N_UNITS 3

/**
 * studio_pace_to_rate: pixels a second.
 * @config: (nullable): the size of an image; NULL: @value is taken for pixels a second
 * @value: in @unit, > 0
 */
double studio_pace_to_rate (StudioPaceUnit unit, const WeftConfig *config, double value);

/**
 * studio_pace_from_rate: the other way round.
 * @rate: pixels a second, > 0
 */
double studio_pace_from_rate (StudioPaceUnit unit, const WeftConfig *config, double rate);

G_END_DECLS
