/* SPDX-License-Identifier: MIT */
/* What every test of the window begins with, and how it waits. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * test_display_init: g_test_init(), GTK and libadwaita, no animations, one font, one language.
 */
void test_display_init (int *argc, char ***argv);

/* What is waited for. */
typedef gboolean (*TestPredicate) (gpointer data);

/**
 * test_display_wait: runs the main loop until @predicate holds; fails the test after @seconds.
 */
void test_display_wait (TestPredicate predicate, gpointer data, double seconds);

/**
 * test_display_wait_file: runs the main loop until there is a file @path; fails the test after 20 seconds.
 */
void test_display_wait_file (const char *path);

/**
 * test_display_settle: runs the main loop until nothing is pending and the window has been drawn.
 */
void test_display_settle (GtkWidget *window);

/**
 * test_display_find: (transfer none) (nullable): the widget of this template id below @root.
 */
GtkWidget *test_display_find (GtkWidget *root, const char *id);

/**
 * test_display_add_style: (transfer full): the program's own style, which only an application brings by itself.
 * @name: "style.css", or what differs from it
 */
GtkCssProvider *test_display_add_style (const char *name);

G_END_DECLS
