/* SPDX-License-Identifier: MIT */
/* Taking back what was set, and setting it again. What changes together is one step, whoever changes it. */
#include "app/workspace-private.h"

#include "app/recipe-mask.h"

#include <glib/gi18n-lib.h>

/* All that people set for the next run. */
typedef struct {
  StudioEntry *entry; /* owned reference, or NULL */
  StudioRecipe *plan; /* owned */
  WeftPrecision precision;
  gint preferred_precision;
  gboolean has_form;
  gboolean seed_locked;
  gboolean endless;
  double pace;
  guint n_lanes;
} Settings;

static Settings *
settings_new (StudioWorkspace *self)
{
  Settings *settings = g_new0 (Settings, 1);

  g_set_object (&settings->entry, self->entry);
  settings->plan = studio_recipe_copy (self->plan);
  settings->precision = self->precision;
  settings->preferred_precision = self->preferred_precision;
  settings->has_form = self->has_form;
  settings->seed_locked = self->seed_locked;
  settings->endless = self->endless;
  settings->pace = self->pace;
  settings->n_lanes = self->n_lanes;
  return settings;
}

static Settings *
settings_copy (const Settings *settings)
{
  Settings *copy = g_memdup2 (settings, sizeof *settings);

  if (copy->entry != NULL)
    g_object_ref (copy->entry);
  copy->plan = studio_recipe_copy (settings->plan);
  return copy;
}

static void
settings_free (gpointer data)
{
  Settings *settings = data;

  if (settings == NULL)
    return;

  g_clear_object (&settings->entry);
  studio_recipe_free (settings->plan);
  g_free (settings);
}

static gboolean
has_same_draw (const StudioRecipe *a, const StudioRecipe *b)
{
  return a->top_k == b->top_k && a->top_p == b->top_p && a->temperatures->len == b->temperatures->len
         && studio_recipe_get_temperature (a, 0) == studio_recipe_get_temperature (b, 0);
}

/* What a seed stands for: the random numbers, and what they do not decide. */
static gboolean
has_same_series (const Settings *a, const Settings *b)
{
  return a->plan->seed == b->plan->seed && a->plan->image == b->plan->image && a->has_form == b->has_form
         && a->plan->form == b->plan->form && a->plan->addresses->len == b->plan->addresses->len
         && a->plan->overrides->len == b->plan->overrides->len && a->plan->surgeries->len == b->plan->surgeries->len
         && studio_recipe_has_same_start (a->plan, b->plan);
}

static gboolean
is_same (const Settings *a, const Settings *b)
{
  return a->entry == b->entry && a->precision == b->precision && a->preferred_precision == b->preferred_precision
         && a->seed_locked == b->seed_locked && a->endless == b->endless && a->pace == b->pace && a->n_lanes == b->n_lanes
         && has_same_draw (a->plan, b->plan) && has_same_series (a, b);
}

static void
set_array (GArray **array, GArray *values)
{
  g_array_unref (*array);
  *array = g_array_copy (values);
}

static void
set_draw (StudioWorkspace *self, const StudioRecipe *plan)
{
  studio_workspace_set_temperature (self, studio_recipe_get_temperature (plan, 0));
  set_array (&self->plan->temperatures, plan->temperatures);
  g_object_set (self, "top-k", plan->top_k, "top-p", plan->top_p, NULL);
}

static void
set_series (StudioWorkspace *self, const Settings *to)
{
  studio_workspace_set_seed (self, to->plan->seed);
  self->plan->image = to->plan->image;
  self->plan->form = to->plan->form;
  self->has_form = to->has_form;
  set_array (&self->plan->addresses, to->plan->addresses);
  set_array (&self->plan->overrides, to->plan->overrides);
  g_ptr_array_unref (self->plan->surgeries);
  self->plan->surgeries = studio_surgeries_copy (to->plan->surgeries);
  studio_recipe_copy_start (self->plan, to->plan);
  studio_workspace_record (self, N_("Start"));
  g_free (self->plan->checkpoint_sha256);
  self->plan->checkpoint_sha256 = g_strdup (to->plan->checkpoint_sha256);
}

static void
set_precision (StudioWorkspace *self, const Settings *to)
{
  studio_workspace_set_preferred_precision (self, to->preferred_precision);
  if (self->precision == to->precision)
    return;

  self->precision = to->precision;
  studio_workspace_load (self);
}

