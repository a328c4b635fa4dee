/* SPDX-License-Identifier: MIT */
/* The gallery as a widget: one list of both sources, what of it is shown, and what is said when there is nothing. */
#include "ui/gallery-private.h"

#include "ui/gallery-tile.h"

#include <glib/gi18n.h>

#define UPDATE_DELAY 100 /* milliseconds in which changes of the lists gather */

#define A 0
#define B 1

#define ITEM_KEY "weft-item"

G_DEFINE_FINAL_TYPE (UiGallery, ui_gallery, GTK_TYPE_WIDGET)

enum {
  PROP_SOURCE = 1,
  PROP_COMPACT,
  PROP_LETTER_KEYS,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum {
  SIGNAL_DETAILS,
  SIGNAL_TOLD,
  SIGNAL_FAILED,
  SIGNAL_APPLIED,
  SIGNAL_OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
ui_gallery_tell (UiGallery *view, const char *text, const char *label, const char *action)
{
  g_signal_emit (view, signals[SIGNAL_TOLD], 0, text, label, action);
}

void
ui_gallery_fail (UiGallery *view, const char *text)
{
  g_signal_emit (view, signals[SIGNAL_FAILED], 0, text);
}

void
ui_gallery_show_details (UiGallery *view, StudioArtwork *artwork)
{
  g_signal_emit (view, signals[SIGNAL_DETAILS], 0, artwork);
}

/* Tiles */

static const char *
get_mark (UiGallery *view, StudioArtwork *artwork)
{
  if (artwork == NULL)
    return NULL;
  if (artwork == view->marks[A])
    return "A";
  return artwork == view->marks[B] ? "B" : NULL;
}

static void update_status (UiGallery *view);

void
ui_gallery_show_marks (UiGallery *view)
{
  update_status (view);
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

static void
tile_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, UiGallery *view)
{
  GtkWidget *tile = g_object_new (UI_TYPE_GALLERY_TILE, NULL);
  GtkGesture *menu = gtk_gesture_click_new ();

  g_object_set_data (G_OBJECT (tile), ITEM_KEY, item);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (menu, "pressed", G_CALLBACK (tile_menu_cb), view, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (menu));
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

static void
activate_cb (UiGallery *view, guint position)
{
  g_autoptr (StudioArtwork) artwork = g_list_model_get_item (G_LIST_MODEL (view->selection), position);

  if (artwork != NULL)
    ui_gallery_show_details (view, artwork);
}

static void
compare_closed_cb (UiGallery *view)
{
  gtk_stack_set_visible_child_name (view->pages, "browser");
  gtk_widget_grab_focus (GTK_WIDGET (view->grid));
}

/* What is said */

static char *
describe_count (UiGallery *view)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (view->selection));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (view->selection));
  const guint n_selected = (guint) gtk_bitset_get_size (selected);

  if (n_selected > 1)
    return g_strdup_printf (ngettext ("%u of %u picture selected", "%u of %u pictures selected", n), n_selected, n);
  return g_strdup_printf (ngettext ("%u picture", "%u pictures", n), n);
}

static void
append (GString *text, char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", sentence);
  g_free (sentence);
}

static void
update_status (UiGallery *view)
{
  StudioLibrary *library = studio_gallery_get_library (view->gallery);
  const guint n_refused = studio_library_get_n_refused (library), n_left_out = studio_library_get_n_left_out (library);
  g_autofree char *refusals = n_refused > 0 ? studio_library_dup_refusals (library) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  append (text, describe_count (view));
  if (view->marks[A] != NULL && view->marks[B] == NULL)
    append (text, g_strdup (_("one is marked A, mark another to compare")));
  if (n_refused > 0)
    append (text, g_strdup_printf (ngettext ("%u file is no picture that can be read",
                                             "%u files are no pictures that can be read", n_refused), n_refused));
  if (n_left_out > 0)
    append (text, g_strdup_printf (ngettext ("%u older file is left out", "%u older files are left out", n_left_out),
                                   n_left_out));

  gtk_label_set_text (view->status, text->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (view->status), refusals);
}

