/* SPDX-License-Identifier: MIT */
/* Environment variables that force one of several implementations. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_variable_check: whether an environment variable, if it is set, names one of what runs on this processor.
 * @names: NULL-terminated
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT, which lists @names.
 */
gboolean weft_variable_check (const char *variable, const char *const *names, GError **error);

G_END_DECLS
