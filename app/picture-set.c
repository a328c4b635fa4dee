/* SPDX-License-Identifier: MIT */
/* Reads pictures one after the other into one buffer, grey as long as all are; then divides them, chooses the
 * palette from those that are learnt from, and turns all into values. */
#include "app/picture-set.h"

#include "app/dataset.h"
#include "app/dealer.h"
#include "app/palette.h"
#include "app/picture-file.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

#define LIST_ENDING ".txt"
#define PASS_OF_SPLIT G_MAXUINT64 /* no pass of a training has this number */
#define OVERSAMPLING 2            /* a JPEG is decoded at twice the size it is scaled to, or more */

struct _StudioPictureSet {
  gatomicrefcount n_references;
  WeftImageMode mode;
  guint width;
  guint height;
  guint n_colours;   /* of the palette; 0: none */
  guint8 palette[3 * STUDIO_PALETTE_MAX];
  gsize n_training;
  gsize n_held_out;
  guint8 *values;    /* [n_training + n_held_out, n_values] */
  gsize n_left_out;
  char *problem;
  gsize n_replaced;
  char *sha256;
};

/* Pictures on their way in. */
typedef struct {
  const StudioPictureOptions *options;
  StudioPictureProgress *progress;
  GCancellable *cancellable;

  guint width;      /* of all pictures; 0: the first one decides */
  guint height;
  char *first;      /* name of the first picture */
  guint n_channels; /* 1 until there is one with a colour */
  guint8 *data;     /* [capacity, height, width, n_channels] */
  gsize capacity;
  gsize n;          /* pictures in it */
  gsize n_left_out;
  char *problem;    /* of the first one left out */
} Reader;

static void
clear_reader (Reader *reader)
{
  g_free (reader->first);
  g_free (reader->data);
  g_free (reader->problem);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, clear_reader)

static gsize
get_n_pixels (const Reader *reader)
{
  return (gsize) reader->width * reader->height;
}

/* One picture into the buffer */

/* Room for all pictures; what is there is kept, with as many channels as it had. */
static gboolean
reserve (Reader *reader, guint n_channels, GError **error)
{
  const guint64 factors[] = { reader->capacity, get_n_pixels (reader), n_channels };
  guint64 n_bytes = G_MAXUINT64;
  guint8 *data = NULL;

  if (weft_checked_product (factors, G_N_ELEMENTS (factors), &n_bytes))
    data = g_try_realloc (reader->data, MAX (n_bytes, 1));
  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "%" G_GSIZE_FORMAT " pictures of %u x %u pixels need %.4g MB of memory, which are not there "
                   "(take fewer or smaller ones)",
                   reader->capacity, reader->width, reader->height, (double) n_bytes / 1e6);
      return FALSE;
    }

  reader->data = data;
  return TRUE;
}

/* The first picture with a colour: all grey ones before it get three channels, from the last byte on. */
static gboolean
widen (Reader *reader, GError **error)
{
  if (!reserve (reader, 3, error))
    return FALSE;

  for (gsize i = reader->n * get_n_pixels (reader); i-- > 0;)
    memset (reader->data + 3 * i, reader->data[i], 3);

  reader->n_channels = 3;
  return TRUE;
}

static gboolean
is_grey (const StudioPixels *pixels)
{
  const gsize n_pixels = (gsize) pixels->width * pixels->height;

  for (gsize i = 0; pixels->n_channels == 3 && i < n_pixels; i++)
    if (pixels->data[3 * i] != pixels->data[3 * i + 1] || pixels->data[3 * i] != pixels->data[3 * i + 2])
      return FALSE;

  return TRUE;
}

/* How light a colour is, by ITU-R BT.601; grey ones keep their value. */
static guint8
get_luma (const guint8 *rgb)
{
  return (guint8) ((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}

static void
store (Reader *reader, const StudioPixels *pixels)
{
  const gsize n_pixels = get_n_pixels (reader);
  guint8 *target = reader->data + reader->n * n_pixels * reader->n_channels;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint8 *source = pixels->data + i * pixels->n_channels;

      if (pixels->n_channels == reader->n_channels)
        memcpy (target + i * reader->n_channels, source, reader->n_channels);
      else if (reader->n_channels == 1)
        target[i] = get_luma (source);
      else
        memset (target + 3 * i, source[0], 3);
    }

  reader->n++;
}

static gboolean
check_side (const Reader *reader, GError **error)
{
  if (MAX (reader->width, reader->height) <= STUDIO_PICTURE_SET_MAX_SIDE && get_n_pixels (reader) >= 2)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "its pictures have %u x %u pixels, possible is 2 in all to %d a side "
               "(choose a size: --image-size 32x32)",
               reader->width, reader->height, STUDIO_PICTURE_SET_MAX_SIDE);
  return FALSE;
}

