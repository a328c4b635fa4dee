/* SPDX-License-Identifier: MIT */
/* Each state of trouble is reached, says what happened, what it did not touch and what to do, and offers the way out. */
#include "tests/ui/studio.h"

#include "ui/facts-dialog.h"
#include "ui/start-dialog.h"

#include "tests/support/tiny-checkpoint.h"

/* The message holds all @parts, and its button activates @action. */
static void
assert_message (TestStudio *studio, const char *const *parts, const char *action)
{
  UiMessageBar *bar = studio->window->message_bar;

  test_studio_wait_message (studio);
  g_test_message ("%s", ui_message_bar_get_text (bar));
  for (guint i = 0; parts[i] != NULL; i++)
    g_assert_nonnull (strstr (ui_message_bar_get_text (bar), parts[i]));
  g_assert_cmpstr (ui_message_bar_get_action (bar), ==, action);
}

/* Where it was looked for and what for; once a file is there, looking again finds it. */
static void
test_no_model (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *nothing = test_folder_dup_path (folder, "nothing");
  g_autofree char *mine = test_folder_make (folder, "mine");
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_GRAY8, FALSE);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, 5, NULL);
  g_autoptr (StudioCatalog) catalog = studio_catalog_new (nothing, mine);
  g_autoptr (StudioWorkspace) workspace = studio_workspace_new (catalog);
  UiWindow *window = ui_window_new (NULL, workspace);
  GtkWidget *view = GTK_WIDGET (window->studio);
  GActionGroup *actions = G_ACTION_GROUP (window);
  const char *text;

  gtk_window_present (GTK_WINDOW (window));
  test_display_settle (GTK_WIDGET (window));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (test_display_find (view, "stack"))), ==, "empty");
  text = adw_status_page_get_description (ADW_STATUS_PAGE (test_display_find (view, "empty")));
  g_assert_nonnull (strstr (text, ".safetensors"));
  g_assert_nonnull (strstr (text, nothing));
  g_assert_nonnull (strstr (text, mine));
  g_assert_false (g_action_group_get_action_enabled (actions, "generate"));
  g_assert_true (g_action_group_get_action_enabled (actions, "open"));

  g_action_group_activate_action (actions, "look-again", NULL);
  g_assert_null (studio_workspace_get_entry (workspace));
  g_free (test_folder_write (folder, "mine/late.safetensors", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  g_action_group_activate_action (actions, "look-again", NULL);
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (workspace)), ==, "late");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (test_display_find (view, "stack"))), ==, "canvas");
  g_assert_false (g_action_group_get_action_enabled (actions, "look-again"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* (transfer full): what the clipboard would give. */
static char *
dup_clipboard (UiWindow *window)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (window))),
                                                 &value, NULL));
  return g_value_dup_string (&value);
}

/* No checkpoint, half of one, and one of a version to come: which check failed, expected and found; the model stays. */
static void
test_refused_checkpoint (void)
{
  const WeftTestTiny later = { .key = "format_version", .value = "7" };
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioEntry *entry = studio_workspace_get_entry (studio->workspace);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (studio_entry_get_config (entry), 5, NULL);
  g_autoptr (GBytes) newer = weft_test_tiny_checkpoint (studio_entry_get_config (entry), 5, &later);
  const struct {
    const char *name;
    const char *parts[4];
  } cases[] = {
    { "short.safetensors", { "“short.safetensors”", "3 bytes", "at least 10" } },
    { "cut.safetensors", { "“cut.safetensors”", "copy the file again" } },
    { "newer.safetensors", { "“newer.safetensors”", "7", "1" } },
    { "nothing.safetensors", { "“nothing.safetensors”", "there is no such file" } },
  };

  g_free (test_folder_write (studio->folder, "cut.safetensors", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) / 2));
  g_free (test_folder_write (studio->folder, "newer.safetensors", g_bytes_get_data (newer, NULL), g_bytes_get_size (newer)));
  test_studio_open_window (studio, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *copied = NULL;

      ui_message_bar_show (studio->window->message_bar, NULL, NULL, NULL);
      test_studio_open_file (studio, cases[i].name);
      assert_message (studio, cases[i].parts, "win.open");
      assert_message (studio, (const char *const[]) { "The model in use stays.", NULL }, "win.open");
      g_assert_true (studio_workspace_get_entry (studio->workspace) == entry);
      g_assert_true (test_studio_is_enabled (studio, "generate"));

      /* What it says can be copied. */
      g_signal_emit_by_name (test_display_find (GTK_WIDGET (studio->window->message_bar), "copy"), "clicked");
      copied = dup_clipboard (studio->window);
      g_assert_cmpstr (copied, ==, ui_message_bar_get_text (studio->window->message_bar));
    }
}

