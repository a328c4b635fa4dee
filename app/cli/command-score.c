/* SPDX-License-Identifier: MIT */
/* `weft score`: bits per dimension of known images. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/interrupt.h"
#include "app/cli/messages.h"
#include "app/cli/model.h"
#include "app/cli/print.h"
#include "app/cli/progress.h"

#include "app/dataset.h"
#include "app/statistics.h"

#include "engine/error.h"
#include "engine/score.h"

#include <math.h>

#define IMAGES_A_MEMBER 4 /* scored between two looks at progress and signals */

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  { 0, "limit", CLI_INTEGER, "N", "score the first N images only", .minimum = 1, .maximum = G_MAXUINT32 },
  CLI_OPTION_THREADS,
  CLI_OPTION_PRECISION,
  CLI_OPTIONS_FACTS,
  CLI_OPTION_JSON,
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

typedef struct {
  const CliArguments *arguments; /* borrowed */
  StudioEntry *entry;
  WeftModel *model;
  WeftTeam *team;
  WeftScorer *scorer;
  GPtrArray *datasets;   /* of StudioDataset, in the order of the operands */
  GArray *bits;          /* of double, one an image */
  CliProgress *progress;
  guint64 n_images;      /* to be scored */
  guint64 limit;         /* of --limit, or more than there can be */
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->progress, cli_progress_free);
  g_clear_pointer (&run->bits, g_array_unref);
  g_clear_pointer (&run->datasets, g_ptr_array_unref);
  g_clear_pointer (&run->scorer, weft_scorer_free);
  g_clear_pointer (&run->team, weft_team_free);
  g_clear_pointer (&run->model, weft_model_unref);
  g_clear_object (&run->entry);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
open_datasets (Run *run, GError **error)
{
  const char *const *paths = cli_arguments_get_operands (run->arguments);

  run->datasets = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_dataset_free);
  for (; *paths != NULL; paths++)
    {
      StudioDataset *dataset = studio_dataset_open (*paths, error);

      if (dataset == NULL)
        {
          cli_prefix_error (error, "cannot score", *paths);
          return FALSE;
        }
      g_ptr_array_add (run->datasets, dataset);
      run->n_images += studio_dataset_get_n_images (dataset);
    }

  if (run->n_images == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "it holds no images");
      cli_prefix_error (error, "cannot score", cli_arguments_get_operands (run->arguments)[0]);
      return FALSE;
    }

  if (cli_arguments_is_given (run->arguments, "limit"))
    run->limit = cli_arguments_get_integer (run->arguments, "limit");
  run->n_images = MIN (run->n_images, run->limit);
  return TRUE;
}

static gboolean
prepare (Run *run, GError **error)
{
  run->entry = cli_model_find (run->arguments, error);
  if (run->entry == NULL || !open_datasets (run, error))
    return FALSE;

  run->model = cli_model_load (run->arguments, run->entry, error);
  run->team = run->model != NULL ? cli_model_make_team (run->arguments, error) : NULL;
  run->scorer = run->team != NULL
                    ? weft_scorer_new (run->model, weft_model_get_config (run->model)->attention, run->team,
                                       error)
                    : NULL;
  run->bits = g_array_new (FALSE, FALSE, sizeof (double));
  run->progress = cli_progress_new (run->arguments, "images", run->n_images);
  return run->scorer != NULL;
}

static gboolean
score_images (Run *run, const guint8 *images, guint n, GError **error)
{
  const guint first = run->bits->len;

  if (n == 0)
    return TRUE;

  g_array_set_size (run->bits, first + n);
  if (!weft_scorer_run (run->scorer, images, n, &g_array_index (run->bits, double, first), error))
    {
      g_prefix_error (error, "cannot score images %u to %u: ", first, first + n - 1);
      return FALSE;
    }

  cli_progress_update (run->progress, run->bits->len);
  return cli_interrupt_check ("no result; --limit N scores fewer images", error);
}

/* Fills @images with up to @capacity more of one data set; @n says how many it were. Reads to the very end,
 * where damage may show, unless the limit comes before it. */
