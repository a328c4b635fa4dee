/* SPDX-License-Identifier: MIT */
/* The inspector is opened and turned through actions, and what it says is compared with what the run is. */
#include "tests/ui/studio.h"

#include "ui/bars.h"
#include "ui/format.h"
#include "ui/heat-map.h"
#include "ui/inspector-memory.h"
#include "ui/inspector-state.h"
#include "ui/inspector-timing.h"

#include "tests/support/tiny-checkpoint.h"

#include "engine/blas.h"

#include <string.h>

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
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
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

static GtkLabel *
get_agreement (TestStudio *studio)
{
  return GTK_LABEL (test_display_find (GTK_WIDGET (studio->window->inspector), "agreement"));
}

static gboolean
agrees (gpointer studio)
{
  return strstr (gtk_label_get_text (get_agreement (studio)), "one network, two formulas") != NULL;
}

/* Both formulas are compared over what is shown; what is said of one step goes with it. */
static void
test_agreement (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *button;

  open_inspector (studio, 0, "memory");
  button = test_display_find (GTK_WIDGET (studio->window->inspector), "compare");
  paint_all (studio);
  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_widget_activate (button);
  test_display_wait (agrees, studio, 20);
  g_assert_nonnull (strstr (gtk_label_get_text (get_agreement (studio)), "119 steps"));
  g_assert_nonnull (strstr (gtk_label_get_text (get_agreement (studio)), "e-0"));
  g_assert_true (gtk_widget_is_sensitive (button));

  studio_workspace_move (studio->workspace, -1);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_agreement (studio))));
  gtk_widget_activate (button);
  test_display_wait (agrees, studio, 20);
  g_assert_nonnull (strstr (gtk_label_get_text (get_agreement (studio)), "118 steps"));
}

static StudioMicroscope *
get_microscope (TestStudio *studio)
{
  return ui_inspector_get_microscope (studio->window->inspector);
}

static gboolean
is_seen (gpointer data)
{
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (get_microscope (data));

  return glimpse != NULL && glimpse->n_known == studio_microscope_get_step (get_microscope (data)) + 1;
}

/* The cell under the cursor is that of the state, wherever arrow keys have taken it. */
static void
assert_cell (TestStudio *studio, guint layer, guint head, guint row, guint column)
{
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (get_microscope (studio));
  const gsize size = weft_config_get_head_size (weft_model_get_config (glimpse->model));
  g_autofree float *s = g_new (float, size * size), *z = g_new (float, size);
  guint found_row, found_column;
  double value;

  weft_probe_read_head (glimpse->state, 0, layer, head, s, z);
  ui_heat_map_get_cell (UI_HEAT_MAP (find (studio, "table")), &found_row, &found_column, &value);
  g_assert_cmpuint (found_row, ==, row);
  g_assert_cmpuint (found_column, ==, column);
  g_assert_cmpfloat (value, ==, s[row * size + column]);
}

static void
test_state (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiHeatMap *table;
  guint row, column;
  double value;

  open_inspector (studio, 0, "state");
  table = UI_HEAT_MAP (find (studio, "table"));
  paint_all (studio);
  test_display_wait (is_seen, studio, 20);
  assert_cell (studio, 0, 0, 0, 0);
  ui_heat_map_set_cell (table, 2, 3);
  g_object_set (find (studio, "state"), "layer", 2, "head", 2, NULL);
  assert_cell (studio, 1, 1, 2, 3);
  ui_heat_map_set_cell (table, 99, 99); /* there is a last cell */
  assert_cell (studio, 1, 1, 3, 3);
  g_assert_cmpfloat (ui_heat_map_get_limit (table), >, 0);

  /* A moment differs from itself by nothing, and from an earlier one by something. */
  g_assert_true (ui_inspector_state_remember (UI_INSPECTOR_STATE (find (studio, "state"))));
  g_object_set (find (studio, "state"), "difference", TRUE, NULL);
  g_assert_cmpfloat (ui_heat_map_get_norm (table), ==, 0);
  studio_workspace_set_shown_step (studio->workspace, 40);
  test_display_wait (is_seen, studio, 20);
  ui_heat_map_get_cell (table, &row, &column, &value);
  g_assert_cmpfloat (ui_heat_map_get_norm (table), >, 0);
  g_object_set (find (studio, "state"), "difference", FALSE, NULL);
  assert_cell (studio, 1, 1, 3, 3);
}

/* Another value at one place: what was before stays, and the settings of the next run do. */
static void
test_pixel (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree guint8 *before = NULL;
  const StudioGlimpse *glimpse;
  guint8 other;
  UiBars *bars;

  open_inspector (studio, 0, "pixel");
  bars = UI_BARS (find (studio, "bars"));
  paint_all (studio);
  before = g_memdup2 (studio_microscope_get_values (get_microscope (studio)), N_STEPS + 1);
  studio_workspace_set_shown_step (studio->workspace, 61);
  test_display_wait (is_seen, studio, 20);
  glimpse = studio_microscope_get_glimpse (get_microscope (studio));
  g_assert_cmpuint (glimpse->value, ==, before[60]);
  g_assert_cmpuint (ui_bars_get_cursor (bars), ==, before[60]);
  assert_text (studio, "place", "Row 5, column 0");

  other = before[60] == 0 ? 1 : before[60] - 1;
  ui_bars_set_cursor (bars, other);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (find (studio, "value"))), ==, other);
  studio_workspace_set_n_lanes (studio->workspace, 2);
  g_signal_emit_by_name (bars, "chosen", (guint) other);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  studio_microscope_refresh (get_microscope (studio));
  g_assert_cmpmem (studio_microscope_get_values (get_microscope (studio)), 60, before, 60);
  g_assert_cmpuint (studio_microscope_get_values (get_microscope (studio))[60], ==, other);
  g_assert_cmpuint (studio_workspace_get_n_lanes (studio->workspace), ==, 2);
}

