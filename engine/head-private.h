/* SPDX-License-Identifier: MIT */
/* The two kinds of output behind head.h. Parameters as there. */
#pragma once

#include "engine/head.h"

/* Mixture of n_outputs / 3 logistics, discretized to bytes. */
guint8 weft_head_logistic_sample (guint n_mixtures, const float *outputs, double temperature,
                                  double u_component, double u_value);
double weft_head_logistic_nll    (guint n_mixtures, const float *outputs, guint8 value);

/**
 * weft_head_logistic_value: the byte one component gives, once it has been chosen.
 * @mean: about -1 .. 1
 * @raw_scale: any
 *
 * v = mean + T (elu (raw_scale) + 1.0001) (ln u - ln (1 - u)), from -1 .. 1 to 0 .. 255.
 */
guint8 weft_head_logistic_value (float mean, float raw_scale, double temperature, double u_value);

/* What one component adds to the probability of each byte when drawn at a temperature; [256]. */
void weft_head_logistic_component (guint n_mixtures, const float *outputs, double temperature, guint component,
                                   double *probabilities);

/* Softmax over n_values logits. */
guint8 weft_head_categorical_sample (guint n_values, const float *outputs, const WeftSampling *sampling,
                                     double u_value);
double weft_head_categorical_nll    (guint n_values, const float *outputs, guint8 value);

/* How often weft_head_categorical_sample() gives each value; [n_values]. */
void weft_head_categorical_probabilities (guint n_values, const float *outputs, const WeftSampling *sampling,
                                          double *probabilities);
