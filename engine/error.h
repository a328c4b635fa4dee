/* SPDX-License-Identifier: MIT */
/* WeftError: the closed list of what can be wrong with bytes or with a request. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftError:
 *
 * Every message is one clause without a full stop: what is wrong, with the numbers, and in
 * parentheses what to do. The caller prefixes what it was doing and with which file. The exit
 * codes are those of the command line.
 */
typedef enum {
  WEFT_ERROR_INVALID,       /* bytes that break a rule of their format; exit 3 */
  WEFT_ERROR_UNSUPPORTED,   /* sound bytes that are something else than a model we run; exit 3 */
  WEFT_ERROR_MISSING_FACTS, /* a bare export: the caller must say what the file does not; exit 2 */
  WEFT_ERROR_IO,            /* the file cannot be opened or read, or changed while being read; exit 3 */
  WEFT_ERROR_ARGUMENT,      /* a request outside the model's sizes; exit 2 */
  WEFT_ERROR_NO_MEMORY,     /* the amount is named; exit 4 */
  WEFT_ERROR_RESOURCE,      /* a thread or a library cannot be had; exit 6 */
  WEFT_ERROR_NOT_FINITE,    /* the model produced no valid distribution: layer and step are named; exit 7 */
  WEFT_ERROR_CANCELLED,     /* the caller asked to stop */
} WeftError;

#define WEFT_ERROR (weft_error_quark ())
GQuark weft_error_quark (void);

/**
 * weft_error_set_not_finite: WEFT_ERROR_NOT_FINITE in the words of every form.
 * @layer: 0 .. n_layers - 1 as in the tensors' names, or n_layers for the predictor
 * @step: position of the value that was fed
 */
void weft_error_set_not_finite (GError **error, guint layer, guint n_layers, guint step);

G_END_DECLS
