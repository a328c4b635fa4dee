/* SPDX-License-Identifier: MIT */
/* WebM by GStreamer: frames are pushed into an encoder that is asked for no loss at all, and the file comes
 * out in memory. What GStreamer draws at random or takes from the clock is written over, so that equal clips
 * give equal bytes. */
#include "app/export-webm.h"

#include "engine/error.h"

#include <gio/gio.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define MAX_SIDE 16384                 /* pixels; larger is more than most players take */
#define MAX_WAITING (64 * 1024 * 1024) /* bytes of frames the encoder has not seen yet */
#define MAX_ATTEMPTS 8
#define BUS_WAIT (5 * GST_MSECOND)
#define COLORIMETRY "1:3:5:1" /* full range, BT.709: grey is its own brightness */

/* The only elements; %s is what the track says it is. */
#define PIPELINE                                                                                             \
  "appsrc name=source format=time max-bytes=0 ! "                                                            \
  "vp9enc name=encoder min-quantizer=0 max-quantizer=0 deadline=1 cpu-used=8 lag-in-frames=0 "         \
  "threads=4 ! webmmux name=muxer ! giostreamsink name=sink sync=false"

typedef struct {
  GstElement *pipeline;
  GstElement *source; /* owned reference, as all below */
  GstBus *bus;
  GOutputStream *file;
  GstVideoInfo video;
  guint64 n_frames;   /* pushed so far */
} Encoder;

static void
encoder_clear (Encoder *encoder)
{
  if (encoder->pipeline != NULL)
    gst_element_set_state (encoder->pipeline, GST_STATE_NULL);
  g_clear_pointer (&encoder->source, gst_object_unref);
  g_clear_pointer (&encoder->bus, gst_object_unref);
  g_clear_pointer (&encoder->pipeline, gst_object_unref);
  g_clear_object (&encoder->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Encoder, encoder_clear)

static gboolean
fail (const char *why, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_RESOURCE, "the WebM cannot be written: %s", why);
  return FALSE;
}

/* It would take the locale of the environment, and numbers in every output with it. */
static gboolean
start_gstreamer (GError **error)
{
  g_autofree char *locale = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean is_started;

  if (gst_is_initialized ())
    return TRUE;

  locale = g_strdup (setlocale (LC_ALL, NULL));
  is_started = gst_init_check (NULL, NULL, &local_error);
  setlocale (LC_ALL, locale);
  return is_started || fail (local_error != NULL ? local_error->message : "GStreamer does not start", error);
}

gboolean
studio_export_webm_is_available (GError **error)
{
  static const char *const elements[] = { "appsrc", "vp9enc", "webmmux", "giostreamsink" };

  if (!start_gstreamer (error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      g_autoptr (GstElementFactory) factory = gst_element_factory_find (elements[i]);

      if (factory == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_RESOURCE,
                       "GStreamer has no “%s”, which WebM needs (install its base and good plugins, or choose "
                       "WebP or APNG)", elements[i]);
          return FALSE;
        }
    }

  return TRUE;
}

/* Details begin with where in the encoder's source it was, which helps nobody here. */
static char *
dup_reason (const char *message, const char *details)
{
  const char *last = details != NULL ? strchr (details, '\n') : NULL;
  g_autofree char *lines = last != NULL ? g_strdup (last + 1) : NULL;

  if (lines == NULL || *g_strstrip (lines) == '\0')
    return g_strdup (message);

  g_strdelimit (lines, "\n", ' ');
  return g_strdup_printf ("%s (%s)", message, lines);
}

