/* SPDX-License-Identifier: MIT */
/* The workspace as an object: properties, settings, and the catalogue behind them. */
#include "app/workspace.h"

#include "app/workspace-private.h"

#include <math.h>

#define MAX_PACE 1e6
#define MAX_SLOWDOWN 1e6
#define SEEDS 1000000 /* a random seed has at most six digits */

static GParamSpec *properties[STUDIO_WORKSPACE_N_PROPS];

G_DEFINE_FINAL_TYPE (StudioWorkspace, studio_workspace, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (StudioModelState, studio_model_state,
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_FAILED, "failed"))

void
studio_workspace_notify (StudioWorkspace *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
studio_workspace_report (StudioWorkspace *self, const char *what, const GError *error)
{
  g_free (self->problem);
  self->problem = error != NULL ? g_strdup_printf ("%s: %s", what, error->message) : g_strdup (what);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PROBLEM);
}

/* Properties */

static void
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
    case STUDIO_WORKSPACE_PROP_CAN_UNDO_DISCARD:
      g_value_set_boolean (value, self->discarded != NULL);
      break;
    case STUDIO_WORKSPACE_PROP_RACE:
      g_value_set_object (value, self->race);
      break;
    case STUDIO_WORKSPACE_PROP_PROBLEM:
      g_value_set_string (value, self->problem);
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

static void
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
    case STUDIO_WORKSPACE_PROP_N_LANES:
      studio_workspace_set_n_lanes (self, g_value_get_uint (value));
      break;
    case STUDIO_WORKSPACE_PROP_ENDLESS:
      studio_workspace_set_endless (self, g_value_get_boolean (value));
      break;
    case STUDIO_WORKSPACE_PROP_SLOWDOWN:
      set_slowdown (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
studio_workspace_dispose (GObject *object)
{
  StudioWorkspace *self = STUDIO_WORKSPACE (object);

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);

  /* Asked to stop together, then joined one after the other. */
  studio_workspace_end_runs (self);
  if (self->discarded != NULL)
    studio_job_cancel (self->discarded);
  g_clear_object (&self->job);
  g_clear_object (&self->discarded);
  g_clear_object (&self->race);
  g_ptr_array_set_size (self->retired, 0);
  g_clear_object (&self->entry);
  g_clear_object (&self->catalog);
  G_OBJECT_CLASS (studio_workspace_parent_class)->dispose (object);
}

static void
studio_workspace_finalize (GObject *object)
{
  StudioWorkspace *self = STUDIO_WORKSPACE (object);

  g_clear_pointer (&self->twin_model, weft_model_unref);
  g_ptr_array_unref (self->retired);
  studio_recipe_free (self->plan);
  g_free (self->problem);
  G_OBJECT_CLASS (studio_workspace_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags write = read | G_PARAM_WRITABLE;

  properties[STUDIO_WORKSPACE_PROP_CATALOG] =
    g_param_spec_object ("catalog", NULL, NULL, STUDIO_TYPE_CATALOG, read);
  properties[STUDIO_WORKSPACE_PROP_ENTRY] =
    g_param_spec_object ("entry", NULL, NULL, STUDIO_TYPE_ENTRY, write);
  properties[STUDIO_WORKSPACE_PROP_MODEL_STATE] =
    g_param_spec_enum ("model-state", NULL, NULL, STUDIO_TYPE_MODEL_STATE, STUDIO_MODEL_NONE, read);
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
    g_param_spec_double ("pace", NULL, NULL, 0, MAX_PACE, 0, write);
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
  properties[STUDIO_WORKSPACE_PROP_CAN_UNDO_DISCARD] =
    g_param_spec_boolean ("can-undo-discard", NULL, NULL, FALSE, read);
  properties[STUDIO_WORKSPACE_PROP_RACE] =
    g_param_spec_object ("race", NULL, NULL, STUDIO_TYPE_RACE, read);
  properties[STUDIO_WORKSPACE_PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, read);
  g_object_class_install_properties (object_class, STUDIO_WORKSPACE_N_PROPS, properties);
}

static void
studio_workspace_class_init (StudioWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_workspace_get_property;
  object_class->set_property = studio_workspace_set_property;
  object_class->dispose = studio_workspace_dispose;
  object_class->finalize = studio_workspace_finalize;
  install_properties (object_class);

  g_signal_new ("picture", STUDIO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                STUDIO_TYPE_PICTURE);
}

static void
studio_workspace_init (StudioWorkspace *self)
{
  self->plan = studio_recipe_new ();
  self->retired = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_lanes = 1;
}

StudioWorkspace *
studio_workspace_new (StudioCatalog *catalog)
{
  StudioWorkspace *self = g_object_new (STUDIO_TYPE_WORKSPACE, NULL);

  self->catalog = g_object_ref (catalog);
  studio_workspace_roll_seed (self);
  studio_workspace_set_entry (self, studio_catalog_get_default (catalog));
  return self;
}

/* Settings */

StudioCatalog *
studio_workspace_get_catalog (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->catalog;
}

StudioEntry *
studio_workspace_get_entry (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->entry;
}

void
studio_workspace_set_entry (StudioWorkspace *self, StudioEntry *entry)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (!g_set_object (&self->entry, entry))
    return;

  /* What belonged to the other checkpoint: its kept values, its form, its hash. */
  studio_workspace_end_runs (self);
  g_clear_pointer (&self->plan->kept_values, g_bytes_unref);
  g_clear_pointer (&self->plan->checkpoint_sha256, g_free);
  self->has_form = FALSE;
  if (entry != NULL)
    self->precision = studio_entry_get_natural_precision (entry);

  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_ENTRY);
  studio_workspace_load (self);
}

StudioModelState
studio_workspace_get_model_state (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), STUDIO_MODEL_NONE);

  return self->model_state;
}

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
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SEED);
}

void
studio_workspace_roll_seed (StudioWorkspace *self)
{
  studio_workspace_set_seed (self, (guint64) g_random_int_range (0, SEEDS));
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

  pixels_per_second = CLAMP (pixels_per_second, 0, MAX_PACE);
  if (self->pace == pixels_per_second)
    return;

  self->pace = pixels_per_second;
  if (self->job != NULL)
    studio_job_set_pace (self->job, pixels_per_second);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PACE);
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

StudioRunState
studio_workspace_get_state (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), STUDIO_RUN_READY);

  return self->job != NULL ? studio_job_get_state (self->job) : STUDIO_RUN_READY;
}

StudioJob *
studio_workspace_get_job (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->job;
}

StudioRace *
studio_workspace_get_race (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->race;
}

StudioPicture *
studio_workspace_dup_picture (StudioWorkspace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->job != NULL ? studio_job_dup_picture (self->job, lane) : NULL;
}

const char *
studio_workspace_get_problem (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->problem;
}

void
studio_workspace_dismiss_problem (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->problem == NULL)
    return;

  g_clear_pointer (&self->problem, g_free);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PROBLEM);
}
