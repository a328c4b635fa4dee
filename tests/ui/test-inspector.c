/* SPDX-License-Identifier: MIT */
/* The inspector is opened and turned through actions, and what it says is compared with what the run is. */
#include "tests/ui/studio.h"

#include "ui/format.h"
#include "ui/inspector-memory.h"

#define N_STEPS 119 /* of the 12 x 10 pixels of the test checkpoints */

static GtkWidget *
find (TestStudio *studio, const char *id)
{
  GtkWidget *widget = test_display_find (GTK_WIDGET (studio->window->inspector), id);

  g_assert_nonnull (widget);
  return widget;
}

static void
open_inspector (TestStudio *studio, gint width, const char *page)
{
  test_studio_open_window (studio, width);
  if (!adw_flap_get_reveal_flap (studio->window->inspector_flap))
    test_studio_act (studio, "inspector");
  g_object_set (studio->window->inspector, "page", page, NULL);
  test_display_settle (GTK_WIDGET (studio->window));
}

static void
paint_all (TestStudio *studio)
{
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
}

static void
assert_text (TestStudio *studio, const char *id, const char *expected)
{
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (studio, id))), ==, expected);
}

static void
assert_bytes (TestStudio *studio, const char *id, guint64 bytes)
{
  g_autofree char *text = ui_format_bytes ((double) bytes);

  assert_text (studio, id, text);
}

/* The first step after which a cache is larger: counted, not calculated. */
static void
test_crossing (void)
{
  const struct {
    guint heads, width, crossing;
  } cases[] = {
    { 8, 256, 17 }, { 4, 256, 33 }, { 2, 8, 3 }, { 1, 2, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WeftConfig config = { .n_layers = 3, .n_heads = cases[i].heads, .width = cases[i].width };
      guint step = 0;

      while (weft_config_get_cache_bytes (&config, step) <= weft_config_get_state_bytes (&config))
        step++;
      g_assert_cmpuint (step, ==, cases[i].crossing);
      g_assert_cmpuint (ui_inspector_memory_get_crossing (&config), ==, step);
    }
}

static void
test_memory (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const WeftConfig *config;

  open_inspector (studio, 0, "memory");
  config = studio_entry_get_config (studio_workspace_get_entry (studio->workspace));
  assert_bytes (studio, "state_bytes", weft_config_get_state_bytes (config));
  assert_bytes (studio, "cache_bytes", 0);
  assert_text (studio, "verdict", "The cache overtakes the state at step 3.");

  paint_all (studio);
  assert_bytes (studio, "state_bytes", weft_config_get_state_bytes (config));
  assert_bytes (studio, "cache_bytes", weft_config_get_cache_bytes (config, N_STEPS));
  assert_text (studio, "verdict", "The cache overtook the state at step 3, and is 47.6 times as large now.");
}

/* What is not seen is not told; once it is, it is up to date. */
static void
test_hidden (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  open_inspector (studio, 0, "memory");
  test_studio_act (studio, "inspector");
  test_display_settle (GTK_WIDGET (studio->window));
  paint_all (studio);
  assert_bytes (studio, "cache_bytes", 0);
  test_studio_act (studio, "inspector");
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (studio, "cache_bytes"))), !=, "0 bytes");
}

/* In a narrow window the panel lies over the picture, and Escape takes it away before it takes the picture. */
static void
test_narrow (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  int minimum;

  test_studio_open_window (studio, 360);
  g_assert_true (adw_flap_get_folded (studio->window->inspector_flap));
  g_assert_false (adw_flap_get_reveal_flap (studio->window->inspector_flap));
  gtk_widget_measure (GTK_WIDGET (studio->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  test_studio_act (studio, "inspector");
  test_studio_act (studio, "escape");
  g_assert_false (adw_flap_get_reveal_flap (studio->window->inspector_flap));
  g_assert_nonnull (studio_workspace_get_job (studio->workspace));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/inspector/crossing", test_crossing);
  g_test_add_func ("/inspector/memory", test_memory);
  g_test_add_func ("/inspector/hidden", test_hidden);
  g_test_add_func ("/inspector/narrow", test_narrow);
  return g_test_run ();
}
