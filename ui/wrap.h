/* SPDX-License-Identifier: MIT */
/* Words that are too long for a row go on in the next line: in a narrow window, in another language, in large letters. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ui_wrap_words: buttons, check buttons, the choices of rows and the titles of header bars at and below @root no longer cut
 * their words off, nor insist on one line for them. Where a second line is impossible, as in tabs, a tooltip says all.
 */
void ui_wrap_words (GtkWidget *root);

G_END_DECLS