static void
set_number (GtkWidget *dialog, const char *id, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_display_find (dialog, id)), value);
}

static gboolean
is_refused (gpointer dialog)
{
  return gtk_widget_get_mapped (test_display_find (dialog, "caution"));
}

static gboolean
is_bare (gpointer data)
{
  return g_str_equal (studio_entry_get_name (studio_workspace_get_entry (data)), "bare");
}

/* A bare export: the dialog asks; what the tensors contradict is refused with the numbers; what fits makes a checkpoint. */
static void
test_facts (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog;
  const char *text;

  test_studio_open_window (studio, 0);
  test_studio_open_file (studio, "bare.safetensors");
  dialog = test_studio_wait_window (UI_TYPE_FACTS_DIALOG);
  test_display_settle (dialog);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (test_display_find (dialog, "reason"))), "“bare.safetensors”"));
  g_assert_false (is_refused (dialog));

  set_number (dialog, "heads", 3);
  set_number (dialog, "width", 12);
  set_number (dialog, "height", 10);
  g_signal_emit_by_name (test_display_find (dialog, "open"), "clicked");
  g_assert_false (gtk_widget_get_sensitive (test_display_find (dialog, "open")));
  test_display_wait (is_refused, dialog, 20);
  text = gtk_label_get_text (GTK_LABEL (test_display_find (dialog, "caution")));
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "3"));
  g_assert_nonnull (strstr (text, "8"));
  g_assert_false (is_bare (studio->workspace));

  set_number (dialog, "heads", 2);
  g_signal_emit_by_name (test_display_find (dialog, "open"), "clicked");
  test_studio_wait_no_window (UI_TYPE_FACTS_DIALOG);
  test_display_wait (is_bare, studio->workspace, 20);
  g_assert_null (ui_message_bar_get_text (studio->window->message_bar));
  test_studio_paint (studio);
}

/* Cancelled, all is as it was. */
static void
test_facts_cancelled (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const guint n_entries = studio_catalog_get_n_entries (studio->catalog);
  StudioEntry *entry = studio_workspace_get_entry (studio->workspace);
  GtkWidget *dialog;

  test_studio_open_window (studio, 0);
  test_studio_open_file (studio, "bare.safetensors");
  dialog = test_studio_wait_window (UI_TYPE_FACTS_DIALOG);
  gtk_widget_activate_action (test_display_find (dialog, "cancel"), "window.close", NULL);
  test_studio_wait_no_window (UI_TYPE_FACTS_DIALOG);
  g_assert_true (studio_workspace_get_entry (studio->workspace) == entry);
  g_assert_cmpuint (studio_catalog_get_n_entries (studio->catalog), ==, n_entries);
  g_assert_null (ui_message_bar_get_text (studio->window->message_bar));
}

static void
test_refused_picture (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  test_studio_open_file (studio, "broken.png");
  assert_message (studio, (const char *const[]) { "broken.png", "All settings stay.", NULL }, "win.open");
}

