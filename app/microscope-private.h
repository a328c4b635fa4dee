/* SPDX-License-Identifier: MIT */
/* What the files of the microscope share. */
#pragma once

#include "app/microscope.h"
#include "app/surgeon.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* An image that is looked at: of whom, and as which. */
typedef struct {
  StudioFrame *frame; /* owned; NULL: none */
  guint lane;
  guint n_known;      /* values; of a glimpse: after its step */
} StudioSight;

struct _StudioMicroscope {
  GObject parent_instance;

  /* owned */
  StudioWorkspace *workspace;
  WeftModel *model;   /* of the run; NULL: none */
  StudioSight sight;  /* the image, as far as it is painted */
  char *problem;

  guint holders[STUDIO_N_LOOKS];
  guint channel;      /* of the shown pixel */
  gboolean is_frozen;
  gboolean is_running;

  WeftConfig config;
  gboolean has_config;
  WeftForm form;

  /* glimpses: one is shown, one is filled */
  WeftForm glimpse_form;
  StudioGlimpse *glimpse; /* owned */
  StudioSight seen;       /* what it is of */
  StudioGlimpse *spare;   /* owned; NULL: with a job or with a task */
  guint64 asked_run;      /* number of the run that has been asked for a glimpse; 0: none */
  gboolean is_replaying;
  WeftTeam *replay_team;      /* owned, as is the next: with the task while it replays */
  WeftGenerator *replayer;

  /* the trace */
  WeftForm trace_form;
  WeftModel *trace_model; /* owned reference, as is the next */
  WeftTrace *trace;       /* a task walks on while is_tracing */
  WeftTeam *trace_team;   /* owned */
  StudioSurgeon *trace_surgeon; /* owned; NULL: the memory is left alone */
  StudioSight traced;     /* what it is of; n_known: as far as may be read */
  gboolean has_attention;
  gboolean is_tracing;
  gint64 rests_until;     /* monotonic: the run has the processors until then */
};

void studio_sight_set   (StudioSight *sight, StudioFrame *frame, guint lane, guint n_known);
void studio_sight_clear (StudioSight *sight);

/* Tells everybody. */
void studio_microscope_emit_changed (StudioMicroscope *self);

/* microscope-glimpse.c: brings the glimpse to what is looked at. Returns: whether there is another one. */
gboolean studio_microscope_update_glimpse (StudioMicroscope *self);
void     studio_microscope_drop_glimpses  (StudioMicroscope *self);

/* microscope-trace.c: lets the trace walk on, if somebody wants it. */
void studio_microscope_update_trace (StudioMicroscope *self);
void studio_microscope_drop_trace   (StudioMicroscope *self);

/* What went wrong in the background. */
void studio_microscope_take_error (StudioMicroscope *self, GError *error);

G_END_DECLS
