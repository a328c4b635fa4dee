/* SPDX-License-Identifier: MIT */
/* train-steps CHECKPOINT VALUES BATCH STEPS OPTIMIZER OUT: the engine's trainer as a program, for test-engine.py: begins with
 * a checkpoint, makes steps on one batch, and writes the first gradient, all bits/dim, and weights and averages after. */
#include "engine/format/safetensors-writer.h"
#include "engine/train/trainer-private.h"

#include <stdio.h>
#include <stdlib.h>

static void
fail_on (const GError *error)
{
  if (error == NULL)
    return;

  g_printerr ("train-steps: %s\n", error->message);
  exit (1);
}

static void
add_array (WeftContainerWriter *writer, const WeftTrainer *trainer, const char *prefix, const float *array)
{
  for (guint i = 0; i < trainer->parameters->n_list; i++)
    {
      const WeftParameter *p = &trainer->parameters->list[i];
      g_autofree char *name = g_strdup_printf ("%s/%s", prefix, p->tensor.name);
      g_autoptr (GBytes) bytes = g_bytes_new (array + p->offset, p->n * sizeof (float));

      weft_container_writer_add (writer, name, WEFT_DTYPE_F32, p->tensor.shape, p->tensor.rank, bytes);
    }
}

static void
make_steps (WeftTrainer *trainer, WeftContainerWriter *writer, const guint8 *values, guint n_steps)
{
  g_autofree double *bits = g_new (double, n_steps);
  g_autoptr (GBytes) bytes = NULL;
  const guint64 shape = n_steps;

  for (guint step = 0; step < n_steps; step++)
    {
      g_autoptr (GError) error = NULL;

      weft_trainer_step (trainer, values, &bits[step], &error);
      fail_on (error);
      if (step == 0)
        add_array (writer, trainer, "gradient", trainer->slots[0].gradient);
    }

  bytes = g_bytes_new (bits, n_steps * sizeof (double));
  weft_container_writer_add (writer, "bits", WEFT_DTYPE_F64, &shape, 1, bytes);
}

int
main (int argc, char **argv)
{
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autoptr (WeftCheckpoint) checkpoint = NULL;
  g_autoptr (WeftTeam) team = NULL;
  g_autoptr (WeftTrainer) trainer = NULL;
  g_autoptr (GBytes) out = NULL;
  g_autofree char *values = NULL;
  guint n_steps;

  if (argc != 7)
    return 2;

  n_steps = (guint) atoi (argv[4]);
  options.batch = (guint) atoi (argv[3]);
  options.n_steps = 2 * n_steps;
  options.warm_up = 2;
  if (!weft_optimizer_from_string (argv[5], &options.optimizer))
    return 2;
  options.decay = options.optimizer == WEFT_OPTIMIZER_ADAMW ? 0.01 : 0.0; /* PyTorch's own */

  checkpoint = weft_checkpoint_open (argv[1], NULL, &error);
  fail_on (error);
  team = weft_team_new (2, &error);
  fail_on (error);
  trainer = weft_trainer_new (weft_checkpoint_get_config (checkpoint), &options, team, &error);
  fail_on (error);
  weft_trainer_load_weights (trainer, checkpoint, &error);
  fail_on (error);
  g_file_get_contents (argv[2], &values, NULL, &error);
  fail_on (error);

  make_steps (trainer, writer, (const guint8 *) values, n_steps);
  add_array (writer, trainer, "weights", trainer->weights);
  add_array (writer, trainer, "average", trainer->average);
  out = weft_container_writer_finish (writer, &error);
  fail_on (error);
  g_file_set_contents (argv[6], g_bytes_get_data (out, NULL), (gssize) g_bytes_get_size (out), &error);
  fail_on (error);
  return 0;
}