/* The first picture decides what was not asked for; it also makes the room. */
static gboolean
begin (Reader *reader, const StudioPixels *pixels, const char *name, GError **error)
{
  if (reader->first != NULL)
    return TRUE;

  if (reader->width == 0)
    {
      reader->width = pixels->width;
      reader->height = pixels->height;
    }
  if (!check_side (reader, error) || !reserve (reader, 1, error))
    return FALSE;

  reader->first = g_strdup (name);
  reader->n_channels = 1;
  return TRUE;
}

static gboolean
check_size (const Reader *reader, const StudioPixels *pixels, const char *name, GError **error)
{
  if (reader->options->width > 0 || (pixels->width == reader->width && pixels->height == reader->height))
    return TRUE;

  g_autofree char *first = weft_escape_name (reader->first, -1);
  g_autofree char *other = weft_escape_name (name, -1);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "its pictures differ in size: '%s' has %u x %u pixels, '%s' %u x %u "
               "(choose one for all: --image-size 32x32)",
               first, reader->width, reader->height, other, pixels->width, pixels->height);
  return FALSE;
}

static gboolean
add (Reader *reader, const StudioPixels *pixels, const char *name, GError **error)
{
  const gboolean wants_grey = reader->options->has_mode && reader->options->mode == WEFT_IMAGE_GRAY8;
  g_autoptr (StudioPixels) fitted = NULL;

  if (!begin (reader, pixels, name, error) || !check_size (reader, pixels, name, error))
    return FALSE;

  if (pixels->width != reader->width || pixels->height != reader->height)
    {
      fitted = studio_pixels_fit (pixels, reader->width, reader->height, reader->options->fit, error);
      if (fitted == NULL)
        return FALSE;
      pixels = fitted;
    }

  if (reader->n_channels == 1 && !wants_grey && !is_grey (pixels) && !widen (reader, error))
    return FALSE;

  store (reader, pixels);
  return TRUE;
}

/* Where pictures come from */

typedef enum {
  KIND_FOLDER,
  KIND_LIST,
  KIND_PICTURE,
  KIND_DATASET,
} Kind;

static Kind
get_kind (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return KIND_FOLDER;
  if (g_str_has_suffix (path, LIST_ENDING))
    return KIND_LIST;

  return studio_picture_file_has_name (path) ? KIND_PICTURE : KIND_DATASET;
}

static gboolean
begin_reading (Reader *reader, guint64 n, GError **error)
{
  reader->capacity = reader->options->limit > 0 ? MIN (n, reader->options->limit) : n;
  if (reader->progress != NULL)
    atomic_store_explicit (&reader->progress->n_total, reader->capacity, memory_order_relaxed);

  if (reader->capacity <= G_MAXUINT32)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "it holds %" G_GUINT64_FORMAT " pictures, at most %u can "
               "be learnt from", n, G_MAXUINT32);
  return FALSE;
}

/* Between two pictures. */
static gboolean
proceed (Reader *reader, gsize n_read, GError **error)
{
  if (reader->progress != NULL)
    atomic_store_explicit (&reader->progress->n_read, n_read, memory_order_relaxed);

  return !g_cancellable_set_error_if_cancelled (reader->cancellable, error);
}

static gboolean
read_dataset (Reader *reader, const char *path, GError **error)
{
  g_autoptr (StudioDataset) dataset = studio_dataset_open (path, error);
  StudioPixels *next = NULL;

  if (dataset == NULL || !begin_reading (reader, studio_dataset_get_n_images (dataset), error))
    return FALSE;

  while (reader->n < reader->capacity || reader->options->limit == 0)
    {
      g_autoptr (StudioPixels) pixels = NULL;

      if (!proceed (reader, reader->n, error) || !studio_dataset_next (dataset, &next, error))
        return FALSE;
      if (next == NULL)
        return TRUE;

      pixels = next;
      if (!add (reader, pixels, path, error))
        return FALSE;
    }

  return TRUE;
}

