/* SPDX-License-Identifier: MIT */
/* From a wish to a run: models are loaded, then a job or a race begins, and what it tells is passed on. */
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>

#define RACE_LINEAR 0
#define RACE_SOFTMAX 1
#define LARGE_MODEL (8u << 20) /* bytes of weights from which one image is worth more than one thread */

static void grant_wish (StudioWorkspace *self);

/* Loading */

static void
set_model_state (StudioWorkspace *self, StudioModelState state)
{
  if (self->model_state == state)
    return;

  self->model_state = state;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_MODEL_STATE);
}

static GWeakRef *
weak_ref_new (StudioWorkspace *self)
{
  GWeakRef *reference = g_new (GWeakRef, 1);

  g_weak_ref_init (reference, self);
  return reference;
}

/* The workspace a callback was meant for, or NULL if it is gone. */
static StudioWorkspace *
weak_ref_take (GWeakRef *reference)
{
  StudioWorkspace *self = g_weak_ref_get (reference);

  g_weak_ref_clear (reference);
  g_free (reference);
  return self;
}

static void
report_load (StudioWorkspace *self, StudioEntry *entry, const GError *error)
{
  const char *name = studio_entry_get_name (entry);
  g_autofree char *what = g_strdup_printf (_("Cannot read checkpoint “%s”"), name);

  studio_workspace_report (self, what, error);
}

/* What loaded_cb and twin_loaded_cb share. Returns: the model; NULL if it failed, which is reported, or was
 * cancelled. */
static WeftModel *
finish_loading (StudioWorkspace *self, StudioEntry *entry, GAsyncResult *result, gboolean *was_cancelled)
{
  g_autoptr (GError) error = NULL;
  WeftModel *model = studio_entry_load_finish (entry, result, &error);

  *was_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (self == NULL || *was_cancelled)
    {
      *was_cancelled = TRUE;
      g_clear_pointer (&model, weft_model_unref);
      return NULL;
    }

  g_clear_object (&self->loading);
  if (model == NULL)
    {
      self->wish = STUDIO_WISH_NONE;
      report_load (self, entry, error);
    }
  return model;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StudioWorkspace) self = weak_ref_take (data);
  gboolean was_cancelled;
  g_autoptr (WeftModel) model = finish_loading (self, STUDIO_ENTRY (source), result, &was_cancelled);

  if (was_cancelled)
    return;

  set_model_state (self, model != NULL ? STUDIO_MODEL_READY : STUDIO_MODEL_FAILED);
  if (model != NULL)
    grant_wish (self);
}

