/* SPDX-License-Identifier: MIT */
/* Every change of what pictures look like reads some of them again; the answer to an earlier question is dropped. */
#include "ui/train-setup.h"

#include "ui/pixel-grid.h"
#include "ui/wheel.h"
#include "ui/wrap.h"

#include "app/palette.h"

#include <glib/gi18n.h>

#define N_PREVIEW 18       /* pictures that are read to be shown */
#define DEFAULT_SIDE 32    /* where pictures differ in size, or are larger than MAX_OWN_SIDE */
#define MAX_OWN_SIDE 64    /* pixels of a side that are kept without asking */
#define N_FEW_COLOURS 16

/* Rows of the combo rows in train-setup.ui. */
enum { COLOURS_AUTOMATIC, COLOURS_GREY, COLOURS_FEW, COLOURS_ALL };

struct _UiTrainSetup {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *scroller; /* the only child */
  GtkStack *preview_stack;
  UiPixelGrid *preview;
  GtkLabel *text;
  GtkLabel *problem;
  AdwActionRow *source_row;
  GtkSpinButton *width;
  GtkSpinButton *height;
  AdwComboRow *fit;
  AdwComboRow *colours;
  GtkSpinButton *n_colours;
  GtkWidget *n_colours_row;
  AdwComboRow *size;
  GtkSpinButton *steps;

  /* owned */
  char *source;              /* NULL: nothing chosen */
  GCancellable *cancellable; /* of the reading under way; NULL: none */

  gboolean has_own_size;     /* nobody has said a size: the pictures may */
  gboolean is_filling;       /* the rows are changed by us */
  gboolean is_ready;
};

G_DEFINE_FINAL_TYPE (UiTrainSetup, ui_train_setup, GTK_TYPE_WIDGET)

enum {
  PROP_READY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* What a thread is asked, and what it found. */
typedef struct {
  char *path;
  StudioPictureOptions options;
  gboolean may_keep_size;
  gsize n_pictures; /* there are in all */
} Question;

static void
question_free (Question *question)
{
  g_free (question->path);
  g_free (question);
}

static void
set_ready (UiTrainSetup *setup, gboolean is_ready)
{
  if (setup->is_ready == is_ready)
    return;

  setup->is_ready = is_ready;
  g_object_notify_by_pspec (G_OBJECT (setup), properties[PROP_READY]);
}

static void
fill_pictures (UiTrainSetup *setup, StudioPictureOptions *options)
{
  const guint colours = adw_combo_row_get_selected (setup->colours);

  options->width = (guint) gtk_spin_button_get_value_as_int (setup->width);
  options->height = (guint) gtk_spin_button_get_value_as_int (setup->height);
  options->fit = adw_combo_row_get_selected (setup->fit) == 0 ? STUDIO_FIT_CROP : STUDIO_FIT_PAD;
  options->has_mode = colours != COLOURS_AUTOMATIC;
  options->n_colours = STUDIO_PALETTE_MAX;
  if (colours == COLOURS_GREY)
    options->mode = WEFT_IMAGE_GRAY8;
  else if (colours == COLOURS_ALL)
    options->mode = WEFT_IMAGE_RGB8;
  else if (colours == COLOURS_FEW)
    {
      options->mode = WEFT_IMAGE_INDEXED8;
      options->n_colours = (guint) gtk_spin_button_get_value_as_int (setup->n_colours);
    }
}

/* The thread's side */

/* Pictures that are small and all alike keep their size; others get the usual one. */
static StudioPictureSet *
read_some (Question *question, GCancellable *cancellable, GError **error)
{
  StudioPictureOptions own = question->options;
  StudioPictureSet *set = NULL;
  WeftConfig config = { 0 };

  if (question->may_keep_size)
    {
      own.width = own.height = 0;
      set = studio_picture_set_new (question->path, &own, NULL, cancellable, NULL);
    }
  if (set != NULL)
    {
      studio_picture_set_describe (set, &config);
      if (MAX (config.image_width, config.image_height) <= MAX_OWN_SIDE)
        return set;
      studio_picture_set_unref (set);
    }

  return studio_picture_set_new (question->path, &question->options, NULL, cancellable, error);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;
  GError *error = NULL;
  StudioPictureSet *set = read_some (question, cancellable, &error);

  if (set != NULL && !studio_picture_set_count (question->path, &question->n_pictures, &error))
    g_clear_pointer (&set, studio_picture_set_unref);

  if (set != NULL)
    g_task_return_pointer (task, set, (GDestroyNotify) studio_picture_set_unref);
  else
    g_task_return_error (task, error);
}

/* What came of it */

/* How many colours there are of their own is known when all pictures are read. */
static char *
dup_colours (UiTrainSetup *setup, const WeftConfig *config)
{
  switch (config->image_mode)
    {
    case WEFT_IMAGE_GRAY8:
      return g_strdup (_("grey"));
    case WEFT_IMAGE_INDEXED8:
      if (adw_combo_row_get_selected (setup->colours) == COLOURS_AUTOMATIC)
        return g_strdup (_("few colours"));
      return g_strdup_printf (ngettext ("%u colour", "%u colours", config->n_values), config->n_values);
    case WEFT_IMAGE_RGB8:
    default:
      return g_strdup (_("all colours"));
    }
}

static void
show_set (UiTrainSetup *setup, StudioPictureSet *set, gsize n_pictures)
{
  const gsize n = MIN (studio_picture_set_get_n_training (set), N_PREVIEW);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_pixels_free);
  WeftConfig config = { 0 };
  g_autofree char *colours = NULL;
  g_autofree char *count = g_strdup_printf (ngettext ("%u picture", "%u pictures", (guint) n_pictures),
                                            (guint) n_pictures);
  g_autofree char *text = NULL;

