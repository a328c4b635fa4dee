/* SPDX-License-Identifier: MIT */
/* Scenes of a talk: added as the window is, ordered in their list, checked, and kept in files. */
#include "tests/ui/talk.h"

#include "ui/scene-list.h"

#include <glib/gstdio.h>
#include <string.h>

static gboolean
is_paused_at_hold (gpointer studio)
{
  return studio_workspace_get_state (((TestStudio *) studio)->workspace) == STUDIO_RUN_PAUSED
         && test_studio_get_n_known (studio) == TEST_TALK_HOLD_AT;
}

static void
assert_begins_like (TestStudio *studio, StudioPicture *whole, guint n_known)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (studio->workspace, 0);

  g_assert_cmpmem (studio_picture_get_values (picture), studio_picture_get_recipe (picture)->steps_done,
                   studio_picture_get_values (whole), n_known);
}

/* Scenes that were added with a moment open show that picture again, where it waited and as it ended. */
static void
test_moment (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "half.moment");
  g_autoptr (StudioPicture) whole = NULL;

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 12);
  test_studio_paint (studio);
  whole = studio_workspace_dup_picture (studio->workspace, 0);
  studio_workspace_set_shown_step (studio->workspace, TEST_TALK_HOLD_AT);
  ui_window_save_moment_to (studio->window, path);
  test_display_wait_file (path);
  ui_window_open_moment (studio->window, path);
  test_display_wait (is_paused_at_hold, studio, 20);
  test_studio_act (studio, "add-scene");
  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  test_studio_act (studio, "add-scene");
  g_assert_cmpstr (studio_scenes_get (test_talk_get_scenes (studio), 0)->moment, ==, path);
  g_assert_cmpstr (studio_scenes_get (test_talk_get_scenes (studio), 1)->moment, ==, path);

  studio_workspace_set_seed (studio->workspace, 77);
  test_studio_paint (studio);
  test_talk_present (studio);
  test_display_wait (is_paused_at_hold, studio, 20);
  assert_begins_like (studio, whole, TEST_TALK_HOLD_AT);
  test_talk_press (studio, GDK_KEY_Right);
  g_assert_cmpuint (studio_stage_get_position (test_talk_get_stage (studio)), ==, 1);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  assert_begins_like (studio, whole, studio_picture_get_recipe (whole)->steps_done);
  test_talk_press (studio, GDK_KEY_Escape);
}

/* What is missing is named before anybody watches. */
static void
test_check_list (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioScene) scene = studio_scene_new ();
  const char *const overlays[] = { "no-such-overlay", NULL };
  g_autoptr (StudioStage) stage = NULL;
  g_auto (GStrv) problems = NULL;
  GtkWindow *dialog;

  test_studio_open_window (studio, 0);
  test_talk_add_scene (studio, "", STUDIO_SCENE_RUN, "colours", 1, 1);
  scene->checkpoint = g_strdup ("lost");
  scene->overlays = g_strdupv ((char **) overlays);
  scene->inspector = g_strdup ("no-such-page");
  studio_scenes_insert (test_talk_get_scenes (studio), G_MAXUINT, scene);
  stage = ui_presentation_create_stage (ui_window_get_presentation (studio->window));
  problems = ui_window_list_talk_problems (studio->window, stage);
  g_assert_cmpuint (g_strv_length (problems), ==, 3);
  g_assert_nonnull (strstr (problems[0], "lost"));
  g_assert_nonnull (strstr (problems[1], "no-such-overlay"));
  g_assert_nonnull (strstr (problems[2], "no-such-page"));

  test_studio_act (studio, "present");
  dialog = test_studio_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_null (test_talk_get_stage (studio));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_null (test_talk_get_stage (studio));
}

/* What stands there is kept as it is: a picture that waits holds where it waits. */
static void
test_add_scene (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const StudioScene *scene;

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 77);
  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  test_studio_act (studio, "add-scene");
  scene = studio_scenes_get (test_talk_get_scenes (studio), 0);
  g_assert_cmpint (scene->action, ==, STUDIO_SCENE_HOLD);
  g_assert_cmpuint (scene->seed, ==, 77);
  g_assert_cmpuint (scene->hold_at, ==, test_studio_get_n_known (studio));
  g_assert_cmpstr (scene->checkpoint, ==, "colours");

  test_studio_show_page (studio, "race");
  test_studio_act (studio, "add-scene");
  scene = studio_scenes_get (test_talk_get_scenes (studio), 1);
  g_assert_cmpint (scene->view, ==, STUDIO_SCENE_VIEW_RACE);
  g_assert_cmpint (scene->action, ==, STUDIO_SCENE_RACE);
}

