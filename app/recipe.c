/* SPDX-License-Identifier: MIT */
/* StudioRecipe as a value: made, copied, changed and checked. */
#include "app/recipe.h"

#include "app/recipe-mask.h"

#include "engine/error.h"

#include <string.h>

#define MAX_SCALE 4096

G_DEFINE_BOXED_TYPE (StudioRecipe, studio_recipe, studio_recipe_copy, studio_recipe_free)

StudioRecipe *
studio_recipe_new (void)
{
  const StudioTemperatureEvent start = { 0, 1.0 };
  StudioRecipe *recipe = g_new0 (StudioRecipe, 1);

  recipe->program_version = g_strdup (WEFT_VERSION);
  recipe->temperatures = g_array_new (FALSE, FALSE, sizeof (StudioTemperatureEvent));
  g_array_append_val (recipe->temperatures, start);
  recipe->addresses = g_array_new (FALSE, FALSE, sizeof (StudioAddressEvent));
  recipe->overrides = g_array_new (FALSE, FALSE, sizeof (StudioOverride));
  recipe->surgeries = studio_surgeries_new ();
  recipe->given = g_array_new (FALSE, FALSE, sizeof (StudioOverride));
  recipe->top_p = 1.0;
  recipe->scale = 1;
  return recipe;
}

StudioRecipe *
studio_recipe_copy (const StudioRecipe *recipe)
{
  StudioRecipe *copy = g_new (StudioRecipe, 1);

  *copy = *recipe;
  copy->program_version = g_strdup (recipe->program_version);
  copy->checkpoint_name = g_strdup (recipe->checkpoint_name);
  copy->checkpoint_sha256 = g_strdup (recipe->checkpoint_sha256);
  copy->kernels = g_strdup (recipe->kernels);
  copy->temperatures = g_array_copy (recipe->temperatures);
  copy->addresses = g_array_copy (recipe->addresses);
  copy->overrides = g_array_copy (recipe->overrides);
  copy->surgeries = studio_surgeries_copy (recipe->surgeries);
  copy->given = g_array_copy (recipe->given);
  copy->kept_values = recipe->kept_values != NULL ? g_bytes_ref (recipe->kept_values) : NULL;
  return copy;
}

void
studio_recipe_free (StudioRecipe *recipe)
{
  if (recipe == NULL)
    return;

  g_free (recipe->program_version);
  g_free (recipe->checkpoint_name);
  g_free (recipe->checkpoint_sha256);
  g_free (recipe->kernels);
  g_array_unref (recipe->temperatures);
  g_array_unref (recipe->addresses);
  g_array_unref (recipe->overrides);
  g_ptr_array_unref (recipe->surgeries);
  g_array_unref (recipe->given);
  g_clear_pointer (&recipe->kept_values, g_bytes_unref);
  g_free (recipe);
}

static const StudioTemperatureEvent *
get_event (const StudioRecipe *recipe, guint index)
{
  return &g_array_index (recipe->temperatures, StudioTemperatureEvent, index);
}

void
studio_recipe_set_temperature (StudioRecipe *recipe, guint step, double temperature)
{
  const StudioTemperatureEvent event = { step, temperature };
  guint n = recipe->temperatures->len;

  while (n > 0 && get_event (recipe, n - 1)->step >= step)
    n--;
  g_array_set_size (recipe->temperatures, n);

  if (n == 0 || get_event (recipe, n - 1)->temperature != temperature)
    g_array_append_val (recipe->temperatures, event);
}

double
studio_recipe_get_temperature (const StudioRecipe *recipe, guint step)
{
  guint n = recipe->temperatures->len;

  while (n > 1 && get_event (recipe, n - 1)->step > step)
    n--;

  return get_event (recipe, n - 1)->temperature;
}

WeftSampling
studio_recipe_get_sampling (const StudioRecipe *recipe, guint step)
{
  return (WeftSampling) {
    .temperature = studio_recipe_get_temperature (recipe, step),
    .top_k = recipe->top_k,
    .top_p = recipe->top_p,
  };
}

/* Branches: addresses and values put in by hand */

