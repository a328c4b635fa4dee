/* SPDX-License-Identifier: MIT */
/* The shared frame: what lies before the counter is whole, whoever looks and whenever. */
#include "app/frame.h"

#include <pthread.h>

#define N_LANES 3
#define N_VALUES 20000

static guint8
value_at (guint lane, guint i)
{
  return (guint8) (lane * 91 + i * 7 + (i >> 8));
}

static void *
write_cb (void *data)
{
  StudioFrame *frame = data;
  guint8 values[N_VALUES];

  for (guint n = 1; n <= N_VALUES; n++)
    {
      for (guint lane = 0; lane < N_LANES; lane++)
        {
          for (guint i = n > 1 ? n - 2 : 0; i < n; i++)
            values[i] = value_at (lane, i);
          studio_frame_append (frame, lane, values, n);
        }
      studio_frame_publish (frame, n);
    }

  studio_frame_unref (frame);
  return NULL;
}

static void
test_one_writer_one_reader (void)
{
  g_autoptr (StudioFrame) frame = studio_frame_new (7, N_LANES, N_VALUES, NULL);
  guint checked = 0;
  pthread_t writer;

  g_assert_cmpuint (studio_frame_get_run (frame), ==, 7);
  g_assert_cmpuint (studio_frame_get_n_known (frame), ==, 0);
  g_assert_cmpint (pthread_create (&writer, NULL, write_cb, studio_frame_ref (frame)), ==, 0);

  while (checked < N_VALUES)
    {
      const guint n_known = studio_frame_get_n_known (frame);

      g_assert_cmpuint (n_known, >=, checked);
      for (guint lane = 0; lane < N_LANES; lane++)
        for (guint i = checked; i < n_known; i++)
          g_assert_cmpuint (studio_frame_get_values (frame, lane)[i], ==, value_at (lane, i));
      checked = n_known;
    }

  pthread_join (writer, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame/one-writer-one-reader", test_one_writer_one_reader);

  return g_test_run ();
}
