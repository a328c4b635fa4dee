/* SPDX-License-Identifier: MIT */
/* Inside the reader of PyTorch files: storages on one side, a dictionary's tensors on the other. */
#pragma once

#include "engine/format/pickle.h"
#include "engine/format/pth.h"
#include "engine/format/zip.h"

G_BEGIN_DECLS

/* One run of floats. */
typedef struct {
  guint64 n_bytes;
  guint64 at; /* zip: the entry's number; legacy: the first byte in the file */
} WeftPthStorage;

struct _WeftPth {
  guint64 iteration;

  /* owned; exactly one of zip and bytes */
  WeftZip *zip;
  WeftBytes *bytes;
  GArray *storages;  /* of WeftPthStorage */
  GHashTable *keys;  /* name of a storage -> its number + 1 */
  GArray *tensors;   /* of WeftPthTensor */
};

/**
 * weft_pth_read_state: reads the tensors of a state dictionary; all storages are known.
 * @file_bytes: size of the whole file, which the tensors must not exceed together
 */
gboolean weft_pth_read_state (WeftPth *pth, WeftPickle *pickle, guint64 file_bytes, GError **error);

/* The value under @wanted of a dict; FALSE if there is none. */
gboolean weft_pth_look_up (WeftPickle *pickle, WeftPickleRef dict, const char *wanted, WeftPickleRef *value);

/* Sets WEFT_ERROR_INVALID, and returns FALSE. */
gboolean weft_pth_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
