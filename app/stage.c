/* SPDX-License-Identifier: MIT */
/* What a scene asks of the workspace. */
#include "app/stage.h"

#include "app/stage-private.h"
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (StudioStage, studio_stage, G_TYPE_OBJECT)

static void
restore (StudioStage *self)
{
  if (self->entry != NULL)
    studio_workspace_set_entry (self->workspace, self->entry);
  studio_workspace_set_hold_at (self->workspace, 0);
  studio_workspace_set_pace (self->workspace, self->pace);
  studio_workspace_set_temperature (self->workspace, self->temperature);
  studio_workspace_set_n_lanes (self->workspace, self->n_lanes);
  studio_workspace_set_endless (self->workspace, self->endless);
}

static void
studio_stage_dispose (GObject *object)
{
  StudioStage *self = STUDIO_STAGE (object);

  if (self->workspace != NULL)
    {
      restore (self);
      studio_workspace_end_change (self->workspace, NULL);
    }
  g_clear_object (&self->workspace);
  g_clear_object (&self->scenes);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (studio_stage_parent_class)->dispose (object);
}

static void
studio_stage_finalize (GObject *object)
{
  g_ptr_array_unref (STUDIO_STAGE (object)->models);
  g_clear_pointer (&STUDIO_STAGE (object)->moments, g_hash_table_unref);
  G_OBJECT_CLASS (studio_stage_parent_class)->finalize (object);
}

static void
studio_stage_class_init (StudioStageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = studio_stage_dispose;
  G_OBJECT_CLASS (klass)->finalize = studio_stage_finalize;

  g_signal_new ("entered", STUDIO_TYPE_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
studio_stage_init (StudioStage *self)
{
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_model_unref);
  self->position = G_MAXUINT;
}

StudioStage *
studio_stage_new (StudioWorkspace *workspace, StudioScenes *scenes)
{
  StudioStage *self = g_object_new (STUDIO_TYPE_STAGE, NULL);
  StudioEntry *entry = studio_workspace_get_entry (workspace);

  self->workspace = g_object_ref (workspace);
  self->scenes = g_object_ref (scenes);
  self->entry = entry != NULL ? g_object_ref (entry) : NULL;
  self->pace = studio_workspace_get_pace (workspace);
  self->temperature = studio_workspace_get_temperature (workspace);
  self->n_lanes = studio_workspace_get_n_lanes (workspace);
  self->endless = studio_workspace_get_endless (workspace);
  studio_workspace_begin_change (workspace); /* a talk sets much, and gives it back by itself */
  return self;
}

StudioEntry *
studio_stage_find_entry (StudioStage *self, const StudioScene *scene)
{
  StudioCatalog *catalog = studio_workspace_get_catalog (self->workspace);

  return scene->checkpoint != NULL ? studio_catalog_find (catalog, scene->checkpoint) : self->entry;
}

StudioMoment *
studio_stage_open_moment (StudioStage *self, const StudioScene *scene, GError **error)
{
  StudioMoment *moment = self->moments != NULL ? g_hash_table_lookup (self->moments, scene->moment) : NULL;

  return moment != NULL ? studio_moment_ref (moment) : studio_moment_open (scene->moment, error);
}

/* Problems */

static void
add_problems (StudioStage *self, GStrvBuilder *problems, guint number, const StudioScene *scene)
{
  StudioEntry *entry = studio_stage_find_entry (self, scene);
  char *text = NULL;

  if (scene->moment != NULL) /* it knows its own checkpoint, and the size of its picture */
    text = g_file_test (scene->moment, G_FILE_TEST_IS_REGULAR)
               ? NULL : g_strdup_printf (_("Scene %u: the moment “%s” is not there"), number, scene->moment);
  else if (entry == NULL)
    text = g_strdup_printf (_("Scene %u: the checkpoint “%s” is not here (open its file first)"), number,
                            scene->checkpoint != NULL ? scene->checkpoint : "?");
  else if (scene->action == STUDIO_SCENE_HOLD
           && scene->hold_at >= weft_config_get_image_values (studio_entry_get_config (entry)))
    text = g_strdup_printf (_("Scene %u: it holds at value %u, but a picture of “%s” has only %u"), number, scene->hold_at,
                            studio_entry_get_name (entry),
                            weft_config_get_image_values (studio_entry_get_config (entry)));

  if (text != NULL)
    g_strv_builder_add (problems, text);
  g_free (text);
}

char **
studio_stage_list_problems (StudioStage *self)
{
  g_autoptr (GStrvBuilder) problems = g_strv_builder_new ();

  g_return_val_if_fail (STUDIO_IS_STAGE (self), NULL);

  for (guint i = 0; i < studio_scenes_get_n (self->scenes); i++)
    add_problems (self, problems, i + 1, studio_scenes_get (self->scenes, i));
  return g_strv_builder_end (problems);
}

/* Scenes */

static double
get_pace (const StudioScene *scene, const WeftConfig *config)
{
  if (scene->seconds > 0 && config != NULL)
    return config->image_width * config->image_height / scene->seconds;
  return scene->pace;
}

static void
apply (StudioStage *self, const StudioScene *scene)
{
  StudioWorkspace *workspace = self->workspace;
  StudioEntry *entry = studio_stage_find_entry (self, scene);
  const WeftConfig *config = entry != NULL ? studio_entry_get_config (entry) : NULL;

  if (scene->action == STUDIO_SCENE_SHOW || scene->moment != NULL)
    return;

  if (entry != NULL)
    studio_workspace_set_entry (workspace, entry);
  studio_workspace_set_endless (workspace, FALSE);
  studio_workspace_set_n_lanes (workspace, scene->n_lanes);
  studio_workspace_set_temperature (workspace, scene->temperature);
  studio_workspace_set_seed (workspace, scene->seed);
  studio_workspace_set_pace (workspace, get_pace (scene, config));
  studio_workspace_set_hold_at (workspace, scene->action == STUDIO_SCENE_HOLD ? scene->hold_at : 0);
}

/* Seed, temperature and checkpoint are the moment's. */
static void
go_on (StudioStage *self, const StudioScene *scene)
{
  StudioWorkspace *workspace = self->workspace;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioMoment) moment = studio_stage_open_moment (self, scene, &error);

  if (moment != NULL)
    {
      studio_workspace_set_pace (workspace, get_pace (scene, &studio_moment_get_recipe (moment)->shape));
      studio_workspace_go_on_from (workspace, moment, scene->action == STUDIO_SCENE_HOLD ? scene->hold_at : 0, &error);
    }
  if (error != NULL)
    studio_workspace_report (workspace, _("The scene cannot go on from its moment"), error);
}

