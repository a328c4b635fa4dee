/* SPDX-License-Identifier: MIT */
/* A PyTorch file of the authors' library, turned into a checkpoint. */
#pragma once

#include "engine/checkpoint.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_pth_import: the checkpoint that @path would be, with the facts it does not hold written into its
 * metadata.
 * @path: file name, any bytes; zip or legacy form. Nothing in it is executed
 * @facts: (nullable): what a state dictionary does not say
 *
 * Every weight has been read and is finite. The output is a mixture of logistics, as in the authors' library.
 *
 * Returns: (transfer full): the bytes of a .safetensors file, or NULL with WEFT_ERROR_INVALID (damaged; facts
 * that the tensors contradict), UNSUPPORTED (another kind of file, another model, a global that is not
 * allowed), MISSING_FACTS (all of them named), IO, RESOURCE or NO_MEMORY.
 */
GBytes *weft_pth_import (const char *path, const WeftFacts *facts, GError **error);

G_END_DECLS
