/* SPDX-License-Identifier: MIT */
/* What is read of a machine, from files that stand for its own; and what follows from two readings of its load. */
#include "app/conditions.h"

#include "tests/support/folder.h"

#include <string.h>
#include <unistd.h>

static void
put (TestFolder *folder, const char *name, const char *text)
{
  g_free (test_folder_write (folder, name, text, strlen (text)));
}

static void
test_machine (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  const char *root = test_folder_get_path (folder);
  g_autoptr (StudioConditions) bare = studio_conditions_read (root);
  g_autoptr (StudioConditions) laptop = NULL;
  g_autoptr (StudioConditions) plugged = NULL;

  g_assert_cmpstr (bare->processor, ==, "unknown processor");
  g_assert_null (bare->governor);
  g_assert_cmpint (bare->power, ==, STUDIO_POWER_UNKNOWN);

  put (folder, "proc/cpuinfo", "processor\t: 0\nmodel name\t: Loom 9000  \nflags\t: all\n");
  put (folder, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
  put (folder, "sys/class/power_supply/AC/type", "Mains\n");
  put (folder, "sys/class/power_supply/AC/online", "1\n");
  put (folder, "sys/class/power_supply/BAT0/type", "Battery\n");
  put (folder, "sys/class/power_supply/BAT0/status", "Discharging\n");
  laptop = studio_conditions_read (root);
  g_assert_cmpstr (laptop->processor, ==, "Loom 9000");
  g_assert_cmpstr (laptop->governor, ==, "powersave");
  g_assert_cmpint (laptop->power, ==, STUDIO_POWER_BATTERY);

  put (folder, "sys/class/power_supply/BAT0/status", "Charging\n");
  plugged = studio_conditions_read (root);
  g_assert_cmpint (plugged->power, ==, STUDIO_POWER_MAINS);
}

/* Of 1000 ticks 400 were busy; 100 of them our own. */
static void
test_others (void)
{
  const double tick = 1.0 / (double) sysconf (_SC_CLK_TCK);
  g_autoptr (TestFolder) folder = test_folder_new ();
  const char *root = test_folder_get_path (folder);
  StudioLoad before, after;

  studio_load_read (root, &before);
  g_assert_false (before.is_known);

  put (folder, "proc/stat", "cpu 100 10 20 5000 40 1 2 3 7 7\ncpu0 1 1 1 1\n");
  studio_load_read (root, &before);
  put (folder, "proc/stat", "cpu 400 60 70 5590 50 1 2 3 9 9\ncpu0 1 1 1 1\n");
  studio_load_read (root, &after);
  g_assert_true (before.is_known && after.is_known);
  before.own = 1;
  after.own = 1 + 100 * tick;
  g_assert_cmpfloat_with_epsilon (studio_load_get_others (&before, &after), 0.3, 1e-9);

  after.own = 1 + 5000 * tick; /* counters that disagree make no negative load */
  g_assert_cmpfloat (studio_load_get_others (&before, &after), ==, 0);
  g_assert_cmpfloat (studio_load_get_others (&before, &before), <, 0);
  before.is_known = FALSE;
  g_assert_cmpfloat (studio_load_get_others (&before, &after), <, 0);
}

/* The real one: our own work is not somebody else's. */
static void
test_own_work (void)
{
  const gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 5;
  StudioLoad before, after;

  studio_load_read (NULL, &before);
  g_assert_true (before.is_known);
  while (g_get_monotonic_time () < end)
    ;
  studio_load_read (NULL, &after);
  g_assert_cmpfloat (after.own - before.own, >, 0);
  g_assert_cmpfloat (after.busy - before.busy, >=, 0);
  g_assert_cmpfloat (studio_load_get_others (&before, &after), <=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conditions/machine", test_machine);
  g_test_add_func ("/conditions/others", test_others);
  g_test_add_func ("/conditions/own-work", test_own_work);
  return g_test_run ();
}
