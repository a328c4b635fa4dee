/* SPDX-License-Identifier: MIT */
/* UiApplication: windows, the actions of the whole program, and which key does what. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define UI_APPLICATION_ID "io.github.weft_studio.Weft"

/**
 * UiApplication: each window has a workspace and a catalogue of its own.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_APPLICATION (ui_application_get_type ())
G_DECLARE_FINAL_TYPE (UiApplication, ui_application, UI, APPLICATION, AdwApplication)

UiApplication *ui_application_new (void);

G_END_DECLS