static void
cancel_loading (StudioWorkspace *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static gboolean
has_model (StudioEntry *entry, WeftPrecision precision)
{
  WeftModel *model = studio_entry_get_model (entry);

  return model != NULL && weft_model_get_precision (model) == precision;
}

void
studio_workspace_load (StudioWorkspace *self)
{
  cancel_loading (self);
  if (self->entry == NULL)
    {
      set_model_state (self, STUDIO_MODEL_NONE);
      return;
    }
  if (has_model (self->entry, self->precision))
    {
      set_model_state (self, STUDIO_MODEL_READY);
      return;
    }

  set_model_state (self, STUDIO_MODEL_LOADING);
  self->loading = g_cancellable_new ();
  studio_entry_load_async (self->entry, self->precision, self->loading, loaded_cb, weak_ref_new (self));
}

/* Runs */

/* What the settings say, with the names of this checkpoint. */
static StudioRecipe *
make_recipe (StudioWorkspace *self)
{
  StudioRecipe *recipe = studio_recipe_copy (self->plan);

  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup (studio_entry_get_name (self->entry));
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strdup (studio_entry_get_sha256 (self->entry));
  if (!self->has_form)
    recipe->form = weft_form_default (studio_entry_get_config (self->entry));
  return recipe;
}

/* The seed of the next run: a new one, unless it is locked or was set since the last. */
static void
draw_seed (StudioWorkspace *self)
{
  if (!self->seed_locked && !self->is_seed_new)
    studio_workspace_roll_seed (self);
  self->is_seed_new = FALSE;
}

/* A recipe may have come from another file of the same name and sizes. */
static void
compare_checkpoint (StudioWorkspace *self)
{
  const char *sha256 = studio_entry_get_sha256 (self->entry);

  if (self->plan->checkpoint_sha256 == NULL || g_strcmp0 (self->plan->checkpoint_sha256, sha256) == 0)
    return;

  g_clear_pointer (&self->plan->checkpoint_sha256, g_free);
  studio_workspace_report (self, _("This checkpoint is not the one of the recipe: the picture may differ"),
                           NULL);
}

/* Small weights stay in one processor's cache, where only several images can use several threads. */
static guint
choose_threads (WeftModel *model, guint n_lanes)
{
  return weft_model_get_bytes (model) >= LARGE_MODEL ? 0 : MIN (n_lanes, g_get_num_processors ());
}

static void
picture_cb (StudioJob *job, StudioWorkspace *self)
{
  StudioPicture *picture;

  while ((picture = studio_job_take_picture (job)) != NULL)
    {
      if (job == self->job)
        g_signal_emit_by_name (self, "picture", picture);
      g_object_unref (picture);
    }
}

/* Lets go of a run without waiting for its thread: it was asked to end, and is joined when it has. */
static void
retire (StudioWorkspace *self, GObject *run, StudioRunState state)
{
  if (studio_run_state_is_active (state))
    g_ptr_array_add (self->retired, g_object_ref (run));
}

static void
job_state_cb (StudioJob *job, GParamSpec *spec, StudioWorkspace *self)
{
  g_autoptr (GError) error = studio_job_dup_error (job);

  if (studio_run_state_is_final (studio_job_get_state (job)))
    g_ptr_array_remove (self->retired, job);
  if (job != self->job)
    return;

  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_STATE);
  if (error != NULL)
    studio_workspace_report (self, _("Painting stopped"), error);
}

static void
drop_discarded (StudioWorkspace *self)
{
  if (self->discarded == NULL)
    return;

  studio_job_cancel (self->discarded);
  retire (self, G_OBJECT (self->discarded), studio_job_get_state (self->discarded));
  g_clear_object (&self->discarded);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_CAN_UNDO_DISCARD);
}

static void
set_job (StudioWorkspace *self, StudioJob *job)
{
  if (self->job != NULL && self->job != self->discarded)
    retire (self, G_OBJECT (self->job), studio_job_get_state (self->job));
  g_set_object (&self->job, job);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_JOB);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_STATE);
}

static void
begin_job (StudioWorkspace *self, gboolean one_step)
{
  WeftModel *model = studio_entry_get_model (self->entry);
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;
  g_autoptr (StudioRecipe) recipe = NULL;
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (GError) error = NULL;

  compare_checkpoint (self);
  draw_seed (self);
  recipe = make_recipe (self);
  spec.model = model;
  spec.recipe = recipe;
  spec.n_lanes = self->n_lanes;
  spec.n_images = self->endless ? 0 : self->n_lanes;
  spec.n_threads = choose_threads (model, self->n_lanes);
  spec.demote = TRUE;
  spec.start_paused = one_step;
  spec.pace = self->pace;

  job = studio_job_new (&spec, &error);
  if (job == NULL || !studio_job_start (job, &error))
    {
      studio_workspace_report (self, _("Cannot begin to paint"), error);
      return;
    }

  if (one_step)
    studio_job_step (job);
  g_signal_connect_object (job, "picture", G_CALLBACK (picture_cb), self, 0);
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_state_cb), self, 0);
  set_job (self, job);
}

/* The race */

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

static void
begin_race (StudioWorkspace *self)
{
  WeftModel *model = studio_entry_get_model (self->entry);
  StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  g_autoptr (StudioRace) race = NULL;
  g_autoptr (GError) error = NULL;

  draw_seed (self);
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
  spec.n_threads = choose_threads (model, 1);
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
    retire (self, G_OBJECT (self->race), studio_race_get_state (self->race));
  g_set_object (&self->race, race);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_RACE);
}

