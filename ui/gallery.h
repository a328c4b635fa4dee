/* SPDX-License-Identifier: MIT */
/* UiGallery: the third view: pictures of this session and of the library, looked for, looked at, compared. */
#pragma once

#include "app/gallery.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiGallery:
 *
 * Its actions, in the group "gallery", act on the pictures that are selected: "details", "use-all", "use-rest",
 * "use-seed", "open", "copy", "save", "save-as", "mark", "compare", "delete"; "undo-delete" brings back what was deleted last;
 * "source" (string: "all", "session", "library") and "clear-filters" say what is shown.
 *
 * Properties: "source" (UiGallerySource as its nick), "letter-keys" (boolean), "compact" (boolean).
 *
 * Emits `details` (StudioArtwork) for a recipe that is to be looked at; `told` (sentence, label, action; the last two
 * nullable) for a note that goes away by itself; `failed` (sentence) for what went wrong; `applied` when settings were
 * taken from a recipe; `opened` when a picture was opened in the studio.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_GALLERY (ui_gallery_get_type ())
G_DECLARE_FINAL_TYPE (UiGallery, ui_gallery, UI, GALLERY, GtkWidget)

/**
 * ui_gallery_set_gallery: what to show. Once.
 * @gallery: (transfer none):
 * @workspace: (transfer none): whose settings a recipe changes
 */
void ui_gallery_set_gallery (UiGallery *view, StudioGallery *gallery, StudioWorkspace *workspace);

/**
 * ui_gallery_get_shown: (transfer none): a GListModel of StudioArtwork: those that pass the filters.
 */
GListModel *ui_gallery_get_shown (UiGallery *view);

/**
 * ui_gallery_dup_selected: (transfer container): the pictures that are selected, of StudioArtwork.
 */
GPtrArray *ui_gallery_dup_selected (UiGallery *view);

/**
 * ui_gallery_select: selects one picture of those that are shown, and no other.
 * @position: 0 .. number of pictures shown - 1
 */
void ui_gallery_select (UiGallery *view, guint position);

/**
 * ui_gallery_mark: marks a picture as A, the next one as B; both are then compared. One that is marked loses its mark.
 */
void ui_gallery_mark (UiGallery *view, StudioArtwork *artwork);

/**
 * ui_gallery_open: opens a picture that has a recipe in the studio, with all its steps; emits `opened`, or `failed`.
 */
void ui_gallery_open (UiGallery *view, StudioArtwork *artwork);

/**
 * ui_gallery_choose_save: asks for a file, then ui_gallery_save_to().
 */
void ui_gallery_choose_save (UiGallery *view, StudioArtwork *artwork);

/**
 * ui_gallery_save_to: copies a picture's file, or writes one; one that exists is replaced. Tells how it went.
 * @path: file name, any bytes
 */
void ui_gallery_save_to (UiGallery *view, StudioArtwork *artwork, const char *path);

/**
 * ui_gallery_is_comparing: whether two pictures are compared instead of all shown.
 */
gboolean ui_gallery_is_comparing (UiGallery *view);

/**
 * ui_gallery_get_status: (transfer none): the line below the pictures.
 */
const char *ui_gallery_get_status (UiGallery *view);

G_END_DECLS
