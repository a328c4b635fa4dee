/* SPDX-License-Identifier: MIT */
/* Everything that takes the focus has a name, the canvas is an image that speaks of rows, and 360 pixels are enough. */
#include "tests/ui/studio.h"

#include "ui/facts-dialog.h"
#include "ui/preferences.h"
#include "ui/recipe-dialog.h"
#include "ui/train-dialog.h"

static gboolean
is_named (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) || GTK_IS_LABEL (widget);
}

/* The text inside an entry or a spin button speaks with the name of the whole; so does a menu button's own toggle. */
static gboolean
is_named_by_parent (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_TEXT (widget))
    {
      parent = gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON);
      if (parent == NULL)
        parent = gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW);
    }
  else if (!GTK_IS_SPIN_BUTTON (parent) && !GTK_IS_MENU_BUTTON (parent) && !ADW_IS_SPLIT_BUTTON (parent))
    return FALSE;

  return parent != NULL && (is_named (parent) || ADW_IS_PREFERENCES_ROW (parent));
}

/* The lists inside an expander row are libadwaita's own, and give the focus to their rows. */
static gboolean
is_inner_list (GtkWidget *widget)
{
  return GTK_IS_LIST_BOX (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW) != NULL;
}

static char *
describe (GtkWidget *widget)
{
  GString *path = g_string_new (NULL);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

      g_string_append_printf (path, " < %s%s%s", G_OBJECT_TYPE_NAME (widget), id != NULL ? " " : "", id != NULL ? id : "");
    }

  return g_string_free (path, FALSE);
}

static guint
count_nameless (GtkWidget *widget)
{
  guint n = 0;

  /* Nothing below takes the focus either. */
  if (!gtk_widget_get_can_focus (widget))
    return 0;

  if (gtk_widget_get_focusable (widget) && gtk_widget_get_mapped (widget) && !is_named (widget)
      && !is_named_by_parent (widget) && !is_inner_list (widget))
    {
      g_autofree char *path = describe (widget);

      g_test_message ("without a name: %s", path);
      n++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_nameless (child);
  return n;
}

/* Numbers that the wheel would change on its way down a page. */
static guint
count_in_the_way (GtkWidget *widget)
{
  const gboolean may_be = (GTK_IS_SCALE (widget) || GTK_IS_SPIN_BUTTON (widget))
                          && gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) != NULL;
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  guint n = 0;

  for (guint i = 0; may_be && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller)
          && gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_NONE)
        n++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_in_the_way (child);
  return n;
}

static void
test_wheel (void)
{
  const char *const dialogs[] = { "train", "preferences" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  g_assert_cmpuint (count_in_the_way (GTK_WIDGET (studio->window)), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      GtkWindow *dialog;

      test_studio_act (studio, dialogs[i]);
      dialog = test_studio_find_window (i == 0 ? UI_TYPE_TRAIN_DIALOG : UI_TYPE_PREFERENCES);
      test_display_settle (GTK_WIDGET (dialog));
      g_assert_cmpuint (count_in_the_way (GTK_WIDGET (dialog)), ==, 0);
      gtk_window_destroy (dialog);
    }
}

static void
test_names (void)
{
  const char *const pages[] = { "studio", "race", "gallery" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (test_display_find (GTK_WIDGET (studio->window), "choice")), TRUE);
  ui_message_bar_show (studio->window->message_bar, "A sentence.", "Do", "win.open");
  test_studio_act (studio, "inspector");
  test_studio_act (studio, "paint");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      test_studio_show_page (studio, pages[i]);
      test_display_settle (GTK_WIDGET (studio->window));
      g_assert_cmpuint (count_nameless (GTK_WIDGET (studio->window)), ==, 0);
    }
}

static void
test_names_of_dialogs (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = studio_recipe_new ();
  GtkWindow *dialogs[2];

  recipe->checkpoint_name = g_strdup ("elsewhere");
  dialogs[0] = GTK_WINDOW (ui_facts_dialog_new (NULL, "/tmp/x.safetensors", "the number of heads is missing"));
  dialogs[1] = GTK_WINDOW (ui_recipe_dialog_new (NULL, studio->workspace, recipe, "x.png"));
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      gtk_window_present (dialogs[i]);
      test_display_settle (GTK_WIDGET (dialogs[i]));
      g_assert_cmpuint (count_nameless (GTK_WIDGET (dialogs[i])), ==, 0);
      gtk_window_destroy (dialogs[i]);
    }
}

static void
test_train_dialog (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWindow *dialog;
  int minimum;

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "train");
  dialog = test_studio_find_window (UI_TYPE_TRAIN_DIALOG);
  test_display_settle (GTK_WIDGET (dialog));
  g_assert_cmpuint (count_nameless (GTK_WIDGET (dialog)), ==, 0);
  gtk_widget_measure (GTK_WIDGET (dialog), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_window_destroy (dialog);
}

/* The canvas learns of the end of a run through the main loop. */
static gboolean
says_finished (gpointer canvas)
{
  g_autofree char *difference = gtk_test_accessible_check_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                                    "Finished");

  return difference == NULL;
}

static void
test_canvas (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkAccessible *canvas;

  test_studio_open_window (studio, 0);
  canvas = GTK_ACCESSIBLE (ui_studio_view_get_canvas (studio->window->studio));
  gtk_test_accessible_assert_role (canvas, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Generated image");
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Nothing painted yet");
  test_studio_act (studio, "generate");
  test_display_wait (says_finished, canvas, 20);
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED); /* the last values may be seen before the end is told */
  gtk_test_accessible_assert_state (canvas, GTK_ACCESSIBLE_STATE_BUSY, FALSE);
}

