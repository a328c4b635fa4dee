/* SPDX-License-Identifier: MIT */
/* What the files of the dialog share. */
#pragma once

#include "ui/export-dialog.h"

#include "app/export-command.h"

G_BEGIN_DECLS

/* What is shown. The list holds those that there is something of. */
typedef enum {
  UI_EXPORT_STEPS,
  UI_EXPORT_ROWS,
  UI_EXPORT_PICTURE,
  UI_EXPORT_STATE,
  UI_EXPORT_STATE_ROWS,
  UI_EXPORT_BATCH,
  UI_EXPORT_RACE,
} UiExportWhat;

/* In the order of the list. */
typedef enum {
  UI_EXISTING_CONTINUE,
  UI_EXISTING_REPLACE,
  UI_EXISTING_NEW_FOLDER,
} UiExisting;

struct _UiExportDialog {
  AdwWindow parent_instance;

  /* template */
  AdwToastOverlay *toasts;
  AdwComboRow *what;
  GtkWidget *lane_row;
  GtkSpinButton *lane;
  GtkWidget *layer_row;
  GtkSpinButton *layer;
  GtkWidget *head_row;
  GtkSpinButton *head;
  GtkWidget *every_row;
  GtkSpinButton *every;
  AdwExpanderRow *range_row;
  GtkSpinButton *first;
  GtkSpinButton *last;
  AdwComboRow *format;
  AdwComboRow *rate;
  GtkWidget *hold_row;
  GtkSpinButton *hold;
  GtkWidget *loop_row;
  GtkSwitch *loop;
  AdwComboRow *size;
  GtkWidget *scale_row;
  GtkSpinButton *scale;
  AdwActionRow *folder_row;
  GtkEditable *base;
  AdwComboRow *first_number;
  GtkWidget *digits_row;
  GtkSpinButton *digits;
  AdwComboRow *existing;
  AdwComboRow *tell;
  GtkLabel *names;
  GtkLabel *summary;
  GtkLabel *problem;

  /* owned */
  StudioWorkspace *workspace;
  GFile *root;          /* where the user wants files; numbered ones get a folder of their own in it */
  char *own_base;       /* the name the dialog has proposed */
  GSimpleActionGroup *actions;
  GArray *whats;        /* of UiExportWhat, as listed */
  GArray *formats;      /* of StudioFormat, as listed */

  /* what the widgets say */
  StudioFilm *film;     /* NULL with a problem */
  guint width;          /* of its frames, one pixel a pixel, as height */
  guint height;
  char *target;         /* folder */
  char *text;           /* base */
  StudioExportSpec spec; /* of what is above */

  /* looking ahead */
  GCancellable *looking;
  guint look_id;        /* timeout that begins to look */
  gboolean has_outlook;
  StudioExportOutlook outlook;
  gboolean is_syncing;  /* widgets are being set by the dialog itself */
};

/**
 * ui_export_dialog_read: from widgets to film and spec.
 *
 * Returns: FALSE with why nothing can be exported like this.
 */
gboolean ui_export_dialog_read (UiExportDialog *dialog, GError **error);

/**
 * ui_export_dialog_make_film: (transfer full): what is chosen; NULL with why it cannot be shown.
 */
StudioFilm *ui_export_dialog_make_film (UiExportDialog *dialog, GError **error);

/**
 * ui_export_dialog_get_rate: frames a second.
 */
double ui_export_dialog_get_rate (UiExportDialog *dialog);

/**
 * ui_export_dialog_fill: lists of what there is to choose from; names to begin with.
 */
void ui_export_dialog_fill (UiExportDialog *dialog);

/**
 * ui_export_dialog_sync_rows: shows the rows that mean something.
 */
void ui_export_dialog_sync_rows (UiExportDialog *dialog);

/**
 * ui_export_dialog_sync_summary: what would come of it, in one line.
 * @problem: (nullable): why not
 */
void ui_export_dialog_sync_summary (UiExportDialog *dialog, const char *problem);

/**
 * ui_export_dialog_new_weak: (transfer full): for a callback that may outlive the dialog, which closes at once.
 */
GWeakRef *ui_export_dialog_new_weak (UiExportDialog *dialog);

/**
 * ui_export_dialog_take_weak: the dialog a callback was meant for.
 * @reference: (transfer full):
 *
 * Returns: (transfer full) (nullable): NULL if it is closed.
 */
UiExportDialog *ui_export_dialog_take_weak (GWeakRef *reference);

UiExportWhat ui_export_dialog_get_what (UiExportDialog *dialog);

StudioFormat ui_export_dialog_get_format (UiExportDialog *dialog);

/**
 * ui_export_dialog_shows_rows: whether there is a frame whenever a row is complete.
 */
gboolean ui_export_dialog_shows_rows (UiExportDialog *dialog);

/**
 * ui_export_dialog_dup_picture_name: (transfer full): of the picture's file, as saving proposes it.
 */
char *ui_export_dialog_dup_picture_name (UiExportDialog *dialog);

G_END_DECLS