/* Whether the trouble is with one file alone. */
static gboolean
is_of_file (const GError *error)
{
  return g_error_matches (error, WEFT_ERROR, WEFT_ERROR_INVALID)
         || g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED)
         || g_error_matches (error, WEFT_ERROR, WEFT_ERROR_IO);
}

/* Counts a picture that cannot be read, or gives up. */
static gboolean
leave_out (Reader *reader, const char *path, GError *problem, GError **error)
{
  g_autofree char *shown = weft_escape_name (path, -1);

  g_prefix_error (&problem, "picture '%s': ", shown);
  if (reader->options->strict || !is_of_file (problem))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }

  reader->n_left_out++;
  if (reader->problem == NULL)
    reader->problem = g_strdup (problem->message);
  g_error_free (problem);
  return TRUE;
}

static gboolean
read_files (Reader *reader, GPtrArray *paths, GError **error)
{
  const guint least_side = OVERSAMPLING * MAX (reader->width, reader->height);

  if (!begin_reading (reader, paths->len, error))
    return FALSE;

  for (guint i = 0; i < paths->len && reader->n < reader->capacity; i++)
    {
      const char *path = paths->pdata[i];
      GError *problem = NULL;
      g_autoptr (StudioPixels) pixels = NULL;

      if (!proceed (reader, i, error))
        return FALSE;

      pixels = studio_picture_file_read (path, least_side, &problem);
      if (pixels != NULL ? !add (reader, pixels, path, error) : !leave_out (reader, path, problem, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_folder (Reader *reader, const char *path, GError **error)
{
  g_autoptr (GPtrArray) paths = studio_picture_file_list (path, error);

  if (paths == NULL)
    return FALSE;

  if (paths->len == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "there are no pictures: no file in it ends in .png, .jpg or .jpeg "
                           "(choose another folder)");
      return FALSE;
    }

  return read_files (reader, paths, error);
}

static gboolean
read_list (Reader *reader, const char *path, GError **error)
{
  g_autoptr (GPtrArray) paths = studio_picture_file_read_list (path, error);

  if (paths == NULL)
    return FALSE;

  if (paths->len == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "the list names no pictures (put one path on each line)");
      return FALSE;
    }

  return read_files (reader, paths, error);
}

static gboolean
read_one (Reader *reader, const char *path, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  g_ptr_array_add (paths, (gpointer) path);
  return read_files (reader, paths, error);
}

static gboolean
read_all (Reader *reader, const char *path, GError **error)
{
  switch (get_kind (path))
    {
    case KIND_FOLDER:
      return read_folder (reader, path, error);
    case KIND_LIST:
      return read_list (reader, path, error);
    case KIND_PICTURE:
      return read_one (reader, path, error);
    case KIND_DATASET:
    default:
      return read_dataset (reader, path, error);
    }
}

static gboolean
check_any (const Reader *reader, GError **error)
{
  if (reader->n > 0)
    return TRUE;

  if (reader->problem != NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 "none of its %" G_GSIZE_FORMAT " pictures can be read; the first: %s", reader->n_left_out,
                 reader->problem);
  else
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "it holds no pictures (choose another file)");
  return FALSE;
}

/* From pictures to values */

/* Which pictures are held out: [n] flags. NULL if they are too many. */
static gboolean *
split (const Reader *reader, StudioPictureSet *set, GError **error)
{
  const gsize asked = reader->options->n_held_out;
  g_autofree guint32 *order = g_new (guint32, reader->n);
  gboolean *is_held_out;

  set->n_held_out = asked == STUDIO_PICTURE_SET_TENTH ? MIN (reader->n / 10, STUDIO_PICTURE_SET_HELD_OUT)
                                                      : asked;
  if (set->n_held_out >= reader->n)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "%" G_GSIZE_FORMAT " pictures are to be held out, there are %" G_GSIZE_FORMAT
                   " in all (hold out fewer: --held-out N)", set->n_held_out, reader->n);
      return NULL;
    }

  set->n_training = reader->n - set->n_held_out;
  is_held_out = g_new0 (gboolean, reader->n);
  studio_dealer_shuffle (reader->options->seed, PASS_OF_SPLIT, order, reader->n);
  for (gsize i = 0; i < set->n_held_out; i++)
    is_held_out[order[i]] = TRUE;

  return is_held_out;
}

