/* SPDX-License-Identifier: MIT */
/* UiWindowRequest: a file on its way into the window or out of it, and for which window. */
#pragma once

#include "ui/window-private.h"

G_BEGIN_DECLS

typedef struct {
  UiWindow *window; /* owned */
  char *path;       /* owned */
  gboolean lacks_recipe; /* a picture's: one was looked for */
  GtkWidget *asked; /* owned: the dialog that knows more of the file; NULL: none */
} UiWindowRequest;

UiWindowRequest *ui_window_request_new  (UiWindow *window, const char *path);
void             ui_window_request_free (UiWindowRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiWindowRequest, ui_window_request_free)

/**
 * ui_window_read_moment: reads the moment at the request's path; window-moment.c.
 * @request: (transfer full): given to @callback as its data
 * @callback: gets a GTask of a StudioMoment
 */
void ui_window_read_moment (UiWindowRequest *request, GAsyncReadyCallback callback);

/**
 * ui_window_request_is_void: whether nobody waits any more: the window is gone, or has cancelled what it asked for.
 * @error: (nullable): what came of it
 */
gboolean ui_window_request_is_void (UiWindowRequest *request, const GError *error);

/**
 * ui_window_request_show_problem: says in the window what went wrong. Does nothing in a window that is gone.
 * @doing: what could not be done, translated, such as "Cannot open talk"
 * @button: (nullable): what a button beside it says
 * @action: (nullable): and does
 */
void ui_window_request_show_problem (UiWindowRequest *request, const char *doing, const GError *error,
                                     const char *button, const char *action);

/**
 * ui_window_request_show_refusal: the same of a file that cannot be used, with an offer to choose another.
 * @untouched: (nullable): a sentence, translated: what stays as it was
 */
void ui_window_request_show_refusal (UiWindowRequest *request, const char *doing, const GError *error,
                                     const char *untouched);

G_END_DECLS
