/* SPDX-License-Identifier: MIT */
/* The style's colours, by the contrast ratio of the WCAG: 4.5 for what is read, 3 for what is looked at, in light and
 * dark; and what a finger or a pointer aims at is 34 pixels high. */
#include "tests/ui/studio.h"

#include <math.h>

#define QUIET 0.72 /* opacity of a dimmed label, as in style.css */

static double
get_luminance (const GdkRGBA *colour)
{
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  const float channels[] = { colour->red, colour->green, colour->blue };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    sum += weights[i] * (channels[i] <= 0.04045f ? channels[i] / 12.92 : pow ((channels[i] + 0.055) / 1.055, 2.4));
  return sum;
}

/* As seen through its alpha and @opacity. */
static GdkRGBA
lay_over (const GdkRGBA *colour, const GdkRGBA *ground, double opacity)
{
  const float alpha = colour->alpha * (float) opacity;

  return (GdkRGBA) { ground->red + (colour->red - ground->red) * alpha,
                     ground->green + (colour->green - ground->green) * alpha,
                     ground->blue + (colour->blue - ground->blue) * alpha, 1 };
}

static void
assert_contrast (GtkWidget *widget, const char *name, const char *ground_name, double opacity, double least)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour, ground, seen;
  double a, b, ratio;

  g_assert_true (gtk_style_context_lookup_color (context, name, &colour));
  g_assert_true (gtk_style_context_lookup_color (context, ground_name, &ground));
  seen = lay_over (&colour, &ground, opacity);
  a = get_luminance (&seen);
  b = get_luminance (&ground);
  ratio = (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
  g_test_message ("%s on %s: %.2f", name, ground_name, ratio);
  g_assert_cmpfloat (ratio, >=, least);
}

/* What the application loads by itself; a test has none. */
static void
drop_style (GtkCssProvider *provider)
{
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider));
  g_object_unref (provider);
}

static void
test_colours (gconstpointer scheme)
{
  const char *const grounds[] = { "surroundings_color", "sidebar_pane_color", "window_bg_color" };
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, 0));
  GtkCssProvider *dark = GPOINTER_TO_INT (scheme) == ADW_COLOR_SCHEME_FORCE_DARK ? test_display_add_style ("style-dark.css") : NULL;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), (AdwColorScheme) GPOINTER_TO_INT (scheme));
  test_display_settle (window);
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      assert_contrast (window, "window_fg_color", grounds[i], QUIET, 4.5);
      assert_contrast (window, "accent_color", grounds[i], 1, 4.5);
    }
  assert_contrast (window, "accent_fg_color", "accent_bg_color", 1, 4.5);
  assert_contrast (window, "canvas_inner_color", "canvas_ground_color", 1, 3);
  assert_contrast (window, "canvas_inner_color", "canvas_outer_color", 1, 3);
  assert_contrast (window, "canvas_pointer_color", "canvas_ground_color", 1, 3);
  assert_contrast (window, "canvas_broken_color", "canvas_outer_color", 1, 3);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  g_clear_pointer (&dark, drop_style);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Text of twice the size: the panel finds its place once, and the views can still be reached. */
static void
test_large_text (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC;
  gint dpi;
  guint n = 0;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  test_studio_open_window (studio, 1000);
  g_signal_connect_swapped (studio->window->flap, "notify::folded", G_CALLBACK (count_cb), &n);
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n, <=, 1);
  g_assert_true (adw_view_switcher_title_get_title_visible (studio->window->switcher)
                 == adw_view_switcher_bar_get_reveal (studio->window->switcher_bar));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, NULL);
}

/* Both panels have their place beside the picture at the usual width. */
static void
test_panels (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 1000);
  adw_flap_set_reveal_flap (studio->window->inspector_flap, TRUE);
  test_studio_paint (studio);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_false (adw_flap_get_folded (studio->window->flap));
  g_assert_false (adw_flap_get_folded (studio->window->inspector_flap));
}

int
main (int argc, char **argv)
{
  GtkCssProvider *style;
  int status;

  test_display_init (&argc, &argv);
  style = test_display_add_style ("style.css");
  g_test_add_data_func ("/contrast/light", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_LIGHT), test_colours);
  g_test_add_data_func ("/contrast/dark", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_DARK), test_colours);
  g_test_add_func ("/contrast/panels", test_panels);
  g_test_add_func ("/contrast/large-text", test_large_text);
  status = g_test_run ();
  drop_style (style);
  return status;
}
