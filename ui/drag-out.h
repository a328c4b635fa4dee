/* SPDX-License-Identifier: MIT */
/* Pictures that are dragged out of the window: as a file for file managers, as a texture for whoever paints. */
#pragma once

#include "app/artwork.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Finds what lies under a point of a widget. Returns: (transfer full) (nullable): NULL: nothing that could be dragged. */
typedef StudioArtwork *(*UiDragOutFind) (GtkWidget *widget, double x, double y, gpointer data);

/**
 * ui_drag_out_add: lets pictures be dragged out of a widget. The preferences say whether a new file carries its recipe.
 * @find: called when a drag begins
 * @data: outlives the widget
 *
 * Returns: (transfer none): the source.
 */
GtkDragSource *ui_drag_out_add (GtkWidget *widget, UiDragOutFind find, gpointer data);

G_END_DECLS
