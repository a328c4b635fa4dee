/* SPDX-License-Identifier: MIT */
/* Scenes as values, and the list of them. The text form is in scenes-json.c. */
#include "app/scenes.h"

struct _StudioScenes {
  GObject parent_instance;

  GPtrArray *scenes; /* owned, of StudioScene */
};

G_DEFINE_BOXED_TYPE (StudioScene, studio_scene, studio_scene_copy, studio_scene_free)
G_DEFINE_FINAL_TYPE (StudioScenes, studio_scenes, G_TYPE_OBJECT)

StudioScene *
studio_scene_new (void)
{
  StudioScene *scene = g_new0 (StudioScene, 1);

  scene->caption = g_strdup ("");
  scene->temperature = 1;
  scene->n_lanes = 1;
  scene->hold_at = 1;
  return scene;
}

StudioScene *
studio_scene_copy (const StudioScene *scene)
{
  StudioScene *copy = g_memdup2 (scene, sizeof *scene);

  copy->caption = g_strdup (scene->caption);
  copy->checkpoint = g_strdup (scene->checkpoint);
  copy->moment = g_strdup (scene->moment);
  copy->overlays = g_strdupv (scene->overlays);
  copy->inspector = g_strdup (scene->inspector);
  return copy;
}

void
studio_scene_free (StudioScene *scene)
{
  if (scene == NULL)
    return;

  g_free (scene->caption);
  g_free (scene->checkpoint);
  g_free (scene->moment);
  g_strfreev (scene->overlays);
  g_free (scene->inspector);
  g_free (scene);
}

static gboolean
have_same_overlays (const StudioScene *a, const StudioScene *b)
{
  const char *const none[] = { NULL };

  return g_strv_equal (a->overlays != NULL ? (const char *const *) a->overlays : none,
                       b->overlays != NULL ? (const char *const *) b->overlays : none);
}

gboolean
studio_scene_equal (const StudioScene *a, const StudioScene *b)
{
  return g_str_equal (a->caption, b->caption) && a->view == b->view && a->action == b->action
         && g_strcmp0 (a->checkpoint, b->checkpoint) == 0 && g_strcmp0 (a->moment, b->moment) == 0 && a->seed == b->seed
         && a->temperature == b->temperature && a->n_lanes == b->n_lanes && a->pace == b->pace && a->seconds == b->seconds
         && a->hold_at == b->hold_at && have_same_overlays (a, b) && g_strcmp0 (a->inspector, b->inspector) == 0;
}

static void
studio_scenes_finalize (GObject *object)
{
  g_ptr_array_unref (STUDIO_SCENES (object)->scenes);
  G_OBJECT_CLASS (studio_scenes_parent_class)->finalize (object);
}

static void
studio_scenes_class_init (StudioScenesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_scenes_finalize;

  g_signal_new ("changed", STUDIO_TYPE_SCENES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
studio_scenes_init (StudioScenes *self)
{
  self->scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_scene_free);
}

static void
tell (StudioScenes *self)
{
  g_signal_emit_by_name (self, "changed");
}

StudioScenes *
studio_scenes_new (void)
{
  return g_object_new (STUDIO_TYPE_SCENES, NULL);
}

guint
studio_scenes_get_n (StudioScenes *self)
{
  g_return_val_if_fail (STUDIO_IS_SCENES (self), 0);

  return self->scenes->len;
}

const StudioScene *
studio_scenes_get (StudioScenes *self, guint position)
{
  g_return_val_if_fail (STUDIO_IS_SCENES (self), NULL);

  return position < self->scenes->len ? self->scenes->pdata[position] : NULL;
}

gboolean
studio_scenes_insert (StudioScenes *self, guint position, const StudioScene *scene)
{
  g_return_val_if_fail (STUDIO_IS_SCENES (self), FALSE);

  if (self->scenes->len >= STUDIO_SCENES_MAX)
    return FALSE;

  g_ptr_array_insert (self->scenes, (gint) MIN (position, self->scenes->len), studio_scene_copy (scene));
  tell (self);
  return TRUE;
}

void
studio_scenes_remove (StudioScenes *self, guint position)
{
  g_return_if_fail (STUDIO_IS_SCENES (self));
  g_return_if_fail (position < self->scenes->len);

  g_ptr_array_remove_index (self->scenes, position);
  tell (self);
}

void
studio_scenes_move (StudioScenes *self, guint from, guint to)
{
  StudioScene *scene;

  g_return_if_fail (STUDIO_IS_SCENES (self));
  g_return_if_fail (from < self->scenes->len && to < self->scenes->len);

  scene = g_ptr_array_steal_index (self->scenes, from);
  g_ptr_array_insert (self->scenes, (gint) to, scene);
  tell (self);
}

void
studio_scenes_set_caption (StudioScenes *self, guint position, const char *caption)
{
  StudioScene *scene;

  g_return_if_fail (STUDIO_IS_SCENES (self));
  g_return_if_fail (position < self->scenes->len);

  scene = self->scenes->pdata[position];
  if (g_str_equal (scene->caption, caption))
    return;

  g_free (scene->caption);
  scene->caption = g_strdup (caption);
  tell (self);
}

void
studio_scenes_take_from (StudioScenes *self, StudioScenes *other)
{
  g_return_if_fail (STUDIO_IS_SCENES (self) && STUDIO_IS_SCENES (other));

  g_ptr_array_set_size (self->scenes, 0);
  for (guint i = 0; i < other->scenes->len; i++)
    g_ptr_array_add (self->scenes, studio_scene_copy (other->scenes->pdata[i]));
  tell (self);
}
