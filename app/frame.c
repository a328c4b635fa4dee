/* SPDX-License-Identifier: MIT */
/* StudioFrame: bytes behind a counter. The release store of the counter is what makes the bytes before it
 * readable. */
#include "app/frame.h"

#include "engine/checked.h"
#include "engine/error.h"

#include <stdatomic.h>
#include <string.h>

struct _StudioFrame {
  atomic_uint n_references;
  atomic_uint n_known;
  guint64 run;
  guint n_lanes;
  guint n_values;
  guint8 values[]; /* [n_lanes, n_values] */
};

StudioFrame *
studio_frame_new (guint64 run, guint n_lanes, guint n_values, GError **error)
{
  StudioFrame *frame = NULL;
  guint64 bytes = 0;

  g_return_val_if_fail (n_lanes >= 1 && n_values >= 1, NULL);

  if (weft_checked_mul (n_lanes, n_values, &bytes) && weft_checked_add (bytes, sizeof *frame, &bytes))
    frame = g_try_malloc0 (bytes);
  if (frame == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory for %u images of %u values",
                   n_lanes, n_values);
      return NULL;
    }

  atomic_init (&frame->n_references, 1);
  atomic_init (&frame->n_known, 0);
  frame->run = run;
  frame->n_lanes = n_lanes;
  frame->n_values = n_values;
  return frame;
}

StudioFrame *
studio_frame_ref (StudioFrame *frame)
{
  atomic_fetch_add_explicit (&frame->n_references, 1, memory_order_relaxed);
  return frame;
}

void
studio_frame_unref (StudioFrame *frame)
{
  if (frame != NULL && atomic_fetch_sub_explicit (&frame->n_references, 1, memory_order_acq_rel) == 1)
    g_free (frame);
}

guint64
studio_frame_get_run (StudioFrame *frame)
{
  return frame->run;
}

guint
studio_frame_get_n_lanes (StudioFrame *frame)
{
  return frame->n_lanes;
}

guint
studio_frame_get_n_values (StudioFrame *frame)
{
  return frame->n_values;
}

guint
studio_frame_get_n_known (StudioFrame *frame)
{
  return atomic_load_explicit (&frame->n_known, memory_order_acquire);
}

const guint8 *
studio_frame_get_values (StudioFrame *frame, guint lane)
{
  g_return_val_if_fail (lane < frame->n_lanes, NULL);

  return frame->values + (gsize) lane * frame->n_values;
}

void
studio_frame_append (StudioFrame *frame, guint lane, const guint8 *values, guint n_known)
{
  const guint begin = atomic_load_explicit (&frame->n_known, memory_order_relaxed);

  g_return_if_fail (lane < frame->n_lanes);
  g_return_if_fail (begin <= n_known && n_known <= frame->n_values);

  memcpy (frame->values + (gsize) lane * frame->n_values + begin, values + begin, n_known - begin);
}

void
studio_frame_publish (StudioFrame *frame, guint n_known)
{
  g_return_if_fail (n_known <= frame->n_values);

  atomic_store_explicit (&frame->n_known, n_known, memory_order_release);
}
