/* SPDX-License-Identifier: MIT */
/* The checkpoints on offer, as a list model: those of two folders, and those opened by hand. */
#include "app/catalog.h"

#include "app/catalog-private.h"
#include "app/entry-private.h"
#include "app/paths.h"

#include <string.h>

#define DEFAULT_FILE "default"

static void studio_catalog_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StudioCatalog, studio_catalog, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, studio_catalog_list_model_init))

/* The list model */

static GType
studio_catalog_get_item_type (GListModel *model)
{
  return STUDIO_TYPE_ENTRY;
}

static guint
studio_catalog_get_n_items (GListModel *model)
{
  return STUDIO_CATALOG (model)->entries->len;
}

static gpointer
studio_catalog_get_item (GListModel *model, guint position)
{
  StudioEntry *entry = studio_catalog_get_entry (STUDIO_CATALOG (model), position);

  return entry != NULL ? g_object_ref (entry) : NULL;
}

static void
studio_catalog_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = studio_catalog_get_item_type;
  interface->get_n_items = studio_catalog_get_n_items;
  interface->get_item = studio_catalog_get_item;
}

/* Scanning */

/* Without the suffix: "digits" comes before "digits-softmax". */
static int
compare_names_cb (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a, *y = *(const char *const *) b;
  const size_t n_x = strlen (x) - strlen (STUDIO_CATALOG_SUFFIX), n_y = strlen (y) - strlen (STUDIO_CATALOG_SUFFIX);
  const int order = memcmp (x, y, MIN (n_x, n_y));

  return order != 0 ? order : (n_x > n_y) - (n_x < n_y);
}

/* Paths of all checkpoints in a folder, sorted; empty if there is no such folder. */
static GPtrArray *
list_checkpoints (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, STUDIO_CATALOG_SUFFIX))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));

  g_ptr_array_sort (paths, compare_names_cb);
  return paths;
}

static char *
read_default_name (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, DEFAULT_FILE, NULL);
  char *name = NULL;

  return g_file_get_contents (path, &name, NULL, NULL) ? g_strstrip (name) : NULL;
}

/* The entry that was there before, if the file is still the same; else the new one. */
static StudioEntry *
keep_identity (StudioCatalog *self, StudioEntry *entry)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      StudioEntry *old = g_ptr_array_index (self->entries, i);

      if (studio_entry_describes (old, entry))
        {
          g_object_unref (entry);
          return g_object_ref (old);
        }
    }

  return entry;
}

static void
add_problem (StudioCatalog *self, const char *path, const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);

  g_ptr_array_insert (self->problems, (int) self->problems->len - 1,
                      g_strdup_printf ("%s: %s", name, error->message));
}

static void
scan_folder (StudioCatalog *self, const char *folder, gboolean is_bundled, GPtrArray *found)
{
  g_autoptr (GPtrArray) paths = list_checkpoints (folder);
  g_autofree char *default_name = is_bundled ? read_default_name (folder) : NULL;

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (GError) error = NULL;
      StudioEntry *entry = studio_entry_new (path, NULL, &error);

      if (entry == NULL)
        {
          add_problem (self, path, error);
          continue;
        }

      entry = keep_identity (self, entry);
      studio_entry_set_origin (entry, is_bundled,
                               g_strcmp0 (studio_entry_get_name (entry), default_name) == 0);
      g_ptr_array_add (found, entry);
    }
}

StudioEntry *
studio_catalog_find_path (GPtrArray *entries, const char *path)
{
  for (guint i = 0; i < entries->len; i++)
    {
      StudioEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (studio_entry_get_path (entry), path))
        return entry;
    }

  return NULL;
}

static void
clear_problems (StudioCatalog *self)
{
  g_ptr_array_set_size (self->problems, 0);
  g_ptr_array_add (self->problems, NULL);
}

