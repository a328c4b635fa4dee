/* SPDX-License-Identifier: MIT */
/* Pixels that are set by hand, and the picture that takes them in. Every change is a step that can be taken back. */
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>

/* Of the picture in sight, or of the next one. */
static const WeftConfig *
get_config (StudioWorkspace *self)
{
  if (self->job != NULL)
    return weft_model_get_config (studio_job_get_model (self->job));

  return self->entry != NULL ? studio_entry_get_config (self->entry) : NULL;
}

/* (transfer full): what is given without anything set by hand; NULL without a checkpoint. */
static StudioSketch *
make_base (StudioWorkspace *self)
{
  g_auto (StudioJobLane) lane = { 0 };
  const WeftConfig *config = get_config (self);

  if (config == NULL)
    return NULL;
  if (self->job != NULL && studio_job_get_lane (self->job, self->shown_lane, &lane))
    return studio_sketch_new (lane.recipe, config);
  return studio_sketch_new (self->plan, config);
}

/* Takes the sketch, which may be NULL. */
static void
replace (StudioWorkspace *self, StudioSketch *sketch)
{
  g_clear_pointer (&self->sketch, studio_sketch_free);
  self->sketch = sketch;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SKETCHED);
}

/* Steps that can be taken back */

/* What was set on which picture. */
typedef struct {
  gconstpointer job;    /* borrowed, to be compared only; NULL: the next picture */
  StudioSketch *sketch; /* owned; NULL: nothing */
} Drawing;

static Drawing *
drawing_new (StudioWorkspace *self, const StudioSketch *sketch)
{
  Drawing *drawing = g_new0 (Drawing, 1);

  drawing->job = self->job;
  drawing->sketch = sketch != NULL ? studio_sketch_copy (sketch) : NULL;
  return drawing;
}

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  studio_sketch_free (drawing->sketch);
  g_free (drawing);
}

/* What was set on another picture has nothing to do here. */
static void
apply (gpointer owner, gpointer from, gpointer to)
{
  StudioWorkspace *self = owner;
  const Drawing *drawing = to;
  const WeftConfig *config = get_config (self);

  if (drawing->job != self->job || config == NULL
      || (drawing->sketch != NULL && !studio_sketch_fits (drawing->sketch, config)))
    return;

  replace (self, drawing->sketch != NULL ? studio_sketch_copy (drawing->sketch) : NULL);
}

static const StudioUndoKind kind = { apply, drawing_free, FALSE };

static void
push (StudioWorkspace *self, const StudioSketch *before, const char *name)
{
  studio_workspace_push_step (self, &kind, name, drawing_new (self, before), drawing_new (self, self->sketch));
}

/* Setting pixels */

void
studio_workspace_begin_stroke (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_workspace_pause (self);
  if (self->sketch == NULL)
    self->sketch = make_base (self);
  g_clear_pointer (&self->unstroked, studio_sketch_free);
  self->unstroked = self->sketch != NULL ? studio_sketch_copy (self->sketch) : NULL;
}

void
studio_workspace_stroke (StudioWorkspace *self, guint pixel, const guint8 *values)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->unstroked == NULL)
    return;

  studio_sketch_set (self->sketch, pixel, values);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SKETCHED);
}

void
studio_workspace_end_stroke (StudioWorkspace *self)
{
  g_autoptr (StudioSketch) before = NULL;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  before = g_steal_pointer (&self->unstroked);
  if (before != NULL && self->sketch != NULL && !studio_sketch_equal (before, self->sketch))
    push (self, before, N_("Painting"));
}

void
studio_workspace_put_sketch_away (StudioWorkspace *self)
{
  g_autoptr (StudioSketch) before = NULL;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  g_clear_pointer (&self->unstroked, studio_sketch_free);
  if (self->sketch == NULL)
    return;

  before = g_steal_pointer (&self->sketch);
  push (self, before, N_("Painting"));
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SKETCHED);
}

void
studio_workspace_forget_sketch (StudioWorkspace *self)
{
  g_clear_pointer (&self->unstroked, studio_sketch_free);
  studio_workspace_forget_steps (self, &kind);
  if (self->sketch != NULL)
    replace (self, NULL);
}