  studio_picture_set_describe (set, &config);
  for (gsize i = 0; i < n; i++)
    {
      StudioPixels *pixels = studio_picture_set_dup_picture (set, i, NULL);

      if (pixels != NULL)
        g_ptr_array_add (pictures, pixels);
    }

  setup->is_filling = TRUE;
  gtk_spin_button_set_value (setup->width, config.image_width);
  gtk_spin_button_set_value (setup->height, config.image_height);
  setup->is_filling = FALSE;
  colours = dup_colours (setup, &config);
  /* Translators: how many pictures, their size, their colours. */
  text = g_strdup_printf (_("%s, %u × %u, %s"), count, config.image_width, config.image_height, colours);
  gtk_label_set_text (setup->text, text);
  ui_pixel_grid_set_pictures (setup->preview, pictures);
  gtk_accessible_update_property (GTK_ACCESSIBLE (setup->preview), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_stack_set_visible_child_name (setup->preview_stack, "pictures");
  set_ready (setup, TRUE);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  UiTrainSetup *setup = UI_TRAIN_SETUP (object);
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioPictureSet) set = g_task_propagate_pointer (task, &error);

  if (g_task_get_cancellable (task) != setup->cancellable)
    return;

  g_clear_object (&setup->cancellable);
  if (set != NULL)
    {
      show_set (setup, set, ((Question *) g_task_get_task_data (task))->n_pictures);
      return;
    }

  gtk_label_set_text (setup->problem, error->message);
  gtk_stack_set_visible_child_name (setup->preview_stack, "problem");
}

static void
read_pictures (UiTrainSetup *setup)
{
  Question *question;
  GTask *task;

  if (setup->cancellable != NULL)
    g_cancellable_cancel (setup->cancellable);
  g_clear_object (&setup->cancellable);
  set_ready (setup, FALSE);
  if (setup->source == NULL)
    return;

  setup->cancellable = g_cancellable_new ();
  question = g_new0 (Question, 1);
  question->path = g_strdup (setup->source);
  question->may_keep_size = setup->has_own_size;
  question->options.limit = N_PREVIEW;
  fill_pictures (setup, &question->options);
  gtk_stack_set_visible_child_name (setup->preview_stack, "reading");

  task = g_task_new (setup, setup->cancellable, read_cb, NULL);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, read_thread);
  g_object_unref (task);
}

