/* SPDX-License-Identifier: MIT */
/* StudioExportRun: what the thread of an export works on. The object in export.c is only the hand on it. */
#pragma once

#include "app/export-spec.h"
#include "app/worker-private.h"

#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct {
  StudioExportSpec spec; /* its film, folder and base are owned */
  atomic_uint n_done;
  char *last_name;       /* under the worker's lock */
} StudioExportRun;

/**
 * studio_export_run_new: (transfer full): with copies of what @spec borrows.
 */
StudioExportRun *studio_export_run_new (const StudioExportSpec *spec);

/* For studio_activity_set_up(): the work, and the end of its data. */
gboolean studio_export_run_write (StudioWorker *worker, gpointer data, GError **error);
void     studio_export_run_free  (gpointer data);

G_END_DECLS
