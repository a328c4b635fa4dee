/* SPDX-License-Identifier: MIT */
/* `weft replay`: paints an image again from the recipe it carries and compares every pixel. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"
#include "app/cli/interrupt.h"
#include "app/cli/messages.h"
#include "app/cli/model.h"
#include "app/cli/output-file.h"
#include "app/cli/painter.h"
#include "app/cli/print.h"
#include "app/cli/progress.h"

#include "app/input.h"
#include "app/png.h"
#include "app/recipe-json.h"

#include <string.h>

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  { 'o', "output", CLI_FILE, "AGAIN.png", "also write the image that was painted again" },
  { 0, "overwrite", CLI_FLAG, NULL, "replace the file of --output if it exists" },
  CLI_OPTION_THREADS,
  CLI_OPTIONS_FACTS,
  CLI_OPTION_JSON,
  CLI_OPTION_PROGRESS,
  CLI_OPTIONS_COMMON,
};

typedef struct {
  const CliArguments *arguments; /* borrowed */
  const char *path;              /* borrowed */
  StudioPixels *pixels;
  StudioRecipe *recipe;
  StudioEntry *entry;
  WeftModel *model;
  StudioPicture *again;
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->pixels, studio_pixels_free);
  g_clear_pointer (&run->recipe, studio_recipe_free);
  g_clear_object (&run->entry);
  g_clear_pointer (&run->model, weft_model_unref);
  g_clear_object (&run->again);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
read_image (Run *run, GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (run->path, STUDIO_PNG_MAX_FILE, error);

  run->pixels = bytes != NULL ? studio_png_decode (bytes, error) : NULL;
  run->recipe = run->pixels != NULL ? studio_recipe_from_png (bytes, error) : NULL;
  if (run->recipe == NULL)
    cli_prefix_error (error, "cannot replay", run->path);

  return run->recipe != NULL;
}

static StudioStoreMode
get_store_mode (const CliArguments *arguments)
{
  return cli_arguments_is_given (arguments, "overwrite") ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW;
}

static gboolean
check_output (Run *run, GError **error)
{
  const char *output = cli_arguments_get_text (run->arguments, "output");

  return output == NULL || cli_output_file_check (output, get_store_mode (run->arguments), run->path, error);
}

static gboolean
find_model (Run *run, GError **error)
{
  run->model = cli_model_load_of_recipe (run->arguments, run->recipe, &run->entry, error);
  if (run->model == NULL)
    cli_prefix_error (error, "cannot replay", run->path);

  return run->model != NULL;
}

static gboolean
paint_again (Run *run, GError **error)
{
  g_autoptr (CliProgress) progress = cli_progress_new (run->arguments, "values",
                                                       weft_config_get_image_values (&run->recipe->shape));

  run->again = cli_painter_paint (run->arguments, run->model, run->recipe, progress, 0, error);
  if (run->again == NULL && !cli_interrupt_pending ())
    cli_prefix_error (error, "cannot replay", run->path);

  return run->again != NULL;
}

/* What differs between how the picture was made and how it was made again, as the likely reason. */
static char *
dup_reason (Run *run)
{
  const char *sha256 = studio_entry_get_sha256 (run->entry);
  const char *kernels = weft_model_get_kernels_name (run->model);

  if (run->recipe->checkpoint_sha256 != NULL && g_strcmp0 (sha256, run->recipe->checkpoint_sha256) != 0)
    return g_strdup ("the checkpoint is not the one of the recipe: its SHA-256 differs");
  if (g_strcmp0 (run->recipe->program_version, WEFT_VERSION) != 0)
    return g_strdup_printf ("it was painted by Weft %s, this is %s", run->recipe->program_version,
                            WEFT_VERSION);
  if (g_strcmp0 (run->recipe->kernels, kernels) != 0)
    return g_strdup_printf ("it was painted with kernels %s, this machine uses %s", run->recipe->kernels,
                            kernels);
  if (run->recipe->steps_done < weft_config_get_image_values (&run->recipe->shape))
    return g_strdup ("the picture was not complete when it was saved");

  return g_strdup ("nothing in the recipe explains it: the picture was edited, or this is a bug in Weft");
}

