/* SPDX-License-Identifier: MIT */
/* The image is made to the model's size and colours at once, so that the dialog can say what that changes. */
#include "ui/start-dialog.h"

#include "app/start.h"

#include <glib/gi18n.h>

struct _UiStartDialog {
  AdwWindow parent_instance;

  /* template */
  AdwWindowTitle *heading;
  GtkSpinButton *rows;
  AdwComboRow *fit;
  GtkLabel *notice;
  GtkWidget *paint;

  /* owned */
  StudioWorkspace *workspace;
  StudioPixels *image;
  WeftModel *model;
  GBytes *values; /* of the image; NULL if it cannot be used */
};

G_DEFINE_FINAL_TYPE (UiStartDialog, ui_start_dialog, ADW_TYPE_WINDOW)

static void
show_changes (UiStartDialog *dialog, const StudioStartChanges *changes)
{
  const WeftConfig *config = weft_model_get_config (dialog->model);
  g_autofree char *size = g_strdup_printf (_("The image is %u × %u and becomes %u × %u."), dialog->image->width,
                                           dialog->image->height, config->image_width, config->image_height);
  g_autofree char *colours = g_strdup_printf (ngettext ("%u pixel gets the nearest colour that this model has.",
                                                        "%u pixels get the nearest colour that this model has.",
                                                        changes->n_mapped),
                                              changes->n_mapped);
  g_autofree char *both = g_strjoin ("\n", size, colours, NULL);

  gtk_label_set_text (dialog->notice, !changes->is_fitted ? colours : changes->n_mapped == 0 ? size : both);
  gtk_widget_set_visible (GTK_WIDGET (dialog->notice), changes->is_fitted || changes->n_mapped > 0);
}

static void
changed_cb (UiStartDialog *dialog)
{
  const StudioFit fit = adw_combo_row_get_selected (dialog->fit) == 0 ? STUDIO_FIT_CROP : STUDIO_FIT_PAD;
  StudioStartChanges changes;
  g_autoptr (GError) error = NULL;

  if (dialog->model == NULL)
    return;

  g_clear_pointer (&dialog->values, g_bytes_unref);
  dialog->values = studio_start_make_values (dialog->image, weft_model_get_config (dialog->model),
                                             weft_model_get_palette (dialog->model), fit, &changes, &error);
  gtk_widget_set_sensitive (dialog->paint, dialog->values != NULL);
  if (dialog->values != NULL)
    show_changes (dialog, &changes);
  else
    gtk_label_set_text (dialog->notice, error->message);
}

static void
paint_cb (UiStartDialog *dialog)
{
  g_autoptr (GBytes) kept = studio_start_keep_rows (dialog->values, weft_model_get_config (dialog->model),
                                                    gtk_spin_button_get_value_as_int (dialog->rows));

  studio_workspace_set_start (dialog->workspace, kept);
  studio_workspace_generate (dialog->workspace);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
ui_start_dialog_finalize (GObject *object)
{
  UiStartDialog *dialog = UI_START_DIALOG (object);

  g_clear_object (&dialog->workspace);
  g_clear_pointer (&dialog->image, studio_pixels_free);
  g_clear_pointer (&dialog->model, weft_model_unref);
  g_clear_pointer (&dialog->values, g_bytes_unref);
  G_OBJECT_CLASS (ui_start_dialog_parent_class)->finalize (object);
}

static void
ui_start_dialog_class_init (UiStartDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_start_dialog_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/start-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, fit);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, UiStartDialog, paint);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paint_cb);
}

static void
ui_start_dialog_init (UiStartDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
}

UiStartDialog *
ui_start_dialog_new (GtkWindow *parent, StudioWorkspace *workspace, StudioPixels *image, const char *name)
{
  UiStartDialog *dialog = g_object_new (UI_TYPE_START_DIALOG, "transient-for", parent, NULL);
  StudioEntry *entry = studio_workspace_get_entry (workspace);
  guint height;

  dialog->workspace = g_object_ref (workspace);
  dialog->image = image;
  dialog->model = weft_model_ref (studio_entry_get_model (entry));
  height = weft_model_get_config (dialog->model)->image_height;
  adw_window_title_set_subtitle (dialog->heading, name);
  gtk_adjustment_set_upper (gtk_spin_button_get_adjustment (dialog->rows), MAX (height, 2) - 1);
  gtk_spin_button_set_value (dialog->rows, MAX (height / 2, 1));
  changed_cb (dialog);
  return dialog;
}