/* Nothing to show has reasons: nothing yet, nothing yet read, or nothing that passes the filters. */
static void
update_empty (UiGallery *view)
{
  const gboolean is_narrow = studio_gallery_filter_is_narrow (&view->filter);
  const char *title = _("No Pictures Yet"), *description;

  if (is_narrow)
    {
      title = _("No Picture Matches");
      description = _("No picture has this checkpoint, temperature and seed.");
    }
  else if (studio_library_get_reading (studio_gallery_get_library (view->gallery)))
    {
      title = _("Reading the Library");
      description = _("Pictures appear as they are read.");
    }
  else if (view->filter.source == STUDIO_GALLERY_LIBRARY)
    description = _("Save a picture to the library, or put PNG files into its folder.");
  else
    description = _("Every picture that is finished appears here. Ctrl+Return paints one.");

  adw_status_page_set_title (view->empty, title);
  adw_status_page_set_description (view->empty, description);
  gtk_widget_set_visible (view->clear, is_narrow);
}

static void
update (UiGallery *view)
{
  StudioLibrary *library = studio_gallery_get_library (view->gallery);
  const gboolean is_reading = studio_library_get_reading (library);
  const char *problem = studio_library_get_problem (library);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (view->selection));

  gtk_spinner_set_spinning (view->spinner, is_reading);
  gtk_widget_set_visible (GTK_WIDGET (view->spinner), is_reading);
  gtk_label_set_text (view->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (view->problem_row, problem != NULL);
  update_empty (view);
  update_status (view);
  gtk_stack_set_visible_child_name (view->content, n > 0 ? "grid" : "empty");
  ui_gallery_enable_actions (view);
}

static gboolean
update_cb (gpointer user_data)
{
  UiGallery *view = UI_GALLERY (user_data);

  view->update_id = 0;
  ui_gallery_update_filters (view);
  update (view);
  if (view->was_at_top)
    gtk_widget_activate_action (GTK_WIDGET (view->grid), "list.scroll-to-item", "u", 0);
  return G_SOURCE_REMOVE;
}

/* A library of thousands arrives in pieces: what follows from all of it is worked out a few times a second. The newest
 * come first, where a grid would hold on to those it showed; whoever has not scrolled sees the newest. Out of sight
 * nothing follows: a fast run finishes dozens of pictures a second, and a tile for each lays out the whole window. */
static void
lists_changed_cb (UiGallery *view)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (view)))
    {
      g_clear_handle_id (&view->update_id, g_source_remove);
      gtk_grid_view_set_model (view->grid, NULL);
      return;
    }
  if (view->update_id != 0)
    return;

  view->was_at_top = gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view->grid))) < 1;
  view->update_id = g_timeout_add (UPDATE_DELAY, update_cb, view);
}

/* Catches up with what has happened out of sight. */
static void
ui_gallery_map (GtkWidget *widget)
{
  UiGallery *view = UI_GALLERY (widget);

  if (view->gallery != NULL && gtk_grid_view_get_model (view->grid) == NULL)
    {
      ui_gallery_update_filters (view);
      update (view);
      gtk_grid_view_set_model (view->grid, GTK_SELECTION_MODEL (view->selection));
    }

  GTK_WIDGET_CLASS (ui_gallery_parent_class)->map (widget);
}

/* Saved, a picture of this session is no longer one of its own among all. */
static void
path_changed_cb (UiGallery *view)
{
  gtk_filter_changed (GTK_FILTER (view->matcher), GTK_FILTER_CHANGE_DIFFERENT);
  ui_gallery_enable_actions (view);
}

static void
session_changed_cb (GListModel *session, guint position, guint n_removed, guint n_added, UiGallery *view)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (StudioArtwork) artwork = g_list_model_get_item (session, i);

      g_signal_handlers_disconnect_by_func (artwork, path_changed_cb, view);
      g_signal_connect_object (artwork, "notify::path", G_CALLBACK (path_changed_cb), view, G_CONNECT_SWAPPED);
    }
}

