/* SPDX-License-Identifier: MIT */
/* A talk given in a window, driven by the keys of a clicker: what the audience sees, twice the same, and what comes back. */
#include "tests/ui/talk.h"

#include "ui/audience-window.h"

#include <string.h>

static gboolean
is_at_rest (gpointer studio)
{
  return !studio_stage_is_running (test_talk_get_stage (studio));
}

static void
complete (TestStudio *studio)
{
  guint position = studio_stage_get_position (test_talk_get_stage (studio));

  while (g_main_context_iteration (NULL, FALSE))
    ;
  test_talk_press (studio, GDK_KEY_Page_Down);
  test_display_wait (is_at_rest, studio, 20);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_cmpuint (studio_stage_get_position (test_talk_get_stage (studio)), ==, position);
}

/* The pixels of the canvas, and the words below it. */
static void
add_view (GByteArray *frames, TestStudio *studio)
{
  g_autoptr (GdkTexture) texture = ui_canvas_dup_texture (ui_studio_view_get_canvas (studio->window->studio), 2);
  GtkWidget *caption = test_display_find (GTK_WIDGET (ui_window_get_presentation (studio->window)), "caption");
  const char *text = gtk_label_get_text (GTK_LABEL (caption));
  gsize size = (gsize) gdk_texture_get_width (texture) * gdk_texture_get_height (texture) * 4;
  g_autofree guchar *pixels = g_malloc (size);

  gdk_texture_download (texture, pixels, (gsize) gdk_texture_get_width (texture) * 4);
  g_byte_array_append (frames, pixels, (guint) size);
  g_byte_array_append (frames, (const guint8 *) text, (guint) strlen (text));
}

static void
add_race (GByteArray *frames, TestStudio *studio)
{
  StudioRace *race = studio_workspace_get_race (studio->workspace);

  for (guint i = 0; i < studio_race_get_n_lanes (race); i++)
    {
      g_autoptr (StudioFrame) frame = studio_race_dup_frame (race, i);

      g_byte_array_append (frames, studio_frame_get_values (frame, 0), studio_frame_get_n_known (frame));
    }
}

static GByteArray *
rehearse (TestStudio *studio)
{
  GByteArray *frames = g_byte_array_new ();

  test_talk_present (studio);
  for (guint i = 0; i < TEST_TALK_SCENES; i++)
    {
      if (i + 1 < TEST_TALK_SCENES)
        complete (studio);
      add_view (frames, studio);
      if (i >= 3)
        add_race (frames, studio);
      if (i + 1 < TEST_TALK_SCENES)
        test_talk_press (studio, GDK_KEY_Right);
    }
  test_talk_press (studio, GDK_KEY_space); /* nothing comes after the last */
  g_assert_cmpuint (studio_stage_get_position (test_talk_get_stage (studio)), ==, TEST_TALK_SCENES - 1);
  test_talk_press (studio, GDK_KEY_Escape);
  g_assert_null (test_talk_get_stage (studio));
  test_display_settle (GTK_WIDGET (studio->window));
  return frames;
}

/* A talk of five scenes rehearsed twice, with other work in between, shows the same frames. */
static void
test_same_frames (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GByteArray) first = NULL;
  g_autoptr (GByteArray) second = NULL;

  test_studio_open_window (studio, 0);
  test_talk_add_five (studio);
  first = rehearse (studio);
  test_studio_act (studio, "new-seed");
  test_studio_act (studio, "temperature-up");
  test_studio_paint (studio);
  second = rehearse (studio);
  g_assert_cmpuint (first->len, >, 1000);
  g_assert_cmpmem (first->data, first->len, second->data, second->len);
}

/* Nothing but picture and caption while it goes on; everything back afterwards. */
static void
test_window (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *presentation, *header;
  int dpi = 0, during = 0, after = 0;

  test_studio_open_window (studio, 0);
  test_talk_add_five (studio);
  presentation = GTK_WIDGET (ui_window_get_presentation (studio->window));
  header = gtk_widget_get_ancestor (GTK_WIDGET (studio->window->switcher), ADW_TYPE_HEADER_BAR);
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &dpi, NULL);
  g_assert_false (gtk_widget_get_visible (presentation));
  g_assert_true (adw_flap_get_reveal_flap (studio->window->flap));

  test_talk_present (studio);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (gtk_widget_get_visible (presentation));
  g_assert_false (gtk_widget_get_visible (header));
  g_assert_false (adw_flap_get_reveal_flap (studio->window->flap));
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &during, NULL);
  g_assert_cmpint (during, >, dpi);
  for (guint i = 0; i < 10; i++)
    test_talk_press (studio, GDK_KEY_plus);
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &during, NULL);
  g_assert_cmpint (during, ==, 3 * (dpi > 0 ? dpi : 96 * 1024));

  test_talk_press (studio, GDK_KEY_Escape);
  test_display_settle (GTK_WIDGET (studio->window));
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &after, NULL);
  g_assert_cmpint (after, ==, dpi);
  g_assert_false (gtk_widget_get_visible (presentation));
  g_assert_true (gtk_widget_get_visible (header));
  g_assert_true (adw_flap_get_reveal_flap (studio->window->flap));
  g_assert_false (ui_window_press_talk_key (studio->window, GDK_KEY_space));
}

