/* SPDX-License-Identifier: MIT */
/* The export dialog over a picture, and what is chosen in it. */
#pragma once

#include "tests/ui/studio.h"

#include "ui/export-dialog.h"

G_BEGIN_DECLS

/**
 * test_export_open: (transfer none): paints a picture of seed 7, or several, and opens the dialog, which writes into the studio's
 * folder; makes the window if there is none.
 */
GtkWidget *test_export_open (TestStudio *studio, guint n_lanes);

GtkWidget  *test_export_find       (GtkWidget *dialog, const char *id);
const char *test_export_get_text   (GtkWidget *dialog, const char *id); /* of a label */
void        test_export_choose     (GtkWidget *dialog, const char *id, guint position);
void        test_export_set_number (GtkWidget *dialog, const char *id, double value);

/**
 * test_export_start: starts what is chosen, and waits until it has ended and been told of.
 */
void test_export_start    (TestStudio *studio, GtkWidget *dialog);
void test_export_wait_end (TestStudio *studio);

G_END_DECLS
