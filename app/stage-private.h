/* SPDX-License-Identifier: MIT */
/* What the files of a stage share. */
#pragma once

#include "app/stage.h"

G_BEGIN_DECLS

struct _StudioStage {
  GObject parent_instance;

  /* owned */
  StudioWorkspace *workspace;
  StudioScenes *scenes;
  GPtrArray *models;   /* of WeftModel: in memory as long as the talk goes on */
  GHashTable *moments; /* of StudioMoment, by their paths: likewise */

  guint position; /* G_MAXUINT: none yet */

  /* what the workspace gets back */
  StudioEntry *entry;
  double pace;
  double temperature;
  guint n_lanes;
  gboolean endless;
};

/**
 * studio_stage_find_entry: (transfer none) (nullable): the checkpoint of a scene: by name, or the one that was in use when
 * the talk began; NULL if there is none.
 */
StudioEntry *studio_stage_find_entry (StudioStage *self, const StudioScene *scene);

/**
 * studio_stage_open_moment: (transfer full): the moment of a scene that has one: from memory, or from its file where nothing
 * was prepared.
 *
 * Returns: NULL with the errors of studio_moment_open().
 */
StudioMoment *studio_stage_open_moment (StudioStage *self, const StudioScene *scene, GError **error);

G_END_DECLS
