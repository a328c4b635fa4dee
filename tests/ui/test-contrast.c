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
static GtkCssProvider *
add_style (const char *name)
{
  g_autofree char *path = g_strconcat ("/io/github/weft_studio/Weft/", name, NULL);
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  return provider;
}

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
  GtkCssProvider *dark = GPOINTER_TO_INT (scheme) == ADW_COLOR_SCHEME_FORCE_DARK ? add_style ("style-dark.css") : NULL;

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

static guint
count_small (GtkWidget *widget)
{
  graphene_rect_t bounds; /* with padding and border */
  guint n = 0;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) && gtk_widget_compute_bounds (widget, widget, &bounds)
      && (bounds.size.width < 34 || bounds.size.height < 34))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

      g_test_message ("%s %s: %g x %g", G_OBJECT_TYPE_NAME (widget), id != NULL ? id : "", (double) bounds.size.width,
                      (double) bounds.size.height);
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_small (child);
  return n;
}

static void
test_targets (gconstpointer width)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, GPOINTER_TO_INT (width)));
  GtkWidget *view = GTK_WIDGET (studio->window->studio);

  test_display_settle (window);
  g_assert_cmpuint (count_small (view), ==, 0);
  ui_message_bar_show (studio->window->message_bar, "Trouble", "Way Out", "win.open");
  test_display_settle (window);
  g_assert_cmpuint (count_small (GTK_WIDGET (studio->window->message_bar)), ==, 0);
}

/* With all that the style adds, a telephone's width is enough for the overlay's bar and for a message. */
static void
test_width (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, 360));
  int minimum;

  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  test_studio_act (studio, "reads");
  ui_message_bar_show (studio->window->message_bar, "Trouble", "Way Out", "win.open");
  test_display_settle (window);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
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

int
main (int argc, char **argv)
{
  GtkCssProvider *style;
  int status;

  test_display_init (&argc, &argv);
  style = add_style ("style.css");
  g_test_add_data_func ("/contrast/light", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_LIGHT), test_colours);
  g_test_add_data_func ("/contrast/dark", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_DARK), test_colours);
  g_test_add_data_func ("/contrast/targets", GINT_TO_POINTER (1000), test_targets);
  g_test_add_data_func ("/contrast/targets-narrow", GINT_TO_POINTER (360), test_targets);
  g_test_add_func ("/contrast/width", test_width);
  g_test_add_func ("/contrast/large-text", test_large_text);
  status = g_test_run ();
  drop_style (style);
  return status;
}
