/* SPDX-License-Identifier: MIT */
/* One export as an object: the hand on a worker and on the StudioExportRun that its thread works on. */
#include "app/export.h"

#include "app/activity-private.h"
#include "app/export-run-private.h"

struct _StudioExport {
  StudioActivity parent_instance;

  StudioWorker *worker; /* of the activity */
  StudioExportRun *run; /* owned by the worker */
};

G_DEFINE_FINAL_TYPE (StudioExport, studio_export, STUDIO_TYPE_ACTIVITY)

static void
studio_export_class_init (StudioExportClass *klass)
{
}

static void
studio_export_init (StudioExport *self)
{
}

StudioExport *
studio_export_new (const StudioExportSpec *spec, GError **error)
{
  StudioExport *self;

  if (!studio_export_spec_validate (spec, error))
    return NULL;

  self = g_object_new (STUDIO_TYPE_EXPORT, NULL);
  self->run = studio_export_run_new (spec);
  self->worker = studio_activity_set_up (STUDIO_ACTIVITY (self), "weft-export", studio_export_run_write, self->run,
                                         studio_export_run_free, TRUE, FALSE);
  return self;
}

StudioExport *
studio_export_new_resumed (StudioExport *self, GError **error)
{
  StudioExportSpec spec;

  g_return_val_if_fail (STUDIO_IS_EXPORT (self), NULL);

  spec = self->run->spec;
  if (studio_export_spec_get_is_numbered (&spec))
    spec.existing = STUDIO_EXISTING_CONTINUE;
  return studio_export_new (&spec, error);
}

guint
studio_export_get_n_frames (StudioExport *self)
{
  g_return_val_if_fail (STUDIO_IS_EXPORT (self), 0);

  return studio_film_get_n_frames (self->run->spec.film);
}

guint
studio_export_get_n_done (StudioExport *self)
{
  g_return_val_if_fail (STUDIO_IS_EXPORT (self), 0);

  return atomic_load_explicit (&self->run->n_done, memory_order_acquire);
}

char *
studio_export_dup_last_name (StudioExport *self)
{
  char *name;

  g_return_val_if_fail (STUDIO_IS_EXPORT (self), NULL);

  studio_worker_lock (self->worker);
  name = g_strdup (self->run->last_name);
  studio_worker_unlock (self->worker);
  return name;
}

gboolean
studio_export_get_is_numbered (StudioExport *self)
{
  g_return_val_if_fail (STUDIO_IS_EXPORT (self), FALSE);

  return studio_export_spec_get_is_numbered (&self->run->spec);
}
