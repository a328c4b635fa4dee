/* SPDX-License-Identifier: MIT */
/* From options to a plan. */
#include "app/cli/training-options.h"

#include "app/cli/exit.h"

#include "engine/format/escape.h"

#include <string.h>

const char *const cli_training_size_choices[] = { "tiny", "small", "paper", NULL };
const char *const cli_training_head_choices[] = { "mixture-of-logistics", "categorical", NULL };
const char *const cli_training_fit_choices[] = { "crop", "pad", NULL };
const char *const cli_training_optimizer_choices[] = { "adamw", "radam", NULL };
const char *const cli_training_precision_choices[] = { "f32", "bf16", NULL };

static gboolean
refuse (GError **error, const char *option, const char *text, const char *advice)
{
  g_autofree char *shown = weft_escape_name (text, -1);

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--%s is '%s' (%s)", option, shown, advice);
  return FALSE;
}

/* WxH; nothing where the option is not given. */
static gboolean
read_image_size (const CliArguments *arguments, StudioPictureOptions *pictures, GError **error)
{
  const char *text = cli_arguments_get_text (arguments, "image-size");
  g_auto (GStrv) sides = text != NULL ? g_strsplit (text, "x", 3) : NULL;
  guint64 width;
  guint64 height;

  if (text == NULL)
    return TRUE;

  if (g_strv_length (sides) != 2 || !cli_parse_integer (sides[0], &width)
      || !cli_parse_integer (sides[1], &height) || width < 1 || height < 1
      || MAX (width, height) > STUDIO_PICTURE_SET_MAX_SIDE)
    return refuse (error, "image-size", text,
                   "give width x height in pixels, 1 to " G_STRINGIFY (STUDIO_PICTURE_SET_MAX_SIDE)
                   " each, such as 32x32");

  pictures->width = (guint) width;
  pictures->height = (guint) height;
  return TRUE;
}

static gboolean
read_pictures (const CliArguments *arguments, StudioTrainingPlan *plan, GError **error)
{
  StudioPictureOptions *pictures = &plan->pictures;

  plan->data = g_strdup (cli_arguments_get_operands (arguments)[0]);
  plan->test = g_strdup (cli_arguments_get_text (arguments, "test"));
  pictures->fit = cli_arguments_get_integer (arguments, "fit");
  pictures->has_mode = cli_arguments_is_given (arguments, "mode");
  pictures->mode = cli_arguments_get_integer (arguments, "mode");
  pictures->n_colours = cli_arguments_get_integer (arguments, "colours");
  pictures->strict = cli_arguments_is_given (arguments, "strict");
  if (cli_arguments_is_given (arguments, "held-out"))
    pictures->n_held_out = cli_arguments_get_integer (arguments, "held-out");

  return read_image_size (arguments, pictures, error);
}

/* Numbers between commas, or "none". */
static gboolean
read_context (const CliArguments *arguments, StudioTrainingPlan *plan, GError **error)
{
  const char *text = cli_arguments_get_text (arguments, "context");
  g_auto (GStrv) words = NULL;

  plan->has_context = text != NULL;
  if (text == NULL || strcmp (text, "none") == 0)
    return TRUE;

  words = g_strsplit (text, ",", WEFT_MAX_CONTEXT + 1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 offset;

      if (i == WEFT_MAX_CONTEXT || !cli_parse_integer (words[i], &offset) || offset < 1
          || offset > G_MAXINT32)
        return refuse (error, "context", text,
                       "give at most " G_STRINGIFY (WEFT_MAX_CONTEXT)
                       " whole numbers with commas between, or none");
      plan->context_offsets[plan->n_context++] = (guint) offset;
    }

  return TRUE;
}

static gboolean
read_network (const CliArguments *arguments, StudioTrainingPlan *plan, GError **error)
{
  const struct {
    const char *name;
    guint *size;
  } sizes[] = {
    { "layers", &plan->n_layers },
    { "heads", &plan->n_heads },
    { "width", &plan->width },
    { "feed-forward", &plan->feed_forward },
  };

  studio_training_plan_set_size (plan, cli_arguments_get_integer (arguments, "size"));
  if (cli_arguments_is_given (arguments, "width"))
    plan->feed_forward = 4 * cli_arguments_get_integer (arguments, "width");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (cli_arguments_is_given (arguments, sizes[i].name))
      *sizes[i].size = cli_arguments_get_integer (arguments, sizes[i].name);

  plan->origin = g_strdup (cli_arguments_get_text (arguments, "from"));
  plan->attention = cli_arguments_get_integer (arguments, "attention");
  plan->output = cli_arguments_get_integer (arguments, "output-head");
  return read_context (arguments, plan, error);
}

