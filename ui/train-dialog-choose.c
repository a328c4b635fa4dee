/* SPDX-License-Identifier: MIT */
/* What is learnt from: chosen, or dropped. */
#include "ui/train-dialog-private.h"

#include <glib/gi18n.h>

static void
chosen_cb (GtkNativeDialog *chooser, int response, UiTrainDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    ui_train_dialog_set_source (dialog, g_file_peek_path (file));
  g_object_unref (chooser);
}

static void
choose (UiTrainDialog *dialog, const char *title, GtkFileChooserAction action)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (dialog), action, _("_Choose"),
                                                               _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), dialog, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
choose_folder_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (UI_TRAIN_DIALOG (widget), _("Choose a Folder of Pictures"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
choose_file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (UI_TRAIN_DIALOG (widget), _("Choose an IDX File"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, UiTrainDialog *dialog)
{
  GSList *files = g_value_get_boxed (value);
  const char *path = files != NULL ? g_file_peek_path (files->data) : NULL;

  if (path != NULL)
    ui_train_dialog_set_source (dialog, path);
  return path != NULL;
}

void
ui_train_dialog_install_choice (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "train.choose-folder", NULL, choose_folder_cb);
  gtk_widget_class_install_action (widget_class, "train.choose-file", NULL, choose_file_cb);
}

void
ui_train_dialog_add_drop_target (UiTrainDialog *dialog)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), dialog);
  gtk_widget_add_controller (GTK_WIDGET (dialog), GTK_EVENT_CONTROLLER (target));
}
