/* SPDX-License-Identifier: MIT */
/* Exports as the window starts them: their files are those of the command line's parts, whatever interrupts. */
#include "app/export.h"

#include "app/error.h"
#include "app/png.h"
#include "app/recipe-json.h"
#include "engine/error.h"
#include "tests/app/jobs.h"
#include "tests/app/recipes.h"
#include "tests/support/folder.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PIXELS 784
#define N_KILLS 20

typedef struct {
  TestFolder *folder;
  char *out;
  StudioFilm *film;
  StudioExportSpec spec;
} Fixture;

/* 28 x 28 pixels, as a digit is; one frame a pixel. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = test_recipe_new_random ();
  g_autoptr (StudioPixels) picture = studio_pixels_new (28, 28, 1, NULL);
  const StudioFramesRange range = { .every = 1 };

  recipe->shape = test_recipe_shape (WEFT_IMAGE_GRAY8);
  recipe->shape.image_width = 28;
  recipe->shape.image_height = 28;
  recipe->shape.n_positions = N_PIXELS - 1;
  recipe->scale = 1;
  recipe->steps_done = N_PIXELS;
  for (guint i = 0; i < N_PIXELS; i++)
    picture->data[i] = g_test_rand_int_range (0, 256);

  fixture->folder = test_folder_new ();
  fixture->out = test_folder_dup_path (fixture->folder, "out");
  fixture->film = studio_film_new_of_picture (picture, recipe, &range, NULL);
  fixture->spec = (StudioExportSpec) STUDIO_EXPORT_SPEC_INIT;
  fixture->spec.film = fixture->film;
  fixture->spec.folder = fixture->out;
  fixture->spec.base = "frame_";
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  studio_film_unref (fixture->film);
  g_free (fixture->out);
  test_folder_free (fixture->folder);
}

/* Runs to the end, whichever. */
static StudioRunState
run (const StudioExportSpec *spec, GError **error)
{
  g_autoptr (StudioExport) export = studio_export_new (spec, error);
  g_autoptr (GError) failure = NULL;

  if (export == NULL)
    return STUDIO_RUN_READY;

  g_assert_true (studio_activity_start (STUDIO_ACTIVITY (export), NULL));
  test_activity_wait (STUDIO_ACTIVITY (export));
  failure = studio_activity_dup_error (STUDIO_ACTIVITY (export));
  if (failure != NULL && error != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  if (studio_activity_get_state (STUDIO_ACTIVITY (export)) == STUDIO_RUN_FINISHED)
    g_assert_cmpuint (studio_export_get_n_done (export), ==, studio_export_get_n_frames (export));
  return studio_activity_get_state (STUDIO_ACTIVITY (export));
}

static GBytes *
read_frame (const StudioExportSpec *spec, guint frame)
{
  g_auto (StudioNames) names = { 0 };
  g_autofree char *path = NULL;
  char *data;
  gsize size;

  studio_export_spec_make_names (spec, &names);
  path = studio_names_dup (&names, spec->first_number + frame);
  return g_file_get_contents (path, &data, &size, NULL) ? g_bytes_new_take (data, size) : NULL;
}

static void
check_frames (const StudioExportSpec *spec)
{
  for (guint i = 0; i < N_PIXELS; i++)
    {
      g_autoptr (GBytes) wanted = studio_film_encode_frame (spec->film, &spec->size,
                                                            spec->tell == STUDIO_TELL_EMBEDDED, i, NULL);
      g_autoptr (GBytes) found = read_frame (spec, i);

      g_assert_nonnull (found);
      g_assert_true (g_bytes_equal (found, wanted));
    }
}

static gboolean
has_leftovers (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] == '.')
      return TRUE;

  return FALSE;
}

