/* SPDX-License-Identifier: MIT */
/* Where the studio's own files lie: in the source when run from the build tree, else installed beside the
 * program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_paths_dup_data_dir: the folder that holds `checkpoints/`.
 * @executable: (nullable): path of the program; NULL: the running one
 *
 * In this order: WEFT_DATADIR; the source's `data/` if the program lies in the build tree; `../share/weft`
 * seen from the program's folder if it exists, so that an installation can be moved; the prefix given to the
 * build.
 *
 * Returns: (transfer full): a path that need not exist; free with g_free().
 */
char *studio_paths_dup_data_dir (const char *executable);

/**
 * studio_paths_dup_checkpoints_dir: bundled checkpoints: `checkpoints/` of the data folder.
 */
char *studio_paths_dup_checkpoints_dir (const char *executable);

/**
 * studio_paths_dup_user_checkpoints_dir: the user's own checkpoints: $XDG_DATA_HOME/weft/checkpoints.
 */
char *studio_paths_dup_user_checkpoints_dir (void);

/**
 * studio_paths_dup_library_dir: where finished pictures are kept unless the user says otherwise:
 * $XDG_DATA_HOME/weft/library.
 */
char *studio_paths_dup_library_dir (void);

/**
 * studio_paths_dup_training_dir: states of trainings that a window has begun: $XDG_STATE_HOME/weft/training.
 */
char *studio_paths_dup_training_dir (void);

/**
 * studio_paths_dup_state_dir: what Weft keeps for itself from one start to the next: $XDG_STATE_HOME/weft.
 */
char *studio_paths_dup_state_dir (void);

/**
 * studio_paths_dup_parcels_dir: (transfer full): pictures on their way to other programs.
 */
char *studio_paths_dup_parcels_dir (void);

/**
 * studio_paths_dup_schema_dir: the folder of the compiled GSettings schema.
 * @executable: (nullable): as above
 *
 * Returns: (transfer full) (nullable): the build's `data/` when run from the build tree, else
 * `../share/glib-2.0/schemas` seen from the program's folder; NULL if neither holds a compiled schema and
 * only the system's own search can help.
 */
char *studio_paths_dup_schema_dir (const char *executable);

/**
 * studio_paths_dup_locale_dir: the folder of translations for bindtextdomain().
 * @executable: (nullable): as above
 */
char *studio_paths_dup_locale_dir (const char *executable);

G_END_DECLS
