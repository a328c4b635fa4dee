/* SPDX-License-Identifier: MIT */
/* Straight lines in Oklab (Björn Ottosson, 2020), whose lightness is what people see as lightness. */
#include "app/colour-map.h"

#include <math.h>

#define N_ENTRIES 513 /* of a table; odd, so that 0 is in the middle */
#define MAX_STOPS 4

typedef struct {
  double l, a, b;
} Lab;

/* Stops at equal distances. */
typedef struct {
  gboolean is_signed;
  guint n_stops;
  Lab stops[MAX_STOPS];
} Path;

/* Lightness rises or falls evenly along each path, on both sides of 0 alike. */
static const Path paths[] = {
  [STUDIO_COLOUR_MAP_DIVERGING] = { TRUE, 3, { { 0.42, -0.03, -0.15 }, { 0.97, 0.0, 0.003 }, { 0.42, 0.11, 0.09 } } },
  [STUDIO_COLOUR_MAP_DIVERGING_DARK] = { TRUE, 3, { { 0.80, -0.05, -0.12 }, { 0.25, 0.0, 0.003 }, { 0.80, 0.07, 0.12 } } },
  [STUDIO_COLOUR_MAP_SEQUENTIAL] = { FALSE, 4, { { 0.17, 0.01, -0.03 }, { 0.43, 0.12, -0.06 }, { 0.69, 0.12, 0.11 },
                                                 { 0.96, -0.01, 0.10 } } },
};

/* Linear light to the byte of an sRGB channel. */
static guint32
encode (double x)
{
  const double srgb = x <= 0.0031308 ? 12.92 * x : 1.055 * pow (x, 1.0 / 2.4) - 0.055;

  return (guint32) lrint (255.0 * CLAMP (srgb, 0.0, 1.0));
}

static guint32
to_rgb (const Lab *lab)
{
  const double l = pow (lab->l + 0.3963377774 * lab->a + 0.2158037573 * lab->b, 3);
  const double m = pow (lab->l - 0.1055613458 * lab->a - 0.0638541728 * lab->b, 3);
  const double s = pow (lab->l - 0.0894841775 * lab->a - 1.2914855480 * lab->b, 3);
  const guint32 red = encode (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const guint32 green = encode (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const guint32 blue = encode (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);

  return red << 16 | green << 8 | blue;
}

guint32
studio_colour_map_get (StudioColourMap map, double value)
{
  const Path *path = &paths[map];
  const double t = isnan (value) ? 0.0 : CLAMP (value, path->is_signed ? -1.0 : 0.0, 1.0);
  const double at = (path->is_signed ? (t + 1.0) / 2.0 : t) * (path->n_stops - 1);
  const guint i = MIN ((guint) at, path->n_stops - 2);
  const Lab *from = &path->stops[i], *to = &path->stops[i + 1];
  const double f = at - i;
  const Lab lab = { from->l + f * (to->l - from->l), from->a + f * (to->a - from->a), from->b + f * (to->b - from->b) };

  return to_rgb (&lab);
}

static guint32 *
make_table (StudioColourMap map)
{
  const gboolean is_signed = paths[map].is_signed;
  guint32 *table = g_new (guint32, N_ENTRIES);

  for (guint i = 0; i < N_ENTRIES; i++)
    table[i] = 0xff000000u | studio_colour_map_get (map, is_signed ? 2.0 * i / (N_ENTRIES - 1) - 1.0
                                                                   : (double) i / (N_ENTRIES - 1));
  return table;
}

/* Made once, for thousands of powers are more than what is painted with them. [N_ENTRIES] */
static const guint32 *
get_table (StudioColourMap map)
{
  static guint32 *tables[G_N_ELEMENTS (paths)]; /* constant once they are there */

  if (g_once_init_enter (&tables[map]))
    g_once_init_leave (&tables[map], make_table (map));
  return tables[map];
}

void
studio_colour_map_paint (StudioColourMap map, const float *values, gsize n, double limit, guint32 *pixels)
{
  const gboolean is_signed = paths[map].is_signed;
  const guint32 *table = get_table (map);

  for (gsize i = 0; i < n; i++)
    {
      const double t = isnan (values[i]) ? 0.0 : CLAMP (values[i] / limit, is_signed ? -1.0 : 0.0, 1.0);
      const double at = (is_signed ? (t + 1.0) / 2.0 : t) * (N_ENTRIES - 1);

      pixels[i] = table[(guint) lrint (at)];
    }
}
