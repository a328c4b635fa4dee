/* SPDX-License-Identifier: MIT */
/* A workspace over tiny checkpoints in a folder of its own, and a window on it. */
#pragma once

#include "tests/support/folder.h"
#include "tests/ui/display.h"

#include "ui/window-private.h"

#include "app/workspace.h"

G_BEGIN_DECLS

#define TEST_STUDIO_SOUND 38 /* values that "diverged" paints */

/* All that a test of the window needs; owned. */
typedef struct {
  TestFolder *folder; /* holds colours.safetensors, grey.safetensors; not in the catalogue: bare.safetensors (grey),
                         diverged.safetensors (grey, overflows after TEST_STUDIO_SOUND values), bad files */
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  UiWindow *window; /* NULL until test_studio_open_window() */
} TestStudio;

/**
 * test_studio_new: checkpoints of 12 x 10 pixels; the weights of "colours", the default, are loaded.
 */
TestStudio *test_studio_new (void);

void test_studio_free (TestStudio *studio);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestStudio, test_studio_free)

/**
 * test_studio_open_window: makes and shows the window.
 * @width: logical pixels, or 0 for the default size
 */
UiWindow *test_studio_open_window (TestStudio *studio, gint width);

/**
 * test_studio_act: activates an action of the window, which must be enabled.
 */
void test_studio_act (TestStudio *studio, const char *name);

gboolean test_studio_is_enabled (TestStudio *studio, const char *name);

/**
 * test_studio_show_page: "studio", "race" or "gallery".
 */
void test_studio_show_page (TestStudio *studio, const char *page);

/**
 * test_studio_wait_state: waits for the run to come to @state.
 */
void test_studio_wait_state (TestStudio *studio, StudioRunState state);

/**
 * test_studio_wait_seen: the same, and until a frame that looks at runs has shown it.
 */
void test_studio_wait_seen (TestStudio *studio, StudioRunState state);

/**
 * test_studio_paint: paints to the end.
 */
void test_studio_paint (TestStudio *studio);

/**
 * test_studio_get_n_known: values of the present round.
 */
guint test_studio_get_n_known (TestStudio *studio);

/**
 * test_studio_find_window: (transfer none) (nullable): a window of this type that is open.
 */
GtkWindow *test_studio_find_window (GType type);

/**
 * test_studio_wait_window: (transfer none): waits until a window of this type is open.
 */
GtkWidget *test_studio_wait_window (GType type);

/**
 * test_studio_wait_no_window: waits until none is.
 */
void test_studio_wait_no_window (GType type);

/**
 * test_studio_wait_dialog: (transfer none): waits until a window is open beside the studio's.
 */
GtkWidget *test_studio_wait_dialog (TestStudio *studio);

/**
 * test_studio_wait_race: waits until a race has come to its end.
 */
void test_studio_wait_race (TestStudio *studio);

/**
 * test_studio_open_file: opens a file of the studio's folder in the window.
 */
void test_studio_open_file (TestStudio *studio, const char *name);

/**
 * test_studio_open_tiny: makes a tiny checkpoint of this kind, opens it in the window, and waits until it can paint.
 */
void test_studio_open_tiny (TestStudio *studio, const WeftConfig *config);

/**
 * test_studio_wait_message: (transfer none): waits until the window says something; what it says.
 */
const char *test_studio_wait_message (TestStudio *studio);

G_END_DECLS
