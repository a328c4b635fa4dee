/* SPDX-License-Identifier: MIT */
/* JSON coming in: members by name, each of its own kind and in its own range, or one sentence that says what is wrong. */
#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* Every reader leaves *value alone where the member is absent, and fails with WEFT_ERROR_INVALID where it is of another
 * kind. @what: whose member it is, for the message: "the talk". */

gboolean studio_json_require      (json_t *object, const char *key, const char *what, GError **error);
gboolean studio_json_read_string  (json_t *object, const char *key, const char *what, char **value, GError **error);
gboolean studio_json_read_uint    (json_t *object, const char *key, const char *what, guint *value, GError **error);
gboolean studio_json_read_uint64  (json_t *object, const char *key, const char *what, guint64 *value, GError **error);
gboolean studio_json_read_hash    (json_t *object, const char *key, const char *what, guint64 *value, GError **error);
gboolean studio_json_read_number  (json_t *object, const char *key, const char *what, double *value, GError **error);
gboolean studio_json_read_strings (json_t *object, const char *key, const char *what, char ***value, GError **error);

/**
 * studio_json_fail: says that a member is not what it should be.
 * @expected: such as "a list"
 *
 * Returns: FALSE with WEFT_ERROR_INVALID.
 */
gboolean studio_json_fail (const char *key, const char *what, const char *expected, GError **error);

/**
 * studio_json_read_double: a number in a range.
 * @min: the least one allowed
 */
gboolean studio_json_read_double (json_t *object, const char *key, const char *what, double min, double max, double *value,
                                  GError **error);

/**
 * studio_json_read_choice: one of some names, as its index.
 * @names: NULL-terminated
 */
gboolean studio_json_read_choice (json_t *object, const char *key, const char *what, const char *const *names, guint *value,
                                  GError **error);

/**
 * studio_json_parse: (transfer full): a document of @format, whose version is not newer than @major.
 * @length: bytes of @json
 *
 * Returns: NULL with WEFT_ERROR_INVALID, or WEFT_ERROR_UNSUPPORTED for a newer version.
 */
json_t *studio_json_parse (const char *json, gsize length, const char *format, const char *what, guint major,
                           GError **error);

G_END_DECLS
