/* SPDX-License-Identifier: MIT */
#include "tests/support/containers.h"

#include <string.h>

GBytes *
test_container_make (const char *header, gsize header_length, gsize n_data)
{
  const guint64 length = header_length;
  guint8 *file = g_malloc0 (sizeof length + header_length + n_data);

  memcpy (file, &length, sizeof length);
  memcpy (file + sizeof length, header, header_length);
  return g_bytes_new_take (file, sizeof length + header_length + n_data);
}

WeftContainer *
test_container_open (GBytes *bytes, GError **error)
{
  return weft_container_new (weft_bytes_new_from_memory (bytes), error);
}

void
test_container_assert_refused (const char *what, GBytes *bytes, WeftError code, const char *sentence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContainer) container = test_container_open (bytes, &error);

  g_test_message ("%.60s: %s", what, error != NULL ? error->message : "accepted");
  g_assert_null (container);
  g_assert_error (error, WEFT_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, sentence));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
}
