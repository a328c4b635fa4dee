/* SPDX-License-Identifier: MIT */
/* StudioMicroscope: what an inspector looks at: one lane of the current run, at one of its values. */
#pragma once

#include "app/workspace.h"

#include "engine/config.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * StudioMicroscope:
 *
 * Signal "changed": what is looked at is another, or more is known of it. Emitted by studio_microscope_refresh(), and
 * where a run begins, pauses or ends.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_MICROSCOPE (studio_microscope_get_type ())
G_DECLARE_FINAL_TYPE (StudioMicroscope, studio_microscope, STUDIO, MICROSCOPE, GObject)

/**
 * studio_microscope_new:
 * @workspace: (transfer none): whose run to look at
 */
StudioMicroscope *studio_microscope_new (StudioWorkspace *workspace);

/**
 * studio_microscope_refresh: reads the run's counter; once a frame while something runs.
 */
void studio_microscope_refresh (StudioMicroscope *self);

/**
 * studio_microscope_get_config: (nullable): sizes of the network that paints, or would paint next; NULL: there is none.
 */
const WeftConfig *studio_microscope_get_config (StudioMicroscope *self);

/**
 * studio_microscope_get_form: what the run keeps of its past, or would keep.
 */
WeftForm studio_microscope_get_form (StudioMicroscope *self);

/**
 * studio_microscope_get_n_known: values painted, 0 without a run.
 */
guint studio_microscope_get_n_known (StudioMicroscope *self);

/**
 * studio_microscope_get_step: steps taken so far at what is looked at: as many keys and values would a cache hold.
 */
guint studio_microscope_get_step (StudioMicroscope *self);

G_END_DECLS
