/* SPDX-License-Identifier: MIT */
/* Fuzz target: any bytes as a talk; what is accepted keeps the limits, and what is written of it is read as the same. */
#include "app/job.h"
#include "app/scenes.h"
#include "tests/fuzz/fuzz.h"

#include "engine/head.h"

#include <string.h>

static void
check_scene (const StudioScene *scene)
{
  g_assert (g_utf8_validate (scene->caption, -1, NULL));
  g_assert (scene->view <= STUDIO_SCENE_GALLERY && scene->action <= STUDIO_SCENE_RACE);
  g_assert (scene->n_lanes >= 1 && scene->n_lanes <= STUDIO_JOB_MAX_LANES && scene->hold_at >= 1);
  g_assert (scene->temperature >= 0 && scene->temperature <= WEFT_MAX_TEMPERATURE);
  g_assert (scene->pace >= 0 && scene->seconds >= 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioScenes) scenes = studio_scenes_from_json ((const char *) data, size, NULL, &error);
  g_autoptr (StudioScenes) again = NULL;
  g_autofree char *json = NULL;

  if (scenes == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  json = studio_scenes_to_json (scenes, NULL);
  again = studio_scenes_from_json (json, strlen (json), NULL, NULL);
  g_assert (again != NULL && studio_scenes_get_n (again) == studio_scenes_get_n (scenes));
  g_assert (studio_scenes_get_n (scenes) <= STUDIO_SCENES_MAX);
  for (guint i = 0; i < studio_scenes_get_n (scenes); i++)
    {
      check_scene (studio_scenes_get (scenes, i));
      g_assert (studio_scene_equal (studio_scenes_get (scenes, i), studio_scenes_get (again, i)));
    }

  return 0;
}
