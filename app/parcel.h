/* SPDX-License-Identifier: MIT */
/* StudioParcel: a picture as a file for another program, which takes it when it likes. */
#pragma once

#include "app/picture.h"

G_BEGIN_DECLS

/**
 * studio_parcel_write: lays the picture into a folder of the user's cache, under the name it would be saved under. One that
 * lies there under this name is replaced; those of yesterday are thrown away. Blocks, shortly: nothing is made to last.
 * @folder: (nullable): NULL: $XDG_CACHE_HOME/weft/parcels
 *
 * Returns: (transfer full): the path; NULL with STUDIO_ERROR_OUTPUT or the errors of studio_picture_to_png().
 */
char *studio_parcel_write (StudioPicture *picture, const char *folder, gboolean with_recipe, GError **error);

G_END_DECLS
