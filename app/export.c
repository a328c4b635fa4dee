/* SPDX-License-Identifier: MIT */
/* One export as an object: the hand on a worker and on the StudioExportRun that its thread works on. */
#include "app/export.h"

#include "app/activity-private.h"
#include "app/export-run-private.h"

#include <glib/gstdio.h>

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

/* (transfer full): @folder, or if there is something already, a name beside it. */
static char *
dup_new_folder (const char *folder)
{
  return g_access (folder, F_OK) == 0 ? studio_export_dup_free_folder (folder) : g_strdup (folder);
}

StudioExport *
studio_export_new_elsewhere (StudioExport *self, const char *folder, GError **error)
{
  g_autofree char *name = NULL, *wanted = NULL, *target = NULL;
  StudioExportSpec spec;

  g_return_val_if_fail (STUDIO_IS_EXPORT (self), NULL);

  spec = self->run->spec;
  name = g_path_get_basename (spec.folder);
  wanted = g_build_filename (folder, name, NULL);
  target = studio_export_spec_get_is_numbered (&spec) ? dup_new_folder (wanted) : g_strdup (folder);
  spec.folder = target;
  spec.existing = STUDIO_EXISTING_REFUSE;
  return studio_export_new (&spec, error);
}

StudioExport *
studio_export_new_frames (StudioExport *self, GError **error)
{
  g_autofree char *name = NULL, *wanted = NULL, *target = NULL;
  StudioExportSpec spec;

  g_return_val_if_fail (STUDIO_IS_EXPORT (self), NULL);

  spec = self->run->spec;
  name = g_strconcat (spec.base, "-frames", NULL);
  wanted = g_build_filename (spec.folder, name, NULL);
  target = dup_new_folder (wanted);
  spec.folder = target;
  spec.format = STUDIO_FORMAT_PNG;
  spec.existing = STUDIO_EXISTING_REFUSE;
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

gboolean
studio_export_get_is_animation (StudioExport *self)
{
  g_return_val_if_fail (STUDIO_IS_EXPORT (self), FALSE);

  return self->run->spec.format != STUDIO_FORMAT_PNG;
}
