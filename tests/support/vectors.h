/* SPDX-License-Identifier: MIT */
/* TestVectors: known inputs and outputs of one safetensors file, as plain double arrays. */
#pragma once

#include <glib.h>

typedef struct _TestVectors TestVectors;

/**
 * test_vectors_open: opens a file; ends the test program if it cannot.
 */
TestVectors *test_vectors_open (const char *path);

void test_vectors_free (TestVectors *vectors);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestVectors, test_vectors_free)

/**
 * test_vectors_has: whether there is a tensor of this name.
 */
gboolean test_vectors_has (TestVectors *vectors, const char *name);

/**
 * test_vectors_get: (transfer none): one F64, F32, I64 or U8 tensor in C order, widened to double; ends the test program
 * if there is none.
 */
const double *test_vectors_get (TestVectors *vectors, const char *name);

/**
 * test_vectors_get_size: one dimension of a tensor.
 */
gsize test_vectors_get_size (TestVectors *vectors, const char *name, guint dimension);

/**
 * golden_dup_path: (transfer full): a file of the authors' golden vectors, which do not travel with the project.
 * @name: e.g. "linear-small/io.safetensors"
 *
 * Returns: NULL, with a message in the test's output, where they are absent.
 */
char *golden_dup_path (const char *name);
