/* SPDX-License-Identifier: MIT */
/* GTK's buttons insist on a line for their words, libadwaita's rows cut their choices off; neither has a setting for it. */
#include "ui/wrap.h"

#include <adwaita.h>

static void
wrap (GtkLabel *label, GtkJustification justification)
{
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (label, -1); /* else it wishes to be no wider than that */
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD);
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_NONE); /* only where there is no room for one line */
  gtk_label_set_justify (label, justification);
}

static void
wrap_button (GtkWidget *button)
{
  GtkWidget *child = gtk_widget_get_first_child (button);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      wrap (GTK_LABEL (child), GTK_IS_BUTTON (button) ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
}

/* A row with something of its own to say below its title tells the whole choice on asking. */
static void
tell_choice (AdwComboRow *row)
{
  gpointer choice = adw_combo_row_get_selected_item (row);

  gtk_widget_set_tooltip_text (GTK_WIDGET (row),
                               GTK_IS_STRING_OBJECT (choice) ? gtk_string_object_get_string (choice) : NULL);
}

static void
wrap_choice (AdwComboRow *row)
{
  const char *subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));

  if (subtitle == NULL || *subtitle == '\0')
    {
      adw_combo_row_set_use_subtitle (row, TRUE);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      return;
    }

  g_signal_connect (row, "notify::selected-item", G_CALLBACK (tell_choice), NULL);
  tell_choice (row);
}

/* A menu button's words stand in the button that is in it, beside the arrow. */
static void
wrap_menu_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LABEL (child))
        wrap (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
      else if (!GTK_IS_POPOVER (child))
        wrap_menu_button (child);
    }
}

static void
tell_on_asking (GtkLabel *label)
{
  g_object_bind_property (label, "label", label, "tooltip-text", G_BINDING_SYNC_CREATE);
}

static gboolean
is_title (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title")
         && gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) != NULL;
}

void
ui_wrap_words (GtkWidget *root)
{
  if (ADW_IS_COMBO_ROW (root))
    wrap_choice (ADW_COMBO_ROW (root));
  else if (GTK_IS_MENU_BUTTON (root))
    wrap_menu_button (root);
  else if (GTK_IS_BUTTON (root) || GTK_IS_CHECK_BUTTON (root))
    wrap_button (root);
  else if (is_title (root))
    wrap (GTK_LABEL (root), GTK_JUSTIFY_CENTER);
  else if (GTK_IS_LABEL (root) && gtk_widget_get_ancestor (root, ADW_TYPE_VIEW_SWITCHER) != NULL)
    tell_on_asking (GTK_LABEL (root));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    ui_wrap_words (child);
}
