/* SPDX-License-Identifier: MIT */
/* What is cut is asked of Pango, what is too wide of each widget's own measure. */
#include "tests/ui/fit.h"

#include <adwaita.h>
#include <string.h>

#define LARGE_TEXT (2 * 96 * PANGO_SCALE) /* 200 % of 96 dots to the inch, in GTK's unit */
#define SMALLEST 34                       /* logical pixels of what is aimed at */

void
test_fit_set_large_text (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", LARGE_TEXT, NULL);
}

static int
get_minimum (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* The widget and all that it is in, each with the width that it needs. */
static void
tell (GtkWidget *widget, const char *what)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

      g_string_append_printf (path, " < %s%s%s %d", G_OBJECT_TYPE_NAME (widget), id != NULL ? " " : "",
                              id != NULL ? id : "", get_minimum (widget));
    }
  g_test_message ("%s%s", what, path->str);
}

/* A tooltip of the label, or of what it is part of, that says all, or is made on asking. */
static gboolean
is_told (GtkWidget *label)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));

  for (GtkWidget *widget = label; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *tooltip = gtk_widget_get_tooltip_text (widget);

      if (tooltip != NULL ? strstr (tooltip, text) != NULL : gtk_widget_get_has_tooltip (widget))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_seen (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_child_visible (widget);
}

guint
test_fit_count_cut (GtkWidget *root)
{
  guint n = 0;

  if (!is_seen (root))
    return 0;

  if (GTK_IS_LABEL (root) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (root))) && !is_told (root))
    {
      g_autofree char *what = g_strdup_printf ("cut: “%s”", gtk_label_get_text (GTK_LABEL (root)));

      tell (root, what);
      n++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += test_fit_count_cut (child);
  return n;
}

/* The innermost that needs the most. */
static GtkWidget *
find_widest (GtkWidget *root)
{
  GtkWidget *widest = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child) && (widest == NULL || get_minimum (child) > get_minimum (widest)))
      widest = child;

  return widest != NULL && get_minimum (widest) > TEST_FIT_WIDTH / 2 ? find_widest (widest) : root;
}

/* A window is measured without the frame that is drawn where no compositor draws a shadow; so is a popover. */
guint
test_fit_count_wide (GtkWidget *root)
{
  const int minimum = get_minimum (GTK_IS_NATIVE (root) ? gtk_widget_get_first_child (root) : root);
  g_autofree char *what = g_strdup_printf ("%d pixels wide at least, for", minimum);

  if (minimum <= TEST_FIT_WIDTH)
    return 0;

  tell (find_widest (root), what);
  return 1;
}

static gboolean
is_target (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_SPLIT_BUTTON) != NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_MENU_BUTTON) != NULL)
    return FALSE; /* libadwaita's own shape: what it opens has keys of its own */

  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_DROP_DOWN (widget)
         || GTK_IS_SCALE (widget) || GTK_IS_EXPANDER (widget);
}

/* A row that passes a click on to what is in it is the larger target. */
static gboolean
is_in_row (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);

  return row != NULL && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == widget;
}

guint
test_fit_count_small (GtkWidget *root)
{
  graphene_rect_t bounds; /* with padding and border */
  guint n = 0;

  if (!is_seen (root))
    return 0;

  if (is_target (root) && !is_in_row (root) && gtk_widget_compute_bounds (root, root, &bounds)
      && (bounds.size.width < SMALLEST || bounds.size.height < SMALLEST))
    {
      g_autofree char *what = g_strdup_printf ("a target of %g x %g:", (double) bounds.size.width,
                                               (double) bounds.size.height);

      tell (root, what);
      n++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += test_fit_count_small (child);
  return n;
}
