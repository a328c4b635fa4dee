/* SPDX-License-Identifier: MIT */
/* The image is made to the model's size and colours at once, so that the dialog can show what is kept and say what that
 * changes. */
#include "ui/start-dialog.h"

#include "ui/pixel-grid.h"
#include "ui/wheel.h"
#include "ui/wrap.h"

#include "app/start.h"

#include "engine/raster.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHADE 210 /* of 255: how much of the preview's grey lies over what is not kept */
#define GREY 128

/* What is kept. */
typedef enum {
  KEEP_ROWS,
  KEEP_OPAQUE,
  KEEP_CHOSEN, /* all, until people take some away on the picture */
} Keep;

struct _UiStartDialog {
  AdwWindow parent_instance;

  /* template */
  AdwWindowTitle *heading;
  AdwComboRow *keep;
  GtkWidget *rows_row;
  GtkSpinButton *rows;
  AdwComboRow *fit;
  UiPixelGrid *preview;
  GtkLabel *notice;
  GtkWidget *paint;

  /* owned */
  StudioWorkspace *workspace;
  StudioPixels *image;
  StudioPixels *opacity; /* NULL: all is opaque */
  WeftModel *model;
  GBytes *values;   /* of the image; NULL if it cannot be used */
  guint8 *is_given; /* [image values] */
};

G_DEFINE_FINAL_TYPE (UiStartDialog, ui_start_dialog, ADW_TYPE_WINDOW)

/* Without transparency there is one choice less. */
static Keep
get_keep (UiStartDialog *dialog)
{
  const guint selected = adw_combo_row_get_selected (dialog->keep);

  return selected == 0 ? KEEP_ROWS : selected == 1 && dialog->opacity != NULL ? KEEP_OPAQUE : KEEP_CHOSEN;
}

static StudioFit
get_fit (UiStartDialog *dialog)
{
  return adw_combo_row_get_selected (dialog->fit) == 0 ? STUDIO_FIT_CROP : STUDIO_FIT_PAD;
}

static guint
count_pixels (UiStartDialog *dialog)
{
  const WeftConfig *config = weft_model_get_config (dialog->model);

  return config->image_width * config->image_height;
}

/* What is kept, in the model's size. Returns how many pixels. */
static guint
choose_given (UiStartDialog *dialog)
{
  const WeftConfig *config = weft_model_get_config (dialog->model);
  const guint n_values = weft_config_get_image_values (config);
  g_autoptr (StudioPixels) fitted = NULL;
  guint n_rows, n_given = 0;

  memset (dialog->is_given, 1, n_values);
  switch (get_keep (dialog))
    {
    case KEEP_ROWS:
      n_rows = (guint) gtk_spin_button_get_value_as_int (dialog->rows);
      memset (dialog->is_given + n_rows * weft_raster_row_values (config), 0,
              n_values - n_rows * weft_raster_row_values (config));
      return n_rows * config->image_width;
    case KEEP_OPAQUE:
      fitted = studio_pixels_fit (dialog->opacity, config->image_width, config->image_height, get_fit (dialog), NULL);
      if (fitted != NULL)
        studio_start_read_mask (fitted, config, STUDIO_START_OPAQUE, dialog->is_given, &n_given, NULL);
      return n_given;
    case KEEP_CHOSEN:
    default:
      return count_pixels (dialog);
    }
}

/* What is kept in its colours, the rest greyed. */
static void
show_preview (UiStartDialog *dialog)
{
  const WeftConfig *config = weft_model_get_config (dialog->model);
  const guint n_channels = weft_config_get_n_channels (config);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_pixels_free);
  const guint8 *values = g_bytes_get_data (dialog->values, NULL);
  StudioPixels *pixels = studio_pixels_new_from_values (config, weft_model_get_palette (dialog->model), values,
                                                        weft_config_get_image_values (config), NULL);

  if (pixels == NULL)
    return;

  g_ptr_array_add (pictures, pixels);
  for (guint i = 0; i < count_pixels (dialog); i++)
    for (guint c = 0; !dialog->is_given[i * n_channels] && c < pixels->n_channels; c++)
      {
        guint8 *value = pixels->data + i * pixels->n_channels + c;

        *value = (guint8) ((*value * (255 - SHADE) + GREY * SHADE) / 255);
      }
  ui_pixel_grid_set_pictures (dialog->preview, pictures);
}

static void
show_notice (UiStartDialog *dialog, const StudioStartChanges *changes, guint n_given)
{
  const WeftConfig *config = weft_model_get_config (dialog->model);
  const guint n_pixels = count_pixels (dialog);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autofree char *size = g_strdup_printf (_("The image is %u × %u and becomes %u × %u."), dialog->image->width,
                                           dialog->image->height, config->image_width, config->image_height);
  g_autofree char *colours = g_strdup_printf (ngettext ("%u pixel gets the nearest colour that this model has.",
                                                        "%u pixels get the nearest colour that this model has.",
                                                        changes->n_mapped),
                                              changes->n_mapped);
  g_autofree char *none = g_strdup_printf (_("None of the %u pixels is opaque, so nothing would be kept."), n_pixels);
  g_autofree char *whole = g_strdup_printf (_("All %u pixels are opaque, so nothing would be left to paint."), n_pixels);
  g_autofree char *text = NULL;

  if (n_given == 0)
    g_strv_builder_add (lines, none);
  else if (n_given == n_pixels && get_keep (dialog) == KEEP_OPAQUE)
    g_strv_builder_add (lines, whole);
  if (changes->is_fitted)
    g_strv_builder_add (lines, size);
  if (changes->n_mapped > 0)
    g_strv_builder_add (lines, colours);
  all = g_strv_builder_end (lines);
  text = g_strjoinv ("\n", all);
  gtk_label_set_text (dialog->notice, text);
  gtk_widget_set_visible (GTK_WIDGET (dialog->notice), *text != '\0');
}

