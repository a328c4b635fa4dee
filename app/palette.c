/* SPDX-License-Identifier: MIT */
/* Counting colours, choosing a palette, and looking colours up in it. */
#include "app/palette.h"

#include "engine/error.h"

#include <string.h>

#define BITS 6 /* of a channel that tell bins apart */
#define N_BINS (1u << 3 * BITS)
#define N_ROUNDS 6 /* in which centres move */
#define MAX_KNOWN (1u << 20) /* colours looked up that are remembered */

/* Pixels of nearly one colour. */
typedef struct {
  guint64 n;
  guint64 sums[3];
} Bin;

struct _StudioPalette {
  Bin *bins;       /* [N_BINS] */
  GHashTable *set; /* of 0xRRGGBB, as long as there are at most STUDIO_PALETTE_MAX */
};

/* A colour and how much it weighs. */
typedef struct {
  double mean[3];
  double n;
} Point;

/* Points [begin, end) of the array, and the channel along which they differ most. */
typedef struct {
  guint begin;
  guint end;
  guint channel;
  double spread; /* sum of squared differences along it */
  double mean;
} Box;

static guint32
pack_colour (const guint8 *rgb)
{
  return (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
}

static void
unpack_colour (guint32 colour, guint8 *rgb)
{
  rgb[0] = (guint8) (colour >> 16);
  rgb[1] = (guint8) (colour >> 8);
  rgb[2] = (guint8) colour;
}

/* A pixel of one channel or three as three. */
static void
get_colour (const guint8 *pixel, guint n_channels, guint8 *rgb)
{
  for (guint c = 0; c < 3; c++)
    rgb[c] = pixel[n_channels == 1 ? 0 : c];
}

StudioPalette *
studio_palette_new (void)
{
  StudioPalette *palette = g_new (StudioPalette, 1);

  palette->bins = g_new0 (Bin, N_BINS);
  palette->set = g_hash_table_new (NULL, NULL);
  return palette;
}

void
studio_palette_free (StudioPalette *palette)
{
  if (palette == NULL)
    return;

  g_free (palette->bins);
  g_hash_table_unref (palette->set);
  g_free (palette);
}

static Bin *
find_bin (StudioPalette *palette, const guint8 *rgb)
{
  const guint shift = 8 - BITS;

  return &palette->bins[(guint) (rgb[0] >> shift) << 2 * BITS | (guint) (rgb[1] >> shift) << BITS
                        | rgb[2] >> shift];
}

void
studio_palette_count (StudioPalette *palette, const guint8 *data, gsize n_pixels, guint n_channels)
{
  for (gsize i = 0; i < n_pixels; i++)
    {
      guint8 rgb[3];
      Bin *bin;

      get_colour (data + i * n_channels, n_channels, rgb);
      bin = find_bin (palette, rgb);
      bin->n++;
      for (guint c = 0; c < 3; c++)
        bin->sums[c] += rgb[c];
      if (g_hash_table_size (palette->set) <= STUDIO_PALETTE_MAX)
        g_hash_table_add (palette->set, GUINT_TO_POINTER (pack_colour (rgb)));
    }
}

static int
compare_colours (gconstpointer a, gconstpointer b)
{
  const guint32 first = *(const guint32 *) a;
  const guint32 second = *(const guint32 *) b;

  return first < second ? -1 : first > second;
}

static void
write_sorted (GArray *packed, guint8 *colours)
{
  g_array_sort (packed, compare_colours);
  for (guint i = 0; i < packed->len; i++)
    unpack_colour (g_array_index (packed, guint32, i), colours + 3 * i);
}

static guint
write_set (const StudioPalette *palette, guint8 *colours)
{
  g_autoptr (GArray) packed = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, palette->set);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const guint32 colour = GPOINTER_TO_UINT (key);

      g_array_append_val (packed, colour);
    }

  write_sorted (packed, colours);
  return packed->len;
}

/* Choosing */

static GArray *
list_points (const StudioPalette *palette)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (Point));

  for (guint i = 0; i < N_BINS; i++)
    if (palette->bins[i].n > 0)
      {
        Point point = { .n = (double) palette->bins[i].n };

        for (guint c = 0; c < 3; c++)
          point.mean[c] = (double) palette->bins[i].sums[c] / point.n;
        g_array_append_val (points, point);
      }

  return points;
}

