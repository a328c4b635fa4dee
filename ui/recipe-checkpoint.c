/* SPDX-License-Identifier: MIT */
/* The checkpoint of a recipe: found in the catalogue or shown by the user, compared by its hash, and used only as it was
 * decided to. */
#include "ui/recipe-dialog-private.h"

#include "app/locate.h"

#include <glib/gi18n.h>

static void
show_ways (UiRecipeDialog *dialog, gboolean can_locate, gboolean can_generate)
{
  gtk_widget_set_visible (dialog->ways, can_locate || can_generate);
  gtk_widget_set_visible (dialog->locate, can_locate);
  gtk_widget_set_visible (dialog->generate, can_generate);
  gtk_widget_set_sensitive (dialog->use_all, dialog->entry != NULL);
  gtk_widget_set_sensitive (dialog->use_rest, dialog->entry != NULL);
}

static void
show_missing (UiRecipeDialog *dialog)
{
  const char *name = dialog->recipe->checkpoint_name != NULL ? dialog->recipe->checkpoint_name : "?";
  const char *hash = dialog->recipe->checkpoint_sha256;
  g_autofree char *text = NULL;

  text = hash != NULL ? g_strdup_printf (_("The checkpoint “%s” (SHA-256 %.12s…) is not here. Show where its file is; the seed "
                                           "can be used without it."), name, hash)
                      : g_strdup_printf (_("The checkpoint “%s” is not here. Show where its file is; the seed can be used "
                                           "without it."), name);
  ui_recipe_dialog_caution (dialog, text);
  show_ways (dialog, TRUE, FALSE);
}

/* Whether the picture will be the same, and if not, why not. */
static void
show_doubts (UiRecipeDialog *dialog, gboolean was_located)
{
  g_auto (GStrv) doubts = studio_recipe_list_doubts (dialog->recipe, dialog->entry);
  g_autofree char *reasons = g_strjoinv (" ", doubts);
  g_autofree char *text = NULL;

  if (doubts[0] == NULL && was_located)
    {
      text = g_strdup_printf (_("“%s” is the checkpoint of this recipe: its SHA-256 is the same."),
                              studio_entry_get_name (dialog->entry));
      ui_recipe_dialog_caution (dialog, text);
      gtk_widget_remove_css_class (GTK_WIDGET (dialog->caution), "caution");
    }
  else if (doubts[0] != NULL)
    {
      text = g_strdup_printf (_("The picture may come out different here. %s"), reasons);
      ui_recipe_dialog_caution (dialog, text);
    }
  show_ways (dialog, doubts[0] != NULL && was_located, doubts[0] != NULL);
}

static void
located_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiRecipeDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioEntry) entry = studio_locate_finish (result, &error);

  if (dialog->workspace == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_set_sensitive (dialog->locate, TRUE);
  if (entry != NULL)
    {
      g_set_object (&dialog->entry, entry);
      show_doubts (dialog, TRUE);
    }
  else
    {
      g_autofree char *text = g_strdup_printf (_("“%s” cannot be used: %s"), dialog->file_name, error->message);

      ui_recipe_dialog_caution (dialog, text);
      show_ways (dialog, TRUE, FALSE);
    }
}

/* What the header of a listed file looks like may be another's; only its bytes tell. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiRecipeDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioEntry) entry = studio_locate_finish (result, &error);

  if (dialog->workspace == NULL || entry == NULL)
    return;

  g_set_object (&dialog->entry, entry);
  show_doubts (dialog, FALSE);
}

static void
read_file (UiRecipeDialog *dialog, const char *path, GAsyncReadyCallback callback)
{
  g_cancellable_cancel (dialog->reading);
  g_clear_object (&dialog->reading);
  dialog->reading = g_cancellable_new ();
  studio_locate_async (dialog->recipe, path, dialog->reading, callback, g_object_ref (dialog));
}

void
ui_recipe_dialog_find_checkpoint (UiRecipeDialog *dialog)
{
  StudioEntry *entry = studio_workspace_find_entry (dialog->workspace, dialog->recipe);

  g_set_object (&dialog->entry, entry);
  if (entry == NULL)
    {
      show_missing (dialog);
      return;
    }

  show_doubts (dialog, FALSE);
  if (dialog->recipe->checkpoint_sha256 != NULL && studio_entry_get_sha256 (entry) == NULL)
    read_file (dialog, studio_entry_get_path (entry), read_cb);
}

void
ui_recipe_dialog_locate (UiRecipeDialog *dialog, const char *path)
{
  g_return_if_fail (UI_IS_RECIPE_DIALOG (dialog));
  g_return_if_fail (dialog->recipe != NULL && path != NULL);

  g_free (dialog->file_name);
  dialog->file_name = g_filename_display_basename (path);
  gtk_widget_set_sensitive (dialog->locate, FALSE);
  read_file (dialog, path, located_cb);
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, UiRecipeDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    ui_recipe_dialog_locate (dialog, g_file_peek_path (file));
  g_object_unref (chooser);
}

void
ui_recipe_dialog_choose_checkpoint (UiRecipeDialog *dialog)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Locate the Checkpoint"), GTK_WINDOW (dialog),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), _("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Checkpoints"));
  gtk_file_filter_add_suffix (filter, "safetensors");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), dialog, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
