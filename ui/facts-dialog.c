/* SPDX-License-Identifier: MIT */
/* Nothing is guessed: every fact has a row, and what the file contradicts is refused when it is opened again. */
#include "ui/facts-dialog.h"

#include "ui/wrap.h"

#include <glib/gi18n.h>

struct _UiFactsDialog {
  AdwWindow parent_instance;

  /* template */
  GtkLabel *reason;
  GtkLabel *caution;
  GtkWidget *open;
  AdwComboRow *attention;
  GtkSpinButton *heads;
  AdwComboRow *mode;
  GtkSpinButton *width;
  GtkSpinButton *height;

  /* owned */
  char *path;

  WeftFacts facts;
  WeftAttention attention_fact;
  WeftImageMode mode_fact;
};

G_DEFINE_FINAL_TYPE (UiFactsDialog, ui_facts_dialog, ADW_TYPE_WINDOW)

static guint answered_signal;

static void
open_cb (UiFactsDialog *dialog)
{
  gtk_widget_set_sensitive (dialog->open, FALSE);
  g_signal_emit (dialog, answered_signal, 0);
}

static void
ui_facts_dialog_finalize (GObject *object)
{
  g_free (UI_FACTS_DIALOG (object)->path);

  G_OBJECT_CLASS (ui_facts_dialog_parent_class)->finalize (object);
}

static void
ui_facts_dialog_class_init (UiFactsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_facts_dialog_finalize;
  answered_signal = g_signal_new ("answered", UI_TYPE_FACTS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/facts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, caution);
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, open);
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, attention);
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, heads);
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, mode);
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, width);
  gtk_widget_class_bind_template_child (widget_class, UiFactsDialog, height);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
ui_facts_dialog_init (UiFactsDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
  ui_wrap_words (GTK_WIDGET (dialog));
}

UiFactsDialog *
ui_facts_dialog_new (GtkWindow *parent, const char *path, const char *reason)
{
  UiFactsDialog *dialog = g_object_new (UI_TYPE_FACTS_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  const char *advice = strstr (reason, " ("); /* for programs; here it is the rows below */
  g_autofree char *what = g_strndup (reason, advice != NULL ? (gsize) (advice - reason) : strlen (reason));
  g_autofree char *text = g_strdup_printf (_("“%s” is an export without a description: %s. Nothing is guessed; "
                                             "please say what it is."), name, what);

  dialog->path = g_strdup (path);
  gtk_label_set_text (dialog->reason, text);
  return dialog;
}

void
ui_facts_dialog_refuse (UiFactsDialog *dialog, const char *reason)
{
  g_autofree char *text = NULL;

  g_return_if_fail (UI_IS_FACTS_DIALOG (dialog));

  text = g_strdup_printf (_("It cannot be that: %s"), reason);
  gtk_label_set_text (dialog->caution, text);
  gtk_widget_set_visible (GTK_WIDGET (dialog->caution), TRUE);
  gtk_widget_set_sensitive (dialog->open, TRUE);
}

const char *
ui_facts_dialog_get_path (UiFactsDialog *dialog)
{
  g_return_val_if_fail (UI_IS_FACTS_DIALOG (dialog), NULL);

  return dialog->path;
}

const WeftFacts *
ui_facts_dialog_get_facts (UiFactsDialog *dialog)
{
  g_return_val_if_fail (UI_IS_FACTS_DIALOG (dialog), NULL);

  dialog->attention_fact = adw_combo_row_get_selected (dialog->attention) == 0 ? WEFT_ATTENTION_LINEAR
                                                                               : WEFT_ATTENTION_SOFTMAX;
  dialog->mode_fact = adw_combo_row_get_selected (dialog->mode) == 0 ? WEFT_IMAGE_GRAY8 : WEFT_IMAGE_RGB8;
  dialog->facts = (WeftFacts) {
    .attention = &dialog->attention_fact,
    .image_mode = &dialog->mode_fact,
    .n_heads = (guint) gtk_spin_button_get_value_as_int (dialog->heads),
    .image_width = (guint) gtk_spin_button_get_value_as_int (dialog->width),
    .image_height = (guint) gtk_spin_button_get_value_as_int (dialog->height),
  };
  return &dialog->facts;
}
