/* SPDX-License-Identifier: MIT */
/* TestVectors: tensors of a container, widened on first use and kept. */
#include "tests/support/vectors.h"

#include "engine/format/safetensors.h"

#include <string.h>

struct _TestVectors {
  WeftContainer *container;
  GHashTable *tensors; /* name -> double[] */
};

TestVectors *
test_vectors_open (const char *path)
{
  TestVectors *vectors = g_new0 (TestVectors, 1);
  GError *error = NULL;

  vectors->container = weft_container_open (path, &error);
  g_assert_no_error (error);
  vectors->tensors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return vectors;
}

void
test_vectors_free (TestVectors *vectors)
{
  g_hash_table_unref (vectors->tensors);
  weft_container_free (vectors->container);
  g_free (vectors);
}

gboolean
test_vectors_has (TestVectors *vectors, const char *name)
{
  return weft_container_find (vectors->container, name) != NULL;
}

static const WeftTensor *
find (TestVectors *vectors, const char *name)
{
  const WeftTensor *tensor = weft_container_find (vectors->container, name);

  if (tensor == NULL)
    g_error ("the vectors hold no tensor '%s'", name);
  return tensor;
}

gsize
test_vectors_get_size (TestVectors *vectors, const char *name, guint dimension)
{
  const WeftTensor *tensor = find (vectors, name);

  g_assert_cmpuint (dimension, <, tensor->rank);
  return tensor->shape[dimension];
}

/* Element @i of little-endian bytes; the machines these tests run on are, too. */
static double
widen (WeftDtype dtype, const char *bytes, gsize i)
{
  double f64;
  float f32;
  gint64 i64;

  switch (dtype)
    {
    case WEFT_DTYPE_F64:
      memcpy (&f64, bytes + i * sizeof f64, sizeof f64);
      return f64;
    case WEFT_DTYPE_F32:
      memcpy (&f32, bytes + i * sizeof f32, sizeof f32);
      return f32;
    case WEFT_DTYPE_I64:
      memcpy (&i64, bytes + i * sizeof i64, sizeof i64);
      return (double) i64;
    case WEFT_DTYPE_U8:
      return (guint8) bytes[i];
    default:
      g_error ("the vectors have a tensor of an unexpected type");
    }
}

const double *
test_vectors_get (TestVectors *vectors, const char *name)
{
  const WeftTensor *tensor = find (vectors, name);
  double *values = g_hash_table_lookup (vectors->tensors, name);
  g_autofree char *bytes = NULL;
  GError *error = NULL;

  if (values != NULL)
    return values;

  bytes = g_malloc (tensor->n_bytes);
  weft_container_read (vectors->container, tensor, bytes, &error);
  g_assert_no_error (error);

  values = g_new (double, tensor->n_elements);
  for (gsize i = 0; i < tensor->n_elements; i++)
    values[i] = widen (tensor->dtype, bytes, i);
  g_hash_table_insert (vectors->tensors, g_strdup (name), values);
  return values;
}

char *
golden_dup_path (const char *name)
{
  const char *folder = g_getenv ("WEFT_GOLDEN_DIR");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "golden", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  g_test_message ("%s is absent: the authors' golden vectors are left out, the project's own remain", path);
  return NULL;
}