void
studio_workspace_set_sketch (StudioWorkspace *self, const guint8 *values)
{
  const WeftConfig *config;
  guint n_pixels;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_workspace_begin_stroke (self);
  config = get_config (self);
  n_pixels = config != NULL ? config->image_width * config->image_height : 0;
  for (guint i = 0; i < n_pixels; i++)
    studio_sketch_set (self->sketch, i, values + (gsize) i * weft_config_get_n_channels (config));
  studio_workspace_end_stroke (self);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SKETCHED);
}

/* Asking */

gboolean
studio_workspace_get_sketched (StudioWorkspace *self)
{
  g_autoptr (StudioSketch) base = NULL;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  base = self->sketch != NULL ? make_base (self) : NULL;
  return base != NULL && !studio_sketch_equal (self->sketch, base);
}

guint
studio_workspace_list_waiting (StudioWorkspace *self, guint8 *values, guint8 *waiting)
{
  g_autoptr (StudioSketch) base = NULL;
  const StudioSketch *sketch;
  const WeftConfig *config;
  guint n_pixels, n_channels, n_shown, n = 0;
  guint8 pixel[3];

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 0);

  base = make_base (self);
  if (base == NULL)
    return 0;

  config = get_config (self);
  sketch = self->sketch != NULL ? self->sketch : base;
  n_pixels = config->image_width * config->image_height;
  n_channels = weft_config_get_n_channels (config);
  n_shown = studio_workspace_get_shown_step (self) / n_channels;
  for (guint i = 0; i < n_pixels; i++)
    {
      const gboolean is_given = studio_sketch_get (sketch, i, values != NULL ? values + (gsize) i * n_channels : pixel);
      StudioWaiting kind_of_pixel = STUDIO_WAITING_NONE;

      if (is_given && i >= n_shown)
        kind_of_pixel = STUDIO_WAITING_AHEAD;
      else if (is_given && studio_sketch_differs (sketch, i, base))
        kind_of_pixel = STUDIO_WAITING_BEHIND;
      if (waiting != NULL)
        waiting[i] = kind_of_pixel;
      n += kind_of_pixel != STUDIO_WAITING_NONE;
    }

  return n;
}

/* Going on */

void
studio_workspace_plan_sketch (StudioWorkspace *self)
{
  g_autoptr (StudioSketch) sketch = NULL;

  if (self->job != NULL || !studio_workspace_get_sketched (self))
    return;

  sketch = studio_sketch_copy (self->sketch);
  studio_workspace_put_sketch_away (self);
  studio_sketch_give (sketch, self->plan);
  studio_workspace_record (self, N_("Start"));
}

/* The picture as far as it stays as it is, with what was set from there on. */
static void
go_back_and_on (StudioWorkspace *self, const StudioSketch *sketch, StudioJobLane *lane, guint n_known)
{
  studio_recipe_cut (lane->recipe, MAX (n_known, 1));
  studio_sketch_give (sketch, lane->recipe);
  studio_workspace_go_on (self, lane, studio_frame_get_values (lane->frame, lane->lane), n_known, n_known, 1,
                          N_("Painted pixels"));
}

void
studio_workspace_absorb_sketch (StudioWorkspace *self)
{
  g_auto (StudioJobLane) lane = { 0 };
  g_autoptr (StudioSketch) sketch = NULL, base = NULL;
  guint n_known;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (!studio_workspace_get_sketched (self))
    return;

  studio_workspace_end_stroke (self);
  if (self->job == NULL)
    {
      studio_workspace_generate (self);
      return;
    }
  if (!studio_job_get_lane (self->job, self->shown_lane, &lane))
    return;

  base = make_base (self);
  sketch = studio_sketch_copy (self->sketch);
  studio_workspace_put_sketch_away (self);
  n_known = studio_sketch_find_change (sketch, base) * weft_config_get_n_channels (get_config (self));
  go_back_and_on (self, sketch, &lane, MIN (n_known, studio_workspace_get_shown_step (self)));
}
