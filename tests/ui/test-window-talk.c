/* SPDX-License-Identifier: MIT */
/* A talk given in a window, driven by the keys of a clicker: what the audience sees, twice the same, and what comes back. */
#include "tests/ui/studio.h"

#include "ui/audience-window.h"
#include "ui/scene-list.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_SCENES 5
#define HOLD_AT 50

static StudioScenes *
get_scenes (TestStudio *studio)
{
  return ui_presentation_get_scenes (ui_window_get_presentation (studio->window));
}

static StudioStage *
get_stage (TestStudio *studio)
{
  return ui_presentation_get_stage (ui_window_get_presentation (studio->window));
}

static void
add_scene (TestStudio *studio, const char *caption, StudioSceneAction action, const char *checkpoint, guint64 seed,
           guint n_lanes)
{
  g_autoptr (StudioScene) scene = studio_scene_new ();

  g_free (scene->caption);
  scene->caption = g_strdup (caption);
  scene->action = action;
  scene->view = action == STUDIO_SCENE_RACE || action == STUDIO_SCENE_SHOW ? STUDIO_SCENE_VIEW_RACE : STUDIO_SCENE_STUDIO;
  scene->checkpoint = g_strdup (checkpoint);
  scene->seed = seed;
  scene->n_lanes = n_lanes;
  scene->seconds = 1000;
  scene->hold_at = HOLD_AT;
  g_assert_true (studio_scenes_insert (get_scenes (studio), G_MAXUINT, scene));
}

static void
add_talk (TestStudio *studio)
{
  add_scene (studio, "One", STUDIO_SCENE_RUN, "colours", 1, 1);
  add_scene (studio, "Two", STUDIO_SCENE_HOLD, "grey", 2, 1);
  add_scene (studio, "Three", STUDIO_SCENE_RUN, "colours", 3, 4);
  add_scene (studio, "Four", STUDIO_SCENE_RACE, "grey", 4, 1);
  add_scene (studio, "Five", STUDIO_SCENE_SHOW, NULL, 0, 1);
}

static gboolean
is_presenting (gpointer studio)
{
  return get_stage (studio) != NULL;
}

static gboolean
is_at_rest (gpointer studio)
{
  return !studio_stage_is_running (get_stage (studio));
}

static void
present (TestStudio *studio)
{
  test_studio_act (studio, "present");
  test_display_wait (is_presenting, studio, 20);
}

static void
press (TestStudio *studio, guint key)
{
  g_assert_true (ui_window_press_talk_key (studio->window, key));
}

static void
complete (TestStudio *studio)
{
  guint position = studio_stage_get_position (get_stage (studio));

  while (g_main_context_iteration (NULL, FALSE))
    ;
  press (studio, GDK_KEY_Page_Down);
  test_display_wait (is_at_rest, studio, 20);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_cmpuint (studio_stage_get_position (get_stage (studio)), ==, position);
}

/* The pixels of the canvas, and the words below it. */
static void
add_view (GByteArray *frames, TestStudio *studio)
{
  g_autoptr (GdkTexture) texture = ui_canvas_dup_texture (ui_studio_view_get_canvas (studio->window->studio), 2);
  GtkWidget *caption = test_display_find (GTK_WIDGET (ui_window_get_presentation (studio->window)), "caption");
  const char *text = gtk_label_get_text (GTK_LABEL (caption));
  gsize size = (gsize) gdk_texture_get_width (texture) * gdk_texture_get_height (texture) * 4;
  g_autofree guchar *pixels = g_malloc (size);

  gdk_texture_download (texture, pixels, (gsize) gdk_texture_get_width (texture) * 4);
  g_byte_array_append (frames, pixels, (guint) size);
  g_byte_array_append (frames, (const guint8 *) text, (guint) strlen (text));
}

static void
add_race (GByteArray *frames, TestStudio *studio)
{
  StudioRace *race = studio_workspace_get_race (studio->workspace);

  for (guint i = 0; i < studio_race_get_n_lanes (race); i++)
    {
      g_autoptr (StudioFrame) frame = studio_race_dup_frame (race, i);

      g_byte_array_append (frames, studio_frame_get_values (frame, 0), studio_frame_get_n_known (frame));
    }
}