static void
choose_palette (const Reader *reader, StudioPictureSet *set, const gboolean *is_held_out)
{
  const StudioPictureOptions *options = reader->options;
  const gsize n_bytes = get_n_pixels (reader) * reader->n_channels;
  g_autoptr (StudioPalette) palette = studio_palette_new ();
  gboolean is_exact = TRUE;

  if (options->palette != NULL)
    {
      set->n_colours = options->n_palette;
      memcpy (set->palette, options->palette, 3 * options->n_palette);
    }
  else
    {
      for (gsize i = 0; i < reader->n; i++)
        if (!is_held_out[i])
          studio_palette_count (palette, reader->data + i * n_bytes, get_n_pixels (reader),
                                reader->n_channels);
      set->n_colours = studio_palette_choose (palette, options->n_colours > 0 ? options->n_colours
                                                                               : STUDIO_PALETTE_MAX,
                                              set->palette, &is_exact);
    }

  /* Nobody asked for few colours, and there are many. */
  if (!options->has_mode && !is_exact)
    set->n_colours = 0;
}

static void
choose_mode (const Reader *reader, StudioPictureSet *set, const gboolean *is_held_out)
{
  const StudioPictureOptions *options = reader->options;

  if (options->has_mode ? options->mode == WEFT_IMAGE_INDEXED8 : reader->n_channels == 3)
    choose_palette (reader, set, is_held_out);

  if (options->has_mode)
    set->mode = options->mode;
  else if (set->n_colours > 0)
    set->mode = WEFT_IMAGE_INDEXED8;
  else
    set->mode = reader->n_channels == 1 ? WEFT_IMAGE_GRAY8 : WEFT_IMAGE_RGB8;
}

/* The whole buffer, which is used up, as values in the same order. */
static gboolean
convert (Reader *reader, StudioPictureSet *set, GError **error)
{
  const gsize n_pixels = reader->n * get_n_pixels (reader);

  if (set->mode == WEFT_IMAGE_RGB8 && reader->n_channels == 1 && !widen (reader, error))
    return FALSE;

  /* In place: a pixel is read before the value that takes its place, or one before it, is written. */
  if (set->mode == WEFT_IMAGE_INDEXED8)
    set->n_replaced = studio_palette_map (set->palette, set->n_colours, reader->data, n_pixels,
                                          reader->n_channels, reader->data);
  return TRUE;
}

/* Learnt from first, held out last, each in the order they came. */
static gboolean
sort_out (const Reader *reader, StudioPictureSet *set, const gboolean *is_held_out, GError **error)
{
  const gsize n_values = studio_picture_set_get_n_values (set);
  gsize places[2] = { 0, set->n_training };

  set->values = g_try_malloc (reader->n * n_values);
  if (set->values == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "%" G_GSIZE_FORMAT " pictures need %.4g MB of memory, which are not there "
                   "(take fewer or smaller ones)", reader->n, (double) reader->n * (double) n_values / 1e6);
      return FALSE;
    }

  for (gsize i = 0; i < reader->n; i++)
    memcpy (set->values + places[is_held_out[i]]++ * n_values, reader->data + i * n_values, n_values);

  return TRUE;
}

static char *
compute_sha256 (StudioPictureSet *set)
{
  const gsize n_values = studio_picture_set_get_n_values (set);
  const guint32 sizes[] = {
    GUINT32_TO_LE (set->mode), GUINT32_TO_LE (set->width), GUINT32_TO_LE (set->height),
    GUINT32_TO_LE ((guint32) set->n_training), GUINT32_TO_LE ((guint32) set->n_held_out),
  };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) sizes, sizeof sizes);
  g_checksum_update (checksum, set->palette, 3 * set->n_colours);
  for (gsize i = 0; i < set->n_training + set->n_held_out; i++)
    g_checksum_update (checksum, set->values + i * n_values, n_values);
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
finish (Reader *reader, StudioPictureSet *set, GError **error)
{
  g_autofree gboolean *is_held_out = NULL;

  if (!check_any (reader, error))
    return FALSE;

  set->width = reader->width;
  set->height = reader->height;
  set->n_left_out = reader->n_left_out;
  set->problem = g_steal_pointer (&reader->problem);
  is_held_out = split (reader, set, error);
  if (is_held_out == NULL)
    return FALSE;

  choose_mode (reader, set, is_held_out);
  if (!convert (reader, set, error) || !sort_out (reader, set, is_held_out, error))
    return FALSE;

  set->sha256 = compute_sha256 (set);
  return TRUE;
}

