/* SPDX-License-Identifier: MIT */
/* What the files of a training run share: its beginning, its end, and what is told on the way. */
#include "app/training-run-private.h"

#include <math.h>

#define RATE_WINDOW 5.0 /* seconds */

StudioTrainingRun *
studio_training_run_new (const StudioTrainingPlan *plan, const char *state_path, gboolean resume)
{
  StudioTrainingRun *run = g_new0 (StudioTrainingRun, 1);

  studio_training_plan_copy (&run->plan, plan);
  run->plan.pictures.seed = plan->learning.seed;
  run->state_path = g_strdup (state_path);
  run->resume = resume;
  run->cancellable = g_cancellable_new ();
  run->points = g_array_new (FALSE, FALSE, sizeof (StudioTrainingPoint));
  run->notes = g_ptr_array_new_with_free_func (g_free);
  atomic_init (&run->bits_per_dim, NAN);
  atomic_init (&run->seconds_left, -1.0);
  studio_rate_init (&run->rate, RATE_WINDOW, 0);
  return run;
}

void
studio_training_run_free (gpointer data)
{
  StudioTrainingRun *run = data;

  g_clear_pointer (&run->dealer, studio_dealer_free);
  g_clear_pointer (&run->trainer, weft_trainer_free);
  g_clear_pointer (&run->team, weft_team_free);
  g_clear_pointer (&run->origin, weft_checkpoint_free);
  g_clear_pointer (&run->test, studio_picture_set_unref);
  g_clear_pointer (&run->set, studio_picture_set_unref);
  g_clear_pointer (&run->samples, g_ptr_array_unref);
  g_clear_pointer (&run->checkpoint, g_bytes_unref);
  g_array_unref (run->points);
  g_ptr_array_unref (run->notes);
  g_object_unref (run->cancellable);
  studio_training_plan_clear (&run->plan);
  g_free (run->state_path);
  g_free (run->identity);
  g_free (run->batch);
  g_free (run);
}

void
studio_training_run_note (StudioWorker *worker, StudioTrainingRun *run, char *note)
{
  studio_worker_lock (worker);
  g_ptr_array_add (run->notes, note);
  studio_worker_unlock (worker);
  studio_worker_post (worker);
}

const guint8 *
studio_training_run_get_held_out (StudioTrainingRun *run, gsize *n)
{
  StudioPictureSet *set = run->test != NULL ? run->test : run->set;

  *n = run->test != NULL ? studio_picture_set_get_n_training (set) : studio_picture_set_get_n_held_out (set);
  if (*n == 0)
    return NULL;

  return run->test != NULL ? studio_picture_set_get_training (set) : studio_picture_set_get_held_out (set);
}
