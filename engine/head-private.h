/* SPDX-License-Identifier: MIT */
/* The two kinds of output behind head.h. Parameters as there. */
#pragma once

#include "engine/head.h"

/* Mixture of n_outputs / 3 logistics, discretized to bytes. */
guint8 weft_head_logistic_sample (guint n_mixtures, const float *outputs, double temperature,
                                  double u_component, double u_value);
double weft_head_logistic_nll    (guint n_mixtures, const float *outputs, guint8 value);

/* Softmax over n_values logits. */
guint8 weft_head_categorical_sample (guint n_values, const float *outputs, const WeftSampling *sampling,
                                     double u_value);
double weft_head_categorical_nll    (guint n_values, const float *outputs, guint8 value);
