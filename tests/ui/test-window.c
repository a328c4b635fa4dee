/* SPDX-License-Identifier: MIT */
/* The window is driven through its actions, and what they do is looked up in the workspace and on the canvas. */
#include "tests/ui/studio.h"

#include "ui/squeeze.h"
#include "ui/status.h"

#include "ui/figure.h"

#define N_VALUES 120

typedef struct {
  TestStudio *studio;
  const char *label;
} Awaited;

static gboolean
has_label (gpointer data)
{
  const Awaited *awaited = data;

  return g_str_equal (adw_button_content_get_label (awaited->studio->window->generate_content), awaited->label);
}

/* The button follows the run through the main loop, so not at once. */
static void
assert_label (TestStudio *studio, const char *label, const char *action)
{
  Awaited awaited = { studio, label };

  test_display_wait (has_label, &awaited, 20);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (studio->window->generate)), ==, action);
}

static void
test_generate (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  assert_label (studio, "Generate", "win.generate");
  g_assert_false (test_studio_is_enabled (studio, "pause"));
  g_assert_false (test_studio_is_enabled (studio, "save"));

  test_studio_paint (studio);
  g_assert_cmpuint (test_studio_get_n_known (studio), ==, N_VALUES);
  assert_label (studio, "Generate", "win.generate");
  g_assert_true (test_studio_is_enabled (studio, "save"));
  g_assert_true (test_studio_is_enabled (studio, "copy"));
}

static void
test_generate_lanes (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "generate-lanes", g_variant_new_uint32 (16));
  g_assert_cmpuint (studio_workspace_get_n_lanes (studio->workspace), ==, 16);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 16);
  test_display_settle (GTK_WIDGET (studio->window));
}

/* Slow enough that nothing finishes by itself. */
static void
test_pause_and_step (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  guint n_known;

  test_studio_open_window (studio, 0);
  studio_workspace_set_pace (studio->workspace, 5);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_RUNNING);
  assert_label (studio, "Pause", "win.pause");

  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  assert_label (studio, "Resume", "win.pause");
  n_known = test_studio_get_n_known (studio);

  for (guint i = 1; i <= 3; i++)
    {
      gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

      test_studio_act (studio, "step");
      while (test_studio_get_n_known (studio) < n_known + i && g_get_monotonic_time () < deadline)
        g_main_context_iteration (NULL, FALSE);
      g_assert_cmpuint (test_studio_get_n_known (studio), ==, n_known + i);
    }
  g_assert_cmpint (studio_workspace_get_state (studio->workspace), ==, STUDIO_RUN_PAUSED);

  studio_workspace_set_pace (studio->workspace, 0);
  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
}

static void
test_step_first (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  g_assert_cmpuint (test_studio_get_n_known (studio), <, 10);
}

static void
test_discard (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "discard"));
  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  test_studio_act (studio, "discard");
  g_assert_null (studio_workspace_get_job (studio->workspace));
  assert_label (studio, "Generate", "win.generate");

  test_studio_act (studio, "undo");
  g_assert_nonnull (studio_workspace_get_job (studio->workspace));
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  g_assert_false (test_studio_is_enabled (studio, "undo"));
  test_studio_act (studio, "redo");
  g_assert_null (studio_workspace_get_job (studio->workspace));
}

static void
test_settings (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiCanvas *canvas;
  guint64 seed;

  test_studio_open_window (studio, 0);
  canvas = ui_studio_view_get_canvas (studio->window->studio);

  seed = studio_workspace_get_seed (studio->workspace);
  test_studio_act (studio, "new-seed");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), !=, seed);
  test_studio_act (studio, "lock-seed");
  g_assert_true (studio_workspace_get_seed_locked (studio->workspace));

  test_studio_act (studio, "temperature-up");
  g_assert_cmpfloat_with_epsilon (studio_workspace_get_temperature (studio->workspace), 1.05, 1e-9);
  for (guint i = 0; i < 30; i++)
    test_studio_act (studio, "temperature-down");
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 0);

  test_studio_act (studio, "zoom-in");
  g_assert_cmpuint (ui_canvas_get_zoom (canvas), >, 1);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "zoom", g_variant_new_uint32 (3));
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_cmpuint (ui_canvas_get_shown_zoom (canvas), ==, 3);
  test_studio_act (studio, "zoom-out");
  g_assert_cmpuint (ui_canvas_get_zoom (canvas), ==, 2);
  test_studio_act (studio, "zoom-fit");
  g_assert_cmpuint (ui_canvas_get_zoom (canvas), ==, 0);

  test_studio_act (studio, "sidebar");
  g_assert_false (adw_flap_get_reveal_flap (studio->window->flap));
  test_studio_show_page (studio, "race");
  g_assert_true (ui_window_shows_race (studio->window));
  assert_label (studio, "Race", "win.generate");
}

static gboolean
has_verdict (gpointer data)
{
  const Awaited *awaited = data;

  return strstr (ui_race_view_get_verdict (awaited->studio->window->race), awaited->label) != NULL;
}