static GByteArray *
rehearse (TestStudio *studio)
{
  GByteArray *frames = g_byte_array_new ();

  present (studio);
  for (guint i = 0; i < N_SCENES; i++)
    {
      if (i + 1 < N_SCENES)
        complete (studio);
      add_view (frames, studio);
      if (i >= 3)
        add_race (frames, studio);
      if (i + 1 < N_SCENES)
        press (studio, GDK_KEY_Right);
    }
  press (studio, GDK_KEY_space); /* nothing comes after the last */
  g_assert_cmpuint (studio_stage_get_position (get_stage (studio)), ==, N_SCENES - 1);
  press (studio, GDK_KEY_Escape);
  g_assert_null (get_stage (studio));
  test_display_settle (GTK_WIDGET (studio->window));
  return frames;
}

/* A talk of five scenes rehearsed twice, with other work in between, shows the same frames. */
static void
test_same_frames (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GByteArray) first = NULL;
  g_autoptr (GByteArray) second = NULL;

  test_studio_open_window (studio, 0);
  add_talk (studio);
  first = rehearse (studio);
  test_studio_act (studio, "new-seed");
  test_studio_act (studio, "temperature-up");
  test_studio_paint (studio);
  second = rehearse (studio);
  g_assert_cmpuint (first->len, >, 1000);
  g_assert_cmpmem (first->data, first->len, second->data, second->len);
}

static gboolean
is_paused_at_hold (gpointer studio)
{
  return studio_workspace_get_state (((TestStudio *) studio)->workspace) == STUDIO_RUN_PAUSED
         && test_studio_get_n_known (studio) == HOLD_AT;
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
  studio_workspace_set_shown_step (studio->workspace, HOLD_AT);
  ui_window_save_moment_to (studio->window, path);
  test_display_wait_file (path);
  ui_window_open_moment (studio->window, path);
  test_display_wait (is_paused_at_hold, studio, 20);
  test_studio_act (studio, "add-scene");
  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  test_studio_act (studio, "add-scene");
  g_assert_cmpstr (studio_scenes_get (get_scenes (studio), 0)->moment, ==, path);
  g_assert_cmpstr (studio_scenes_get (get_scenes (studio), 1)->moment, ==, path);

  studio_workspace_set_seed (studio->workspace, 77);
  test_studio_paint (studio);
  present (studio);
  test_display_wait (is_paused_at_hold, studio, 20);
  assert_begins_like (studio, whole, HOLD_AT);
  press (studio, GDK_KEY_Right);
  g_assert_cmpuint (studio_stage_get_position (get_stage (studio)), ==, 1);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  assert_begins_like (studio, whole, studio_picture_get_recipe (whole)->steps_done);
  press (studio, GDK_KEY_Escape);
}

/* Nothing but picture and caption while it goes on; everything back afterwards. */
static void
test_window (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *presentation, *header;
  int dpi = 0, during = 0, after = 0;

  test_studio_open_window (studio, 0);
  add_talk (studio);
  presentation = GTK_WIDGET (ui_window_get_presentation (studio->window));
  header = gtk_widget_get_ancestor (GTK_WIDGET (studio->window->switcher), ADW_TYPE_HEADER_BAR);
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &dpi, NULL);
  g_assert_false (gtk_widget_get_visible (presentation));
  g_assert_true (adw_flap_get_reveal_flap (studio->window->flap));

  present (studio);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (gtk_widget_get_visible (presentation));
  g_assert_false (gtk_widget_get_visible (header));
  g_assert_false (adw_flap_get_reveal_flap (studio->window->flap));
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &during, NULL);
  g_assert_cmpint (during, >, dpi);
  for (guint i = 0; i < 10; i++)
    press (studio, GDK_KEY_plus);
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &during, NULL);
  g_assert_cmpint (during, ==, 3 * (dpi > 0 ? dpi : 96 * 1024));

  press (studio, GDK_KEY_Escape);
  test_display_settle (GTK_WIDGET (studio->window));
  g_object_get (gtk_widget_get_settings (presentation), "gtk-xft-dpi", &after, NULL);
  g_assert_cmpint (after, ==, dpi);
  g_assert_false (gtk_widget_get_visible (presentation));
  g_assert_true (gtk_widget_get_visible (header));
  g_assert_true (adw_flap_get_reveal_flap (studio->window->flap));
  g_assert_false (ui_window_press_talk_key (studio->window, GDK_KEY_space));
}

