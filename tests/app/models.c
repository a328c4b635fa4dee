/* SPDX-License-Identifier: MIT */
/* Tiny random models. */
#include "tests/app/models.h"

#include "engine/generator.h"
#include "engine/team.h"

#include <string.h>

WeftModel *
test_model_new (WeftAttention attention, WeftImageMode mode)
{
  return test_model_new_sized (attention, mode, 8, 6);
}

WeftModel *
test_model_new_sized (WeftAttention attention, WeftImageMode mode, guint width, guint height)
{
  WeftConfig config = {
    .n_layers = 2, .n_heads = 2, .width = 16, .feed_forward = 24,
    .n_values = mode == WEFT_IMAGE_INDEXED8 ? 11 : 256,
    .attention = attention, .activation = WEFT_ACTIVATION_RELU, .output = WEFT_OUTPUT_CATEGORICAL,
    .image_mode = mode, .image_width = width, .image_height = height,
  };
  GError *error = NULL;
  WeftModel *model;

  config.n_outputs = config.n_values;
  config.n_positions = weft_config_get_image_values (&config) - 1;
  model = weft_model_new_random (&config, WEFT_PRECISION_F32, 5, &error);
  g_assert_no_error (error);
  return model;
}

guint64
test_model_paint (WeftModel *model, WeftForm form, guint64 seed, guint64 image, const WeftSampling *sampling,
                  guint8 *values)
{
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (model, form, 1, team, NULL);

  weft_generator_begin (generator, seed, image);
  while (!weft_generator_is_done (generator))
    g_assert_true (weft_generator_next (generator, sampling, NULL));

  memcpy (values, weft_generator_get_values (generator, 0), weft_generator_get_n_known (generator));
  return weft_state_get_hash (weft_generator_get_state (generator), 0);
}
