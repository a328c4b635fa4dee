/* SPDX-License-Identifier: MIT */
/* The error domain of the studio. */
#include "app/error.h"

G_DEFINE_QUARK (studio-error-quark, studio_error)
