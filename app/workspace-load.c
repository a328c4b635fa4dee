/* SPDX-License-Identifier: MIT */
/* Models come before runs: they are loaded in the background, and what waits for them begins when they are there. */
#include "app/workspace-private.h"

#include "app/shortage.h"

#include "engine/error.h"

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

/* What was in use still is. */
static void
report_refusal (StudioWorkspace *self, StudioEntry *entry, const GError *error)
{
  g_autofree char *text = g_strdup_printf (_("Cannot read checkpoint “%s”: %s. The model in use stays."),
                                           studio_entry_get_name (entry), error->message);

  if (self->entry != NULL)
    studio_workspace_report (self, text, NULL);
  else
    report_load (self, entry, error);
}

static void
begin_loading (StudioWorkspace *self, StudioEntry *entry, GAsyncReadyCallback callback)
{
  self->loading = g_cancellable_new ();
  studio_entry_load_async (entry, self->precision, self->loading, callback, weak_ref_new (self));
  g_set_object (&self->loaded, entry);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_LOADING);
}

/* Nothing is being loaded any more, however it ended. */
static void
end_loading (StudioWorkspace *self)
{
  g_clear_object (&self->loading);
  if (self->loaded == NULL)
    return;

  g_clear_object (&self->loaded);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_LOADING);
}

static void
stop_loading (StudioWorkspace *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  end_loading (self);
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

  end_loading (self);
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
  if (model == NULL)
    return;

  studio_workspace_forget_earlier (self);
  studio_workspace_grant_wish (self);
}

gboolean
studio_workspace_has_model (StudioWorkspace *self)
{
  WeftModel *model = studio_entry_get_model (self->entry);

  return model != NULL && weft_model_get_precision (model) == self->precision;
}

/* Asked before a byte of the weights is read. FALSE: there is no room, which is reported; what was in use is so again. */
static gboolean
has_room (StudioWorkspace *self)
{
  const guint64 needed = weft_model_count_bytes (studio_entry_get_config (self->entry), self->precision);
  const guint64 available = studio_shortage_count_available (self->memory_root);
  g_autoptr (StudioEntry) entry = g_object_ref (self->entry);
  g_autoptr (GError) error = NULL;

  if (needed <= available)
    return TRUE;

  error = studio_shortage_make_error ("its weights need", needed, available,
                                      "close other programs, or choose a smaller checkpoint");
  studio_workspace_go_back (self);
  report_refusal (self, entry, error);
  return FALSE;
}

void
studio_workspace_load (StudioWorkspace *self)
{
  stop_loading (self);
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

  if (self->model_state == STUDIO_MODEL_READY)
    studio_workspace_keep_earlier (self);
  if (!has_room (self))
    return;

  set_model_state (self, STUDIO_MODEL_LOADING);
  begin_loading (self, self->entry, loaded_cb);
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

  stop_loading (self);
  begin_loading (self, twin, twin_loaded_cb);
  return TRUE;
}

StudioEntry *
studio_workspace_get_loading (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->loaded;
}

void
studio_workspace_cancel_loading (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->loaded == NULL)
    return;

  self->wish = STUDIO_WISH_NONE;
  stop_loading (self);
  if (self->model_state == STUDIO_MODEL_LOADING)
    studio_workspace_go_back (self);
}

void
studio_workspace_set_memory_root (StudioWorkspace *self, const char *root)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  g_free (self->memory_root);
  self->memory_root = g_strdup (root);
}
