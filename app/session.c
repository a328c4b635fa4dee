/* SPDX-License-Identifier: MIT */
/* StudioSession: what should be in the file is known at once; a thread brings the file there, one change after the
 * other, and leaves out those that were overtaken. */
#include "app/session.h"

#include "app/input.h"
#include "app/paths.h"
#include "app/recipe-json.h"
#include "app/store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LANES_KEY "lanes"
#define RETRY_DELAY 200 /* milliseconds until a run that has just begun has something to tell */
#define MAX_FILE (1024 * 1024) /* bytes that are read of what an earlier process left */

struct _StudioSession {
  GObject parent_instance;

  /* owned */
  char *folder;
  char *path;              /* of the file */
  char *wanted;            /* what the file should hold; NULL: it should not be there */
  StudioWorkspace *source; /* weak: whose run that is */

  int lock_fd;          /* -1: this process does not keep the session */
  gboolean is_writing;
  gboolean is_outdated; /* what is wanted has changed since the thread was sent */
  guint retry_id;
};

G_DEFINE_FINAL_TYPE (StudioSession, studio_session, G_TYPE_OBJECT)

/* The text of the file */

static char *
to_text (const StudioRecipe *recipe, guint n_lanes)
{
  g_autofree char *json = studio_recipe_to_json (recipe);
  json_t *root = json_loads (json, 0, NULL);
  char *dumped, *text;

  json_object_set_new (root, LANES_KEY, json_integer (n_lanes));
  dumped = json_dumps (root, JSON_INDENT (2));
  text = g_strdup (dumped);
  free (dumped);
  json_decref (root);
  return text;
}

/* The file may hold anything: then there is nothing to offer. */
static StudioRecipe *
from_text (GBytes *bytes, guint *n_lanes)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  StudioRecipe *recipe = studio_recipe_from_json (text, (gssize) size, NULL);
  json_t *root = recipe != NULL ? json_loadb (text, size, 0, NULL) : NULL;

  *n_lanes = (guint) CLAMP (json_integer_value (json_object_get (root, LANES_KEY)), 1, STUDIO_JOB_MAX_LANES);
  json_decref (root);
  return recipe;
}

/* Beginning */

/* What a thread finds. */
typedef struct {
  char *folder;
  char *path;
  int lock_fd;
  StudioRecipe *recipe;
  guint n_lanes;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  g_free (beginning->folder);
  g_free (beginning->path);
  if (beginning->lock_fd >= 0)
    close (beginning->lock_fd);
  g_clear_pointer (&beginning->recipe, studio_recipe_free);
  g_free (beginning);
}

static int
take_lock (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "session.lock", NULL);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) < 0)
    return -1;

  fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static void
begin_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Beginning *beginning = task_data;
  g_autoptr (GBytes) bytes = NULL;

  beginning->lock_fd = take_lock (beginning->folder);
  if (beginning->lock_fd >= 0)
    {
      studio_store_sweep (beginning->folder);
      bytes = studio_input_read (beginning->path, MAX_FILE, NULL);
      if (bytes != NULL)
        beginning->recipe = from_text (bytes, &beginning->n_lanes);
      g_unlink (beginning->path);
    }

  g_task_return_boolean (task, TRUE);
}

void
studio_session_begin_async (StudioSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Beginning *beginning;

  g_return_if_fail (STUDIO_IS_SESSION (self));

  beginning = g_new0 (Beginning, 1);
  beginning->folder = g_strdup (self->folder);
  beginning->path = g_strdup (self->path);
  beginning->lock_fd = -1;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, studio_session_begin_async);
  g_task_set_task_data (task, beginning, beginning_free);
  g_task_run_in_thread (task, begin_thread_cb);
}

static void bring_up_to_date (StudioSession *self);

StudioRecipe *
studio_session_begin_finish (StudioSession *self, GAsyncResult *result, guint *n_lanes)
{
  Beginning *beginning;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  beginning = g_task_get_task_data (G_TASK (result));
  if (self->lock_fd < 0)
    {
      self->lock_fd = beginning->lock_fd;
      beginning->lock_fd = -1;
    }
  *n_lanes = beginning->n_lanes;
  if (self->wanted != NULL)
    bring_up_to_date (self);
  return g_steal_pointer (&beginning->recipe);
}

/* Writing */

typedef struct {
  char *path;
  char *text; /* NULL: the file goes */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->path);
  g_free (change->text);
  g_free (change);
}

