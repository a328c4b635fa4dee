/* SPDX-License-Identifier: MIT */
/* One aligned, zeroed block for many arrays. */
#include "engine/arena.h"

#include "engine/available.h"
#include "engine/checked.h"
#include "engine/error.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ALIGNMENT 64      /* a cache line, and the widest vector */
#define HUGE_PAGE 2097152 /* where a processor has them */

static gboolean
array_bytes (guint64 n, guint64 size, guint64 *bytes)
{
  return weft_checked_mul (n, size, bytes)
         && weft_checked_add (*bytes, ALIGNMENT - 1, bytes)
         && ((*bytes &= ~(guint64) (ALIGNMENT - 1)), TRUE);
}

void
weft_arena_reserve (WeftArena *arena, guint64 n, guint64 size)
{
  guint64 bytes;

  if (!array_bytes (n, size, &bytes) || !weft_checked_add (arena->reserved, bytes, &arena->reserved))
    arena->overflow = TRUE;
}

guint64
weft_arena_count_bytes (const WeftArena *arena)
{
  return arena->overflow ? G_MAXUINT64 : arena->reserved;
}

/* A block that does not fit into a few pages is asked to lie in huge ones: a step reads all of its weights, and each page
 * of 4 KiB would have to be looked up anew, while prefetching stops at its end. */
static void
allocate_block (WeftArena *arena)
{
  const gboolean is_large = arena->reserved >= HUGE_PAGE;
  const gsize alignment = is_large ? HUGE_PAGE : ALIGNMENT;
  guint64 with_alignment;

  if (!weft_checked_add (arena->reserved, alignment, &with_alignment)
      || (arena->owned = calloc (1, with_alignment)) == NULL)
    return;

  arena->block = (guint8 *) arena->owned + (alignment - (gsize) arena->owned % alignment) % alignment;
#if defined(MADV_HUGEPAGE)
  if (is_large)
    madvise (arena->block, arena->reserved, MADV_HUGEPAGE); /* a wish; without it all is only slower */
#endif
  if (is_large && !arena->is_lazy)
    memset (arena->block, 0, arena->reserved); /* which is zero already, but perhaps not there */
}

/* What is small is tried without asking. */
static gboolean
fits (const WeftArena *arena)
{
  return !arena->overflow && (arena->reserved < HUGE_PAGE || arena->reserved <= weft_available_bytes (NULL, 0));
}

gboolean
weft_arena_allocate (WeftArena *arena, const char *what, GError **error)
{
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;

  g_assert (arena->block == NULL);

  if (fits (arena))
    allocate_block (arena);
  if (arena->block != NULL)
    return TRUE;

  needed_text = arena->overflow ? g_strdup ("more than 18 EB") : g_format_size (arena->reserved);
  available_text = g_format_size (weft_available_bytes (NULL, 0));
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "%s need %s, %s are available (choose a smaller model or batch)",
               what, needed_text, available_text);
  return FALSE;
}

gpointer
weft_arena_take (WeftArena *arena, gsize n, gsize size)
{
  guint8 *array = arena->block + arena->taken;
  guint64 bytes = 0;

  g_assert (array_bytes (n, size, &bytes));
  arena->taken += bytes;
  g_assert (arena->taken <= arena->reserved);

  return array;
}

void
weft_arena_clear (WeftArena *arena)
{
  free (arena->owned);
  *arena = (WeftArena) WEFT_ARENA_INIT;
}