/* Lifecycle */

static gboolean
matches_cb (gpointer item, gpointer user_data)
{
  return studio_gallery_filter_matches (&UI_GALLERY (user_data)->filter, STUDIO_ARTWORK (item));
}

static void
set_compact (UiGallery *view, gboolean is_compact)
{
  view->is_compact = is_compact;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view->bar),
                                  is_compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
ui_gallery_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiGallery *view = UI_GALLERY (object);

  switch (id)
    {
    case PROP_SOURCE:
      g_value_set_string (value, ui_gallery_get_source (view));
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, view->is_compact);
      break;
    case PROP_LETTER_KEYS:
      g_value_set_boolean (value, view->has_letter_keys);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ui_gallery_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiGallery *view = UI_GALLERY (object);

  switch (id)
    {
    case PROP_SOURCE:
      ui_gallery_set_source (view, g_value_get_string (value));
      break;
    case PROP_COMPACT:
      set_compact (view, g_value_get_boolean (value));
      break;
    case PROP_LETTER_KEYS:
      view->has_letter_keys = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ui_gallery_dispose (GObject *object)
{
  UiGallery *view = UI_GALLERY (object);

  g_clear_handle_id (&view->update_id, g_source_remove);
  if (view->gallery != NULL)
    {
      g_signal_handlers_disconnect_by_data (studio_gallery_get_library (view->gallery), view);
      g_signal_handlers_disconnect_by_data (view->gallery, view);
    }
  if (view->grid != NULL)
    gtk_grid_view_set_model (view->grid, NULL);
  g_clear_object (&view->selection);
  g_clear_object (&view->matcher);
  g_clear_object (&view->everything);
  g_clear_object (&view->gallery);
  g_clear_object (&view->workspace);
  g_clear_object (&view->marks[A]);
  g_clear_object (&view->marks[B]);
  g_clear_pointer (&view->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_GALLERY);

  G_OBJECT_CLASS (ui_gallery_parent_class)->dispose (object);
}

static void
ui_gallery_finalize (GObject *object)
{
  UiGallery *view = UI_GALLERY (object);

  studio_gallery_filter_clear (&view->filter);
  g_array_unref (view->temperature_values);

  G_OBJECT_CLASS (ui_gallery_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/gallery.ui");
  gtk_widget_class_bind_template_child (widget_class, UiGallery, pages);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, browser);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, bar);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, checkpoints);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, temperatures);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, seed);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, problem_row);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, problem);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, content);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, grid);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, empty);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, clear);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, spinner);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, status);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, compare);
  gtk_widget_class_bind_template_child (widget_class, UiGallery, menu_model);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_closed_cb);
}

static void
install_signals (void)
{
  signals[SIGNAL_DETAILS] = g_signal_new ("details", UI_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, STUDIO_TYPE_ARTWORK);
  signals[SIGNAL_TOLD] = g_signal_new ("told", UI_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                       G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", UI_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_APPLIED] = g_signal_new ("applied", UI_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", UI_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
ui_gallery_class_init (UiGalleryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  g_type_ensure (UI_TYPE_COMPARE);
  object_class->get_property = ui_gallery_get_property;
  object_class->set_property = ui_gallery_set_property;
  object_class->dispose = ui_gallery_dispose;
  object_class->finalize = ui_gallery_finalize;
  widget_class->map = ui_gallery_map;
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, "all", flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_LETTER_KEYS] = g_param_spec_boolean ("letter-keys", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  install_signals ();

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_property_action (widget_class, "gallery.source", "source");
  ui_gallery_install_actions (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  bind_template (widget_class);
}

static void
init_grid (UiGallery *view)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (tile_setup_cb), view);
  g_signal_connect (factory, "bind", G_CALLBACK (tile_bind_cb), view);
  g_signal_connect (factory, "unbind", G_CALLBACK (tile_unbind_cb), view);
  gtk_grid_view_set_factory (view->grid, factory);
  g_object_unref (factory);
}

static void
ui_gallery_init (UiGallery *view)
{
  view->has_letter_keys = TRUE;
  view->matcher = gtk_custom_filter_new (matches_cb, view, NULL);
  view->selection = gtk_multi_selection_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (view));
  g_object_bind_property (view, "letter-keys", view->compare, "letter-keys", G_BINDING_SYNC_CREATE);
  ui_gallery_init_filters (view);
  init_grid (view);
  gtk_widget_set_focusable (gtk_widget_get_first_child (GTK_WIDGET (view->empty)), FALSE); /* it only scrolls */
  ui_gallery_enable_actions (view);
}

