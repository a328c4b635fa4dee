/* SPDX-License-Identifier: MIT */
/* What the files of a catalogue share. */
#pragma once

#include "app/catalog.h"

G_BEGIN_DECLS

#define STUDIO_CATALOG_SUFFIX ".safetensors"

struct _StudioCatalog {
  GObject parent_instance;

  /* owned */
  char *bundled_dir;
  char *user_dir;
  GPtrArray *entries;  /* of StudioEntry: bundled, user's, opened by hand */
  guint n_listed;      /* of them found in the two folders */
  GPtrArray *problems; /* of char *, NULL-terminated */
};

/**
 * studio_catalog_find_path: (transfer none) (nullable): the one of @entries whose file it is.
 */
StudioEntry *studio_catalog_find_path (GPtrArray *entries, const char *path);

G_END_DECLS
