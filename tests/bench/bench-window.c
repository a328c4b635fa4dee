/* SPDX-License-Identifier: MIT */
/* How soon the studio's window stands on the screen, from the start of its process and with the files in the system's
 * cache: when the display has mapped it, and when its first picture has been drawn into it. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#define N_RUNS 11
#define TIMEOUT 30.0     /* seconds */
#define MIN_SIZE 200     /* pixels; smaller windows are helpers of the toolkit */
#define INK_AT 60        /* pixels from the window's corner: within the controls, whose background is drawn */

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* A window may vanish between two questions about it. */
static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

static gboolean
is_large (Display *display, Window window)
{
  XWindowAttributes attributes;

  return XGetWindowAttributes (display, window, &attributes) != 0 && attributes.width >= MIN_SIZE
         && attributes.height >= MIN_SIZE && attributes.map_state == IsViewable;
}

/* Returns: the first large window that is mapped; None after the time limit. */
static Window
wait_for_window (Display *display, double limit)
{
  while (now () < limit)
    {
      struct pollfd socket = { .fd = ConnectionNumber (display), .events = POLLIN };
      XEvent event;

      if (XPending (display) == 0 && poll (&socket, 1, 100) <= 0)
        continue;
      XNextEvent (display, &event);
      if (event.type == MapNotify && is_large (display, event.xmap.window))
        return event.xmap.window;
    }

  return None;
}

/* A window without content is black; nothing in the studio is, neither light nor dark. */
static gboolean
has_ink (Display *display, Window window)
{
  XImage *image = XGetImage (display, window, INK_AT, INK_AT, 1, 1, AllPlanes, ZPixmap);
  gboolean ink;

  if (image == NULL)
    return FALSE;

  ink = (XGetPixel (image, 0, 0) & 0xffffff) != 0;
  XDestroyImage (image);
  return ink;
}

static void
end (GPid child)
{
  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
}

/* Milliseconds from before the process to its window and to what is in it. */
static gboolean
run (Display *display, char **words, double *mapped, double *drawn)
{
  const double begun = now ();
  GPid child;
  Window window;

  if (!g_spawn_async (NULL, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &child, NULL))
    return FALSE;

  window = wait_for_window (display, begun + TIMEOUT);
  *mapped = 1e3 * (now () - begun);
  while (window != None && !has_ink (display, window) && now () < begun + TIMEOUT)
    g_usleep (500);
  *drawn = 1e3 * (now () - begun);
  end (child);
  while (XPending (display) > 0)
    XNextEvent (display, &(XEvent) { 0 });

  return window != None && *drawn < 1e3 * TIMEOUT;
}

static void
print (const char *what, double *ms)
{
  qsort (ms, N_RUNS, sizeof *ms, compare);
  printf ("%s: median %.0f ms, fastest %.0f ms, slowest %.0f ms of %d\n", what, ms[N_RUNS / 2], ms[0], ms[N_RUNS - 1],
          N_RUNS);
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  double mapped[N_RUNS], drawn[N_RUNS];
  gboolean is_sound = argc == 2 && display != NULL;

  if (is_sound)
    {
      XSetErrorHandler (ignore_error);
      XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
      is_sound = run (display, argv + 1, &mapped[0], &drawn[0]); /* warms the cache */
    }
  for (guint i = 0; is_sound && i < N_RUNS; i++)
    is_sound = run (display, argv + 1, &mapped[i], &drawn[i]);

  if (!is_sound)
    {
      fprintf (stderr, "bench-window: no window came (usage: bench-window STUDIO, with a display of its own)\n");
      return 1;
    }

  print ("the window is on the screen", mapped);
  print ("its first picture is drawn", drawn);
  XCloseDisplay (display);
  return 0;
}
