/* SPDX-License-Identifier: MIT */
/* Lightness tells the number: it is even along each map, and alike on both sides of nought. */
#include "app/colour-map.h"

#include <math.h>

static double
decode (guint32 byte)
{
  const double x = byte / 255.0;

  return x <= 0.04045 ? x / 12.92 : pow ((x + 0.055) / 1.055, 2.4);
}

/* Oklab's lightness of a colour, the other way round than the map computes it. */
static double
get_lightness (guint32 colour)
{
  const double r = decode (colour >> 16 & 255), g = decode (colour >> 8 & 255), b = decode (colour & 255);
  const double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

  return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
}

static void
check_even (StudioColourMap map, double from, double to)
{
  const double first = get_lightness (studio_colour_map_get (map, from));
  const double last = get_lightness (studio_colour_map_get (map, to));

  g_assert_cmpfloat (fabs (last - first), >, 0.5);
  for (guint i = 0; i <= 64; i++)
    {
      const double t = i / 64.0;
      const double lightness = get_lightness (studio_colour_map_get (map, from + t * (to - from)));

      g_assert_cmpfloat_with_epsilon (lightness, first + t * (last - first), 0.012);
    }
}

static void
test_even (void)
{
  const StudioColourMap diverging[] = { STUDIO_COLOUR_MAP_DIVERGING, STUDIO_COLOUR_MAP_DIVERGING_DARK };

  check_even (STUDIO_COLOUR_MAP_SEQUENTIAL, 0, 1);
  for (guint i = 0; i < G_N_ELEMENTS (diverging); i++)
    {
      check_even (diverging[i], 0, 1);
      check_even (diverging[i], 0, -1);
      g_assert_cmpfloat_with_epsilon (get_lightness (studio_colour_map_get (diverging[i], 1)),
                                      get_lightness (studio_colour_map_get (diverging[i], -1)), 0.01);
    }
}

/* Signs differ in blue against red, which all common kinds of colour blindness tell apart. */
static void
test_signs (void)
{
  for (double t = 0.25; t <= 1.0; t += 0.25)
    {
      const guint32 above = studio_colour_map_get (STUDIO_COLOUR_MAP_DIVERGING, t);
      const guint32 below = studio_colour_map_get (STUDIO_COLOUR_MAP_DIVERGING, -t);

      g_assert_cmpuint (above >> 16, >, above & 255);
      g_assert_cmpuint (below >> 16, <, below & 255);
    }
}

static void
test_paint (void)
{
  const float values[] = { -20.0f, -10.0f, -2.5f, 0.0f, 5.0f, 10.0f, NAN, INFINITY };
  const double expected[] = { -1, -1, -0.25, 0, 0.5, 1, 0, 1 };
  guint32 pixels[G_N_ELEMENTS (values)];

  studio_colour_map_paint (STUDIO_COLOUR_MAP_DIVERGING, values, G_N_ELEMENTS (values), 10, pixels);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmphex (pixels[i], ==, 0xff000000u | studio_colour_map_get (STUDIO_COLOUR_MAP_DIVERGING, expected[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colour-map/even", test_even);
  g_test_add_func ("/colour-map/signs", test_signs);
  g_test_add_func ("/colour-map/paint", test_paint);
  return g_test_run ();
}
