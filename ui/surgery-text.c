/* SPDX-License-Identifier: MIT */
/* Layers, heads and rows are counted from 1, as everywhere people see them. */
#include "ui/surgery-text.h"

#include <glib/gi18n.h>

static char *
dup_place (const StudioSurgery *surgery)
{
  if (surgery->layer == WEFT_SURGERY_ALL && surgery->head == WEFT_SURGERY_ALL)
    return g_strdup (_("all heads"));
  if (surgery->layer == WEFT_SURGERY_ALL)
    return g_strdup_printf (_("head %u of all layers"), surgery->head + 1);
  if (surgery->head == WEFT_SURGERY_ALL)
    return g_strdup_printf (_("layer %u"), surgery->layer + 1);
  return g_strdup_printf (_("layer %u, head %u"), surgery->layer + 1, surgery->head + 1);
}

static char *
dup_scaling (const StudioSurgery *surgery)
{
  g_autofree char *place = dup_place (surgery);

  /* Translators: which heads of the memory, e.g. "layer 2, head 1". */
  if (surgery->factor == 0)
    return g_strdup_printf (_("%s cleared"), place);

  /* Translators: which heads of the memory, and what they were multiplied by. */
  return g_strdup_printf (_("%s × %.2f"), place, surgery->factor);
}

static char *
dup_forgetting (const StudioSurgery *surgery, const WeftConfig *shape)
{
  const guint row = shape->image_width * weft_config_get_n_channels (shape);
  const guint first = surgery->first / row + 1, last = (surgery->end - 1) / row + 1;

  if (first == last)
    return g_strdup_printf (_("row %u forgotten"), first);
  return g_strdup_printf (_("rows %u to %u forgotten"), first, last);
}

char *
ui_surgery_dup_text (const StudioSurgery *surgery, const WeftConfig *shape)
{
  switch (surgery->kind)
    {
    case STUDIO_SURGERY_SCALE:
      return dup_scaling (surgery);
    case STUDIO_SURGERY_FREEZE:
      return g_strdup (_("memory frozen"));
    case STUDIO_SURGERY_THAW:
      return g_strdup (_("memory thawed"));
    case STUDIO_SURGERY_FORGET:
      return dup_forgetting (surgery, shape);
    case STUDIO_SURGERY_BLEND:
    case STUDIO_SURGERY_N_KINDS:
    default:
      /* Translators: an experiment: a share of another moment's memory. */
      return g_strdup_printf (_("%.0f %% of another moment, exploratory"), 100 * surgery->weight);
    }
}
