/* SPDX-License-Identifier: MIT */
/* Finds words that nobody could translate, in a window that speaks the language of tests/po/pseudo.py. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * test_words_set_language: from now on every sentence that is marked for translation comes in the language without plain
 * letters, and numbers have a decimal comma. Before the first window; the program runs below tests/po/pseudo.py and
 * comma.py.
 */
void test_words_set_language (void);

/**
 * test_words_count_plain: texts at and below @root, seen or not, with letters that no catalogue has been through: labels,
 * titles, tooltips, menus, choices, names and descriptions for assistive technologies. Each is told of.
 */
guint test_words_count_plain (GtkWidget *root);

/**
 * test_words_count_translated: texts below @root that did come from a catalogue: a walk that found none has seen nothing.
 */
guint test_words_count_translated (GtkWidget *root);

G_END_DECLS
