/* SPDX-License-Identifier: MIT */
/* StudioComparison: where two pictures differ. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioComparison: a plain value over the pixels that both pictures have, laid corner on corner.
 */
typedef struct {
  gboolean is_same_size;
  guint width;           /* of what both cover */
  guint height;
  guint n_different;     /* pixels that differ */
  guint max_difference;  /* the largest difference of one channel, 0 .. 255 */
  guint8 *different;     /* [height, width]: 1 where they differ; owned */
} StudioComparison;

/**
 * studio_comparison_new: compares two pictures; a grey one as the colour that it shows.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
StudioComparison *studio_comparison_new (const StudioPixels *a, const StudioPixels *b, GError **error);

void studio_comparison_free (StudioComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioComparison, studio_comparison_free)

G_END_DECLS
