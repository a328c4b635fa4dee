/* SPDX-License-Identifier: MIT */
/* StudioStage: a talk on a workspace: enters scenes, and knows what the speaker's next key means. */
#pragma once

#include "app/scenes.h"
#include "app/workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioStage: signal "entered": another scene has been, and what it needs of the workspace is under way; what it needs of
 * the window is the window's to do.
 *
 * A scene that paints always begins anew from its own seed and settings: entered twice, it paints the same values in the
 * same order, whatever was done before and at whatever pace.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_STAGE (studio_stage_get_type ())
G_DECLARE_FINAL_TYPE (StudioStage, studio_stage, STUDIO, STAGE, GObject)

/**
 * studio_stage_new:
 * @workspace: (transfer none): gets its own settings back when the stage goes
 * @scenes: (transfer none): must not change meanwhile
 */
StudioStage *studio_stage_new (StudioWorkspace *workspace, StudioScenes *scenes);

/**
 * studio_stage_list_problems: what a talk needs and what is not there, before anybody watches: checkpoints, moments, and
 * steps that no picture has.
 *
 * Returns: (transfer full): one sentence each, NULL-terminated, empty if all is well.
 */
char **studio_stage_list_problems (StudioStage *self);

/**
 * studio_stage_prepare_async: loads the weights and the moment of every scene, and keeps them as long as the stage is there.
 */
void studio_stage_prepare_async (StudioStage *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * studio_stage_prepare_finish:
 *
 * Returns: FALSE with the errors of studio_entry_load_finish(), or of studio_moment_open() naming the moment; one that is
 * not there is passed over.
 */
gboolean studio_stage_prepare_finish (StudioStage *self, GAsyncResult *result, GError **error);

/**
 * studio_stage_enter: begins scene number @position; does nothing if there is none. A scene with a moment goes on from it, as
 * it was painted so far: with its checkpoint, seed and temperature, and not with the scene's.
 */
void studio_stage_enter (StudioStage *self, guint position);

/**
 * studio_stage_next: while a scene runs, completes it at full speed; else enters the one after it.
 *
 * Returns: FALSE at the end of the last scene, when nothing is left to do.
 */
gboolean studio_stage_next (StudioStage *self);

void studio_stage_previous (StudioStage *self);

/**
 * studio_stage_get_position: the scene entered last; G_MAXUINT before the first.
 */
guint studio_stage_get_position (StudioStage *self);

/**
 * studio_stage_get_scene: (transfer none) (nullable): the one entered last.
 * @ahead: how many scenes further
 */
const StudioScene *studio_stage_get_scene (StudioStage *self, guint ahead);

guint studio_stage_get_n_scenes (StudioStage *self);

/**
 * studio_stage_is_running: whether what the scene began is not at its end, or at its hold, yet.
 */
gboolean studio_stage_is_running (StudioStage *self);

G_END_DECLS
