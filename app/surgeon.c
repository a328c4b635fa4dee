/* SPDX-License-Identifier: MIT */
/* Before a step what the recipe says is done; after a step that is to leave no trace S and z are put back. */
#include "app/surgeon.h"

#include "app/moment.h"

#include "engine/forward.h"

struct _StudioSurgeon {
  WeftModel *model;     /* owned reference */
  GPtrArray *surgeries; /* of StudioSurgery, owned */
  gboolean knows_all;   /* what is forgotten later leaves no trace from the beginning */

  WeftState *kept; /* owned; S and z to put back; NULL until they are needed */
  gboolean is_held;
};

static StudioSurgeon *
surgeon_new (WeftModel *model, GPtrArray *surgeries, guint n, gboolean knows_all)
{
  StudioSurgeon *surgeon = g_new0 (StudioSurgeon, 1);

  surgeon->model = weft_model_ref (model);
  surgeon->surgeries = studio_surgeries_copy (surgeries);
  surgeon->knows_all = knows_all;
  g_ptr_array_set_size (surgeon->surgeries, (gint) n);
  return surgeon;
}

StudioSurgeon *
studio_surgeon_new (WeftModel *model, const StudioRecipe *recipe)
{
  return recipe->surgeries->len > 0 ? surgeon_new (model, recipe->surgeries, recipe->surgeries->len, FALSE) : NULL;
}

void
studio_surgeon_free (StudioSurgeon *surgeon)
{
  if (surgeon == NULL)
    return;

  weft_state_free (surgeon->kept);
  g_ptr_array_unref (surgeon->surgeries);
  weft_model_unref (surgeon->model);
  g_free (surgeon);
}

static const StudioSurgery *
get (StudioSurgeon *surgeon, guint index)
{
  return g_ptr_array_index (surgeon->surgeries, index);
}

/* Whether the step that takes in value number @value leaves no trace. */
static gboolean
is_traceless (StudioSurgeon *surgeon, guint value)
{
  for (guint i = 0; i < surgeon->surgeries->len; i++)
    {
      const StudioSurgery *surgery = get (surgeon, i);

      if (surgery->kind == STUDIO_SURGERY_FORGET && (surgeon->knows_all || surgery->step <= value + 1)
          && value >= surgery->first && value < surgery->end)
        return TRUE;
    }

  return studio_surgeries_is_frozen (surgeon->surgeries, value + 1);
}

static gboolean
blend (StudioSurgeon *surgeon, WeftState *state, const StudioSurgery *surgery, GError **error)
{
  g_autoptr (WeftState) other = NULL;

  if (!studio_surgeries_check_others (surgeon->surgeries, surgery->step, error))
    return FALSE;

  other = studio_moment_make_state (surgery->other, surgeon->model, error);
  for (guint lane = 0; other != NULL && lane < weft_state_get_n_lanes (state); lane++)
    weft_surgery_mix (state, lane, other, 0, (float) surgery->weight);
  return other != NULL;
}

static gboolean do_all (StudioSurgeon *surgeon, WeftState *state, GError **error);

/* Walks one lane through its values again; @again is at position 0. */
static gboolean
walk_again (StudioSurgeon *surgeon, WeftState *again, const guint8 *values, guint n_values, GError **error)
{
  g_autoptr (WeftTeam) team = weft_team_new (1, error);
  g_autoptr (WeftForward) forward = team != NULL ? weft_forward_new (surgeon->model, WEFT_FORM_LINEAR, 1,
                                                                     weft_state_get_max_steps (again), team, error)
                                                 : NULL;

  if (forward == NULL)
    return FALSE;

  for (guint i = 0; i < n_values; i++)
    {
      if (!studio_surgeon_begin_step (surgeon, again, error)
          || weft_forward_step (forward, again, values + i, error) == NULL)
        return FALSE;
      studio_surgeon_end_step (surgeon, again);
    }

  return do_all (surgeon, again, error);
}

