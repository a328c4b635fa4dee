/* SPDX-License-Identifier: MIT */
/* Training in the window, through its actions: every state is reached, and a result is among the checkpoints. */
#include "tests/ui/studio.h"

#include "ui/train-dialog.h"
#include "ui/train-progress.h"
#include "ui/train-setup.h"

#include "app/png.h"
#include "engine/blas.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_PICTURES 20
#define FEW_STEPS 4
#define MANY_STEPS 1000000

/* Pictures of one colour each, a folder of them; the size of every fourth differs if @mixed. */
static char *
write_pictures (TestStudio *studio, const char *name, gboolean mixed)
{
  for (guint i = 0; i < N_PICTURES; i++)
    {
      const guint side = mixed && i % 4 == 0 ? 12 : 8;
      g_autofree char *file = g_strdup_printf ("%s/%02u.png", name, i);
      g_autoptr (StudioPixels) pixels = studio_pixels_new (side, side, 3, NULL);
      g_autoptr (GBytes) bytes = NULL;

      memset (pixels->data, (int) i * 11, studio_pixels_get_bytes (pixels) / 2);
      pixels->data[0] = 1;
      bytes = studio_png_encode (pixels, NULL, NULL, NULL);
      g_free (test_folder_write (studio->folder, file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }

  return test_folder_dup_path (studio->folder, name);
}

static UiTrainDialog *
open_dialog (TestStudio *studio)
{
  UiTrainDialog *dialog;

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "train");
  dialog = UI_TRAIN_DIALOG (test_studio_find_window (UI_TYPE_TRAIN_DIALOG));
  g_assert_nonnull (dialog);
  test_display_settle (GTK_WIDGET (dialog));
  return dialog;
}

static void
destroy (UiTrainDialog *dialog)
{
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static UiTrainSetup *
get_setup (UiTrainDialog *dialog)
{
  return UI_TRAIN_SETUP (test_display_find (GTK_WIDGET (dialog), "setup"));
}

static const char *
get_headline (UiTrainDialog *dialog)
{
  return ui_train_progress_get_headline (UI_TRAIN_PROGRESS (test_display_find (GTK_WIDGET (dialog), "progress")));
}

static const char *
get_note (UiTrainDialog *dialog)
{
  return gtk_label_get_text (GTK_LABEL (test_display_find (GTK_WIDGET (dialog), "note")));
}

static gboolean
is_shown (UiTrainDialog *dialog, const char *id)
{
  return gtk_widget_get_visible (test_display_find (GTK_WIDGET (dialog), id));
}

static gboolean
is_sensitive (UiTrainDialog *dialog, const char *id)
{
  return gtk_widget_is_sensitive (test_display_find (GTK_WIDGET (dialog), id));
}

static void
act (UiTrainDialog *dialog, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), action, NULL));
}

static gboolean
has_answer (gpointer data)
{
  return gtk_stack_get_visible_child_name (data) != NULL
         && !g_str_equal (gtk_stack_get_visible_child_name (data), "reading");
}

/* Chooses pictures and waits for what is said of them. */
static const char *
choose (UiTrainDialog *dialog, const char *path)
{
  ui_train_dialog_set_source (dialog, path);
  test_display_wait (has_answer, test_display_find (GTK_WIDGET (dialog), "preview_stack"), 60);
  return ui_train_setup_get_text (get_setup (dialog));
}

static gboolean
has_learnt (gpointer data)
{
  StudioTrainingFigures figures;

  studio_training_get_figures (ui_train_dialog_get_training (data), &figures);
  return figures.step > 2;
}

static void
start (UiTrainDialog *dialog, guint n_steps)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_display_find (GTK_WIDGET (dialog), "steps")), n_steps);
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_display_find (GTK_WIDGET (dialog), "size")), STUDIO_TRAINING_TINY);
  act (dialog, "train.start");
  g_assert_false (is_shown (dialog, "start"));
}

