/* SPDX-License-Identifier: MIT */
/* The dialog owns the training, and so the training outlives every other window. */
#include "ui/train-dialog-private.h"

#include "ui/notify.h"
#include "ui/wrap.h"

#include "app/paths.h"

#include <glib/gi18n.h>

#define SHEETS 40 /* of samples over a whole training */

G_DEFINE_FINAL_TYPE (UiTrainDialog, ui_train_dialog, ADW_TYPE_WINDOW)

StudioRunState
ui_train_dialog_get_state (UiTrainDialog *dialog)
{
  return dialog->training != NULL ? studio_activity_get_state (STUDIO_ACTIVITY (dialog->training)) : STUDIO_RUN_READY;
}

static void
enable (UiTrainDialog *dialog, const char *action, gboolean is_enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (dialog), action, is_enabled);
}

/* What can be done now, and the one button that pauses and goes on. */
static void
sync_state (UiTrainDialog *dialog)
{
  const StudioRunState state = ui_train_dialog_get_state (dialog);
  const gboolean is_active = studio_run_state_is_active (state), is_final = studio_run_state_is_final (state);
  const gboolean is_paused = state == STUDIO_RUN_PAUSED, is_setup = dialog->training == NULL;
  g_autoptr (GBytes) checkpoint = is_setup ? NULL : studio_training_dup_checkpoint (dialog->training, NULL);
  StudioTrainingFigures figures = { 0 };

  if (!is_setup)
    studio_training_get_figures (dialog->training, &figures);
  gtk_stack_set_visible_child (dialog->stack, is_setup ? GTK_WIDGET (dialog->setup) : GTK_WIDGET (dialog->progress));
  gtk_widget_set_visible (dialog->start, is_setup);
  gtk_widget_set_visible (dialog->pause, is_active);
  gtk_widget_set_visible (dialog->stop, is_active);
  gtk_widget_set_visible (dialog->again, is_final);
  gtk_widget_set_visible (dialog->use, !is_setup && state != STUDIO_RUN_FAILED);
  adw_button_content_set_icon_name (dialog->pause_content, is_paused ? "media-playback-start-symbolic"
                                                                     : "media-playback-pause-symbolic");
  adw_button_content_set_label (dialog->pause_content, is_paused ? _("Go On") : _("Pause"));

  enable (dialog, "train.start", is_setup && ui_train_setup_get_ready (dialog->setup));
  enable (dialog, "train.pause", is_active);
  enable (dialog, "train.stop", is_active);
  enable (dialog, "train.again", is_final);
  enable (dialog, "train.use", checkpoint != NULL || (is_active && figures.step > 0));
}

/* The end of a training that nobody watched */

static gboolean
is_only_window (UiTrainDialog *dialog)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (dialog));

  return application != NULL && g_list_length (gtk_application_get_windows (application)) == 1;
}

/* Tells of it. Where the hidden dialog is the last window it goes, and the program with it; what went wrong is shown. */
void
ui_train_dialog_finish (UiTrainDialog *dialog, gboolean is_good)
{
  ui_notify_done (GTK_WINDOW (dialog), "training", is_good ? _("The network has learnt") : _("Training stopped"),
                  studio_training_get_plan (dialog->training)->title);
  if (!dialog->is_in_background)
    return;

  if (is_good && is_only_window (dialog))
    gtk_window_destroy (GTK_WINDOW (dialog));
  else if (!is_good)
    gtk_window_present (GTK_WINDOW (dialog));
}

/* The training */

static void
state_changed_cb (UiTrainDialog *dialog)
{
  if (!studio_run_state_is_final (ui_train_dialog_get_state (dialog)))
    {
      sync_state (dialog);
      return;
    }

  if (dialog->is_closing)
    {
      gtk_window_destroy (GTK_WINDOW (dialog));
      return;
    }

  sync_state (dialog);
  if (ui_train_dialog_get_state (dialog) == STUDIO_RUN_FAILED)
    ui_train_dialog_finish (dialog, FALSE);
}

