/* SPDX-License-Identifier: MIT */
/* The memory changed by hand at the shown step: each change is a branch, so that undo and the list of branches know it. */
#include "ui/window-private.h"

#include <glib/gi18n.h>

static UiInspectorSurgery *
get_choices (UiWindow *window)
{
  return ui_inspector_get_surgery (window->inspector);
}

/* What is chosen; there is a job. */
static StudioSurgery
read_choices (UiWindow *window, StudioSurgeryKind kind)
{
  WeftModel *model = studio_job_get_model (studio_workspace_get_job (window->workspace));
  StudioSurgery surgery = { .kind = kind };

  ui_inspector_surgery_read (get_choices (window), weft_model_get_config (model), &surgery);
  return surgery;
}

static void
operate (UiWindow *window, const StudioSurgery *surgery)
{
  studio_workspace_operate (window->workspace, studio_workspace_get_shown_step (window->workspace), surgery);
  ui_window_toast_undo (window, _("Memory changed"));
}

static void
scale_memory_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const StudioSurgery surgery = read_choices (user_data, STUDIO_SURGERY_SCALE);

  operate (user_data, &surgery);
}

static void
clear_memory_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  StudioSurgery surgery = read_choices (user_data, STUDIO_SURGERY_SCALE);

  surgery.factor = 0;
  operate (user_data, &surgery);
}

static void
freeze_memory_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const StudioSurgery surgery = { .kind = STUDIO_SURGERY_FREEZE };

  operate (user_data, &surgery);
}

static void
thaw_memory_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const StudioSurgery surgery = { .kind = STUDIO_SURGERY_THAW };

  operate (user_data, &surgery);
}

/* What is not painted yet cannot be forgotten. */
static void
forget_rows_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  const guint n_known = studio_workspace_get_shown_step (window->workspace);
  StudioSurgery surgery = read_choices (window, STUDIO_SURGERY_FORGET);
  guint first_row;

  g_object_get (get_choices (window), "first-row", &first_row, NULL);
  surgery.end = MIN (surgery.end, n_known);
  if (surgery.first < surgery.end)
    operate (window, &surgery);
  else
    {
      g_autofree char *text = g_strdup_printf (_("Row %u is not painted yet at this step"), first_row);

      ui_window_toast (window, text, NULL, NULL);
    }
}

/* What the other actions take for granted. */
static void
choices_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  adw_view_stack_set_visible_child_name (window->stack, "studio");
  g_object_set (window->inspector, "page", "state", NULL);
  adw_flap_set_reveal_flap (window->inspector_flap, TRUE);
  ui_inspector_surgery_open (get_choices (window));
}

static const GActionEntry choices[] = {
  { "memory-choices", choices_cb },
};

static const GActionEntry entries[] = {
  { "scale-memory", scale_memory_cb },
  { "clear-memory", clear_memory_cb },
  { "freeze-memory", freeze_memory_cb },
  { "thaw-memory", thaw_memory_cb },
  { "forget-rows", forget_rows_cb },
};

void
ui_window_add_surgery_actions (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), choices, G_N_ELEMENTS (choices), window);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  ui_window_add_blend (window);
}

void
ui_window_enable_surgery_actions (UiWindow *window)
{
  gboolean is_frozen = FALSE;
  const gboolean is_possible = !ui_window_shows_race (window)
                               && studio_workspace_can_operate (window->workspace, &is_frozen);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    ui_window_enable (window, entries[i].name, is_possible);

  ui_window_enable_blend (window, is_possible);
  ui_window_enable (window, "freeze-memory", is_possible && !is_frozen);
  ui_window_enable (window, "thaw-memory", is_possible && is_frozen);
}
