/* SPDX-License-Identifier: MIT */
/* Pictures are fetched in a thread, compared when somebody asks, and the answer stands in words below them. */
#include "ui/compare.h"

#include "ui/fold.h"
#include "ui/gallery-tile.h"

#include <glib/gi18n.h>

#define A 0
#define B 1

struct _UiCompare {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  UiCompareCanvas *canvas;
  GtkLabel *name_a;
  GtkLabel *name_b;
  GtkWidget *side;
  GtkWidget *boundary_row;
  GtkScale *boundary;
  GtkWidget *flip;
  GtkLabel *text;

  /* owned */
  StudioArtwork *artworks[2];
  StudioPixels *pixels[2]; /* NULL while they are being read */
  GCancellable *reading;

  UiCompareMode mode;
  gboolean is_flipped;
  gboolean shows_differences;
  gboolean has_letter_keys;
};

G_DEFINE_FINAL_TYPE (UiCompare, ui_compare, GTK_TYPE_WIDGET)

enum {
  PROP_MODE = 1,
  PROP_FLIPPED,
  PROP_DIFFERENCES,
  PROP_LETTER_KEYS,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static guint closed_signal;

/* Words */

static char *
describe_sizes (UiCompare *compare, const StudioComparison *comparison)
{
  if (comparison->is_same_size)
    return g_strdup ("");

  return g_strdup_printf (_("A has %u × %u pixels and B %u × %u: they are laid corner on corner, and the %u × %u that "
                            "both have are compared. "), compare->pixels[A]->width, compare->pixels[A]->height,
                          compare->pixels[B]->width, compare->pixels[B]->height, comparison->width,
                          comparison->height);
}

static char *
describe_differences (const StudioComparison *comparison)
{
  const guint n_pixels = comparison->width * comparison->height;

  if (comparison->n_different == 0)
    return g_strdup_printf (ngettext ("The one pixel is the same.", "All %u pixels are the same.", n_pixels), n_pixels);

  return g_strdup_printf (ngettext ("%u of %u pixels differs, by %u of 255.",
                                    "%u of %u pixels differ, by at most %u of 255.", comparison->n_different),
                          comparison->n_different, n_pixels, comparison->max_difference);
}

static void
set_text (UiCompare *compare, const char *text)
{
  gtk_label_set_text (compare->text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (compare->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
update_differences (UiCompare *compare)
{
  g_autoptr (StudioComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sizes = NULL, *differences = NULL, *text = NULL;

  if (!ui_compare_is_ready (compare))
    return;

  comparison = studio_comparison_new (compare->pixels[A], compare->pixels[B], &error);
  if (comparison == NULL)
    {
      set_text (compare, error->message);
      return;
    }

  ui_compare_canvas_set_outlines (compare->canvas, compare->shows_differences ? comparison : NULL);
  sizes = describe_sizes (compare, comparison);
  differences = compare->shows_differences ? describe_differences (comparison) : g_strdup ("");
  text = g_strconcat (sizes, differences, NULL);
  set_text (compare, text);
}

/* "A  digits, seed 4711, temperature 0.80" */
static void
set_name (GtkLabel *label, const char *letter, StudioArtwork *artwork)
{
  g_autofree char *title = NULL, *description = NULL, *markup = NULL;

  if (artwork != NULL)
    {
      title = ui_gallery_dup_title (artwork);
      description = ui_gallery_describe (artwork);
      markup = g_markup_printf_escaped ("<b>%s</b>   %s, %s", letter, title, description);
    }
  gtk_label_set_markup (label, markup != NULL ? markup : "");
}

static void
update_names (UiCompare *compare)
{
  const gboolean is_one_place = compare->mode == UI_COMPARE_FLIP;

  set_name (compare->name_a, "A", compare->artworks[A]);
  set_name (compare->name_b, "B", compare->artworks[B]);

  /* Where only one is seen, only that one is named. */
  gtk_widget_set_opacity (GTK_WIDGET (compare->name_a), is_one_place && compare->is_flipped ? 0.35 : 1);
  gtk_widget_set_opacity (GTK_WIDGET (compare->name_b), is_one_place && !compare->is_flipped ? 0.35 : 1);
}

/* Reading */

/* What a thread brings. */
typedef struct {
  StudioArtwork *artworks[2];
  StudioPixels *pixels[2];
} Pair;

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  for (guint i = A; i <= B; i++)
    {
      g_clear_object (&pair->artworks[i]);
      g_clear_pointer (&pair->pixels[i], studio_pixels_free);
    }
  g_free (pair);
}

static void
read_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Pair *pair = task_data;

  for (guint i = A; i <= B; i++)
    {
      GError *error = NULL;

      pair->pixels[i] = studio_artwork_dup_pixels (pair->artworks[i], &error);
      if (pair->pixels[i] == NULL)
        {
          g_autofree char *name = studio_artwork_dup_name (pair->artworks[i]);

          g_task_return_new_error (task, error->domain, error->code, "%s: %s", name, error->message);
          g_error_free (error);
          return;
        }
    }

  g_task_return_boolean (task, TRUE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UiCompare *compare = UI_COMPARE (source);
  Pair *pair = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        set_text (compare, error->message);
      return;
    }

  g_clear_object (&compare->reading);
  for (guint i = A; i <= B; i++)
    compare->pixels[i] = g_steal_pointer (&pair->pixels[i]);
  ui_compare_canvas_set_pictures (compare->canvas, compare->pixels[A], compare->pixels[B]);
  update_differences (compare);
}

static void
forget (UiCompare *compare)
{
  if (compare->reading != NULL)
    g_cancellable_cancel (compare->reading);
  g_clear_object (&compare->reading);
  for (guint i = A; i <= B; i++)
    {
      g_clear_object (&compare->artworks[i]);
      g_clear_pointer (&compare->pixels[i], studio_pixels_free);
    }
}

/* What people do */

static void
set_mode (UiCompare *compare, UiCompareMode mode)
{
  compare->mode = mode;
  ui_compare_canvas_set_mode (compare->canvas, mode);
  gtk_widget_set_visible (compare->boundary_row, mode == UI_COMPARE_SLIDER);
  gtk_widget_set_visible (compare->flip, mode == UI_COMPARE_FLIP);
  update_names (compare);
}

static void
set_flipped (UiCompare *compare, gboolean is_flipped)
{
  compare->is_flipped = is_flipped;
  ui_compare_canvas_set_flipped (compare->canvas, is_flipped);
  update_names (compare);
}

static void
boundary_changed_cb (UiCompare *compare)
{
  ui_compare_canvas_set_position (compare->canvas, gtk_range_get_value (GTK_RANGE (compare->boundary)) / 100);
}

static void
moved_cb (UiCompare *compare, double position)
{
  gtk_range_set_value (GTK_RANGE (compare->boundary), 100 * position);
}

static void
close_cb (UiCompare *compare)
{
  g_signal_emit (compare, closed_signal, 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, UiCompare *compare)
{
  if (key == GDK_KEY_Escape)
    {
      close_cb (compare);
      return GDK_EVENT_STOP;
    }
  if (key != GDK_KEY_backslash || !compare->has_letter_keys)
    return GDK_EVENT_PROPAGATE;

  if (!compare->is_flipped)
    g_object_set (compare, "flipped", TRUE, NULL);
  return GDK_EVENT_STOP;
}

static void
key_released_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, UiCompare *compare)
{
  if (key == GDK_KEY_backslash && compare->has_letter_keys)
    g_object_set (compare, "flipped", FALSE, NULL);
}

/* Lifecycle */

static void
ui_compare_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiCompare *compare = UI_COMPARE (object);

  switch (id)
    {
    case PROP_MODE:
      g_value_set_enum (value, compare->mode);
      break;
    case PROP_FLIPPED:
      g_value_set_boolean (value, compare->is_flipped);
      break;
    case PROP_DIFFERENCES:
      g_value_set_boolean (value, compare->shows_differences);
      break;
    case PROP_LETTER_KEYS:
      g_value_set_boolean (value, compare->has_letter_keys);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ui_compare_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiCompare *compare = UI_COMPARE (object);

  switch (id)
    {
    case PROP_MODE:
      set_mode (compare, (UiCompareMode) g_value_get_enum (value));
      break;
    case PROP_FLIPPED:
      set_flipped (compare, g_value_get_boolean (value));
      break;
    case PROP_DIFFERENCES:
      compare->shows_differences = g_value_get_boolean (value);
      update_differences (compare);
      break;
    case PROP_LETTER_KEYS:
      compare->has_letter_keys = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static gboolean
ui_compare_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (UI_COMPARE (widget)->side);
}

static void
ui_compare_dispose (GObject *object)
{
  forget (UI_COMPARE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_COMPARE);

  G_OBJECT_CLASS (ui_compare_parent_class)->dispose (object);
}

static void
install_properties (UiCompareClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  properties[PROP_MODE] = g_param_spec_enum ("mode", NULL, NULL, UI_TYPE_COMPARE_MODE, UI_COMPARE_SIDE, flags);
  properties[PROP_FLIPPED] = g_param_spec_boolean ("flipped", NULL, NULL, FALSE, flags);
  properties[PROP_DIFFERENCES] = g_param_spec_boolean ("differences", NULL, NULL, FALSE, flags);
  properties[PROP_LETTER_KEYS] = g_param_spec_boolean ("letter-keys", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  gtk_widget_class_install_property_action (widget_class, "compare.mode", "mode");
  gtk_widget_class_install_property_action (widget_class, "compare.flipped", "flipped");
  gtk_widget_class_install_property_action (widget_class, "compare.differences", "differences");
}

static void
ui_compare_class_init (UiCompareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_COMPARE_CANVAS);
  g_type_ensure (UI_TYPE_FOLD);
  object_class->get_property = ui_compare_get_property;
  object_class->set_property = ui_compare_set_property;
  object_class->dispose = ui_compare_dispose;
  widget_class->grab_focus = ui_compare_grab_focus;
  install_properties (klass);
  closed_signal = g_signal_new ("closed", UI_TYPE_COMPARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/compare.ui");
  gtk_widget_class_bind_template_child (widget_class, UiCompare, content);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, canvas);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, name_a);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, name_b);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, side);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, boundary_row);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, boundary);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, flip);
  gtk_widget_class_bind_template_child (widget_class, UiCompare, text);
  gtk_widget_class_bind_template_callback (widget_class, boundary_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
ui_compare_init (UiCompare *compare)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  compare->has_letter_keys = TRUE;
  gtk_widget_init_template (GTK_WIDGET (compare));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), compare);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), compare);
  gtk_widget_add_controller (GTK_WIDGET (compare), keys);
  set_mode (compare, UI_COMPARE_SIDE);
}

