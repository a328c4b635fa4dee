/* SPDX-License-Identifier: MIT */
/* The choices of options that several subcommands share; their order is that of the engine's enumerations. */
#include "app/cli/common-options.h"

const char *const cli_precision_choices[] = { "f32", "bf16", "int8", "auto", NULL };
const char *const cli_attention_choices[] = { "linear", "softmax", NULL };
const char *const cli_image_mode_choices[] = { "gray8", "rgb8", "indexed8", NULL };
const char *const cli_progress_choices[] = { "auto", "plain", "json", "none", NULL };
