/* SPDX-License-Identifier: MIT */
/* The head: the network's outputs as a distribution over the next value: draw from it, read it, judge with it. */
#pragma once

#include "engine/config.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_MAX_TEMPERATURE 1000.0
#define WEFT_MIN_TEMPERATURE 0.001

/**
 * WeftSampling: how a value is chosen from a distribution. A plain value.
 */
typedef struct {
  double temperature; /* 0: the most likely value; else 0.001 .. 1000; 1 is the model's own distribution */
  guint top_k;        /* categorical: keep the k most likely values; 0: all */
  double top_p;       /* categorical: keep the fewest values that reach this probability; 1: all; (0, 1] */
} WeftSampling;

#define WEFT_SAMPLING_INIT { .temperature = 1.0, .top_k = 0, .top_p = 1.0 }

/**
 * weft_sampling_validate: whether @sampling is in range and possible for the output of @config.
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_ARGUMENT naming the range.
 */
gboolean weft_sampling_validate (const WeftSampling *sampling, const WeftConfig *config, GError **error);

/**
 * weft_head_sample: draws the next value.
 * @outputs: [n_outputs] of one image, all finite
 * @u_component: uniform in (0, 1), chooses the component of a mixture
 * @u_value: uniform in (0, 1), chooses the value
 *
 * The formulas stand in head-logistic.c, which follows PixelCNN++, and in head-categorical.c. Ties go to the lower index.
 *
 * Returns: a value below n_values.
 * Threads: any.
 */
guint8 weft_head_sample (const WeftConfig   *config,
                         const float        *outputs,
                         const WeftSampling *sampling,
                         double              u_component,
                         double              u_value);

/**
 * weft_head_nll: the negative log-likelihood of @value in nats, in double precision.
 * @outputs: [n_outputs]
 */
double weft_head_nll (const WeftConfig *config, const float *outputs, guint8 value);

/**
 * weft_head_probabilities: the whole distribution at temperature 1, in double precision.
 * @probabilities: [n_values], sums to 1
 */
void weft_head_probabilities (const WeftConfig *config, const float *outputs, double *probabilities);

/**
 * weft_head_sampling_probabilities: how often weft_head_sample() gives each value: temperature, top-k and top-p applied.
 *
 * A mixture's sampler is a little wider than its likelihood, as it is the authors': at temperature 1 these are not quite
 * weft_head_probabilities().
 * @probabilities: [n_values], sums to 1
 */
void weft_head_sampling_probabilities (const WeftConfig *config, const float *outputs, const WeftSampling *sampling,
                                       double *probabilities);

/**
 * weft_head_get_n_components: logistics that an output mixes; 0 for a categorical one.
 */
guint weft_head_get_n_components (const WeftConfig *config);

/**
 * weft_head_component_probabilities: the share of one component in weft_head_sampling_probabilities().
 * @component: 0 .. n_components - 1
 * @probabilities: [n_values], sums to the component's weight
 */
void weft_head_component_probabilities (const WeftConfig *config, const float *outputs, const WeftSampling *sampling,
                                        guint component, double *probabilities);

G_END_DECLS
