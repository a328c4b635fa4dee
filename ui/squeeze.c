/* SPDX-License-Identifier: MIT */
/* Who has a place is decided when the row's width is known; the others are there, and not shown. */
#include "ui/squeeze.h"

struct _UiSqueeze {
  GtkWidget parent_instance;

  guint spacing;
  gboolean is_cut;
};

G_DEFINE_FINAL_TYPE (UiSqueeze, ui_squeeze, GTK_TYPE_WIDGET)

enum {
  PROP_SPACING = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static int
get_natural (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static gboolean
expands (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
}

static GtkWidget *
get_first (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
ui_squeeze_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                    int *minimum_baseline, int *natural_baseline)
{
  UiSqueeze *squeeze = UI_SQUEEZE (widget);
  GtkWidget *first = get_first (widget);

  *minimum = *natural = 0;
  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
          continue;
        }

      if (child == first)
        *minimum = child_minimum;
      *natural += child_natural + (child != first ? (int) squeeze->spacing : 0);
    }
}

/* Returns what is left of the width. */
static int
choose (UiSqueeze *squeeze, int width)
{
  GtkWidget *first = get_first (GTK_WIDGET (squeeze));
  int left = width;

  squeeze->is_cut = FALSE;
  for (guint round = 0; round < 2; round++)
    for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
      {
        const int needed = gtk_widget_should_layout (child)
                               ? get_natural (child) + (child != first ? (int) squeeze->spacing : 0) : 0;
        const gboolean is_early = child == first || expands (child);

        if (!gtk_widget_should_layout (child) || is_early != (round == 0))
          continue;

        /* Nothing takes the place of what went before it. */
        squeeze->is_cut = squeeze->is_cut || (child != first && needed > left);
        gtk_widget_set_child_visible (child, child == first || !squeeze->is_cut);
        if (gtk_widget_get_child_visible (child))
          left -= needed;
      }

  return MAX (left, 0);
}

static void
place (GtkWidget *child, int x, int width, int height, int of_width)
{
  const gboolean is_rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (child, &(GtkAllocation) { is_rtl ? of_width - x - width : x, 0, width, height }, -1);
}

static void
ui_squeeze_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UiSqueeze *squeeze = UI_SQUEEZE (widget);
  GtkWidget *first = get_first (widget);
  int left = choose (squeeze, width);
  int x = 0;

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int own;

      if (!gtk_widget_should_layout (child) || !gtk_widget_get_child_visible (child))
        continue;

      own = get_natural (child);
      if (child == first)
        own = MIN (own, width);
      else
        x += (int) squeeze->spacing;
      if (expands (child))
        {
          own += left;
          left = 0;
        }
      place (child, x, own, height, width);
      x += own;
    }
}

static void
ui_squeeze_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_SPACING)
    g_value_set_uint (value, UI_SQUEEZE (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_squeeze_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_SPACING)
    ui_squeeze_set_spacing (UI_SQUEEZE (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_squeeze_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ui_squeeze_parent_class)->dispose (object);
}

static void
ui_squeeze_class_init (UiSqueezeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ui_squeeze_get_property;
  object_class->set_property = ui_squeeze_set_property;
  object_class->dispose = ui_squeeze_dispose;
  properties[PROP_SPACING] = g_param_spec_uint ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  widget_class->measure = ui_squeeze_measure;
  widget_class->size_allocate = ui_squeeze_size_allocate;
}

static void
ui_squeeze_init (UiSqueeze *squeeze)
{
}

void
ui_squeeze_set_spacing (UiSqueeze *squeeze, guint spacing)
{
  g_return_if_fail (UI_IS_SQUEEZE (squeeze));

  squeeze->spacing = spacing;
  gtk_widget_queue_resize (GTK_WIDGET (squeeze));
}

gboolean
ui_squeeze_get_is_cut (UiSqueeze *squeeze)
{
  g_return_val_if_fail (UI_IS_SQUEEZE (squeeze), FALSE);

  return squeeze->is_cut;
}
