/* SPDX-License-Identifier: MIT */
/* What a step of training takes. Without arguments: time and memory by length, for linear and softmax attention, how they
 * grow, and where memory ends. Each row is this program again, as a child:
 *
 *   --size LAYERS HEADS WIDTH FEED-FORWARD LENGTH BATCH SECONDS bf16|f32 linear|softmax
 *          prints tokens a second by the clock and by the processors' time, seconds a step by both, and the process's peak
 *          of memory in bytes; and so once more, after as many SECONDS, for each line that it is given
 *   --peak prints what this machine's processors do at best in products of matrices, f32 by OpenBLAS and bf16 by the engine's
 *          own product, in multiply-adds a second, all threads together; 0 where there is none
 *
 * bench-train.py sets both beside PyTorch. */
#include "engine/blas.h"
#include "engine/train/trainer.h"
#include "tests/bench/rounded-product.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define N_ROUNDS 3

/* A team tries now and then whether its caller is faster alone, four steps in a row; so many have some that were shared. */
#define N_STEPS 6
#define N_LENGTHS 4

static const guint lengths[N_LENGTHS] = { 256, 1024, 4096, 16384 };

static WeftConfig
make_config (guint layers, guint heads, guint width, guint feed_forward, guint length, WeftAttention attention)
{
  return (WeftConfig) {
    .n_layers = layers, .n_heads = heads, .width = width, .feed_forward = feed_forward,
    .n_values = 256, .n_outputs = 256, .n_positions = length, .attention = attention,
    .output = WEFT_OUTPUT_CATEGORICAL, .image_width = length + 1, .image_height = 1,
  };
}

