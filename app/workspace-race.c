/* SPDX-License-Identifier: MIT */
/* The race of the workspace: who runs with which weights, and what it tells. */
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>

#define RACE_LINEAR 0
#define RACE_SOFTMAX 1

static void
race_state_cb (StudioRace *race, GParamSpec *spec, StudioWorkspace *self)
{
  g_autoptr (GError) error = studio_race_dup_error (race);

  if (studio_run_state_is_final (studio_race_get_state (race)))
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

  if (weft_form_default (studio_entry_get_config (self->entry)) == form)
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
  spec.n_entrants = 2;
  spec.entrants[RACE_LINEAR] = make_entrant (self, WEFT_FORM_LINEAR);
  spec.entrants[RACE_SOFTMAX] = make_entrant (self, WEFT_FORM_SOFTMAX_CACHED);
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
  spec.n_threads = studio_workspace_choose_threads (model, 1);
  spec.demote = TRUE;

  race = studio_race_new (&spec, &error);
  g_clear_pointer (&self->twin_model, weft_model_unref);
  if (race == NULL || !studio_race_start (race, &error))
    {
      studio_workspace_report (self, _("Cannot begin to race"), error);
      return;
    }

  g_signal_connect_object (race, "notify::state", G_CALLBACK (race_state_cb), self, 0);
  if (self->race != NULL)
    studio_workspace_retire (self, G_OBJECT (self->race), studio_race_get_state (self->race));
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
    studio_race_cancel (self->race);
}
