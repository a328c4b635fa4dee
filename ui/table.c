/* SPDX-License-Identifier: MIT */
/* A grid of labels, each with its role, and with the heading of its column as its description. */
#include "ui/table.h"

struct _UiTable {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (UiTable, ui_table, GTK_TYPE_WIDGET)

static void
ui_table_dispose (GObject *object)
{
  g_clear_pointer (&UI_TABLE (object)->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (ui_table_parent_class)->dispose (object);
}

static void
ui_table_class_init (UiTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_table_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "table");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
ui_table_init (UiTable *widget)
{
  widget->grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 14, "row-spacing", 6, NULL);
  widget->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "vscrollbar-policy", GTK_POLICY_NEVER, "focusable", FALSE,
                                   "child", widget->grid, NULL);
  gtk_widget_set_focusable (gtk_widget_get_parent (widget->grid), FALSE);
  gtk_widget_set_parent (widget->scroller, GTK_WIDGET (widget));
}

static GtkAccessibleRole
get_role (guint row, guint column)
{
  if (row == 0)
    return GTK_ACCESSIBLE_ROLE_COLUMN_HEADER;
  return column == 0 ? GTK_ACCESSIBLE_ROLE_ROW_HEADER : GTK_ACCESSIBLE_ROLE_CELL;
}

static GtkWidget *
create_cell (const StudioTable *table, guint row, guint column)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", studio_table_get_cell (table, row, column), "xalign",
                                   studio_table_is_right (table, column) ? 1.0f : 0.0f, "accessible-role",
                                   get_role (row, column), NULL);

  gtk_widget_add_css_class (label, row == 0 ? "dim-label" : "numeric");
  if (row == 0)
    gtk_widget_add_css_class (label, "caption");
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    studio_table_get_cell (table, 0, column), -1);
  return label;
}

void
ui_table_set (UiTable *widget, const StudioTable *table, const char *name)
{
  GtkWidget *child;

  g_return_if_fail (UI_IS_TABLE (widget));

  while ((child = gtk_widget_get_first_child (widget->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (widget->grid), child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  for (guint row = 0; table != NULL && row < studio_table_get_n_rows (table); row++)
    for (guint column = 0; column < studio_table_get_n_columns (table); column++)
      gtk_grid_attach (GTK_GRID (widget->grid), create_cell (table, row, column), (int) column, (int) row, 1, 1);
}

const char *
ui_table_get_cell (UiTable *widget, int row, int column)
{
  GtkWidget *label;

  g_return_val_if_fail (UI_IS_TABLE (widget), NULL);

  label = gtk_grid_get_child_at (GTK_GRID (widget->grid), column, row);
  return label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}
