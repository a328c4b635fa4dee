/* SPDX-License-Identifier: MIT */
/* Steps before the place were done, those from it on were taken back. */
#include "app/undo.h"

typedef struct {
  const StudioUndoKind *kind;
  const char *name;
  gpointer before; /* owned, as after */
  gpointer after;
  gint64 time;
} Step;

struct _StudioUndo {
  GArray *steps; /* of Step */
  guint place;
  gboolean is_applying;
};

static void
step_clear (gpointer data)
{
  Step *step = data;

  step->kind->free (step->before);
  step->kind->free (step->after);
}

StudioUndo *
studio_undo_new (void)
{
  StudioUndo *undo = g_new0 (StudioUndo, 1);

  undo->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (undo->steps, step_clear);
  return undo;
}

void
studio_undo_free (StudioUndo *undo)
{
  if (undo == NULL)
    return;

  g_array_unref (undo->steps);
  g_free (undo);
}

static Step *
get_step (StudioUndo *undo, guint index)
{
  return &g_array_index (undo->steps, Step, index);
}

/* The step that a new one carries on: the latest, if it was of the same name a moment ago. */
static Step *
find_unfinished (StudioUndo *undo, const StudioUndoKind *kind, const char *name, gint64 now)
{
  Step *step = undo->place > 0 && undo->place == undo->steps->len ? get_step (undo, undo->place - 1) : NULL;

  if (step == NULL || !kind->merges || step->kind != kind || step->name != name)
    return NULL;

  return now - step->time < STUDIO_UNDO_PATIENCE ? step : NULL;
}

static void
carry_on (Step *step, gpointer before, gpointer after, gint64 now)
{
  step->kind->free (before);
  step->kind->free (step->after);
  step->after = after;
  step->time = now;
}

void
studio_undo_push (StudioUndo *undo, const StudioUndoKind *kind, const char *name, gpointer before, gpointer after, gint64 now)
{
  const Step step = { kind, name, before, after, now };
  Step *unfinished;

  if (undo->is_applying)
    {
      kind->free (before);
      kind->free (after);
      return;
    }

  unfinished = find_unfinished (undo, kind, name, now);
  if (unfinished != NULL)
    {
      carry_on (unfinished, before, after, now);
      return;
    }

  g_array_set_size (undo->steps, undo->place);
  g_array_append_val (undo->steps, step);
  if (undo->steps->len > STUDIO_UNDO_MAX_STEPS)
    g_array_remove_index (undo->steps, 0);
  undo->place = undo->steps->len;
}

const char *
studio_undo_back (StudioUndo *undo, gpointer owner)
{
  Step step;

  if (!studio_undo_can_go_back (undo))
    return NULL;

  step = *get_step (undo, --undo->place);
  undo->is_applying = TRUE;
  step.kind->apply (owner, step.after, step.before);
  undo->is_applying = FALSE;
  return step.name;
}

const char *
studio_undo_forth (StudioUndo *undo, gpointer owner)
{
  Step step;

  if (!studio_undo_can_go_forth (undo))
    return NULL;

  step = *get_step (undo, undo->place++);
  undo->is_applying = TRUE;
  step.kind->apply (owner, step.before, step.after);
  undo->is_applying = FALSE;
  return step.name;
}

gboolean
studio_undo_can_go_back (StudioUndo *undo)
{
  return undo->place > 0 && !undo->is_applying;
}

gboolean
studio_undo_can_go_forth (StudioUndo *undo)
{
  return undo->place < undo->steps->len && !undo->is_applying;
}

void
studio_undo_forget (StudioUndo *undo, const StudioUndoKind *kind)
{
  for (guint i = undo->steps->len; i > 0; i--)
    if (kind == NULL || get_step (undo, i - 1)->kind == kind)
      {
        g_array_remove_index (undo->steps, i - 1);
        if (i <= undo->place)
          undo->place--;
      }
}
