/* SPDX-License-Identifier: MIT */
/* The dialog as a widget: every change is read at once, and what it comes to is looked up in a thread. */
#include "ui/export-dialog-private.h"

#include "ui/toast.h"
#include "ui/wheel.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define LOOK_DELAY 250 /* milliseconds after the last change */

G_DEFINE_FINAL_TYPE (UiExportDialog, ui_export_dialog, ADW_TYPE_WINDOW)

static void read_widgets (UiExportDialog *dialog);

static void
enable (UiExportDialog *dialog, const char *name, gboolean is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (dialog->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

/* A reference would keep a closed dialog, and its workspace, as long as a thread encodes. */
GWeakRef *
ui_export_dialog_new_weak (UiExportDialog *dialog)
{
  GWeakRef *reference = g_new (GWeakRef, 1);

  g_weak_ref_init (reference, dialog);
  return reference;
}

UiExportDialog *
ui_export_dialog_take_weak (GWeakRef *reference)
{
  UiExportDialog *dialog = g_weak_ref_get (reference);

  g_weak_ref_clear (reference);
  g_free (reference);
  return dialog;
}

/* Looking ahead */

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiExportDialog) dialog = ui_export_dialog_take_weak (user_data);
  g_autoptr (GError) error = NULL;
  StudioExportOutlook outlook;
  const gboolean good = studio_export_look_finish (result, &outlook, &error);
  const gboolean is_first = dialog != NULL && !dialog->has_outlook;

  if (dialog == NULL || dialog->workspace == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  dialog->has_outlook = good;
  dialog->outlook = outlook;
  if (is_first && good && outlook.n_existing > 0)
    {
      dialog->is_syncing = TRUE;
      adw_combo_row_set_selected (dialog->existing, outlook.can_continue ? UI_EXISTING_CONTINUE
                                                                         : UI_EXISTING_NEW_FOLDER);
      dialog->is_syncing = FALSE;
    }
  read_widgets (dialog);
  if (!good)
    ui_export_dialog_sync_summary (dialog, error->message);
}

static gboolean
look_cb (gpointer user_data)
{
  UiExportDialog *dialog = user_data;

  dialog->look_id = 0;
  if (dialog->film != NULL)
    studio_export_look_async (&dialog->spec, dialog->looking, looked_cb,
                              ui_export_dialog_new_weak (dialog));
  return G_SOURCE_REMOVE;
}

static void
stop_looking (UiExportDialog *dialog)
{
  g_clear_handle_id (&dialog->look_id, g_source_remove);
  if (dialog->looking != NULL)
    g_cancellable_cancel (dialog->looking);
  g_clear_object (&dialog->looking);
}

static void
look_soon (UiExportDialog *dialog)
{
  stop_looking (dialog);
  dialog->looking = g_cancellable_new ();
  dialog->look_id = g_timeout_add (LOOK_DELAY, look_cb, dialog);
}

/* Changes */

static void
read_widgets (UiExportDialog *dialog)
{
  g_autoptr (GError) error = NULL;
  const gboolean good = ui_export_dialog_read (dialog, &error);
  const char *picture = "picture.png";
  g_autofree char *weft = good ? studio_export_dup_command (&dialog->spec, picture) : NULL;
  g_autofree char *ffmpeg = good ? studio_export_dup_ffmpeg (&dialog->spec) : NULL;

  enable (dialog, "start", good);
  enable (dialog, "copy-weft", weft != NULL);
  enable (dialog, "copy-ffmpeg", ffmpeg != NULL);
  ui_export_dialog_sync_rows (dialog);
  ui_export_dialog_sync_summary (dialog, good ? NULL : error->message);
}

static void
changed_cb (UiExportDialog *dialog)
{
  if (dialog->is_syncing || dialog->workspace == NULL)
    return;

  read_widgets (dialog);
  look_soon (dialog);
}

/* What is drawn from many pixels needs no large ones. */
static void
what_changed_cb (UiExportDialog *dialog)
{
  if (dialog->is_syncing || dialog->workspace == NULL)
    return;

  if (ui_export_dialog_get_what (dialog) >= UI_EXPORT_STATE)
    gtk_spin_button_set_value (dialog->scale, ui_export_dialog_get_what (dialog) == UI_EXPORT_BATCH ? 8 : 2);
  changed_cb (dialog);
}

static void
folder_chosen_cb (GtkNativeDialog *chooser, int response, UiExportDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    {
      g_set_object (&dialog->root, file);
      dialog->has_outlook = FALSE;
      changed_cb (dialog);
    }
  g_object_unref (chooser);
}

static void
choose_folder_cb (UiExportDialog *dialog)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Export into Folder"), GTK_WINDOW (dialog),
                                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"),
                                                               _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), dialog->root, NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (folder_chosen_cb), dialog, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Actions */

static void
start_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiExportDialog *dialog = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioExport) export = studio_export_new (&dialog->spec, &error);

  if (export == NULL || !studio_activity_start (STUDIO_ACTIVITY (export), &error))
    {
      ui_export_dialog_sync_summary (dialog, error->message);
      return;
    }

  g_signal_emit_by_name (dialog, "started", export);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