static void
news_cb (UiTrainDialog *dialog)
{
  ui_train_dialog_keep_what_is_due (dialog);
  sync_state (dialog);
}

static char *
dup_state_folder (void)
{
  char *folder = studio_paths_dup_training_dir ();

  g_mkdir_with_parents (folder, 0700); /* where that fails, the training says why */
  return folder;
}

static void
start_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  UiTrainDialog *dialog = UI_TRAIN_DIALOG (widget);
  g_autofree char *folder = dup_state_folder ();
  g_auto (StudioTrainingPlan) plan = { 0 };

  ui_train_setup_fill_plan (dialog->setup, &plan);
  plan.samples_every = MAX (plan.learning.n_steps / SHEETS, 1);
  plan.measure_every = plan.samples_every;
  dialog->training = studio_training_new (&plan, folder, TRUE, TRUE);
  g_signal_connect_swapped (dialog->training, "notify::state", G_CALLBACK (state_changed_cb), dialog);
  g_signal_connect_swapped (dialog->training, "news", G_CALLBACK (news_cb), dialog);
  studio_activity_start (STUDIO_ACTIVITY (dialog->training), NULL); /* what fails is told by its state */
  ui_train_progress_set_training (dialog->progress, dialog->training);
  sync_state (dialog);
}

static void
pause_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  UiTrainDialog *dialog = UI_TRAIN_DIALOG (widget);

  if (ui_train_dialog_get_state (dialog) == STUDIO_RUN_PAUSED)
    studio_activity_resume (STUDIO_ACTIVITY (dialog->training));
  else
    studio_activity_pause (STUDIO_ACTIVITY (dialog->training));
}

static void
stop_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  studio_activity_cancel (STUDIO_ACTIVITY (UI_TRAIN_DIALOG (widget)->training));
}

static void
use_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  UiTrainDialog *dialog = UI_TRAIN_DIALOG (widget);
  g_autoptr (GBytes) checkpoint = studio_training_dup_checkpoint (dialog->training, NULL);
  const gboolean is_final = studio_run_state_is_final (ui_train_dialog_get_state (dialog));

  dialog->wants_use = TRUE;
  if (!is_final)
    studio_training_ask_checkpoint (dialog->training);
  else if (dialog->entry != NULL && checkpoint == dialog->kept)
    ui_train_dialog_use_entry (dialog);
  else
    ui_train_dialog_keep_what_is_due (dialog);
}

static void
drop_training (UiTrainDialog *dialog)
{
  ui_train_progress_set_training (dialog->progress, NULL);
  if (dialog->training != NULL)
    g_signal_handlers_disconnect_by_data (dialog->training, dialog);
  g_clear_object (&dialog->training);
  g_clear_object (&dialog->entry);
  g_clear_pointer (&dialog->kept, g_bytes_unref);
  dialog->wants_use = FALSE;
}

static void
again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  UiTrainDialog *dialog = UI_TRAIN_DIALOG (widget);

  drop_training (dialog);
  sync_state (dialog);
}

/* Closing */

static void
closing_answered_cb (AdwMessageDialog *question, const char *response, UiTrainDialog *dialog)
{
  if (g_str_equal (response, "background"))
    {
      dialog->is_in_background = TRUE;
      gtk_widget_set_visible (GTK_WIDGET (dialog), FALSE);
      if (studio_run_state_is_final (ui_train_dialog_get_state (dialog)))
        gtk_window_present (GTK_WINDOW (dialog)); /* it has ended while the question stood there */
    }
  else if (g_str_equal (response, "stop"))
    {
      dialog->is_closing = TRUE;
      studio_activity_cancel (STUDIO_ACTIVITY (dialog->training));
      gtk_widget_set_visible (GTK_WIDGET (dialog), FALSE);
      if (studio_run_state_is_final (ui_train_dialog_get_state (dialog)))
        gtk_window_destroy (GTK_WINDOW (dialog));
    }
}

