/* SPDX-License-Identifier: MIT */
/* StudioShortage: what a run would take, computed before it begins, against what there is, and what to make less of. */
#pragma once

#include "app/job.h"
#include "app/race.h"

#include <glib.h>

G_BEGIN_DECLS

/* What makes a run fit, in the order in which it is looked for: first what nobody sees in the pictures. */
typedef enum {
  STUDIO_RELIEF_NONE,       /* nothing does */
  STUDIO_RELIEF_MOMENTS,    /* less memory for states along the pictures: going back takes longer replays */
  STUDIO_RELIEF_LANES,      /* fewer pictures at a time */
  STUDIO_RELIEF_RECOMPUTED, /* a race without its lane that computes everything again */
} StudioRelief;

/**
 * StudioShortage: a plain value; all amounts in bytes.
 */
typedef struct {
  gboolean is_race;
  guint64 needed;       /* as asked for */
  guint64 available;
  guint n_asked;        /* lanes asked for */
  StudioRelief relief;
  guint n_lanes;        /* with the relief; as asked for where it is another */
  gsize keyframe_bytes; /* likewise: the most for states along the pictures */
  guint64 relieved;     /* needed with the relief; without one, the least that any run of this model needs */
} StudioShortage;

/**
 * studio_shortage_count_available: weft_available_bytes(), with room for the thread that a run makes.
 * @root: (nullable): as there
 */
guint64 studio_shortage_count_available (const char *root);

/**
 * studio_shortage_count_job: what a job takes at most while it runs, the weights not counted: memories, buffers of a step,
 * keyframes, frames, and pictures that wait to be taken. G_MAXUINT64 if that is no number.
 */
guint64 studio_shortage_count_job (const StudioJobSpec *spec);

/**
 * studio_shortage_count_race: the same of a race, with the times of all its steps.
 */
guint64 studio_shortage_count_race (const StudioRaceSpec *spec);

/**
 * studio_shortage_find_in_job: whether a job does not fit, and the smallest reduction with which it does.
 * @available: bytes
 * @shortage: (out): written if there is one
 */
gboolean studio_shortage_find_in_job (const StudioJobSpec *spec, guint64 available, StudioShortage *shortage);

gboolean studio_shortage_find_in_race (const StudioRaceSpec *spec, guint64 available, StudioShortage *shortage);

/**
 * studio_shortage_relieve_job: makes a job what the shortage says. As many pictures as lanes stay as many as lanes.
 */
void studio_shortage_relieve_job (const StudioShortage *shortage, StudioJobSpec *spec);

/**
 * studio_shortage_make_error: (transfer full): WEFT_ERROR_NO_MEMORY with both figures.
 * @what: "16 pictures side by side need"
 * @remedy: what to do
 */
GError *studio_shortage_make_error (const char *what, guint64 needed, guint64 available, const char *remedy);

G_END_DECLS
