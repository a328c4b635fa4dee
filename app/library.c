/* SPDX-License-Identifier: MIT */
/* The pictures of a folder as a list, and what is known of each of its files. */
#include "app/library.h"

#include "app/library-private.h"
#include "app/paths.h"

#define MAX_REFUSALS 10 /* lines that say why */

G_DEFINE_FINAL_TYPE (StudioLibrary, studio_library, G_TYPE_OBJECT)

static GParamSpec *properties[STUDIO_LIBRARY_N_PROPS];

void
studio_library_notify (StudioLibrary *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
studio_library_known_free (gpointer data)
{
  StudioLibraryKnown *known = data;

  g_clear_object (&known->artwork);
  g_free (known->refusal);
  g_free (known);
}

/* The list */

static void
set_n_refused (StudioLibrary *self, guint n_refused)
{
  if (self->n_refused == n_refused)
    return;

  self->n_refused = n_refused;
  studio_library_notify (self, STUDIO_LIBRARY_PROP_N_REFUSED);
}

void
studio_library_forget (StudioLibrary *self, const char *path)
{
  StudioLibraryKnown *known = g_hash_table_lookup (self->known, path);
  guint position;

  if (known == NULL)
    return;

  if (known->artwork != NULL && g_list_store_find (self->pictures, known->artwork, &position))
    g_list_store_remove (self->pictures, position);
  if (known->refusal != NULL)
    set_n_refused (self, self->n_refused - 1);
  g_hash_table_remove (self->known, path);
}

void
studio_library_add (StudioLibrary *self, StudioArtwork *artwork)
{
  const char *path = studio_artwork_get_path (artwork);
  StudioLibraryKnown *known = g_new0 (StudioLibraryKnown, 1);

  studio_library_forget (self, path);
  known->artwork = g_object_ref (artwork);
  known->time = studio_artwork_get_time (artwork);
  known->bytes = studio_artwork_get_file_bytes (artwork);
  g_hash_table_insert (self->known, g_strdup (path), known);
  g_list_store_insert_sorted (self->pictures, artwork, studio_artwork_compare, NULL);
}

void
studio_library_refuse (StudioLibrary *self, const StudioLibraryFile *file, const char *why)
{
  StudioLibraryKnown *known = g_new0 (StudioLibraryKnown, 1);

  studio_library_forget (self, file->path);
  known->refusal = g_strdup (why);
  known->time = file->time;
  known->bytes = file->bytes;
  g_hash_table_insert (self->known, g_strdup (file->path), known);
  set_n_refused (self, self->n_refused + 1);
}

void
studio_library_forget_all (StudioLibrary *self)
{
  g_list_store_remove_all (self->pictures);
  g_hash_table_remove_all (self->known);
  g_ptr_array_set_size (self->unread, 0);
  self->n_read = 0;
  set_n_refused (self, 0);
}

/* Lifecycle */

static void
studio_library_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  StudioLibrary *self = STUDIO_LIBRARY (object);

  switch (id)
    {
    case STUDIO_LIBRARY_PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case STUDIO_LIBRARY_PROP_READING:
      g_value_set_boolean (value, self->reading != NULL);
      break;
    case STUDIO_LIBRARY_PROP_N_REFUSED:
      g_value_set_uint (value, self->n_refused);
      break;
    case STUDIO_LIBRARY_PROP_N_LEFT_OUT:
      g_value_set_uint (value, self->n_left_out);
      break;
    case STUDIO_LIBRARY_PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
studio_library_dispose (GObject *object)
{
  studio_library_cancel_reading (STUDIO_LIBRARY (object));
  G_OBJECT_CLASS (studio_library_parent_class)->dispose (object);
}

static void
studio_library_finalize (GObject *object)
{
  StudioLibrary *self = STUDIO_LIBRARY (object);

  g_object_unref (self->pictures);
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->unread);
  g_ptr_array_unref (self->trashed);
  g_free (self->folder);
  g_free (self->problem);
  G_OBJECT_CLASS (studio_library_parent_class)->finalize (object);
}

static void
studio_library_class_init (StudioLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = studio_library_get_property;
  object_class->dispose = studio_library_dispose;
  object_class->finalize = studio_library_finalize;
  properties[STUDIO_LIBRARY_PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, flags);
  properties[STUDIO_LIBRARY_PROP_READING] = g_param_spec_boolean ("reading", NULL, NULL, FALSE, flags);
  properties[STUDIO_LIBRARY_PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[STUDIO_LIBRARY_PROP_N_LEFT_OUT] = g_param_spec_uint ("n-left-out", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[STUDIO_LIBRARY_PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, STUDIO_LIBRARY_N_PROPS, properties);
}

static void
studio_library_init (StudioLibrary *self)
{
  self->pictures = g_list_store_new (STUDIO_TYPE_ARTWORK);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, studio_library_known_free);
  self->unread = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_library_file_free);
  self->trashed = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_trashed_free);
}

StudioLibrary *
studio_library_new (void)
{
  return g_object_new (STUDIO_TYPE_LIBRARY, NULL);
}

void
studio_library_close (StudioLibrary *self)
{
  g_return_if_fail (STUDIO_IS_LIBRARY (self));

  studio_library_cancel_reading (self);
}

void
studio_library_set_folder (StudioLibrary *self, const char *folder)
{
  g_autofree char *path = NULL;

  g_return_if_fail (STUDIO_IS_LIBRARY (self));

  path = folder != NULL ? g_strdup (folder) : studio_paths_dup_library_dir ();
  if (g_strcmp0 (self->folder, path) == 0)
    return;

  studio_library_cancel_reading (self);
  studio_library_forget_all (self);
  g_ptr_array_set_size (self->trashed, 0);
  g_free (self->folder);
  self->folder = g_steal_pointer (&path);
  self->is_usual = folder == NULL;
  studio_library_notify (self, STUDIO_LIBRARY_PROP_FOLDER);
  studio_library_begin_listing (self);
}

const char *
studio_library_get_folder (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  return self->folder;
}

GListModel *
studio_library_get_pictures (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  return G_LIST_MODEL (self->pictures);
}

gboolean
studio_library_get_reading (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), FALSE);

  return self->reading != NULL;
}

guint
studio_library_get_n_refused (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), 0);

  return self->n_refused;
}

guint
studio_library_get_n_left_out (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), 0);

  return self->n_left_out;
}

const char *
studio_library_get_problem (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  return self->problem;
}

char *
studio_library_dup_refusals (StudioLibrary *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iterator;
  gpointer path, value;
  guint n = 0;

  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  g_hash_table_iter_init (&iterator, self->known);
  while (n < MAX_REFUSALS && g_hash_table_iter_next (&iterator, &path, &value))
    {
      g_autofree char *name = g_filename_display_basename (path);
      const StudioLibraryKnown *known = value;

      if (known->refusal == NULL)
        continue;
      g_string_append_printf (text, "%s%s: %s", n > 0 ? "\n" : "", name, known->refusal);
      n++;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
