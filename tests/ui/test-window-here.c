/* SPDX-License-Identifier: MIT */
/* What begins at one pixel, keys that lead from panel to panel, and the picture moved and ruled. */
#include "tests/ui/studio.h"

#include "ui/canvas-private.h"
#include "ui/recipe-dialog.h"

#include <string.h>

#define N_VALUES 120

static UiCanvas *
get_canvas (TestStudio *studio)
{
  return ui_studio_view_get_canvas (studio->window->studio);
}

static void
paint (TestStudio *studio, guint n_lanes)
{
  studio_workspace_set_n_lanes (studio->workspace, n_lanes);
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
}

static void
act_at (TestStudio *studio, const char *name, guint lane, guint pixel)
{
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), name, g_variant_new ("(uu)", lane, pixel));
}

static guint8 *
dup_values (TestStudio *studio, guint lane)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (studio->workspace, lane);

  return g_memdup2 (studio_picture_get_values (picture), N_VALUES);
}

/* Up to the pixel, all futures are the picture that was chosen, whichever was shown before. */
static void
test_futures (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree guint8 *before = NULL, *after = NULL;

  test_studio_open_window (studio, 0);
  paint (studio, 3);
  before = dup_values (studio, 2);
  act_at (studio, "branch-here", 2, 50);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 1);
  after = dup_values (studio, 0);
  g_assert_cmpmem (before, 50, after, 50);
  g_assert_cmpint (memcmp (before, after, N_VALUES), !=, 0);

  act_at (studio, "fan-here", 0, 7);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 9);
  for (guint lane = 0; lane < 9; lane++)
    {
      g_autofree guint8 *values = dup_values (studio, lane);

      g_assert_cmpmem (values, 7, after, 7);
    }
}

/* The inspector tells of the very pixel: it is the last that is seen. */
static void
test_inspect (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *page = NULL;

  test_studio_open_window (studio, 0);
  paint (studio, 1);
  for (guint pixel = 0; pixel < N_VALUES; pixel += 17)
    {
      act_at (studio, "inspect-here", 0, pixel);
      g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, MAX (pixel, 1) + 1);
    }
  g_assert_true (adw_flap_get_reveal_flap (studio->window->inspector_flap));
  g_object_get (studio->window->inspector, "page", &page, NULL);
  g_assert_cmpstr (page, ==, "pixel");
}

static GMenuModel *
get_menu (TestStudio *studio)
{
  GtkWidget *popover = gtk_widget_get_last_child (GTK_WIDGET (studio->window->studio));

  return gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover));
}

static gboolean
offers (GMenuModel *menu, const char *action)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *found = NULL;

      if (section != NULL && offers (section, action))
        return TRUE;
      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &found);
      if (g_strcmp0 (found, action) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Where nothing is painted, and for whoever asks with a key, futures begin at the shown step. */
static void
test_menu (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  paint (studio, 1);
  ui_canvas_emit_menu (get_canvas (studio), 0, 30, 5, 5);
  g_assert_true (offers (get_menu (studio), "win.branch-here"));
  g_assert_true (offers (get_menu (studio), "win.fan-here"));
  g_assert_true (offers (get_menu (studio), "win.inspect-here"));
  g_assert_true (offers (get_menu (studio), "win.details"));
  g_assert_false (offers (get_menu (studio), "win.branch"));
  ui_canvas_emit_menu (get_canvas (studio), 0, UI_CANVAS_NO_PIXEL, 5, 5);
  g_assert_true (offers (get_menu (studio), "win.branch"));
  g_assert_false (offers (get_menu (studio), "win.branch-here"));
}

/* It is kept although another was drawn meanwhile. */
static void
test_seed (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 41);
  paint (studio, 1);
  test_studio_act (studio, "new-seed");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), !=, 41);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "keep-seed", g_variant_new_uint32 (0));
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 41);
  g_assert_true (studio_workspace_get_seed_locked (studio->workspace));
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;

  return FALSE;
}

/* Whether a row of this title says so. */
static gboolean
has_fact (GtkWidget *widget, const char *title, const char *text)
{
  if (ADW_IS_ACTION_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return says (widget, text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_fact (child, title, text))
      return TRUE;

  return FALSE;
}

/* Of several pictures the chosen one is told of. */
static void
test_details (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWindow *dialog;

  test_studio_open_window (studio, 0);
  paint (studio, 4);
  studio_workspace_set_shown_lane (studio->workspace, 3);
  test_studio_act (studio, "details");
  dialog = test_studio_find_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_true (has_fact (GTK_WIDGET (dialog), "Image", "3"));
  gtk_window_destroy (dialog);
}

static gboolean
focus_is_in (TestStudio *studio, gpointer panel)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (studio->window));

  return focus != NULL && (focus == panel || gtk_widget_is_ancestor (focus, GTK_WIDGET (panel)));
}

