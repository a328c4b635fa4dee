/* SPDX-License-Identifier: MIT */
/* The properties of the workspace: a new one is a line of the enumeration in workspace-private.h, a case below for
 * reading, one for writing if it can be written, and its specification. */
#include "app/workspace-private.h"

#define MAX_SLOWDOWN 1e6

static GParamSpec *properties[STUDIO_WORKSPACE_N_PROPS];

void
studio_workspace_notify (StudioWorkspace *self, guint property)
{
  const char *step = studio_workspace_get_step_name (property);

  if (step != NULL)
    studio_workspace_record (self, step);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
studio_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  StudioWorkspace *self = STUDIO_WORKSPACE (object);

  switch (id)
    {
    case STUDIO_WORKSPACE_PROP_CATALOG:
      g_value_set_object (value, self->catalog);
      break;
    case STUDIO_WORKSPACE_PROP_ENTRY:
      g_value_set_object (value, self->entry);
      break;
    case STUDIO_WORKSPACE_PROP_MODEL_STATE:
      g_value_set_enum (value, self->model_state);
      break;
    case STUDIO_WORKSPACE_PROP_LOADING:
      g_value_set_object (value, self->loaded);
      break;
    case STUDIO_WORKSPACE_PROP_TEMPERATURE:
      g_value_set_double (value, studio_workspace_get_temperature (self));
      break;
    case STUDIO_WORKSPACE_PROP_TOP_K:
      g_value_set_uint (value, self->plan->top_k);
      break;
    case STUDIO_WORKSPACE_PROP_TOP_P:
      g_value_set_double (value, self->plan->top_p);
      break;
    case STUDIO_WORKSPACE_PROP_SEED:
      g_value_set_uint64 (value, self->plan->seed);
      break;
    case STUDIO_WORKSPACE_PROP_SEED_LOCKED:
      g_value_set_boolean (value, self->seed_locked);
      break;
    case STUDIO_WORKSPACE_PROP_PACE:
      g_value_set_double (value, self->pace);
      break;
    case STUDIO_WORKSPACE_PROP_PACE_UNIT:
      g_value_set_uint (value, self->pace_unit);
      break;
    case STUDIO_WORKSPACE_PROP_N_LANES:
      g_value_set_uint (value, self->n_lanes);
      break;
    case STUDIO_WORKSPACE_PROP_ENDLESS:
      g_value_set_boolean (value, self->endless);
      break;
    case STUDIO_WORKSPACE_PROP_SLOWDOWN:
      g_value_set_double (value, self->slowdown);
      break;
    case STUDIO_WORKSPACE_PROP_STATE:
      g_value_set_enum (value, studio_workspace_get_state (self));
      break;
    case STUDIO_WORKSPACE_PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    case STUDIO_WORKSPACE_PROP_SHOWN_STEP:
      g_value_set_uint (value, studio_workspace_get_shown_step (self));
      break;
    case STUDIO_WORKSPACE_PROP_SHOWN_LANE:
      g_value_set_uint (value, self->shown_lane);
      break;
    case STUDIO_WORKSPACE_PROP_PLAYING:
      g_value_set_boolean (value, studio_workspace_get_playing (self));
      break;
    case STUDIO_WORKSPACE_PROP_BRANCH:
      g_value_set_object (value, self->branch);
      break;
    case STUDIO_WORKSPACE_PROP_PREFERRED_PRECISION:
      g_value_set_int (value, self->preferred_precision);
      break;
    case STUDIO_WORKSPACE_PROP_CAN_UNDO:
      g_value_set_boolean (value, studio_undo_can_go_back (self->undo));
      break;
    case STUDIO_WORKSPACE_PROP_CAN_REDO:
      g_value_set_boolean (value, studio_undo_can_go_forth (self->undo));
      break;
    case STUDIO_WORKSPACE_PROP_RACE:
      g_value_set_object (value, self->race);
      break;
    case STUDIO_WORKSPACE_PROP_RACE_RECOMPUTED:
      g_value_set_boolean (value, self->race_recomputed);
      break;
    case STUDIO_WORKSPACE_PROP_RACE_CONCURRENT:
      g_value_set_boolean (value, self->race_concurrent);
      break;
    case STUDIO_WORKSPACE_PROP_SCALING:
      g_value_set_object (value, self->scaling);
      break;
    case STUDIO_WORKSPACE_PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case STUDIO_WORKSPACE_PROP_SKETCHED:
      g_value_set_boolean (value, studio_workspace_get_sketched (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
set_slowdown (StudioWorkspace *self, double slowdown)
{
  slowdown = slowdown > 0 ? MAX (slowdown, 1) : 0;
  if (self->slowdown == slowdown)
    return;

  self->slowdown = slowdown;
  if (self->race != NULL && slowdown > 0)
    studio_race_set_slowdown (self->race, slowdown);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SLOWDOWN);
}

void
studio_workspace_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  StudioWorkspace *self = STUDIO_WORKSPACE (object);

  switch (id)
    {
    case STUDIO_WORKSPACE_PROP_ENTRY:
      studio_workspace_set_entry (self, g_value_get_object (value));
      break;
    case STUDIO_WORKSPACE_PROP_TEMPERATURE:
      studio_workspace_set_temperature (self, g_value_get_double (value));
      break;
    case STUDIO_WORKSPACE_PROP_TOP_K:
      self->plan->top_k = g_value_get_uint (value);
      studio_workspace_notify (self, id);
      break;
    case STUDIO_WORKSPACE_PROP_TOP_P:
      self->plan->top_p = g_value_get_double (value);
      studio_workspace_notify (self, id);
      break;
    case STUDIO_WORKSPACE_PROP_SEED:
      studio_workspace_set_seed (self, g_value_get_uint64 (value));
      break;
    case STUDIO_WORKSPACE_PROP_SEED_LOCKED:
      studio_workspace_set_seed_locked (self, g_value_get_boolean (value));
      break;
    case STUDIO_WORKSPACE_PROP_PACE:
      studio_workspace_set_pace (self, g_value_get_double (value));
      break;
    case STUDIO_WORKSPACE_PROP_PACE_UNIT:
      self->pace_unit = (StudioPaceUnit) g_value_get_uint (value);
      studio_workspace_notify (self, id);
      break;
    case STUDIO_WORKSPACE_PROP_N_LANES:
      studio_workspace_set_n_lanes (self, g_value_get_uint (value));
      break;
    case STUDIO_WORKSPACE_PROP_ENDLESS:
      studio_workspace_set_endless (self, g_value_get_boolean (value));
      break;
    case STUDIO_WORKSPACE_PROP_SLOWDOWN:
      set_slowdown (self, g_value_get_double (value));
      break;
    case STUDIO_WORKSPACE_PROP_RACE_RECOMPUTED:
      studio_workspace_set_race_recomputed (self, g_value_get_boolean (value));
      break;
    case STUDIO_WORKSPACE_PROP_RACE_CONCURRENT:
      studio_workspace_set_race_concurrent (self, g_value_get_boolean (value));
      break;
    case STUDIO_WORKSPACE_PROP_SHOWN_STEP:
      studio_workspace_set_shown_step (self, g_value_get_uint (value));
      break;
    case STUDIO_WORKSPACE_PROP_SHOWN_LANE:
      studio_workspace_set_shown_lane (self, g_value_get_uint (value));
      break;
    case STUDIO_WORKSPACE_PROP_PREFERRED_PRECISION:
      studio_workspace_set_preferred_precision (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

void
studio_workspace_install_properties (GObjectClass *object_class)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags write = read | G_PARAM_WRITABLE;

  properties[STUDIO_WORKSPACE_PROP_CATALOG] =
    g_param_spec_object ("catalog", NULL, NULL, STUDIO_TYPE_CATALOG, read);
  properties[STUDIO_WORKSPACE_PROP_ENTRY] =
    g_param_spec_object ("entry", NULL, NULL, STUDIO_TYPE_ENTRY, write);
  properties[STUDIO_WORKSPACE_PROP_MODEL_STATE] =
    g_param_spec_enum ("model-state", NULL, NULL, STUDIO_TYPE_MODEL_STATE, STUDIO_MODEL_NONE, read);
  properties[STUDIO_WORKSPACE_PROP_LOADING] =
    g_param_spec_object ("loading", NULL, NULL, STUDIO_TYPE_ENTRY, read);
  properties[STUDIO_WORKSPACE_PROP_TEMPERATURE] =
    g_param_spec_double ("temperature", NULL, NULL, 0, WEFT_MAX_TEMPERATURE, 1, write);
  properties[STUDIO_WORKSPACE_PROP_TOP_K] =
    g_param_spec_uint ("top-k", NULL, NULL, 0, WEFT_MAX_VALUES, 0, write);
  properties[STUDIO_WORKSPACE_PROP_TOP_P] =
    g_param_spec_double ("top-p", NULL, NULL, 0.001, 1, 1, write);
  properties[STUDIO_WORKSPACE_PROP_SEED] =
    g_param_spec_uint64 ("seed", NULL, NULL, 0, G_MAXUINT64, 0, write);
  properties[STUDIO_WORKSPACE_PROP_SEED_LOCKED] =
    g_param_spec_boolean ("seed-locked", NULL, NULL, FALSE, write);
  properties[STUDIO_WORKSPACE_PROP_PACE] =
    g_param_spec_double ("pace", NULL, NULL, 0, STUDIO_WORKSPACE_MAX_PACE, 0, write);
  properties[STUDIO_WORKSPACE_PROP_PACE_UNIT] =
    g_param_spec_uint ("pace-unit", NULL, NULL, 0, STUDIO_PACE_N_UNITS - 1, STUDIO_PACE_PIXELS, write);
  properties[STUDIO_WORKSPACE_PROP_N_LANES] =
    g_param_spec_uint ("n-lanes", NULL, NULL, 1, STUDIO_JOB_MAX_LANES, 1, write);
  properties[STUDIO_WORKSPACE_PROP_ENDLESS] =
    g_param_spec_boolean ("endless", NULL, NULL, FALSE, write);
  properties[STUDIO_WORKSPACE_PROP_SLOWDOWN] =
    g_param_spec_double ("slowdown", NULL, NULL, 0, MAX_SLOWDOWN, 0, write);
  properties[STUDIO_WORKSPACE_PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, STUDIO_TYPE_RUN_STATE, STUDIO_RUN_READY, read);
  properties[STUDIO_WORKSPACE_PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL, STUDIO_TYPE_JOB, read);
  properties[STUDIO_WORKSPACE_PROP_SHOWN_STEP] =
    g_param_spec_uint ("shown-step", NULL, NULL, 0, G_MAXUINT, 0, write);
  properties[STUDIO_WORKSPACE_PROP_SHOWN_LANE] =
    g_param_spec_uint ("shown-lane", NULL, NULL, 0, STUDIO_JOB_MAX_LANES - 1, 0, write);
  properties[STUDIO_WORKSPACE_PROP_PLAYING] =
    g_param_spec_boolean ("playing", NULL, NULL, FALSE, read);
  properties[STUDIO_WORKSPACE_PROP_BRANCH] =
    g_param_spec_object ("branch", NULL, NULL, STUDIO_TYPE_BRANCH, read);
  properties[STUDIO_WORKSPACE_PROP_PREFERRED_PRECISION] =
    g_param_spec_int ("preferred-precision", NULL, NULL, -1, WEFT_PRECISION_INT8, -1, write);
  properties[STUDIO_WORKSPACE_PROP_CAN_UNDO] =
    g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, read);
  properties[STUDIO_WORKSPACE_PROP_CAN_REDO] =
    g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, read);
  properties[STUDIO_WORKSPACE_PROP_RACE] =
    g_param_spec_object ("race", NULL, NULL, STUDIO_TYPE_RACE, read);
  properties[STUDIO_WORKSPACE_PROP_RACE_RECOMPUTED] =
    g_param_spec_boolean ("race-recomputed", NULL, NULL, FALSE, write);
  properties[STUDIO_WORKSPACE_PROP_RACE_CONCURRENT] =
    g_param_spec_boolean ("race-concurrent", NULL, NULL, FALSE, write);
  properties[STUDIO_WORKSPACE_PROP_SCALING] =
    g_param_spec_object ("scaling", NULL, NULL, STUDIO_TYPE_SCALING, read);
  properties[STUDIO_WORKSPACE_PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, read);
  properties[STUDIO_WORKSPACE_PROP_SKETCHED] =
    g_param_spec_boolean ("sketched", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, STUDIO_WORKSPACE_N_PROPS, properties);
}