static gboolean
read_images (Run *run, StudioDataset *dataset, guint8 *images, guint capacity, guint *n, GError **error)
{
  const WeftConfig *config = weft_model_get_config (run->model);
  const gsize size = weft_config_get_image_values (config);

  for (*n = 0; *n < capacity && run->bits->len + *n < run->limit; *n += 1)
    {
      gboolean is_end = FALSE;

      if (!studio_dataset_next_values (dataset, config, weft_model_get_palette (run->model),
                                       images + *n * size, &is_end, error))
        return FALSE;
      if (is_end)
        return TRUE;
    }

  return TRUE;
}

static gboolean
score_dataset (Run *run, StudioDataset *dataset, const char *path, GError **error)
{
  const guint capacity = IMAGES_A_MEMBER * weft_team_get_n_members (run->team);
  g_autofree guint8 *images = g_new (guint8,
                                     (gsize) capacity
                                         * weft_config_get_image_values (weft_model_get_config (run->model)));
  guint n;

  do
    {
      if (!read_images (run, dataset, images, capacity, &n, error))
        {
          cli_prefix_error (error, "cannot score", path);
          return FALSE;
        }
      if (!score_images (run, images, n, error))
        return FALSE;
    }
  while (n == capacity);

  return TRUE;
}

static void
print_result (Run *run)
{
  const double *bits = (const double *) run->bits->data;
  const guint n = run->bits->len;
  const double mean = studio_statistics_mean (bits, n);
  const double deviation = studio_statistics_deviation (bits, n) / sqrt (n);
  const guint dimensions = weft_config_get_image_values (weft_model_get_config (run->model)) - 1;

  if (cli_arguments_is_given (run->arguments, "json"))
    {
      json_t *document = json_pack ("{s:o, s:f, s:o, s:i, s:i, s:s}", "model",
                                    cli_json_text (studio_entry_get_name (run->entry)), "bits_per_dim", mean,
                                    "standard_error", n > 1 ? json_real (deviation) : json_null (), "images", n, "dimensions", dimensions,
                                    "precision",
                                    weft_precision_to_string (weft_model_get_precision (run->model)));

      cli_print_json (document);
      json_decref (document);
      return;
    }

  /* One image says nothing of how much images differ. */
  g_autofree char *shown = n > 1 ? g_strdup_printf ("%.6f", deviation) : g_strdup ("-");
  cli_print ("bits/dim        %.6f\n"
             "standard error  %s\n"
             "images          %u\n"
             "dimensions      %u\n", mean, shown, n, dimensions);
}

static gboolean
run_score (const CliArguments *arguments, GError **error)
{
  g_auto (Run) run = { .arguments = arguments, .limit = G_MAXUINT64 };
  const gint64 begun = g_get_monotonic_time ();

  if (!prepare (&run, error))
    return FALSE;

  for (guint i = 0; i < run.datasets->len; i++)
    if (!score_dataset (&run, run.datasets->pdata[i], cli_arguments_get_operands (arguments)[i], error))
      return FALSE;

  cli_progress_clear (run.progress);
  print_result (&run);
  cli_detail (arguments, "images scored: %u, in %.2f s", run.bits->len,
              (g_get_monotonic_time () - begun) / (double) G_USEC_PER_SEC);
  return TRUE;
}

const CliCommand cli_command_score = {
  .name = "score",
  .operands = "DATA|IMAGE...",
  .min_operands = 1,
  .max_operands = G_MAXUINT,
  .summary = "how well a model knows given images, in bits per dimension",
  .description =
      "Prints the mean bits per dimension over all images, its standard error, the number of images and of "
      "dimensions. Less is better. The first value of an image is given and not counted.\n"
      "DATA is an IDX file such as MNIST's, N x height x width or N x height x width x 3, gzipped or not; "
      "IMAGE is "
      "a PNG file. All must have the model's size; for an indexed model all colours must be in its palette.",
  .examples = "weft sample -m digits -n 4 -o digit_%d.png\n"
              "weft score -m digits digit_*.png\n"
              "weft score -m digits --json digit_0.png",
  .options = options,
  .needs_blas = TRUE,
  .run = run_score,
};
