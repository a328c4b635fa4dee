/* SPDX-License-Identifier: MIT */
/* A revealer with a sentence, one way out or two, and a cross: what AdwBanner does since libadwaita 1.3. */
#include "ui/message-bar.h"

struct _UiMessageBar {
  GtkWidget parent_instance;

  /* template */
  GtkRevealer *revealer;
  GtkWidget *bar;
  GtkWidget *content;
  GtkLabel *label;
  GtkWidget *buttons;
  GtkButton *button;
  GtkButton *second;
  GtkWidget *copy;
};

G_DEFINE_FINAL_TYPE (UiMessageBar, ui_message_bar, GTK_TYPE_WIDGET)

static guint dismissed_signal;

static void
dismiss_cb (UiMessageBar *bar)
{
  gtk_revealer_set_reveal_child (bar->revealer, FALSE);
  g_signal_emit (bar, dismissed_signal, 0);
}

static void
copy_cb (UiMessageBar *bar)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (bar)), gtk_label_get_text (bar->label));
}

static void
ui_message_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_MESSAGE_BAR);

  G_OBJECT_CLASS (ui_message_bar_parent_class)->dispose (object);
}

static void
ui_message_bar_class_init (UiMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_message_bar_dispose;
  dismissed_signal = g_signal_new ("dismissed", UI_TYPE_MESSAGE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/message-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, bar);
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, content);
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, label);
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, button);
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, second);
  gtk_widget_class_bind_template_child (widget_class, UiMessageBar, copy);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_cb);
}

static void
ui_message_bar_init (UiMessageBar *bar)
{
  gtk_widget_init_template (GTK_WIDGET (bar));
}

static void
set_button (GtkButton *button, const char *label, const char *action)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static const char *
get_action (GtkButton *button)
{
  return gtk_widget_get_visible (GTK_WIDGET (button)) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (button)) : NULL;
}

void
ui_message_bar_show (UiMessageBar *bar, const char *text, const char *button, const char *action)
{
  g_return_if_fail (UI_IS_MESSAGE_BAR (bar));

  if (text != NULL)
    {
      gtk_label_set_text (bar->label, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (bar->label), text);
      set_button (bar->button, button, action);
      set_button (bar->second, NULL, NULL);
      gtk_widget_set_visible (bar->buttons, button != NULL);
    }

  gtk_revealer_set_reveal_child (bar->revealer, text != NULL);
}

void
ui_message_bar_show_second (UiMessageBar *bar, const char *button, const char *action)
{
  g_return_if_fail (UI_IS_MESSAGE_BAR (bar));
  g_return_if_fail (button != NULL && action != NULL);

  set_button (bar->second, button, action);
}

const char *
ui_message_bar_get_text (UiMessageBar *bar)
{
  g_return_val_if_fail (UI_IS_MESSAGE_BAR (bar), NULL);

  return gtk_revealer_get_reveal_child (bar->revealer) ? gtk_label_get_text (bar->label) : NULL;
}

const char *
ui_message_bar_get_action (UiMessageBar *bar)
{
  g_return_val_if_fail (UI_IS_MESSAGE_BAR (bar), NULL);

  return get_action (bar->button);
}

const char *
ui_message_bar_get_second_action (UiMessageBar *bar)
{
  g_return_val_if_fail (UI_IS_MESSAGE_BAR (bar), NULL);

  return get_action (bar->second);
}

void
ui_message_bar_set_compact (UiMessageBar *bar, gboolean is_compact)
{
  g_return_if_fail (UI_IS_MESSAGE_BAR (bar));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (bar->content),
                                  is_compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  if (is_compact)
    gtk_widget_add_css_class (bar->bar, "compact");
  else
    gtk_widget_remove_css_class (bar->bar, "compact");
}
