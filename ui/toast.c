/* SPDX-License-Identifier: MIT */
#include "ui/toast.h"

#define MOST_CHARS 28 /* of a line: a telephone has room for them and a button */

AdwToast *
ui_toast_new (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *title = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (title), MOST_CHARS);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  adw_toast_set_custom_title (toast, title);
  return toast;
}