copy (UiExportDialog *dialog, const char *command, const char *note)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), command);
  adw_toast_overlay_add_toast (dialog->toasts, ui_toast_new (note));
}

static void
copy_weft_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiExportDialog *dialog = user_data;
  g_autofree char *picture = ui_export_dialog_dup_picture_name (dialog);
  g_autofree char *command = studio_export_dup_command (&dialog->spec, picture);
  g_autofree char *note = studio_export_get_reads_picture (&dialog->spec)
                              ? g_strdup_printf (_("Copied; it reads “%s”, so save the image first"), picture)
                              : g_strdup (_("Command copied"));

  copy (dialog, command, note);
}

static void
copy_ffmpeg_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiExportDialog *dialog = user_data;
  g_autofree char *command = studio_export_dup_ffmpeg (&dialog->spec);

  copy (dialog, command, _("Command copied"));
}

static const GActionEntry entries[] = {
  { "start", start_cb },
  { "copy-weft", copy_weft_cb },
  { "copy-ffmpeg", copy_ffmpeg_cb },
};

/* The object */

static void
ui_export_dialog_dispose (GObject *object)
{
  UiExportDialog *dialog = UI_EXPORT_DIALOG (object);

  stop_looking (dialog);
  g_clear_object (&dialog->workspace);
  gtk_widget_insert_action_group (GTK_WIDGET (dialog), "export", NULL);
  g_clear_object (&dialog->actions);

  G_OBJECT_CLASS (ui_export_dialog_parent_class)->dispose (object);
}

static void
ui_export_dialog_finalize (GObject *object)
{
  UiExportDialog *dialog = UI_EXPORT_DIALOG (object);

  g_clear_object (&dialog->root);
  g_free (dialog->own_base);
  g_free (dialog->target);
  g_free (dialog->text);
  g_array_unref (dialog->whats);
  g_array_unref (dialog->formats);
  g_clear_pointer (&dialog->film, studio_film_unref);

  G_OBJECT_CLASS (ui_export_dialog_parent_class)->finalize (object);
}

static void
bind_rows (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, what);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, lane_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, lane);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, layer_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, layer);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, head_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, head);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, every_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, every);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, range_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, first);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, last);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, rate);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, hold_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, hold);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, loop_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, loop);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, scale_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, base);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, first_number);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, digits_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, digits);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, existing);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, tell);
}

static void
ui_export_dialog_class_init (UiExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_export_dialog_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, toasts);
  bind_rows (widget_class);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, names);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, what_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);

  g_signal_new ("started", UI_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                STUDIO_TYPE_EXPORT);
}

static void
ui_export_dialog_init (UiExportDialog *dialog)
{
  dialog->whats = g_array_new (FALSE, FALSE, sizeof (UiExportWhat));
  dialog->formats = g_array_new (FALSE, FALSE, sizeof (StudioFormat));
  dialog->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (dialog->actions), entries, G_N_ELEMENTS (entries), dialog);
  gtk_widget_insert_action_group (GTK_WIDGET (dialog), "export", G_ACTION_GROUP (dialog->actions));
  gtk_widget_init_template (GTK_WIDGET (dialog));
  ui_wheel_leave_to_pages (GTK_WIDGET (dialog));
}

/* The part of the picture that is painted so far. */
static void
set_range (UiExportDialog *dialog)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (dialog->workspace, 0);
  const StudioRecipe *recipe = picture != NULL ? studio_picture_get_recipe (picture) : NULL;
  const guint n = recipe != NULL ? recipe->steps_done / weft_config_get_n_channels (&recipe->shape) : 0;

  gtk_adjustment_set_upper (gtk_spin_button_get_adjustment (dialog->first), n);
  gtk_adjustment_set_upper (gtk_spin_button_get_adjustment (dialog->last), n);
  gtk_spin_button_set_value (dialog->last, n);
  if (recipe != NULL)
    gtk_spin_button_set_value (dialog->scale, MAX (560 / MAX (recipe->shape.image_width, 1) / 2 * 2, 1));
}

UiExportDialog *
ui_export_dialog_new (GtkWindow *parent, StudioWorkspace *workspace, GFile *folder)
{
  UiExportDialog *dialog = g_object_new (UI_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  dialog->root = folder != NULL && g_file_peek_path (folder) != NULL ? g_object_ref (folder)
                                                                     : g_file_new_for_path (g_get_home_dir ());
  dialog->is_syncing = TRUE;
  dialog->workspace = g_object_ref (workspace);
  ui_export_dialog_fill (dialog);
  set_range (dialog);
  dialog->is_syncing = FALSE;
  changed_cb (dialog);
  ui_wrap_words (GTK_WIDGET (dialog)); /* now that every row says what it has to say */
  return dialog;
}

void
ui_export_dialog_set_head (UiExportDialog *dialog, guint layer, guint head)
{
  g_return_if_fail (UI_IS_EXPORT_DIALOG (dialog));

  gtk_spin_button_set_value (dialog->layer, layer);
  gtk_spin_button_set_value (dialog->head, head);
}

GFile *
ui_export_dialog_get_folder (UiExportDialog *dialog)
{
  g_return_val_if_fail (UI_IS_EXPORT_DIALOG (dialog), NULL);

  return dialog->root;
}
