/* SPDX-License-Identifier: MIT */
/* What a step of training takes. Without arguments: time and memory by length, for linear and softmax attention. With
 * LAYERS HEADS WIDTH FEED-FORWARD BATCH SECONDS bf16|f32: tokens per second of that size over 32 x 32 pictures, the median
 * of its steps, by the clock and by the processors' time, for bench-train.py to set beside PyTorch's. */
#include "engine/blas.h"
#include "engine/train/trainer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_ROUNDS 3

static WeftConfig
make_config (guint layers, guint heads, guint width, guint feed_forward, guint length, WeftAttention attention)
{
  return (WeftConfig) {
    .n_layers = layers, .n_heads = heads, .width = width, .feed_forward = feed_forward,
    .n_values = 256, .n_outputs = 256, .n_positions = length, .attention = attention,
    .output = WEFT_OUTPUT_CATEGORICAL, .image_width = length + 1, .image_height = 1,
  };
}

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Seconds all threads of this process have worked: what other programs take does not count. */
static double
process_seconds (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static double
median (GArray *times)
{
  qsort (times->data, times->len, sizeof (double), compare);
  return g_array_index (times, double, times->len / 2);
}

static guint8 *
make_values (gsize n)
{
  guint8 *values = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    values[i] = (guint8) (i * 7 % 251);
  return values;
}

/* Median seconds of a step by the clock, and of work, after one that is not counted. Returns: FALSE where memory does not
 * suffice. */
static gboolean
measure (const WeftConfig *config, const WeftTrainOptions *options, double at_least, double *seconds, double *work,
         GError **error)
{
  g_autoptr (WeftTeam) team = weft_team_new (0, error);
  g_autoptr (WeftTrainer) trainer = team != NULL ? weft_trainer_new (config, options, team, error) : NULL;
  g_autofree guint8 *values = make_values ((gsize) options->batch * (config->n_positions + 1));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) works = g_array_new (FALSE, FALSE, sizeof (double));
  double bits, total = 0.0;

  if (trainer == NULL || !weft_trainer_step (trainer, values, &bits, error))
    return FALSE;

  while (times->len < N_ROUNDS || total < at_least)
    {
      const gint64 begin = g_get_monotonic_time ();
      const double before = process_seconds ();
      double taken, worked;

      if (!weft_trainer_step (trainer, values, &bits, error))
        return FALSE;
      taken = 1e-6 * (double) (g_get_monotonic_time () - begin);
      worked = process_seconds () - before;
      g_array_append_val (times, taken);
      g_array_append_val (works, worked);
      total += taken;
    }

  *seconds = median (times);
  *work = median (works);
  return TRUE;
}

static gboolean
measure_size (char **argv)
{
  const guint batch = (guint) atoi (argv[5]);
  const WeftConfig config = make_config ((guint) atoi (argv[1]), (guint) atoi (argv[2]), (guint) atoi (argv[3]),
                                         (guint) atoi (argv[4]), 1023, WEFT_ATTENTION_LINEAR);
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  double seconds, work;

  options.batch = batch;
  options.bf16 = strcmp (argv[7], "bf16") == 0;
  options.n_steps = 100000;
  if (!measure (&config, &options, g_ascii_strtod (argv[6], NULL), &seconds, &work, &error))
    {
      g_printerr ("bench-train: %s\n", error->message);
      return FALSE;
    }

  printf ("%.1f %.1f\n", batch * config.n_positions / seconds, batch * config.n_positions / work);
  return TRUE;
}

static void
print_length (guint length, WeftAttention attention, gboolean recompute)
{
  const WeftConfig config = make_config (4, 4, 128, 512, length, attention);
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  double seconds, work;
  guint64 bytes;

  options.batch = 2;
  options.recompute = recompute;
  bytes = weft_trainer_get_bytes (&config, &options, g_get_num_processors ());
  if (measure (&config, &options, 0.0, &seconds, &work, &error))
    printf ("%8u  %-8s  %-4s  %10.3f  %10.3f  %10.0f\n", length, weft_attention_to_string (attention),
            recompute ? "yes" : "no", seconds, work, (double) bytes / 1e6);
  else
    printf ("%8u  %-8s  %-4s  %s\n", length, weft_attention_to_string (attention), recompute ? "yes" : "no",
            error->message);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  static const guint lengths[] = { 256, 1024, 4096, 16384 };

  if (argc == 8)
    return measure_size (argv) ? 0 : 1;

  printf ("4 layers, 4 heads, width 128, feed-forward 512, batch 2, f32, %u threads; median of %d steps\n\n",
          g_get_num_processors (), N_ROUNDS);
  printf ("%8s  %-8s  %-4s  %10s  %10s  %10s\n", "length", "attention", "again", "s a step", "s of work", "MB");
  for (guint attention = 0; attention < 2; attention++)
    for (guint recompute = 0; recompute < 2; recompute++)
      for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
        print_length (lengths[i], (WeftAttention) attention, recompute != 0);

  return 0;
}
