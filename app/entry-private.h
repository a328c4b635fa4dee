/* SPDX-License-Identifier: MIT */
/* What only the catalogue may tell an entry. */
#pragma once

#include "app/entry.h"

G_BEGIN_DECLS

/**
 * studio_entry_set_origin: where an entry stands in the catalogue.
 */
void studio_entry_set_origin (StudioEntry *self, gboolean is_bundled, gboolean is_default);

/**
 * studio_entry_describes: whether @other is the same file with the same header, so that the old entry may
 * stay.
 */
gboolean studio_entry_describes (StudioEntry *self, StudioEntry *other);

/**
 * studio_entry_learn_sha256: what was read of its file elsewhere. An entry that has read it knows better.
 * @sha256: (nullable):
 */
void studio_entry_learn_sha256 (StudioEntry *self, const char *sha256);

G_END_DECLS
