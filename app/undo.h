/* SPDX-License-Identifier: MIT */
/* StudioUndo: what was done, step by step, so that it can be taken back and done again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_UNDO_MAX_STEPS 200 /* the oldest are forgotten beyond */
#define STUDIO_UNDO_PATIENCE 1000000 /* microseconds within which steps of one name become one */

/**
 * StudioUndoKind: how steps of one kind go; a static constant. What was before a step, and what after it, is a pointer of
 * the kind's own making.
 */
typedef struct {
  void (*apply) (gpointer owner, gpointer from, gpointer to); /* what is @from becomes @to */
  GDestroyNotify free;
  gboolean merges; /* whether steps of one name that follow each other quickly are one: a slider that is drawn */
} StudioUndoKind;

/**
 * StudioUndo: a stack of steps, and a place in it.
 *
 * Threads: main thread only.
 */
typedef struct _StudioUndo StudioUndo;

StudioUndo *studio_undo_new  (void);
void        studio_undo_free (StudioUndo *undo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioUndo, studio_undo_free)

/**
 * studio_undo_push: something was done; what had been taken back is forgotten. While a step is taken back or done again
 * nothing is pushed, because what happens then is no new step.
 * @name: for people; static
 * @before: (transfer full): of the kind's making
 * @after: (transfer full): the same
 * @now: microseconds, monotonic
 */
void studio_undo_push (StudioUndo *undo, const StudioUndoKind *kind, const char *name, gpointer before, gpointer after,
                       gint64 now);

/**
 * studio_undo_back: takes the latest step back.
 *
 * Returns: its name; NULL if there is none.
 */
const char *studio_undo_back (StudioUndo *undo, gpointer owner);

/**
 * studio_undo_forth: does again what was taken back last.
 *
 * Returns: its name; NULL if there is none.
 */
const char *studio_undo_forth (StudioUndo *undo, gpointer owner);

gboolean studio_undo_can_go_back  (StudioUndo *undo);
gboolean studio_undo_can_go_forth (StudioUndo *undo);

/**
 * studio_undo_forget: as if steps of this kind had never been.
 * @kind: (nullable): NULL: all steps
 */
void studio_undo_forget (StudioUndo *undo, const StudioUndoKind *kind);

G_END_DECLS
