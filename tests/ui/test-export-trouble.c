/* SPDX-License-Identifier: MIT */
/* Exports that fail half-way, for reasons that are real: what is written stays, what happened is said, and each way on leads
 * to all the frames. */
#include "tests/ui/studio.h"

#include "app/export.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#define N_FRAMES 20
#define N_SMALL 10       /* the first of them, which a full disk has room for */
#define SIDE 64          /* pixels */
#define ROOM 3000        /* bytes of a file on the full disk */

/* Frames that somebody draws, or cannot. */
typedef struct {
  gboolean is_broken; /* from the frame N_SMALL on */
} Drawing;

/* What no encoder makes small: the same whenever it is asked. */
static void
fill_with_noise (StudioPixels *pixels, guint frame)
{
  g_autoptr (GRand) noise = g_rand_new_with_seed (frame);

  for (guint i = 0; i < SIDE * SIDE; i++)
    pixels->data[i] = (guint8) g_rand_int_range (noise, 0, 256);
}

static StudioPixels *
draw (gpointer data, guint frame, GError **error)
{
  const Drawing *drawing = data;
  StudioPixels *pixels;

  if (drawing->is_broken && frame >= N_SMALL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the encoder stopped (no room for a frame)");
      return NULL;
    }

  pixels = studio_pixels_new (SIDE, SIDE, 1, error);
  if (frame >= N_SMALL)
    fill_with_noise (pixels, frame);
  return pixels;
}

static StudioExport *
make_export (TestStudio *studio, Drawing *drawing, StudioFormat format, const char *name)
{
  g_autofree char *folder = test_folder_dup_path (studio->folder, name);
  g_autoptr (StudioRecipe) recipe = studio_workspace_plan_run (studio->workspace);
  const StudioFilmDrawn drawn = { .what = "test", .n_frames = N_FRAMES, .draw = draw, .data = drawing, .recipe = recipe };
  g_autoptr (StudioFilm) film = studio_film_new_drawn (&drawn);
  StudioExportSpec spec = STUDIO_EXPORT_SPEC_INIT;
  g_autoptr (GError) error = NULL;
  StudioExport *export;

  spec.film = film;
  spec.format = format;
  spec.folder = folder;
  spec.base = "film";
  spec.timing.seconds = 0.1;
  export = studio_export_new (&spec, &error);
  g_assert_no_error (error);
  return export;
}

/* Files may be so large and no larger; 0: as large as they like. */
static void
set_room (rlim_t bytes)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes > 0 ? bytes : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
has_ended (gpointer data)
{
  UiExportBar *bar = ((TestStudio *) data)->window->export_bar;

  return !ui_export_bar_get_is_running (bar) && !g_str_has_prefix (ui_export_bar_get_text (bar), "Exporting");
}

static void
wait_state (TestStudio *studio, StudioRunState state)
{
  UiExportBar *bar = studio->window->export_bar;

  test_display_wait (has_ended, studio, 30);
  g_test_message ("%s", ui_export_bar_get_text (bar));
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (ui_export_bar_get_export (bar))), ==, state);
}

static void
begin (TestStudio *studio, Drawing *drawing, StudioFormat format, const char *name)
{
  g_autoptr (StudioExport) export = make_export (studio, drawing, format, name);

  if (studio->window == NULL)
    test_studio_open_window (studio, 0);
  g_assert_true (studio_activity_start (STUDIO_ACTIVITY (export), NULL));
  ui_export_bar_follow (studio->window->export_bar, export);
  ui_window_enable_actions (studio->window);
}

static void
assert_says (TestStudio *studio, const char *part)
{
  g_assert_nonnull (strstr (ui_export_bar_get_text (studio->window->export_bar), part));
}

static gboolean
is_offered (TestStudio *studio, const char *id)
{
  GtkWidget *button = test_display_find (GTK_WIDGET (studio->window->export_bar), id);

  return gtk_widget_get_mapped (button) && gtk_widget_get_sensitive (button);
}

/* A button of the bar. */
static void
click (TestStudio *studio, const char *id)
{
  g_assert_true (is_offered (studio, id));
  g_signal_emit_by_name (test_display_find (GTK_WIDGET (studio->window->export_bar), id), "clicked");
}

static guint
count_frames (TestStudio *studio, const char *name)
{
  g_autofree char *folder = test_folder_dup_path (studio->folder, name);
  guint n = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      g_autofree char *file = g_strdup_printf ("%s/film%05u.png", folder, i);

      n += g_file_test (file, G_FILE_TEST_IS_REGULAR);
    }

  return n;
}

static gint64
get_inode (TestStudio *studio, const char *name)
{
  g_autofree char *path = test_folder_dup_path (studio->folder, name);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return (gint64) status.st_ino;
}

