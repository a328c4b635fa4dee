/* SPDX-License-Identifier: MIT */
/* Given values: the first of them in one piece, as completions always kept them, and the rest one by one. */
#include "app/recipe-mask.h"

#include "engine/error.h"

#include <string.h>

static const StudioOverride *
get_given (const StudioRecipe *recipe, guint index)
{
  return &g_array_index (recipe->given, StudioOverride, index);
}

/* Hands kept values over, of which there may be none. */
static void
take_kept (StudioRecipe *recipe, GBytes *kept)
{
  g_clear_pointer (&recipe->kept_values, g_bytes_unref);
  recipe->kept_values = kept;
}

static guint
count_first (const guint8 *is_given, guint n_values)
{
  guint n = 0;

  while (n < n_values && is_given[n])
    n++;
  return n;
}

static void
drop_overrides (StudioRecipe *recipe, const guint8 *is_given)
{
  for (guint i = recipe->overrides->len; i-- > 0;)
    if (is_given[g_array_index (recipe->overrides, StudioOverride, i).step])
      g_array_remove_index (recipe->overrides, i);
}

void
studio_recipe_set_mask (StudioRecipe *recipe, const guint8 *values, const guint8 *is_given, guint n_values)
{
  const guint n_kept = count_first (is_given, n_values);

  take_kept (recipe, n_kept > 0 ? g_bytes_new (values, n_kept) : NULL);
  g_array_set_size (recipe->given, 0);
  drop_overrides (recipe, is_given);
  for (guint step = n_kept; step < n_values; step++)
    {
      const StudioOverride given = { step, values[step] };

      if (is_given[step])
        g_array_append_val (recipe->given, given);
    }
}

void
studio_recipe_get_mask (const StudioRecipe *recipe, guint8 *values, guint8 *is_given, guint n_values)
{
  gsize n_kept = 0;
  const guint8 *kept = recipe->kept_values != NULL ? g_bytes_get_data (recipe->kept_values, &n_kept) : NULL;

  memset (values, 0, n_values);
  memset (is_given, 0, n_values);
  for (gsize i = 0; i < n_kept; i++)
    {
      values[i] = kept[i];
      is_given[i] = 1;
    }
  for (guint i = 0; i < recipe->given->len; i++)
    {
      values[get_given (recipe, i)->step] = get_given (recipe, i)->value;
      is_given[get_given (recipe, i)->step] = 1;
    }
}

guint
studio_recipe_count_given (const StudioRecipe *recipe, guint step)
{
  const guint n_kept = recipe->kept_values != NULL ? (guint) g_bytes_get_size (recipe->kept_values) : 0;
  guint n = recipe->given->len;

  while (n > 0 && get_given (recipe, recipe->given->len - n)->step < step)
    n--;
  return n + (n_kept > step ? n_kept - step : 0);
}

gboolean
studio_recipe_find_forced (const StudioRecipe *recipe, guint step, guint8 *value)
{
  gsize n_kept = 0;
  const guint8 *kept = recipe->kept_values != NULL ? g_bytes_get_data (recipe->kept_values, &n_kept) : NULL;
  guint index;

  if (step < n_kept)
    {
      *value = kept[step];
      return TRUE;
    }
  if (recipe->overrides->len > 0 && studio_recipe_find_override (recipe, step, value))
    return TRUE;
  if (!studio_override_find (recipe->given, step, &index))
    return FALSE;

  *value = get_given (recipe, index)->value;
  return TRUE;
}

void
studio_recipe_copy_start (StudioRecipe *recipe, const StudioRecipe *from)
{
  take_kept (recipe, from != NULL && from->kept_values != NULL ? g_bytes_ref (from->kept_values) : NULL);
  g_array_set_size (recipe->given, 0);
  if (from != NULL)
    g_array_append_vals (recipe->given, from->given->data, from->given->len);
}

static gboolean
is_same_run (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

gboolean
studio_recipe_has_same_start (const StudioRecipe *a, const StudioRecipe *b)
{
  if (a->given->len != b->given->len || !is_same_run (a->kept_values, b->kept_values))
    return FALSE;

  for (guint i = 0; i < a->given->len; i++)
    if (get_given (a, i)->step != get_given (b, i)->step || get_given (a, i)->value != get_given (b, i)->value)
      return FALSE;

  return TRUE;
}

/* Values that are not drawn, and what they are called: "override". */
static gboolean
validate_forced (const StudioRecipe *recipe, GArray *forced, const char *noun, guint n_values, GError **error)
{
  const guint first = recipe->kept_values != NULL ? (guint) g_bytes_get_size (recipe->kept_values) : 1;

  for (guint i = 0; i < forced->len; i++)
    {
      const StudioOverride *one = &g_array_index (forced, StudioOverride, i);

      if (one->step < first || one->step >= n_values
          || (i > 0 && one->step <= g_array_index (forced, StudioOverride, i - 1).step))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "%s %u is of value %u; values must ascend and lie from %u to %u", noun, i, one->step, first,
                       n_values - 1);
          return FALSE;
        }
      if (one->value >= recipe->shape.n_values)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s %u is %u, the checkpoint has %u values", noun, i,
                       one->value, recipe->shape.n_values);
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
studio_recipe_validate_forced (const StudioRecipe *recipe, guint n_values, GError **error)
{
  guint index;

  if (!validate_forced (recipe, recipe->overrides, "override", n_values, error)
      || !validate_forced (recipe, recipe->given, "given value", n_values, error))
    return FALSE;

  for (guint i = 0; i < recipe->overrides->len; i++)
    {
      const guint step = g_array_index (recipe->overrides, StudioOverride, i).step;

      if (studio_override_find (recipe->given, step, &index))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "value %u is both given and put in", step);
          return FALSE;
        }
    }

  return TRUE;
}