/* Both sources in one list, the filter behind it, the selection behind that. */
static void
build_lists (UiGallery *view)
{
  GListModel *session = studio_history_get_pictures (studio_gallery_get_history (view->gallery));
  GListModel *library = studio_library_get_pictures (studio_gallery_get_library (view->gallery));
  GListStore *sources = g_list_store_new (G_TYPE_LIST_MODEL);
  GListModel *filtered;

  g_list_store_append (sources, session);
  g_list_store_append (sources, library);
  view->everything = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (sources)));
  filtered = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (view->everything),
                                                      g_object_ref (GTK_FILTER (view->matcher))));
  gtk_multi_selection_set_model (view->selection, filtered);
  g_object_unref (filtered);
  gtk_grid_view_set_model (view->grid, GTK_SELECTION_MODEL (view->selection));
  g_signal_connect_object (session, "items-changed", G_CALLBACK (session_changed_cb), view, 0);
}

void
ui_gallery_set_gallery (UiGallery *view, StudioGallery *gallery, StudioWorkspace *workspace)
{
  StudioLibrary *library;
  const char *const sources[] = { "notify::reading", "notify::n-refused", "notify::n-left-out", "notify::problem" };

  g_return_if_fail (UI_IS_GALLERY (view));
  g_return_if_fail (view->gallery == NULL);

  view->gallery = g_object_ref (gallery);
  view->workspace = g_object_ref (workspace);
  library = studio_gallery_get_library (gallery);
  build_lists (view);
  g_signal_connect_object (view->selection, "items-changed", G_CALLBACK (lists_changed_cb), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (view->selection, "selection-changed", G_CALLBACK (update), view, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_connect_swapped (library, sources[i], G_CALLBACK (lists_changed_cb), view);
  g_signal_connect_swapped (gallery, "failed", G_CALLBACK (ui_gallery_fail), view);
  update (view);
}

GListModel *
ui_gallery_get_shown (UiGallery *view)
{
  g_return_val_if_fail (UI_IS_GALLERY (view), NULL);

  return G_LIST_MODEL (view->selection);
}

GPtrArray *
ui_gallery_dup_selected (UiGallery *view)
{
  GPtrArray *artworks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = NULL;

  g_return_val_if_fail (UI_IS_GALLERY (view), artworks);

  if (gtk_multi_selection_get_model (view->selection) == NULL)
    return artworks;

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (view->selection));
  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    g_ptr_array_add (artworks, g_list_model_get_item (G_LIST_MODEL (view->selection),
                                                      gtk_bitset_get_nth (selected, i)));
  return artworks;
}

void
ui_gallery_select (UiGallery *view, guint position)
{
  g_return_if_fail (UI_IS_GALLERY (view));

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (view->selection), position, TRUE);
}

gboolean
ui_gallery_is_comparing (UiGallery *view)
{
  g_return_val_if_fail (UI_IS_GALLERY (view), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (view->pages), "compare") == 0;
}

const char *
ui_gallery_get_status (UiGallery *view)
{
  g_return_val_if_fail (UI_IS_GALLERY (view), NULL);

  return gtk_label_get_text (view->status);
}
