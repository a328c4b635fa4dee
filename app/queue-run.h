/* SPDX-License-Identifier: MIT */
/* StudioQueueRun: one run of the queue, a recipe and how many images are still to be painted by it. */
#pragma once

#include "app/recipe.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * StudioQueueRun: one run of the queue.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_QUEUE_RUN (studio_queue_run_get_type ())
G_DECLARE_FINAL_TYPE (StudioQueueRun, studio_queue_run, STUDIO, QUEUE_RUN, GObject)

/**
 * studio_queue_run_new:
 * @recipe: of the first image; copied
 * @n_images: 1 ..
 */
StudioQueueRun *studio_queue_run_new (const StudioRecipe *recipe, guint n_images);

/**
 * studio_queue_run_get_recipe: (transfer none): of the next image of the run.
 */
const StudioRecipe *studio_queue_run_get_recipe (StudioQueueRun *run);

/**
 * studio_queue_run_get_n_images: that are still to be painted; 0 only between the last one and its leaving the queue.
 */
guint studio_queue_run_get_n_images (StudioQueueRun *run);

/**
 * studio_queue_run_count_image: one of them is painted, the recipe is that of the next.
 */
void studio_queue_run_count_image (StudioQueueRun *run);

/**
 * studio_queue_run_get_problem: (nullable): why it could not be painted, one sentence.
 */
const char *studio_queue_run_get_problem (StudioQueueRun *run);
void        studio_queue_run_set_problem (StudioQueueRun *run, const char *problem);

G_END_DECLS