/* What the bus says went wrong, if anything, after at most @wait. */
static gboolean
check_bus (Encoder *encoder, GstClockTime wait, gboolean *is_over, GError **error)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (encoder->bus, wait,
                                                               GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *details = NULL, *why = NULL;

  *is_over = message != NULL;
  if (message == NULL || GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;

  gst_message_parse_error (message, &local_error, &details);
  why = dup_reason (local_error->message, details);
  return fail (why, error);
}

static void
set_texts (Encoder *encoder, const StudioClip *clip)
{
  g_autoptr (GstElement) muxer = gst_bin_get_by_name (GST_BIN (encoder->pipeline), "muxer");
  g_autoptr (GDateTime) epoch = g_date_time_new_utc (2001, 1, 1, 0, 0, 0);

  g_object_set (muxer, "writing-app", "Weft", "creation-time", epoch, NULL);
  if (clip->recipe != NULL)
    gst_tag_setter_add_tags (GST_TAG_SETTER (muxer), GST_TAG_MERGE_REPLACE, GST_TAG_COMMENT, clip->recipe, NULL);
}

static gboolean
set_caps (Encoder *encoder, const StudioClip *clip, guint width, guint height, GError **error)
{
  g_autoptr (GstCaps) caps = NULL;

  gst_video_info_set_format (&encoder->video, GST_VIDEO_FORMAT_I420, width, height);
  gst_util_double_to_fraction (1.0 / clip->seconds, &encoder->video.fps_n, &encoder->video.fps_d);
  if (!gst_video_colorimetry_from_string (&encoder->video.colorimetry, COLORIMETRY))
    return fail ("its colours cannot be named", error);

  caps = gst_video_info_to_caps (&encoder->video);
  gst_app_src_set_caps (GST_APP_SRC (encoder->source), caps);
  return TRUE;
}

static gboolean
encoder_open (Encoder *encoder, const StudioClip *clip, guint width, guint height, GError **error)
{
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GError) local_error = NULL;

  encoder->pipeline = gst_parse_launch (PIPELINE, &local_error);
  if (encoder->pipeline == NULL)
    return fail (local_error->message, error);

  encoder->source = gst_bin_get_by_name (GST_BIN (encoder->pipeline), "source");
  encoder->bus = gst_element_get_bus (encoder->pipeline);
  encoder->file = g_memory_output_stream_new_resizable ();
  sink = gst_bin_get_by_name (GST_BIN (encoder->pipeline), "sink");
  g_object_set (sink, "stream", encoder->file, NULL);
  set_texts (encoder, clip);
  if (!set_caps (encoder, clip, width, height, error))
    return FALSE;

  return gst_element_set_state (encoder->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE
         || fail ("GStreamer does not play", error);
}

/* Colours */

static guint8
round_to_byte (double value)
{
  return (guint8) CLAMP (lround (value), 0, 255);
}

/* BT.709 in full range. */
static void
convert (const guint8 *pixel, guint n_channels, guint8 colour[3])
{
  const double red = pixel[0], green = pixel[n_channels / 2], blue = pixel[n_channels - 1];
  const double brightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue;

  colour[0] = round_to_byte (brightness);
  colour[1] = round_to_byte ((blue - brightness) / 1.8556 + 128.0);
  colour[2] = round_to_byte ((red - brightness) / 1.5748 + 128.0);
}

/* Most pixels are of the colour of their neighbour, so each colour is converted once in a row. */
static void
fill_row (GstVideoFrame *frame, const StudioPixels *pixels, guint y)
{
  const guint n = pixels->n_channels;
  const guint8 *source = pixels->data + (gsize) y * pixels->width * n;
  guint8 colour[3];
  guint8 *rows[3];

  for (guint i = 0; i < 3; i++)
    rows[i] = (guint8 *) GST_VIDEO_FRAME_COMP_DATA (frame, i)
              + (gsize) (i == 0 ? y : y / 2) * GST_VIDEO_FRAME_COMP_STRIDE (frame, i);

  for (guint x = 0; x < pixels->width; x++, source += n)
    {
      if (x == 0 || memcmp (source, source - n, n) != 0)
        convert (source, n, colour);
      rows[0][x] = colour[0];
      rows[1][x / 2] = colour[1];
      rows[2][x / 2] = colour[2];
    }
}

static GstBuffer *
make_buffer (Encoder *encoder, const StudioPixels *pixels)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, encoder->video.size, NULL);
  GstVideoFrame frame;

  if (buffer != NULL && gst_video_frame_map (&frame, &encoder->video, buffer, GST_MAP_WRITE))
    {
      for (guint y = 0; y < pixels->height; y++)
        fill_row (&frame, pixels, y);
      gst_video_frame_unmap (&frame);
      return buffer;
    }

  g_clear_pointer (&buffer, gst_buffer_unref);
  return NULL;
}

/* Frames */

