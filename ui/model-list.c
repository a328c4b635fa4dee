/* SPDX-License-Identifier: MIT */
/* Rows follow the catalogue, the radio buttons follow the workspace. */
#include "ui/model-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _UiModelList {
  GtkWidget parent_instance;

  /* owned */
  GtkWidget *box;     /* GtkListBox */
  GtkWidget *nobody;  /* never shown: the radio button that is active when no checkpoint is in use */
  StudioWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (UiModelList, ui_model_list, GTK_TYPE_WIDGET)

#define ENTRY_KEY "weft-entry"
#define CHECK_KEY "weft-check"

static void
toggled_cb (GtkCheckButton *check, UiModelList *list)
{
  StudioEntry *entry = g_object_get_data (G_OBJECT (check), ENTRY_KEY);

  if (gtk_check_button_get_active (check) && entry != studio_workspace_get_entry (list->workspace))
    studio_workspace_set_entry (list->workspace, entry);
}

static char *
describe_entry (StudioEntry *entry)
{
  double bits = studio_entry_get_bits_per_dim (entry);

  if (bits <= 0)
    return g_strdup (studio_entry_get_subtitle (entry));
  return g_strdup_printf (_("%s, %.3f bits per value"), studio_entry_get_subtitle (entry), bits);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  UiModelList *list = UI_MODEL_LIST (user_data);
  StudioEntry *entry = STUDIO_ENTRY (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *subtitle = describe_entry (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), studio_entry_get_title (entry));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_tooltip_text (row, studio_entry_get_path (entry));

  g_object_set_data (G_OBJECT (check), ENTRY_KEY, entry);
  g_object_set_data (G_OBJECT (row), CHECK_KEY, check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (list->nobody));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), entry == studio_workspace_get_entry (list->workspace));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  studio_entry_get_title (entry), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  studio_entry_get_title (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), list, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  return row;
}

static void
entry_changed_cb (UiModelList *list)
{
  StudioEntry *entry = studio_workspace_get_entry (list->workspace);
  gboolean is_listed = FALSE;

  for (GtkWidget *row = gtk_widget_get_first_child (list->box); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GtkCheckButton *check = g_object_get_data (G_OBJECT (row), CHECK_KEY);

      if (check != NULL && g_object_get_data (G_OBJECT (check), ENTRY_KEY) == entry)
        {
          gtk_check_button_set_active (check, TRUE);
          is_listed = TRUE;
        }
    }

  if (!is_listed)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (list->nobody), TRUE);
}

static void
ui_model_list_dispose (GObject *object)
{
  UiModelList *list = UI_MODEL_LIST (object);

  if (list->workspace != NULL)
    g_signal_handlers_disconnect_by_data (list->workspace, list);
  g_clear_pointer (&list->box, gtk_widget_unparent);
  g_clear_object (&list->nobody);
  g_clear_object (&list->workspace);

  G_OBJECT_CLASS (ui_model_list_parent_class)->dispose (object);
}

static void
ui_model_list_class_init (UiModelListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ui_model_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
ui_model_list_init (UiModelList *list)
{
  GtkWidget *placeholder = gtk_label_new (_("No checkpoints found"));

  list->nobody = g_object_ref_sink (gtk_check_button_new ());
  list->box = gtk_list_box_new ();
  gtk_widget_add_css_class (placeholder, "dim-label");
  gtk_widget_add_css_class (placeholder, "placeholder");
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list->box), placeholder);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list->box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list->box, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Checkpoints"), -1);
  gtk_widget_set_parent (list->box, GTK_WIDGET (list));
}

void
ui_model_list_set_workspace (UiModelList *list, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_MODEL_LIST (list));
  g_return_if_fail (list->workspace == NULL);

  list->workspace = g_object_ref (workspace);
  gtk_list_box_bind_model (GTK_LIST_BOX (list->box), G_LIST_MODEL (studio_workspace_get_catalog (workspace)),
                           create_row_cb, list, NULL);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (entry_changed_cb), list);
  entry_changed_cb (list);
}
