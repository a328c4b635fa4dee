/* SPDX-License-Identifier: MIT */
/* The tiles, the letters on them, and the menu about those that are selected. */
#include "ui/gallery-private.h"

#include "ui/drag-out.h"
#include "ui/gallery-tile.h"

#define ITEM_KEY "weft-item"

static const char *
get_mark (UiGallery *view, StudioArtwork *artwork)
{
  if (artwork == NULL)
    return NULL;
  if (artwork == view->marks[MARK_A])
    return "A";
  return artwork == view->marks[MARK_B] ? "B" : NULL;
}

void
ui_gallery_show_marks (UiGallery *view)
{
  ui_gallery_update_status (view);
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (view->grid)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *tile = gtk_widget_get_first_child (cell);

      if (UI_IS_GALLERY_TILE (tile))
        ui_gallery_tile_set_mark (UI_GALLERY_TILE (tile),
                                  get_mark (view, ui_gallery_tile_get_artwork (UI_GALLERY_TILE (tile))));
    }
}

static void
popup_menu (UiGallery *view, GtkWidget *at, double x, double y)
{
  if (view->menu == NULL)
    {
      view->menu = gtk_popover_menu_new_from_model (view->menu_model);
      gtk_popover_set_has_arrow (GTK_POPOVER (view->menu), FALSE);
      gtk_widget_set_halign (view->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (view->menu, GTK_WIDGET (view));
    }

  gtk_widget_translate_coordinates (at, GTK_WIDGET (view), x, y, &x, &y);
  gtk_popover_set_pointing_to (GTK_POPOVER (view->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (view->menu));
}

/* Asked for on a picture that is not selected, the menu is about that one alone. */
static void
tile_menu_cb (GtkGestureClick *gesture, int n_press, double x, double y, UiGallery *view)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkListItem *item = g_object_get_data (G_OBJECT (tile), ITEM_KEY);
  const guint position = gtk_list_item_get_position (item);

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (view->selection), position))
    ui_gallery_select (view, position);
  popup_menu (view, tile, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  UiGallery *view = UI_GALLERY (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (widget)));
  g_autoptr (GPtrArray) selected = ui_gallery_dup_selected (view);

  if (selected->len == 0 || focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (view->grid)))
    return FALSE;

  popup_menu (view, focus, gtk_widget_get_width (focus) / 2.0, gtk_widget_get_height (focus) / 2.0);
  return TRUE;
}

static StudioArtwork *
find_artwork (GtkWidget *tile, double x, double y, gpointer data)
{
  StudioArtwork *artwork = ui_gallery_tile_get_artwork (UI_GALLERY_TILE (tile));

  return artwork != NULL ? g_object_ref (artwork) : NULL;
}

static void
tile_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, UiGallery *view)
{
  GtkWidget *tile = g_object_new (UI_TYPE_GALLERY_TILE, NULL);
  GtkGesture *menu = gtk_gesture_click_new ();

  g_object_set_data (G_OBJECT (tile), ITEM_KEY, item);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (menu, "pressed", G_CALLBACK (tile_menu_cb), view, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (menu));
  ui_drag_out_add (tile, find_artwork, NULL);
  gtk_list_item_set_child (item, tile);
}

static void
tile_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, UiGallery *view)
{
  UiGalleryTile *tile = UI_GALLERY_TILE (gtk_list_item_get_child (item));
  StudioArtwork *artwork = STUDIO_ARTWORK (gtk_list_item_get_item (item));

  ui_gallery_tile_set_artwork (tile, artwork);
  ui_gallery_tile_set_mark (tile, get_mark (view, artwork));
}

static void
tile_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, UiGallery *view)
{
  ui_gallery_tile_set_artwork (UI_GALLERY_TILE (gtk_list_item_get_child (item)), NULL);
}

void
ui_gallery_install_menu_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

void
ui_gallery_init_grid (UiGallery *view)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (tile_setup_cb), view);
  g_signal_connect (factory, "bind", G_CALLBACK (tile_bind_cb), view);
  g_signal_connect (factory, "unbind", G_CALLBACK (tile_unbind_cb), view);
  gtk_grid_view_set_factory (view->grid, factory);
  g_object_unref (factory);
}