/* One run makes no measurement; seven give a ratio with its interval. */
static void
test_race (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  Awaited awaited = { studio, "not a measurement" };

  test_studio_open_window (studio, 0);
  test_studio_show_page (studio, "race");
  g_assert_false (gtk_widget_is_sensitive (test_display_find (GTK_WIDGET (studio->window->controls), "fastest")));
  test_studio_act (studio, "generate");
  studio_race_set_slowdown (studio_workspace_get_race (studio->workspace), 1);
  test_display_wait (has_verdict, &awaited, 20);
  assert_label (studio, "Race", "win.generate");

  awaited.label = "95 % interval";
  test_studio_act (studio, "measure");
  test_display_wait (has_verdict, &awaited, 20);
  test_display_settle (GTK_WIDGET (studio->window));
}

static void
assert_seed (TestStudio *studio, const char *expected)
{
  GtkWidget *seed = test_display_find (GTK_WIDGET (studio->window->studio), "seed");

  g_assert_cmpstr (ui_figure_get_value (UI_FIGURE (seed)), ==, expected);
}

/* The status line tells the seed of the picture above it, not that of the next one. */
static void
test_seed_of_picture (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 41);
  assert_seed (studio, "41");
  test_studio_paint (studio);
  studio_workspace_set_seed (studio->workspace, 42);
  assert_seed (studio, "41");

  studio_workspace_set_n_lanes (studio->workspace, 3);
  test_studio_paint (studio);
  assert_seed (studio, "42, images 0 to 2");
}

/* What is said about the pixel under the pointer may be long: it must not press the panel out of the window. */
static void
test_pointer (void)
{
  const UiCanvasPixel pixel = { .lane = 15, .column = 1023, .row = 1023, .n_lanes = 16, .n_channels = 1,
                                .is_painted = TRUE, .values = { 255 }, .colour = 0xffffff };
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiStatus *status;

  test_studio_open_window (studio, 0);
  status = UI_STATUS (gtk_widget_get_last_child (GTK_WIDGET (studio->window->studio)));
  studio_workspace_set_pace (studio->workspace, 5);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_RUNNING);
  for (guint i = 0; i < 4; i++)
    {
      ui_status_set_pixel (status, i % 2 == 0 ? &pixel : NULL, FALSE);
      test_display_settle (GTK_WIDGET (studio->window));
      g_assert_false (adw_flap_get_folded (studio->window->flap));
    }
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* 12 x 10 pixels are three lines of six letters from the braille block. */
static void
test_copy_text (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  test_studio_open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "copy-text"));
  test_studio_paint (studio);
  test_studio_act (studio, "copy-text");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (studio->window)), NULL, text_read_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);

  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==, 6);
      g_assert_cmpint (g_utf8_get_char (lines[i]) & ~0xffu, ==, 0x2800);
    }
}

static GtkWidget *
get_status_line (TestStudio *studio)
{
  return test_display_find (gtk_widget_get_last_child (GTK_WIDGET (studio->window->studio)), "line");
}

/* Figures of the status line that are seen, all of which lie inside of it. */
static guint
count_seen (TestStudio *studio)
{
  GtkWidget *line = get_status_line (studio);
  const int width = gtk_widget_get_width (line);
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (line); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      {
        graphene_rect_t bounds;

        g_assert_true (gtk_widget_compute_bounds (child, line, &bounds));
        g_assert_cmpfloat (bounds.origin.x, >=, 0);
        g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, width);
        n++;
      }

  return n;
}

/* A line that is too long loses what is last, not half a word; all of it is there where there is room. */
static void
test_status_line (void)
{
  const struct {
    gint width;
    gboolean is_cut; /* a narrow window shows fewer figures from the beginning */
  } cases[] = { { 1600, FALSE }, { 1000, TRUE }, { 800, FALSE }, { 360, FALSE } };
  guint before = G_MAXUINT;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestStudio) studio = test_studio_new ();
      GtkWidget *line;
      guint n;

      test_studio_open_window (studio, cases[i].width);
      if (cases[i].width >= 800 && !adw_flap_get_reveal_flap (studio->window->inspector_flap))
        test_studio_act (studio, "inspector");
      studio_workspace_set_seed (studio->workspace, G_MAXUINT64);
      test_studio_act (studio, "generate");
      test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
      test_display_settle (GTK_WIDGET (studio->window));
      line = get_status_line (studio);
      n = count_seen (studio);
      g_assert_cmpuint (n, <=, before);
      g_assert_cmpuint (n, >=, 2);
      g_assert_cmpint (ui_squeeze_get_is_cut (UI_SQUEEZE (line)), ==, cases[i].is_cut);
      g_assert_true (gtk_widget_get_mapped (test_display_find (GTK_WIDGET (studio->window->studio), "pixel")));
      before = n;
    }
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window/generate", test_generate);
  g_test_add_func ("/window/generate-lanes", test_generate_lanes);
  g_test_add_func ("/window/pause-and-step", test_pause_and_step);
  g_test_add_func ("/window/step-first", test_step_first);
  g_test_add_func ("/window/discard", test_discard);
  g_test_add_func ("/window/settings", test_settings);
  g_test_add_func ("/window/seed-of-picture", test_seed_of_picture);
  g_test_add_func ("/window/race", test_race);
  g_test_add_func ("/window/pointer", test_pointer);
  g_test_add_func ("/window/copy-text", test_copy_text);
  g_test_add_func ("/window/status-line", test_status_line);
  return g_test_run ();
}
