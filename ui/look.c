/* SPDX-License-Identifier: MIT */
/* The last look is kept with the clock. Nobody sees the difference to looking at every frame, the worker does. */
#include "ui/look.h"

#define MIN_INTERVAL 30000 /* microseconds between two looks */
#define KEY "weft-look"

typedef struct {
  gint64 frame; /* the clock's counter */
  gint64 time;  /* microseconds, of the clock; 0: never yet */
} Look;

gboolean
ui_look_is_due (GdkFrameClock *clock)
{
  const gint64 frame = gdk_frame_clock_get_frame_counter (clock), now = gdk_frame_clock_get_frame_time (clock);
  Look *look = g_object_get_data (G_OBJECT (clock), KEY);

  if (look == NULL)
    {
      look = g_new0 (Look, 1);
      g_object_set_data_full (G_OBJECT (clock), KEY, look, g_free);
    }
  if (look->time == 0 || now - look->time >= MIN_INTERVAL)
    *look = (Look) { frame, now };
  return look->frame == frame;
}
