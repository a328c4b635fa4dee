/* SPDX-License-Identifier: MIT */
#include "app/queue-run.h"

struct _StudioQueueRun {
  GObject parent_instance;

  StudioRecipe *recipe; /* owned */
  guint n_images;
  char *problem;        /* owned */
};

G_DEFINE_FINAL_TYPE (StudioQueueRun, studio_queue_run, G_TYPE_OBJECT)

static void
studio_queue_run_finalize (GObject *object)
{
  StudioQueueRun *run = STUDIO_QUEUE_RUN (object);

  studio_recipe_free (run->recipe);
  g_free (run->problem);
  G_OBJECT_CLASS (studio_queue_run_parent_class)->finalize (object);
}

static void
studio_queue_run_class_init (StudioQueueRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_queue_run_finalize;
}

static void
studio_queue_run_init (StudioQueueRun *run)
{
}

StudioQueueRun *
studio_queue_run_new (const StudioRecipe *recipe, guint n_images)
{
  StudioQueueRun *run = g_object_new (STUDIO_TYPE_QUEUE_RUN, NULL);

  run->recipe = studio_recipe_copy (recipe);
  run->n_images = n_images;
  return run;
}

const StudioRecipe *
studio_queue_run_get_recipe (StudioQueueRun *run)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE_RUN (run), NULL);

  return run->recipe;
}

guint
studio_queue_run_get_n_images (StudioQueueRun *run)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE_RUN (run), 0);

  return run->n_images;
}

void
studio_queue_run_count_image (StudioQueueRun *run)
{
  g_return_if_fail (STUDIO_IS_QUEUE_RUN (run) && run->n_images > 0);

  run->recipe->image++;
  run->n_images--;
}

const char *
studio_queue_run_get_problem (StudioQueueRun *run)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE_RUN (run), NULL);

  return run->problem;
}

void
studio_queue_run_set_problem (StudioQueueRun *run, const char *problem)
{
  g_return_if_fail (STUDIO_IS_QUEUE_RUN (run));

  g_free (run->problem);
  run->problem = g_strdup (problem);
}