static guint64
count_differences (const StudioPixels *a, const StudioPixels *b, guint *first_x, guint *first_y)
{
  guint64 n = 0;

  for (guint i = 0; i < a->width * a->height; i++)
    if (memcmp (a->data + (gsize) i * a->n_channels, b->data + (gsize) i * b->n_channels, a->n_channels) != 0)
      {
        if (n++ == 0)
          {
            *first_x = i % a->width;
            *first_y = i / a->width;
          }
      }

  return n;
}

static void
print_result (Run *run, guint64 n_different)
{
  if (cli_arguments_is_given (run->arguments, "json"))
    {
      json_t *document = json_pack ("{s:o, s:b, s:I}", "file", cli_json_text (run->path), "equal",
                                    n_different == 0, "different_pixels", (json_int_t) n_different);

      cli_print_json (document);
      json_decref (document);
    }
  else if (n_different == 0)
    cli_print ("equal: all %u pixels\n", run->pixels->width * run->pixels->height);
}

static gboolean
compare (Run *run, GError **error)
{
  g_autoptr (StudioPixels) small = studio_picture_dup_pixels (run->again, error);
  g_autoptr (StudioPixels) pixels = small != NULL ? studio_pixels_scale (small, run->recipe->scale, error)
                                                  : NULL;
  guint x = 0;
  guint y = 0;

  if (pixels == NULL)
    return FALSE;

  if (pixels->width != run->pixels->width || pixels->height != run->pixels->height
      || pixels->n_channels != run->pixels->n_channels)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_REFUSED,
                   "it is %u x %u, its recipe gives %u x %u (it was scaled or converted)", run->pixels->width,
                   run->pixels->height, pixels->width, pixels->height);
      cli_prefix_error (error, "cannot reproduce", run->path);
      return FALSE;
    }

  const guint64 n = count_differences (run->pixels, pixels, &x, &y);
  print_result (run, n);
  if (n == 0)
    return TRUE;

  g_autofree char *reason = dup_reason (run);
  g_set_error (error, CLI_ERROR, CLI_EXIT_REFUSED,
               "%" G_GUINT64_FORMAT " of %u pixels differ, the first at column %u, row %u (%s)", n,
               pixels->width * pixels->height, x, y, reason);
  cli_prefix_error (error, "cannot reproduce", run->path);
  return FALSE;
}

static gboolean
write_again (Run *run, GError **error)
{
  const char *output = cli_arguments_get_text (run->arguments, "output");
  g_autoptr (GBytes) png = NULL;

  if (output == NULL)
    return TRUE;

  png = studio_picture_to_png (run->again, run->recipe->scale, TRUE, error);
  return png != NULL && cli_output_file_write (output, png, get_store_mode (run->arguments), error);
}

static gboolean
run_replay (const CliArguments *arguments, GError **error)
{
  g_auto (Run) run = { .arguments = arguments, .path = cli_arguments_get_operands (arguments)[0] };

  return read_image (&run, error) && check_output (&run, error) && find_model (&run, error)
         && paint_again (&run, error) && write_again (&run, error) && compare (&run, error);
}

const CliCommand cli_command_replay = {
  .name = "replay",
  .operands = "IMAGE.png",
  .min_operands = 1,
  .max_operands = 1,
  .summary = "paint an image again from its recipe and compare every pixel",
  .description = "Reads the recipe that weft and the studio put into their PNG files, paints the image again "
                 "and compares. Ends "
                 "with 0 if all pixels are equal. Ends with 3 if not, and says how many differ, where the "
                 "first one is, and the "
                 "likely reason.",
  .examples = "weft sample -m digits -s 7 -o seven.png\n"
              "weft replay seven.png\n"
              "weft replay seven.png -m data/checkpoints/digits.safetensors -o again.png",
  .options = options,
  .run = run_replay,
};