static void
test_keys (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_talk_add_five (studio);
  test_talk_present (studio);
  complete (studio);
  test_talk_press (studio, GDK_KEY_Page_Down);
  g_assert_cmpuint (studio_stage_get_position (test_talk_get_stage (studio)), ==, 1);
  complete (studio);
  g_assert_cmpuint (test_studio_get_n_known (studio), ==, TEST_TALK_HOLD_AT);
  test_talk_press (studio, GDK_KEY_space);
  g_assert_cmpuint (studio_stage_get_position (test_talk_get_stage (studio)), ==, 2);
  test_talk_press (studio, GDK_KEY_Page_Up);
  test_talk_press (studio, GDK_KEY_Left);
  g_assert_cmpuint (studio_stage_get_position (test_talk_get_stage (studio)), ==, 0);
  complete (studio);
  test_talk_press (studio, GDK_KEY_Right);
  test_talk_press (studio, GDK_KEY_Home);
  g_assert_cmpuint (studio_stage_get_position (test_talk_get_stage (studio)), ==, 0);
  g_assert_false (ui_window_press_talk_key (studio->window, GDK_KEY_x));
  test_talk_press (studio, GDK_KEY_Escape);
}

/* A key that is held down must not flash: the screen changes at most three times a second. */
static void
test_blank (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  gboolean is_blank;
  guint n_changes = 0;

  test_studio_open_window (studio, 0);
  test_talk_add_five (studio);
  test_talk_present (studio);
  for (guint i = 0; i < 50; i++)
    {
      gboolean was_blank;

      g_object_get (ui_window_get_presentation (studio->window), "blank", &was_blank, NULL);
      test_talk_press (studio, i % 2 ? GDK_KEY_b : GDK_KEY_period);
      g_object_get (ui_window_get_presentation (studio->window), "blank", &is_blank, NULL);
      n_changes += is_blank != was_blank;
    }
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (is_blank);
  test_talk_press (studio, GDK_KEY_Escape);
  g_object_get (ui_window_get_presentation (studio->window), "blank", &is_blank, NULL);
  g_assert_false (is_blank);
}

/* The second window shows the same picture and caption; the speaker keeps the controls and sees what comes next. */
static void
test_audience (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWindow *audience;
  GtkWidget *canvas, *header, *next;
  g_autoptr (GdkTexture) own = NULL, theirs = NULL;
  g_autoptr (GBytes) own_bytes = NULL, their_bytes = NULL;

  test_studio_open_window (studio, 0);
  test_talk_add_five (studio);
  test_studio_act (studio, "audience");
  audience = test_studio_find_window (UI_TYPE_AUDIENCE_WINDOW);
  g_assert_nonnull (audience);
  test_talk_present (studio);
  complete (studio);
  test_display_settle (GTK_WIDGET (audience));

  canvas = test_display_find (GTK_WIDGET (audience), "canvas");
  own = ui_canvas_dup_texture (ui_studio_view_get_canvas (studio->window->studio), 1);
  theirs = ui_canvas_dup_texture (UI_CANVAS (canvas), 1);
  own_bytes = gdk_texture_save_to_png_bytes (own);
  their_bytes = gdk_texture_save_to_png_bytes (theirs);
  g_assert_true (g_bytes_equal (own_bytes, their_bytes));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (test_display_find (GTK_WIDGET (audience), "caption"))), ==, "One");

  header = gtk_widget_get_ancestor (GTK_WIDGET (studio->window->switcher), ADW_TYPE_HEADER_BAR);
  next = test_display_find (GTK_WIDGET (ui_window_get_presentation (studio->window)), "next");
  g_assert_true (gtk_widget_get_visible (header));
  g_assert_true (gtk_widget_get_mapped (next));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (next)), ==, "Next: Two");
  test_talk_press (studio, GDK_KEY_Escape);
  g_assert_null (test_studio_find_window (UI_TYPE_AUDIENCE_WINDOW));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-talk/same-frames", test_same_frames);
  g_test_add_func ("/window-talk/window", test_window);
  g_test_add_func ("/window-talk/keys", test_keys);
  g_test_add_func ("/window-talk/blank", test_blank);
  g_test_add_func ("/window-talk/audience", test_audience);
  return g_test_run ();
}
