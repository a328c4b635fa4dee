/* SPDX-License-Identifier: MIT */
/* StudioExport: one film on its way into files, in a thread of its own. */
#pragma once

#include "app/activity.h"
#include "app/export-spec.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioExportOutlook: what is to be expected, without writing anything.
 */
typedef struct {
  guint64 n_bytes;       /* of all files, estimated from a few frames */
  guint64 free_bytes;    /* where they go; G_MAXUINT64: unknown */
  guint n_existing;      /* files of these names that are there */
  gboolean can_continue; /* they are of this very export */
} StudioExportOutlook;

/**
 * studio_export_look: encodes a few frames and looks at the folder. Takes as long as that takes: call it in a
 * thread.
 * @outlook: (out):
 *
 * Returns: FALSE with the errors of studio_export_spec_validate() or of the encoder.
 */
gboolean studio_export_look (const StudioExportSpec *spec, StudioExportOutlook *outlook, GError **error);

/**
 * studio_export_look_async: the same in a thread.
 * @spec: copied
 */
void studio_export_look_async (const StudioExportSpec *spec, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * studio_export_look_finish:
 * @outlook: (out): all zero after an error
 */
gboolean studio_export_look_finish (GAsyncResult *result, StudioExportOutlook *outlook, GError **error);

/**
 * studio_export_dup_free_folder: (transfer full): @folder, or a name beside it that nothing has yet: "frames-2".
 */
char *studio_export_dup_free_folder (const char *folder);

/**
 * StudioExport:
 *
 * Nothing is notified per frame: who shows progress asks for it. Cancelling stops after the present frame; files that
 * are written stay. Going on with an interrupted one is a new export with STUDIO_EXISTING_CONTINUE.
 *
 * Threads: as its parent's.
 */
#define STUDIO_TYPE_EXPORT (studio_export_get_type ())
G_DECLARE_FINAL_TYPE (StudioExport, studio_export, STUDIO, EXPORT, StudioActivity)

/**
 * studio_export_new: no thread yet.
 *
 * Returns: (transfer full): NULL with the errors of studio_export_spec_validate().
 */
StudioExport *studio_export_new (const StudioExportSpec *spec, GError **error);

/**
 * studio_export_new_resumed: one that goes on where @self, which has come to its end, has stopped. An animation
 * begins again.
 *
 * Returns: (transfer full): NULL with the errors of studio_export_spec_validate().
 */
StudioExport *studio_export_new_resumed (StudioExport *self, GError **error);

/**
 * studio_export_new_elsewhere: one that writes the same from the beginning below another folder, where nothing is replaced:
 * numbered files get a folder of their own there.
 * @folder: that is there
 *
 * Returns: (transfer full): NULL with the errors of studio_export_spec_validate().
 */
StudioExport *studio_export_new_elsewhere (StudioExport *self, const char *folder, GError **error);

/**
 * studio_export_new_frames: one that writes the frames of an animation as numbered PNGs, into a new folder beside it.
 *
 * Returns: (transfer full): NULL with the errors of studio_export_spec_validate().
 */
StudioExport *studio_export_new_frames (StudioExport *self, GError **error);

guint studio_export_get_n_frames (StudioExport *self);

/**
 * studio_export_get_n_done: frames that are written, or in an animation encoded.
 */
guint studio_export_get_n_done (StudioExport *self);

/**
 * studio_export_dup_last_name: (transfer full) (nullable): the latest file that is whole on disk.
 */
char *studio_export_dup_last_name (StudioExport *self);

/**
 * studio_export_get_is_numbered: whether frames that are written are files of their own, with which a new
 * export can go on.
 */
gboolean studio_export_get_is_numbered (StudioExport *self);

/**
 * studio_export_get_is_animation: whether all frames are one file.
 */
gboolean studio_export_get_is_animation (StudioExport *self);

G_END_DECLS