static void
twin_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StudioWorkspace) self = weak_ref_take (data);
  gboolean was_cancelled;
  g_autoptr (WeftModel) model = finish_loading (self, STUDIO_ENTRY (source), result, &was_cancelled);

  if (was_cancelled || model == NULL)
    return;

  g_clear_pointer (&self->twin_model, weft_model_unref);
  self->twin_model = g_steal_pointer (&model);
  grant_wish (self);
}

/* Whether a twin is on its way; the race then begins when it is there. */
static gboolean
wait_for_twin (StudioWorkspace *self)
{
  StudioEntry *twin = studio_catalog_find_twin (self->catalog, self->entry);

  if (twin == NULL || self->twin_model != NULL)
    return FALSE;

  cancel_loading (self);
  self->loading = g_cancellable_new ();
  studio_entry_load_async (twin, self->precision, self->loading, twin_loaded_cb, weak_ref_new (self));
  return TRUE;
}

/* Wishes */

static void
grant_wish (StudioWorkspace *self)
{
  const StudioWish wish = self->wish;

  if (wish == STUDIO_WISH_RACE && wait_for_twin (self))
    return;

  self->wish = STUDIO_WISH_NONE;
  if (wish == STUDIO_WISH_RACE)
    begin_race (self);
  else if (wish != STUDIO_WISH_NONE)
    begin_job (self, wish == STUDIO_WISH_STEP);
}

static void
make_wish (StudioWorkspace *self, StudioWish wish)
{
  studio_workspace_end_runs (self);
  drop_discarded (self);
  if (self->entry == NULL)
    {
      studio_workspace_report (self, _("There is no checkpoint to paint with"), NULL);
      return;
    }

  self->wish = wish;
  if (!has_model (self->entry, self->precision) && self->model_state != STUDIO_MODEL_LOADING)
    studio_workspace_load (self);
  if (self->model_state == STUDIO_MODEL_READY)
    grant_wish (self);
}

void
studio_workspace_end_runs (StudioWorkspace *self)
{
  self->wish = STUDIO_WISH_NONE;
  g_clear_pointer (&self->twin_model, weft_model_unref);
  if (self->job != NULL)
    studio_job_cancel (self->job);
  if (self->race != NULL)
    studio_race_cancel (self->race);
}

void
studio_workspace_generate (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  make_wish (self, STUDIO_WISH_GENERATE);
}

void
studio_workspace_start_race (StudioWorkspace *self, guint n_repetitions)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (n_repetitions >= 1);

  self->n_repetitions = n_repetitions;
  make_wish (self, STUDIO_WISH_RACE);
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

void
studio_workspace_pause (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->job != NULL)
    studio_job_pause (self->job);
}

void
studio_workspace_resume (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->job != NULL)
    studio_job_resume (self->job);
}

void
studio_workspace_step (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (!studio_run_state_is_active (studio_workspace_get_state (self)))
    {
      make_wish (self, STUDIO_WISH_STEP);
      return;
    }

  if (studio_workspace_get_state (self) == STUDIO_RUN_RUNNING)
    studio_job_pause (self->job);
  studio_job_step (self->job);
}

void
studio_workspace_finish (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->job != NULL)
    studio_job_finish (self->job);
}

void
studio_workspace_discard (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  self->wish = STUDIO_WISH_NONE;
  if (self->job == NULL)
    return;

  /* Paused, it costs nothing and can come back; the next run ends it for good. */
  studio_job_pause (self->job);
  g_set_object (&self->discarded, self->job);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_CAN_UNDO_DISCARD);
  set_job (self, NULL);
}

void
studio_workspace_undo_discard (StudioWorkspace *self)
{
  g_autoptr (StudioJob) job = NULL;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  job = g_steal_pointer (&self->discarded);
  if (job == NULL)
    return;

  studio_job_set_pace (job, self->pace);
  set_job (self, job);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_CAN_UNDO_DISCARD);
}
