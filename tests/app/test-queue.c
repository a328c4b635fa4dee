/* SPDX-License-Identifier: MIT */
/* The queue: every run is painted as by itself, in order, and none is lost by a restart or a bad file. */
#include "app/queue.h"

#include "app/queue-file.h"
#include "tests/app/recipes.h"
#include "tests/app/workspaces.h"
#include "tests/support/folder.h"
#include "tests/support/last-reference.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  TestFolder *folder;
  char *state;
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  GPtrArray *pictures; /* of StudioPicture, as told */
} Fixture;

static void
picture_cb (StudioWorkspace *workspace, StudioPicture *picture, gpointer data)
{
  g_ptr_array_add (data, g_object_ref (picture));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->state = test_folder_dup_path (fixture->folder, "state");
  fixture->workspace = test_workspace_new_alone (fixture->folder, WEFT_IMAGE_INDEXED8, &fixture->catalog);
  fixture->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->workspace, "picture", G_CALLBACK (picture_cb), fixture->pictures);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_assert_finalize_after_tasks (fixture->workspace);
  g_assert_finalize_object (fixture->catalog);
  g_ptr_array_unref (fixture->pictures);
  g_free (fixture->state);
  test_folder_free (fixture->folder);
}

static StudioRecipe *
plan (Fixture *fixture, guint64 seed)
{
  studio_workspace_set_seed (fixture->workspace, seed);
  return studio_workspace_plan_run (fixture->workspace);
}

static void
add (Fixture *fixture, StudioQueue *queue, guint64 seed, guint n_images)
{
  g_autoptr (StudioRecipe) recipe = plan (fixture, seed);

  g_assert_true (studio_queue_add (queue, recipe, n_images));
}

static guint
count (StudioQueue *queue)
{
  return g_list_model_get_n_items (studio_queue_get_runs (queue));
}

static guint64
get_seed (StudioQueue *queue, guint position)
{
  g_autoptr (StudioQueueRun) run = g_list_model_get_item (studio_queue_get_runs (queue), position);

  return studio_queue_run_get_recipe (run)->seed;
}

static void
wait_for_count (StudioQueue *queue, guint n)
{
  while (count (queue) != n)
    g_main_context_iteration (NULL, TRUE);
}

/* Until what is in the main loop, and what threads still send there, is done. */
static void
close_queue (StudioQueue *queue)
{
  studio_queue_close (queue);
  test_assert_finalize_after_tasks (queue);
}

/* What the workspace paints by hand with the same settings. */
static void
assert_as_by_hand (Fixture *fixture, guint index)
{
  StudioPicture *picture = g_ptr_array_index (fixture->pictures, index);
  const StudioRecipe *recipe = studio_picture_get_recipe (picture);
  const guint before = fixture->pictures->len;
  StudioPicture *other;

  g_assert_true (studio_workspace_apply_recipe (fixture->workspace, recipe, STUDIO_APPLY_ALL, NULL));
  studio_workspace_generate (fixture->workspace);
  while (fixture->pictures->len == before)
    g_main_context_iteration (NULL, TRUE);

  other = g_ptr_array_index (fixture->pictures, before);
  g_assert_cmpuint (studio_picture_get_recipe (other)->state_hash, ==, recipe->state_hash);
  g_assert_cmpmem (studio_picture_get_values (other), recipe->steps_done, studio_picture_get_values (picture),
                   recipe->steps_done);
}

static void
test_in_order (Fixture *fixture, gconstpointer data)
{
  StudioQueue *queue = studio_queue_new (fixture->workspace, NULL);
  static const guint64 seeds[] = { 11, 12, 12, 12, 13 };

  add (fixture, queue, 11, 1);
  add (fixture, queue, 12, 3);
  add (fixture, queue, 13, 1);
  wait_for_count (queue, 0);
  g_assert_cmpuint (fixture->pictures->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      const StudioRecipe *recipe = studio_picture_get_recipe (g_ptr_array_index (fixture->pictures, i));

      g_assert_cmpuint (recipe->seed, ==, seeds[i]);
      g_assert_cmpuint (recipe->image, ==, i >= 1 && i <= 3 ? i - 1 : 0);
    }
  assert_as_by_hand (fixture, 2);
  close_queue (queue);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  StudioQueue *queue = studio_queue_new (fixture->workspace, NULL);

  studio_queue_set_paused (queue, TRUE);
  for (guint i = 0; i < 5; i++)
    add (fixture, queue, i, 1);
  studio_queue_do_next (queue, 4);     /* 4 0 1 2 3 */
  studio_queue_move (queue, 1, 3);     /* 4 1 2 0 3 */
  studio_queue_remove (queue, 2);      /* 4 1 0 3 */
  g_assert_cmpuint (count (queue), ==, 4);
  g_assert_cmpuint (get_seed (queue, 0), ==, 4);
  g_assert_cmpuint (get_seed (queue, 1), ==, 1);
  g_assert_cmpuint (get_seed (queue, 2), ==, 0);
  g_assert_cmpuint (get_seed (queue, 3), ==, 3);
  g_assert_cmpuint (fixture->pictures->len, ==, 0);
  studio_queue_set_paused (queue, FALSE);
  wait_for_count (queue, 0);
  g_assert_cmpuint (studio_picture_get_recipe (g_ptr_array_index (fixture->pictures, 2))->seed, ==, 0);
  close_queue (queue);
}