/* What was done up to change @index, and what it forgets never taken in. */
static gboolean
sum_again (StudioSurgeon *surgeon, WeftState *state, guint index, GError **error)
{
  g_autoptr (StudioSurgeon) wiser = surgeon_new (surgeon->model, surgeon->surgeries, index + 1, TRUE);
  g_autoptr (WeftState) again = weft_state_new (surgeon->model, WEFT_FORM_LINEAR, 1, weft_state_get_max_steps (state), error);

  if (again == NULL)
    return FALSE;

  for (guint lane = 0; lane < weft_state_get_n_lanes (state); lane++)
    {
      weft_state_reset (again);
      if (!walk_again (wiser, again, weft_state_get_values (state, lane), weft_state_get_position (state), error))
        return FALSE;
      weft_state_copy_lane (state, lane, again, 0);
    }

  return TRUE;
}

static gboolean
do_one (StudioSurgeon *surgeon, WeftState *state, guint index, GError **error)
{
  const StudioSurgery *surgery = get (surgeon, index);

  switch (surgery->kind)
    {
    case STUDIO_SURGERY_SCALE:
      for (guint lane = 0; lane < weft_state_get_n_lanes (state); lane++)
        weft_surgery_scale (state, lane, surgery->layer, surgery->head, (float) surgery->factor);
      return TRUE;
    case STUDIO_SURGERY_FORGET:
      return surgeon->knows_all || sum_again (surgeon, state, index, error);
    case STUDIO_SURGERY_BLEND:
      return blend (surgeon, state, surgery, error);
    case STUDIO_SURGERY_FREEZE:
    case STUDIO_SURGERY_THAW:
    case STUDIO_SURGERY_N_KINDS:
    default:
      return TRUE;
    }
}

/* All that is done where the state is. */
static gboolean
do_all (StudioSurgeon *surgeon, WeftState *state, GError **error)
{
  const guint step = weft_state_get_position (state) + 1;

  for (guint i = 0; i < surgeon->surgeries->len; i++)
    if (get (surgeon, i)->step == step && !do_one (surgeon, state, i, error))
      return FALSE;

  return TRUE;
}

static gboolean
keep (StudioSurgeon *surgeon, WeftState *state, GError **error)
{
  if (surgeon->kept != NULL && weft_state_get_n_lanes (surgeon->kept) != weft_state_get_n_lanes (state))
    g_clear_pointer (&surgeon->kept, weft_state_free);
  if (surgeon->kept == NULL)
    surgeon->kept = weft_state_new (surgeon->model, WEFT_FORM_LINEAR, weft_state_get_n_lanes (state),
                                    weft_state_get_max_steps (state), error);
  if (surgeon->kept == NULL)
    return FALSE;

  weft_surgery_hold (surgeon->kept, state);
  return TRUE;
}

gboolean
studio_surgeon_begin_step (StudioSurgeon *surgeon, WeftState *state, GError **error)
{
  if (surgeon == NULL)
    return TRUE;
  if (!do_all (surgeon, state, error))
    return FALSE;

  surgeon->is_held = is_traceless (surgeon, weft_state_get_position (state));
  return !surgeon->is_held || keep (surgeon, state, error);
}

void
studio_surgeon_end_step (StudioSurgeon *surgeon, WeftState *state)
{
  if (surgeon != NULL && surgeon->is_held)
    weft_surgery_hold (state, surgeon->kept);
}

gboolean
studio_surgeon_next (StudioSurgeon *surgeon, WeftGenerator *generator, const WeftSampling *sampling, GError **error)
{
  WeftState *state = weft_generator_get_state (generator);

  if (!studio_surgeon_begin_step (surgeon, state, error) || !weft_generator_next (generator, sampling, error))
    return FALSE;

  studio_surgeon_end_step (surgeon, state);
  return TRUE;
}

gboolean
studio_surgeon_absorb (StudioSurgeon *surgeon, WeftGenerator *generator, const guint8 *values, guint n_values, GError **error)
{
  WeftState *state = weft_generator_get_state (generator);

  if (surgeon == NULL)
    return n_values == 0 || weft_generator_absorb (generator, values, n_values, error);

  for (guint i = 0; i < n_values; i++)
    {
      if (!studio_surgeon_begin_step (surgeon, state, error) || !weft_generator_absorb (generator, values + i, 1, error))
        return FALSE;
      studio_surgeon_end_step (surgeon, state);
    }

  return TRUE;
}