static StudioAddressEvent *
get_address_event (const StudioRecipe *recipe, guint index)
{
  return &g_array_index (recipe->addresses, StudioAddressEvent, index);
}

static StudioOverride *
get_override (const StudioRecipe *recipe, guint index)
{
  return &g_array_index (recipe->overrides, StudioOverride, index);
}

static void
cut_addresses (StudioRecipe *recipe, guint step)
{
  guint n = recipe->addresses->len;

  while (n > 0 && get_address_event (recipe, n - 1)->step >= step)
    n--;
  g_array_set_size (recipe->addresses, n);
}

static void
cut_overrides (StudioRecipe *recipe, guint step)
{
  guint n = recipe->overrides->len;

  while (n > 0 && get_override (recipe, n - 1)->step >= step)
    n--;
  g_array_set_size (recipe->overrides, n);
}

void
studio_recipe_set_address (StudioRecipe *recipe, guint step, guint64 seed, guint64 image)
{
  const StudioAddressEvent event = { step, seed, image };

  cut_addresses (recipe, step);
  if (step > 0)
    g_array_append_val (recipe->addresses, event);
  else
    {
      recipe->seed = seed;
      recipe->image = image;
    }
}

gboolean
studio_recipe_get_address (const StudioRecipe *recipe, guint step, guint64 *seed, guint64 *image)
{
  guint n = recipe->addresses->len;

  while (n > 0 && get_address_event (recipe, n - 1)->step > step)
    n--;

  *seed = n > 0 ? get_address_event (recipe, n - 1)->seed : recipe->seed;
  *image = n > 0 ? get_address_event (recipe, n - 1)->image : recipe->image;
  return n == recipe->addresses->len;
}

void
studio_recipe_shift_image (StudioRecipe *recipe, guint64 by)
{
  if (recipe->addresses->len > 0)
    get_address_event (recipe, recipe->addresses->len - 1)->image += by;
  else
    recipe->image += by;
}

guint64
studio_recipe_get_last_image (const StudioRecipe *recipe)
{
  guint64 seed, image;

  studio_recipe_get_address (recipe, G_MAXUINT, &seed, &image);
  return image;
}

static int
compare_overrides_cb (const void *a, const void *b)
{
  const guint x = ((const StudioOverride *) a)->step, y = ((const StudioOverride *) b)->step;

  return (x > y) - (x < y);
}

gboolean
studio_override_find (GArray *overrides, guint step, guint *index)
{
  const StudioOverride wanted = { step, 0 };

  return g_array_binary_search (overrides, &wanted, compare_overrides_cb, index);
}

void
studio_recipe_set_override (StudioRecipe *recipe, guint step, guint8 value)
{
  const StudioOverride override = { step, value };
  guint index;

  cut_overrides (recipe, step);
  g_array_append_val (recipe->overrides, override);
  if (studio_override_find (recipe->given, step, &index))
    g_array_remove_index (recipe->given, index);
}

gboolean
studio_recipe_find_override (const StudioRecipe *recipe, guint step, guint8 *value)
{
  guint index;

  if (!studio_override_find (recipe->overrides, step, &index))
    return FALSE;

  *value = get_override (recipe, index)->value;
  return TRUE;
}

static void
cut_changes (StudioRecipe *recipe, guint step)
{
  cut_addresses (recipe, step);
  cut_overrides (recipe, step);
  studio_surgeries_cut (recipe->surgeries, step);
  studio_recipe_set_temperature (recipe, step, studio_recipe_get_temperature (recipe, step - 1));
}

static void
cut_kept_values (StudioRecipe *recipe, guint n_known)
{
  GBytes *kept = recipe->kept_values;

  if (kept != NULL && g_bytes_get_size (kept) > n_known)
    {
      recipe->kept_values = g_bytes_new_from_bytes (kept, 0, n_known);
      g_bytes_unref (kept);
    }
}

void
studio_recipe_cut (StudioRecipe *recipe, guint n_known)
{
  cut_changes (recipe, n_known);
  cut_kept_values (recipe, n_known);
}