/* A disk that refuses is no reason to disturb anybody who paints: then nothing can be offered later. */
static void
write_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Change *change = task_data;
  g_autoptr (GBytes) bytes = change->text != NULL ? g_bytes_new (change->text, strlen (change->text)) : NULL;
  g_autoptr (GError) error = NULL;

  if (bytes == NULL)
    g_unlink (change->path);
  else if (!studio_store_write (change->path, bytes, STUDIO_STORE_REPLACE, &error))
    g_debug ("%s: %s", change->path, error->message);

  g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StudioSession *self = STUDIO_SESSION (source);

  self->is_writing = FALSE;
  if (self->is_outdated)
    bring_up_to_date (self);
}

static void
bring_up_to_date (StudioSession *self)
{
  g_autoptr (GTask) task = NULL;
  Change *change;

  if (self->lock_fd < 0)
    return;

  self->is_outdated = self->is_writing;
  if (self->is_writing)
    return;

  change = g_new (Change, 1);
  *change = (Change) { g_strdup (self->path), g_strdup (self->wanted) };
  self->is_writing = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_source_tag (task, bring_up_to_date);
  g_task_set_task_data (task, change, change_free);
  g_task_run_in_thread (task, write_thread_cb);
}

static void
want (StudioSession *self, StudioWorkspace *source, char *text)
{
  g_autofree char *owned = text;

  if (g_strcmp0 (self->wanted, owned) == 0)
    return;

  g_set_weak_pointer (&self->source, source);
  g_free (self->wanted);
  self->wanted = g_steal_pointer (&owned);
  bring_up_to_date (self);
}

/* Following */

static void changed_cb (StudioSession *self, GParamSpec *spec, StudioWorkspace *workspace);

static gboolean
retry_cb (gpointer user_data)
{
  StudioSession *self = STUDIO_SESSION (user_data);

  self->retry_id = 0;
  if (self->source != NULL)
    changed_cb (self, NULL, self->source);
  return G_SOURCE_REMOVE;
}

/* Before its first value a run has no picture yet, and nobody tells when it comes. */
static void
retry (StudioSession *self, StudioWorkspace *workspace)
{
  g_set_weak_pointer (&self->source, workspace);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_id = g_timeout_add (RETRY_DELAY, retry_cb, self);
}

static void
changed_cb (StudioSession *self, GParamSpec *spec, StudioWorkspace *workspace)
{
  StudioJob *job = studio_workspace_get_job (workspace);
  g_autoptr (StudioPicture) picture = NULL;

  if (!studio_run_state_is_active (studio_workspace_get_state (workspace)))
    {
      if (self->source == workspace)
        want (self, NULL, NULL);
      return;
    }

  picture = studio_workspace_dup_picture (workspace, 0);
  if (picture != NULL)
    want (self, workspace, to_text (studio_picture_get_recipe (picture), studio_job_get_n_lanes (job)));
  else
    retry (self, workspace);
}

void
studio_session_follow (StudioSession *self, StudioWorkspace *workspace)
{
  const char *const signals[] = { "notify::state", "notify::job", "notify::temperature" };

  g_return_if_fail (STUDIO_IS_SESSION (self));
  g_return_if_fail (STUDIO_IS_WORKSPACE (workspace));

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (workspace, signals[i], G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/* Lifecycle */

static void
studio_session_finalize (GObject *object)
{
  StudioSession *self = STUDIO_SESSION (object);

  g_clear_weak_pointer (&self->source);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->wanted);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  G_OBJECT_CLASS (studio_session_parent_class)->finalize (object);
}

static void
studio_session_class_init (StudioSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_session_finalize;
}

static void
studio_session_init (StudioSession *self)
{
  self->lock_fd = -1;
}

StudioSession *
studio_session_new (const char *folder)
{
  StudioSession *self = g_object_new (STUDIO_TYPE_SESSION, NULL);

  self->folder = folder != NULL ? g_strdup (folder) : studio_paths_dup_state_dir ();
  self->path = g_build_filename (self->folder, "unfinished.json", NULL);
  return self;
}

void
studio_session_close (StudioSession *self)
{
  g_return_if_fail (STUDIO_IS_SESSION (self));

  if (self->lock_fd < 0)
    return;

  /* What a thread is writing at this moment must not come after the end. */
  while (self->is_writing)
    g_main_context_iteration (NULL, TRUE);
  g_unlink (self->path);
  close (self->lock_fd);
  self->lock_fd = -1;
}
