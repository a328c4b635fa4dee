/* SPDX-License-Identifier: MIT */
/* StudioHistory: a sorted store with a sum of bytes beside it. */
#include "app/history.h"

struct _StudioHistory {
  GObject parent_instance;

  GListStore *pictures; /* owned */
  guint64 bytes;        /* of values of all pictures */
};

G_DEFINE_FINAL_TYPE (StudioHistory, studio_history, G_TYPE_OBJECT)

static void
studio_history_finalize (GObject *object)
{
  g_object_unref (STUDIO_HISTORY (object)->pictures);
  G_OBJECT_CLASS (studio_history_parent_class)->finalize (object);
}

static void
studio_history_class_init (StudioHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_history_finalize;
}

static void
studio_history_init (StudioHistory *self)
{
  self->pictures = g_list_store_new (STUDIO_TYPE_ARTWORK);
}

StudioHistory *
studio_history_new (void)
{
  return g_object_new (STUDIO_TYPE_HISTORY, NULL);
}

GListModel *
studio_history_get_pictures (StudioHistory *self)
{
  g_return_val_if_fail (STUDIO_IS_HISTORY (self), NULL);

  return G_LIST_MODEL (self->pictures);
}

static guint
get_bytes (StudioArtwork *artwork)
{
  return studio_artwork_get_recipe (artwork)->steps_done;
}

static void
remove_at (StudioHistory *self, guint position)
{
  g_autoptr (StudioArtwork) artwork = g_list_model_get_item (G_LIST_MODEL (self->pictures), position);

  self->bytes -= get_bytes (artwork);
  g_list_store_remove (self->pictures, position);
}

/* The newest picture stays, however large it is. */
static void
make_room (StudioHistory *self)
{
  for (;;)
    {
      const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->pictures));

      if (n <= 1 || (n <= STUDIO_HISTORY_MAX_PICTURES && self->bytes <= STUDIO_HISTORY_MAX_BYTES))
        return;
      remove_at (self, n - 1);
    }
}

void
studio_history_add (StudioHistory *self, StudioArtwork *artwork)
{
  g_return_if_fail (STUDIO_IS_HISTORY (self));
  g_return_if_fail (STUDIO_IS_ARTWORK (artwork) && studio_artwork_get_picture (artwork) != NULL);

  self->bytes += get_bytes (artwork);
  g_list_store_insert_sorted (self->pictures, artwork, studio_artwork_compare, NULL);
  make_room (self);
}

gboolean
studio_history_remove (StudioHistory *self, StudioArtwork *artwork)
{
  guint position;

  g_return_val_if_fail (STUDIO_IS_HISTORY (self), FALSE);

  if (!g_list_store_find (self->pictures, artwork, &position))
    return FALSE;

  remove_at (self, position);
  return TRUE;
}
