/* SPDX-License-Identifier: MIT */
/* A timeout is there only while something waits to be written. */
#include "ui/reading.h"

struct _UiReading {
  void (*write) (gpointer data);
  gpointer data;
  gint64 written_at; /* monotonic, microseconds */
  guint timeout_id;
};

UiReading *
ui_reading_new (void (*write) (gpointer data), gpointer data)
{
  UiReading *reading = g_new0 (UiReading, 1);

  reading->write = write;
  reading->data = data;
  reading->written_at = G_MININT64 / 2; /* never yet */
  return reading;
}

void
ui_reading_free (UiReading *reading)
{
  if (reading == NULL)
    return;

  g_clear_handle_id (&reading->timeout_id, g_source_remove);
  g_free (reading);
}

static void
write_down (UiReading *reading)
{
  g_clear_handle_id (&reading->timeout_id, g_source_remove);
  reading->written_at = g_get_monotonic_time ();
  reading->write (reading->data);
}

static gboolean
timeout_cb (gpointer user_data)
{
  UiReading *reading = user_data;

  reading->timeout_id = 0;
  write_down (reading);
  return G_SOURCE_REMOVE;
}

void
ui_reading_tell (UiReading *reading, gboolean is_moving)
{
  const gint64 since = (g_get_monotonic_time () - reading->written_at) / 1000;

  if (!is_moving || since >= UI_READING_INTERVAL)
    write_down (reading);
  else if (reading->timeout_id == 0)
    reading->timeout_id = g_timeout_add ((guint) (UI_READING_INTERVAL - since), timeout_cb, reading);
}
