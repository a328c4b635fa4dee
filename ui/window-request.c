/* SPDX-License-Identifier: MIT */
#include "ui/window-request.h"

#include <glib/gi18n.h>

UiWindowRequest *
ui_window_request_new (UiWindow *window, const char *path)
{
  UiWindowRequest *request = g_new0 (UiWindowRequest, 1);

  request->window = g_object_ref (window);
  request->path = g_strdup (path);
  return request;
}

void
ui_window_request_free (UiWindowRequest *request)
{
  g_object_unref (request->window);
  g_clear_object (&request->asked);
  g_free (request->path);
  g_free (request);
}

gboolean
ui_window_request_is_void (UiWindowRequest *request, const GError *error)
{
  return request->window->workspace == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

void
ui_window_request_show_problem (UiWindowRequest *request, const char *doing, const GError *error, const char *button,
                                const char *action)
{
  g_autofree char *name = g_filename_display_basename (request->path);
  g_autofree char *text = g_strdup_printf ("%s “%s”: %s", doing, name, error->message);

  if (request->window->workspace != NULL)
    ui_message_bar_show (request->window->message_bar, text, button, action);
}

void
ui_window_request_show_refusal (UiWindowRequest *request, const char *doing, const GError *error,
                                const char *untouched)
{
  g_autofree char *name = g_filename_display_basename (request->path);
  g_autofree char *text = untouched != NULL
                            ? g_strdup_printf ("%s “%s”: %s. %s", doing, name, error->message, untouched)
                            : g_strdup_printf ("%s “%s”: %s", doing, name, error->message);

  if (request->window->workspace != NULL)
    ui_message_bar_show (request->window->message_bar, text, _("Choose Another…"), "win.open");
}
