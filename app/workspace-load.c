/* SPDX-License-Identifier: MIT */
/* Models come before runs: they are loaded in the background, and what waits for them begins when they are there. */
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>

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
    studio_workspace_grant_wish (self);
}

static void
cancel_loading (StudioWorkspace *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

gboolean
studio_workspace_has_model (StudioWorkspace *self)
{
  WeftModel *model = studio_entry_get_model (self->entry);

  return model != NULL && weft_model_get_precision (model) == self->precision;
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
  if (studio_workspace_has_model (self))
    {
      set_model_state (self, STUDIO_MODEL_READY);
      return;
    }

  set_model_state (self, STUDIO_MODEL_LOADING);
  self->loading = g_cancellable_new ();
  studio_entry_load_async (self->entry, self->precision, self->loading, loaded_cb, weak_ref_new (self));
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
  studio_workspace_grant_wish (self);
}

gboolean
studio_workspace_wait_for_twin (StudioWorkspace *self)
{
  StudioEntry *twin = studio_catalog_find_twin (self->catalog, self->entry);

  if (twin == NULL || self->twin_model != NULL)
    return FALSE;

  cancel_loading (self);
  self->loading = g_cancellable_new ();
  studio_entry_load_async (twin, self->precision, self->loading, twin_loaded_cb, weak_ref_new (self));
  return TRUE;
}
