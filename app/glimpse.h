/* SPDX-License-Identifier: MIT */
/* StudioGlimpse: all that one image remembered at one step, and what the step made of it; a copy, for looking. */
#pragma once

#include "engine/generator.h"
#include "engine/head.h"
#include "engine/model.h"
#include "engine/probe.h"
#include "engine/state.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioGlimpse:
 *
 * Threads: owned by one thread at a time; handed over, never shared.
 */
typedef struct {
  /* what to look at; set by who asks */
  guint lane;

  guint64 image; /* the number of the image; set by whose run it is */

  /* what was seen */
  guint n_known;         /* values known after the step: it drew value n_known - 1; 0: nothing seen yet */
  guint8 value;          /* the value drawn */
  WeftSampling sampling; /* how it was drawn */
  float *outputs;        /* [n_outputs] that it was drawn from; owned */
  WeftProbe *probe;      /* the step in every layer; owned */
  WeftState *state;      /* one lane after the step; owned; NULL unless the form is linear */
  WeftModel *model;      /* owned reference */
} StudioGlimpse;

/**
 * studio_glimpse_new: with nothing seen yet.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
StudioGlimpse *studio_glimpse_new (WeftModel *model, WeftForm form, GError **error);

void studio_glimpse_free (StudioGlimpse *glimpse);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioGlimpse, studio_glimpse_free)

/**
 * studio_glimpse_begin: looks at the steps of @generator, of the glimpse's model, until studio_glimpse_end(). A lane that
 * is not there is the last one.
 */
void studio_glimpse_begin (StudioGlimpse *glimpse, WeftGenerator *generator);

/**
 * studio_glimpse_end: copies what there is to see after the latest step. Allocates nothing.
 * @sampling: of that step
 */
void studio_glimpse_end (StudioGlimpse *glimpse, WeftGenerator *generator, const WeftSampling *sampling);

G_END_DECLS
