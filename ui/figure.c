/* SPDX-License-Identifier: MIT */
/* Two labels in a column. */
#include "ui/figure.h"

struct _UiFigure {
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *value;
};

G_DEFINE_FINAL_TYPE (UiFigure, ui_figure, GTK_TYPE_WIDGET)

enum {
  PROP_TITLE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
ui_figure_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiFigure *figure = UI_FIGURE (object);

  if (id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_text (GTK_LABEL (figure->title)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_figure_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiFigure *figure = UI_FIGURE (object);

  if (id == PROP_TITLE)
    gtk_label_set_text (GTK_LABEL (figure->title), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_figure_dispose (GObject *object)
{
  UiFigure *figure = UI_FIGURE (object);

  g_clear_pointer (&figure->title, gtk_widget_unparent);
  g_clear_pointer (&figure->value, gtk_widget_unparent);

  G_OBJECT_CLASS (ui_figure_parent_class)->dispose (object);
}

static void
ui_figure_class_init (UiFigureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ui_figure_get_property;
  object_class->set_property = ui_figure_set_property;
  object_class->dispose = ui_figure_dispose;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_label (UiFigure *figure, const char *first_class, const char *second_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "single-line-mode", TRUE, NULL);

  gtk_widget_add_css_class (label, first_class);
  gtk_widget_add_css_class (label, second_class);
  gtk_widget_set_parent (label, GTK_WIDGET (figure));
  return label;
}

static void
ui_figure_init (UiFigure *figure)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (figure));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  figure->title = add_label (figure, "figure-title", "dim-label");
  figure->value = add_label (figure, "figure-value", "numeric");
}

void
ui_figure_set_value (UiFigure *figure, const char *value)
{
  g_return_if_fail (UI_IS_FIGURE (figure));

  if (g_strcmp0 (value, ui_figure_get_value (figure)) != 0)
    gtk_label_set_text (GTK_LABEL (figure->value), value);
}

void
ui_figure_take_value (UiFigure *figure, char *value)
{
  ui_figure_set_value (figure, value);
  g_free (value);
}

const char *
ui_figure_get_value (UiFigure *figure)
{
  g_return_val_if_fail (UI_IS_FIGURE (figure), NULL);

  return gtk_label_get_text (GTK_LABEL (figure->value));
}

void
ui_figure_wrap (UiFigure *figure)
{
  GtkWidget *labels[] = { figure->title, figure->value };

  g_return_if_fail (UI_IS_FIGURE (figure));

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_single_line_mode (GTK_LABEL (labels[i]), FALSE);
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_label_set_natural_wrap_mode (GTK_LABEL (labels[i]), GTK_NATURAL_WRAP_NONE); /* only where there is no room */
    }
}
