/* SPDX-License-Identifier: MIT */
/* What the next run will be like; temperature and pace act on a running one at once. */
#include "app/workspace-private.h"

#include <math.h>

#define SEEDS 1000000 /* a random seed has at most six digits */

double
studio_workspace_get_temperature (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 1);

  return studio_recipe_get_temperature (self->plan, 0);
}

void
studio_workspace_set_temperature (StudioWorkspace *self, double temperature)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (!isnan (temperature));

  temperature = temperature > 0 ? CLAMP (temperature, WEFT_MIN_TEMPERATURE, WEFT_MAX_TEMPERATURE) : 0;
  if (self->plan->temperatures->len == 1 && temperature == studio_workspace_get_temperature (self))
    return;

  studio_recipe_set_temperature (self->plan, 0, temperature);
  if (self->job != NULL)
    studio_job_set_temperature (self->job, temperature);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_TEMPERATURE);
}

guint64
studio_workspace_get_seed (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 0);

  return self->plan->seed;
}

void
studio_workspace_set_seed (StudioWorkspace *self, guint64 seed)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  self->is_seed_new = TRUE;
  if (self->plan->seed == seed)
    return;

  self->plan->seed = seed;
  self->plan->image = 0;
  g_array_set_size (self->plan->addresses, 0);
  g_array_set_size (self->plan->overrides, 0);
  g_ptr_array_set_size (self->plan->surgeries, 0);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SEED);
}

guint64
studio_workspace_pick_seed (void)
{
  return (guint64) g_random_int_range (0, SEEDS);
}

void
studio_workspace_roll_seed (StudioWorkspace *self)
{
  studio_workspace_set_seed (self, studio_workspace_pick_seed ());
}

gboolean
studio_workspace_get_seed_locked (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  return self->seed_locked;
}

void
studio_workspace_set_seed_locked (StudioWorkspace *self, gboolean locked)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->seed_locked == locked)
    return;

  self->seed_locked = locked;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SEED_LOCKED);
}

double
studio_workspace_get_pace (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 0);

  return self->pace;
}

void
studio_workspace_set_pace (StudioWorkspace *self, double pixels_per_second)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (!isnan (pixels_per_second));

  pixels_per_second = CLAMP (pixels_per_second, 0, STUDIO_WORKSPACE_MAX_PACE);
  if (self->pace == pixels_per_second)
    return;

  self->pace = pixels_per_second;
  if (self->job != NULL)
    studio_job_set_pace (self->job, pixels_per_second);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PACE);
}

static const WeftConfig *
get_config (StudioEntry *entry)
{
  return entry != NULL ? studio_entry_get_config (entry) : NULL;
}

gboolean
studio_workspace_keep_pace (StudioWorkspace *self, StudioEntry *before)
{
  const WeftConfig *from = get_config (before), *to = get_config (self->entry);
  const double pace = self->pace;

  if (from != NULL && to != NULL && pace > 0)
    self->pace = studio_pace_to_rate (self->pace_unit, to, studio_pace_from_rate (self->pace_unit, from, pace));
  return self->pace != pace;
}

double
studio_workspace_get_counted_pace (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 0);

  return self->pace > 0 ? studio_pace_from_rate (self->pace_unit, get_config (self->entry), self->pace) : 0;
}

void
studio_workspace_set_counted_pace (StudioWorkspace *self, double pace)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_workspace_set_pace (self, pace > 0 ? studio_pace_to_rate (self->pace_unit, get_config (self->entry), pace) : 0);
}

StudioPaceUnit
studio_workspace_get_pace_unit (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), STUDIO_PACE_PIXELS);

  return self->pace_unit;
}

guint
studio_workspace_get_n_lanes (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 1);

  return self->n_lanes;
}

void
studio_workspace_set_n_lanes (StudioWorkspace *self, guint n_lanes)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  n_lanes = CLAMP (n_lanes, 1, STUDIO_JOB_MAX_LANES);
  if (self->n_lanes == n_lanes)
    return;

  self->n_lanes = n_lanes;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_N_LANES);
}

gboolean
studio_workspace_get_endless (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  return self->endless;
}

void
studio_workspace_set_endless (StudioWorkspace *self, gboolean endless)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->endless == endless)
    return;

  self->endless = endless;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_ENDLESS);
}

WeftPrecision
studio_workspace_choose_precision (StudioWorkspace *self, StudioEntry *entry)
{
  return self->preferred_precision >= 0 ? (WeftPrecision) self->preferred_precision
                                        : studio_entry_get_natural_precision (entry);
}

void
studio_workspace_set_preferred_precision (StudioWorkspace *self, gint precision)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (precision >= -1 && precision <= WEFT_PRECISION_INT8);

  if (self->preferred_precision == precision)
    return;

  self->preferred_precision = precision;
  if (self->entry != NULL)
    {
      self->precision = studio_workspace_choose_precision (self, self->entry);
      studio_workspace_load (self);
    }
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PREFERRED_PRECISION);
}

void
studio_workspace_set_max_threads (StudioWorkspace *self, guint n_threads)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  self->max_threads = n_threads;
}

void
studio_workspace_set_hold_at (StudioWorkspace *self, guint n_known)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  self->hold_at = n_known;
}

void
studio_workspace_set_keyframe_memory (StudioWorkspace *self, gsize bytes)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  self->keyframe_bytes = bytes;
}
