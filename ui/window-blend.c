/* SPDX-License-Identifier: MIT */
/* Two memories mixed: that of the shown step, and that of another branch or of a moment in a file. */
#include "ui/window-request.h"

#include "ui/branch-row.h"
#include "ui/settings.h"

#include "app/moment-take.h"

#include <glib/gi18n.h>

/* Where the window is when the other moment has come. */
static void
blend (UiWindowRequest *request, StudioMoment *other, GError **error)
{
  UiWindow *window = request->window;
  gboolean is_frozen;
  double weight;

  if (other == NULL || !studio_workspace_can_operate (window->workspace, &is_frozen))
    return;

  g_object_get (ui_inspector_get_surgery (window->inspector), "weight", &weight, NULL);
  if (studio_workspace_blend (window->workspace, studio_workspace_get_shown_step (window->workspace), other, weight, error))
    ui_window_toast_undo (window, _("Blended, as an experiment"));
}

static void
end (UiWindowRequest *request, StudioMoment *other, GError *error)
{
  if (ui_window_request_is_void (request, error))
    g_clear_error (&error);
  else
    blend (request, other, &error);
  if (error != NULL)
    ui_window_request_show_problem (request, _("Cannot blend in"), error, NULL, NULL);

  g_clear_error (&error);
  g_clear_pointer (&other, studio_moment_unref);
}

/* With another branch, as it was left */

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  GError *error = NULL;
  StudioMoment *other = studio_moment_take_finish (STUDIO_JOB (source), result, &error);

  end (request, other, error);
}

static void
blend_branch_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  GListModel *branches = studio_workspace_get_branches (window->workspace);
  g_autoptr (StudioBranch) branch = g_list_model_get_item (branches, g_variant_get_uint32 (parameter));
  g_autoptr (StudioFrame) frame = NULL;
  g_autofree char *title = NULL;

  if (branch == NULL)
    return;

  frame = studio_job_dup_frame (studio_branch_get_job (branch));
  title = ui_branch_dup_title (branch);
  studio_moment_take_async (studio_branch_get_job (branch), studio_branch_get_left_lane (branch),
                            MIN (studio_branch_get_left_step (branch), studio_frame_get_n_known (frame)), taken_cb,
                            ui_window_request_new (window, title));
}

/* With a file */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  GError *error = NULL;
  StudioMoment *other = g_task_propagate_pointer (G_TASK (result), &error);

  end (request, other, error);
}

void
ui_window_blend_file (UiWindow *window, const char *path)
{
  ui_window_read_moment (ui_window_request_new (window, path), read_cb);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    ui_window_blend_file (window, g_file_peek_path (file));
  g_object_unref (dialog);
}

static void
blend_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (GFile) folder = ui_settings_get_save_folder (window->settings);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Blend With Moment"), GTK_WINDOW (window),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("_Blend"), _("_Cancel"));

  gtk_file_filter_set_name (filter, _("Moments"));
  gtk_file_filter_add_suffix (filter, "moment");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* What there is to blend with */

/* By what is its own, which fits a narrow menu. */
static void
add_branch (GMenu *menu, StudioBranch *branch, guint index)
{
  g_autofree char *facts = ui_branch_dup_facts (branch);
  g_autoptr (GMenuItem) item = g_menu_item_new (facts, NULL);

  g_menu_item_set_action_and_target (item, "win.blend-branch", "u", index);
  g_menu_append_item (menu, item);
}

static void
fill_menu (UiWindow *window)
{
  GListModel *branches = studio_workspace_get_branches (window->workspace);
  g_autoptr (GMenu) section = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (branches); i++)
    {
      g_autoptr (StudioBranch) branch = g_list_model_get_item (branches, i);

      if (branch != studio_workspace_get_branch (window->workspace))
        add_branch (section, branch, i);
    }

  g_menu_remove_all (window->blend_menu);
  g_menu_append_section (window->blend_menu, NULL, G_MENU_MODEL (section));
  g_menu_append (files, _("Saved _Moment…"), "win.blend-file");
  g_menu_append_section (window->blend_menu, NULL, G_MENU_MODEL (files));
}

static const GActionEntry entries[] = {
  { "blend-branch", blend_branch_cb, "u" },
  { "blend-file", blend_file_cb },
};

void
ui_window_add_blend (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  window->blend_menu = g_menu_new ();
  g_signal_connect_object (studio_workspace_get_branches (window->workspace), "items-changed", G_CALLBACK (fill_menu), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window->workspace, "notify::branch", G_CALLBACK (fill_menu), window, G_CONNECT_SWAPPED);
  fill_menu (window);
}

/* What is seen no more is not told when the branches go. */
void
ui_window_remove_blend (UiWindow *window)
{
  if (window->workspace != NULL)
    g_signal_handlers_disconnect_by_data (studio_workspace_get_branches (window->workspace), window);
  g_clear_object (&window->blend_menu);
}

void
ui_window_enable_blend (UiWindow *window, gboolean is_possible)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    ui_window_enable (window, entries[i].name, is_possible);

  ui_inspector_surgery_set_blend_menu (ui_inspector_get_surgery (window->inspector),
                                       is_possible ? G_MENU_MODEL (window->blend_menu) : NULL);
}
