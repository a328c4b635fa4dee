/* SPDX-License-Identifier: MIT */
/* Files that stand for a system with so much memory. */
#pragma once

#include "tests/support/folder.h"

G_BEGIN_DECLS

/**
 * test_memory_set: makes the folder, or makes it again, one that weft_available_bytes() finds so many bytes in.
 *
 * Returns: (transfer none): the root to give to whoever asks.
 */
const char *test_memory_set (TestFolder *folder, guint64 bytes);

G_END_DECLS
