/* SPDX-License-Identifier: MIT */
/* A list of paths in the settings, cut to what a menu can hold. What was stored is believed no further than that. */
#include "ui/recents.h"

#include <glib/gi18n.h>

#define KEY "recent-checkpoints"

/* Absolute paths, each once, at most UI_RECENTS_MAX, whatever is stored. */
static char **
dup_paths (GSettings *settings, const char *first)
{
  g_auto (GStrv) stored = g_settings_get_strv (settings, KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (first != NULL && g_hash_table_add (seen, (gpointer) first))
    g_strv_builder_add (builder, first);
  for (guint i = 0; stored[i] != NULL && g_hash_table_size (seen) < UI_RECENTS_MAX; i++)
    if (g_path_is_absolute (stored[i]) && g_hash_table_add (seen, stored[i]))
      g_strv_builder_add (builder, stored[i]);

  return g_strv_builder_end (builder);
}

void
ui_recents_add (GSettings *settings, const char *path)
{
  g_auto (GStrv) paths = NULL;

  g_return_if_fail (path != NULL);

  if (settings == NULL || !g_path_is_absolute (path) || !g_utf8_validate (path, -1, NULL))
    return;

  paths = dup_paths (settings, path);
  g_settings_set_strv (settings, KEY, (const char *const *) paths);
}

void
ui_recents_clear (GSettings *settings)
{
  if (settings != NULL)
    g_settings_reset (settings, KEY);
}

/* An underscore would be taken for a mnemonic. */
static char *
dup_label (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GString) label = g_string_new (name);

  g_string_replace (label, "_", "__", 0);
  return g_string_free (g_steal_pointer (&label), FALSE);
}

void
ui_recents_fill_menu (GSettings *settings, GMenu *menu, const char *action, const char *clear_action)
{
  g_auto (GStrv) paths = settings != NULL ? dup_paths (settings, NULL) : NULL;
  g_autoptr (GMenu) files = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();

  g_return_if_fail (G_IS_MENU (menu));

  g_menu_remove_all (menu);
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      g_autofree char *label = dup_label (paths[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, action, "s", paths[i]);
      g_menu_append_item (files, item);
    }

  g_menu_append (rest, _("_Clear List"), clear_action);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
}