static void
ask_before_closing (UiTrainDialog *dialog)
{
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (GTK_WINDOW (dialog), _("Go On Learning?"),
                            _("It can go on unseen, and tells when it is done. Or it stops; started again with the same "
                              "pictures and settings, it goes on from here.")));

  adw_message_dialog_add_responses (question, "cancel", _("_Cancel"), "stop", _("_Stop"), "background", _("_Go On"), NULL);
  adw_message_dialog_set_response_appearance (question, "background", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question, "background");
  adw_message_dialog_set_close_response (question, "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (closing_answered_cb), dialog, 0);
  gtk_window_present (GTK_WINDOW (question));
}

static gboolean
ui_train_dialog_close_request (GtkWindow *window)
{
  if (studio_run_state_is_active (ui_train_dialog_get_state (UI_TRAIN_DIALOG (window))))
    {
      ask_before_closing (UI_TRAIN_DIALOG (window));
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (ui_train_dialog_parent_class)->close_request (window);
}

static void
ui_train_dialog_dispose (GObject *object)
{
  UiTrainDialog *dialog = UI_TRAIN_DIALOG (object);

  g_cancellable_cancel (dialog->cancellable);
  if (dialog->progress != NULL)
    drop_training (dialog);
  g_clear_object (&dialog->workspace);

  G_OBJECT_CLASS (ui_train_dialog_parent_class)->dispose (object);
}

static void
ui_train_dialog_finalize (GObject *object)
{
  g_object_unref (UI_TRAIN_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (ui_train_dialog_parent_class)->finalize (object);
}

static void
ui_train_dialog_class_init (UiTrainDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_TRAIN_SETUP);
  g_type_ensure (UI_TYPE_TRAIN_PROGRESS);
  G_OBJECT_CLASS (klass)->dispose = ui_train_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_train_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = ui_train_dialog_close_request;
  ui_train_dialog_install_choice (widget_class);
  gtk_widget_class_install_action (widget_class, "train.start", NULL, start_cb);
  gtk_widget_class_install_action (widget_class, "train.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "train.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "train.use", NULL, use_cb);
  gtk_widget_class_install_action (widget_class, "train.again", NULL, again_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "train.start", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/train-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, setup);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, start);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, pause);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, pause_content);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, stop);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, again);
  gtk_widget_class_bind_template_child (widget_class, UiTrainDialog, use);
}

static void
ui_train_dialog_init (UiTrainDialog *dialog)
{
  dialog->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (dialog));
  ui_wrap_words (GTK_WIDGET (dialog));
  g_signal_connect_object (dialog->setup, "notify::ready", G_CALLBACK (sync_state), dialog, G_CONNECT_SWAPPED);
  ui_train_dialog_add_drop_target (dialog);
  sync_state (dialog);
}

static UiTrainDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (UI_IS_TRAIN_DIALOG (item->data) && !UI_TRAIN_DIALOG (item->data)->is_closing)
      return item->data;

  return NULL;
}

void
ui_train_dialog_present (GtkApplication *application, StudioWorkspace *workspace)
{
  UiTrainDialog *dialog = find_dialog ();

  if (dialog == NULL)
    dialog = g_object_new (UI_TYPE_TRAIN_DIALOG, "application", application, NULL);

  dialog->is_in_background = FALSE;
  g_set_object (&dialog->workspace, workspace);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ui_train_dialog_set_source (UiTrainDialog *dialog, const char *path)
{
  g_return_if_fail (UI_IS_TRAIN_DIALOG (dialog));

  if (dialog->training == NULL)
    ui_train_setup_set_source (dialog->setup, path);
}

StudioTraining *
ui_train_dialog_get_training (UiTrainDialog *dialog)
{
  g_return_val_if_fail (UI_IS_TRAIN_DIALOG (dialog), NULL);

  return dialog->training;
}