/* What the window shows beside the picture belongs to the scene, and leaves with the talk. */
static void
test_set_up (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const StudioScene *scene;
  g_autofree char *overlay = NULL, *after = NULL, *page = NULL;

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  test_studio_act (studio, "surprise");
  test_studio_act (studio, "inspector");
  g_object_set (studio->window->inspector, "page", "state", NULL);
  test_studio_act (studio, "add-scene");
  scene = studio_scenes_get (test_talk_get_scenes (studio), 0);
  g_assert_cmpstr (scene->inspector, ==, "state");
  g_assert_cmpstr (scene->overlays[0], ==, "surprise");

  test_studio_act (studio, "surprise");
  g_object_set (studio->window->inspector, "page", "memory", NULL);
  test_talk_present (studio);
  g_object_get (ui_studio_view_get_overlay_bar (studio->window->studio), "overlay", &overlay, NULL);
  g_object_get (studio->window->inspector, "page", &page, NULL);
  g_assert_cmpstr (overlay, ==, "surprise");
  g_assert_cmpstr (page, ==, "state");
  test_studio_act (studio, "leave-talk");
  g_object_get (ui_studio_view_get_overlay_bar (studio->window->studio), "overlay", &after, NULL);
  g_assert_cmpstr (after, ==, "none");
}

static gboolean
has_five (gpointer studio)
{
  return studio_scenes_get_n (test_talk_get_scenes (studio)) == TEST_TALK_SCENES;
}

/* Saved and dropped in again, the talk is the same; while it is in no file, the window says so. */
static void
test_files (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiPresentation *presentation;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GFile) file = NULL;
  GSList files = { NULL, NULL };

  test_studio_open_window (studio, 0);
  presentation = ui_window_get_presentation (studio->window);
  g_assert_false (ui_presentation_get_is_modified (presentation));
  test_talk_add_five (studio);
  g_assert_true (ui_presentation_get_is_modified (presentation));
  before = studio_scenes_to_json (test_talk_get_scenes (studio), NULL);

  path = test_folder_dup_path (studio->folder, "my.talk");
  ui_window_save_talk (studio->window, path);
  test_display_wait_file (path);
  g_assert_false (ui_presentation_get_is_modified (presentation));

  studio_scenes_remove (test_talk_get_scenes (studio), 0);
  file = g_file_new_for_path (path);
  files.data = file;
  g_assert_true (ui_window_drop_files (studio->window, &files));
  test_display_wait (has_five, studio, 20);
  after = studio_scenes_to_json (test_talk_get_scenes (studio), NULL);
  g_assert_cmpstr (after, ==, before);
  g_assert_nonnull (test_studio_find_window (UI_TYPE_SCENE_LIST));
}

static void
add_moment_scene (TestStudio *studio, const char *moment)
{
  g_autoptr (StudioScene) scene = studio_scene_new ();

  scene->moment = g_strdup (moment);
  studio_scenes_insert (test_talk_get_scenes (studio), G_MAXUINT, scene);
}

static gboolean
has_one (gpointer studio)
{
  return studio_scenes_get_n (test_talk_get_scenes (studio)) == 1;
}

/* Saved beside its moment, a talk finds it where both have been carried. */
static void
test_carried (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *from = test_folder_make (studio->folder, "from");
  g_autofree char *to = test_folder_dup_path (studio->folder, "to");
  g_autofree char *moment = g_build_filename (from, "half.moment", NULL);
  g_autofree char *talk = g_build_filename (from, "my.talk", NULL);
  g_autofree char *carried = g_build_filename (to, "half.moment", NULL);
  g_autofree char *opened = g_build_filename (to, "my.talk", NULL);

  test_studio_open_window (studio, 0);
  add_moment_scene (studio, moment);
  ui_window_save_talk (studio->window, talk);
  test_display_wait_file (talk);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  studio_scenes_remove (test_talk_get_scenes (studio), 0);
  ui_window_open_talk (studio->window, opened);
  test_display_wait (has_one, studio, 20);
  g_assert_cmpstr (studio_scenes_get (test_talk_get_scenes (studio), 0)->moment, ==, carried);
}

/* Reordered, removed and brought back in the list itself. */
static void
test_list (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWindow *list;
  GtkWidget *stack, *rows;

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "present"); /* nothing to present: the list opens instead */
  list = test_studio_find_window (UI_TYPE_SCENE_LIST);
  g_assert_nonnull (list);
  stack = test_display_find (GTK_WIDGET (list), "stack");
  rows = test_display_find (GTK_WIDGET (list), "list");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "empty");

  test_talk_add_five (studio);
  test_display_settle (GTK_WIDGET (list));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "list");
  gtk_editable_set_text (GTK_EDITABLE (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 2)), "Drei");
  g_assert_cmpstr (studio_scenes_get (test_talk_get_scenes (studio), 2)->caption, ==, "Drei");
  studio_scenes_move (test_talk_get_scenes (studio), 2, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 0))), ==, "Drei");
  test_display_settle (GTK_WIDGET (list));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-scenes/moment", test_moment);
  g_test_add_func ("/window-scenes/check-list", test_check_list);
  g_test_add_func ("/window-scenes/add-scene", test_add_scene);
  g_test_add_func ("/window-scenes/set-up", test_set_up);
  g_test_add_func ("/window-scenes/files", test_files);
  g_test_add_func ("/window-scenes/carried", test_carried);
  g_test_add_func ("/window-scenes/list", test_list);
  return g_test_run ();
}
