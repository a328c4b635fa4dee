/* SPDX-License-Identifier: MIT */
/* Plans: defaults, presets, and the network that fits the pictures. */
#include "app/training-plan.h"

#include "engine/error.h"

#include <string.h>

#define N_MIXTURES 10 /* as in the paper */

void
studio_training_plan_init (StudioTrainingPlan *plan)
{
  *plan = (StudioTrainingPlan) {
    .pictures.n_held_out = STUDIO_PICTURE_SET_TENTH,
    .attention = WEFT_ATTENTION_LINEAR,
    .output = WEFT_OUTPUT_CATEGORICAL,
    .learning = WEFT_TRAIN_OPTIONS_INIT,
    .measure_every = 500,
    .n_samples = 16,
    .save_every = 50,
  };
  studio_training_plan_set_size (plan, STUDIO_TRAINING_SMALL);
}

void
studio_training_plan_clear (StudioTrainingPlan *plan)
{
  g_free (plan->data);
  g_free (plan->test);
  g_free (plan->origin);
  g_free (plan->title);
  g_free (plan->dataset);
  g_free (plan->licence);
  *plan = (StudioTrainingPlan) { 0 };
}

void
studio_training_plan_copy (StudioTrainingPlan *target, const StudioTrainingPlan *source)
{
  *target = *source;
  target->data = g_strdup (source->data);
  target->test = g_strdup (source->test);
  target->origin = g_strdup (source->origin);
  target->title = g_strdup (source->title);
  target->dataset = g_strdup (source->dataset);
  target->licence = g_strdup (source->licence);
}

void
studio_training_plan_set_size (StudioTrainingPlan *plan, StudioTrainingSize size)
{
  static const guint sizes[][4] = { { 2, 2, 64, 256 }, { 4, 4, 128, 512 }, { 8, 8, 256, 1024 } };

  plan->n_layers = sizes[size][0];
  plan->n_heads = sizes[size][1];
  plan->width = sizes[size][2];
  plan->feed_forward = sizes[size][3];
}

/* As the recipe has it; offsets that reach beyond a small picture are left out. */
static void
choose_context (WeftConfig *config)
{
  const guint n_channels = weft_config_get_n_channels (config);
  const guint row = n_channels * config->image_width;
  const guint offsets[] = { row, row - n_channels, row + n_channels, 2 * row, 2, 3 };
  const guint n_offsets = n_channels == 1 ? 4 : 6;

  for (guint i = 0; i < n_offsets; i++)
    if (offsets[i] >= 1 && offsets[i] <= config->n_positions)
      config->context_offsets[config->n_context++] = offsets[i];
}

static guint
count_outputs (const StudioTrainingPlan *plan, const WeftConfig *config)
{
  return plan->output == WEFT_OUTPUT_CATEGORICAL ? config->n_values : 3 * N_MIXTURES;
}

gboolean
studio_training_plan_make_config (const StudioTrainingPlan *plan, StudioPictureSet *set, WeftConfig *config,
                                  GError **error)
{
  *config = (WeftConfig) {
    .n_layers = plan->n_layers,
    .n_heads = plan->n_heads,
    .width = plan->width,
    .feed_forward = plan->feed_forward,
    .attention = plan->attention,
    .activation = WEFT_ACTIVATION_RELU,
    .output = plan->output,
  };
  studio_picture_set_describe (set, config);
  config->n_outputs = count_outputs (plan, config);

  if (plan->has_context)
    {
      config->n_context = plan->n_context;
      memcpy (config->context_offsets, plan->context_offsets, sizeof config->context_offsets);
    }
  else
    choose_context (config);

  if (weft_config_validate (config, error))
    return TRUE;

  /* Here it is not bytes that contradict each other, but what was asked for. */
  if (error != NULL)
    (*error)->code = WEFT_ERROR_ARGUMENT;
  return FALSE;
}

char *
studio_training_plan_dup_identity (const StudioTrainingPlan *plan, StudioPictureSet *set,
                                   const WeftConfig *config)
{
  g_autofree char *learning = weft_train_options_dup_identity (&plan->learning, config);
  char hours[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("%s, %u steps, %s hours, pictures %s", learning, plan->learning.n_steps,
                          g_ascii_dtostr (hours, sizeof hours, plan->hours),
                          studio_picture_set_get_sha256 (set));
}
