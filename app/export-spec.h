/* SPDX-License-Identifier: MIT */
/* StudioExportSpec: what is to be exported, and how. */
#pragma once

#include "app/film.h"
#include "app/names.h"

G_BEGIN_DECLS

/* What becomes of files that exist. */
typedef enum {
  STUDIO_EXISTING_REFUSE,   /* nothing is written */
  STUDIO_EXISTING_CONTINUE, /* whole files of the same manifest are kept; numbered files only */
  STUDIO_EXISTING_REPLACE,  /* each at once when its new content is complete */
} StudioExisting;

/* What files say of how they came to be. */
typedef enum {
  STUDIO_TELL_EMBEDDED, /* each file carries its recipe */
  STUDIO_TELL_SIDECAR,  /* one file of JSON beside them */
  STUDIO_TELL_NOTHING,
} StudioTell;

/**
 * StudioExportSpec: what to write and how, by value. Start from STUDIO_EXPORT_SPEC_INIT. A film of one frame
 * becomes one file without a number.
 */
typedef struct {
  StudioFilm *film;           /* borrowed; the export takes its own reference */
  StudioFormat format;
  StudioFilmSize size;
  StudioFilmTiming timing;    /* of animations */
  const char *folder;         /* made if only its last part is missing */
  const char *base;           /* what names begin with */
  guint digits;               /* of numbers, at least */
  guint first_number;
  StudioExisting existing;
  StudioTell tell;
} StudioExportSpec;

#define STUDIO_EXPORT_SPEC_INIT { .size = { .scale = 1 }, .timing = { .seconds = 0.04 }, .digits = 5 }

/**
 * studio_export_spec_get_is_numbered: whether there are several files.
 */
gboolean studio_export_spec_get_is_numbered (const StudioExportSpec *spec);

/**
 * studio_export_spec_make_names: the files' names.
 * @names: (out): cleared by the caller
 */
void studio_export_spec_make_names (const StudioExportSpec *spec, StudioNames *names);

/**
 * studio_export_spec_validate: whether the format can show it and the names can be written.
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT or WEFT_ERROR_RESOURCE.
 */
gboolean studio_export_spec_validate (const StudioExportSpec *spec, GError **error);

G_END_DECLS
