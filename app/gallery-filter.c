/* SPDX-License-Identifier: MIT */
/* StudioGalleryFilter: one question after the other, and what there is to ask for. */
#include "app/gallery-filter.h"

#include <math.h>
#include <string.h>

/* As it is shown. */
static double
round_temperature (double temperature)
{
  return round (100 * temperature) / 100;
}

void
studio_gallery_filter_clear (StudioGalleryFilter *filter)
{
  g_free (filter->checkpoint);
  *filter = (StudioGalleryFilter) { 0 };
}

gboolean
studio_gallery_filter_is_narrow (const StudioGalleryFilter *filter)
{
  return filter->checkpoint != NULL || filter->has_temperature || filter->has_seed;
}

static gboolean
matches_source (StudioGallerySource source, StudioArtwork *artwork)
{
  const gboolean is_of_session = studio_artwork_get_picture (artwork) != NULL;

  switch (source)
    {
    case STUDIO_GALLERY_SESSION:
      return is_of_session;
    case STUDIO_GALLERY_LIBRARY:
      return !is_of_session;
    case STUDIO_GALLERY_ALL:
    default:
      return !is_of_session || studio_artwork_get_path (artwork) == NULL;
    }
}

/* From the beginning, or from a branch on. */
static gboolean
has_seed (const StudioRecipe *recipe, guint64 seed)
{
  for (guint i = 0; i < recipe->addresses->len; i++)
    if (g_array_index (recipe->addresses, StudioAddressEvent, i).seed == seed)
      return TRUE;

  return recipe->seed == seed;
}

static gboolean
matches_recipe (const StudioGalleryFilter *filter, const StudioRecipe *recipe)
{
  return (filter->checkpoint == NULL || g_strcmp0 (filter->checkpoint, recipe->checkpoint_name) == 0)
         && (!filter->has_seed || has_seed (recipe, filter->seed))
         && (!filter->has_temperature
             || round_temperature (studio_recipe_get_temperature (recipe, 0))
                  == round_temperature (filter->temperature));
}

gboolean
studio_gallery_filter_matches (const StudioGalleryFilter *filter, StudioArtwork *artwork)
{
  const StudioRecipe *recipe = studio_artwork_get_recipe (artwork);

  if (!matches_source (filter->source, artwork))
    return FALSE;

  return recipe != NULL ? matches_recipe (filter, recipe) : !studio_gallery_filter_is_narrow (filter);
}

/* The recipe of picture number @position, or NULL. It lives as long as the list has the picture. */
static const StudioRecipe *
get_recipe (GListModel *pictures, guint position)
{
  g_autoptr (StudioArtwork) artwork = g_list_model_get_item (pictures, position);

  return studio_artwork_get_recipe (artwork);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
studio_gallery_list_checkpoints (GListModel *pictures)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree gpointer *keys = NULL;
  guint n;

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      const StudioRecipe *recipe = get_recipe (pictures, i);

      if (recipe != NULL && recipe->checkpoint_name != NULL)
        g_hash_table_add (names, g_strdup (recipe->checkpoint_name));
    }

  keys = g_hash_table_get_keys_as_array (names, &n);
  qsort (keys, n, sizeof *keys, compare_names);
  for (guint i = 0; i < n; i++)
    g_strv_builder_add (builder, keys[i]);
  return g_strv_builder_end (builder);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

GArray *
studio_gallery_list_temperatures (GListModel *pictures)
{
  GArray *temperatures = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_kept = 0;

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      const StudioRecipe *recipe = get_recipe (pictures, i);
      const double temperature = recipe != NULL ? round_temperature (studio_recipe_get_temperature (recipe, 0)) : 0;

      if (recipe != NULL)
        g_array_append_val (temperatures, temperature);
    }

  g_array_sort (temperatures, compare_doubles);
  for (guint i = 0; i < temperatures->len; i++)
    {
      double *all = (double *) (gpointer) temperatures->data;

      if (n_kept == 0 || all[i] != all[n_kept - 1])
        all[n_kept++] = all[i];
    }
  return g_array_set_size (temperatures, n_kept);
}