static void
test_frames (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  StudioExportOutlook outlook;

  fixture->spec.first_number = 1;
  g_assert_true (studio_export_look (&fixture->spec, &outlook, NULL));
  g_assert_cmpuint (outlook.n_existing, ==, 0);
  g_assert_cmpuint (outlook.free_bytes, >, 0);
  g_assert_cmpint (run (&fixture->spec, &error), ==, STUDIO_RUN_FINISHED);
  g_assert_no_error (error);
  check_frames (&fixture->spec);
  g_assert_false (has_leftovers (fixture->out));

  /* A second time nothing is touched, unless it is asked for. */
  g_assert_true (studio_export_look (&fixture->spec, &outlook, NULL));
  g_assert_cmpuint (outlook.n_existing, ==, N_PIXELS);
  g_assert_true (outlook.can_continue);
  g_assert_cmpint (run (&fixture->spec, &error), ==, STUDIO_RUN_FAILED);
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS);
  fixture->spec.existing = STUDIO_EXISTING_REPLACE;
  g_assert_cmpint (run (&fixture->spec, NULL), ==, STUDIO_RUN_FINISHED);
  check_frames (&fixture->spec);
}

/* What is estimated from a few frames is about what all of them take. */
static void
test_estimate (Fixture *fixture, gconstpointer data)
{
  StudioExportOutlook outlook;

  fixture->spec.size.scale = 2;
  for (guint format = STUDIO_FORMAT_PNG; format <= STUDIO_FORMAT_WEBP; format++)
    {
      guint64 n_bytes = 0;

      fixture->spec.format = format;
      g_assert_true (studio_export_look (&fixture->spec, &outlook, NULL));
      g_assert_cmpint (run (&fixture->spec, NULL), ==, STUDIO_RUN_FINISHED);
      for (guint i = 0; i < (format == STUDIO_FORMAT_PNG ? N_PIXELS : 1); i++)
        {
          g_autoptr (GBytes) file = read_frame (&fixture->spec, i);

          n_bytes += g_bytes_get_size (file);
        }
      g_test_message ("%s: %" G_GUINT64_FORMAT " bytes, estimated %" G_GUINT64_FORMAT,
                      studio_format_names[format], n_bytes, outlook.n_bytes);
      g_assert_cmpuint (outlook.n_bytes, >, n_bytes / 2);
      g_assert_cmpuint (outlook.n_bytes, <, n_bytes * 2);
    }
}

/* Cancelled anywhere, the frames so far are whole; resumed, all are there. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  fixture->spec.existing = STUDIO_EXISTING_CONTINUE;
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (StudioExport) export = studio_export_new (&fixture->spec, NULL);
      const guint until = g_test_rand_int_range (1, 150) * (i + 1);
      g_autofree char *last = NULL;

      g_assert_true (studio_activity_start (STUDIO_ACTIVITY (export), NULL));
      while (studio_export_get_n_done (export) < until && !studio_activity_is_final (STUDIO_ACTIVITY (export)))
        g_usleep (200);
      studio_activity_cancel (STUDIO_ACTIVITY (export));
      test_activity_wait (STUDIO_ACTIVITY (export));
      g_assert_no_error (studio_activity_dup_error (STUDIO_ACTIVITY (export)));
      last = studio_export_dup_last_name (export);
      g_assert_true (last == NULL || g_file_test (last, G_FILE_TEST_EXISTS));
      g_assert_false (has_leftovers (fixture->out));
    }

  g_assert_cmpint (run (&fixture->spec, NULL), ==, STUDIO_RUN_FINISHED);
  check_frames (&fixture->spec);
}

/* A child that exports and is killed with a given number of frames done. */
static void
kill_at (const StudioExportSpec *spec, guint n_done)
{
  const pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_autoptr (StudioExport) export = studio_export_new (spec, NULL);

      if (studio_activity_start (STUDIO_ACTIVITY (export), NULL))
        while (studio_export_get_n_done (export) < n_done && !studio_activity_is_final (STUDIO_ACTIVITY (export)))
          g_usleep (100);
      raise (SIGKILL);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
}

