/* SPDX-License-Identifier: MIT */
/* UiCompare: two pictures of the gallery, A and B, side by side, behind a boundary, or flipped. */
#pragma once

#include "ui/compare-canvas.h"

#include "app/artwork.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiCompare:
 *
 * Properties, each also an action of the same name in the group "compare":
 * - "mode" (UiCompareMode)
 * - "flipped" (boolean): B where A is; true while the backslash is held
 * - "differences" (boolean): whether differing pixels are counted and outlined
 *
 * Property "letter-keys" (boolean): whether the backslash acts.
 *
 * Emits `closed` when whoever looks has seen enough.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_COMPARE (ui_compare_get_type ())
G_DECLARE_FINAL_TYPE (UiCompare, ui_compare, UI, COMPARE, GtkWidget)

/**
 * ui_compare_set_artworks: what to compare; files are read in a thread.
 * @a: (nullable) (transfer none): NULL, and then @b too: nothing
 */
void ui_compare_set_artworks (UiCompare *compare, StudioArtwork *a, StudioArtwork *b);

/**
 * ui_compare_get_text: (transfer none): the sentence below the pictures: what differs, or what went wrong.
 */
const char *ui_compare_get_text (UiCompare *compare);

/**
 * ui_compare_is_ready: whether both pictures are there to be looked at.
 */
gboolean ui_compare_is_ready (UiCompare *compare);

G_END_DECLS
