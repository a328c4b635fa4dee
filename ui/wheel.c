/* SPDX-License-Identifier: MIT */
#include "ui/wheel.h"

/* GTK 4 has no setting for it: the controller that scrolls is the widget's own. */
static void
ignore_wheel (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

void
ui_wheel_leave_to_pages (GtkWidget *root)
{
  if ((GTK_IS_SCALE (root) || GTK_IS_SPIN_BUTTON (root))
      && gtk_widget_get_ancestor (root, GTK_TYPE_SCROLLED_WINDOW) != NULL)
    ignore_wheel (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    ui_wheel_leave_to_pages (child);
}
