/* SPDX-License-Identifier: MIT */
/* Small files of /proc and /sys, whose absence is no error: then nothing is said. */
#include "app/conditions.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MIN_TICKS 5.0 /* of the slowest counter, which two readings must lie apart */

static char *
dup_file (const char *root, const char *path)
{
  g_autofree char *full = root != NULL ? g_build_filename (root, path, NULL) : NULL;
  char *text = NULL;

  if (!g_file_get_contents (full != NULL ? full : path, &text, NULL, NULL))
    return NULL;

  return g_strstrip (text);
}

static char *
dup_processor (const char *root)
{
  g_autofree char *text = dup_file (root, "/proc/cpuinfo");
  const char *name = text != NULL ? strstr (text, "model name") : NULL;

  if (name == NULL || (name = strchr (name, ':')) == NULL)
    return g_strdup ("unknown processor");

  return g_strstrip (g_strndup (name + 1, strcspn (name + 1, "\n")));
}

/* What one entry of the power supplies says: a battery that is drained outweighs a plug. */
static StudioPower
read_supply (const char *root, const char *folder, const char *name)
{
  g_autofree char *type_path = g_build_filename (folder, name, "type", NULL);
  g_autofree char *status_path = g_build_filename (folder, name, "status", NULL);
  g_autofree char *online_path = g_build_filename (folder, name, "online", NULL);
  g_autofree char *type = dup_file (root, type_path);
  g_autofree char *status = dup_file (root, status_path);
  g_autofree char *online = dup_file (root, online_path);

  if (g_strcmp0 (type, "Battery") == 0 && g_strcmp0 (status, "Discharging") == 0)
    return STUDIO_POWER_BATTERY;
  if (g_strcmp0 (type, "Mains") == 0 && g_strcmp0 (online, "1") == 0)
    return STUDIO_POWER_MAINS;
  return STUDIO_POWER_UNKNOWN;
}

static StudioPower
read_power (const char *root)
{
  const char *folder = "/sys/class/power_supply";
  g_autofree char *full = root != NULL ? g_build_filename (root, folder, NULL) : g_strdup (folder);
  g_autoptr (GDir) supplies = g_dir_open (full, 0, NULL);
  StudioPower power = STUDIO_POWER_UNKNOWN;
  const char *name;

  while (supplies != NULL && (name = g_dir_read_name (supplies)) != NULL)
    power = MAX (power, read_supply (root, folder, name));
  return power;
}

StudioConditions *
studio_conditions_read (const char *root)
{
  StudioConditions *conditions = g_new0 (StudioConditions, 1);

  conditions->processor = dup_processor (root);
  conditions->n_processors = g_get_num_processors ();
  conditions->governor = dup_file (root, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  conditions->power = read_power (root);
  return conditions;
}

void
studio_conditions_free (StudioConditions *conditions)
{
  if (conditions == NULL)
    return;

  g_free (conditions->processor);
  g_free (conditions->governor);
  g_free (conditions);
}

static double
read_own_seconds (void)
{
  struct timespec time;

  if (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time) != 0)
    return 0;
  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* The first line: user, nice, system, idle, waiting for a disk, two kinds of interrupts, stolen; guests are counted in the
 * first two already. */
void
studio_load_read (const char *root, StudioLoad *load)
{
  g_autofree char *text = dup_file (root, "/proc/stat");
  unsigned long long t[8];
  double all = 0;

  *load = (StudioLoad) { .own = read_own_seconds () };
  if (text == NULL
      || sscanf (text, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[0], &t[1], &t[2], &t[3], &t[4], &t[5], &t[6],
                 &t[7]) != 8)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (t); i++)
    all += (double) t[i];
  load->total = all / (double) sysconf (_SC_CLK_TCK);
  load->busy = (all - (double) t[3] - (double) t[4]) / (double) sysconf (_SC_CLK_TCK);
  load->is_known = TRUE;
}

double
studio_load_get_others (const StudioLoad *before, const StudioLoad *after)
{
  const double total = after->total - before->total;
  const double others = (after->busy - before->busy) - (after->own - before->own);

  if (!before->is_known || !after->is_known || total < MIN_TICKS / (double) sysconf (_SC_CLK_TCK))
    return -1;

  return CLAMP (others / total, 0, 1);
}
