/* SPDX-License-Identifier: MIT */
/* PyTorch files built byte by byte: pickles of state dictionaries, zip archives whose every field can be
 * damaged. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_TEST_MAX_MEMBERS 8

typedef struct {
  const char *name;
  const void *data;
  gsize size;
} WeftTestMember;

/* Where the structures of an archive begin, for damage. */
typedef struct {
  guint local[WEFT_TEST_MAX_MEMBERS];
  guint data[WEFT_TEST_MAX_MEMBERS];
  guint descriptor[WEFT_TEST_MAX_MEMBERS];
  guint central[WEFT_TEST_MAX_MEMBERS];
  guint zip64_end;
  guint zip64_locator;
  guint end;
} WeftTestLayout;

/**
 * weft_test_zip: an archive of stored members.
 * @like_pytorch: sizes only in descriptors behind the data, padding in extra fields, a zip64 end record
 * @layout: (out) (optional):
 *
 * Returns: (transfer full): the archive.
 */
GByteArray *weft_test_zip (const WeftTestMember *members, guint n_members, gboolean like_pytorch,
                           WeftTestLayout *layout);

/**
 * weft_test_pickle_begin: PROTO 2, and an empty OrderedDict with a MARK on it.
 */
GByteArray *weft_test_pickle_begin (void);

/**
 * weft_test_pickle_string: BINUNICODE.
 */
void weft_test_pickle_string (GByteArray *pickle, const char *text);

/**
 * weft_test_pickle_tensor: a key and a tensor of two dimensions over a storage.
 * @n_elements: of the storage
 */
void weft_test_pickle_tensor (GByteArray *pickle, const char *name, const char *key, gint32 n_elements,
                              gint32 offset, gint32 rows, gint32 columns, gint32 row_stride,
                              gint32 column_stride);

/**
 * weft_test_pickle_end: SETITEMS and STOP.
 */
void weft_test_pickle_end (GByteArray *pickle);

/**
 * weft_test_pth_zip: the archive that torch.save() makes of a pickle and one storage called 0.
 */
GByteArray *weft_test_pth_zip (const GByteArray *pickle, const float *storage, guint n_elements);

/**
 * weft_test_pth_legacy: the same as PyTorch wrote it before 1.6.
 */
GByteArray *weft_test_pth_legacy (const GByteArray *pickle, const float *storage, guint n_elements);

G_END_DECLS
