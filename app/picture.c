/* SPDX-License-Identifier: MIT */
/* StudioPicture: values and the recipe they came from. */
#include "app/picture.h"

#include "app/png.h"
#include "app/recipe-json.h"

struct _StudioPicture {
  GObject parent_instance;

  /* owned */
  StudioRecipe *recipe;
  guint8 *palette;
  guint8 *values;
};

G_DEFINE_FINAL_TYPE (StudioPicture, studio_picture, G_TYPE_OBJECT)

static void
studio_picture_finalize (GObject *object)
{
  StudioPicture *self = STUDIO_PICTURE (object);

  studio_recipe_free (self->recipe);
  g_free (self->palette);
  g_free (self->values);
  G_OBJECT_CLASS (studio_picture_parent_class)->finalize (object);
}

static void
studio_picture_class_init (StudioPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_picture_finalize;
}

static void
studio_picture_init (StudioPicture *self)
{
}

StudioPicture *
studio_picture_new (StudioRecipe *recipe, const guint8 *palette, const guint8 *values)
{
  StudioPicture *self = g_object_new (STUDIO_TYPE_PICTURE, NULL);

  self->recipe = recipe;
  if (recipe->shape.image_mode == WEFT_IMAGE_INDEXED8)
    self->palette = g_memdup2 (palette, 3 * recipe->shape.n_values);
  self->values = g_memdup2 (values, recipe->steps_done);
  return self;
}

const StudioRecipe *
studio_picture_get_recipe (StudioPicture *self)
{
  g_return_val_if_fail (STUDIO_IS_PICTURE (self), NULL);

  return self->recipe;
}

const guint8 *
studio_picture_get_values (StudioPicture *self)
{
  g_return_val_if_fail (STUDIO_IS_PICTURE (self), NULL);

  return self->values;
}

gboolean
studio_picture_get_is_complete (StudioPicture *self)
{
  g_return_val_if_fail (STUDIO_IS_PICTURE (self), FALSE);

  return self->recipe->steps_done == weft_config_get_image_values (&self->recipe->shape);
}

StudioPixels *
studio_picture_dup_pixels (StudioPicture *self, GError **error)
{
  g_return_val_if_fail (STUDIO_IS_PICTURE (self), NULL);

  return studio_pixels_new_from_values (&self->recipe->shape, self->palette, self->values,
                                        self->recipe->steps_done, error);
}

GBytes *
studio_picture_to_png (StudioPicture *self, guint scale, gboolean with_recipe, GError **error)
{
  g_autoptr (StudioPixels) pixels = studio_picture_dup_pixels (self, error);
  g_autoptr (StudioPixels) scaled = pixels != NULL ? studio_pixels_scale (pixels, scale, error) : NULL;
  g_autoptr (StudioRecipe) recipe = NULL;
  g_autofree char *json = NULL;
  g_autofree char *parameters = NULL;

  if (scaled == NULL)
    return NULL;

  if (with_recipe)
    {
      recipe = studio_recipe_copy (self->recipe);
      recipe->scale = scale;
      json = studio_recipe_to_json (recipe);
      parameters = studio_recipe_dup_parameters (recipe);
    }

  return studio_png_encode (scaled, json, parameters, error);
}

char *
studio_picture_dup_file_name (StudioPicture *self)
{
  const char *checkpoint;
  g_autofree char *name = NULL;

  g_return_val_if_fail (STUDIO_IS_PICTURE (self), NULL);

  checkpoint = self->recipe->checkpoint_name;
  name = g_strdup_printf ("%.100s-%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT ".png",
                          checkpoint != NULL && *checkpoint != '\0' ? checkpoint : "weft", self->recipe->seed,
                          self->recipe->image);
  g_strdelimit (name, "/\\", '-');
  if (name[0] == '.')
    name[0] = '-';
  return g_utf8_make_valid (name, -1);
}
