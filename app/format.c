/* SPDX-License-Identifier: MIT */
/* One table of formats. */
#include "app/format.h"

#include "app/export-apng.h"
#include "app/export-gif.h"
#include "app/export-webm.h"
#include "app/export-webp.h"

#include "engine/error.h"

const char *const studio_format_names[] = { "png", "apng", "gif", "webp", "webm", NULL };

/* By StudioFormat. */
static const struct {
  const char *endings[3];
  GBytes *(*encode) (const StudioClip *clip, GError **error);
} formats[] = {
  { { ".png" }, NULL },
  { { ".png", ".apng" }, studio_export_apng },
  { { ".gif" }, studio_export_gif },
  { { ".webp" }, studio_export_webp },
  { { ".webm" }, studio_export_webm },
};

G_STATIC_ASSERT (G_N_ELEMENTS (formats) == STUDIO_N_FORMATS);

const char *const *
studio_format_get_endings (StudioFormat format)
{
  return formats[format].endings;
}

gboolean
studio_format_is_available (StudioFormat format, GError **error)
{
  return format != STUDIO_FORMAT_WEBM || studio_export_webm_is_available (error);
}

gboolean
studio_format_check (StudioFormat format, double frames_per_second, guint scale, GError **error)
{
  if (format == STUDIO_FORMAT_GIF)
    return studio_export_gif_check_rate (frames_per_second, error);
  if (format != STUDIO_FORMAT_WEBM)
    return TRUE;

  if (scale % 2 == 0)
    return studio_export_webm_is_available (error);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "WebM keeps one colour for two by two pixels, so the scale must be even, and it is %u (give %u)",
               scale, scale + 1);
  return FALSE;
}

GBytes *
studio_format_encode (StudioFormat format, const StudioClip *clip, GError **error)
{
  g_return_val_if_fail (formats[format].encode != NULL, NULL);

  return formats[format].encode (clip, error);
}