static Box
measure_box (const Point *points, guint begin, guint end)
{
  Box box = { .begin = begin, .end = end };

  for (guint c = 0; c < 3; c++)
    {
      double n = 0;
      double sum = 0;
      double spread = 0;

      for (guint i = begin; i < end; i++)
        {
          n += points[i].n;
          sum += points[i].n * points[i].mean[c];
        }
      for (guint i = begin; i < end; i++)
        spread += points[i].n * (points[i].mean[c] - sum / n) * (points[i].mean[c] - sum / n);

      if (c == 0 || spread > box.spread)
        {
          box.channel = c;
          box.spread = spread;
          box.mean = sum / n;
        }
    }

  return box;
}

/* Puts the points below the mean first; returns where the others begin. */
static guint
partition (Point *points, const Box *box)
{
  guint middle = box->begin;

  for (guint i = box->begin; i < box->end; i++)
    if (points[i].mean[box->channel] < box->mean)
      {
        const Point point = points[i];

        points[i] = points[middle];
        points[middle++] = point;
      }

  return middle;
}

/* Cuts @points into at most @n_wanted boxes. */
static GArray *
cut_boxes (Point *points, guint n_points, guint n_wanted)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (Box));
  const Box whole = measure_box (points, 0, n_points);

  g_array_append_val (boxes, whole);
  while (boxes->len < n_wanted)
    {
      Box *widest = &g_array_index (boxes, Box, 0);
      Box upper;
      guint middle;

      for (guint i = 1; i < boxes->len; i++)
        if (g_array_index (boxes, Box, i).spread > widest->spread)
          widest = &g_array_index (boxes, Box, i);

      middle = partition (points, widest);
      if (middle == widest->begin || middle == widest->end)
        break;

      upper = measure_box (points, middle, widest->end);
      *widest = measure_box (points, widest->begin, middle);
      g_array_append_val (boxes, upper);
    }

  return boxes;
}

static double
get_distance (const double *a, const double *b)
{
  double sum = 0;

  for (guint c = 0; c < 3; c++)
    sum += (a[c] - b[c]) * (a[c] - b[c]);

  return sum;
}

static guint
find_nearest (const Point *centres, guint n_centres, const double *colour)
{
  guint nearest = 0;

  for (guint i = 1; i < n_centres; i++)
    if (get_distance (centres[i].mean, colour) < get_distance (centres[nearest].mean, colour))
      nearest = i;

  return nearest;
}

static void
add_point (Point *sum, const Point *point)
{
  sum->n += point->n;
  for (guint c = 0; c < 3; c++)
    sum->mean[c] += point->n * point->mean[c];
}

/* Moves each centre to the mean of the points nearest to it; one without any stays. */
static void
move_centres (Point *centres, guint n_centres, const Point *points, guint n_points)
{
  g_autofree Point *sums = g_new0 (Point, n_centres);

  for (guint i = 0; i < n_points; i++)
    add_point (&sums[find_nearest (centres, n_centres, points[i].mean)], &points[i]);

  for (guint i = 0; i < n_centres; i++)
    for (guint c = 0; c < 3 && sums[i].n > 0; c++)
      centres[i].mean[c] = sums[i].mean[c] / sums[i].n;
}

static guint
choose_centres (const StudioPalette *palette, guint n_wanted, guint8 *colours)
{
  g_autoptr (GArray) array = list_points (palette);
  g_autoptr (GArray) packed = g_array_new (FALSE, FALSE, sizeof (guint32));
  Point *points = (Point *) array->data;
  g_autoptr (GArray) boxes = cut_boxes (points, array->len, n_wanted);
  g_autofree Point *centres = g_new0 (Point, boxes->len);

  for (guint i = 0; i < boxes->len; i++)
    {
      const Box *box = &g_array_index (boxes, Box, i);

      for (guint k = box->begin; k < box->end; k++)
        add_point (&centres[i], &points[k]);
      for (guint c = 0; c < 3; c++)
        centres[i].mean[c] /= centres[i].n;
    }

  for (guint round = 0; round < N_ROUNDS; round++)
    move_centres (centres, boxes->len, points, array->len);

  for (guint i = 0; i < boxes->len; i++)
    {
      const guint8 rgb[3] = { (guint8) (centres[i].mean[0] + 0.5), (guint8) (centres[i].mean[1] + 0.5),
                              (guint8) (centres[i].mean[2] + 0.5) };
      const guint32 colour = pack_colour (rgb);

      g_array_append_val (packed, colour);
    }

  write_sorted (packed, colours);
  return packed->len;
}

