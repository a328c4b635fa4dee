/* SPDX-License-Identifier: MIT */
/* Vectors: known inputs and outputs of one safetensors file, as plain double arrays. Trusts the file: tests only. */
#pragma once

#include <glib.h>

typedef struct _Vectors Vectors;

/**
 * vectors_open: reads a whole file; ends the test program if it cannot.
 */
Vectors *vectors_open (const char *path);

void vectors_free (Vectors *vectors);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vectors, vectors_free)

/**
 * vectors_has: whether there is a tensor of this name.
 */
gboolean vectors_has (Vectors *vectors, const char *name);

/**
 * vectors_get: (transfer none): one tensor in C order, widened to double; ends the test program if there is none.
 * @n: (out) (optional): elements
 */
const double *vectors_get (Vectors *vectors, const char *name, gsize *n);

/**
 * vectors_get_size: one dimension of a tensor.
 */
gsize vectors_get_size (Vectors *vectors, const char *name, guint dimension);

/**
 * golden_dup_path: (transfer full): a file of the authors' golden vectors, which do not travel with the project.
 * @name: e.g. "linear-small/io.safetensors"
 *
 * Returns: NULL, with a message in the test's output, where they are absent.
 */
char *golden_dup_path (const char *name);