static void
read_learning (const CliArguments *arguments, StudioTrainingPlan *plan)
{
  WeftTrainOptions *learning = &plan->learning;

  learning->n_steps = cli_arguments_get_integer (arguments, "steps");
  plan->hours = cli_arguments_get_real (arguments, "hours");
  learning->batch = cli_arguments_get_integer (arguments, "batch");
  learning->rate = cli_arguments_get_real (arguments, "rate");
  learning->warm_up = cli_arguments_get_integer (arguments, "warm-up");
  learning->optimizer = cli_arguments_get_integer (arguments, "optimizer");
  learning->average = cli_arguments_get_real (arguments, "average");
  learning->dropout = cli_arguments_get_real (arguments, "dropout");
  learning->bf16 = g_str_equal (cli_arguments_get_text (arguments, "precision"), "bf16");
  learning->recompute = cli_arguments_is_given (arguments, "recompute");
  learning->seed = cli_arguments_get_integer (arguments, "seed");
}

static void
read_reports (const CliArguments *arguments, StudioTrainingPlan *plan)
{
  g_autofree char *name = g_path_get_basename (cli_arguments_get_text (arguments, "output"));

  if (g_str_has_suffix (name, ".safetensors"))
    name[strlen (name) - strlen (".safetensors")] = '\0';
  if (cli_arguments_is_given (arguments, "samples"))
    plan->samples_every = cli_arguments_get_integer (arguments, "samples-every");
  plan->n_threads = cli_arguments_get_integer (arguments, "threads");
  plan->measure_every = cli_arguments_get_integer (arguments, "measure-every");
  plan->save_every = cli_arguments_get_real (arguments, "save-every");
  plan->title = cli_arguments_is_given (arguments, "title")
                    ? g_strdup (cli_arguments_get_text (arguments, "title"))
                    : g_utf8_make_valid (name, -1);
  plan->dataset = g_strdup (cli_arguments_get_text (arguments, "dataset"));
  plan->licence = g_strdup (cli_arguments_get_text (arguments, "licence"));
}

static gboolean
set_usage (GError **error, const char *why)
{
  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE, why);
  return FALSE;
}

/* What an option says that another one settles. */
static gboolean
check_pairs (const CliArguments *arguments, GError **error)
{
  static const char *const of_origin[] = {
    "size", "layers", "heads", "width", "feed-forward", "attention", "output-head", "mode", "image-size",
    "colours",
  };

  if (cli_arguments_is_given (arguments, "steps") == cli_arguments_is_given (arguments, "hours"))
    return set_usage (error, cli_arguments_is_given (arguments, "steps")
                                 ? "--steps and --hours contradict each other (give one)"
                                 : "how long is it to learn? (give --steps N or --hours H)");

  for (guint i = 0; i < G_N_ELEMENTS (of_origin) && cli_arguments_is_given (arguments, "from"); i++)
    if (cli_arguments_is_given (arguments, of_origin[i]))
      {
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                     "--%s and --from contradict each other: the checkpoint decides (leave one out)",
                     of_origin[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_texts (const StudioTrainingPlan *plan, GError **error)
{
  const char *const texts[] = { plan->title, plan->dataset, plan->licence };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && !g_utf8_validate (texts[i], -1, NULL))
      return set_usage (error, "--title, --dataset and --licence are kept in the checkpoint as UTF-8 "
                               "(give them so)");

  return TRUE;
}

gboolean
cli_training_options_read (const CliArguments *arguments, StudioTrainingPlan *plan, GError **error)
{
  studio_training_plan_init (plan);
  if (!check_pairs (arguments, error) || !read_pictures (arguments, plan, error)
      || !read_network (arguments, plan, error))
    return FALSE;

  read_learning (arguments, plan);
  read_reports (arguments, plan);
  return check_texts (plan, error);
}
