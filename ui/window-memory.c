/* SPDX-License-Identifier: MIT */
/* What takes its time and what takes its room: loading that can be cancelled, and runs for which memory is short. */
#include "ui/window-private.h"

#include "ui/format.h"

#include <glib/gi18n.h>

/* What there is too little of. */
static char *
dup_need (const StudioShortage *shortage)
{
  g_autofree char *needed = ui_format_bytes ((double) shortage->needed);
  g_autofree char *available = ui_format_bytes ((double) shortage->available);

  if (shortage->is_race)
    return g_strdup_printf (_("The race needs %s of memory, and %s are available. It has not begun; settings and earlier "
                              "results stay."), needed, available);

  return g_strdup_printf (ngettext ("%u image needs %s of memory, and %s are available. Nothing has begun; the image in "
                                    "sight and all settings stay.",
                                    "%u images at once need %s of memory, and %s are available. Nothing has begun; the "
                                    "image in sight and all settings stay.", shortage->n_asked),
                          shortage->n_asked, needed, available);
}

static char *
dup_relief (const StudioShortage *shortage)
{
  g_autofree char *relieved = ui_format_bytes ((double) shortage->relieved);

  switch (shortage->relief)
    {
    case STUDIO_RELIEF_MOMENTS:
      return g_strdup_printf (_("With fewer moments kept along the way it needs %s. The images are the same; going back in "
                                "them takes longer."), relieved);
    case STUDIO_RELIEF_LANES:
      return g_strdup_printf (ngettext ("%u image at once needs %s.", "%u images at once need %s.", shortage->n_lanes),
                              shortage->n_lanes, relieved);
    case STUDIO_RELIEF_RECOMPUTED:
      return g_strdup_printf (_("Without the lane that recomputes everything it needs %s."), relieved);
    case STUDIO_RELIEF_NONE:
    default:
      return g_strdup_printf (_("The least that this checkpoint can do with is %s: close other programs, or choose a smaller "
                                "checkpoint."), relieved);
    }
}

/* What the one click does. */
static char *
dup_button (const StudioShortage *shortage)
{
  if (shortage->relief == STUDIO_RELIEF_MOMENTS)
    return g_strdup (_("_Keep Fewer Moments"));
  if (shortage->relief == STUDIO_RELIEF_RECOMPUTED)
    return g_strdup (_("_Leave That Lane Out"));

  return g_strdup_printf (ngettext ("_Paint %u at Once", "_Paint %u at Once", shortage->n_lanes), shortage->n_lanes);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, UiWindow *window)
{
  if (g_str_equal (response, "relieve"))
    studio_workspace_relieve (window->workspace);
  else
    studio_workspace_forget_shortage (window->workspace);
}

static void
offer_relief (AdwMessageDialog *dialog, const StudioShortage *shortage)
{
  g_autofree char *button = dup_button (shortage);

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "relieve", button, NULL);
  adw_message_dialog_set_response_appearance (dialog, "relieve", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "relieve");
}

static void
shortage_cb (UiWindow *window)
{
  const StudioShortage *shortage = studio_workspace_get_shortage (window->workspace);
  g_autofree char *need = dup_need (shortage);
  g_autofree char *relief = dup_relief (shortage);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (GTK_WINDOW (window), _("Not Enough Memory"), NULL));

  adw_message_dialog_format_body (dialog, "%s\n\n%s", need, relief);
  if (shortage->relief == STUDIO_RELIEF_NONE)
    adw_message_dialog_add_responses (dialog, "cancel", _("_Close"), NULL);
  else
    offer_relief (dialog, shortage);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cancel_loading_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  studio_workspace_cancel_loading (UI_WINDOW (user_data)->workspace);
}

static const GActionEntry entries[] = {
  { "cancel-loading", cancel_loading_cb },
};

static void
loading_changed_cb (UiWindow *window)
{
  ui_window_enable (window, "cancel-loading", studio_workspace_get_loading (window->workspace) != NULL);
}

void
ui_window_add_memory (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  ui_load_bar_set_workspace (window->load_bar, window->workspace);
  g_signal_connect_swapped (window->workspace, "notify::loading", G_CALLBACK (loading_changed_cb), window);
  g_signal_connect_swapped (window->workspace, "shortage", G_CALLBACK (shortage_cb), window);
  loading_changed_cb (window);
}