static void
changed_cb (UiStartDialog *dialog)
{
  StudioStartChanges changes;
  g_autoptr (GError) error = NULL;
  gboolean is_useful;
  guint n_given;

  if (dialog->model == NULL)
    return;

  gtk_widget_set_visible (dialog->rows_row, get_keep (dialog) == KEEP_ROWS);
  gtk_button_set_label (GTK_BUTTON (dialog->paint),
                        get_keep (dialog) == KEEP_CHOSEN ? _("_Choose on the Picture") : _("_Paint the Rest"));
  n_given = choose_given (dialog);
  g_clear_pointer (&dialog->values, g_bytes_unref);
  dialog->values = studio_start_make_values (dialog->image, weft_model_get_config (dialog->model),
                                             weft_model_get_palette (dialog->model), get_fit (dialog),
                                             dialog->is_given, &changes, &error);
  if (dialog->values == NULL)
    {
      gtk_widget_set_sensitive (dialog->paint, FALSE);
      gtk_label_set_text (dialog->notice, error->message);
      return;
    }

  is_useful = get_keep (dialog) == KEEP_CHOSEN || (n_given > 0 && n_given < count_pixels (dialog));
  gtk_widget_set_sensitive (dialog->paint, is_useful);
  show_notice (dialog, &changes, n_given);
  show_preview (dialog);
}

/* Onto the picture in sight, or the next one; where that is another model's, it makes room. */
static void
hand_over (UiStartDialog *dialog)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  StudioJob *job;

  while ((job = studio_workspace_get_job (dialog->workspace)) != NULL && studio_job_get_model (job) != dialog->model)
    studio_workspace_discard (dialog->workspace);
  studio_workspace_set_sketch (dialog->workspace, g_bytes_get_data (dialog->values, NULL));
  if (!G_IS_ACTION_GROUP (parent))
    return;

  g_action_group_change_action_state (G_ACTION_GROUP (parent), "paint", g_variant_new_boolean (TRUE));
  g_action_group_change_action_state (G_ACTION_GROUP (parent), "erase", g_variant_new_boolean (TRUE));
}

static void
paint_cb (UiStartDialog *dialog)
{
  const WeftConfig *config = weft_model_get_config (dialog->model);

  if (get_keep (dialog) == KEEP_CHOSEN)
    hand_over (dialog);
  else
    {
      studio_workspace_set_start_mask (dialog->workspace, g_bytes_get_data (dialog->values, NULL), dialog->is_given,
                                       weft_config_get_image_values (config));
      studio_workspace_generate (dialog->workspace);
    }
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
ui_start_dialog_finalize (GObject *object)
{
  UiStartDialog *dialog = UI_START_DIALOG (object);

  g_clear_object (&dialog->workspace);
  g_clear_pointer (&dialog->image, studio_pixels_free);
  g_clear_pointer (&dialog->opacity, studio_pixels_free);
  g_clear_pointer (&dialog->model, weft_model_unref);
  g_clear_pointer (&dialog->values, g_bytes_unref);
  g_clear_pointer (&dialog->is_given, g_free);
  G_OBJECT_CLASS (ui_start_dialog_parent_class)->finalize (object);
}

static void
ui_start_dialog_class_init (UiStartDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_PIXEL_GRID);
  G_OBJECT_CLASS (klass)->finalize = ui_start_dialog_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/start-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, rows_row);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, fit);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, paint);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paint_cb);
}

static void
ui_start_dialog_init (UiStartDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
  ui_wheel_leave_to_pages (GTK_WIDGET (dialog));
  ui_wrap_words (GTK_WIDGET (dialog));
}

static void
add_choices (UiStartDialog *dialog)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_string_list_append (choices, _("The upper rows"));
  if (dialog->opacity != NULL)
    gtk_string_list_append (choices, _("What is opaque"));
  gtk_string_list_append (choices, _("What I choose"));
  adw_combo_row_set_model (dialog->keep, G_LIST_MODEL (choices));
  adw_combo_row_set_selected (dialog->keep, dialog->opacity != NULL ? 1 : 0);
}

UiStartDialog *
ui_start_dialog_new (GtkWindow *parent, StudioWorkspace *workspace, StudioPixels *image, StudioPixels *opacity,
                     const char *name)
{
  UiStartDialog *dialog = g_object_new (UI_TYPE_START_DIALOG, "transient-for", parent, NULL);
  StudioEntry *entry = studio_workspace_get_entry (workspace);
  guint height;

  dialog->workspace = g_object_ref (workspace);
  dialog->image = image;
  dialog->opacity = opacity;
  add_choices (dialog);
  adw_window_title_set_subtitle (dialog->heading, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (dialog->heading), name);
  height = weft_model_get_config (studio_entry_get_model (entry))->image_height;
  gtk_adjustment_set_upper (gtk_spin_button_get_adjustment (dialog->rows), MAX (height, 2) - 1);
  gtk_spin_button_set_value (dialog->rows, MAX (height / 2, 1));

  /* From here on what is set changes the preview. */
  dialog->model = weft_model_ref (studio_entry_get_model (entry));
  dialog->is_given = g_malloc (weft_config_get_image_values (weft_model_get_config (dialog->model)));
  changed_cb (dialog);
  return dialog;
}