/* Seconds all threads of this process have worked: what other programs take does not count. */
static double
process_seconds (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* The most memory this process has had in use, in bytes. */
static double
get_peak (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || (line = strstr (text, "VmHWM:")) == NULL)
    return 0.0;

  return 1024.0 * (double) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

/* ---- one size ---- */

static guint8 *
make_values (gsize n)
{
  guint8 *values = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    values[i] = (guint8) (i * 7 % 251);
  return values;
}

/* Steps on one batch. */
typedef struct {
  WeftTeam *team;
  WeftTrainer *trainer;
  guint8 *values;
} Steps;

static void
clear_steps (Steps *steps)
{
  g_clear_pointer (&steps->trainer, weft_trainer_free);
  g_clear_pointer (&steps->team, weft_team_free);
  g_clear_pointer (&steps->values, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Steps, clear_steps)

/* The first step does not count: it touches memory for the first time. Returns: FALSE where memory does not suffice. */
static gboolean
begin_steps (Steps *steps, const WeftConfig *config, const WeftTrainOptions *options, GError **error)
{
  double bits;

  steps->values = make_values ((gsize) options->batch * (config->n_positions + 1));
  steps->team = weft_team_new (0, error);
  steps->trainer = steps->team != NULL ? weft_trainer_new (config, options, steps->team, error) : NULL;
  return steps->trainer != NULL && weft_trainer_step (steps->trainer, steps->values, &bits, error);
}

/* Seconds of the fastest step by the clock, and of work. */
static gboolean
measure (Steps *steps, guint n_steps, double at_least, double *seconds, double *work, GError **error)
{
  double bits, total = 0.0;

  *seconds = *work = INFINITY;
  for (guint i = 0; i < n_steps || total < at_least; i++)
    {
      const gint64 begin = g_get_monotonic_time ();
      const double before = process_seconds ();
      double taken;

      if (!weft_trainer_step (steps->trainer, steps->values, &bits, error))
        return FALSE;
      taken = 1e-6 * (double) (g_get_monotonic_time () - begin);
      *seconds = MIN (*seconds, taken);
      *work = MIN (*work, process_seconds () - before);
      total += taken;
    }

  return TRUE;
}

static gboolean
measure_size (char **words, GError **error)
{
  const double at_least = g_ascii_strtod (words[6], NULL);
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;
  g_auto (Steps) steps = { 0 };
  WeftAttention attention;
  WeftConfig config;
  char line[8];

  if (!weft_attention_from_string (words[8], &attention))
    return FALSE;
  config = make_config ((guint) atoi (words[0]), (guint) atoi (words[1]), (guint) atoi (words[2]), (guint) atoi (words[3]),
                        (guint) atoi (words[4]), attention);
  options.batch = (guint) atoi (words[5]);
  options.bf16 = strcmp (words[7], "bf16") == 0;
  options.n_steps = 100000;
  if (!begin_steps (&steps, &config, &options, error))
    return FALSE;

  do
    {
      const double tokens = (double) options.batch * config.n_positions;
      double seconds, work;

      if (!measure (&steps, at_least > 0.0 ? N_STEPS : N_ROUNDS, at_least, &seconds, &work, error))
        return FALSE;
      printf ("%.1f %.1f %.6f %.6f %.0f\n", tokens / seconds, tokens / work, seconds, work, get_peak ());
      fflush (stdout);
    }
  while (fgets (line, sizeof line, stdin) != NULL);

  return TRUE;
}

/* ---- the peak ---- */

#define SIZE 512 /* of square factors that nearly lie in the second cache */
#define N_PRODUCTS 40

typedef struct {
  float *factor, *product;
  BenchRounded *rounded; /* NULL: f32 */
} Square;

static Square
square_new (gboolean is_bf16)
{
  Square square = { g_new (float, SIZE * SIZE), g_new (float, SIZE * SIZE), is_bf16 ? bench_rounded_new (SIZE) : NULL };

  for (gsize i = 0; i < SIZE * SIZE; i++)
    square.factor[i] = (float) (i % 17) - 8.0f;
  return square;
}

static void
square_clear (Square *square)
{
  g_free (square->factor);
  g_free (square->product);
  g_clear_pointer (&square->rounded, bench_rounded_free);
}

static void
work_squares (WeftTeam *team, guint member, gpointer data)
{
  const Square *square = (const Square *) data + member;

  for (guint i = 0; i < N_PRODUCTS; i++)
    if (square->rounded != NULL)
      bench_rounded_multiply (square->rounded);
    else
      weft_blas_gemm (FALSE, FALSE, SIZE, SIZE, SIZE, 1.0f, square->factor, SIZE, square->factor, SIZE, 0.0f,
                      square->product, SIZE);
}

/* Multiply-adds a second, all threads together: the best of some rounds, for a peak is what can be had. */
static double
measure_peak (WeftTeam *team, gboolean is_bf16)
{
  const guint n = weft_team_get_n_members (team);
  g_autofree Square *squares = g_new (Square, n);
  double best = 0.0;

  for (guint i = 0; i < n; i++)
    squares[i] = square_new (is_bf16);
  for (guint round = 0; round < 4 * N_ROUNDS; round++)
    {
      const gint64 begin = g_get_monotonic_time ();

      weft_team_run (team, work_squares, squares);
      best = MAX (best, (double) n * N_PRODUCTS * SIZE * SIZE * SIZE / (1e-6 * (double) (g_get_monotonic_time () - begin)));
    }
  for (guint i = 0; i < n; i++)
    square_clear (&squares[i]);
  return best;
}

static gboolean
print_peak (GError **error)
{
  g_autoptr (WeftTeam) team = weft_team_new (0, error);

  if (team == NULL || !weft_blas_init (error) || !weft_blas_reserve (weft_team_get_n_members (team), error))
    return FALSE;

  printf ("%.0f %.0f\n", measure_peak (team, FALSE), weft_arithmetic_get (TRUE) != NULL ? measure_peak (team, TRUE) : 0.0);
  return TRUE;
}

/* ---- by length ---- */

#define LAYERS 4
#define HEADS 4
#define WIDTH 128
#define FEED_FORWARD 512
#define BATCH 2

static WeftConfig
get_config (guint length, WeftAttention attention)
{
  return make_config (LAYERS, HEADS, WIDTH, FEED_FORWARD, length, attention);
}

static guint64
get_bytes (guint length, WeftAttention attention, gboolean recompute)
{
  const WeftConfig config = get_config (length, attention);
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;

  options.batch = BATCH;
  options.recompute = recompute;
  return weft_trainer_get_bytes (&config, &options, g_get_num_processors ());
}

/* found: tokens by clock and work, seconds by clock and work, peak. */
static gboolean
ask_child (const char *program, guint length, WeftAttention attention, double *found, GError **error)
{
  g_autofree char *command = g_strdup_printf ("%s --size %d %d %d %d %u %d 0 f32 %s", program, LAYERS, HEADS, WIDTH,
                                              FEED_FORWARD, length, BATCH, weft_attention_to_string (attention));
  g_autofree char *output = NULL;
  int status;

  return g_spawn_command_line_sync (command, &output, NULL, &status, error) && g_spawn_check_wait_status (status, error)
         && sscanf (output, "%lf %lf %lf %lf %lf", &found[0], &found[1], &found[2], &found[3], &found[4]) == 5;
}

/* The power of the length that the values grow with: least squares of their logarithms from length @first on. */
static double
fit (const double *values, guint first)
{
  double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;

  for (guint i = first; i < N_LENGTHS; i++)
    {
      const double a = log (lengths[i]), b = log (values[i]);

      n++;
      x += a;
      y += b;
      xx += a * a;
      xy += a * b;
    }
  return (n * xy - x * y) / (n * xx - x * x);
}

static gboolean
print_lengths (const char *program, WeftAttention attention, GError **error)
{
  double work[N_LENGTHS], peak[N_LENGTHS];

  for (guint i = 0; i < N_LENGTHS; i++)
    {
      double found[5];

      if (!ask_child (program, lengths[i], attention, found, error))
        return FALSE;
      work[i] = found[3];
      peak[i] = found[4];
      printf ("%8u  %-9s  %10.4f  %10.4f  %10.1f  %10.1f  %10.1f\n", lengths[i], weft_attention_to_string (attention),
              found[2], found[3], peak[i] / 1e6, (double) get_bytes (lengths[i], attention, FALSE) / 1e6,
              (double) get_bytes (lengths[i], attention, TRUE) / 1e6);
      fflush (stdout);
    }

  printf ("%8s  %-9s  work grows with length to the power of %.2f, from 4096 on %.2f; the peak %.2f, %.2f\n\n", "",
          weft_attention_to_string (attention), fit (work, 0), fit (work, N_LENGTHS - 2), fit (peak, 0),
          fit (peak, N_LENGTHS - 2));
  return TRUE;
}

/* The longest sequence whose training needs no more than @memory. */
static guint
find_longest (guint64 memory, WeftAttention attention, gboolean recompute)
{
  guint fits = 1, too_long = G_MAXINT32;

  while (too_long - fits > 1)
    {
      const guint middle = fits + (too_long - fits) / 2;

      if (get_bytes (middle, attention, recompute) <= memory)
        fits = middle;
      else
        too_long = middle;
    }
  return fits;
}

/* The same for attention that keeps the weight of every pair: one number each, for each head of each layer of a sequence. */
static guint
find_longest_of_pairs (guint64 memory)
{
  return (guint) sqrt ((double) memory / ((double) LAYERS * HEADS * BATCH * sizeof (float)));
}

static void
print_refusal (guint length, WeftAttention attention)
{
  const WeftConfig config = get_config (length, attention);
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftTeam) team = weft_team_new (0, &error);
  g_autoptr (WeftTrainer) trainer = NULL;

  options.batch = BATCH;
  if (team != NULL)
    trainer = weft_trainer_new (&config, &options, team, &error);
  printf ("%8u  %-9s  %s\n", length, weft_attention_to_string (attention), trainer == NULL ? error->message : "fits");
}

static void
print_limits (void)
{
  const guint64 memory = (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE);

  printf ("The longest sequence that all of this machine's memory (%.1f GB) holds:\n", (double) memory / 1e9);
  for (int attention = 0; attention < 2; attention++)
    printf ("%8s  %-9s  %u, with recomputing %u\n", "", weft_attention_to_string (attention),
            find_longest (memory, attention, FALSE), find_longest (memory, attention, TRUE));
  printf ("%8s  %-9s  %u if the weight of every pair were kept, and nothing else\n\n", "", "softmax",
          find_longest_of_pairs (memory));
  for (int attention = 0; attention < 2; attention++)
    print_refusal (find_longest (memory, attention, FALSE) + 1, attention);
}

static gboolean
print_table (const char *program, GError **error)
{
  printf ("%d layers, %d heads, width %d, feed-forward %d, batch %d, f32, %u threads; the fastest of %d steps\n\n", LAYERS, HEADS,
          WIDTH, FEED_FORWARD, BATCH, g_get_num_processors (), N_ROUNDS);
  printf ("%8s  %-9s  %10s  %10s  %10s  %10s  %10s\n", "", "", "s a step,", "", "MB,", "MB by", "MB by plan,");
  printf ("%8s  %-9s  %10s  %10s  %10s  %10s  %10s\n", "length", "attention", "by clock", "of work", "peak", "plan",
          "recomputing");
  for (int attention = 0; attention < 2; attention++)
    if (!print_lengths (program, attention, error))
      return FALSE;

  print_limits ();
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (argc == 11 && g_str_equal (argv[1], "--size"))
    done = measure_size (argv + 2, &error);
  else if (argc == 2 && g_str_equal (argv[1], "--peak"))
    done = print_peak (&error);
  else
    done = print_table (argv[0], &error);

  if (!done)
    g_printerr ("bench-train: %s\n", error != NULL ? error->message : "see the top of its source");
  return done ? 0 : 1;
}