static void
test_keys (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  add_talk (studio);
  present (studio);
  complete (studio);
  press (studio, GDK_KEY_Page_Down);
  g_assert_cmpuint (studio_stage_get_position (get_stage (studio)), ==, 1);
  complete (studio);
  g_assert_cmpuint (test_studio_get_n_known (studio), ==, HOLD_AT);
  press (studio, GDK_KEY_space);
  g_assert_cmpuint (studio_stage_get_position (get_stage (studio)), ==, 2);
  press (studio, GDK_KEY_Page_Up);
  press (studio, GDK_KEY_Left);
  g_assert_cmpuint (studio_stage_get_position (get_stage (studio)), ==, 0);
  complete (studio);
  press (studio, GDK_KEY_Right);
  press (studio, GDK_KEY_Home);
  g_assert_cmpuint (studio_stage_get_position (get_stage (studio)), ==, 0);
  g_assert_false (ui_window_press_talk_key (studio->window, GDK_KEY_x));
  press (studio, GDK_KEY_Escape);
}

/* A key that is held down must not flash: the screen changes at most three times a second. */
static void
test_blank (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  gboolean is_blank;
  guint n_changes = 0;

  test_studio_open_window (studio, 0);
  add_talk (studio);
  present (studio);
  for (guint i = 0; i < 50; i++)
    {
      gboolean was_blank;

      g_object_get (ui_window_get_presentation (studio->window), "blank", &was_blank, NULL);
      press (studio, i % 2 ? GDK_KEY_b : GDK_KEY_period);
      g_object_get (ui_window_get_presentation (studio->window), "blank", &is_blank, NULL);
      n_changes += is_blank != was_blank;
    }
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (is_blank);
  press (studio, GDK_KEY_Escape);
  g_object_get (ui_window_get_presentation (studio->window), "blank", &is_blank, NULL);
  g_assert_false (is_blank);
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
  add_scene (studio, "", STUDIO_SCENE_RUN, "colours", 1, 1);
  scene->checkpoint = g_strdup ("lost");
  scene->overlays = g_strdupv ((char **) overlays);
  scene->inspector = g_strdup ("no-such-page");
  studio_scenes_insert (get_scenes (studio), G_MAXUINT, scene);
  stage = ui_presentation_create_stage (ui_window_get_presentation (studio->window));
  problems = ui_window_list_talk_problems (studio->window, stage);
  g_assert_cmpuint (g_strv_length (problems), ==, 3);
  g_assert_nonnull (strstr (problems[0], "lost"));
  g_assert_nonnull (strstr (problems[1], "no-such-overlay"));
  g_assert_nonnull (strstr (problems[2], "no-such-page"));

  test_studio_act (studio, "present");
  dialog = test_studio_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_null (get_stage (studio));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_null (get_stage (studio));
}

/* The second window shows the same picture and caption; the speaker keeps the controls and sees what comes next. */
static void
test_audience (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWindow *audience;
  GtkWidget *canvas, *header, *next;
  g_autoptr (GdkTexture) own = NULL, theirs = NULL;
  g_autoptr (GBytes) own_bytes = NULL, their_bytes = NULL;

  test_studio_open_window (studio, 0);
  add_talk (studio);
  test_studio_act (studio, "audience");
  audience = test_studio_find_window (UI_TYPE_AUDIENCE_WINDOW);
  g_assert_nonnull (audience);
  present (studio);
  complete (studio);
  test_display_settle (GTK_WIDGET (audience));

  canvas = test_display_find (GTK_WIDGET (audience), "canvas");
  own = ui_canvas_dup_texture (ui_studio_view_get_canvas (studio->window->studio), 1);
  theirs = ui_canvas_dup_texture (UI_CANVAS (canvas), 1);
  own_bytes = gdk_texture_save_to_png_bytes (own);
  their_bytes = gdk_texture_save_to_png_bytes (theirs);
  g_assert_true (g_bytes_equal (own_bytes, their_bytes));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (test_display_find (GTK_WIDGET (audience), "caption"))), ==, "One");

  header = gtk_widget_get_ancestor (GTK_WIDGET (studio->window->switcher), ADW_TYPE_HEADER_BAR);
  next = test_display_find (GTK_WIDGET (ui_window_get_presentation (studio->window)), "next");
  g_assert_true (gtk_widget_get_visible (header));
  g_assert_true (gtk_widget_get_mapped (next));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (next)), ==, "Next: Two");
  press (studio, GDK_KEY_Escape);
  g_assert_null (test_studio_find_window (UI_TYPE_AUDIENCE_WINDOW));
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
  scene = studio_scenes_get (get_scenes (studio), 0);
  g_assert_cmpint (scene->action, ==, STUDIO_SCENE_HOLD);
  g_assert_cmpuint (scene->seed, ==, 77);
  g_assert_cmpuint (scene->hold_at, ==, test_studio_get_n_known (studio));
  g_assert_cmpstr (scene->checkpoint, ==, "colours");

  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "page", g_variant_new_string ("race"));
  test_studio_act (studio, "add-scene");
  scene = studio_scenes_get (get_scenes (studio), 1);
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
  scene = studio_scenes_get (get_scenes (studio), 0);
  g_assert_cmpstr (scene->inspector, ==, "state");
  g_assert_cmpstr (scene->overlays[0], ==, "surprise");

  test_studio_act (studio, "surprise");
  g_object_set (studio->window->inspector, "page", "memory", NULL);
  present (studio);
  g_object_get (ui_studio_view_get_overlay_bar (studio->window->studio), "overlay", &overlay, NULL);
  g_object_get (studio->window->inspector, "page", &page, NULL);
  g_assert_cmpstr (overlay, ==, "surprise");
  g_assert_cmpstr (page, ==, "state");
  test_studio_act (studio, "leave-talk");
  g_object_get (ui_studio_view_get_overlay_bar (studio->window->studio), "overlay", &after, NULL);
  g_assert_cmpstr (after, ==, "none");
}

