/* SPDX-License-Identifier: MIT */
/* All images of a run on one sheet, as `weft sheet --grid image=0..N --labels` draws them. */
#pragma once

#include "app/film.h"
#include "app/job.h"

G_BEGIN_DECLS

/**
 * studio_sheet_film_new: one frame, at its final size: encode it at scale 1.
 * @scale: side of the square each pixel becomes on the sheet, 1 ..
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT before every image is complete, WEFT_ERROR_INVALID
 * (too large) or WEFT_ERROR_NO_MEMORY.
 */
StudioFilm *studio_sheet_film_new (StudioJob *job, guint scale, GError **error);

/**
 * studio_sheet_film_get_grid: what is on a sheet.
 * @n_images: (out): 1 ..
 * @scale: (out): of studio_sheet_film_new()
 *
 * Returns: FALSE if @film is no sheet.
 */
gboolean studio_sheet_film_get_grid (StudioFilm *film, guint *n_images, guint *scale);

G_END_DECLS
