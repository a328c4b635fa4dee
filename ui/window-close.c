/* SPDX-License-Identifier: MIT */
/* What would be lost if the window closed, and the questions about it. */
#include "ui/window-private.h"

#include <glib/gi18n.h>

static void
discard_answered_cb (AdwMessageDialog *dialog, const char *response, UiWindow *window)
{
  if (g_str_equal (response, "discard"))
    gtk_window_destroy (GTK_WINDOW (window));
  else if (g_str_equal (response, "save"))
    ui_window_save_moment_and_close (window);
}

static void
ask_about_picture (UiWindow *window)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (GTK_WINDOW (window), _("Close While Painting?"),
                            _("The image is not finished, and what is not saved is lost. A moment goes on from here.")));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "discard", _("_Discard"), "save",
                                    _("_Save Moment…"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_about_talk (UiWindow *window)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (GTK_WINDOW (window), _("Close Without Saving the Talk?"),
                            _("Its scenes are in no file yet, and are lost.")));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "discard", _("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
ui_window_ask_before_closing (UiWindow *window)
{
  if (studio_run_state_is_active (studio_workspace_get_state (window->workspace)) && !window->closes_when_saved)
    {
      ask_about_picture (window);
      return TRUE;
    }
  if (ui_presentation_get_is_modified (ui_window_get_presentation (window)))
    {
      ask_about_talk (window);
      return TRUE;
    }

  return FALSE;
}