/* Only what the step has changed: the rest may have moved on, as a seed does with every run. */
static void
apply (gpointer owner, gpointer from_settings, gpointer to_settings)
{
  StudioWorkspace *self = owner;
  const Settings *from = from_settings, *to = to_settings;

  if (from->entry != to->entry)
    studio_workspace_set_entry (self, to->entry);
  if (from->precision != to->precision || from->preferred_precision != to->preferred_precision)
    set_precision (self, to);
  if (!has_same_draw (from->plan, to->plan))
    set_draw (self, to->plan);
  if (!has_same_series (from, to))
    set_series (self, to);
  if (from->seed_locked != to->seed_locked)
    studio_workspace_set_seed_locked (self, to->seed_locked);
  if (from->endless != to->endless)
    studio_workspace_set_endless (self, to->endless);
  if (from->pace != to->pace)
    studio_workspace_set_pace (self, to->pace);
  if (from->n_lanes != to->n_lanes)
    studio_workspace_set_n_lanes (self, to->n_lanes);
}

static const StudioUndoKind kind = { apply, settings_free, TRUE };

/* Recording */

static void
notify_steps (StudioWorkspace *self)
{
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_CAN_UNDO);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_CAN_REDO);
}

void
studio_workspace_push_step (StudioWorkspace *self, const StudioUndoKind *step_kind, const char *name, gpointer before,
                            gpointer after)
{
  studio_undo_push (self->undo, step_kind, name, before, after, g_get_monotonic_time ());
  notify_steps (self);
}

void
studio_workspace_record (StudioWorkspace *self, const char *name)
{
  Settings *before, *after;

  if (self->n_changes > 0)
    return;

  after = settings_new (self);
  before = g_steal_pointer (&self->recorded);
  self->recorded = settings_new (self);
  if (name != NULL && before != NULL && !is_same (before, after))
    {
      studio_workspace_push_step (self, &kind, name, before, after);
      return;
    }

  settings_free (before);
  settings_free (after);
}

const char *
studio_workspace_get_step_name (guint property)
{
  static const char *const names[STUDIO_WORKSPACE_N_PROPS] = {
    [STUDIO_WORKSPACE_PROP_ENTRY] = N_("Checkpoint"),
    [STUDIO_WORKSPACE_PROP_TEMPERATURE] = N_("Temperature"),
    [STUDIO_WORKSPACE_PROP_TOP_K] = N_("Top k"),
    [STUDIO_WORKSPACE_PROP_TOP_P] = N_("Top p"),
    [STUDIO_WORKSPACE_PROP_SEED] = N_("Seed"),
    [STUDIO_WORKSPACE_PROP_SEED_LOCKED] = N_("Lock of the seed"),
    [STUDIO_WORKSPACE_PROP_PACE] = N_("Pace"),
    [STUDIO_WORKSPACE_PROP_N_LANES] = N_("Number of images"),
    [STUDIO_WORKSPACE_PROP_ENDLESS] = N_("Until stopped"),
    [STUDIO_WORKSPACE_PROP_PREFERRED_PRECISION] = N_("Precision"),
  };

  return names[property];
}

void
studio_workspace_begin_change (StudioWorkspace *self)
{
  self->n_changes++;
}

void
studio_workspace_end_change (StudioWorkspace *self, const char *name)
{
  g_return_if_fail (self->n_changes > 0);

  self->n_changes--;
  studio_workspace_record (self, name);
}

void
studio_workspace_forget_steps (StudioWorkspace *self, const StudioUndoKind *step_kind)
{
  studio_undo_forget (self->undo, step_kind);
  notify_steps (self);
}

void
studio_workspace_clear_undo (StudioWorkspace *self)
{
  g_clear_pointer (&self->recorded, settings_free);
  studio_undo_free (g_steal_pointer (&self->undo));
}

/* Loading */

void
studio_workspace_forget_earlier (StudioWorkspace *self)
{
  g_clear_pointer (&self->earlier, settings_free);
}

void
studio_workspace_keep_earlier (StudioWorkspace *self)
{
  studio_workspace_forget_earlier (self);
  if (self->recorded != NULL)
    self->earlier = settings_copy (self->recorded);
}

void
studio_workspace_go_back (StudioWorkspace *self)
{
  Settings *to = g_steal_pointer (&self->earlier);
  Settings *from = settings_new (self);

  studio_workspace_begin_change (self);
  if (to != NULL)
    apply (self, from, to);
  else
    studio_workspace_set_entry (self, NULL);
  studio_workspace_end_change (self, studio_workspace_get_step_name (STUDIO_WORKSPACE_PROP_ENTRY));
  settings_free (from);
  settings_free (to);
}

/* For windows */

void
studio_workspace_forget_changes (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_workspace_record (self, NULL);
  studio_workspace_forget_steps (self, NULL);
}

const char *
studio_workspace_undo (StudioWorkspace *self)
{
  const char *name;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  name = studio_undo_back (self->undo, self);
  notify_steps (self);
  return name != NULL ? _(name) : NULL;
}

const char *
studio_workspace_redo (StudioWorkspace *self)
{
  const char *name;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  name = studio_undo_forth (self->undo, self);
  notify_steps (self);
  return name != NULL ? _(name) : NULL;
}
