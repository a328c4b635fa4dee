/* SPDX-License-Identifier: MIT */
/* What a file is that is no safetensors container, told from its first bytes. */
#pragma once

#include "engine/format/bytes.h"

G_BEGIN_DECLS

/**
 * weft_magic_refuse: names the kind of a file that cannot be a container.
 *
 * Returns: TRUE with WEFT_ERROR_UNSUPPORTED (or IO) set if the kind is known, FALSE and no error otherwise.
 */
gboolean weft_magic_refuse (WeftBytes *bytes, GError **error);

G_END_DECLS
