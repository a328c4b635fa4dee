/* SPDX-License-Identifier: MIT */
/* Not enough memory: both figures, what is untouched, one click. And a checkpoint on its way: its bytes, and Cancel. */
#include "tests/ui/studio.h"

#include "tests/app/jobs.h"
#include "tests/support/memory.h"

#include "ui/format.h"

#include <string.h>

static void
set_memory (TestStudio *studio, guint64 bytes)
{
  studio_workspace_set_memory_root (studio->workspace, test_memory_set (studio->folder, bytes));
}

static guint64
count_run (TestStudio *studio, guint n_lanes, gsize keyframe_bytes)
{
  return test_job_count_bytes (studio_entry_get_model (studio_workspace_get_entry (studio->workspace)), n_lanes, keyframe_bytes);
}

static void
open_window (TestStudio *studio, gint width)
{
  test_studio_open_window (studio, width);
  studio_workspace_set_max_threads (studio->workspace, 1);
}

static void
generate_lanes (TestStudio *studio, guint n_lanes)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (studio->window), "generate-lanes");

  g_action_activate (action, g_variant_new_uint32 (n_lanes));
}

/* The question in sight, which says all @parts. */
static AdwMessageDialog *
get_question (const char *const *parts)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (test_studio_find_window (ADW_TYPE_MESSAGE_DIALOG));

  g_assert_nonnull (dialog);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "Not Enough Memory");
  g_test_message ("%s", adw_message_dialog_get_body (dialog));
  for (guint i = 0; parts[i] != NULL; i++)
    g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), parts[i]));
  return dialog;
}

static void
answer (AdwMessageDialog *dialog, const char *response)
{
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_fewer_lanes (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *available = NULL, *needed = NULL;
  AdwMessageDialog *dialog;

  open_window (studio, 0);
  studio_workspace_set_keyframe_memory (studio->workspace, 0);
  set_memory (studio, count_run (studio, 5, 0));
  available = ui_format_bytes ((double) count_run (studio, 5, 0));
  needed = ui_format_bytes ((double) count_run (studio, 16, 0));
  generate_lanes (studio, 16);
  g_assert_null (studio_workspace_get_job (studio->workspace));
  dialog = get_question ((const char *const[]) { needed, available, "16 images at once", "5 images at once", "all settings stay", NULL });
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "relieve");
  g_assert_cmpstr (adw_message_dialog_get_response_label (dialog, "relieve"), ==, "_Paint 5 at Once");

  answer (dialog, "relieve");
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 5);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
}

static void
test_fewer_moments (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  AdwMessageDialog *dialog;

  open_window (studio, 360);
  set_memory (studio, count_run (studio, 16, 0));
  generate_lanes (studio, 16);
  dialog = get_question ((const char *const[]) { "16 images at once", "fewer moments", NULL });
  g_assert_cmpstr (adw_message_dialog_get_response_label (dialog, "relieve"), ==, "_Keep Fewer Moments");
  answer (dialog, "relieve");
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 16);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
}

/* Where nothing helps, nothing is offered; the picture that was there stays. */
static void
test_nothing_fits (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  AdwMessageDialog *dialog;
  StudioJob *job;

  open_window (studio, 0);
  studio_workspace_set_keyframe_memory (studio->workspace, 0);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  job = studio_workspace_get_job (studio->workspace);
  set_memory (studio, 10);
  test_studio_act (studio, "generate");
  dialog = get_question ((const char *const[]) { "10 bytes are available", "close other programs", NULL });
  g_assert_false (adw_message_dialog_has_response (dialog, "relieve"));
  answer (dialog, "cancel");
  g_assert_null (studio_workspace_get_shortage (studio->workspace));
  g_assert_true (studio_workspace_get_job (studio->workspace) == job);
  g_assert_true (test_studio_is_enabled (studio, "generate"));
}

static void
test_race (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  AdwMessageDialog *dialog;

  open_window (studio, 0);
  adw_view_stack_set_visible_child_name (studio->window->stack, "race");
  studio_workspace_set_race_recomputed (studio->workspace, TRUE);
  set_memory (studio, 10);
  test_studio_act (studio, "generate");
  dialog = get_question ((const char *const[]) { "The race needs", "earlier results stay", NULL });
  set_memory (studio, studio_workspace_get_shortage (studio->workspace)->relieved);
  answer (dialog, "cancel");

  test_studio_act (studio, "generate");
  dialog = get_question ((const char *const[]) { "Without the lane that recomputes everything", NULL });
  answer (dialog, "relieve");
  g_assert_cmpuint (studio_race_get_n_lanes (studio_workspace_get_race (studio->workspace)), ==, 2);
  test_studio_act (studio, "discard");
}

