/* SPDX-License-Identifier: MIT */
/* Everything a thread needs to load, by value, and one counter that others read. */
#include "app/loading.h"

#include "app/facts.h"

#include "engine/error.h"

#include <stdatomic.h>
#include <string.h>

struct _StudioLoading {
  atomic_uint n_references;

  /* template */
  char *path;
  StudioFacts facts;
  WeftConfig config;
  guint64 file_bytes;
  WeftPrecision precision;

  /* the reading thread's own */
  GCancellable *cancellable; /* borrowed; NULL: none */
  guint64 n_seen;            /* bytes read in this passing */
  guint64 before;            /* those of the passing before */

  _Atomic guint64 n_done; /* bytes of both passings: 0 .. 2 file_bytes */
};

StudioLoading *
studio_loading_new (const char *path, const WeftFacts *facts, const WeftConfig *config, guint64 file_bytes,
                    WeftPrecision precision)
{
  StudioLoading *loading = g_new0 (StudioLoading, 1);

  atomic_init (&loading->n_references, 1);
  atomic_init (&loading->n_done, 0);
  loading->path = g_strdup (path);
  studio_facts_init (&loading->facts, facts);
  loading->config = *config;
  loading->file_bytes = file_bytes;
  loading->precision = precision;
  return loading;
}

StudioLoading *
studio_loading_ref (StudioLoading *loading)
{
  atomic_fetch_add_explicit (&loading->n_references, 1, memory_order_relaxed);
  return loading;
}

void
studio_loading_unref (StudioLoading *loading)
{
  if (loading == NULL || atomic_fetch_sub_explicit (&loading->n_references, 1, memory_order_acq_rel) > 1)
    return;

  g_free (loading->path);
  g_free (loading);
}

StudioLoadingProgress
studio_loading_get_progress (StudioLoading *loading)
{
  const guint64 n_done = atomic_load_explicit (&loading->n_done, memory_order_relaxed);
  const guint64 n_read = MIN (n_done, loading->file_bytes);

  return (StudioLoadingProgress) { loading->file_bytes, n_read, n_done - n_read };
}

/* A file that has grown since it was listed, or a tensor that is read twice, takes no passing beyond its end. */
static gboolean
watch_cb (gpointer data, gsize n_read)
{
  StudioLoading *loading = data;

  loading->n_seen += n_read;
  atomic_store_explicit (&loading->n_done, loading->before + MIN (loading->n_seen, loading->file_bytes),
                         memory_order_relaxed);
  return !g_cancellable_is_cancelled (loading->cancellable);
}

static void
begin_check (StudioLoading *loading)
{
  loading->n_seen = 0;
  loading->before = loading->file_bytes;
  atomic_store_explicit (&loading->n_done, loading->before, memory_order_relaxed);
}

WeftModel *
studio_loading_run (StudioLoading *loading, GCancellable *cancellable, char **sha256, GError **error)
{
  g_autoptr (WeftCheckpoint) checkpoint = weft_checkpoint_open (loading->path, &loading->facts.facts, error);
  g_autoptr (WeftModel) model = NULL;

  if (checkpoint == NULL)
    return NULL;

  if (memcmp (weft_checkpoint_get_config (checkpoint), &loading->config, sizeof (WeftConfig)) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO,
                   "it has been replaced by another checkpoint (open it again)");
      return NULL;
    }

  loading->cancellable = cancellable;
  weft_bytes_set_watch (weft_container_get_bytes (weft_checkpoint_get_container (checkpoint)), watch_cb, loading);
  model = weft_model_new_from_checkpoint (checkpoint, loading->precision, error);
  if (model == NULL)
    return NULL;

  begin_check (loading);
  *sha256 = weft_checkpoint_dup_sha256 (checkpoint, error);
  return *sha256 != NULL ? g_steal_pointer (&model) : NULL;
}
