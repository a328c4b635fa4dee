/* SPDX-License-Identifier: MIT */
/* What to type for the same files: the command of an export, and one that makes a film of numbered frames. */
#pragma once

#include "app/export.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_export_dup_command: `weft frames` for the same files, quoted for a shell.
 * @picture: file name of the picture, which the command reads where its recipe is not enough to paint it
 * again
 *
 * Returns: (transfer full) (nullable): NULL for a film that the command line cannot make.
 */
char *studio_export_dup_command (const StudioExportSpec *spec, const char *picture);

/**
 * studio_export_get_reads_picture: whether that command reads the picture, which then must be saved first.
 */
gboolean studio_export_get_reads_picture (const StudioExportSpec *spec);

/**
 * studio_export_dup_ffmpeg: the ffmpeg command that makes an MP4 film of numbered frames, which every player
 * shows.
 *
 * Returns: (transfer full) (nullable): NULL if there are none.
 */
char *studio_export_dup_ffmpeg (const StudioExportSpec *spec);

G_END_DECLS
