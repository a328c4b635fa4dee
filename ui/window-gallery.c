/* SPDX-License-Identifier: MIT */
/* The gallery inside the window: its folder, its words, and the actions that mean a picture whatever view is seen. */
#include "ui/window-private.h"

#include "ui/recipe-dialog.h"

#include "app/recipe-json.h"

#include <glib/gi18n.h>

/* What @settings say where the library is; the usual folder where they say nothing a path could be. */
static void
open_library (UiWindow *window)
{
  g_autofree char *folder = window->settings != NULL ? g_settings_get_string (window->settings, "library-folder") : NULL;

  studio_library_set_folder (studio_gallery_get_library (window->gallery),
                             folder != NULL && g_path_is_absolute (folder) ? folder : NULL);
}

/* A library of thousands is not read before somebody looks at it, or something is kept in it. */
static void
library_needed_cb (UiWindow *window)
{
  if (studio_library_get_folder (studio_gallery_get_library (window->gallery)) == NULL)
    open_library (window);
}

static void
auto_save_changed_cb (UiWindow *window)
{
  if (studio_gallery_get_auto_save (window->gallery))
    library_needed_cb (window);
}

static void
library_changed_cb (UiWindow *window)
{
  if (studio_library_get_folder (studio_gallery_get_library (window->gallery)) != NULL)
    open_library (window);
}

static void
told_cb (UiWindow *window, const char *text, const char *label, const char *action)
{
  ui_window_toast (window, text, label, action);
}

static void
failed_cb (UiWindow *window, const char *text)
{
  ui_message_bar_show (window->message_bar, text, NULL, NULL);
}

static void
applied_cb (UiWindow *window)
{
  adw_view_stack_set_visible_child_name (window->stack, "studio");
  ui_window_toast (window, _("Settings taken from the recipe"), NULL, NULL);
}

static void
opened_cb (UiWindow *window)
{
  adw_view_stack_set_visible_child_name (window->stack, "studio");
}

static void
open_cb (UiWindow *window, StudioArtwork *artwork)
{
  ui_gallery_open (window->gallery_view, artwork);
}

static void
save_as_cb (UiWindow *window, StudioArtwork *artwork)
{
  ui_gallery_choose_save (window->gallery_view, artwork);
}

void
ui_window_show_details (UiWindow *window, StudioArtwork *artwork)
{
  UiRecipeDialog *dialog = ui_recipe_dialog_new_for_artwork (GTK_WINDOW (window), window->workspace, artwork);

  g_signal_connect_object (dialog, "applied", G_CALLBACK (applied_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "open", G_CALLBACK (open_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "save-as", G_CALLBACK (save_as_cb), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
ui_window_shows_gallery (UiWindow *window)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (window->stack), "gallery") == 0;
}

/* The chosen picture on the canvas: the one in the history if it is finished, so that its tile is marked too. */
static StudioArtwork *
dup_shown (UiWindow *window)
{
  GListModel *session = studio_history_get_pictures (studio_gallery_get_history (window->gallery));
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (window->workspace,
                                                                    studio_workspace_get_shown_lane (window->workspace));

  for (guint i = 0; picture != NULL && i < g_list_model_get_n_items (session); i++)
    {
      g_autoptr (StudioArtwork) artwork = g_list_model_get_item (session, i);

      if (studio_recipe_equal (studio_artwork_get_recipe (artwork), studio_picture_get_recipe (picture)))
        return g_steal_pointer (&artwork);
    }

  return picture != NULL ? studio_artwork_new_from_picture (picture, NULL) : NULL;
}

static void
details_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (StudioArtwork) artwork = NULL;

  if (ui_window_shows_gallery (window))
    {
      gtk_widget_activate_action (GTK_WIDGET (window->gallery_view), "gallery.details", NULL);
      return;
    }

  artwork = dup_shown (window);
  if (artwork != NULL)
    ui_window_show_details (window, artwork);
  else
    ui_window_toast (window, _("Nothing is painted yet"), NULL, NULL);
}

static void
mark_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (StudioArtwork) artwork = NULL;

  if (ui_window_shows_gallery (window))
    {
      gtk_widget_activate_action (GTK_WIDGET (window->gallery_view), "gallery.mark", NULL);
      return;
    }

  artwork = dup_shown (window);
  if (artwork == NULL)
    {
      ui_window_toast (window, _("Nothing is painted yet"), NULL, NULL);
      return;
    }

  ui_gallery_mark (window->gallery_view, artwork);
  if (ui_gallery_is_comparing (window->gallery_view))
    {
      adw_view_stack_set_visible_child_name (window->stack, "gallery");
      gtk_widget_grab_focus (GTK_WIDGET (window->gallery_view));
    }
}

static void
undo_delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (UI_WINDOW (user_data)->gallery_view), "gallery.undo-delete", NULL);
}

/* Views are remembered here, where the last of them comes in. A window that is made for a file shows that file. */
static void
restore_views (UiWindow *window)
{
  if (window->settings == NULL)
    return;

  g_settings_bind (window->settings, "view", window->stack, "visible-child-name", G_SETTINGS_BIND_GET_NO_CHANGES
                                                                                   | G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (window->settings, "gallery-source", window->gallery_view, "source",
                   G_SETTINGS_BIND_GET_NO_CHANGES | G_SETTINGS_BIND_DEFAULT);
}

static const GActionEntry entries[] = {
  { "details", details_cb },
  { "mark", mark_cb },
  { "undo-delete", undo_delete_cb },
};

void
ui_window_add_gallery (UiWindow *window)
{
  UiGallery *view = window->gallery_view;

  window->gallery = studio_gallery_new (window->workspace);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect_object (window->gallery, "notify::auto-save", G_CALLBACK (auto_save_changed_cb), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "map", G_CALLBACK (library_needed_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "details", G_CALLBACK (ui_window_show_details), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "told", G_CALLBACK (told_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "failed", G_CALLBACK (failed_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "applied", G_CALLBACK (applied_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "opened", G_CALLBACK (opened_cb), window, G_CONNECT_SWAPPED);
  if (window->settings != NULL)
    {
      g_settings_bind (window->settings, "auto-save", window->gallery, "auto-save", G_SETTINGS_BIND_GET);
      g_settings_bind (window->settings, "letter-shortcuts", view, "letter-keys", G_SETTINGS_BIND_GET);
      g_signal_connect_object (window->settings, "changed::library-folder", G_CALLBACK (library_changed_cb), window,
                               G_CONNECT_SWAPPED);
    }
  ui_gallery_set_gallery (view, window->gallery, window->workspace);
  restore_views (window);
}
