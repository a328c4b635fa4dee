/* SPDX-License-Identifier: MIT */
/* The common face of both kinds of output: what a sampling may ask for, and which kind answers. */
#include "engine/head.h"

#include "engine/error.h"
#include "engine/head-private.h"

#include <math.h>

static gboolean
validate_temperature (double temperature, GError **error)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (temperature == 0.0 || (temperature >= WEFT_MIN_TEMPERATURE && temperature <= WEFT_MAX_TEMPERATURE))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "the temperature is %s, possible is 0.001 to 1000, or 0 for the most likely value",
               g_ascii_dtostr (text, sizeof text, temperature));
  return FALSE;
}

static gboolean
validate_top (const WeftSampling *sampling, const WeftConfig *config, GError **error)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!(sampling->top_p > 0.0 && sampling->top_p <= 1.0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "top-p is %s, possible is above 0 to 1",
                   g_ascii_dtostr (text, sizeof text, sampling->top_p));
      return FALSE;
    }

  if (sampling->top_k > config->n_values)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "top-k is %u, possible is 1 to %u, the model's values, or 0 for all",
                   sampling->top_k, config->n_values);
      return FALSE;
    }

  if (config->output != WEFT_OUTPUT_CATEGORICAL && (sampling->top_k != 0 || sampling->top_p < 1.0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "top-k and top-p need a categorical model, this one paints from a %s (leave them out)",
                   weft_output_to_string (config->output));
      return FALSE;
    }

  return TRUE;
}

gboolean
weft_sampling_validate (const WeftSampling *sampling, const WeftConfig *config, GError **error)
{
  return validate_temperature (sampling->temperature, error)
         && validate_top (sampling, config, error);
}

guint8
weft_head_sample (const WeftConfig   *config,
                  const float        *outputs,
                  const WeftSampling *sampling,
                  double              u_component,
                  double              u_value)
{
  if (config->output == WEFT_OUTPUT_CATEGORICAL)
    return weft_head_categorical_sample (config->n_values, outputs, sampling, u_value);

  return weft_head_logistic_sample (config->n_outputs / 3, outputs, sampling->temperature, u_component, u_value);
}

double
weft_head_nll (const WeftConfig *config, const float *outputs, guint8 value)
{
  if (config->output == WEFT_OUTPUT_CATEGORICAL)
    return weft_head_categorical_nll (config->n_values, outputs, value);

  return weft_head_logistic_nll (config->n_outputs / 3, outputs, value);
}

void
weft_head_probabilities (const WeftConfig *config, const float *outputs, double *probabilities)
{
  double total = 0.0;

  for (guint v = 0; v < config->n_values; v++)
    {
      probabilities[v] = exp (-weft_head_nll (config, outputs, (guint8) v));
      total += probabilities[v];
    }

  for (guint v = 0; v < config->n_values; v++)
    probabilities[v] /= total;
}

guint
weft_head_get_n_components (const WeftConfig *config)
{
  return config->output == WEFT_OUTPUT_CATEGORICAL ? 0 : config->n_outputs / 3;
}

void
weft_head_component_probabilities (const WeftConfig *config, const float *outputs, const WeftSampling *sampling,
                                   guint component, double *probabilities)
{
  g_return_if_fail (component < weft_head_get_n_components (config));

  weft_head_logistic_component (config->n_outputs / 3, outputs, sampling->temperature, component, probabilities);
}

void
weft_head_sampling_probabilities (const WeftConfig *config, const float *outputs, const WeftSampling *sampling,
                                  double *probabilities)
{
  const guint n_components = weft_head_get_n_components (config);
  double of_component[WEFT_MAX_VALUES];

  if (config->output == WEFT_OUTPUT_CATEGORICAL)
    {
      weft_head_categorical_probabilities (config->n_values, outputs, sampling, probabilities);
      return;
    }

  for (guint v = 0; v < config->n_values; v++)
    probabilities[v] = 0.0;
  for (guint k = 0; k < n_components; k++)
    {
      weft_head_component_probabilities (config, outputs, sampling, k, of_component);
      for (guint v = 0; v < config->n_values; v++)
        probabilities[v] += of_component[v];
    }
}
