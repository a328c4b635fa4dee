/* SPDX-License-Identifier: MIT */
/* TestWorkspace: a workspace with two checkpoints of its own, in a main loop, without a window. */
#pragma once

#include "app/workspace.h"

#include "tests/support/folder.h"

typedef struct {
  TestFolder *folder;
  StudioCatalog *catalog; /* "ape" and "bee": linear, of the same sizes */
  StudioWorkspace *workspace;
  GPtrArray *pictures;    /* of StudioPicture, as told */
} TestWorkspace;

/**
 * test_workspace_add: a test with a workspace made for it, which must be gone in the end.
 */
void test_workspace_add (const char *path, void (*test) (TestWorkspace *, gconstpointer));

/**
 * test_workspace_add_checkpoint: a tiny one more; the catalog does not know it yet.
 * @name: of a file in the folder
 */
void test_workspace_add_checkpoint (TestWorkspace *fixture, const char *name, WeftAttention attention, guint64 seed);

/**
 * test_workspace_new_alone: (transfer full): one with a single checkpoint, "ape", which is loaded.
 * @folder: of its file
 * @mode: of its pictures: 5 x 3 pixels
 * @catalog: (out) (transfer full): with nothing else in it
 */
StudioWorkspace *test_workspace_new_alone (TestFolder *folder, WeftImageMode mode, StudioCatalog **catalog);

/* Runs the main loop until it is so. */
void test_workspace_wait_for_model (StudioWorkspace *workspace);
void test_workspace_wait_for_state (StudioWorkspace *workspace, StudioRunState state);

/**
 * test_workspace_generate: paints.
 *
 * Returns: (transfer full): the recipe of the last picture.
 */
StudioRecipe *test_workspace_generate (TestWorkspace *fixture);

/**
 * test_workspace_count_known: values painted so far.
 */
guint test_workspace_count_known (StudioWorkspace *workspace);
