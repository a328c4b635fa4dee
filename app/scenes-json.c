/* SPDX-License-Identifier: MIT */
/* A talk as text. Reading is the mirror of writing, strict about what it knows. */
#include "app/scenes.h"

#include "app/input.h"
#include "app/job.h"
#include "app/json-read.h"
#include "app/json-write.h"

#include "engine/error.h"

#include <gio/gio.h>

#define FORMAT "weft-talk"
#define FORMAT_MAJOR 1
#define FORMAT_VERSION "1.0"
#define MAX_PACE 1e6
#define MAX_SECONDS 3600.0

static const char *const views[] = { "studio", "race", "gallery", NULL };
static const char *const actions[] = { "show", "run", "hold", "race", NULL };

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

static json_t *
build_overlays (char **overlays)
{
  json_t *array = json_array ();

  for (guint i = 0; overlays[i] != NULL; i++)
    json_array_append_new (array, json_string (overlays[i]));
  return array;
}

/* As seen from the folder, if it lies there. */
static char *
dup_moment (const StudioScene *scene, const char *folder)
{
  g_autoptr (GFile) file = NULL, root = NULL;
  char *relative;

  if (folder == NULL || scene->moment == NULL || !g_path_is_absolute (scene->moment))
    return g_strdup (scene->moment);

  file = g_file_new_for_path (scene->moment);
  root = g_file_new_for_path (folder);
  relative = g_file_get_relative_path (root, file);
  return relative != NULL ? relative : g_strdup (scene->moment);
}

static json_t *
build_scene (const StudioScene *scene, const char *folder)
{
  json_t *object = json_object ();
  g_autofree char *moment = dup_moment (scene, folder);

  studio_json_set_string (object, "caption", scene->caption);
  studio_json_set_string (object, "view", views[scene->view]);
  studio_json_set_string (object, "action", actions[scene->action]);
  studio_json_set_string (object, "checkpoint", scene->checkpoint);
  studio_json_set_string (object, "moment", moment);
  studio_json_set_uint64 (object, "seed", scene->seed);
  json_object_set_new (object, "temperature", json_real (scene->temperature));
  json_object_set_new (object, "pictures", json_integer (scene->n_lanes));
  json_object_set_new (object, "pixels_per_second", json_real (scene->pace));
  json_object_set_new (object, "seconds", json_real (scene->seconds));
  json_object_set_new (object, "hold_at", json_integer (scene->hold_at));
  if (scene->overlays != NULL)
    json_object_set_new (object, "overlays", build_overlays (scene->overlays));
  studio_json_set_string (object, "inspector", scene->inspector);
  return object;
}

char *
studio_scenes_to_json (StudioScenes *self, const char *folder)
{
  json_t *root = studio_json_new (FORMAT, FORMAT_VERSION);
  json_t *array = json_array ();

  for (guint i = 0; i < studio_scenes_get_n (self); i++)
    json_array_append_new (array, build_scene (studio_scenes_get (self, i), folder));
  json_object_set_new (root, "scenes", array);
  return studio_json_take_text (root, JSON_INDENT (2));
}

static gboolean
read_counts (json_t *object, const char *what, StudioScene *scene, GError **error)
{
  if (!studio_json_read_uint (object, "pictures", what, &scene->n_lanes, error)
      || !studio_json_read_uint (object, "hold_at", what, &scene->hold_at, error))
    return FALSE;
  if (scene->n_lanes >= 1 && scene->n_lanes <= STUDIO_JOB_MAX_LANES && scene->hold_at >= 1)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s has %u pictures and holds at %u (1 to %u pictures, and 1 or more)",
               what, scene->n_lanes, scene->hold_at, STUDIO_JOB_MAX_LANES);
  return FALSE;
}

static gboolean
read_moment (json_t *object, const char *what, const char *folder, char **moment, GError **error)
{
  g_autofree char *written = NULL;

  if (!studio_json_read_string (object, "moment", what, &written, error))
    return FALSE;

  if (written != NULL)
    *moment = folder != NULL ? g_canonicalize_filename (written, folder) : g_steal_pointer (&written);
  return TRUE;
}

static gboolean
read_scene (json_t *object, const char *what, const char *folder, StudioScene *scene, GError **error)
{
  guint view = scene->view, action = scene->action;
  const gboolean ok = studio_json_read_string (object, "caption", what, &scene->caption, error)
                      && studio_json_read_choice (object, "view", what, views, &view, error)
                      && studio_json_read_choice (object, "action", what, actions, &action, error)
                      && studio_json_read_string (object, "checkpoint", what, &scene->checkpoint, error)
                      && read_moment (object, what, folder, &scene->moment, error)
                      && studio_json_read_uint64 (object, "seed", what, &scene->seed, error)
                      && studio_json_read_double (object, "temperature", what, 0, WEFT_MAX_TEMPERATURE,
                                                  &scene->temperature, error)
                      && studio_json_read_double (object, "pixels_per_second", what, 0, MAX_PACE, &scene->pace, error)
                      && studio_json_read_double (object, "seconds", what, 0, MAX_SECONDS, &scene->seconds, error)
                      && read_counts (object, what, scene, error)
                      && studio_json_read_strings (object, "overlays", what, &scene->overlays, error)
                      && studio_json_read_string (object, "inspector", what, &scene->inspector, error);

  scene->view = (StudioSceneView) view;
  scene->action = (StudioSceneAction) action;
  return ok;
}

static gboolean
read_scenes (json_t *array, const char *folder, StudioScenes *scenes, GError **error)
{
  json_t *object;
  gsize i;

  json_array_foreach (array, i, object)
    {
      g_autofree char *what = g_strdup_printf ("scene %u", (guint) i + 1);
      g_autoptr (StudioScene) scene = studio_scene_new ();

      if (!json_is_object (object))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s is not an object", what);
          return FALSE;
        }
      if (!read_scene (object, what, folder, scene, error))
        return FALSE;
      studio_scenes_insert (scenes, G_MAXUINT, scene);
    }

  return TRUE;
}

StudioScenes *
studio_scenes_from_json (const char *json, gsize length, const char *folder, GError **error)
{
  g_autoptr (json_t) root = studio_json_parse (json, length, FORMAT, "the talk", FORMAT_MAJOR, error);
  g_autoptr (StudioScenes) scenes = studio_scenes_new ();
  json_t *array = json_object_get (root, "scenes");

  if (root == NULL || !studio_json_require (root, "scenes", "the talk", error))
    return NULL;
  if (!json_is_array (array) || json_array_size (array) > STUDIO_SCENES_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "\"scenes\" of the talk is not a list of at most %u",
                   STUDIO_SCENES_MAX);
      return NULL;
    }

  return read_scenes (array, folder, scenes, error) ? g_steal_pointer (&scenes) : NULL;
}

StudioScenes *
studio_scenes_open (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_SCENES_MAX_FILE, error);
  g_autofree char *folder = g_path_get_dirname (path);

  if (bytes == NULL)
    return NULL;
  return studio_scenes_from_json (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), folder, error);
}
