/* SPDX-License-Identifier: MIT */
/* Where the studio's own files lie. Everything is derived from where the program lies, so nothing need be
 * set. */
#include "app/paths.h"

#include <stdlib.h>

/* The folder of the program with symbolic links resolved, or NULL if it cannot be told. */
static char *
dup_program_dir (const char *executable)
{
  g_autofree char *real = realpath (executable != NULL ? executable : "/proc/self/exe", NULL);

  return real != NULL ? g_path_get_dirname (real) : NULL;
}

static gboolean
is_in_build_tree (const char *program_dir)
{
  return program_dir != NULL
         && (g_str_equal (program_dir, WEFT_BUILD_DIR) || g_str_has_prefix (program_dir, WEFT_BUILD_DIR "/"))
         && g_file_test (WEFT_SOURCE_DIR "/data", G_FILE_TEST_IS_DIR);
}

/* "../share/@name" seen from the program, if it exists. */
static char *
dup_shared_dir (const char *program_dir, const char *name)
{
  g_autofree char *prefix = NULL;
  g_autofree char *path = NULL;

  if (program_dir == NULL)
    return NULL;

  prefix = g_path_get_dirname (program_dir);
  path = g_build_filename (prefix, "share", name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

static char *
dup_folder (const char *executable, const char *in_build_tree, const char *shared_name, const char *installed)
{
  g_autofree char *program_dir = dup_program_dir (executable);
  g_autofree char *shared = NULL;

  if (is_in_build_tree (program_dir))
    return g_strdup (in_build_tree);

  shared = dup_shared_dir (program_dir, shared_name);
  return shared != NULL ? g_steal_pointer (&shared) : g_strdup (installed);
}

char *
studio_paths_dup_data_dir (const char *executable)
{
  const char *chosen = g_getenv ("WEFT_DATADIR");

  if (chosen != NULL && *chosen != '\0')
    return g_strdup (chosen);

  return dup_folder (executable, WEFT_SOURCE_DIR "/data", "weft", WEFT_INSTALLED_DATA_DIR "/weft");
}

char *
studio_paths_dup_checkpoints_dir (const char *executable)
{
  g_autofree char *data_dir = studio_paths_dup_data_dir (executable);

  return g_build_filename (data_dir, "checkpoints", NULL);
}

char *
studio_paths_dup_user_checkpoints_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "weft", "checkpoints", NULL);
}

char *
studio_paths_dup_library_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "weft", "library", NULL);
}

char *
studio_paths_dup_training_dir (void)
{
  return g_build_filename (g_get_user_state_dir (), "weft", "training", NULL);
}

char *
studio_paths_dup_state_dir (void)
{
  return g_build_filename (g_get_user_state_dir (), "weft", NULL);
}

char *
studio_paths_dup_parcels_dir (void)
{
  return g_build_filename (g_get_user_cache_dir (), "weft", "parcels", NULL);
}

char *
studio_paths_dup_schema_dir (const char *executable)
{
  g_autofree char *folder = dup_folder (executable, WEFT_BUILD_DIR "/data", "glib-2.0/schemas",
                                        WEFT_INSTALLED_DATA_DIR "/glib-2.0/schemas");
  g_autofree char *compiled = g_build_filename (folder, "gschemas.compiled", NULL);

  return g_file_test (compiled, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&folder) : NULL;
}

char *
studio_paths_dup_locale_dir (const char *executable)
{
  return dup_folder (executable, WEFT_BUILD_DIR "/po", "locale", WEFT_INSTALLED_DATA_DIR "/locale");
}
