/* SPDX-License-Identifier: MIT */
/* StudioArtwork: a thumbnail and a recipe are kept in memory, the rest is fetched where it lies when it is
 * asked for. */
#include "app/artwork.h"

#include "app/error.h"
#include "app/input.h"
#include "app/png.h"
#include "app/recipe-json.h"

#include "engine/format/bytes.h"

#include <string.h>
#include <sys/stat.h>

#define HEADER_SIZE 64 /* bytes that tell a PNG's size, and more */

struct _StudioArtwork {
  GObject parent_instance;

  /* owned */
  StudioPicture *picture;
  StudioRecipe *recipe; /* of a file; a picture has its own */
  char *recipe_problem;
  StudioPixels *thumbnail;
  char *path;

  guint width;
  guint height;
  gint64 time;
  guint64 file_bytes;
};

G_DEFINE_FINAL_TYPE (StudioArtwork, studio_artwork, G_TYPE_OBJECT)

enum {
  PROP_PATH = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* Pixels */

static const guint8 *
get_pixel (const StudioPixels *pixels, guint x, guint y)
{
  return pixels->data + ((gsize) y * pixels->width + x) * pixels->n_channels;
}

/* Whether every square of @scale pixels has one colour. */
static gboolean
is_scaled (const StudioPixels *pixels, guint scale)
{
  for (guint y = 0; y < pixels->height; y++)
    for (guint x = 0; x < pixels->width; x++)
      if (memcmp (get_pixel (pixels, x, y), get_pixel (pixels, x - x % scale, y - y % scale), pixels->n_channels)
          != 0)
        return FALSE;

  return TRUE;
}

/* The mean of each square of @factor pixels; those at the right and lower edge may be cut. */
static StudioPixels *
reduce (const StudioPixels *pixels, guint factor, GError **error)
{
  const guint width = (pixels->width + factor - 1) / factor, height = (pixels->height + factor - 1) / factor;
  StudioPixels *reduced = studio_pixels_new (width, height, pixels->n_channels, error);
  guint8 *target = reduced != NULL ? reduced->data : NULL;

  for (guint y = 0; target != NULL && y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < pixels->n_channels; c++)
        {
          const guint right = MIN ((x + 1) * factor, pixels->width);
          const guint bottom = MIN ((y + 1) * factor, pixels->height);
          guint64 sum = 0;

          for (guint j = y * factor; j < bottom; j++)
            for (guint i = x * factor; i < right; i++)
              sum += get_pixel (pixels, i, j)[c];
          *target++ = (guint8) (sum / ((guint64) (right - x * factor) * (bottom - y * factor)));
        }

  return reduced;
}

/* What is kept to look at, of pixels in their own size. */
static StudioPixels *
make_thumbnail (const StudioPixels *pixels, GError **error)
{
  const guint side = MAX (pixels->width, pixels->height);

  return reduce (pixels, (side + STUDIO_ARTWORK_MAX_THUMBNAIL - 1) / STUDIO_ARTWORK_MAX_THUMBNAIL, error);
}

/* Files */

/* The bytes of a PNG whose header promises a size that we read. */
static GBytes *
read_png (const char *path, GError **error)
{
  g_autoptr (WeftBytes) bytes = weft_bytes_open (path, error);
  guint8 start[HEADER_SIZE];
  StudioPngHeader header;
  gsize n;

  if (bytes == NULL)
    return NULL;

  n = MIN (weft_bytes_get_size (bytes), sizeof start);
  if ((n > 0 && !weft_bytes_read (bytes, 0, start, n, error)) || !studio_png_read_header (start, n, &header, error))
    return NULL;

  return studio_input_read (path, STUDIO_ARTWORK_MAX_FILE, error);
}

/* Pixels in the size they were painted in. */
static StudioPixels *
decode (GBytes *png, const StudioRecipe *recipe, GError **error)
{
  g_autoptr (StudioPixels) pixels = studio_png_decode (png, error);

  if (pixels == NULL || recipe == NULL || recipe->scale == 1)
    return g_steal_pointer (&pixels);

  if (pixels->width / recipe->scale != recipe->shape.image_width || pixels->width % recipe->scale != 0
      || pixels->height / recipe->scale != recipe->shape.image_height || pixels->height % recipe->scale != 0
      || !is_scaled (pixels, recipe->scale))
    return g_steal_pointer (&pixels);

  return reduce (pixels, recipe->scale, error);
}

static void
note_file (StudioArtwork *self)
{
  struct stat info;

  if (stat (self->path, &info) < 0)
    return;

  self->time = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
  self->file_bytes = (guint64) info.st_size;
}

/* Lifecycle */

static void
studio_artwork_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_PATH)
    g_value_set_string (value, STUDIO_ARTWORK (object)->path);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_artwork_finalize (GObject *object)
{
  StudioArtwork *self = STUDIO_ARTWORK (object);

  g_clear_object (&self->picture);
  g_clear_pointer (&self->recipe, studio_recipe_free);
  g_clear_pointer (&self->thumbnail, studio_pixels_free);
  g_free (self->recipe_problem);
  g_free (self->path);
  G_OBJECT_CLASS (studio_artwork_parent_class)->finalize (object);
}

