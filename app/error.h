/* SPDX-License-Identifier: MIT */
/* StudioError: what can go wrong between the studio and the world outside the engine. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioError:
 *
 * Messages follow the engine's rule: one clause without a full stop, with the numbers, and in parentheses
 * what to do; the caller prefixes what it was doing and with which file. Bad input (images, recipes, data
 * sets) is WEFT_ERROR_INVALID or WEFT_ERROR_UNSUPPORTED; a file that cannot be read is WEFT_ERROR_IO. The
 * exit codes are those of the command line.
 */
typedef enum {
  STUDIO_ERROR_OUTPUT,    /* a file could not be written: disk full, read-only, folder missing...; exit 5 */
  STUDIO_ERROR_EXISTS,    /* the output exists and was not to be replaced; exit 5 */
  STUDIO_ERROR_TARGET,    /* the output is something that is never replaced: a folder, a device; exit 2 */
  STUDIO_ERROR_DIFFERS,   /* files of another run are in the way, or nothing says whose they are; exit 2 */
  STUDIO_ERROR_NO_RECIPE, /* a sound image without a recipe; exit 3 */
  STUDIO_ERROR_NOT_FOUND, /* a checkpoint that is not in the catalogue; exit 3 */
} StudioError;

#define STUDIO_ERROR (studio_error_quark ())
GQuark studio_error_quark (void);

G_END_DECLS
