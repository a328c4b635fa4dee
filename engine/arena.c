/* SPDX-License-Identifier: MIT */
/* One aligned, zeroed block for many arrays. */
#include "engine/arena.h"

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

/* Memory that can be had without swapping, by the kernel's own estimate; all of the address space if it gives none. */
static guint64
available_bytes (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return G_MAXUINT64;

  line = strstr (text, "MemAvailable:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024 : G_MAXUINT64;
}

/* A block that does not fit into a few pages is asked to lie in huge ones: a step reads all of its weights, and each page
 * of 4 KiB would have to be looked up anew, while prefetching stops at its end. */
static guint8 *
allocate_block (gsize n)
{
  const gboolean is_large = n >= HUGE_PAGE;
  const gsize alignment = is_large ? HUGE_PAGE : ALIGNMENT;
  guint8 *block = aligned_alloc (alignment, (MAX (n, 1) + alignment - 1) / alignment * alignment);

#if defined(MADV_HUGEPAGE)
  if (block != NULL && is_large)
    madvise (block, n, MADV_HUGEPAGE); /* a wish; without it all is only slower */
#endif
  return block;
}

gboolean
weft_arena_allocate (WeftArena *arena, const char *what, GError **error)
{
  const guint64 available = available_bytes ();
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;

  g_assert (arena->block == NULL);

  if (!arena->overflow && arena->reserved <= available)
    arena->block = allocate_block (arena->reserved);

  if (arena->block != NULL)
    {
      memset (arena->block, 0, arena->reserved);
      return TRUE;
    }

  needed_text = arena->overflow ? g_strdup ("more than 18 EB") : g_format_size (arena->reserved);
  available_text = g_format_size (available);
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
  free (arena->block);
  *arena = (WeftArena) WEFT_ARENA_INIT;
}
