/* SPDX-License-Identifier: MIT */
/* A missing schema would end the process, so it is looked up first. */
#include "ui/settings.h"

#include "app/paths.h"

#include <math.h>

#define SCHEMA_ID "io.github.weft_studio.Weft"

static GSettingsSchema *
find_schema (void)
{
  g_autofree char *folder = studio_paths_dup_schema_dir (NULL);
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;

  if (folder != NULL)
    own = g_settings_schema_source_new_from_directory (folder, system, TRUE, NULL);
  if (own == NULL && system == NULL)
    return NULL;

  return g_settings_schema_source_lookup (own != NULL ? own : system, SCHEMA_ID, TRUE);
}

GSettings *
ui_settings_open (void)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/* Another checkpoint may have been chosen while the file was looked for. */
static void
checkpoint_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (StudioWorkspace) workspace = user_data;
  StudioCatalog *catalog = STUDIO_CATALOG (source);
  StudioEntry *entry = studio_catalog_add_finish (catalog, result, NULL);

  if (entry != NULL && studio_workspace_get_entry (workspace) == studio_catalog_get_default (catalog))
    studio_workspace_set_entry (workspace, entry);
}

/* By name, or by path for a file of the user's own, which may lie on a disk that does not answer; one that is gone leaves
 * the default checkpoint. */
static void
restore_checkpoint (GSettings *settings, StudioWorkspace *workspace)
{
  StudioCatalog *catalog = studio_workspace_get_catalog (workspace);
  g_autofree char *name = g_settings_get_string (settings, "checkpoint");
  StudioEntry *entry = g_path_is_absolute (name) ? NULL : studio_catalog_find (catalog, name);

  if (g_path_is_absolute (name))
    studio_catalog_add_async (catalog, name, NULL, NULL, checkpoint_opened_cb, g_object_ref (workspace));
  else if (entry != NULL && entry != studio_workspace_get_entry (workspace))
    studio_workspace_set_entry (workspace, entry);
}

/* A range keeps out what is too large, but not what is no number. */
static double
get_double (GSettings *settings, const char *key)
{
  double value = g_settings_get_double (settings, key);

  if (isnan (value))
    {
      g_autoptr (GVariant) usual = g_settings_get_default_value (settings, key);

      value = g_variant_get_double (usual);
    }
  return value;
}

void
ui_settings_restore (GSettings *settings, GtkWindow *window, StudioWorkspace *workspace)
{
  if (settings == NULL)
    return;

  gtk_window_set_default_size (window, g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);

  restore_checkpoint (settings, workspace);
  studio_workspace_set_temperature (workspace, get_double (settings, "temperature"));
  studio_workspace_set_n_lanes (workspace, (guint) g_settings_get_int (settings, "batch-count"));
  studio_workspace_set_seed_locked (workspace, g_settings_get_boolean (settings, "seed-locked"));
  g_object_set (workspace, "top-k", (guint) g_settings_get_int (settings, "top-k"), "top-p",
                get_double (settings, "top-p"), NULL);
  g_object_set (workspace, "pace-unit", (guint) g_settings_get_enum (settings, "pace-unit"), NULL);
  if (g_settings_get_enum (settings, "pace") != 0)
    studio_workspace_set_pace (workspace, get_double (settings, "pixels-per-second"));
}

static void
save_checkpoint (GSettings *settings, StudioWorkspace *workspace)
{
  StudioCatalog *catalog = studio_workspace_get_catalog (workspace);
  StudioEntry *entry = studio_workspace_get_entry (workspace);
  const char *text = "";

  if (entry != NULL && studio_catalog_find (catalog, studio_entry_get_name (entry)) == entry)
    text = studio_entry_get_name (entry);
  else if (entry != NULL && g_utf8_validate (studio_entry_get_path (entry), -1, NULL))
    text = studio_entry_get_path (entry);

  g_settings_set_string (settings, "checkpoint", text);
}

void
ui_settings_save (GSettings *settings, GtkWindow *window, StudioWorkspace *workspace)
{
  double pace = studio_workspace_get_pace (workspace), top_p;
  guint top_k;
  int width, height;

  if (settings == NULL)
    return;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 360));
  g_settings_set_int (settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));

  save_checkpoint (settings, workspace);
  g_settings_set_double (settings, "temperature", studio_workspace_get_temperature (workspace));
  g_settings_set_int (settings, "batch-count", (int) studio_workspace_get_n_lanes (workspace));
  g_settings_set_boolean (settings, "seed-locked", studio_workspace_get_seed_locked (workspace));
  g_object_get (workspace, "top-k", &top_k, "top-p", &top_p, NULL);
  g_settings_set_int (settings, "top-k", (int) top_k);
  g_settings_set_double (settings, "top-p", top_p);
  g_settings_set_enum (settings, "pace-unit", (int) studio_workspace_get_pace_unit (workspace));
  g_settings_set_enum (settings, "pace", pace > 0);
  if (pace > 0)
    g_settings_set_double (settings, "pixels-per-second", pace);
}

GFile *
ui_settings_get_save_folder (GSettings *settings)
{
  g_autofree char *saved = settings != NULL ? g_settings_get_string (settings, "save-folder") : NULL;
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  if (saved != NULL && g_file_test (saved, G_FILE_TEST_IS_DIR))
    return g_file_new_for_path (saved);
  if (pictures != NULL && g_file_test (pictures, G_FILE_TEST_IS_DIR))
    return g_file_new_for_path (pictures);
  return g_file_new_for_path (g_get_home_dir ());
}

void
ui_settings_set_save_folder (GSettings *settings, GFile *folder)
{
  const char *path = folder != NULL ? g_file_peek_path (folder) : NULL;

  if (settings != NULL && path != NULL && g_utf8_validate (path, -1, NULL))
    g_settings_set_string (settings, "save-folder", path);
}
