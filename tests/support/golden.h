/* SPDX-License-Identifier: MIT */
/* Where the golden vectors of the authors' library lie, on machines that have them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_test_golden: the path of a golden file, `../shared/golden/@name` beside the source tree.
 *
 * Returns: (transfer full): the path, or NULL after marking the running test as skipped.
 */
char *weft_test_golden (const char *name);

G_END_DECLS