/* What waits when the program ends is there when it begins again, paused; a picture that was finished is not painted
 * twice. */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  StudioQueue *queue = studio_queue_new (fixture->workspace, fixture->state);
  g_autofree char *path = g_build_filename (fixture->state, "queue.json", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);

  studio_queue_set_paused (queue, TRUE);
  for (guint i = 0; i < 3; i++)
    add (fixture, queue, 20 + i, i + 1);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  studio_queue_set_paused (queue, FALSE);
  wait_for_count (queue, 2);
  studio_queue_set_paused (queue, TRUE);
  close_queue (queue);
  while (g_file_test (lock, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);

  queue = studio_queue_new (fixture->workspace, fixture->state);
  wait_for_count (queue, 2);
  g_assert_true (studio_queue_get_paused (queue));
  g_assert_cmpuint (get_seed (queue, 0), ==, 21);
  studio_queue_set_paused (queue, FALSE);
  wait_for_count (queue, 0);
  g_assert_cmpuint (fixture->pictures->len, ==, 6);
  close_queue (queue);
}

/* Two at once: the second keeps nothing, and harms nothing. */
static void
test_two (Fixture *fixture, gconstpointer data)
{
  StudioQueue *first = studio_queue_new (fixture->workspace, fixture->state);
  g_autofree char *path = g_build_filename (fixture->state, "queue.json", NULL);
  g_autofree char *text = NULL;
  StudioQueue *second;

  studio_queue_set_paused (first, TRUE);
  add (fixture, first, 31, 1);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  second = studio_queue_new (fixture->workspace, fixture->state);
  studio_queue_set_paused (second, TRUE);
  add (fixture, second, 32, 1);
  close_queue (second);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"31\""));
  g_assert_null (strstr (text, "\"32\""));
  close_queue (first);
}

/* A file that is none is kept aside, and the queue begins empty. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_folder_write (fixture->folder, "state/queue.json", "{\"format\": \"weft-queue\"", 22);
  g_autofree char *aside = g_strconcat (path, ".damaged", NULL);
  StudioQueue *queue = studio_queue_new (fixture->workspace, fixture->state);

  while (!g_file_test (aside, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (queue), ==, 0);
  close_queue (queue);
}

/* A checkpoint that is gone: the run stays and says why, and nothing behind it is lost. */
static void
test_no_checkpoint (Fixture *fixture, gconstpointer data)
{
  StudioQueue *queue = studio_queue_new (fixture->workspace, NULL);
  g_autoptr (StudioRecipe) recipe = plan (fixture, 1);
  g_autoptr (StudioQueueRun) run = NULL;

  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup ("elsewhere");
  g_clear_pointer (&recipe->checkpoint_sha256, g_free);
  g_assert_true (studio_queue_add (queue, recipe, 1));
  add (fixture, queue, 2, 1);
  run = g_list_model_get_item (studio_queue_get_runs (queue), 0);
  g_assert_nonnull (studio_queue_run_get_problem (run));
  g_assert_true (studio_queue_get_paused (queue));
  studio_queue_remove (queue, 0);
  studio_queue_set_paused (queue, FALSE);
  wait_for_count (queue, 0);
  g_assert_cmpuint (fixture->pictures->len, ==, 1);
  close_queue (queue);
}

/* The text of a queue comes back as it was; every damage is refused. */
static void
test_file (void)
{
  static const char *const bad[] = {
    "", "[]", "{}", "{\"format\": \"weft-queue\"}",
    "{\"format\": \"weft-queue\", \"format_version\": \"2.0\", \"runs\": []}",
    "{\"format\": \"weft-queue\", \"format_version\": \"1.0\", \"runs\": {}}",
    "{\"format\": \"weft-queue\", \"format_version\": \"1.0\", \"runs\": [{\"images\": 0, \"recipe\": {}}]}",
    "{\"format\": \"weft-queue\", \"format_version\": \"1.0\", \"runs\": [{\"images\": 1}]}",
    "{\"format\": \"weft-queue\", \"format\": \"weft-queue\", \"format_version\": \"1.0\", \"runs\": []}",
  };
  g_autoptr (GArray) lines = studio_queue_file_new_lines ();
  g_autoptr (GArray) read = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) again = NULL;

  for (guint i = 0; i < 20; i++)
    {
      const StudioQueueLine line = { test_recipe_new_random (), g_test_rand_int_range (1, 100) };

      g_array_append_val (lines, line);
    }
  text = studio_queue_file_write (lines);
  read = studio_queue_file_read (text, NULL);
  g_assert_cmpuint (read->len, ==, 20);
  again = studio_queue_file_write (read);
  g_assert_true (g_bytes_equal (text, again));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad[i], strlen (bad[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_queue_file_read (bytes, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/queue/file", test_file);
#define ADD(name, func) g_test_add ("/queue/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("in-order", test_in_order);
  ADD ("order", test_order);
  ADD ("restart", test_restart);
  ADD ("two", test_two);
  ADD ("damaged", test_damaged);
  ADD ("no-checkpoint", test_no_checkpoint);
#undef ADD

  return g_test_run ();
}
