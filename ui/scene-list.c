/* SPDX-License-Identifier: MIT */
/* The list is made anew when scenes come, go or move; a caption that is being typed changes nothing else. */
#include "ui/scene-list.h"

#include "ui/toast.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

struct _UiSceneList {
  AdwWindow parent_instance;

  /* template */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListBox *list;

  /* owned */
  StudioScenes *scenes;
  StudioScene *removed; /* the latest, until the next one */
  guint removed_from;

  gboolean is_typing; /* a caption changes because of the list itself */
};

G_DEFINE_FINAL_TYPE (UiSceneList, ui_scene_list, ADW_TYPE_WINDOW)

static const char *
get_action_title (const StudioScene *scene)
{
  switch (scene->action)
    {
    case STUDIO_SCENE_RUN:
      return _("paints");
    case STUDIO_SCENE_HOLD:
      return _("paints and holds");
    case STUDIO_SCENE_RACE:
      return _("races");
    case STUDIO_SCENE_SHOW:
    default:
      return _("shows");
    }
}

/* "3 · digits · seed 8 · paints and holds" */
static char *
dup_title (guint position, const StudioScene *scene)
{
  g_autofree char *seed = NULL;

  if (scene->action == STUDIO_SCENE_SHOW)
    return g_strdup_printf ("%u · %s", position + 1, get_action_title (scene));

  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, scene->seed);
  return g_strdup_printf (_("%u · %s · seed %s · %s"), position + 1,
                          scene->checkpoint != NULL ? scene->checkpoint : _("any checkpoint"), seed,
                          get_action_title (scene));
}

static void
typed_cb (AdwEntryRow *row, UiSceneList *list)
{
  list->is_typing = TRUE;
  studio_scenes_set_caption (list->scenes, (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)),
                             gtk_editable_get_text (GTK_EDITABLE (row)));
  list->is_typing = FALSE;
}

static guint
get_position (GtkWidget *button)
{
  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));
}

/* The row that moved keeps the focus, so that it can be moved on. */
static void
move (UiSceneList *list, guint from, guint to)
{
  studio_scenes_move (list->scenes, from, to);
  gtk_widget_child_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list->list, (int) to)), GTK_DIR_TAB_FORWARD);
}

static void
up_cb (GtkWidget *button, UiSceneList *list)
{
  guint position = get_position (button);

  move (list, position, position - 1);
}

static void
down_cb (GtkWidget *button, UiSceneList *list)
{
  guint position = get_position (button);

  move (list, position, position + 1);
}

static void
undo_cb (UiSceneList *list)
{
  if (list->removed != NULL)
    studio_scenes_insert (list->scenes, list->removed_from, list->removed);
  g_clear_pointer (&list->removed, studio_scene_free);
}

static void
remove_cb (GtkWidget *button, UiSceneList *list)
{
  AdwToast *toast = ui_toast_new (_("Scene removed"));
  guint position = get_position (button);

  g_clear_pointer (&list->removed, studio_scene_free);
  list->removed = studio_scene_copy (studio_scenes_get (list->scenes, position));
  list->removed_from = position;
  studio_scenes_remove (list->scenes, position);

  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (undo_cb), list);
  adw_toast_overlay_add_toast (list->toasts, toast);
}

static void
add_button (UiSceneList *list, GtkWidget *row, const char *icon, const char *label, GCallback callback, gboolean is_enabled)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_sensitive (button, is_enabled);
  g_signal_connect_object (button, "clicked", callback, list, 0);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
}

static GtkWidget *
create_row (UiSceneList *list, guint position, guint n)
{
  const StudioScene *scene = studio_scenes_get (list->scenes, position);
  g_autofree char *title = dup_title (position, scene);
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_tooltip_text (row, title);
  gtk_editable_set_text (GTK_EDITABLE (row), scene->caption);
  g_signal_connect_object (row, "changed", G_CALLBACK (typed_cb), list, 0);
  add_button (list, row, "go-up-symbolic", _("Move up"), G_CALLBACK (up_cb), position > 0);
  add_button (list, row, "go-down-symbolic", _("Move down"), G_CALLBACK (down_cb), position + 1 < n);
  add_button (list, row, "user-trash-symbolic", _("Remove"), G_CALLBACK (remove_cb), TRUE);
  return row;
}

static void
changed_cb (UiSceneList *list)
{
  guint n = studio_scenes_get_n (list->scenes);
  GtkWidget *row;

  if (list->is_typing)
    return;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list->list))) != NULL)
    gtk_list_box_remove (list->list, row);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (list->list, create_row (list, i, n));
  gtk_stack_set_visible_child_name (list->stack, n > 0 ? "list" : "empty");
}

static void
ui_scene_list_dispose (GObject *object)
{
  UiSceneList *list = UI_SCENE_LIST (object);

  if (list->scenes != NULL)
    g_signal_handlers_disconnect_by_data (list->scenes, list);
  g_clear_object (&list->scenes);
  g_clear_pointer (&list->removed, studio_scene_free);

  G_OBJECT_CLASS (ui_scene_list_parent_class)->dispose (object);
}

static void
ui_scene_list_class_init (UiSceneListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_scene_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/scene-list.ui");
  gtk_widget_class_bind_template_child (widget_class, UiSceneList, toasts);
  gtk_widget_class_bind_template_child (widget_class, UiSceneList, stack);
  gtk_widget_class_bind_template_child (widget_class, UiSceneList, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "win.present", NULL);
}

static void
ui_scene_list_init (UiSceneList *list)
{
  gtk_widget_init_template (GTK_WIDGET (list));
  ui_wrap_words (GTK_WIDGET (list));
}

/* By name and not by group: a group would keep the other window alive. */
static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *parent = gtk_window_get_transient_for (user_data);

  if (G_IS_ACTION_GROUP (parent))
    g_action_group_activate_action (G_ACTION_GROUP (parent), g_action_get_name (G_ACTION (action)), NULL);
}

static const GActionEntry entries[] = {
  { "add-scene", forward_cb },
  { "open-talk", forward_cb },
  { "save-talk", forward_cb },
  { "open-sample-talk", forward_cb },
  { "present", forward_cb },
};

UiSceneList *
ui_scene_list_new (GtkWindow *parent, StudioScenes *scenes)
{
  UiSceneList *list = g_object_new (UI_TYPE_SCENE_LIST, "transient-for", parent, NULL);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  list->scenes = g_object_ref (scenes);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), list);
  gtk_widget_insert_action_group (GTK_WIDGET (list), "win", G_ACTION_GROUP (actions));
  g_signal_connect_swapped (scenes, "changed", G_CALLBACK (changed_cb), list);
  changed_cb (list);
  return list;
}