guint
studio_palette_choose (const StudioPalette *palette, guint n_wanted, guint8 *colours, gboolean *is_exact)
{
  const gboolean fits = g_hash_table_size (palette->set) <= n_wanted;

  g_return_val_if_fail (n_wanted >= 1 && n_wanted <= STUDIO_PALETTE_MAX, 0);

  if (is_exact != NULL)
    *is_exact = fits;
  return fits ? write_set (palette, colours) : choose_centres (palette, n_wanted, colours);
}

/* Looking up */

static guint
find_colour (const guint8 *colours, guint n_colours, const guint8 *rgb)
{
  guint nearest = 0;
  int least = G_MAXINT;

  for (guint i = 0; i < n_colours; i++)
    {
      int distance = 0;

      for (guint c = 0; c < 3; c++)
        distance += (colours[3 * i + c] - rgb[c]) * (colours[3 * i + c] - rgb[c]);
      if (distance < least)
        {
          least = distance;
          nearest = i;
        }
    }

  return nearest;
}

gsize
studio_palette_map (const guint8 *colours, guint n_colours, const guint8 *data, gsize n_pixels,
                    guint n_channels, guint8 *indices)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL); /* colours looked up before */
  gsize n_missing = 0;

  for (gsize i = 0; i < n_pixels; i++)
    {
      guint8 rgb[3];
      gpointer key;
      gpointer index;

      get_colour (data + i * n_channels, n_channels, rgb);
      key = GUINT_TO_POINTER (pack_colour (rgb));
      if (!g_hash_table_lookup_extended (known, key, NULL, &index))
        {
          if (g_hash_table_size (known) == MAX_KNOWN)
            g_hash_table_remove_all (known);
          index = GUINT_TO_POINTER (find_colour (colours, n_colours, rgb));
          g_hash_table_insert (known, key, index);
        }
      indices[i] = (guint8) GPOINTER_TO_UINT (index);
      n_missing += memcmp (colours + 3 * indices[i], rgb, 3) != 0;
    }

  return n_missing;
}

/* Reducing */

/* The nearest of so many even steps from black to white. */
static guint8
round_grey (guint8 value, guint n_steps)
{
  const guint step = (value * (n_steps - 1) + 127) / 255;

  return (guint8) ((step * 255 + (n_steps - 1) / 2) / (n_steps - 1));
}

gboolean
studio_palette_reduce (guint8 *data, gsize n_pixels, guint n_channels, guint n_wanted, GError **error)
{
  g_autoptr (StudioPalette) palette = studio_palette_new ();
  g_autofree guint8 *indices = NULL;
  guint8 colours[3 * STUDIO_PALETTE_MAX];
  gboolean is_exact;
  guint n;

  studio_palette_count (palette, data, n_pixels, n_channels);
  n = studio_palette_choose (palette, n_wanted, colours, &is_exact);
  if (is_exact)
    return TRUE;

  if (n_channels == 1)
    {
      for (gsize i = 0; i < n_pixels; i++)
        data[i] = round_grey (data[i], n_wanted);
      return TRUE;
    }

  indices = g_try_malloc (n_pixels);
  if (indices == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory to number the colours of %" G_GSIZE_FORMAT
                   " pixels", n_pixels);
      return FALSE;
    }

  studio_palette_map (colours, n, data, n_pixels, n_channels, indices);
  for (gsize i = 0; i < n_pixels; i++)
    memcpy (data + 3 * i, colours + 3 * indices[i], 3);
  return TRUE;
}
