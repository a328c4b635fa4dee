/* SPDX-License-Identifier: MIT */
/* StudioGallery: the pictures of this session and of the library, and what can be done with them. */
#pragma once

#include "app/gallery-filter.h"
#include "app/history.h"
#include "app/library.h"
#include "app/workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioGallery:
 *
 * Property "auto-save" (boolean, notifies): every picture that is finished goes to the library at once.
 *
 * Signal "failed" (const char *sentence): a picture that was to be saved by itself was not; it stays in the
 * history.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_GALLERY (studio_gallery_get_type ())
G_DECLARE_FINAL_TYPE (StudioGallery, studio_gallery, STUDIO, GALLERY, GObject)

/**
 * studio_gallery_new: collects what a workspace finishes.
 * @workspace: (transfer none): held
 *
 * Its library has no folder yet: studio_library_set_folder() begins to read one.
 */
StudioGallery *studio_gallery_new (StudioWorkspace *workspace);

StudioHistory *studio_gallery_get_history (StudioGallery *self);
StudioLibrary *studio_gallery_get_library (StudioGallery *self);

gboolean studio_gallery_get_auto_save (StudioGallery *self);
void     studio_gallery_set_auto_save (StudioGallery *self, gboolean auto_save);

/**
 * studio_gallery_save_async: saves pictures of this session into the library; others are there already.
 * @artworks: (element-type StudioArtwork):
 */
void studio_gallery_save_async (StudioGallery *self, GPtrArray *artworks, GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * studio_gallery_save_finish:
 * @n_saved: (out): how many of them are in the library that were not before
 *
 * Returns: FALSE with the first error.
 */
gboolean studio_gallery_save_finish (StudioGallery *self, GAsyncResult *result, guint *n_saved, GError **error);

/**
 * studio_gallery_delete_async: takes pictures of this session out of the history, and moves files of the library
 * to the wastebasket; both for a picture that was painted in this session and saved.
 * @artworks: (element-type StudioArtwork):
 */
void studio_gallery_delete_async (StudioGallery *self, GPtrArray *artworks, GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * studio_gallery_delete_finish:
 *
 * Returns: FALSE with the first error; what it names is still there.
 */
gboolean studio_gallery_delete_finish (StudioGallery *self, GAsyncResult *result, GError **error);

/**
 * studio_gallery_get_n_deleted: pictures and files that studio_gallery_undo_delete_async() would bring back; 0 if
 * there is nothing to undo.
 */
guint studio_gallery_get_n_deleted (StudioGallery *self);

/**
 * studio_gallery_undo_delete_async: brings back what was deleted last.
 */
void studio_gallery_undo_delete_async (StudioGallery *self, GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_gallery_undo_delete_finish:
 *
 * Returns: FALSE with the first error of studio_library_restore_finish().
 */
gboolean studio_gallery_undo_delete_finish (StudioGallery *self, GAsyncResult *result, GError **error);

G_END_DECLS
