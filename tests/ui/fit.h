/* SPDX-License-Identifier: MIT */
/* Whether a window fits a telephone, and says in it all it has to say. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEST_FIT_WIDTH 360 /* logical pixels of the narrowest screen */

/**
 * test_fit_set_large_text: letters of 200 % from now on.
 */
void test_fit_set_large_text (void);

/**
 * test_fit_count_cut: labels at and below @root, as far as they are seen, that end in an ellipsis although no tooltip says the
 * rest. Each is told of.
 */
guint test_fit_count_cut (GtkWidget *root);

/**
 * test_fit_count_wide: 1 if @root cannot be as narrow as a telephone, and tells what keeps it from that; else 0.
 */
guint test_fit_count_wide (GtkWidget *root);

/**
 * test_fit_count_small: what is clicked and is less than 34 pixels high or wide, at and below @root. Each is told of.
 */
guint test_fit_count_small (GtkWidget *root);

G_END_DECLS