/* Tab leads away from the picture, goes round the window and reaches it again. */
static void
test_tab (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, 0));
  GtkWidget *canvas = GTK_WIDGET (ui_studio_view_get_canvas (studio->window->studio));
  gboolean is_left = FALSE, is_reached = FALSE;

  test_display_settle (window); /* what has no size yet takes no focus */
  for (guint i = 0; i < 60 && !is_reached; i++)
    {
      gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
      is_left |= gtk_root_get_focus (GTK_ROOT (window)) != canvas;
      is_reached |= is_left && gtk_root_get_focus (GTK_ROOT (window)) == canvas;
    }
  g_assert_true (is_reached);
}

static gboolean
is_on_generate (TestStudio *studio)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (studio->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (studio->window->generate));
}

/* Who pressed the button with a key can press it again: it is the same one, whatever it says. */
static void
test_generate_keeps_focus (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, 0));

  studio_workspace_set_pace (studio->workspace, 1);
  test_display_settle (window);
  for (guint i = 0; i < 60 && !is_on_generate (studio); i++)
    gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
  g_assert_true (is_on_generate (studio));
  gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_RUNNING);
  g_assert_true (is_on_generate (studio));
  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  g_assert_true (is_on_generate (studio));
  test_studio_act (studio, "discard");
  test_display_settle (window);
  g_assert_true (is_on_generate (studio));
}

static gboolean
is_control (GtkWidget *widget)
{
  return (GTK_IS_BUTTON (widget) || GTK_IS_SCALE (widget) || GTK_IS_TEXT (widget) || GTK_IS_SWITCH (widget)
          || GTK_IS_CHECK_BUTTON (widget) || UI_IS_CANVAS (widget))
         && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget)
         && gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) == NULL  /* the desktop's keys do that */
         && gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) == NULL;     /* its arrows are keys, too */
}

/* What has not had the focus, nor anything in it or around it. */
static guint
count_unreached (GtkWidget *widget, GHashTable *reached)
{
  guint n = 0;

  if (g_hash_table_contains (reached, widget))
    return 0;
  if (is_control (widget))
    {
      g_autofree char *path = describe (widget);

      g_test_message ("not reached: %s", path);
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_unreached (child, reached);
  return n;
}

/* Everything that can be pressed, moved or filled in is reached with Tab and the arrows. */
static void
test_keyboard (void)
{
  const char *const pages[] = { "studio", "race", "gallery" };
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, 0));

  test_studio_act (studio, "inspector");
  test_studio_paint (studio);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);

      g_action_group_activate_action (G_ACTION_GROUP (window), "page", g_variant_new_string (pages[i]));
      test_display_settle (window);
      for (guint k = 0; k < 200; k++)
        {
          gtk_widget_child_focus (window, k < 100 ? GTK_DIR_TAB_FORWARD : GTK_DIR_TAB_BACKWARD);
          if (gtk_window_get_focus (GTK_WINDOW (window)) != NULL)
            g_hash_table_add (reached, gtk_window_get_focus (GTK_WINDOW (window)));
        }
      g_assert_cmpuint (g_hash_table_size (reached), >, 10);
      g_assert_cmpuint (count_unreached (window, reached), ==, 0);
    }
}

/* A picture says nothing to who does not know it: where there is no word, pointing at it tells. */
static guint
count_wordless (GtkWidget *widget)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;

  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) == NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) == NULL && !gtk_widget_get_has_tooltip (widget)
      && !gtk_widget_get_has_tooltip (gtk_widget_get_parent (widget)))
    {
      g_autofree char *path = describe (widget);

      g_test_message ("no tooltip: %s", path);
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_wordless (child);
  return n;
}

static void
test_tooltips (void)
{
  const char *const pages[] = { "studio", "race", "gallery" };
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, 0));

  test_studio_act (studio, "inspector");
  test_studio_act (studio, "paint");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (window), "page", g_variant_new_string (pages[i]));
      test_display_settle (window);
      g_assert_cmpuint (count_wordless (window), ==, 0);
    }
}

static void
test_narrow (void)
{
  const char *const pages[] = { "studio", "race", "gallery" };
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = GTK_WIDGET (test_studio_open_window (studio, 360));

  test_studio_act (studio, "paint");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      int minimum;

      g_action_group_activate_action (G_ACTION_GROUP (window), "page", g_variant_new_string (pages[i]));
      test_display_settle (window);
      gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
      g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
      g_assert_true (adw_flap_get_folded (studio->window->flap));
    }
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/accessibility/names", test_names);
  g_test_add_func ("/accessibility/wheel", test_wheel);
  g_test_add_func ("/accessibility/names-of-dialogs", test_names_of_dialogs);
  g_test_add_func ("/accessibility/train-dialog", test_train_dialog);
  g_test_add_func ("/accessibility/canvas", test_canvas);
  g_test_add_func ("/accessibility/tab", test_tab);
  g_test_add_func ("/accessibility/keyboard", test_keyboard);
  g_test_add_func ("/accessibility/tooltips", test_tooltips);
  g_test_add_func ("/accessibility/generate-keeps-focus", test_generate_keeps_focus);
  g_test_add_func ("/accessibility/narrow", test_narrow);
  return g_test_run ();
}
