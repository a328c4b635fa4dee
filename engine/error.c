/* SPDX-License-Identifier: MIT */
/* The error domain of the engine. */
#include "engine/error.h"

G_DEFINE_QUARK (weft-error-quark, weft_error)
