/* SPDX-License-Identifier: MIT */
/* The states of a run, as an enumeration that properties can hold. */
#include "app/run-state.h"

G_DEFINE_ENUM_TYPE (StudioRunState, studio_run_state,
                    G_DEFINE_ENUM_VALUE (STUDIO_RUN_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (STUDIO_RUN_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (STUDIO_RUN_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (STUDIO_RUN_FINISHED, "finished"),
                    G_DEFINE_ENUM_VALUE (STUDIO_RUN_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (STUDIO_RUN_FAILED, "failed"))

gboolean
studio_run_state_is_final (StudioRunState state)
{
  return state >= STUDIO_RUN_FINISHED;
}

gboolean
studio_run_state_is_active (StudioRunState state)
{
  return state == STUDIO_RUN_RUNNING || state == STUDIO_RUN_PAUSED;
}
