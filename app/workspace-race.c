/* SPDX-License-Identifier: MIT */
/* Races, and how their lanes do at other lengths. The third lane is there only if it was asked for, so that no headline
 * rests on a straw man. */
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STRAW_MAN 1 /* how many of the forms are left out unless asked for */

static const WeftForm forms[] = { WEFT_FORM_LINEAR, WEFT_FORM_SOFTMAX_CACHED, WEFT_FORM_SOFTMAX_RECOMPUTED };

static guint
count_forms (StudioWorkspace *self)
{
  return G_N_ELEMENTS (forms) - (self->race_recomputed ? 0 : STRAW_MAN);
}

static void
race_state_cb (StudioRace *race, GParamSpec *spec, StudioWorkspace *self)
{
  g_autoptr (GError) error = studio_activity_dup_error (STUDIO_ACTIVITY (race));

  if (studio_activity_is_final (STUDIO_ACTIVITY (race)))
    g_ptr_array_remove (self->retired, race);
  if (race == self->race && error != NULL)
    studio_workspace_report (self, _("The race stopped"), error);
}

/* A lane's weights: the entry's own if it was trained in this form, else its twin's, else only the shapes
 * count. */
static StudioRaceEntrant
make_entrant (StudioWorkspace *self, WeftForm form)
{
  WeftModel *own = studio_entry_get_model (self->entry);
  const WeftForm own_form = weft_form_default (studio_entry_get_config (self->entry));

  if ((own_form == WEFT_FORM_LINEAR) == (form == WEFT_FORM_LINEAR))
    return (StudioRaceEntrant) { own, form, STUDIO_WEIGHTS_OWN };
  if (self->twin_model != NULL)
    return (StudioRaceEntrant) { self->twin_model, form, STUDIO_WEIGHTS_TWIN };
  return (StudioRaceEntrant) { own, form, STUDIO_WEIGHTS_SHAPES };
}

void
studio_workspace_begin_race (StudioWorkspace *self)
{
  WeftModel *model = studio_entry_get_model (self->entry);
  StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  g_autoptr (StudioRace) race = NULL;
  g_autoptr (GError) error = NULL;

  studio_workspace_draw_seed (self);
  spec.n_entrants = count_forms (self);
  for (guint i = 0; i < spec.n_entrants; i++)
    spec.entrants[i] = make_entrant (self, forms[i]);
  spec.seed = self->plan->seed;
  spec.image = self->plan->image;
  spec.sampling = studio_recipe_get_sampling (self->plan, 0);
  if (self->plan->kept_values != NULL)
    {
      gsize size;

      spec.prompt = g_bytes_get_data (self->plan->kept_values, &size);
      spec.n_prompt = (guint) size;
    }
  spec.n_repetitions = self->n_repetitions;
  spec.slowdown = self->slowdown;
  spec.concurrent = self->race_concurrent;
  spec.n_threads = studio_workspace_choose_threads (self, weft_model_get_bytes (model), 1);
  spec.demote = TRUE;

  if (!studio_workspace_has_room_to_race (self, &spec))
    {
      g_clear_pointer (&self->twin_model, weft_model_unref);
      return;
    }

  race = studio_race_new (&spec, &error);
  g_clear_pointer (&self->twin_model, weft_model_unref);
  if (race == NULL || !studio_activity_start (STUDIO_ACTIVITY (race), &error))
    {
      studio_workspace_report (self, _("Cannot begin to race"), error);
      return;
    }

  g_signal_connect_object (race, "notify::state", G_CALLBACK (race_state_cb), self, 0);
  if (self->race != NULL)
    studio_workspace_retire (self, STUDIO_ACTIVITY (self->race));
  g_set_object (&self->race, race);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_RACE);
}

void
studio_workspace_start_race (StudioWorkspace *self, guint n_repetitions)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (n_repetitions >= 1);

  self->n_repetitions = n_repetitions;
  studio_workspace_make_wish (self, STUDIO_WISH_RACE);
}

void
studio_workspace_stop_race (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->wish == STUDIO_WISH_RACE)
    self->wish = STUDIO_WISH_NONE;
  if (self->race != NULL)
    studio_activity_cancel (STUDIO_ACTIVITY (self->race));
}

gboolean
studio_workspace_get_race_recomputed (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  return self->race_recomputed;
}

void
studio_workspace_set_race_recomputed (StudioWorkspace *self, gboolean recomputed)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->race_recomputed == recomputed)
    return;

  self->race_recomputed = recomputed;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_RACE_RECOMPUTED);
}

void
studio_workspace_set_race_concurrent (StudioWorkspace *self, gboolean concurrent)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->race_concurrent == concurrent)
    return;

  self->race_concurrent = concurrent;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_RACE_CONCURRENT);
}

/* Scaling */

static void
scaling_state_cb (StudioScaling *scaling, GParamSpec *spec, StudioWorkspace *self)
{
  g_autoptr (GError) error = studio_activity_dup_error (STUDIO_ACTIVITY (scaling));

  if (studio_activity_is_final (STUDIO_ACTIVITY (scaling)))
    g_ptr_array_remove (self->retired, scaling);
  if (scaling == self->scaling && error != NULL)
    studio_workspace_report (self, _("Measuring other lengths stopped"), error);
}

void
studio_workspace_start_scaling (StudioWorkspace *self)
{
  StudioScalingSpec spec = STUDIO_SCALING_SPEC_INIT;
  g_autoptr (StudioScaling) scaling = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_workspace_end_runs (self);
  if (self->entry == NULL)
    return;

  spec.config = studio_entry_get_config (self->entry);
  spec.precision = self->precision;
  spec.n_forms = count_forms (self);
  memcpy (spec.forms, forms, sizeof forms);
  spec.n_threads = studio_workspace_choose_threads (self, weft_config_get_n_weights (spec.config) * sizeof (float), 1);
  spec.demote = TRUE;

  scaling = studio_scaling_new (&spec, &error);
  if (scaling == NULL || !studio_activity_start (STUDIO_ACTIVITY (scaling), &error))
    {
      studio_workspace_report (self, _("Cannot measure other lengths"), error);
      return;
    }

  g_signal_connect_object (scaling, "notify::state", G_CALLBACK (scaling_state_cb), self, 0);
  if (self->scaling != NULL)
    studio_workspace_retire (self, STUDIO_ACTIVITY (self->scaling));
  g_set_object (&self->scaling, scaling);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SCALING);
}

void
studio_workspace_stop_scaling (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->scaling != NULL)
    studio_activity_cancel (STUDIO_ACTIVITY (self->scaling));
}

StudioScaling *
studio_workspace_get_scaling (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->scaling;
}
