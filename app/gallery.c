/* SPDX-License-Identifier: MIT */
/* StudioGallery: stands between the workspace, which finishes pictures, and the two lists that keep them. */
#include "app/gallery.h"

#include <glib/gi18n-lib.h>

struct _StudioGallery {
  GObject parent_instance;

  /* owned */
  StudioWorkspace *workspace;
  StudioHistory *history;
  StudioLibrary *library;
  GPtrArray *deleted; /* of StudioArtwork of this session, taken out of the history last */

  gboolean auto_save;
};

G_DEFINE_FINAL_TYPE (StudioGallery, studio_gallery, G_TYPE_OBJECT)

enum {
  PROP_AUTO_SAVE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum {
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* New pictures */

static void
fail (StudioGallery *self, const char *what, const GError *error)
{
  g_autofree char *sentence = g_strdup_printf ("%s: %s", what, error->message);

  g_signal_emit (self, signals[SIGNAL_FAILED], 0, sentence);
}

static void
auto_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (StudioGallery) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_saved;

  if (!studio_gallery_save_finish (self, result, &n_saved, &error))
    fail (self, _("The picture was not saved to the library"), error);
}

static void
picture_cb (StudioGallery *self, StudioPicture *picture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioArtwork) artwork = studio_artwork_new_from_picture (picture, &error);
  g_autoptr (GPtrArray) artworks = NULL;

  if (artwork == NULL)
    {
      fail (self, _("The picture was not kept"), error);
      return;
    }

  studio_history_add (self->history, artwork);
  if (!self->auto_save)
    return;

  artworks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (artworks, g_object_ref (artwork));
  studio_gallery_save_async (self, artworks, auto_saved_cb, g_object_ref (self));
}

/* Lifecycle */

