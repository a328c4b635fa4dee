/* SPDX-License-Identifier: MIT */
/* StudioRunState: where a job or a race is between its beginning and its end. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * StudioRunState:
 * @STUDIO_RUN_READY: made, not started; no thread yet.
 * @STUDIO_RUN_RUNNING: its thread computes, or waits for the pace or for its pictures to be taken.
 * @STUDIO_RUN_PAUSED: its thread sleeps between two steps and keeps everything it needs to go on.
 * @STUDIO_RUN_FINISHED: all that was asked for is complete.
 * @STUDIO_RUN_CANCELLED: stopped before its end because somebody asked.
 * @STUDIO_RUN_FAILED: stopped before its end because of an error, which can be asked for.
 *
 * The last three are final.
 */
typedef enum {
  STUDIO_RUN_READY,
  STUDIO_RUN_RUNNING,
  STUDIO_RUN_PAUSED,
  STUDIO_RUN_FINISHED,
  STUDIO_RUN_CANCELLED,
  STUDIO_RUN_FAILED,
} StudioRunState;

#define STUDIO_TYPE_RUN_STATE (studio_run_state_get_type ())
GType studio_run_state_get_type (void);

/**
 * studio_run_state_is_final: whether nothing more will happen.
 */
gboolean studio_run_state_is_final (StudioRunState state);

/**
 * studio_run_state_is_active: running or paused: there is a thread.
 */
gboolean studio_run_state_is_active (StudioRunState state);

G_END_DECLS