/* 784 frames, killed at twenty random moments and resumed each time. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  guint n_damaged = 0;

  fixture->spec.existing = STUDIO_EXISTING_CONTINUE;
  for (guint i = 0; i < N_KILLS; i++)
    {
      kill_at (&fixture->spec, (N_PIXELS - 40) * i / N_KILLS + g_test_rand_int_range (1, 37));
      for (guint k = 0; k < N_PIXELS; k++)
        {
          g_autoptr (GBytes) found = read_frame (&fixture->spec, k);
          g_autoptr (StudioPixels) pixels = found != NULL ? studio_png_decode (found, NULL) : NULL;

          n_damaged += found != NULL && pixels == NULL;
        }
    }

  g_assert_cmpuint (n_damaged, ==, 0);
  g_assert_cmpint (run (&fixture->spec, NULL), ==, STUDIO_RUN_FINISHED);
  check_frames (&fixture->spec);
  g_assert_false (has_leftovers (fixture->out));
}

/* A series that was begun otherwise is named by what differs, and not touched. */
static void
test_differs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  StudioExportOutlook outlook;

  g_assert_cmpint (run (&fixture->spec, NULL), ==, STUDIO_RUN_FINISHED);
  fixture->spec.size.scale = 3;
  fixture->spec.existing = STUDIO_EXISTING_CONTINUE;
  g_assert_true (studio_export_look (&fixture->spec, &outlook, NULL));
  g_assert_false (outlook.can_continue);
  g_assert_cmpint (run (&fixture->spec, &error), ==, STUDIO_RUN_FAILED);
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_DIFFERS);
  g_assert_nonnull (strstr (error->message, "scale"));
  fixture->spec.size.scale = 1;
  check_frames (&fixture->spec);
}

/* A file in the way in the middle: what was written stays, and the message counts it. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = test_folder_dup_path (fixture->folder, "no/where");
  g_autoptr (GError) error = NULL;

  fixture->spec.folder = nowhere;
  g_assert_cmpint (run (&fixture->spec, &error), ==, STUDIO_RUN_FAILED);
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT);
  g_assert_nonnull (strstr (error->message, "no/where"));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", "a/b", ".hidden" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      fixture->spec.base = bad[i];
      g_assert_cmpint (run (&fixture->spec, &error), ==, STUDIO_RUN_READY);
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

/* The recipe beside the files, and not in them. */
static void
test_sidecar (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->out, "frame_recipe.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (StudioRecipe) recipe = NULL;

  fixture->spec.tell = STUDIO_TELL_SIDECAR;
  g_assert_cmpint (run (&fixture->spec, NULL), ==, STUDIO_RUN_FINISHED);
  check_frames (&fixture->spec);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  recipe = studio_recipe_from_json (text, -1, NULL);
  g_assert_true (studio_recipe_equal (recipe, studio_film_get_recipe (fixture->film)));
}

static void
test_free_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *second = g_strconcat (fixture->out, "-2", NULL);
  g_autofree char *third = g_strconcat (fixture->out, "-3", NULL);
  g_autofree char *first_free = studio_export_dup_free_folder (fixture->out);
  g_autofree char *next_free = NULL;

  g_assert_cmpstr (first_free, ==, second);
  g_assert_cmpint (g_mkdir (second, 0700), ==, 0);
  next_free = studio_export_dup_free_folder (fixture->out);
  g_assert_cmpstr (next_free, ==, third);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/export/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("killed", test_killed); /* first: a child of fork() is to find no thread of a test before it */
  ADD ("frames", test_frames);
  ADD ("estimate", test_estimate);
  ADD ("cancel", test_cancel);
  ADD ("differs", test_differs);
  ADD ("failure", test_failure);
  ADD ("names", test_names);
  ADD ("sidecar", test_sidecar);
  ADD ("free-folder", test_free_folder);
#undef ADD

  return g_test_run ();
}
