/* SPDX-License-Identifier: MIT */
/* How soon `weft sample` has painted, from the start of its process and with the files in the system's cache:
 * when it first says that there is something of the picture, which is no sooner than its first pixel, and
 * when it has ended. */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define N_RUNS 21

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

/* Reads all lines. Returns: when the first came that speaks of a value painted, or 0. */
static double
find_first (int descriptor)
{
  FILE *stream = fdopen (descriptor, "r");
  double first = 0.0;
  char line[512];

  while (fgets (line, sizeof line, stream) != NULL)
    if (first <= 0.0 && strstr (line, "\"done\": ") != NULL && strstr (line, "\"done\": 0.000") == NULL)
      first = now ();

  fclose (stream);
  return first;
}

/* Milliseconds from before the process to its first sign and to its end. */
static gboolean
run (char **words, double *first, double *end)
{
  const double begun = now ();
  GPid child;
  int descriptor, status;
  double seen;

  if (!g_spawn_async_with_pipes (NULL, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                 NULL, NULL, &child, NULL, NULL, &descriptor, NULL))
    return FALSE;

  seen = find_first (descriptor);
  waitpid (child, &status, 0);
  *first = 1e3 * (seen - begun);
  *end = 1e3 * (now () - begun);
  return seen > 0.0 && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static void
print (const char *what, double *ms)
{
  qsort (ms, N_RUNS, sizeof *ms, compare);
  printf ("%s: median %.1f ms, fastest %.1f ms, slowest %.1f ms of %d\n", what, ms[N_RUNS / 2], ms[0],
          ms[N_RUNS - 1], N_RUNS);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-XXXXXX", NULL);
  g_autofree char *picture = g_build_filename (folder, "first.png", NULL);
  char *words[] = { argv[1], (char *) "sample", (char *) "-s", (char *) "1", (char *) "-o", picture,
                    (char *) "--overwrite", (char *) "--progress", (char *) "json", NULL };
  double first[N_RUNS], end[N_RUNS];
  gboolean is_sound = argc == 2 && run (words, &first[0], &end[0]);

  for (guint i = 0; is_sound && i < N_RUNS; i++)
    is_sound = run (words, &first[i], &end[i]);

  g_unlink (picture);
  g_rmdir (folder);
  if (!is_sound)
    {
      fprintf (stderr, "bench-start: weft sample did not paint (usage: bench-start WEFT)\n");
      return 1;
    }

  print ("first word of a picture", first);
  print ("the whole picture, saved", end);
  return 0;
}
