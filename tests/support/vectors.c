/* SPDX-License-Identifier: MIT */
/* Vectors: the few lines of safetensors that a trusted file needs. */
#include "tests/support/vectors.h"

#include <jansson.h>
#include <string.h>

struct _Vectors {
  char *bytes;
  json_t *header;
  const char *data;
  GHashTable *tensors; /* name -> double[] */
};

Vectors *
vectors_open (const char *path)
{
  Vectors *vectors = g_new0 (Vectors, 1);
  GError *error = NULL;
  guint64 n_header;
  gsize length;

  g_file_get_contents (path, &vectors->bytes, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >=, sizeof n_header);

  memcpy (&n_header, vectors->bytes, sizeof n_header);
  vectors->header = json_loadb (vectors->bytes + sizeof n_header, GUINT64_FROM_LE (n_header), 0, NULL);
  g_assert_nonnull (vectors->header);
  vectors->data = vectors->bytes + sizeof n_header + GUINT64_FROM_LE (n_header);
  vectors->tensors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return vectors;
}

void
vectors_free (Vectors *vectors)
{
  g_hash_table_unref (vectors->tensors);
  json_decref (vectors->header);
  g_free (vectors->bytes);
  g_free (vectors);
}

gboolean
vectors_has (Vectors *vectors, const char *name)
{
  return json_object_get (vectors->header, name) != NULL;
}

static const json_t *
find (Vectors *vectors, const char *name)
{
  const json_t *entry = json_object_get (vectors->header, name);

  if (entry == NULL)
    g_error ("the vectors hold no tensor '%s'", name);
  return entry;
}

gsize
vectors_get_size (Vectors *vectors, const char *name, guint dimension)
{
  return json_integer_value (json_array_get (json_object_get (find (vectors, name), "shape"), dimension));
}

/* Element @i of a buffer of little-endian @dtype; this is a little-endian test of a little-endian format. */
static double
widen (const char *dtype, const char *data, gsize i)
{
  double f64;
  float f32;
  gint64 i64;

  if (g_str_equal (dtype, "F64"))
    return memcpy (&f64, data + i * sizeof f64, sizeof f64), f64;
  if (g_str_equal (dtype, "F32"))
    return memcpy (&f32, data + i * sizeof f32, sizeof f32), f32;
  if (g_str_equal (dtype, "I64"))
    return memcpy (&i64, data + i * sizeof i64, sizeof i64), (double) i64;
  if (g_str_equal (dtype, "U8"))
    return (guint8) data[i];

  g_error ("the vectors have a tensor of type %s", dtype);
}

const double *
vectors_get (Vectors *vectors, const char *name, gsize *n)
{
  const json_t *entry = find (vectors, name);
  const json_t *shape = json_object_get (entry, "shape");
  const json_t *offsets = json_object_get (entry, "data_offsets");
  double *values = g_hash_table_lookup (vectors->tensors, name);
  gsize n_elements = 1;

  for (gsize i = 0; i < json_array_size (shape); i++)
    n_elements *= json_integer_value (json_array_get (shape, i));
  if (n != NULL)
    *n = n_elements;
  if (values != NULL)
    return values;

  values = g_new (double, n_elements);
  for (gsize i = 0; i < n_elements; i++)
    values[i] = widen (json_string_value (json_object_get (entry, "dtype")),
                       vectors->data + json_integer_value (json_array_get (offsets, 0)), i);
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