void
studio_recipe_cut_after (StudioRecipe *recipe, guint n_known)
{
  cut_changes (recipe, n_known + 1);
  cut_kept_values (recipe, n_known);
}

static gboolean
validate_sha256 (const char *sha256, GError **error)
{
  if (sha256 == NULL || (strlen (sha256) == 64 && strspn (sha256, "0123456789abcdef") == 64))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "the checkpoint's SHA-256 is not 64 lower-case hexadecimal digits");
  return FALSE;
}

static gboolean
validate_temperatures (const StudioRecipe *recipe, guint n_values, GError **error)
{
  for (guint i = 0; i < recipe->temperatures->len; i++)
    {
      const StudioTemperatureEvent *event = get_event (recipe, i);
      const WeftSampling sampling = studio_recipe_get_sampling (recipe, event->step);
      g_autoptr (GError) local_error = NULL;

      if (event->step >= n_values || (i > 0 && event->step <= get_event (recipe, i - 1)->step))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "temperature %u begins at value %u; values must ascend and lie below %u", i,
                       event->step, n_values);
          return FALSE;
        }
      if (!weft_sampling_validate (&sampling, &recipe->shape, &local_error))
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, local_error->message);
          return FALSE;
        }
    }

  if (recipe->temperatures->len > 0 && get_event (recipe, 0)->step == 0)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "there is no temperature for the first value");
  return FALSE;
}

static gboolean
validate_addresses (const StudioRecipe *recipe, guint n_values, GError **error)
{
  for (guint i = 0; i < recipe->addresses->len; i++)
    {
      const guint step = get_address_event (recipe, i)->step;

      if (step < 1 || step >= n_values || (i > 0 && step <= get_address_event (recipe, i - 1)->step))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "seed %u begins at value %u; values must ascend and lie from 1 to %u", i, step, n_values - 1);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
validate_kept_values (const StudioRecipe *recipe, guint n_values, GError **error)
{
  const guint8 *values;
  gsize n = 0;

  if (recipe->kept_values == NULL)
    return TRUE;

  values = g_bytes_get_data (recipe->kept_values, &n);
  if (n < 1 || n > n_values)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "%" G_GSIZE_FORMAT " values are given, possible is 1 to %u", n, n_values);
      return FALSE;
    }

  for (gsize i = 0; i < n; i++)
    if (values[i] >= recipe->shape.n_values)
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "given value %" G_GSIZE_FORMAT " is %u, the checkpoint has %u values", i, values[i],
                     recipe->shape.n_values);
        return FALSE;
      }

  return TRUE;
}

gboolean
studio_recipe_validate (const StudioRecipe *recipe, GError **error)
{
  guint n_values;

  if (!weft_config_validate (&recipe->shape, error) || !validate_sha256 (recipe->checkpoint_sha256, error))
    return FALSE;

  n_values = weft_config_get_image_values (&recipe->shape);
  if (!validate_temperatures (recipe, n_values, error) || !validate_kept_values (recipe, n_values, error)
      || !validate_addresses (recipe, n_values, error) || !studio_recipe_validate_forced (recipe, n_values, error)
      || !studio_surgeries_validate (recipe->surgeries, &recipe->shape, recipe->form, error))
    return FALSE;

  if (recipe->steps_done > n_values)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%u values are done, the image has %u",
                   recipe->steps_done, n_values);
      return FALSE;
    }
  if (recipe->scale < 1 || recipe->scale > MAX_SCALE)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the scale is %u, possible is 1 to %d",
                   recipe->scale, MAX_SCALE);
      return FALSE;
    }

  return TRUE;
}

char *
studio_recipe_dup_parameters (const StudioRecipe *recipe)
{
  char temperature[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (temperature, sizeof temperature, "%.6g", studio_recipe_get_temperature (recipe, 0));
  return g_strdup_printf ("Weft %s, checkpoint %s, seed %" G_GUINT64_FORMAT ", image %" G_GUINT64_FORMAT
                          ", temperature %s%s",
                          recipe->program_version,
                          recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "unknown",
                          recipe->seed, recipe->image, temperature,
                          recipe->temperatures->len > 1 ? " at first, changed on the way" : "");
}
