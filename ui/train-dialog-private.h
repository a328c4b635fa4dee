/* SPDX-License-Identifier: MIT */
/* What the files of the training dialog share. */
#pragma once

#include "ui/train-dialog.h"

#include "ui/train-progress.h"
#include "ui/train-setup.h"

struct _UiTrainDialog {
  AdwWindow parent_instance;

  /* template */
  GtkStack *stack;
  UiTrainSetup *setup;
  UiTrainProgress *progress;
  GtkWidget *start;
  GtkWidget *pause;
  AdwButtonContent *pause_content;
  GtkWidget *stop;
  GtkWidget *again;
  GtkWidget *use;

  /* owned */
  StudioWorkspace *workspace;
  StudioTraining *training;   /* NULL: none yet */
  GCancellable *cancellable;  /* of what is written and read */
  GBytes *kept;               /* the checkpoint that is among the user's; NULL: none */
  StudioEntry *entry;         /* its entry */

  gboolean wants_use;         /* a result is to be put to use when it is there */
  gboolean is_in_background;
  gboolean is_closing;        /* it goes away as soon as the training has stopped */
};

StudioRunState ui_train_dialog_get_state (UiTrainDialog *dialog);

/* The end of a training that nobody watched: tells of it. */
void ui_train_dialog_finish (UiTrainDialog *dialog, gboolean is_good);

/* train-dialog-keep.c */
void ui_train_dialog_keep_what_is_due (UiTrainDialog *dialog);
void ui_train_dialog_use_entry        (UiTrainDialog *dialog);

/* train-dialog-choose.c */
void ui_train_dialog_install_choice  (GtkWidgetClass *widget_class);
void ui_train_dialog_add_drop_target (UiTrainDialog *dialog);
