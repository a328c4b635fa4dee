/* SPDX-License-Identifier: MIT */
/* StudioMicroscope: what an inspector looks at: one image of the current run, at one of its values. */
#pragma once

#include "app/agreement.h"
#include "app/glimpse.h"
#include "app/workspace.h"

#include "engine/config.h"
#include "engine/trace.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What somebody wants to see; nothing is done for what nobody holds. */
typedef enum {
  STUDIO_LOOK_GLIMPSE,   /* the state and the step at what is looked at */
  STUDIO_LOOK_TRACE,     /* bits and norms of all steps */
  STUDIO_LOOK_ATTENTION, /* questions and keys of all steps, and what a trace has */
} StudioLook;

#define STUDIO_N_LOOKS 3

/**
 * StudioMicroscope: looks at the workspace's shown lane and step. While a run paints, its thread hands out a glimpse between
 * two steps when it is asked, at most one a refresh; of a run that stands still, or of an earlier step, the same is painted
 * again in the background, from the nearest keyframe.
 *
 * Signal "changed": what is looked at is another, or more is known of it. Emitted by studio_microscope_refresh(), when
 * background work is done, and where a run begins, pauses or ends.
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
 * studio_microscope_refresh: reads the run's counter, and takes what its thread has handed out; once a frame while
 * something runs.
 */
void studio_microscope_refresh (StudioMicroscope *self);

/**
 * studio_microscope_hold: somebody wants to see this; studio_microscope_release(): and no longer. In pairs.
 */
void studio_microscope_hold    (StudioMicroscope *self, StudioLook look);
void studio_microscope_release (StudioMicroscope *self, StudioLook look);

/**
 * studio_microscope_set_channel: which value of the shown pixel to look at, while the run stands still.
 * @channel: 0 .. n_channels - 1; a larger one is the last, as it is from the beginning
 */
void studio_microscope_set_channel (StudioMicroscope *self, guint channel);

guint studio_microscope_get_lane (StudioMicroscope *self);

/**
 * studio_microscope_set_frozen: keeps the glimpse as it is, whatever is painted or shown.
 */
void     studio_microscope_set_frozen (StudioMicroscope *self, gboolean is_frozen);
gboolean studio_microscope_get_frozen (StudioMicroscope *self);

/**
 * studio_microscope_get_config: (nullable): sizes of the network that paints, or would paint next; NULL: there is none.
 */
const WeftConfig *studio_microscope_get_config (StudioMicroscope *self);

/**
 * studio_microscope_get_palette: (nullable): [n_values, 3] of the run's model, if it is an indexed8 one.
 */
const guint8 *studio_microscope_get_palette (StudioMicroscope *self);

/**
 * studio_microscope_get_form: what the run keeps of its past, or would keep.
 */
WeftForm studio_microscope_get_form (StudioMicroscope *self);

/**
 * studio_microscope_is_running: whether a run paints, so that it is time to refresh once a frame.
 */
gboolean studio_microscope_is_running (StudioMicroscope *self);

/**
 * studio_microscope_get_n_known: values painted, 0 without a run.
 */
guint studio_microscope_get_n_known (StudioMicroscope *self);

/**
 * studio_microscope_get_values: (nullable): [n_known] values of the image looked at; NULL without a run.
 */
const guint8 *studio_microscope_get_values (StudioMicroscope *self);

/**
 * studio_microscope_get_step: index of the value looked at, and so the steps that led to it: as many keys and values
 * would a cache hold.
 */
guint studio_microscope_get_step (StudioMicroscope *self);

/**
 * studio_microscope_get_glimpse: (nullable): what is to be seen; while a run paints, or background work is on its way, it
 * may be of another step: it says of which. NULL: nothing yet, or nobody holds STUDIO_LOOK_GLIMPSE.
 *
 * Returns: (transfer none): valid until the next "changed".
 */
const StudioGlimpse *studio_microscope_get_glimpse (StudioMicroscope *self);

/**
 * studio_microscope_get_trace: (nullable): the image walked through so far; NULL: nothing yet.
 * @n_steps: (out): steps that may be read
 *
 * Returns: (transfer none): valid until the next "changed".
 */
WeftTrace *studio_microscope_get_trace (StudioMicroscope *self, guint *n_steps);

/**
 * studio_microscope_get_operated: whether the trace is of a picture whose memory was changed by hand. Its weights are those
 * of queries and keys alone, so they say nothing of what was scaled, forgotten or blended in.
 */
gboolean studio_microscope_get_operated (StudioMicroscope *self);

/**
 * studio_microscope_get_problem: (nullable): why there is nothing to see, one sentence.
 */
const char *studio_microscope_get_problem (StudioMicroscope *self);

/**
 * studio_microscope_compare_forms_async: feeds the shown picture, as far as it is shown, to the network both ways: step by step
 * and all at once.
 */
void studio_microscope_compare_forms_async (StudioMicroscope *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);

G_END_DECLS
