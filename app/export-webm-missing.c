/* SPDX-License-Identifier: MIT */
/* What stands in for export-webm.c in a build without GStreamer. */
#include "app/export-webm.h"

#include "engine/error.h"

gboolean
studio_export_webm_is_available (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_RESOURCE,
                       "this Weft was built without GStreamer, which writes WebM (choose WebP or APNG)");
  return FALSE;
}

GBytes *
studio_export_webm (const StudioClip *clip, GError **error)
{
  studio_export_webm_is_available (error);
  return NULL;
}
