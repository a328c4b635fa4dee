/* SPDX-License-Identifier: MIT */
/* A sliding window of marks: the figure is what lies between the oldest and the newest. */
#include "app/rate-private.h"

void
studio_rate_init (StudioRate *rate, double window, double counts)
{
  *rate = (StudioRate) {
    .interval = window / STUDIO_RATE_MARKS,
    .stride = counts > 0 ? counts / STUDIO_RATE_MARKS : G_MAXDOUBLE,
  };
}

void
studio_rate_restart (StudioRate *rate)
{
  rate->n_marks = 0;
}

static void
add_mark (StudioRate *rate, double seconds, double count)
{
  rate->times[rate->next] = seconds;
  rate->counts[rate->next] = count;
  rate->next = (rate->next + 1) % STUDIO_RATE_MARKS;
  rate->n_marks = MIN (rate->n_marks + 1, STUDIO_RATE_MARKS);
}

void
studio_rate_add (StudioRate *rate, double seconds, double count)
{
  const guint newest = (rate->next + STUDIO_RATE_MARKS - 1) % STUDIO_RATE_MARKS;
  const guint oldest = (rate->next + STUDIO_RATE_MARKS - rate->n_marks) % STUDIO_RATE_MARKS;

  const gboolean is_due = rate->n_marks == 0 || seconds - rate->times[newest] >= rate->interval
                          || count - rate->counts[newest] >= rate->stride;

  /* What is over before the first interval is shall have a figure too. */
  if (rate->n_marks > 0 && seconds > rate->times[oldest] && (is_due || !rate->has_interval))
    atomic_store_explicit (&rate->value, (count - rate->counts[oldest]) / (seconds - rate->times[oldest]),
                           memory_order_relaxed);
  if (!is_due)
    return;

  rate->has_interval |= rate->n_marks > 0;
  add_mark (rate, seconds, count);
}

double
studio_rate_get (StudioRate *rate)
{
  return atomic_load_explicit (&rate->value, memory_order_relaxed);
}