static void
studio_artwork_class_init (StudioArtworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_artwork_get_property;
  object_class->finalize = studio_artwork_finalize;
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
studio_artwork_init (StudioArtwork *self)
{
}

static gboolean
take_pixels (StudioArtwork *self, StudioPixels *pixels, GError **error)
{
  g_autoptr (StudioPixels) owned = pixels;

  if (owned == NULL)
    return FALSE;

  self->width = owned->width;
  self->height = owned->height;
  self->thumbnail = make_thumbnail (owned, error);
  return self->thumbnail != NULL;
}

StudioArtwork *
studio_artwork_new_from_picture (StudioPicture *picture, GError **error)
{
  g_autoptr (StudioArtwork) self = g_object_new (STUDIO_TYPE_ARTWORK, NULL);

  self->picture = g_object_ref (picture);
  self->time = g_get_real_time ();
  return take_pixels (self, studio_picture_dup_pixels (picture, error), error) ? g_steal_pointer (&self) : NULL;
}

StudioArtwork *
studio_artwork_new_from_file (const char *path, GError **error)
{
  g_autoptr (StudioArtwork) self = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GError) recipe_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (STUDIO_TYPE_ARTWORK, NULL);
  self->path = g_strdup (path);
  note_file (self);
  png = read_png (path, error);
  if (png == NULL)
    return NULL;

  self->recipe = studio_recipe_from_png (png, &recipe_error);
  if (recipe_error != NULL && !g_error_matches (recipe_error, STUDIO_ERROR, STUDIO_ERROR_NO_RECIPE))
    self->recipe_problem = g_strdup (recipe_error->message);
  return take_pixels (self, decode (png, self->recipe, error), error) ? g_steal_pointer (&self) : NULL;
}

/* Reading */

StudioPicture *
studio_artwork_get_picture (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), NULL);

  return self->picture;
}

const StudioRecipe *
studio_artwork_get_recipe (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), NULL);

  return self->picture != NULL ? studio_picture_get_recipe (self->picture) : self->recipe;
}

const char *
studio_artwork_get_recipe_problem (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), NULL);

  return self->recipe_problem;
}

const StudioPixels *
studio_artwork_get_thumbnail (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), NULL);

  return self->thumbnail;
}

StudioPixels *
studio_artwork_dup_pixels (StudioArtwork *self, GError **error)
{
  g_autoptr (GBytes) png = NULL;

  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), NULL);

  if (self->picture != NULL)
    return studio_picture_dup_pixels (self->picture, error);
  if (self->thumbnail->width == self->width && self->thumbnail->height == self->height)
    return studio_pixels_scale (self->thumbnail, 1, error);

  png = read_png (self->path, error);
  return png != NULL ? decode (png, self->recipe, error) : NULL;
}

guint
studio_artwork_get_width (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), 0);

  return self->width;
}

guint
studio_artwork_get_height (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), 0);

  return self->height;
}

gint64
studio_artwork_get_time (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), 0);

  return self->time;
}

guint64
studio_artwork_get_file_bytes (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), 0);

  return self->file_bytes;
}

const char *
studio_artwork_get_path (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), NULL);

  return self->path;
}

void
studio_artwork_set_path (StudioArtwork *self, const char *path)
{
  g_return_if_fail (STUDIO_IS_ARTWORK (self));

  if (g_strcmp0 (self->path, path) == 0)
    return;

  g_free (self->path);
  self->path = g_strdup (path);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
}

char *
studio_artwork_dup_name (StudioArtwork *self)
{
  g_return_val_if_fail (STUDIO_IS_ARTWORK (self), NULL);

  return self->path != NULL ? g_filename_display_basename (self->path) : studio_picture_dup_file_name (self->picture);
}

int
studio_artwork_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const StudioArtwork *first = a, *second = b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  return -g_strcmp0 (first->path, second->path);
}
