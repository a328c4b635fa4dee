/* SPDX-License-Identifier: MIT */
/* WeftArena: one aligned block for many arrays: first reserve all of them, then allocate once, then take. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 reserved;  /* bytes asked for */
  gboolean overflow; /* a size did not fit into 64 bits */
  guint8 *block;     /* aligned to 64 bytes, zeroed */
  guint64 taken;     /* bytes handed out */
  gpointer owned;    /* what @block lies in */
  gboolean is_lazy;  /* to be set before it is allocated: pages are had with their first use, not at once, which is for what
                        is written once, bit by bit, and never on the clock */
} WeftArena;

#define WEFT_ARENA_INIT { 0 }

/**
 * weft_arena_reserve: asks for @n elements of @size bytes; sizes are checked.
 */
void weft_arena_reserve (WeftArena *arena, guint64 n, guint64 size);

/**
 * weft_arena_count_bytes: what was reserved; G_MAXUINT64 if it does not fit into 64 bits.
 */
guint64 weft_arena_count_bytes (const WeftArena *arena);

/**
 * weft_arena_allocate: allocates what was reserved, zeroed.
 * @what: for the message, e.g. "the weights"
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY naming needed and available memory; nothing is allocated then.
 */
gboolean weft_arena_allocate (WeftArena *arena, const char *what, GError **error);

/**
 * weft_arena_take: the next array; the same sizes in the same order as they were reserved. Aligned to 64 bytes.
 */
gpointer weft_arena_take (WeftArena *arena, gsize n, gsize size);

/**
 * weft_arena_clear: frees the block.
 */
void weft_arena_clear (WeftArena *arena);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftArena, weft_arena_clear)

G_END_DECLS