static gboolean
push (Encoder *encoder, GstBuffer *pixels, GError **error)
{
  const guint64 second = GST_SECOND * encoder->video.fps_d;
  GstBuffer *buffer = gst_buffer_copy (pixels); /* which shares the pixels */
  gboolean is_over = FALSE;

  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale_int (encoder->n_frames, second, encoder->video.fps_n);
  encoder->n_frames++;
  GST_BUFFER_DURATION (buffer)
      = gst_util_uint64_scale_int (encoder->n_frames, second, encoder->video.fps_n) - GST_BUFFER_PTS (buffer);
  if (gst_app_src_push_buffer (GST_APP_SRC (encoder->source), buffer) != GST_FLOW_OK)
    return check_bus (encoder, GST_SECOND, &is_over, error) && fail ("the encoder takes no more", error);

  do
    if (!check_bus (encoder, 0, &is_over, error))
      return FALSE;
    else if (gst_app_src_get_current_level_bytes (GST_APP_SRC (encoder->source)) > MAX_WAITING
             && !check_bus (encoder, BUS_WAIT, &is_over, error))
      return FALSE;
  while (gst_app_src_get_current_level_bytes (GST_APP_SRC (encoder->source)) > MAX_WAITING);

  return TRUE;
}

static gboolean
push_frame (Encoder *encoder, const StudioClip *clip, guint frame, GError **error)
{
  const long n = lround (studio_clip_get_seconds (clip, frame) / clip->seconds);
  g_autoptr (StudioPixels) pixels = studio_clip_draw_scaled (clip, frame, error);
  g_autoptr (GstBuffer) buffer = pixels != NULL ? make_buffer (encoder, pixels) : NULL;

  if (pixels == NULL)
    return FALSE;
  if (buffer == NULL)
    return fail ("no memory for a frame", error);

  for (long i = 0; i < MAX (n, 1); i++)
    if (!push (encoder, buffer, error))
      return FALSE;

  return TRUE;
}

static gboolean
push_frames (Encoder *encoder, const StudioClip *clip, GError **error)
{
  gboolean is_over = FALSE;

  for (guint i = 0; i < clip->n_frames; i++)
    if (!push_frame (encoder, clip, i, error))
      return FALSE;

  gst_app_src_end_of_stream (GST_APP_SRC (encoder->source));
  return check_bus (encoder, GST_CLOCK_TIME_NONE, &is_over, error);
}

/* The track's random number. Nine bytes that are nowhere else before the first frame: the element's name, its
 * length and eight bytes; rarely the number is a short one. */
static gboolean
settle_track (GByteArray *file)
{
  static const guint8 name[] = { 0x73, 0xc5, 0x88 };
  static const guint8 settled[8] = { 'W', 'e', 'f', 't', 0, 0, 0, 1 };
  guint8 *found = memmem (file->data, MIN (file->len, 4096), name, sizeof name);

  if (found == NULL || found + sizeof name + sizeof settled > file->data + file->len)
    return FALSE;

  memcpy (found + sizeof name, settled, sizeof settled);
  return TRUE;
}

static GByteArray *
encode_once (const StudioClip *clip, guint width, guint height, GError **error)
{
  g_auto (Encoder) encoder = { NULL };
  GByteArray *file;

  if (!encoder_open (&encoder, clip, width, height, error) || !push_frames (&encoder, clip, error))
    return NULL;

  gst_element_set_state (encoder.pipeline, GST_STATE_NULL);
  file = g_byte_array_new ();
  g_byte_array_append (file, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (encoder.file)),
                       g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (encoder.file)));
  return file;
}

static gboolean
check_size (const StudioClip *clip, guint width, guint height, GError **error)
{
  if (MAX (width, height) <= MAX_SIDE && width % 2 == 0 && height % 2 == 0 && clip->scale % 2 == 0)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "%u x %u pixels at scale %u are no WebM (scale and sides must be even, limit %d)", width, height,
               clip->scale, MAX_SIDE);
  return FALSE;
}

GBytes *
studio_export_webm (const StudioClip *clip, GError **error)
{
  g_autoptr (StudioPixels) first = NULL;

  if (!studio_export_webm_is_available (error))
    return NULL;

  first = studio_clip_draw_scaled (clip, 0, error);
  if (first == NULL || !check_size (clip, first->width, first->height, error))
    return NULL;

  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      g_autoptr (GByteArray) file = encode_once (clip, first->width, first->height, error);

      if (file == NULL)
        return NULL;
      if (settle_track (file))
        return g_byte_array_free_to_bytes (g_steal_pointer (&file));
    }

  fail ("the muxer names its track in a new way", error);
  return NULL;
}
