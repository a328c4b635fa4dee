/* SPDX-License-Identifier: MIT */
/* Rows are bound to the branches; their pictures are read anew while somebody looks. */
#include "ui/branch-list.h"

#include "ui/branch-row.h"
#include "ui/fold.h"

#define INTERVAL 250 /* milliseconds from one look at a picture that grows to the next */

struct _UiBranchList {
  AdwBin parent_instance;

  /* template */
  GtkListBox *rows;
  GtkWidget *scroller;
  GtkWidget *nothing;

  StudioWorkspace *workspace; /* owned */
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (UiBranchList, ui_branch_list, ADW_TYPE_BIN)

static UiBranchRow *
get_row (UiBranchList *list, guint position)
{
  return UI_BRANCH_ROW (gtk_list_box_get_row_at_index (list->rows, (int) position));
}

static guint
count_rows (UiBranchList *list)
{
  return g_list_model_get_n_items (studio_workspace_get_branches (list->workspace));
}

static gboolean
is_present (UiBranchList *list, UiBranchRow *row)
{
  return ui_branch_row_get_branch (row) == studio_workspace_get_branch (list->workspace);
}

static void
sync_rows (UiBranchList *list)
{
  const guint n = count_rows (list);

  gtk_widget_set_visible (list->nothing, n == 0);
  gtk_widget_set_visible (list->scroller, n > 0);
  for (guint i = 0; gtk_widget_get_mapped (GTK_WIDGET (list)) && i < n; i++)
    ui_branch_row_sync (get_row (list, i), is_present (list, get_row (list, i)));
}

static gboolean
tick_cb (gpointer user_data)
{
  UiBranchList *list = user_data;

  for (guint i = 0; i < count_rows (list); i++)
    if (is_present (list, get_row (list, i)))
      ui_branch_row_sync (get_row (list, i), TRUE);
  return G_SOURCE_CONTINUE;
}

/* Only the present picture can grow, and only what is seen is read. */
static void
changed_cb (UiBranchList *list)
{
  const gboolean must_tick = list->workspace != NULL && gtk_widget_get_mapped (GTK_WIDGET (list))
                             && studio_workspace_get_state (list->workspace) == STUDIO_RUN_RUNNING;

  if (must_tick && list->timeout_id == 0)
    list->timeout_id = g_timeout_add (INTERVAL, tick_cb, list);
  else if (!must_tick)
    g_clear_handle_id (&list->timeout_id, g_source_remove);
  if (list->workspace != NULL)
    sync_rows (list);
}

/* Who opens the list stands on what is shown. */
static void
map_cb (UiBranchList *list)
{
  changed_cb (list);
  for (guint i = 0; list->workspace != NULL && i < count_rows (list); i++)
    if (is_present (list, get_row (list, i)))
      gtk_widget_grab_focus (GTK_WIDGET (get_row (list, i)));
}

static void
row_activated_cb (UiBranchList *list, UiBranchRow *row)
{
  studio_workspace_show_branch (list->workspace, ui_branch_row_get_branch (row));
  g_signal_emit_by_name (list, "chosen");
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  return ui_branch_row_new (STUDIO_BRANCH (item));
}

static void
ui_branch_list_dispose (GObject *object)
{
  UiBranchList *list = UI_BRANCH_LIST (object);

  g_clear_handle_id (&list->timeout_id, g_source_remove);
  if (list->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (studio_workspace_get_branches (list->workspace), list);
      gtk_list_box_bind_model (list->rows, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&list->workspace);
  G_OBJECT_CLASS (ui_branch_list_parent_class)->dispose (object);
}

static void
ui_branch_list_class_init (UiBranchListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_FOLD);
  G_OBJECT_CLASS (klass)->dispose = ui_branch_list_dispose;
  g_signal_new ("chosen", UI_TYPE_BRANCH_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/branch-list.ui");
  gtk_widget_class_bind_template_child (widget_class, UiBranchList, rows);
  gtk_widget_class_bind_template_child (widget_class, UiBranchList, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiBranchList, nothing);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
ui_branch_list_init (UiBranchList *list)
{
  gtk_widget_init_template (GTK_WIDGET (list));
  g_signal_connect (list, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (list, "unmap", G_CALLBACK (changed_cb), NULL);
}

void
ui_branch_list_set_workspace (UiBranchList *list, StudioWorkspace *workspace)
{
  GListModel *branches = studio_workspace_get_branches (workspace);

  g_return_if_fail (UI_IS_BRANCH_LIST (list) && list->workspace == NULL);

  list->workspace = g_object_ref (workspace);
  gtk_list_box_bind_model (list->rows, branches, make_row, NULL, NULL);
  g_signal_connect_object (branches, "items-changed", G_CALLBACK (changed_cb), list, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::branch", G_CALLBACK (changed_cb), list, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::state", G_CALLBACK (changed_cb), list, G_CONNECT_SWAPPED);
  changed_cb (list);
}
