/* SPDX-License-Identifier: MIT */
/* Rows that several option tables share; each is one initializer of a CliOption. */
#pragma once

#include "app/cli/options.h"

#include "engine/head.h"

#define CLI_MAX_COUNT 1000000
#define CLI_MAX_SIDE 65535

extern const char *const cli_precision_choices[];  /* as WeftPrecision, then auto */
extern const char *const cli_attention_choices[];  /* as WeftAttention */
extern const char *const cli_image_mode_choices[]; /* as WeftImageMode */
extern const char *const cli_progress_choices[];

#define CLI_OPTION_MODEL                                                                                     \
  { 'm', "model", CLI_FILE, "FILE|NAME",                                                                     \
    "checkpoint file, or a name that 'weft models' lists; a word with a slash or ending in .safetensors is " \
    "a file; default: the bundled checkpoint marked * there" }

#define CLI_OPTION_SEED                                                                                      \
  { 's', "seed", CLI_SEED, "N",                                                                              \
    "0 to 2^64-1, or negative for a random one (the default); same seed, same images" }

#define CLI_OPTIONS_SAMPLING                                                                                 \
  { 't', "temperature", CLI_REAL, "T", "0: always the most likely value; below 1 tamer, above 1 wilder",     \
    .fallback = "1", .lowest = WEFT_MIN_TEMPERATURE, .highest = WEFT_MAX_TEMPERATURE, .or_zero = TRUE },     \
  { 0, "top-k", CLI_INTEGER, "K", "draw from the K most likely values only (categorical output)",            \
    .minimum = 1, .maximum = WEFT_MAX_VALUES },                                                              \
  { 0, "top-p", CLI_REAL, "P", "draw from the fewest values that reach probability P (categorical output)",  \
    .lowest = 1e-6, .highest = 1.0 }

#define CLI_OPTION_THREADS                                                                                   \
  { 'j', "threads", CLI_INTEGER, "N", "threads; 0: one a core; changes the speed, never a pixel",            \
    .fallback = "0", .minimum = 0, .maximum = 256 }

#define CLI_OPTION_PRECISION                                                                                 \
  { 0, "precision", CLI_CHOICE, "P", "how weights are kept: f32, bf16, int8; auto: as the checkpoint advises", \
    .fallback = "auto", .choices = cli_precision_choices }

#define CLI_OPTION_JSON { 0, "json", CLI_FLAG, NULL, "results as one JSON document on stdout" }

#define CLI_OPTION_PROGRESS                                                                                  \
  { 0, "progress", CLI_CHOICE, "MODE",                                                                       \
    "auto: a line on a terminal, else nothing; plain: lines; json: an object a line; none",                  \
    .fallback = "auto", .choices = cli_progress_choices }

/* What a bare export of the authors' library does not say about itself. */
#define CLI_OPTIONS_FACTS                                                                                    \
  { 0, "heads", CLI_INTEGER, "H", "attention heads, for a checkpoint that does not say",                     \
    .minimum = 1, .maximum = 65535 },                                                                        \
  { 0, "attention", CLI_CHOICE, "A", "linear or softmax, for a checkpoint that does not say",                \
    .choices = cli_attention_choices },                                                                      \
  { 0, "width", CLI_INTEGER, "W", "image width in pixels, for a checkpoint that does not say",               \
    .minimum = 1, .maximum = CLI_MAX_SIDE },                                                                 \
  { 0, "height", CLI_INTEGER, "H", "image height in pixels, for a checkpoint that does not say",             \
    .minimum = 1, .maximum = CLI_MAX_SIDE },                                                                 \
  { 0, "mode", CLI_CHOICE, "MODE", "gray8, rgb8 or indexed8, for a checkpoint that does not say",            \
    .choices = cli_image_mode_choices }

/* The end of every table. */
#define CLI_OPTIONS_COMMON                                                                                   \
  { 'q', "quiet", CLI_FLAG, NULL, "say nothing on stderr but errors" },                                      \
  { 'v', "verbose", CLI_FLAG, NULL, "say details on stderr: kernels, threads, memory, times" },              \
  { 0, "version", CLI_FLAG, NULL, "versions of Weft and of every library, built with and running with" },    \
  { 'h', "help", CLI_FLAG, NULL, "this help" },                                                              \
  { 0, NULL }
