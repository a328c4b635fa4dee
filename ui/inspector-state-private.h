/* SPDX-License-Identifier: MIT */
/* What the files of the memory's page share. */
#pragma once

#include "ui/inspector-state.h"

#include "ui/bars.h"
#include "ui/chart.h"
#include "ui/heat-map.h"
#include "ui/reading.h"

struct _UiInspectorState {
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack; /* the only child: bound, so that the template takes it along */
  GtkLabel *nothing;
  GtkAdjustment *layer_adjustment;
  GtkAdjustment *head_adjustment;
  UiHeatMap *table;
  GtkLabel *figures;
  GtkToggleButton *freeze;
  GtkToggleButton *difference;
  UiBars *sums;
  UiHeatMap *increment;
  UiChart *norms;
  UiInspectorSurgery *surgery;

  /* owned */
  StudioMicroscope *microscope;
  UiReading *reading;
  float *buffer;     /* [E, E] and [E], [E, E] of the head shown */
  float *remembered; /* [layers, heads, E, E]; NULL: nothing */

  WeftConfig config; /* what the buffers and the choosers are for */
  guint remembered_step;
  guint charted_steps; /* that the norms' lines show */
  gboolean is_showing; /* tables change by themselves, not under somebody's cursor */
  gboolean is_holding;
};

/* inspector-state-show.c */
void ui_inspector_state_update          (UiInspectorState *state);
void ui_inspector_state_show_other_head (UiInspectorState *state); /* the adjustments have another */
void ui_inspector_state_show_figures    (UiInspectorState *state);

/* Whether what is shown is a difference. */
gboolean ui_inspector_state_is_comparing (UiInspectorState *state);
