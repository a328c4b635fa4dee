/* SPDX-License-Identifier: MIT */
/* The function every fuzz target has, under the name libFuzzer calls it by. */
#pragma once

#include <glib.h>
#include <string.h>

/**
 * LLVMFuzzerTestOneInput: feeds one input to a parser; ends the program if a promise is broken.
 * @data: [size]
 *
 * Returns: 0.
 */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/**
 * LLVMFuzzerCustomMutator: changes @data in place, for targets whose inputs must agree with themselves.
 *
 * Returns: the new size, at most @max_size.
 */
gsize LLVMFuzzerCustomMutator (guint8 *data, gsize size, gsize max_size, guint seed);

/**
 * fuzz_check_error: a refusal is one line of UTF-8.
 */
static inline void
fuzz_check_error (const GError *error)
{
  g_assert (error != NULL && g_utf8_validate (error->message, -1, NULL) && strchr (error->message, '\n') == NULL);
}