/* Round and round, past what is hidden, and back again. */
static void
test_panels (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *header;

  test_studio_open_window (studio, 0);
  paint (studio, 1);
  header = gtk_widget_get_ancestor (GTK_WIDGET (studio->window->generate), ADW_TYPE_HEADER_BAR);
  adw_flap_set_reveal_flap (studio->window->inspector_flap, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (get_canvas (studio)));
  test_studio_act (studio, "next-panel");
  g_assert_true (focus_is_in (studio, header));
  test_studio_act (studio, "next-panel");
  g_assert_true (focus_is_in (studio, studio->window->controls));
  test_studio_act (studio, "next-panel");
  g_assert_true (focus_is_in (studio, get_canvas (studio)));

  test_studio_act (studio, "inspector");
  test_display_settle (GTK_WIDGET (studio->window));
  test_studio_act (studio, "next-panel");
  g_assert_true (focus_is_in (studio, studio->window->inspector));
  test_studio_act (studio, "previous-panel");
  g_assert_true (focus_is_in (studio, get_canvas (studio)));
  test_studio_act (studio, "previous-panel");
  g_assert_true (focus_is_in (studio, studio->window->controls));

  test_studio_act (studio, "sidebar");
  test_studio_show_page (studio, "race");
  test_display_settle (GTK_WIDGET (studio->window));
  gtk_window_set_focus (GTK_WINDOW (studio->window), NULL);
  test_studio_act (studio, "next-panel");
  g_assert_true (focus_is_in (studio, studio->window->race));
  test_studio_act (studio, "next-panel");
  g_assert_true (focus_is_in (studio, header));
}

/* The point of the picture that was grabbed stays under the pointer. */
static void
test_pan (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkScrolledWindow *place;
  double across, down;

  test_studio_open_window (studio, 0);
  paint (studio, 9);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "zoom", g_variant_new_uint32 (32));
  test_display_settle (GTK_WIDGET (studio->window));
  place = GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (get_canvas (studio)), GTK_TYPE_SCROLLED_WINDOW));
  across = gtk_adjustment_get_value (gtk_scrolled_window_get_hadjustment (place));
  down = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (place));
  g_assert_true (ui_canvas_begin_pan (get_canvas (studio), across + 200, down + 200));
  ui_canvas_pan (get_canvas (studio), across + 150, down + 120);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (gtk_scrolled_window_get_hadjustment (place)), across + 50, 1);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (place)), down + 80, 1);
}

static guint32
get_pixel (TestStudio *studio, gint x, gint y)
{
  UiCanvas *canvas = get_canvas (studio);
  const int width = gtk_widget_get_width (GTK_WIDGET (canvas)), height = gtk_widget_get_height (GTK_WIDGET (canvas));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  GskRenderNode *node;
  guint32 pixel;

  ui_canvas_snapshot (GTK_WIDGET (canvas), snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixel = *(guint32 *) (gpointer) (cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface)
                                   + 4 * x);
  cairo_surface_destroy (surface);
  return pixel;
}

/* A line lies on the first device pixel of a cell, and the rest of the cell is as it was. */
static void
test_lines (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiCanvasGeometry geometry;
  guint32 edge, middle;
  gint x, y;

  test_studio_open_window (studio, 0);
  paint (studio, 1);
  ui_canvas_get_geometry (get_canvas (studio), &geometry);
  ui_canvas_geometry_get_lane (&geometry, 0, &x, &y);
  x += (gint) (3 * geometry.cell);
  y += (gint) (2 * geometry.cell + geometry.cell / 2);
  edge = get_pixel (studio, x, y);
  middle = get_pixel (studio, x + (gint) geometry.cell / 2, y);
  g_assert_cmphex (edge, ==, middle);

  test_studio_act (studio, "grid");
  g_assert_cmphex (get_pixel (studio, x, y), !=, edge);
  g_assert_cmphex (get_pixel (studio, x + (gint) geometry.cell / 2, y), ==, middle);
  test_studio_act (studio, "grid");
  g_assert_cmphex (get_pixel (studio, x, y), ==, edge);
}

/* Saving as another file is there wherever there is a picture that is chosen. */
static void
test_save_as (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "save-as"));
  paint (studio, 2);
  g_assert_true (test_studio_is_enabled (studio, "save-as"));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-here/futures", test_futures);
  g_test_add_func ("/window-here/inspect", test_inspect);
  g_test_add_func ("/window-here/menu", test_menu);
  g_test_add_func ("/window-here/seed", test_seed);
  g_test_add_func ("/window-here/details", test_details);
  g_test_add_func ("/window-here/panels", test_panels);
  g_test_add_func ("/window-here/pan", test_pan);
  g_test_add_func ("/window-here/lines", test_lines);
  g_test_add_func ("/window-here/save-as", test_save_as);
  return g_test_run ();
}