static void
size_changed_cb (UiTrainSetup *setup)
{
  if (setup->is_filling)
    return;

  setup->has_own_size = FALSE;
  read_pictures (setup);
}

static void
look_changed_cb (UiTrainSetup *setup)
{
  gtk_widget_set_visible (setup->n_colours_row, adw_combo_row_get_selected (setup->colours) == COLOURS_FEW);
  read_pictures (setup);
}

static void
ui_train_setup_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_READY)
    g_value_set_boolean (value, UI_TRAIN_SETUP (object)->is_ready);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_train_setup_dispose (GObject *object)
{
  UiTrainSetup *setup = UI_TRAIN_SETUP (object);

  if (setup->cancellable != NULL)
    g_cancellable_cancel (setup->cancellable);
  g_clear_object (&setup->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_TRAIN_SETUP);

  G_OBJECT_CLASS (ui_train_setup_parent_class)->dispose (object);
}

static void
ui_train_setup_finalize (GObject *object)
{
  g_free (UI_TRAIN_SETUP (object)->source);

  G_OBJECT_CLASS (ui_train_setup_parent_class)->finalize (object);
}

static void
ui_train_setup_class_init (UiTrainSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_PIXEL_GRID);
  object_class->get_property = ui_train_setup_get_property;
  object_class->dispose = ui_train_setup_dispose;
  object_class->finalize = ui_train_setup_finalize;
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/train-setup.ui");
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, preview_stack);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, preview);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, text);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, problem);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, source_row);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, width);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, height);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, fit);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, colours);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, n_colours);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, n_colours_row);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, size);
  gtk_widget_class_bind_template_child (widget_class, UiTrainSetup, steps);
  gtk_widget_class_bind_template_callback (widget_class, size_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_changed_cb);
}

static void
ui_train_setup_init (UiTrainSetup *setup)
{
  setup->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (setup));
  ui_wheel_leave_to_pages (GTK_WIDGET (setup));
  ui_wrap_words (GTK_WIDGET (setup));
  gtk_spin_button_set_value (setup->width, DEFAULT_SIDE);
  gtk_spin_button_set_value (setup->height, DEFAULT_SIDE);
  gtk_spin_button_set_value (setup->n_colours, N_FEW_COLOURS);
  adw_combo_row_set_selected (setup->size, STUDIO_TRAINING_SMALL);
  setup->is_filling = FALSE;
}

void
ui_train_setup_set_source (UiTrainSetup *setup, const char *path)
{
  g_autofree char *shown = g_filename_display_basename (path);

  g_return_if_fail (UI_IS_TRAIN_SETUP (setup));

  g_free (setup->source);
  setup->source = g_strdup (path);
  setup->has_own_size = TRUE;
  adw_action_row_set_subtitle (setup->source_row, shown);
  read_pictures (setup);
}

gboolean
ui_train_setup_get_ready (UiTrainSetup *setup)
{
  g_return_val_if_fail (UI_IS_TRAIN_SETUP (setup), FALSE);

  return setup->is_ready;
}

const char *
ui_train_setup_get_text (UiTrainSetup *setup)
{
  const char *page;

  g_return_val_if_fail (UI_IS_TRAIN_SETUP (setup), NULL);

  page = gtk_stack_get_visible_child_name (setup->preview_stack);
  return gtk_label_get_text (g_strcmp0 (page, "problem") == 0 ? setup->problem : setup->text);
}

void
ui_train_setup_fill_plan (UiTrainSetup *setup, StudioTrainingPlan *plan)
{
  g_return_if_fail (UI_IS_TRAIN_SETUP (setup));

  studio_training_plan_init (plan);
  plan->data = g_strdup (setup->source);
  plan->title = setup->source != NULL ? g_filename_display_basename (setup->source) : NULL;
  plan->dataset = g_strdup (plan->title);
  fill_pictures (setup, &plan->pictures);
  studio_training_plan_set_size (plan, (StudioTrainingSize) adw_combo_row_get_selected (setup->size));
  plan->learning.n_steps = (guint) gtk_spin_button_get_value_as_int (setup->steps);
  plan->learning.warm_up = MIN (plan->learning.warm_up, plan->learning.n_steps / 10);
}
