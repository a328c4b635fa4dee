/* SPDX-License-Identifier: MIT */
/* StudioLibrary: the pictures in a folder, the newest first, as they come and go. */
#pragma once

#include "app/artwork.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STUDIO_LIBRARY_MAX_PICTURES 10000                /* the newest so many are shown */
#define STUDIO_LIBRARY_MAX_RESTORABLE (64u * 1024 * 1024) /* bytes kept so that throwing away can be undone */

/**
 * StudioLibrary: reads in threads, in pieces, and watches the folder.
 *
 * Properties, all read-only and notifying:
 * - "folder" (string, nullable)
 * - "reading" (boolean): not everything that is in the folder is in the list yet
 * - "n-refused" (uint): files that are no picture we can read; they stay where they are
 * - "n-left-out" (uint): files beyond STUDIO_LIBRARY_MAX_PICTURES
 * - "problem" (string, nullable): why the folder cannot be read, one sentence
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_LIBRARY (studio_library_get_type ())
G_DECLARE_FINAL_TYPE (StudioLibrary, studio_library, STUDIO, LIBRARY, GObject)

StudioLibrary *studio_library_new (void);

/**
 * studio_library_set_folder: begins to read another folder; the list is empty at once.
 * @folder: (nullable): path; NULL: the usual one of app/paths.h, which need not exist until something is saved
 */
void        studio_library_set_folder (StudioLibrary *self, const char *folder);
const char *studio_library_get_folder (StudioLibrary *self);

/**
 * studio_library_close: reads no further and watches no more; for who lets go of the library, which lives as
 * long as a thread reads for it.
 */
void studio_library_close (StudioLibrary *self);

/**
 * studio_library_get_pictures: (transfer none): a GListModel of StudioArtwork, each with a path.
 */
GListModel *studio_library_get_pictures (StudioLibrary *self);

gboolean    studio_library_get_reading    (StudioLibrary *self);
guint       studio_library_get_n_refused  (StudioLibrary *self);
guint       studio_library_get_n_left_out (StudioLibrary *self);
const char *studio_library_get_problem    (StudioLibrary *self);

/**
 * studio_library_dup_refusals: (transfer full): "NAME: why", one line for each of the first files that were
 * refused; for a tooltip.
 */
char *studio_library_dup_refusals (StudioLibrary *self);

/**
 * studio_library_save_async: writes a picture with its recipe into the folder, in a thread, under a name that
 * is free.
 */
void studio_library_save_async (StudioLibrary *self, StudioPicture *picture, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_library_save_finish: the picture is in the list now.
 *
 * Returns: (transfer full): what was saved; NULL with the errors of studio_store_write().
 */
StudioArtwork *studio_library_save_finish (StudioLibrary *self, GAsyncResult *result, GError **error);

/**
 * studio_library_trash_async: moves files to the wastebasket, in a thread.
 * @artworks: (element-type StudioArtwork): of this library
 */
void studio_library_trash_async (StudioLibrary *self, GPtrArray *artworks, GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * studio_library_trash_finish:
 *
 * Returns: FALSE with the first error, "NAME: why". Those that went are out of the list in any case.
 */
gboolean studio_library_trash_finish (StudioLibrary *self, GAsyncResult *result, GError **error);

/**
 * studio_library_get_n_restorable: files of the latest studio_library_trash_async() that can be brought back.
 */
guint studio_library_get_n_restorable (StudioLibrary *self);

/**
 * studio_library_restore_async: brings back what was thrown away last, as it was, in a thread.
 */
void studio_library_restore_async (StudioLibrary *self, GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_library_restore_finish:
 *
 * Returns: FALSE with the first error, "NAME: why". Those that came back are in the list in any case.
 */
gboolean studio_library_restore_finish (StudioLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