static void
studio_gallery_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_AUTO_SAVE)
    g_value_set_boolean (value, STUDIO_GALLERY (object)->auto_save);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_gallery_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_AUTO_SAVE)
    studio_gallery_set_auto_save (STUDIO_GALLERY (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_gallery_dispose (GObject *object)
{
  StudioGallery *self = STUDIO_GALLERY (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  if (self->library != NULL)
    studio_library_close (self->library);
  g_clear_object (&self->workspace);
  g_clear_object (&self->library);
  g_clear_object (&self->history);
  g_ptr_array_set_size (self->deleted, 0);
  G_OBJECT_CLASS (studio_gallery_parent_class)->dispose (object);
}

static void
studio_gallery_finalize (GObject *object)
{
  g_ptr_array_unref (STUDIO_GALLERY (object)->deleted);
  G_OBJECT_CLASS (studio_gallery_parent_class)->finalize (object);
}

static void
studio_gallery_class_init (StudioGalleryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_gallery_get_property;
  object_class->set_property = studio_gallery_set_property;
  object_class->dispose = studio_gallery_dispose;
  object_class->finalize = studio_gallery_finalize;
  properties[PROP_AUTO_SAVE] = g_param_spec_boolean (
    "auto-save", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", STUDIO_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
studio_gallery_init (StudioGallery *self)
{
  self->history = studio_history_new ();
  self->library = studio_library_new ();
  self->deleted = g_ptr_array_new_with_free_func (g_object_unref);
}

StudioGallery *
studio_gallery_new (StudioWorkspace *workspace)
{
  StudioGallery *self = g_object_new (STUDIO_TYPE_GALLERY, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "picture", G_CALLBACK (picture_cb), self);
  return self;
}

StudioHistory *
studio_gallery_get_history (StudioGallery *self)
{
  g_return_val_if_fail (STUDIO_IS_GALLERY (self), NULL);

  return self->history;
}

StudioLibrary *
studio_gallery_get_library (StudioGallery *self)
{
  g_return_val_if_fail (STUDIO_IS_GALLERY (self), NULL);

  return self->library;
}

gboolean
studio_gallery_get_auto_save (StudioGallery *self)
{
  g_return_val_if_fail (STUDIO_IS_GALLERY (self), FALSE);

  return self->auto_save;
}

void
studio_gallery_set_auto_save (StudioGallery *self, gboolean auto_save)
{
  g_return_if_fail (STUDIO_IS_GALLERY (self));

  if (self->auto_save == auto_save)
    return;

  self->auto_save = auto_save;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTO_SAVE]);
}

/* Saving: one after the other, so that names are numbered in order */

typedef struct {
  GPtrArray *artworks; /* owned */
  guint next;
  guint n_saved;
} Saving;

static void
saving_free (gpointer data)
{
  g_ptr_array_unref (((Saving *) data)->artworks);
  g_free (data);
}

static void save_next (GTask *task);

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (StudioArtwork) saved = studio_library_save_finish (STUDIO_LIBRARY (source), result, &error);

  if (saved == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  studio_artwork_set_path (g_ptr_array_index (saving->artworks, saving->next - 1), studio_artwork_get_path (saved));
  saving->n_saved++;
  save_next (task);
}

static void
save_next (GTask *task)
{
  StudioGallery *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);

  while (saving->next < saving->artworks->len)
    {
      StudioArtwork *artwork = g_ptr_array_index (saving->artworks, saving->next++);

      if (studio_artwork_get_path (artwork) != NULL)
        continue;
      studio_library_save_async (self->library, studio_artwork_get_picture (artwork), NULL, saved_cb,
                                 g_object_ref (task));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

void
studio_gallery_save_async (StudioGallery *self, GPtrArray *artworks, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (STUDIO_IS_GALLERY (self));

  saving = g_new0 (Saving, 1);
  saving->artworks = g_ptr_array_ref (artworks);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, studio_gallery_save_async);
  g_task_set_task_data (task, saving, saving_free);
  save_next (task);
}

gboolean
studio_gallery_save_finish (StudioGallery *self, GAsyncResult *result, guint *n_saved, GError **error)
{
  const Saving *saving;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  saving = g_task_get_task_data (G_TASK (result));
  *n_saved = saving->n_saved;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Deleting */

static void
trashed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (studio_library_trash_finish (STUDIO_LIBRARY (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static StudioArtwork *
find_by_path (GListModel *pictures, const char *path)
{
  for (guint i = 0; path != NULL && i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (StudioArtwork) artwork = g_list_model_get_item (pictures, i);

      if (g_strcmp0 (studio_artwork_get_path (artwork), path) == 0)
        return g_steal_pointer (&artwork);
    }

  return NULL;
}

static void
collect (GPtrArray *files, StudioArtwork *artwork)
{
  if (artwork != NULL && !g_ptr_array_find (files, artwork, NULL))
    g_ptr_array_add (files, g_object_ref (artwork));
}

/* A picture that was painted and saved is one picture to people: what is in both lists goes from both. */
static void
delete_one (StudioGallery *self, StudioArtwork *artwork, GPtrArray *files)
{
  const char *path = studio_artwork_get_path (artwork);
  const gboolean is_of_session = studio_artwork_get_picture (artwork) != NULL;
  g_autoptr (StudioArtwork) painted = is_of_session
                                        ? g_object_ref (artwork)
                                        : find_by_path (studio_history_get_pictures (self->history), path);
  g_autoptr (StudioArtwork) file = is_of_session ? find_by_path (studio_library_get_pictures (self->library), path)
                                                 : g_object_ref (artwork);

  collect (files, file);
  if (painted != NULL && studio_history_remove (self->history, painted))
    g_ptr_array_add (self->deleted, g_object_ref (painted));
}

void
studio_gallery_delete_async (StudioGallery *self, GPtrArray *artworks, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (STUDIO_IS_GALLERY (self));

  g_ptr_array_set_size (self->deleted, 0);
  for (guint i = 0; i < artworks->len; i++)
    delete_one (self, g_ptr_array_index (artworks, i), files);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, studio_gallery_delete_async);
  studio_library_trash_async (self->library, files, trashed_cb, g_steal_pointer (&task));
}

gboolean
studio_gallery_delete_finish (StudioGallery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
studio_gallery_get_n_deleted (StudioGallery *self)
{
  g_return_val_if_fail (STUDIO_IS_GALLERY (self), 0);

  return self->deleted->len + studio_library_get_n_restorable (self->library);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (studio_library_restore_finish (STUDIO_LIBRARY (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
studio_gallery_undo_delete_async (StudioGallery *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (STUDIO_IS_GALLERY (self));

  for (guint i = 0; i < self->deleted->len; i++)
    studio_history_add (self->history, g_ptr_array_index (self->deleted, i));
  g_ptr_array_set_size (self->deleted, 0);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, studio_gallery_undo_delete_async);
  studio_library_restore_async (self->library, restored_cb, g_steal_pointer (&task));
}

gboolean
studio_gallery_undo_delete_finish (StudioGallery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
