/* SPDX-License-Identifier: MIT */
#include "app/export-spec.h"

#include "engine/error.h"

#include <string.h>

#define MAX_NAME 200 /* bytes of a name's beginning, so that number and ending have room */

gboolean
studio_export_spec_get_is_numbered (const StudioExportSpec *spec)
{
  return spec->format == STUDIO_FORMAT_PNG && studio_film_get_n_frames (spec->film) > 1;
}

void
studio_export_spec_make_names (const StudioExportSpec *spec, StudioNames *names)
{
  *names = (StudioNames) {
    .head = g_build_filename (spec->folder, spec->base, NULL),
    .tail = g_strdup (studio_format_get_endings (spec->format)[0]),
    .digits = spec->digits,
    .is_numbered = studio_export_spec_get_is_numbered (spec),
  };
}

gboolean
studio_export_spec_validate (const StudioExportSpec *spec, GError **error)
{
  if (*spec->base == '\0' || strchr (spec->base, '/') != NULL || spec->base[0] == '.'
      || strlen (spec->base) > MAX_NAME)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "file names cannot begin like this (give 1 to %d bytes without a slash, and no dot first)",
                   MAX_NAME);
      return FALSE;
    }

  return studio_format_check (spec->format, 1.0 / spec->timing.seconds, spec->size.scale, error);
}
