/* SPDX-License-Identifier: MIT */
/* What the files of the race share. */
#pragma once

#include "ui/race-view.h"

#include "ui/race-charts.h"
#include "ui/race-lane.h"
#include "ui/scaling-view.h"
#include "ui/table.h"

struct _UiRaceView {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *scroller; /* the only child: bound, so that the template takes it along */
  GtkWidget *lanes;
  UiRaceLane *first;
  UiRaceLane *second;
  UiRaceLane *third;
  GtkLabel *verdict;
  GtkWidget *bar;
  GtkStack *pages;
  UiRaceCharts *charts;
  GtkWidget *no_numbers;
  UiTable *table;
  UiTable *curve_table;
  UiScalingView *scaling;
  GtkLabel *conditions;

  /* owned */
  StudioWorkspace *workspace;
  StudioRace *race;

  guint timeout_id;
  guint n_samples;
  gboolean is_compact;
  gboolean is_bare;
};

/* Whether the page that is seen is about larger pictures. */
gboolean ui_race_view_shows_scaling (UiRaceView *view);
