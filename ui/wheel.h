/* SPDX-License-Identifier: MIT */
/* The wheel over a page of settings moves the page, and no number that happens to come under the pointer. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ui_wheel_leave_to_pages: scales and spin buttons below @root that lie in a page that scrolls no longer take the wheel.
 */
void ui_wheel_leave_to_pages (GtkWidget *root);

G_END_DECLS
