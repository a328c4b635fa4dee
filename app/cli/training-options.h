/* SPDX-License-Identifier: MIT */
/* The options of `weft train` that say what is learnt from, by what network, and how. */
#pragma once

#include "app/cli/arguments.h"
#include "app/training-plan.h"

#include <glib.h>

G_BEGIN_DECLS

extern const char *const cli_training_size_choices[];      /* as StudioTrainingSize */
extern const char *const cli_training_head_choices[];      /* as WeftOutput */
extern const char *const cli_training_fit_choices[];       /* as StudioFit */
extern const char *const cli_training_optimizer_choices[]; /* as WeftOptimizer */
extern const char *const cli_training_precision_choices[]; /* f32, bf16 */

/* What is learnt from. */
#define CLI_OPTIONS_PICTURES                                                                                 \
  { 0, "test", CLI_FILE, "DATA", "pictures to try the network on, instead of a part of what it learns from" }, \
  { 0, "held-out", CLI_INTEGER, "N",                                                                         \
    "try it on N pictures that it does not learn from; default: a tenth, at most 200", .minimum = 0,         \
    .maximum = G_MAXUINT32 },                                                                                \
  { 0, "image-size", CLI_TEXT, "WxH", "scale pictures to so many pixels; default: they all have one size" }, \
  { 0, "fit", CLI_CHOICE, "FIT",                                                                             \
    "pictures of another shape: crop takes their middle, pad adds a border in the colour of their corner",   \
    .fallback = "crop", .choices = cli_training_fit_choices },                                               \
  { 0, "mode", CLI_CHOICE, "MODE",                                                                           \
    "gray8, rgb8 or indexed8; default: grey if all are, indexed up to 256 colours, else three values a pixel", \
    .choices = cli_image_mode_choices },                                                                     \
  { 0, "colours", CLI_INTEGER, "N", "indexed8: paint with the N colours that do best", .fallback = "256",    \
    .minimum = 2, .maximum = 256 },                                                                          \
  { 0, "strict", CLI_FLAG, NULL, "stop at a picture that cannot be read, instead of leaving it out" }

/* By what network. */
#define CLI_OPTIONS_NETWORK                                                                                  \
  { 0, "size", CLI_CHOICE, "SIZE",                                                                           \
    "layers, heads, width: tiny 2 2 64, small 4 4 128, paper 8 8 256; feed-forward is four widths",          \
    .fallback = "small", .choices = cli_training_size_choices },                                             \
  { 0, "layers", CLI_INTEGER, "L", "so many layers", .minimum = 1, .maximum = 1024 },                        \
  { 0, "heads", CLI_INTEGER, "H", "so many attention heads a layer", .minimum = 1, .maximum = 1024 },        \
  { 0, "width", CLI_INTEGER, "D", "so many numbers a position; H divides it", .minimum = 2,                  \
    .maximum = 65536 },                                                                                      \
  { 0, "feed-forward", CLI_INTEGER, "F", "so many units between two layers", .minimum = 1,                   \
    .maximum = 1048576 },                                                                                    \
  { 0, "attention", CLI_CHOICE, "A",                                                                         \
    "linear, or softmax, whose time and memory grow with the square of the picture", .fallback = "linear",   \
    .choices = cli_attention_choices },                                                                      \
  { 0, "output-head", CLI_CHOICE, "HEAD",                                                                    \
    "categorical learns faster; mixture-of-logistics is the paper's", .fallback = "categorical",             \
    .choices = cli_training_head_choices },                                                                  \
  { 0, "context", CLI_TEXT, "OFFSETS",                                                                       \
    "values back from the next one that are seen directly, such as 28,27,29; none: the paper's model; "      \
    "default: those above" },                                                                                \
  { 0, "from", CLI_FILE, "FILE.safetensors",                                                                 \
    "begin with the weights of this checkpoint, its sizes, mode and palette; --context may add to its own" }

/* How. */
#define CLI_OPTIONS_LEARNING                                                                                 \
  { 0, "steps", CLI_INTEGER, "N", "learn for N steps", .minimum = 1, .maximum = G_MAXINT32 },                \
  { 0, "hours", CLI_REAL, "H", "or for H hours by the clock, so that the result depends on the machine",     \
    .lowest = 0.001, .highest = 10000.0 },                                                                   \
  { 0, "batch", CLI_INTEGER, "N", "pictures a step", .fallback = "8", .minimum = 1, .maximum = 65536 },      \
  { 0, "rate", CLI_REAL, "R", "highest learning rate; it falls along half a cosine to nothing",              \
    .fallback = "0.0012", .lowest = 1e-9, .highest = 1000.0 },                                               \
  { 0, "warm-up", CLI_INTEGER, "STEPS", "steps to reach it", .fallback = "300", .minimum = 0,                \
    .maximum = G_MAXINT32 },                                                                                 \
  { 0, "optimizer", CLI_CHOICE, "NAME", "adamw or radam", .fallback = "adamw",                               \
    .choices = cli_training_optimizer_choices },                                                             \
  { 0, "average", CLI_REAL, "D", "decay of the averaged weights, which are what is kept",                    \
    .fallback = "0.999", .lowest = 0.0, .highest = 0.999999 },                                               \
  { 0, "dropout", CLI_REAL, "P", "drop activations with this probability", .fallback = "0", .lowest = 0.0,   \
    .highest = 0.9 },                                                                                        \
  { 0, "precision", CLI_CHOICE, "P", "of matrix products: f32, or bf16 where the processor has it",          \
    .fallback = "f32", .choices = cli_training_precision_choices },                                          \
  { 0, "recompute", CLI_FLAG, NULL, "less memory, a third more time" },                                      \
  { 's', "seed", CLI_INTEGER, "N",                                                                           \
    "first weights, order and what is held out: same seed and threads, same bits", .fallback = "0",          \
    .minimum = 0, .maximum = G_MAXUINT64 }

/**
 * cli_training_options_read: the plan that these options make.
 * @plan: (out): to be cleared, also after an error
 *
 * Returns: FALSE with CLI_EXIT_USAGE.
 */
gboolean cli_training_options_read (const CliArguments *arguments, StudioTrainingPlan *plan, GError **error);

G_END_DECLS
