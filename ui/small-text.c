/* SPDX-License-Identifier: MIT */
/* One size and one kind of figures for charts, bars and heat maps. */
#include "ui/small-text.h"

#define SCALE 0.82 /* of the usual letters */

PangoLayout *
ui_small_text_new (PangoContext *context, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_layout_set_text (layout, text, -1);
  pango_attr_list_insert (attributes, pango_attr_scale_new (SCALE));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

double
ui_small_text_measure (PangoContext *context, const char *text, double *height)
{
  g_autoptr (PangoLayout) layout = ui_small_text_new (context, text);
  int text_width, text_height;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  if (height != NULL)
    *height = text_height;
  return text_width;
}
