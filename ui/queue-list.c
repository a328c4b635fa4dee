/* SPDX-License-Identifier: MIT */
/* Rows are bound to the runs; their buttons name a position, which is set anew whenever the order changes. */
#include "ui/queue-list.h"

#include <glib/gi18n.h>

#define INTERVAL 250 /* milliseconds from one look at the progress to the next */

static const struct {
  const char *action;
  const char *icon;
  const char *label;
} buttons[] = {
  { "queue.next", "go-top-symbolic", N_("Do next") },
  { "queue.up", "go-up-symbolic", N_("Move up") },
  { "queue.down", "go-down-symbolic", N_("Move down") },
  { "queue.remove", "user-trash-symbolic", N_("Remove") },
};

struct _UiQueueList {
  AdwBin parent_instance;

  /* template */
  GtkLabel *state;
  GtkProgressBar *progress;
  GtkListBox *rows;

  /* owned */
  StudioQueue *queue;
  GSimpleActionGroup *actions;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (UiQueueList, ui_queue_list, ADW_TYPE_BIN)

static guint
count_runs (UiQueueList *list)
{
  return g_list_model_get_n_items (studio_queue_get_runs (list->queue));
}

/* Rows */

static char *
dup_title (StudioQueueRun *run)
{
  const StudioRecipe *recipe = studio_queue_run_get_recipe (run);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, recipe->seed);

  return g_strdup_printf (_("%s, seed %s"), recipe->checkpoint_name, seed);
}

static char *
dup_facts (StudioQueueRun *run)
{
  const guint n = studio_queue_run_get_n_images (run);

  if (studio_queue_run_get_problem (run) != NULL)
    return g_strdup (studio_queue_run_get_problem (run));

  return g_strdup_printf (ngettext ("Temperature %g, %u image", "Temperature %g, %u images", n),
                          studio_recipe_get_temperature (studio_queue_run_get_recipe (run), 0), n);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  StudioQueueRun *run = STUDIO_QUEUE_RUN (item);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = dup_title (run);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_focusable (row, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = gtk_button_new_from_icon_name (buttons[i].icon);
      g_autofree char *label = g_strdup_printf ("%s: %s", _(buttons[i].label), title);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _(buttons[i].label));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", 0u); /* until its place is known */
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), buttons[i].action);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }

  return row;
}

static void
set_position (GtkWidget *widget, guint position)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      gtk_actionable_set_action_target (GTK_ACTIONABLE (child), "u", position);
    else
      set_position (child, position);
}

static void
sync_row (UiQueueList *list, guint position)
{
  g_autoptr (StudioQueueRun) run = g_list_model_get_item (studio_queue_get_runs (list->queue), position);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list->rows, position);
  g_autofree char *facts = dup_facts (run);

  if (row == NULL)
    return;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), facts);
  set_position (GTK_WIDGET (row), position);
}

/* Progress */

static gboolean
tick_cb (gpointer user_data)
{
  UiQueueList *list = user_data;

  gtk_progress_bar_set_fraction (list->progress, studio_queue_get_progress (list->queue));
  return G_SOURCE_CONTINUE;
}

/* Nobody is woken for a list that nobody sees. */
static void
sync_ticks (UiQueueList *list)
{
  const gboolean is_needed = list->queue != NULL && studio_queue_get_running (list->queue)
                             && gtk_widget_get_mapped (GTK_WIDGET (list));

  if (is_needed && list->timeout_id == 0)
    list->timeout_id = g_timeout_add (INTERVAL, tick_cb, list);
  else if (!is_needed)
    g_clear_handle_id (&list->timeout_id, g_source_remove);
}

static void
changed_cb (UiQueueList *list)
{
  const guint n = count_runs (list);
  g_autofree char *text = n == 0 ? g_strdup (_("The queue is empty"))
                                 : g_strdup_printf (ngettext ("%u run waits", "%u runs wait", n), n);

  gtk_label_set_text (list->state, studio_queue_get_paused (list->queue) && n > 0 ? _("The queue is paused") : text);
  gtk_widget_set_visible (GTK_WIDGET (list->progress), studio_queue_get_running (list->queue));
  for (guint i = 0; i < n; i++)
    sync_row (list, i);
  sync_ticks (list);
}

