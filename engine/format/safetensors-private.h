/* SPDX-License-Identifier: MIT */
/* Inside the container reader: what its header becomes. */
#pragma once

#include "engine/format/json.h"
#include "engine/format/safetensors.h"

G_BEGIN_DECLS

#define WEFT_HEADER_AT 8 /* the header stands behind the eight bytes of its length */

/* One line of the metadata. */
typedef struct {
  WeftJsonString key;
  WeftJsonString value;
} WeftHeaderPair;

/* An array that grows without ending the program when memory is short. */
typedef struct {
  gpointer items;
  gsize n;
  gsize capacity;
} WeftHeaderTable;

struct _WeftContainer {
  guint64 header_length;

  /* owned */
  WeftBytes *bytes;
  char *header;      /* [header_length] holds all names and strings, decoded in place */
  WeftHeaderTable tensors;     /* of WeftTensor, sorted by name */
  WeftHeaderTable dimensions;  /* of guint64, all shapes one after the other */
  WeftHeaderTable metadata;    /* of WeftHeaderPair, sorted by key */
};

/**
 * weft_header_read: reads the whole header into the tables, in its own order; shapes are not resolved yet.
 *
 * Each tensor has a known dtype, a shape that fits its span, and a span that lies in the data.
 */
gboolean weft_header_read (WeftContainer *container, WeftJson *json, GError **error);

/* Sets WEFT_ERROR_NO_MEMORY naming @n bytes, and returns FALSE. */
gboolean weft_header_set_no_memory (guint64 n, GError **error);

/* Byte order, the shorter one first; for names and keys, which may hold NUL. */
int weft_header_compare_texts (const char *a, gsize a_length, const char *b, gsize b_length);

/* The same for the keys of two WeftHeaderPair. */
int weft_header_compare_pairs (gconstpointer a, gconstpointer b);

G_END_DECLS