/* A picture from elsewhere: said so, and offered as a beginning. */
static void
test_no_recipe (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "plain.png");
  GtkWidget *dialog;

  test_studio_open_window (studio, 0);
  test_studio_paint (studio);
  ui_window_save_to (studio->window, 0, path, 1, FALSE);
  test_display_wait_file (path);
  test_studio_open_file (studio, "plain.png");
  dialog = test_studio_wait_window (UI_TYPE_START_DIALOG);
  g_assert_nonnull (strstr (adw_window_title_get_subtitle (ADW_WINDOW_TITLE (test_display_find (dialog, "heading"))),
                            "No recipe in “plain.png”"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
is_diverged_ready (gpointer data)
{
  StudioWorkspace *workspace = data;

  return studio_workspace_get_model_state (workspace) == STUDIO_MODEL_READY
         && g_str_equal (studio_entry_get_name (studio_workspace_get_entry (workspace)), "diverged");
}

/* Opened, and run until its numbers overflow. */
static void
diverge (TestStudio *studio)
{
  test_studio_open_window (studio, 0);
  test_studio_open_file (studio, "diverged.safetensors");
  test_display_wait (is_diverged_ready, studio->workspace, 20);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FAILED);
}

/* What it could not paint is hatched, what it painted before stays; one way out keeps it, the other lets it go. */
static void
test_not_finite (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiCanvas *canvas;

  diverge (studio);
  canvas = ui_studio_view_get_canvas (studio->window->studio);
  assert_message (studio, (const char *const[]) { "not finite at step 37", "layer", "The 38 pixels before it stay.", NULL },
                  "win.save-moment");
  g_assert_cmpstr (ui_message_bar_get_second_action (studio->window->message_bar), ==, "win.discard");
  g_assert_cmpuint (test_studio_get_n_known (studio), ==, TEST_STUDIO_SOUND);
  g_assert_cmpuint (ui_canvas_get_broken (canvas), ==, TEST_STUDIO_SOUND);

  test_studio_act (studio, "discard");
  g_assert_null (studio_workspace_get_job (studio->workspace));
  g_assert_cmpuint (ui_canvas_get_broken (canvas), ==, G_MAXUINT);
  g_assert_null (ui_message_bar_get_text (studio->window->message_bar));
  g_assert_true (test_studio_is_enabled (studio, "generate"));
}

/* The moment before numbers went astray is a file like any other, and opens where it was. */
static void
test_not_finite_saved (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "sound.moment");
  g_autoptr (StudioFrame) before = NULL;
  g_autoptr (StudioFrame) after = NULL;

  diverge (studio);
  before = studio_job_dup_frame (studio_workspace_get_job (studio->workspace));
  g_assert_true (test_studio_is_enabled (studio, "save-moment"));
  ui_window_save_moment_to (studio->window, path);
  test_display_wait_file (path);

  test_studio_act (studio, "discard");
  test_studio_open_file (studio, "sound.moment");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  after = studio_job_dup_frame (studio_workspace_get_job (studio->workspace));
  g_assert_cmpuint (test_studio_get_n_known (studio), ==, TEST_STUDIO_SOUND);
  g_assert_cmpmem (studio_frame_get_values (after, 0), TEST_STUDIO_SOUND, studio_frame_get_values (before, 0),
                   TEST_STUDIO_SOUND);
  g_assert_null (ui_message_bar_get_text (studio->window->message_bar));
}

static AdwMessageDialog *
ask_to_close (TestStudio *studio)
{
  gtk_window_close (GTK_WINDOW (studio->window));
  return ADW_MESSAGE_DIALOG (test_studio_wait_window (ADW_TYPE_MESSAGE_DIALOG));
}

/* Closing with a picture on its way: three ways on, one of them keeps it. */
static void
test_closing (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "last.moment");
  AdwMessageDialog *dialog;

  test_studio_open_window (studio, 0);
  g_object_add_weak_pointer (G_OBJECT (studio->window), (gpointer *) &studio->window);
  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);

  dialog = ask_to_close (studio);
  g_assert_true (adw_message_dialog_has_response (dialog, "save"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "save");
  adw_message_dialog_response (dialog, "cancel");
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_nonnull (studio->window);
  g_assert_nonnull (studio_workspace_get_job (studio->workspace));

  /* What the answer "save" does once a file is chosen. */
  studio->window->closes_when_saved = TRUE;
  ui_window_save_moment_to (studio->window, path);
  while (studio->window != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-trouble/no-model", test_no_model);
  g_test_add_func ("/window-trouble/refused-checkpoint", test_refused_checkpoint);
  g_test_add_func ("/window-trouble/facts", test_facts);
  g_test_add_func ("/window-trouble/facts-cancelled", test_facts_cancelled);
  g_test_add_func ("/window-trouble/refused-picture", test_refused_picture);
  g_test_add_func ("/window-trouble/no-recipe", test_no_recipe);
  g_test_add_func ("/window-trouble/not-finite", test_not_finite);
  g_test_add_func ("/window-trouble/not-finite-saved", test_not_finite_saved);
  g_test_add_func ("/window-trouble/closing", test_closing);
  return g_test_run ();
}