static gboolean
is_over (gpointer data)
{
  return studio_activity_is_final (STUDIO_ACTIVITY (ui_train_dialog_get_training (data)))
         && !is_shown (data, "pause");
}

static gboolean
is_paused (gpointer data)
{
  return g_str_equal (get_headline (data), "Paused");
}

static gboolean
is_in_use (gpointer data)
{
  TestStudio *studio = data;

  return g_str_has_prefix (studio_entry_get_title (studio_workspace_get_entry (studio->workspace)), "pictures");
}

static gboolean
is_kept (gpointer data)
{
  return strstr (get_note (data), "is among your checkpoints now") != NULL;
}

static guint
count_kept (TestStudio *studio)
{
  g_autofree char *folder = test_folder_dup_path (studio->folder, "user");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static guint
count_states (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "weft", "training", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Pictures are shown as the network will see them, or a sentence says why they cannot be. */
static void
test_choosing (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *alike = write_pictures (studio, "alike", FALSE);
  g_autofree char *mixed = write_pictures (studio, "mixed", TRUE);
  g_autofree char *empty = test_folder_make (studio->folder, "empty");
  UiTrainDialog *dialog = open_dialog (studio);
  GtkWidget *width = test_display_find (GTK_WIDGET (dialog), "width");
  GtkWidget *colours = test_display_find (GTK_WIDGET (dialog), "colours");

  g_assert_false (is_sensitive (dialog, "start"));
  g_assert_cmpstr (choose (dialog, alike), ==, "20 pictures, 8 × 8, few colours");
  g_assert_true (is_sensitive (dialog, "start"));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (width)), ==, 8);

  g_assert_nonnull (strstr (choose (dialog, empty), "there are no pictures"));
  g_assert_false (is_sensitive (dialog, "start"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (width), 32);
  g_assert_true (g_str_has_prefix (choose (dialog, mixed), "20 pictures, 32 × "));
  g_assert_true (is_sensitive (dialog, "start"));

  adw_combo_row_set_selected (ADW_COMBO_ROW (colours), 1);
  g_assert_false (is_sensitive (dialog, "start"));
  test_display_wait (has_answer, test_display_find (GTK_WIDGET (dialog), "preview_stack"), 60);
  g_assert_true (g_str_has_suffix (ui_train_setup_get_text (get_setup (dialog)), "grey"));
  destroy (dialog);
}

static void
test_to_the_end (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *pictures = write_pictures (studio, "pictures", FALSE);
  UiTrainDialog *dialog = open_dialog (studio);

  choose (dialog, pictures);
  start (dialog, FEW_STEPS);
  test_display_wait (is_kept, dialog, 60);
  g_assert_cmpstr (get_headline (dialog), ==, "Done");
  g_assert_cmpuint (count_kept (studio), ==, 1);
  g_assert_cmpuint (count_states (), ==, 0);
  g_assert_false (is_in_use (studio));
  g_assert_true (is_shown (dialog, "samples_box"));

  act (dialog, "train.use");
  test_display_wait (is_in_use, studio, 60);
  g_assert_cmpstr (studio_entry_get_title (studio_workspace_get_entry (studio->workspace)), ==, "pictures");
  g_assert_cmpuint (count_kept (studio), ==, 1);
  act (dialog, "train.again");
  g_assert_true (is_shown (dialog, "start"));
  destroy (dialog);
}

/* What has been learnt so far is used while it learns on, or while it rests. */
static void
test_use_pause_and_stop (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *pictures = write_pictures (studio, "pictures", FALSE);
  UiTrainDialog *dialog = open_dialog (studio);

  choose (dialog, pictures);
  start (dialog, MANY_STEPS);
  g_assert_false (is_sensitive (dialog, "use"));
  test_display_wait (has_learnt, dialog, 60);
  act (dialog, "train.pause");
  test_display_wait (is_paused, dialog, 60);
  g_assert_cmpuint (count_states (), ==, 1);
  act (dialog, "train.use");
  test_display_wait (is_in_use, studio, 60);
  g_assert_cmpuint (count_kept (studio), ==, 1);
  g_assert_true (is_paused (dialog));

  act (dialog, "train.pause");
  act (dialog, "train.stop");
  test_display_wait (is_over, dialog, 60);
  g_assert_cmpstr (get_headline (dialog), ==, "Stopped");
  g_assert_true (is_sensitive (dialog, "use"));
  act (dialog, "train.again");

  /* The same pictures and settings go on from there. */
  start (dialog, MANY_STEPS);
  test_display_wait (has_learnt, dialog, 60);
  act (dialog, "train.stop");
  test_display_wait (is_over, dialog, 60);
  {
    StudioTrainingFigures figures;

    studio_training_get_figures (ui_train_dialog_get_training (dialog), &figures);
    g_assert_cmpuint (figures.first_step, >, 0);
  }
  destroy (dialog);
}

static void
test_failure (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *pictures = write_pictures (studio, "pictures", FALSE);
  g_autofree char *elsewhere = test_folder_dup_path (studio->folder, "elsewhere");
  UiTrainDialog *dialog = open_dialog (studio);

  choose (dialog, pictures);
  g_assert_cmpint (g_rename (pictures, elsewhere), ==, 0);
  start (dialog, FEW_STEPS);
  test_display_wait (is_over, dialog, 60);
  g_assert_cmpstr (get_headline (dialog), ==, "It Did Not Work");
  g_assert_nonnull (strstr (get_note (dialog), "pictures"));
  g_assert_false (is_shown (dialog, "use"));
  act (dialog, "train.again");
  g_assert_true (is_shown (dialog, "start"));
  destroy (dialog);
}

/* Closed while it learns it asks once, and then learns on unseen to its end. */
static void
test_background (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *pictures = write_pictures (studio, "pictures", FALSE);
  UiTrainDialog *dialog = open_dialog (studio);
  GtkWindow *question;

  choose (dialog, pictures);
  start (dialog, 120);
  gtk_window_close (GTK_WINDOW (dialog));
  question = test_studio_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (question);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "background");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (dialog)));

  test_display_wait (is_kept, dialog, 60);
  g_assert_cmpuint (count_kept (studio), ==, 1);
  test_studio_act (studio, "train");
  g_assert_true (UI_TRAIN_DIALOG (test_studio_find_window (UI_TYPE_TRAIN_DIALOG)) == dialog);
  g_assert_cmpstr (get_headline (dialog), ==, "Done");
  destroy (dialog);
}

/* Or it stops, and the window goes when the state is written. */
static void
test_close_and_stop (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *pictures = write_pictures (studio, "pictures", FALSE);
  UiTrainDialog *dialog = open_dialog (studio);
  const guint n_states = count_states ();

  choose (dialog, pictures);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_display_find (GTK_WIDGET (dialog), "width")), 10);
  test_display_wait (has_answer, test_display_find (GTK_WIDGET (dialog), "preview_stack"), 60);
  start (dialog, MANY_STEPS);
  test_display_wait (has_learnt, dialog, 60);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (test_studio_find_window (ADW_TYPE_MESSAGE_DIALOG)), "stop");
  while (dialog != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_states (), ==, n_states + 1);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_assert_true (weft_blas_init (NULL));
  g_test_add_func ("/train-dialog/choosing", test_choosing);
  g_test_add_func ("/train-dialog/to-the-end", test_to_the_end);
  g_test_add_func ("/train-dialog/use-pause-and-stop", test_use_pause_and_stop);
  g_test_add_func ("/train-dialog/failure", test_failure);
  g_test_add_func ("/train-dialog/background", test_background);
  g_test_add_func ("/train-dialog/close-and-stop", test_close_and_stop);
  return g_test_run ();
}
