/* SPDX-License-Identifier: MIT */
/* Reads pictures one after the other into one buffer, grey as long as all are. */
#include "app/picture-reader.h"

#include "app/dataset.h"
#include "app/picture-file.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

#define LIST_ENDING ".txt"
#define OVERSAMPLING 2 /* a JPEG is decoded at twice the size it is scaled to, or more */

gsize
studio_picture_reader_get_n_pixels (const StudioPictureReader *reader)
{
  return (gsize) reader->width * reader->height;
}

/* One picture into the buffer */

/* Room for all pictures; what is there is kept, with as many channels as it had. */
static gboolean
reserve (StudioPictureReader *reader, guint n_channels, GError **error)
{
  const guint64 factors[] = { reader->capacity, studio_picture_reader_get_n_pixels (reader), n_channels };
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

/* All grey pictures get three channels, from the last byte on. */
gboolean
studio_picture_reader_widen (StudioPictureReader *reader, GError **error)
{
  if (!reserve (reader, 3, error))
    return FALSE;

  for (gsize i = reader->n * studio_picture_reader_get_n_pixels (reader); i-- > 0;)
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
store (StudioPictureReader *reader, const StudioPixels *pixels)
{
  const gsize n_pixels = studio_picture_reader_get_n_pixels (reader);
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
check_side (const StudioPictureReader *reader, GError **error)
{
  if (MAX (reader->width, reader->height) <= STUDIO_PICTURE_SET_MAX_SIDE
      && studio_picture_reader_get_n_pixels (reader) >= 2)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "its pictures have %u x %u pixels, possible is 2 in all to %d a side "
               "(choose a size: --image-size 32x32)",
               reader->width, reader->height, STUDIO_PICTURE_SET_MAX_SIDE);
  return FALSE;
}

/* The first picture decides what was not asked for; it also makes the room. */
static gboolean
begin (StudioPictureReader *reader, const StudioPixels *pixels, const char *name, GError **error)
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
check_size (const StudioPictureReader *reader, const StudioPixels *pixels, const char *name, GError **error)
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
add (StudioPictureReader *reader, const StudioPixels *pixels, const char *name, GError **error)
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

  if (reader->n_channels == 1 && !wants_grey && !is_grey (pixels) && !studio_picture_reader_widen (reader, error))
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
begin_reading (StudioPictureReader *reader, guint64 n, GError **error)
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
proceed (StudioPictureReader *reader, gsize n_read, GError **error)
{
  if (reader->progress != NULL)
    atomic_store_explicit (&reader->progress->n_read, n_read, memory_order_relaxed);

  return !g_cancellable_set_error_if_cancelled (reader->cancellable, error);
}

static gboolean
read_dataset (StudioPictureReader *reader, const char *path, GError **error)
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
leave_out (StudioPictureReader *reader, const char *path, GError *problem, GError **error)
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
read_files (StudioPictureReader *reader, GPtrArray *paths, GError **error)
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
read_folder (StudioPictureReader *reader, const char *path, GError **error)
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
read_list (StudioPictureReader *reader, const char *path, GError **error)
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
read_one (StudioPictureReader *reader, const char *path, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  g_ptr_array_add (paths, (gpointer) path);
  return read_files (reader, paths, error);
}

static gboolean
read_all (StudioPictureReader *reader, const char *path, GError **error)
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
check_any (const StudioPictureReader *reader, GError **error)
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

gboolean
studio_picture_reader_read (StudioPictureReader *reader, const char *path, GError **error)
{
  return read_all (reader, path, error) && check_any (reader, error);
}

void
studio_picture_reader_clear (StudioPictureReader *reader)
{
  g_free (reader->first);
  g_free (reader->data);
  g_free (reader->problem);
}

/* How many there are */

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