StudioPictureSet *
studio_picture_set_new (const char *path, const StudioPictureOptions *options,
                        StudioPictureProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (StudioPictureSet) set = g_new0 (StudioPictureSet, 1);
  g_auto (Reader) reader = {
    .options = options, .progress = progress, .cancellable = cancellable, .width = options->width,
    .height = options->height,
  };

  g_return_val_if_fail (path != NULL, NULL);

  g_atomic_ref_count_init (&set->n_references);
  if (read_all (&reader, path, error) && finish (&reader, set, error))
    return g_steal_pointer (&set);

  g_autofree char *shown = weft_escape_name (path, -1);
  g_prefix_error (error, "cannot learn from '%s': ", shown);
  return NULL;
}

static gboolean
count_paths (GPtrArray *paths, gsize *n)
{
  if (paths == NULL)
    return FALSE;

  *n = paths->len;
  g_ptr_array_unref (paths);
  return TRUE;
}

static gboolean
count_dataset (const char *path, gsize *n, GError **error)
{
  g_autoptr (StudioDataset) dataset = studio_dataset_open (path, error);

  *n = dataset != NULL ? studio_dataset_get_n_images (dataset) : 0;
  return dataset != NULL;
}

gboolean
studio_picture_set_count (const char *path, gsize *n, GError **error)
{
  switch (get_kind (path))
    {
    case KIND_FOLDER:
      return count_paths (studio_picture_file_list (path, error), n);
    case KIND_LIST:
      return count_paths (studio_picture_file_read_list (path, error), n);
    case KIND_PICTURE:
      *n = 1;
      return TRUE;
    case KIND_DATASET:
    default:
      return count_dataset (path, n, error);
    }
}

StudioPictureSet *
studio_picture_set_ref (StudioPictureSet *set)
{
  g_atomic_ref_count_inc (&set->n_references);
  return set;
}

void
studio_picture_set_unref (StudioPictureSet *set)
{
  if (set == NULL || !g_atomic_ref_count_dec (&set->n_references))
    return;

  g_free (set->values);
  g_free (set->problem);
  g_free (set->sha256);
  g_free (set);
}

void
studio_picture_set_describe (StudioPictureSet *set, WeftConfig *config)
{
  config->image_mode = set->mode;
  config->image_width = set->width;
  config->image_height = set->height;
  config->n_values = set->n_colours > 0 ? set->n_colours : WEFT_MAX_VALUES;
  config->n_positions = weft_config_get_image_values (config) - 1;
}

const guint8 *
studio_picture_set_get_palette (StudioPictureSet *set)
{
  return set->n_colours > 0 ? set->palette : NULL;
}

gsize
studio_picture_set_get_n_values (StudioPictureSet *set)
{
  return (gsize) set->width * set->height * (set->mode == WEFT_IMAGE_RGB8 ? 3 : 1);
}

gsize
studio_picture_set_get_n_training (StudioPictureSet *set)
{
  return set->n_training;
}

const guint8 *
studio_picture_set_get_training (StudioPictureSet *set)
{
  return set->values;
}

gsize
studio_picture_set_get_n_held_out (StudioPictureSet *set)
{
  return set->n_held_out;
}

const guint8 *
studio_picture_set_get_held_out (StudioPictureSet *set)
{
  return set->values + set->n_training * studio_picture_set_get_n_values (set);
}

gsize
studio_picture_set_get_n_left_out (StudioPictureSet *set)
{
  return set->n_left_out;
}

const char *
studio_picture_set_get_problem (StudioPictureSet *set)
{
  return set->problem;
}

gsize
studio_picture_set_get_n_replaced (StudioPictureSet *set)
{
  return set->n_replaced;
}

StudioPixels *
studio_picture_set_dup_picture (StudioPictureSet *set, gsize index, GError **error)
{
  const gsize n_values = studio_picture_set_get_n_values (set);
  WeftConfig config = { 0 };

  g_return_val_if_fail (index < set->n_training, NULL);

  studio_picture_set_describe (set, &config);
  return studio_pixels_new_from_values (&config, studio_picture_set_get_palette (set),
                                        set->values + index * n_values, n_values, error);
}

const char *
studio_picture_set_get_sha256 (StudioPictureSet *set)
{
  return set->sha256;
}