static void
add_moment_scene (TestStudio *studio, const char *moment)
{
  g_autoptr (StudioScene) scene = studio_scene_new ();

  scene->moment = g_strdup (moment);
  studio_scenes_insert (get_scenes (studio), G_MAXUINT, scene);
}

static gboolean
has_one (gpointer studio)
{
  return studio_scenes_get_n (get_scenes (studio)) == 1;
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
  studio_scenes_remove (get_scenes (studio), 0);
  ui_window_open_talk (studio->window, opened);
  test_display_wait (has_one, studio, 20);
  g_assert_cmpstr (studio_scenes_get (get_scenes (studio), 0)->moment, ==, carried);
}

static gboolean
has_five (gpointer studio)
{
  return studio_scenes_get_n (get_scenes (studio)) == N_SCENES;
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
  add_talk (studio);
  g_assert_true (ui_presentation_get_is_modified (presentation));
  before = studio_scenes_to_json (get_scenes (studio), NULL);

  path = test_folder_dup_path (studio->folder, "my.talk");
  ui_window_save_talk (studio->window, path);
  test_display_wait_file (path);
  g_assert_false (ui_presentation_get_is_modified (presentation));

  studio_scenes_remove (get_scenes (studio), 0);
  file = g_file_new_for_path (path);
  files.data = file;
  g_assert_true (ui_window_drop_files (studio->window, &files));
  test_display_wait (has_five, studio, 20);
  after = studio_scenes_to_json (get_scenes (studio), NULL);
  g_assert_cmpstr (after, ==, before);
  g_assert_nonnull (test_studio_find_window (UI_TYPE_SCENE_LIST));
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

  add_talk (studio);
  test_display_settle (GTK_WIDGET (list));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "list");
  gtk_editable_set_text (GTK_EDITABLE (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 2)), "Drei");
  g_assert_cmpstr (studio_scenes_get (get_scenes (studio), 2)->caption, ==, "Drei");
  studio_scenes_move (get_scenes (studio), 2, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 0))), ==, "Drei");
  test_display_settle (GTK_WIDGET (list));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-talk/same-frames", test_same_frames);
  g_test_add_func ("/window-talk/moment", test_moment);
  g_test_add_func ("/window-talk/window", test_window);
  g_test_add_func ("/window-talk/keys", test_keys);
  g_test_add_func ("/window-talk/blank", test_blank);
  g_test_add_func ("/window-talk/check-list", test_check_list);
  g_test_add_func ("/window-talk/audience", test_audience);
  g_test_add_func ("/window-talk/add-scene", test_add_scene);
  g_test_add_func ("/window-talk/set-up", test_set_up);
  g_test_add_func ("/window-talk/files", test_files);
  g_test_add_func ("/window-talk/carried", test_carried);
  g_test_add_func ("/window-talk/list", test_list);
  return g_test_run ();
}
