/* SPDX-License-Identifier: MIT */
/* How much memory there is to be had, by what the system says of itself. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_available_bytes: memory this program can still take without swapping and without being ended for it: the least of
 * the kernel's estimate (MemAvailable), what the limits of its control groups leave, where files that were only read count
 * as free, and what the limit of its address space leaves.
 * @root: (nullable): folder that stands for /; NULL: the real one
 * @reserved: bytes of address space that will be taken without being used, as by the stack and the heap of a thread
 *
 * Returns: bytes; G_MAXUINT64 where nobody says.
 * Threads: any.
 */
guint64 weft_available_bytes (const char *root, guint64 reserved);

G_END_DECLS
