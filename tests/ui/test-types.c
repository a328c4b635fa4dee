/* SPDX-License-Identifier: MIT */
/* Every type of the window can be made and goes away without a trace. */
#include "tests/ui/studio.h"

#include "ui/application.h"
#include "ui/bars.h"
#include "ui/chart.h"
#include "ui/facts-dialog.h"
#include "ui/figure.h"
#include "ui/heat-map.h"
#include "ui/inspector-memory.h"
#include "ui/inspector-pixel.h"
#include "ui/inspector-state.h"
#include "ui/model-list.h"
#include "ui/race-lane.h"
#include "ui/recipe-dialog.h"
#include "ui/pixel-grid.h"
#include "ui/status.h"
#include "ui/train-progress.h"
#include "ui/train-setup.h"

static void
test_widgets (void)
{
  const GType types[] = {
    UI_TYPE_CANVAS,    UI_TYPE_CHART,     UI_TYPE_CONTROLS, UI_TYPE_FIGURE, UI_TYPE_MESSAGE_BAR, UI_TYPE_MODEL_LIST,
    UI_TYPE_RACE_LANE, UI_TYPE_RACE_VIEW, UI_TYPE_STATUS,   UI_TYPE_STUDIO_VIEW,
    UI_TYPE_INSPECTOR, UI_TYPE_INSPECTOR_MEMORY, UI_TYPE_BARS, UI_TYPE_HEAT_MAP, UI_TYPE_INSPECTOR_PIXEL,
    UI_TYPE_INSPECTOR_STATE, UI_TYPE_OVERLAY_BAR,
    UI_TYPE_PIXEL_GRID, UI_TYPE_TRAIN_PROGRESS, UI_TYPE_TRAIN_SETUP,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GObject *widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_assert_finalize_object (widget);
    }
}

static void
test_application (void)
{
  UiApplication *application = ui_application_new ();

  g_assert_finalize_object (application);
}

static void
test_window (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiWindow *window = test_studio_open_window (studio, 0);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  studio->window = NULL;
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (window);
}

static void
test_dialogs (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = studio_recipe_new ();
  GtkWindow *windows[2];

  recipe->checkpoint_name = g_strdup ("elsewhere");
  windows[0] = GTK_WINDOW (ui_facts_dialog_new (NULL, "/tmp/x.safetensors", "the number of heads is missing"));
  windows[1] = GTK_WINDOW (ui_recipe_dialog_new (NULL, studio->workspace, recipe, "x.png"));
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_object_add_weak_pointer (G_OBJECT (windows[i]), (gpointer *) &windows[i]);
      gtk_window_present (windows[i]);
      test_display_settle (GTK_WIDGET (windows[i]));
      gtk_window_destroy (windows[i]);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_assert_null (windows[i]);
    }
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/types/widgets", test_widgets);
  g_test_add_func ("/types/application", test_application);
  g_test_add_func ("/types/window", test_window);
  g_test_add_func ("/types/dialogs", test_dialogs);
  return g_test_run ();
}
