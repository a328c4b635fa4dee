/* SPDX-License-Identifier: MIT */
/* Lists of what was done to a memory: changed, searched and checked. What it does is app/surgeon.c. */
#include "app/surgery.h"

#include "app/moment.h"

#include "engine/error.h"

static const char *const names[STUDIO_SURGERY_N_KINDS] = {
  [STUDIO_SURGERY_SCALE] = "scale",
  [STUDIO_SURGERY_FREEZE] = "freeze",
  [STUDIO_SURGERY_THAW] = "thaw",
  [STUDIO_SURGERY_FORGET] = "forget",
  [STUDIO_SURGERY_BLEND] = "blend",
};

const char *
studio_surgery_kind_to_string (StudioSurgeryKind kind)
{
  return names[kind];
}

gboolean
studio_surgery_kind_from_string (const char *name, StudioSurgeryKind *kind)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      {
        *kind = (StudioSurgeryKind) i;
        return TRUE;
      }

  return FALSE;
}

StudioSurgery *
studio_surgery_copy (const StudioSurgery *surgery)
{
  StudioSurgery *copy = g_memdup2 (surgery, sizeof *surgery);

  if (copy->other != NULL)
    studio_moment_ref (copy->other);
  return copy;
}

void
studio_surgery_free (StudioSurgery *surgery)
{
  g_clear_pointer (&surgery->other, studio_moment_unref);
  g_free (surgery);
}

GPtrArray *
studio_surgeries_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) studio_surgery_free);
}

GPtrArray *
studio_surgeries_copy (GPtrArray *surgeries)
{
  GPtrArray *copy = studio_surgeries_new ();

  for (guint i = 0; i < surgeries->len; i++)
    g_ptr_array_add (copy, studio_surgery_copy (g_ptr_array_index (surgeries, i)));
  return copy;
}

static const StudioSurgery *
get (GPtrArray *surgeries, guint index)
{
  return g_ptr_array_index (surgeries, index);
}

void
studio_surgeries_add (GPtrArray *surgeries, const StudioSurgery *surgery)
{
  studio_surgeries_cut (surgeries, surgery->step + 1);
  g_ptr_array_add (surgeries, studio_surgery_copy (surgery));
}

void
studio_surgeries_cut (GPtrArray *surgeries, guint step)
{
  guint n = surgeries->len;

  while (n > 0 && get (surgeries, n - 1)->step >= step)
    n--;
  g_ptr_array_set_size (surgeries, (gint) n);
}

const StudioSurgery *
studio_surgeries_find (GPtrArray *surgeries, guint step)
{
  for (guint i = surgeries->len; i > 0; i--)
    if (get (surgeries, i - 1)->step == step)
      return get (surgeries, i - 1);

  return NULL;
}

gboolean
studio_surgeries_is_frozen (GPtrArray *surgeries, guint step)
{
  gboolean is_frozen = FALSE;

  for (guint i = 0; i < surgeries->len && get (surgeries, i)->step <= step; i++)
    if (get (surgeries, i)->kind == STUDIO_SURGERY_FREEZE || get (surgeries, i)->kind == STUDIO_SURGERY_THAW)
      is_frozen = get (surgeries, i)->kind == STUDIO_SURGERY_FREEZE;

  return is_frozen;
}

/* Checks */

static gboolean
validate_scale (const StudioSurgery *surgery, const WeftConfig *shape, GError **error)
{
  if ((surgery->layer != WEFT_SURGERY_ALL && surgery->layer >= shape->n_layers)
      || (surgery->head != WEFT_SURGERY_ALL && surgery->head >= shape->n_heads))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "layer %u, head %u is to be scaled at value %u; the checkpoint has %u layers of %u heads, counted from 0",
                   surgery->layer, surgery->head, surgery->step, shape->n_layers, shape->n_heads);
      return FALSE;
    }

  if (surgery->factor >= 0 && surgery->factor <= STUDIO_SURGERY_MAX_FACTOR)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the memory is to be scaled by %g at value %u, possible is 0 to %g",
               surgery->factor, surgery->step, STUDIO_SURGERY_MAX_FACTOR);
  return FALSE;
}

static gboolean
validate_forget (const StudioSurgery *surgery, GError **error)
{
  if (surgery->first < surgery->end && surgery->end <= surgery->step)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "values %u up to %u are to be forgotten at value %u; there must be some, and all before it", surgery->first,
               surgery->end, surgery->step);
  return FALSE;
}

static gboolean
validate_blend (const StudioSurgery *surgery, GError **error)
{
  if (surgery->weight >= 0 && surgery->weight <= 1)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "another moment is blended in by %g at value %u, possible is 0 to 1",
               surgery->weight, surgery->step);
  return FALSE;
}

static gboolean
validate_one (const StudioSurgery *surgery, const WeftConfig *shape, GError **error)
{
  switch (surgery->kind)
    {
    case STUDIO_SURGERY_SCALE:
      return validate_scale (surgery, shape, error);
    case STUDIO_SURGERY_FORGET:
      return validate_forget (surgery, error);
    case STUDIO_SURGERY_BLEND:
      return validate_blend (surgery, error);
    case STUDIO_SURGERY_FREEZE:
    case STUDIO_SURGERY_THAW:
    case STUDIO_SURGERY_N_KINDS:
    default:
      return TRUE;
    }
}

gboolean
studio_surgeries_validate (GPtrArray *surgeries, const WeftConfig *shape, WeftForm form, GError **error)
{
  const guint n_values = weft_config_get_image_values (shape);

  if (surgeries->len > 0 && form != WEFT_FORM_LINEAR)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "the memory is changed by hand, which only linear attention's can be");
      return FALSE;
    }

  for (guint i = 0; i < surgeries->len; i++)
    {
      const StudioSurgery *surgery = get (surgeries, i);

      if (surgery->step < 1 || surgery->step >= n_values || (i > 0 && surgery->step < get (surgeries, i - 1)->step))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "change %u of the memory is at value %u; values must not descend and lie from 1 to %u", i,
                       surgery->step, n_values - 1);
          return FALSE;
        }
      if (!validate_one (surgery, shape, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
studio_surgeries_check_others (GPtrArray *surgeries, guint step, GError **error)
{
  for (guint i = 0; i < surgeries->len; i++)
    {
      const StudioSurgery *surgery = get (surgeries, i);

      if (surgery->kind == STUDIO_SURGERY_BLEND && surgery->step >= step && surgery->other == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                       "at value %u the memory of another moment (hash %016" G_GINT64_MODIFIER "x) is blended in, which a "
                       "recipe does not hold (go on from a saved moment of this picture instead)", surgery->step,
                       surgery->other_hash);
          return FALSE;
        }
    }

  return TRUE;
}
