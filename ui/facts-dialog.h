/* SPDX-License-Identifier: MIT */
/* UiFactsDialog: asks what a bare export of the authors' library does not say. */
#pragma once

#include "engine/checkpoint.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiFactsDialog: a modal dialog; emits `answered` when the user wants to open the checkpoint with the given facts, and stays
 * until it is closed: it can be refused.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_FACTS_DIALOG (ui_facts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiFactsDialog, ui_facts_dialog, UI, FACTS_DIALOG, AdwWindow)

/**
 * ui_facts_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @path: the checkpoint
 * @reason: what the reader says is missing
 */
UiFactsDialog *ui_facts_dialog_new (GtkWindow *parent, const char *path, const char *reason);

/**
 * ui_facts_dialog_refuse: says why the checkpoint cannot be opened with the given facts, and asks on.
 */
void ui_facts_dialog_refuse (UiFactsDialog *dialog, const char *reason);

const char *ui_facts_dialog_get_path (UiFactsDialog *dialog);

/**
 * ui_facts_dialog_get_facts: (transfer none): what has been entered, valid as long as the dialog.
 */
const WeftFacts *ui_facts_dialog_get_facts (UiFactsDialog *dialog);

G_END_DECLS