/* Actions */

static void
remove_cb (GSimpleAction *action, GVariant *position, gpointer user_data)
{
  UiQueueList *list = user_data;
  const guint from = g_variant_get_uint32 (position);
  g_autoptr (StudioQueueRun) run = g_list_model_get_item (studio_queue_get_runs (list->queue), from);

  if (run == NULL)
    return;

  studio_queue_remove (list->queue, from);
  g_signal_emit_by_name (list, "removed", run, from);
}

static void
move (UiQueueList *list, guint position, gint by)
{
  const guint to = position + by;

  if (position < count_runs (list) && to < count_runs (list))
    studio_queue_move (list->queue, position, to);
}

static void
up_cb (GSimpleAction *action, GVariant *position, gpointer user_data)
{
  move (user_data, g_variant_get_uint32 (position), -1);
}

static void
down_cb (GSimpleAction *action, GVariant *position, gpointer user_data)
{
  move (user_data, g_variant_get_uint32 (position), 1);
}

static void
next_cb (GSimpleAction *action, GVariant *position, gpointer user_data)
{
  UiQueueList *list = user_data;

  if (g_variant_get_uint32 (position) < count_runs (list))
    studio_queue_do_next (list->queue, g_variant_get_uint32 (position));
}

static const GActionEntry entries[] = {
  { "remove", remove_cb, "u" },
  { "up", up_cb, "u" },
  { "down", down_cb, "u" },
  { "next", next_cb, "u" },
};

/* The object */

static void
map_cb (UiQueueList *list)
{
  sync_ticks (list);
}

static void
ui_queue_list_dispose (GObject *object)
{
  UiQueueList *list = UI_QUEUE_LIST (object);

  g_clear_handle_id (&list->timeout_id, g_source_remove);
  if (list->queue != NULL)
    gtk_list_box_bind_model (list->rows, NULL, NULL, NULL, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (list), "queue", NULL);
  g_clear_object (&list->actions);
  g_clear_object (&list->queue);
  G_OBJECT_CLASS (ui_queue_list_parent_class)->dispose (object);
}

static void
ui_queue_list_class_init (UiQueueListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_queue_list_dispose;
  g_signal_new ("removed", UI_TYPE_QUEUE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                STUDIO_TYPE_QUEUE_RUN, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/queue-list.ui");
  gtk_widget_class_bind_template_child (widget_class, UiQueueList, state);
  gtk_widget_class_bind_template_child (widget_class, UiQueueList, progress);
  gtk_widget_class_bind_template_child (widget_class, UiQueueList, rows);
}

static void
ui_queue_list_init (UiQueueList *list)
{
  gtk_widget_init_template (GTK_WIDGET (list));
  list->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (list->actions), entries, G_N_ELEMENTS (entries), list);
  gtk_widget_insert_action_group (GTK_WIDGET (list), "queue", G_ACTION_GROUP (list->actions));
  g_signal_connect (list, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (list, "unmap", G_CALLBACK (map_cb), NULL);
}

void
ui_queue_list_set_queue (UiQueueList *list, StudioQueue *queue)
{
  g_autoptr (GPropertyAction) pause = NULL;

  g_return_if_fail (UI_IS_QUEUE_LIST (list) && list->queue == NULL);

  list->queue = g_object_ref (queue);
  pause = g_property_action_new ("pause", queue, "paused");
  g_action_map_add_action (G_ACTION_MAP (list->actions), G_ACTION (pause));
  gtk_list_box_bind_model (list->rows, studio_queue_get_runs (queue), make_row, list, NULL);
  g_signal_connect_object (queue, "changed", G_CALLBACK (changed_cb), list, G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "notify", G_CALLBACK (changed_cb), list, G_CONNECT_SWAPPED);
  changed_cb (list);
}
