/* SPDX-License-Identifier: MIT */
/* A result becomes one of the user's checkpoints: written by a thread, then found by the catalogue, then put to use. */
#include "ui/train-dialog-private.h"

#include "app/keep.h"

#include <glib/gi18n.h>

void
ui_train_dialog_use_entry (UiTrainDialog *dialog)
{
  dialog->wants_use = FALSE;
  studio_workspace_set_entry (dialog->workspace, dialog->entry);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiTrainDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  StudioEntry *entry = studio_catalog_add_finish (STUDIO_CATALOG (source), result, &error);
  g_autofree char *note = NULL;

  if (dialog->training == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (entry == NULL)
    {
      ui_train_progress_set_note (dialog->progress, error->message);
      ui_train_dialog_finish (dialog, FALSE);
      return;
    }

  g_set_object (&dialog->entry, entry);
  note = g_strdup_printf (_("“%s” is among your checkpoints now."), studio_entry_get_title (entry));
  ui_train_progress_set_note (dialog->progress, note);
  if (dialog->wants_use)
    ui_train_dialog_use_entry (dialog);
  if (ui_train_dialog_get_state (dialog) == STUDIO_RUN_FINISHED)
    ui_train_dialog_finish (dialog, TRUE);
}

/* What a thread writes, and where. */
typedef struct {
  char *folder;
  char *title;
  GBytes *checkpoint;
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_free (keeping->folder);
  g_free (keeping->title);
  g_bytes_unref (keeping->checkpoint);
  g_free (keeping);
}

static void
keep_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Keeping *keeping = task_data;
  GError *error = NULL;
  char *path = studio_keep_checkpoint (keeping->folder, keeping->title, keeping->checkpoint, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static void
kept_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  UiTrainDialog *dialog = UI_TRAIN_DIALOG (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_task_propagate_pointer (G_TASK (result), &error);

  if (dialog->training == NULL)
    return;

  if (path == NULL)
    {
      g_clear_pointer (&dialog->kept, g_bytes_unref);
      ui_train_progress_set_note (dialog->progress, error->message);
      if (ui_train_dialog_get_state (dialog) == STUDIO_RUN_FINISHED)
        ui_train_dialog_finish (dialog, FALSE);
      return;
    }

  if (ui_train_dialog_get_state (dialog) == STUDIO_RUN_FINISHED)
    studio_training_forget (dialog->training);
  studio_catalog_add_async (studio_workspace_get_catalog (dialog->workspace), path, NULL, dialog->cancellable, added_cb,
                            g_object_ref (dialog));
}

static void
keep (UiTrainDialog *dialog, GBytes *checkpoint)
{
  Keeping *keeping = g_new0 (Keeping, 1);
  GTask *task = g_task_new (dialog, NULL, kept_cb, NULL);

  g_clear_object (&dialog->entry);
  g_clear_pointer (&dialog->kept, g_bytes_unref);
  dialog->kept = g_bytes_ref (checkpoint);
  keeping->folder = g_strdup (studio_catalog_get_user_dir (studio_workspace_get_catalog (dialog->workspace)));
  keeping->title = g_strdup (studio_training_get_plan (dialog->training)->title);
  keeping->checkpoint = g_bytes_ref (checkpoint);
  g_task_set_task_data (task, keeping, (GDestroyNotify) keeping_free);
  g_task_run_in_thread (task, keep_thread);
  g_object_unref (task);
}

/* A finished result is kept unasked, an unfinished one when it is to be used. */
void
ui_train_dialog_keep_what_is_due (UiTrainDialog *dialog)
{
  g_autoptr (GBytes) checkpoint = studio_training_dup_checkpoint (dialog->training, NULL);

  if (checkpoint != NULL && checkpoint != dialog->kept
      && (dialog->wants_use || ui_train_dialog_get_state (dialog) == STUDIO_RUN_FINISHED))
    keep (dialog, checkpoint);
}
