/* SPDX-License-Identifier: MIT */
/* Rows and images have as many pixels as the checkpoint says. */
#include "app/pace.h"

double
studio_pace_to_rate (StudioPaceUnit unit, const WeftConfig *config, double value)
{
  if (config == NULL || unit == STUDIO_PACE_PIXELS)
    return value;
  if (unit == STUDIO_PACE_IMAGE)
    return (double) config->image_width * config->image_height / value;
  return config->image_width * value / 60;
}

double
studio_pace_from_rate (StudioPaceUnit unit, const WeftConfig *config, double rate)
{
  if (config == NULL || unit == STUDIO_PACE_PIXELS)
    return rate;
  if (unit == STUDIO_PACE_IMAGE)
    return (double) config->image_width * config->image_height / rate;
  return rate * 60 / config->image_width;
}