void
studio_stage_enter (StudioStage *self, guint position)
{
  const StudioScene *scene;

  g_return_if_fail (STUDIO_IS_STAGE (self));

  scene = studio_scenes_get (self->scenes, position);
  if (scene == NULL)
    return;

  self->position = position;
  apply (self, scene);
  if (scene->action == STUDIO_SCENE_RACE)
    studio_workspace_start_race (self->workspace, 1);
  else if (scene->action != STUDIO_SCENE_SHOW && scene->moment != NULL)
    go_on (self, scene);
  else if (scene->action != STUDIO_SCENE_SHOW)
    studio_workspace_generate (self->workspace);
  g_signal_emit_by_name (self, "entered");
}

gboolean
studio_stage_is_running (StudioStage *self)
{
  const StudioScene *scene;
  StudioRace *race;

  g_return_val_if_fail (STUDIO_IS_STAGE (self), FALSE);

  scene = studio_stage_get_scene (self, 0);
  race = studio_workspace_get_race (self->workspace);
  if (scene == NULL || scene->action == STUDIO_SCENE_SHOW)
    return FALSE;
  if (self->workspace->wish != STUDIO_WISH_NONE)
    return TRUE;
  if (scene->action == STUDIO_SCENE_RACE)
    return race != NULL && studio_activity_get_state (STUDIO_ACTIVITY (race)) == STUDIO_RUN_RUNNING;
  return studio_workspace_get_state (self->workspace) == STUDIO_RUN_RUNNING;
}

/* Nobody waits for a slow picture twice. */
static void
complete (StudioStage *self)
{
  StudioRace *race = studio_workspace_get_race (self->workspace);

  studio_workspace_set_pace (self->workspace, 0);
  if (studio_stage_get_scene (self, 0)->action == STUDIO_SCENE_RACE && race != NULL)
    studio_race_set_slowdown (race, 1);
}

gboolean
studio_stage_next (StudioStage *self)
{
  g_return_val_if_fail (STUDIO_IS_STAGE (self), FALSE);

  if (studio_stage_is_running (self))
    complete (self);
  else if (self->position + 1 < studio_scenes_get_n (self->scenes))
    studio_stage_enter (self, self->position + 1);
  else
    return FALSE;
  return TRUE;
}

void
studio_stage_previous (StudioStage *self)
{
  g_return_if_fail (STUDIO_IS_STAGE (self));

  if (self->position != G_MAXUINT)
    studio_stage_enter (self, MAX (self->position, 1) - 1);
}

guint
studio_stage_get_position (StudioStage *self)
{
  g_return_val_if_fail (STUDIO_IS_STAGE (self), G_MAXUINT);

  return self->position;
}

const StudioScene *
studio_stage_get_scene (StudioStage *self, guint ahead)
{
  g_return_val_if_fail (STUDIO_IS_STAGE (self), NULL);

  if (self->position == G_MAXUINT)
    return NULL;
  return studio_scenes_get (self->scenes, self->position + ahead);
}

guint
studio_stage_get_n_scenes (StudioStage *self)
{
  g_return_val_if_fail (STUDIO_IS_STAGE (self), 0);

  return studio_scenes_get_n (self->scenes);
}
