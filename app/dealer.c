/* SPDX-License-Identifier: MIT */
/* Deals pictures from counter-based random numbers, so that a training resumed needs nothing but its step. */
#include "app/dealer.h"

#include "app/shuffle.h"

#include <string.h>

struct _StudioDealer {
  StudioPictureSet *set; /* owned reference */
  guint batch;
  guint64 seed;
  guint64 pass;   /* whose order is kept; G_MAXUINT64: none yet */
  guint32 *order; /* [n_training] */
};

StudioDealer *
studio_dealer_new (StudioPictureSet *set, guint batch, guint64 seed)
{
  StudioDealer *dealer = g_new0 (StudioDealer, 1);

  dealer->set = studio_picture_set_ref (set);
  dealer->batch = batch;
  dealer->seed = seed;
  dealer->pass = G_MAXUINT64;
  dealer->order = g_new (guint32, studio_picture_set_get_n_training (set));
  return dealer;
}

void
studio_dealer_free (StudioDealer *dealer)
{
  if (dealer == NULL)
    return;

  studio_picture_set_unref (dealer->set);
  g_free (dealer->order);
  g_free (dealer);
}

void
studio_dealer_deal (StudioDealer *dealer, guint64 step, guint8 *values)
{
  const gsize n_pictures = studio_picture_set_get_n_training (dealer->set);
  const gsize n_values = studio_picture_set_get_n_values (dealer->set);
  const guint8 *pictures = studio_picture_set_get_training (dealer->set);

  for (guint i = 0; i < dealer->batch; i++)
    {
      const guint64 place = step * dealer->batch + i;

      if (place / n_pictures != dealer->pass)
        {
          dealer->pass = place / n_pictures;
          studio_shuffle (dealer->seed, dealer->pass, dealer->order, n_pictures);
        }
      memcpy (values + i * n_values, pictures + dealer->order[place % n_pictures] * n_values, n_values);
    }
}
