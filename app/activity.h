/* SPDX-License-Identifier: MIT */
/* StudioActivity: what a thread of its own works on, and the hand on it. Jobs, races, measurements of scaling, trainings
 * and exports are activities. */
#pragma once

#include "app/run-state.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * StudioActivity:
 *
 * Property: "state" (StudioRunState, read-only), notified in the thread-default main context of the one who made it. An
 * activity runs once; a new run is a new activity.
 *
 * Threads: functions, those of derived types too, may be called from any thread unless they say otherwise; make and
 * unref it in one thread. The last unref cancels and joins.
 */
#define STUDIO_TYPE_ACTIVITY (studio_activity_get_type ())
G_DECLARE_DERIVABLE_TYPE (StudioActivity, studio_activity, STUDIO, ACTIVITY, GObject)

/**
 * StudioActivityClass:
 * @event: something rare has happened: look what, before "state" is notified. In the owner's main context
 * @pause: of studio_activity_pause(); chain up
 * @cancel: of studio_activity_cancel(), and of the last unref, before it joins; chain up
 */
struct _StudioActivityClass {
  GObjectClass parent_class;

  void (*event)  (StudioActivity *self);
  void (*pause)  (StudioActivity *self);
  void (*cancel) (StudioActivity *self);
};

/**
 * studio_activity_start: makes the thread. Once, and from the owner's thread.
 *
 * What fails later, memory among it, ends in STUDIO_RUN_FAILED.
 *
 * Returns: FALSE with WEFT_ERROR_RESOURCE; the state is then FAILED.
 */
gboolean studio_activity_start (StudioActivity *self, GError **error);

/* Each takes effect within one step, and does nothing where it makes no sense. */
void studio_activity_pause  (StudioActivity *self);
void studio_activity_resume (StudioActivity *self);

/**
 * studio_activity_cancel: stops as soon as the present step is done; returns at once. What is done by then can still be
 * had.
 */
void studio_activity_cancel (StudioActivity *self);

StudioRunState studio_activity_get_state (StudioActivity *self);

/**
 * studio_activity_is_final: studio_run_state_is_final() of its state.
 */
gboolean studio_activity_is_final (StudioActivity *self);

/**
 * studio_activity_dup_error: (transfer full) (nullable): why it is FAILED, else NULL.
 */
GError *studio_activity_dup_error (StudioActivity *self);

G_END_DECLS