void
ui_compare_set_artworks (UiCompare *compare, StudioArtwork *a, StudioArtwork *b)
{
  g_autoptr (GTask) task = NULL;
  Pair *pair;

  g_return_if_fail (UI_IS_COMPARE (compare));
  g_return_if_fail ((a == NULL) == (b == NULL));

  forget (compare);
  ui_compare_canvas_set_pictures (compare->canvas, NULL, NULL);
  set_text (compare, "");
  g_set_object (&compare->artworks[A], a);
  g_set_object (&compare->artworks[B], b);
  update_names (compare);
  if (a == NULL)
    return;

  pair = g_new0 (Pair, 1);
  pair->artworks[A] = g_object_ref (a);
  pair->artworks[B] = g_object_ref (b);
  compare->reading = g_cancellable_new ();
  task = g_task_new (compare, compare->reading, read_cb, NULL);
  g_task_set_source_tag (task, ui_compare_set_artworks);
  g_task_set_task_data (task, pair, pair_free);
  g_task_run_in_thread (task, read_thread_cb);
}

const char *
ui_compare_get_text (UiCompare *compare)
{
  g_return_val_if_fail (UI_IS_COMPARE (compare), NULL);

  return gtk_label_get_text (compare->text);
}

gboolean
ui_compare_is_ready (UiCompare *compare)
{
  g_return_val_if_fail (UI_IS_COMPARE (compare), FALSE);

  return compare->pixels[A] != NULL && compare->pixels[B] != NULL;
}
