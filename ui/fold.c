/* SPDX-License-Identifier: MIT */
/* The width decides alone, so that the height follows from it and nothing moves twice. */
#include "ui/fold.h"

struct _UiFold {
  GtkWidget parent_instance;

  guint spacing;
};

G_DEFINE_FINAL_TYPE (UiFold, ui_fold, GTK_TYPE_WIDGET)

enum {
  PROP_SPACING = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* The next that has a place, or the first. */
static GtkWidget *
get_next (UiFold *fold, GtkWidget *child)
{
  child = child == NULL ? gtk_widget_get_first_child (GTK_WIDGET (fold)) : gtk_widget_get_next_sibling (child);
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
get_natural (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* @n_expanding: those that share what is left over. Returns the width of the row. */
static int
measure_row (UiFold *fold, guint *n_children, guint *n_expanding)
{
  int width = 0;

  *n_children = *n_expanding = 0;
  for (GtkWidget *child = get_next (fold, NULL); child != NULL; child = get_next (fold, child))
    {
      width += get_natural (child) + (*n_children > 0 ? (int) fold->spacing : 0);
      *n_children += 1;
      *n_expanding += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
    }

  return width;
}

static gboolean
is_column (UiFold *fold, int width)
{
  guint n_children, n_expanding;

  return width >= 0 && measure_row (fold, &n_children, &n_expanding) > width;
}

/* In a row a child may become higher than it is wide: it is asked for its natural width. */
static void
measure_height (UiFold *fold, int width, int *minimum, int *natural)
{
  const gboolean stacks = is_column (fold, width);

  for (GtkWidget *child = get_next (fold, NULL); child != NULL; child = get_next (fold, child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, stacks ? width : get_natural (child), &child_minimum,
                          &child_natural, NULL, NULL);
      if (stacks)
        {
          const int gap = *natural > 0 ? (int) fold->spacing : 0;

          *minimum += child_minimum + gap;
          *natural += child_natural + gap;
        }
      else
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
    }
}

static void
ui_fold_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                 int *minimum_baseline, int *natural_baseline)
{
  UiFold *fold = UI_FOLD (widget);
  guint n_children, n_expanding;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_height (fold, for_size, minimum, natural);
      return;
    }

  *natural = measure_row (fold, &n_children, &n_expanding);
  for (GtkWidget *child = get_next (fold, NULL); child != NULL; child = get_next (fold, child))
    {
      int child_minimum;

      gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
    }
}

static void
allocate_column (UiFold *fold, int width)
{
  int y = 0;

  for (GtkWidget *child = get_next (fold, NULL); child != NULL; child = get_next (fold, child))
    {
      int height;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
      gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, width, height }, -1);
      y += height + (int) fold->spacing;
    }
}

/* What is left over, divided without remainder among those that have not had theirs. */
static void
allocate_row (UiFold *fold, int width, int height)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (fold)) == GTK_TEXT_DIR_RTL;
  guint n_children, n_expanding, n_left;
  int left = width - measure_row (fold, &n_children, &n_expanding), x = 0;

  n_left = n_expanding > 0 ? n_expanding : n_children;
  for (GtkWidget *child = get_next (fold, NULL); child != NULL; child = get_next (fold, child))
    {
      const gboolean has_share = n_expanding == 0 || gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
      const int share = has_share ? left / (int) n_left : 0, own = get_natural (child) + share;

      left -= share;
      n_left -= has_share;
      gtk_widget_size_allocate (child, &(GtkAllocation) { is_rtl ? width - x - own : x, 0, own, height }, -1);
      x += own + (int) fold->spacing;
    }
}

static void
ui_fold_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  if (is_column (UI_FOLD (widget), width))
    allocate_column (UI_FOLD (widget), width);
  else
    allocate_row (UI_FOLD (widget), width, height);
}

static GtkSizeRequestMode
ui_fold_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ui_fold_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_SPACING)
    g_value_set_uint (value, UI_FOLD (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_fold_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_SPACING)
    {
      UI_FOLD (object)->spacing = g_value_get_uint (value);
      gtk_widget_queue_resize (GTK_WIDGET (object));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_fold_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ui_fold_parent_class)->dispose (object);
}

static void
ui_fold_class_init (UiFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ui_fold_get_property;
  object_class->set_property = ui_fold_set_property;
  object_class->dispose = ui_fold_dispose;
  properties[PROP_SPACING] = g_param_spec_uint ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  widget_class->get_request_mode = ui_fold_get_request_mode;
  widget_class->measure = ui_fold_measure;
  widget_class->size_allocate = ui_fold_size_allocate;
}

static void
ui_fold_init (UiFold *fold)
{
}

gboolean
ui_fold_get_is_column (UiFold *fold)
{
  g_return_val_if_fail (UI_IS_FOLD (fold), FALSE);

  return is_column (fold, gtk_widget_get_width (GTK_WIDGET (fold)));
}
