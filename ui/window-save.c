/* SPDX-License-Identifier: MIT */
/* Saving: one picture into a file, several into a folder, each with its recipe unless that is switched off. */
#include "ui/window-private.h"

#include "ui/settings.h"

#include <glib/gi18n.h>

#define SCALE_CHOICE "scale"
#define RECIPE_CHOICE "recipe"

#define LANE_KEY "weft-lane"

/* Pictures on their way to disk: the last one reports for all. */
typedef struct {
  UiWindow *window;
  guint n_pending;
  guint n_saved;
  char *name;    /* of the latest, for people */
  GError *error; /* the first thing that went wrong */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->window);
  g_free (saving->name);
  g_clear_error (&saving->error);
  g_free (saving);
}

static void
report (Saving *saving)
{
  UiWindow *window = saving->window;
  g_autofree char *text = NULL;

  if (window->workspace == NULL)
    return;

  if (saving->error != NULL)
    {
      text = g_strdup_printf (_("Cannot save “%s”: %s"), saving->name, saving->error->message);
      ui_message_bar_show (window->message_bar, text, _("Save Again…"), "win.save");
      return;
    }

  text = saving->n_saved == 1 ? g_strdup_printf (_("Saved as “%s”"), saving->name)
                              : g_strdup_printf (ngettext ("%u image saved", "%u images saved", saving->n_saved),
                                                 saving->n_saved);
  ui_window_toast (window, text, NULL, NULL);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;

  if (studio_workspace_save_finish (STUDIO_WORKSPACE (source), result, &error))
    saving->n_saved++;
  else if (saving->error == NULL)
    saving->error = g_steal_pointer (&error);

  if (--saving->n_pending == 0)
    {
      report (saving);
      saving_free (saving);
    }
}

/* Lanes begin .. end - 1 are meant: one of them, or all. */
static void
get_lanes (UiWindow *window, gint lane, guint *begin, guint *end)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);
  guint n = job != NULL ? studio_job_get_n_lanes (job) : 0;

  *begin = lane == UI_WINDOW_ALL_LANES ? 0 : MIN ((guint) lane, n);
  *end = lane == UI_WINDOW_ALL_LANES ? n : MIN ((guint) lane + 1, n);
}

static gboolean
is_many (UiWindow *window, gint lane)
{
  guint begin, end;

  get_lanes (window, lane, &begin, &end);
  return end > begin + 1;
}

void
ui_window_save_to (UiWindow *window, gint lane, const char *path, guint scale, gboolean with_recipe)
{
  gboolean into_folder = is_many (window, lane);
  Saving *saving = g_new0 (Saving, 1);
  guint begin, end;

  get_lanes (window, lane, &begin, &end);

  saving->window = g_object_ref (window);
  saving->n_pending = 1;
  for (guint i = begin; i < end; i++)
    {
      g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (window->workspace, i);
      g_autofree char *name = picture != NULL ? studio_picture_dup_file_name (picture) : NULL;
      g_autofree char *file = NULL;

      if (picture == NULL)
        continue;

      file = into_folder ? g_build_filename (path, name, NULL) : g_strdup (path);
      g_free (saving->name);
      saving->name = g_filename_display_basename (file);
      saving->n_pending++;
      /* The file chooser has asked before it let an old file be chosen; inside a folder nobody has. */
      studio_workspace_save_async (window->workspace, picture, file,
                                   into_folder ? STUDIO_STORE_NEW : STUDIO_STORE_REPLACE, scale, with_recipe, NULL,
                                   saved_cb, saving);
    }

  if (--saving->n_pending == 0)
    saving_free (saving);
}

static void
save_chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
  const char *scale = gtk_file_chooser_get_choice (chooser, SCALE_CHOICE);
  gint lane = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), LANE_KEY));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    {
      g_autoptr (GFile) folder = is_many (window, lane) ? g_object_ref (file) : g_file_get_parent (file);

      ui_settings_set_save_folder (window->settings, folder);
      ui_window_save_to (window, lane, g_file_peek_path (file),
                         scale != NULL ? (guint) g_ascii_strtoull (scale, NULL, 10) : 1,
                         g_strcmp0 (gtk_file_chooser_get_choice (chooser, RECIPE_CHOICE), "false") != 0);
    }
  g_object_unref (dialog);
}

static void
add_choices (GtkFileChooser *chooser, const WeftConfig *config, gboolean with_recipe)
{
  const guint scales[] = { 1, 4, 8, 16 };
  const char *ids[G_N_ELEMENTS (scales) + 1] = { "1", "4", "8", "16", NULL };
  char *labels[G_N_ELEMENTS (scales) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    labels[i] = g_strdup_printf ("%u × %u", scales[i] * config->image_width, scales[i] * config->image_height);

  gtk_file_chooser_add_choice (chooser, SCALE_CHOICE, _("Size"), ids, (const char **) labels);
  gtk_file_chooser_set_choice (chooser, SCALE_CHOICE, "1");
  gtk_file_chooser_add_choice (chooser, RECIPE_CHOICE, _("Include the recipe"), NULL, NULL);
  gtk_file_chooser_set_choice (chooser, RECIPE_CHOICE, with_recipe ? "true" : "false");
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    g_free (labels[i]);
}

static void
add_filter (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("PNG Images"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_chooser_add_filter (chooser, filter);
}

void
ui_window_choose_save (UiWindow *window, gint lane)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (window->workspace, (guint) MAX (lane, 0));
  gboolean into_folder = is_many (window, lane);
  g_autoptr (GFile) folder = ui_settings_get_save_folder (window->settings);
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;

  if (picture == NULL)
    {
      ui_window_toast (window, _("Nothing is painted yet"), NULL, NULL);
      return;
    }

  name = studio_picture_dup_file_name (picture);
  dialog = gtk_file_chooser_native_new (into_folder ? _("Save Images into Folder") : _("Save Image"), GTK_WINDOW (window),
                                        into_folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                                    : GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _("_Save"), _("_Cancel"));
  g_object_set_data (G_OBJECT (dialog), LANE_KEY, GINT_TO_POINTER (lane));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  if (!into_folder)
    {
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
      add_filter (GTK_FILE_CHOOSER (dialog));
    }
  add_choices (GTK_FILE_CHOOSER (dialog), &studio_picture_get_recipe (picture)->shape,
               window->settings == NULL || g_settings_get_boolean (window->settings, "save-recipe"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
