/* SPDX-License-Identifier: MIT */
/* TestFolder: a temporary folder that takes everything in it along when it goes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TestFolder TestFolder;

TestFolder *test_folder_new  (void);
void        test_folder_free (TestFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFolder, test_folder_free)

const char *test_folder_get_path (TestFolder *folder);

/**
 * test_folder_dup_path: the path of something in the folder, which need not exist.
 */
char *test_folder_dup_path (TestFolder *folder, const char *name);

/**
 * test_folder_make: makes a folder in the folder, with those above it. Returns: (transfer full): its path.
 */
char *test_folder_make (TestFolder *folder, const char *name);

/**
 * test_folder_write: writes a file, making the folders above it.
 * @size: bytes
 *
 * Returns: (transfer full): its path.
 */
char *test_folder_write (TestFolder *folder, const char *name, const void *data, gsize size);

/**
 * test_folder_count: entries directly in the folder, hidden ones too.
 */
guint test_folder_count (TestFolder *folder);

G_END_DECLS
