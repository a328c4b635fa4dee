/* SPDX-License-Identifier: MIT */
/* A timeline of its own seeks the step; what it finds there is copied into a moment. */
#include "app/moment-take.h"

#include "app/timeline.h"

#include "engine/error.h"

/* What is being sought. */
typedef struct {
  StudioTimeline *timeline; /* owned */
  StudioRecipe *recipe;     /* owned; up to the step */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_clear_object (&search->timeline);
  g_clear_pointer (&search->recipe, studio_recipe_free);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

/* (transfer full): NULL with an error without such a step. */
static Search *
search_new (StudioJob *job, guint lane, guint n_known, GError **error)
{
  g_autoptr (Search) search = g_new0 (Search, 1);
  const guint n_painted = (search->timeline = studio_timeline_new (job, lane)) != NULL
                              ? studio_timeline_get_n_known (search->timeline)
                              : 0;

  if (n_known < 1 || n_known > n_painted)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "there is no moment after %u values, %u are painted", n_known,
                   n_painted);
      return NULL;
    }

  search->recipe = studio_recipe_copy (studio_timeline_get_lane (search->timeline)->recipe);
  studio_recipe_cut (search->recipe, n_known);
  return g_steal_pointer (&search);
}

static StudioMoment *
keep (Search *search, WeftGenerator *found, GError **error)
{
  if (found == NULL)
    return NULL;

  return studio_moment_new (weft_generator_get_state (found), 0, weft_generator_get_values (found, 0),
                            weft_generator_get_n_known (found), search->recipe, error);
}

StudioMoment *
studio_moment_take (StudioJob *job, guint lane, guint n_known, GError **error)
{
  g_autoptr (Search) search = search_new (job, lane, n_known, error);

  return search != NULL ? keep (search, studio_timeline_seek (search->timeline, n_known, error), error) : NULL;
}

static void
sought_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  WeftGenerator *found = studio_timeline_seek_finish (STUDIO_TIMELINE (source), result, &error);
  StudioMoment *moment = keep (g_task_get_task_data (task), found, &error);

  if (moment != NULL)
    g_task_return_pointer (task, moment, (GDestroyNotify) studio_moment_unref);
  else
    g_task_return_error (task, error);
}

void
studio_moment_take_async (StudioJob *job, guint lane, guint n_known, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (job, NULL, callback, user_data);
  GError *error = NULL;
  Search *search = search_new (job, lane, n_known, &error);

  g_task_set_source_tag (task, studio_moment_take_async);
  if (search == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, search, search_free);
  studio_timeline_seek_async (search->timeline, n_known, sought_cb, g_object_ref (task));
}

StudioMoment *
studio_moment_take_finish (StudioJob *job, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, job), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