static gboolean
has_message (gpointer data)
{
  return ui_message_bar_get_text (((TestStudio *) data)->window->message_bar) != NULL;
}

static void
open_path (TestStudio *studio, const char *name)
{
  g_autofree char *path = test_folder_dup_path (studio->folder, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ui_window_open_file (studio->window, file);
}

/* A copy of "grey" under a name that the catalogue does not know. */
static void
write_other (TestStudio *studio)
{
  g_autofree char *path = test_folder_dup_path (studio->folder, "bundled/grey.safetensors");
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_free (test_folder_write (studio->folder, "other.safetensors", bytes, size));
}

static void
test_too_large (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioEntry *entry = studio_workspace_get_entry (studio->workspace);
  const char *text;

  write_other (studio);
  open_window (studio, 0);
  set_memory (studio, 3072);
  open_path (studio, "other.safetensors");
  test_display_wait (has_message, studio, 20);
  text = ui_message_bar_get_text (studio->window->message_bar);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "“other”"));
  g_assert_nonnull (strstr (text, "its weights need"));
  g_assert_nonnull (strstr (text, "are available"));
  g_assert_nonnull (strstr (text, "The model in use stays."));
  g_assert_true (studio_workspace_get_entry (studio->workspace) == entry);
  g_assert_true (test_studio_is_enabled (studio, "generate"));
}

static gboolean
shows_loading (gpointer data)
{
  return ui_load_bar_get_text (((TestStudio *) data)->window->load_bar) != NULL;
}

static gboolean
is_ready (gpointer workspace)
{
  return studio_workspace_get_model_state (workspace) == STUDIO_MODEL_READY;
}

static void
assert_loading (TestStudio *studio)
{
  GtkWidget *bar = GTK_WIDGET (studio->window->load_bar);
  g_autofree char *all = NULL;

  all = ui_format_bytes ((double) studio_entry_get_file_bytes (studio_workspace_get_loading (studio->workspace)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (test_display_find (bar, "heading"))), ==, "Loading “tiny”");
  g_assert_nonnull (strstr (ui_load_bar_get_text (studio->window->load_bar), all));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (test_display_find (bar, "cancel"))), ==,
                   "win.cancel-loading");
}

static void
test_loading (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioEntry *entry = studio_workspace_get_entry (studio->workspace);

  write_other (studio);
  open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "cancel-loading"));
  ui_load_bar_set_delay (studio->window->load_bar, 0);

  /* Cancelled: the model in use was never gone. */
  open_path (studio, "other.safetensors");
  test_display_wait (shows_loading, studio, 20);
  assert_loading (studio);
  test_studio_act (studio, "cancel-loading");
  g_assert_false (shows_loading (studio));
  g_assert_false (test_studio_is_enabled (studio, "cancel-loading"));
  g_assert_true (studio_workspace_get_entry (studio->workspace) == entry);
  g_assert_true (is_ready (studio->workspace));

  /* By the key for what lies on top, too. */
  open_path (studio, "other.safetensors");
  test_display_wait (shows_loading, studio, 20);
  test_studio_act (studio, "escape");
  g_assert_true (studio_workspace_get_entry (studio->workspace) == entry);

  /* Left alone it comes to its end, and the bar goes. */
  open_path (studio, "other.safetensors");
  test_display_wait (shows_loading, studio, 20);
  test_display_wait (is_ready, studio->workspace, 20);
  g_assert_false (shows_loading (studio));
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), ==, "other");
}

static gboolean
is_other_ready (gpointer workspace)
{
  return is_ready (workspace) && g_str_equal (studio_entry_get_name (studio_workspace_get_entry (workspace)), "other");
}

/* What is soon there flickers nowhere. */
static void
test_loading_is_short (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  write_other (studio);
  open_window (studio, 0);
  ui_load_bar_set_delay (studio->window->load_bar, 20000);
  open_path (studio, "other.safetensors");
  while (!is_other_ready (studio->workspace))
    {
      g_assert_false (shows_loading (studio));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_false (shows_loading (studio));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-memory/fewer-lanes", test_fewer_lanes);
  g_test_add_func ("/window-memory/fewer-moments", test_fewer_moments);
  g_test_add_func ("/window-memory/nothing-fits", test_nothing_fits);
  g_test_add_func ("/window-memory/race", test_race);
  g_test_add_func ("/window-memory/too-large", test_too_large);
  g_test_add_func ("/window-memory/loading", test_loading);
  g_test_add_func ("/window-memory/loading-is-short", test_loading_is_short);
  return g_test_run ();
}
