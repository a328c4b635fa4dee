/* SPDX-License-Identifier: MIT */
/* A race on paper: charts, table and conditions as one picture, with everything somebody needs to judge them. */
#pragma once

#include "ui/race-charts.h"
#include "ui/scaling-view.h"

#include "app/table.h"

G_BEGIN_DECLS

/**
 * UiRacePicture: what to draw; all borrowed.
 */
typedef struct {
  PangoContext *context;
  UiRaceCharts *charts;     /* NULL: @scaling */
  UiScalingView *scaling;   /* NULL: @charts */
  const char *verdict;      /* NULL: none */
  const StudioTable *table; /* NULL: none yet */
  const char *words;        /* conditions */
} UiRacePicture;

/**
 * ui_race_picture_to_svg: (transfer full): as outlines, at any size.
 *
 * Returns: NULL with WEFT_ERROR_NO_MEMORY.
 */
GBytes *ui_race_picture_to_svg (const UiRacePicture *picture, GError **error);

/**
 * ui_race_picture_to_png: (transfer full): as pixels, two to a unit.
 *
 * Returns: NULL with WEFT_ERROR_NO_MEMORY.
 */
GBytes *ui_race_picture_to_png (const UiRacePicture *picture, GError **error);

G_END_DECLS
