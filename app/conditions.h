/* SPDX-License-Identifier: MIT */
/* What the machine was like while something was measured: processor, governor, power, and who else was busy. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a computer's power comes from; a laptop on battery is slower. */
typedef enum {
  STUDIO_POWER_UNKNOWN, /* no battery, or nobody says */
  STUDIO_POWER_MAINS,
  STUDIO_POWER_BATTERY,
} StudioPower;

/**
 * StudioConditions: strings are owned.
 */
typedef struct {
  char *processor; /* its own name, "unknown processor" where nobody says */
  guint n_processors;
  char *governor;  /* of the first processor's frequency; NULL where nobody says */
  StudioPower power;
} StudioConditions;

/**
 * studio_conditions_read: reads /proc and /sys, which takes no time worth speaking of.
 * @root: (nullable): folder that stands for /; NULL: the real one
 *
 * Returns: (transfer full): with studio_conditions_free().
 * Threads: any.
 */
StudioConditions *studio_conditions_read (const char *root);

void studio_conditions_free (StudioConditions *conditions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioConditions, studio_conditions_free)

/* From this fraction of the machine on, work of others spoils a measurement. */
#define STUDIO_LOAD_CAUTION 0.1

/**
 * StudioLoad: how busy all processors, and this program alone, have been up to a moment. A plain value.
 */
typedef struct {
  gboolean is_known;
  double busy;  /* seconds of all processors */
  double total; /* seconds of all processors, idle or not */
  double own;   /* seconds of this program's threads */
} StudioLoad;

/**
 * studio_load_read: the counters as they are now.
 * @root: (nullable): as above
 */
void studio_load_read (const char *root, StudioLoad *load);

/**
 * studio_load_get_others: the fraction of the machine that other programs used between two readings.
 *
 * Returns: 0 .. 1; negative if it is not known, or if no time has passed that the counters can see.
 */
double studio_load_get_others (const StudioLoad *before, const StudioLoad *after);

G_END_DECLS