/* Each value of a pixel of three can be looked at, and another be put there. */
static void
test_channels (void)
{
  static const char *const names[] = { "red", "green", "blue" };
  const WeftConfig colours = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_RGB8,
                                                    FALSE);
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *page;

  open_inspector (studio, 0, "pixel");
  page = find (studio, "pixel");
  g_assert_false (gtk_widget_get_visible (find (studio, "channels")));
  test_studio_open_tiny (studio, &colours);
  paint_all (studio);
  studio_workspace_set_shown_step (studio->workspace, 24); /* the eighth of 5 x 3 pixels */
  test_display_wait (is_seen, studio, 20);
  g_assert_true (gtk_widget_get_visible (find (studio, "channels")));
  assert_text (studio, "place", "Row 1, column 2, blue");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *place = g_strdup_printf ("Row 1, column 2, %s", names[i]);
      g_autofree char *shown = NULL;

      g_assert_true (gtk_widget_activate_action (page, "pixel.channel", "s", names[i]));
      test_display_wait (is_seen, studio, 20);
      assert_text (studio, "place", place);
      g_object_get (page, "channel", &shown, NULL);
      g_assert_cmpstr (shown, ==, names[i]);
      g_assert_cmpuint (studio_microscope_get_glimpse (get_microscope (studio))->value, ==,
                        studio_microscope_get_values (get_microscope (studio))[21 + i]);
    }
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

/* The shares that are shown are of one whole; a run that nobody looks at is not timed. */
static void
test_timing (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *basis = NULL;
  StudioTimings timings;
  double sum = 0;

  open_inspector (studio, 0, "timing");
  assert_text (studio, "whole", "–");
  assert_text (studio, "basis", "Figures come while a picture is painted.");
  for (int part = 0; part < WEFT_TIMING_N_PARTS; part++)
    for (int column = 1; column <= 3; column++)
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (find (studio, "grid")), column,
                                                                             1 + 2 * part))), ==, "–");

  /* The first pixel is painted before anybody can ask; a whole picture might be. */
  test_studio_act (studio, "step");
  test_studio_wait_seen (studio, STUDIO_RUN_PAUSED);
  test_studio_act (studio, "pause");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  studio_job_get_timings (studio_workspace_get_job (studio->workspace), &timings);
  g_assert_cmpuint (timings.n, >=, N_STEPS - 1);
  basis = g_strdup_printf ("the median of the latest %u,", timings.n);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (studio, "whole"))), !=, "–");
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (find (studio, "basis"))), basis));
  for (int part = 0; part < WEFT_TIMING_N_PARTS; part++)
    {
      GtkWidget *bar = gtk_grid_get_child_at (GTK_GRID (find (studio, "grid")), 0, 2 + 2 * part);

      sum += gtk_level_bar_get_value (GTK_LEVEL_BAR (bar));
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);

  g_object_set (studio->window->inspector, "page", "memory", NULL);
  test_display_settle (GTK_WIDGET (studio->window));
  paint_all (studio);
  studio_job_get_timings (studio_workspace_get_job (studio->workspace), &timings);
  g_assert_cmpuint (timings.n, ==, 0);
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

  /* Nor does what lies over the picture need more room. */
  test_studio_act (studio, "reads");
  test_display_settle (GTK_WIDGET (studio->window));
  gtk_widget_measure (GTK_WIDGET (studio->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static void
count_cb (guint *n)
{
  *n += 1;
}

/* Words that change faster than they can be read are not read; in the end the last of them stands there. */
static void
test_readable (void)
{
  const struct {
    const char *page, *label;
  } cases[] = { { "memory", "cache_bytes" }, { "pixel", "drawn" }, { "state", "figures" } };
  g_autoptr (TestStudio) studio = test_studio_new ();
  const WeftConfig *config;

  open_inspector (studio, 0, "memory");
  config = studio_entry_get_config (studio_workspace_get_entry (studio->workspace));
  studio_workspace_set_pace (studio->workspace, 100);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gint64 start = g_get_monotonic_time ();
      guint n = 0;

      g_object_set (studio->window->inspector, "page", cases[i].page, NULL);
      g_signal_connect_swapped (find (studio, cases[i].label), "notify::label", G_CALLBACK (count_cb), &n);
      paint_all (studio);
      g_assert_cmpuint (n, >=, 2);
      g_assert_cmpuint (n, <=, 4 + 4 * (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
      g_signal_handlers_disconnect_by_data (find (studio, cases[i].label), &n);
    }
  g_object_set (studio->window->inspector, "page", "memory", NULL);
  assert_bytes (studio, "cache_bytes", weft_config_get_cache_bytes (config, N_STEPS));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_assert_true (weft_blas_init (NULL));
  g_test_add_func ("/inspector/crossing", test_crossing);
  g_test_add_func ("/inspector/memory", test_memory);
  g_test_add_func ("/inspector/agreement", test_agreement);
  g_test_add_func ("/inspector/state", test_state);
  g_test_add_func ("/inspector/pixel", test_pixel);
  g_test_add_func ("/inspector/channels", test_channels);
  g_test_add_func ("/inspector/timing", test_timing);
  g_test_add_func ("/inspector/hidden", test_hidden);
  g_test_add_func ("/inspector/narrow", test_narrow);
  g_test_add_func ("/inspector/readable", test_readable);
  return g_test_run ();
}
