/* SPDX-License-Identifier: MIT */
/* What there is to say of a checkpoint, a picture or a moment, as one JSON document that is also printed for people. */
#pragma once

#include "app/entry.h"
#include "app/moment.h"
#include "app/pixels.h"
#include "app/recipe.h"

#include "engine/format/safetensors.h"

#include <jansson.h>

G_BEGIN_DECLS

/**
 * cli_info_describe_checkpoint: (transfer full): config, memory, metadata, tensors, SHA-256; NULL with
 * WEFT_ERROR_IO.
 */
json_t *cli_info_describe_checkpoint (StudioEntry *entry, WeftContainer *container, GError **error);

/**
 * cli_info_describe_picture: (transfer full): size and recipe.
 */
json_t *cli_info_describe_picture (const StudioPixels *pixels, const StudioRecipe *recipe);

/**
 * cli_info_describe_moment: (transfer full): how much is known, the hash of the memory, and the recipe.
 */
json_t *cli_info_describe_moment (StudioMoment *moment, const char *path);

/**
 * cli_info_print: the document for people: one line a fact, tensors as a table.
 */
void cli_info_print (json_t *document);

G_END_DECLS