/* The disk is full in the middle: so many frames are safe, and once there is room the rest is written after them. */
static void
test_full (void)
{
  Drawing drawing = { FALSE };
  g_autoptr (TestStudio) studio = test_studio_new ();
  gint64 inode;

  test_studio_open_window (studio, 0);
  set_room (ROOM);
  begin (studio, &drawing, STUDIO_FORMAT_PNG, "frames");
  wait_state (studio, STUDIO_RUN_FAILED);
  set_room (0);
  assert_says (studio, "10 of 20 frames are saved");
  assert_says (studio, "The last good frame is “film00009.png”");
  g_assert_cmpuint (count_frames (studio, "frames"), ==, N_SMALL);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (is_offered (studio, "elsewhere"));
  g_assert_true (is_offered (studio, "copy"));
  g_assert_false (is_offered (studio, "frames"));
  g_assert_false (is_offered (studio, "cancel"));
  g_assert_false (test_studio_is_enabled (studio, "cancel-export"));

  inode = get_inode (studio, "frames/film00009.png");
  click (studio, "resume");
  g_assert_true (test_studio_is_enabled (studio, "cancel-export") || has_ended (studio));
  wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_frames (studio, "frames"), ==, N_FRAMES);
  g_assert_cmpint (get_inode (studio, "frames/film00009.png"), ==, inode);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_false (is_offered (studio, "resume"));
  g_assert_false (test_studio_is_enabled (studio, "resume-export"));
}

/* Elsewhere all of them are written, beside what is there, and the first ones stay where they were. */
static void
test_elsewhere (void)
{
  Drawing drawing = { FALSE };
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *other = test_folder_make (studio->folder, "other");

  test_studio_open_window (studio, 0);
  g_free (test_folder_make (studio->folder, "other/frames"));
  set_room (ROOM);
  begin (studio, &drawing, STUDIO_FORMAT_PNG, "frames");
  wait_state (studio, STUDIO_RUN_FAILED);
  set_room (0);
  g_assert_true (test_studio_is_enabled (studio, "export-elsewhere"));
  ui_export_bar_write_elsewhere (studio->window->export_bar, other);
  wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_frames (studio, "frames"), ==, N_SMALL);
  g_assert_cmpuint (count_frames (studio, "other/frames"), ==, 0);
  g_assert_cmpuint (count_frames (studio, "other/frames-2"), ==, N_FRAMES);
}

/* The folder is gone when it shall go on: it begins again. */
static void
test_folder_gone (void)
{
  Drawing drawing = { FALSE };
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *folder = test_folder_dup_path (studio->folder, "frames");
  g_autofree char *moved = test_folder_dup_path (studio->folder, "moved");

  test_studio_open_window (studio, 0);
  set_room (ROOM);
  begin (studio, &drawing, STUDIO_FORMAT_PNG, "frames");
  wait_state (studio, STUDIO_RUN_FAILED);
  set_room (0);
  g_assert_cmpint (g_rename (folder, moved), ==, 0);
  test_studio_act (studio, "resume-export");
  wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_frames (studio, "frames"), ==, N_FRAMES);
}

/* Where no folder can be: nothing is written, and another place will do. */
static void
test_no_folder (void)
{
  Drawing drawing = { FALSE };
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *other = test_folder_make (studio->folder, "other");

  begin (studio, &drawing, STUDIO_FORMAT_PNG, "short.safetensors/frames");
  wait_state (studio, STUDIO_RUN_FAILED);
  assert_says (studio, "cannot make folder");
  assert_says (studio, "short.safetensors/frames");
  ui_export_bar_write_elsewhere (studio->window->export_bar, other);
  wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_frames (studio, "other/frames"), ==, N_FRAMES);
}

/* An encoder that stops leaves no file; what it said is passed on, and the frames can be had without it. */
static void
test_encoder (void)
{
  Drawing drawing = { TRUE };
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *file = test_folder_dup_path (studio->folder, "film.gif");
  int minimum;

  test_studio_open_window (studio, 360);
  begin (studio, &drawing, STUDIO_FORMAT_GIF, "");
  wait_state (studio, STUDIO_RUN_FAILED);
  assert_says (studio, "the encoder stopped (no room for a frame)");
  assert_says (studio, "No file was written or changed.");
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (is_offered (studio, "resume"));
  g_assert_true (is_offered (studio, "elsewhere"));
  gtk_widget_measure (GTK_WIDGET (studio->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  drawing.is_broken = FALSE;
  click (studio, "frames");
  wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_frames (studio, "film-frames"), ==, N_FRAMES);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

/* An animation that has no room is not there at all, neither half nor instead of an older one; tried again, it is. */
static void
test_animation_full (void)
{
  Drawing drawing = { FALSE };
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *file = test_folder_dup_path (studio->folder, "film.gif");

  test_studio_open_window (studio, 0);
  set_room (ROOM);
  begin (studio, &drawing, STUDIO_FORMAT_GIF, "");
  wait_state (studio, STUDIO_RUN_FAILED);
  set_room (0);
  assert_says (studio, "film.gif");
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  test_studio_act (studio, "resume-export");
  wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/export-trouble/full", test_full);
  g_test_add_func ("/export-trouble/elsewhere", test_elsewhere);
  g_test_add_func ("/export-trouble/folder-gone", test_folder_gone);
  g_test_add_func ("/export-trouble/no-folder", test_no_folder);
  g_test_add_func ("/export-trouble/encoder", test_encoder);
  g_test_add_func ("/export-trouble/animation-full", test_animation_full);
  return g_test_run ();
}