/* Entries opened by hand stay at the end, unless their file now lies in one of the folders. */
static void
append_opened (StudioCatalog *self, GPtrArray *found)
{
  for (guint i = self->n_listed; i < self->entries->len; i++)
    {
      StudioEntry *entry = g_ptr_array_index (self->entries, i);

      if (studio_catalog_find_path (found, studio_entry_get_path (entry)) == NULL)
        g_ptr_array_add (found, g_object_ref (entry));
    }
}

void
studio_catalog_scan (StudioCatalog *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n_before = self->entries->len;
  guint n_listed;

  g_return_if_fail (STUDIO_IS_CATALOG (self));

  clear_problems (self);
  scan_folder (self, self->bundled_dir, TRUE, found);
  scan_folder (self, self->user_dir, FALSE, found);
  n_listed = found->len;
  append_opened (self, found);

  g_ptr_array_unref (self->entries);
  self->entries = g_steal_pointer (&found);
  self->n_listed = n_listed;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->entries->len);
}

const char *const *
studio_catalog_get_problems (StudioCatalog *self)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  return (const char *const *) self->problems->pdata;
}

const char *
studio_catalog_get_bundled_dir (StudioCatalog *self)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  return self->bundled_dir;
}

const char *
studio_catalog_get_user_dir (StudioCatalog *self)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  return self->user_dir;
}

/* Looking things up */

guint
studio_catalog_get_n_entries (StudioCatalog *self)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), 0);

  return self->entries->len;
}

StudioEntry *
studio_catalog_get_entry (StudioCatalog *self, guint position)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  return position < self->entries->len ? g_ptr_array_index (self->entries, position) : NULL;
}

StudioEntry *
studio_catalog_get_default (StudioCatalog *self)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      StudioEntry *entry = g_ptr_array_index (self->entries, i);

      if (studio_entry_get_is_default (entry))
        return entry;
    }

  return studio_catalog_get_entry (self, 0);
}

StudioEntry *
studio_catalog_find (StudioCatalog *self, const char *name)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      StudioEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (studio_entry_get_name (entry), name))
        return entry;
    }

  return NULL;
}

/* Whether two networks differ in their attention and in nothing else. */
static gboolean
are_twins (StudioEntry *a, StudioEntry *b)
{
  WeftConfig mirrored = *studio_entry_get_config (a);
  const WeftConfig *other = studio_entry_get_config (b);

  if (mirrored.attention == other->attention)
    return FALSE;

  mirrored.attention = other->attention;
  return memcmp (&mirrored, other, sizeof mirrored) == 0
         && g_strcmp0 (studio_entry_get_metadata (a, "dataset"),
                       studio_entry_get_metadata (b, "dataset")) == 0;
}

StudioEntry *
studio_catalog_find_twin (StudioCatalog *self, StudioEntry *entry)
{
  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    if (are_twins (entry, g_ptr_array_index (self->entries, i)))
      return g_ptr_array_index (self->entries, i);

  return NULL;
}

/* The object */

static void
studio_catalog_finalize (GObject *object)
{
  StudioCatalog *self = STUDIO_CATALOG (object);

  g_free (self->bundled_dir);
  g_free (self->user_dir);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->problems);
  G_OBJECT_CLASS (studio_catalog_parent_class)->finalize (object);
}

static void
studio_catalog_class_init (StudioCatalogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_catalog_finalize;
}

static void
studio_catalog_init (StudioCatalog *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  clear_problems (self);
}

StudioCatalog *
studio_catalog_new (const char *bundled_dir, const char *user_dir)
{
  StudioCatalog *self = g_object_new (STUDIO_TYPE_CATALOG, NULL);

  self->bundled_dir = bundled_dir != NULL ? g_strdup (bundled_dir) : studio_paths_dup_checkpoints_dir (NULL);
  self->user_dir = user_dir != NULL ? g_strdup (user_dir) : studio_paths_dup_user_checkpoints_dir ();
  return self;
}
