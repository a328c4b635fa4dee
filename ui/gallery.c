/* SPDX-License-Identifier: MIT */
/* The gallery as a widget: one list of both sources, and when what follows from it is worked out. */
#include "ui/gallery-private.h"

#include "ui/fold.h"

#define UPDATE_DELAY 100 /* milliseconds in which changes of the lists gather */

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

static gboolean
update_cb (gpointer user_data)
{
  UiGallery *view = UI_GALLERY (user_data);

  view->update_id = 0;
  ui_gallery_update_filters (view);
  ui_gallery_update (view);
  if (view->was_at_top)
    gtk_widget_activate_action (GTK_WIDGET (view->grid), "list.scroll-to-item", "u", 0);
  return G_SOURCE_REMOVE;
}

/* Not while the list tells of its change: a grid that has not heard of it yet would take more tiles away than it has. */
static gboolean
rest_cb (gpointer user_data)
{
  UiGallery *view = UI_GALLERY (user_data);

  if (gtk_widget_get_mapped (GTK_WIDGET (view)))
    return update_cb (view);

  view->update_id = 0;
  gtk_grid_view_set_model (view->grid, NULL);
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
      if (gtk_grid_view_get_model (view->grid) != NULL)
        view->update_id = g_idle_add_full (G_PRIORITY_HIGH, rest_cb, view, NULL);
      return;
    }
  if (view->update_id != 0)
    return;

  view->was_at_top = gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view->grid))) < 1;
  view->update_id = g_timeout_add (UPDATE_DELAY, update_cb, view);
}

/* What is seen of it: the comparison, whose keys shall be there at once, or the pictures. */
static gboolean
ui_gallery_grab_focus (GtkWidget *widget)
{
  UiGallery *view = UI_GALLERY (widget);

  return gtk_widget_grab_focus (ui_gallery_is_comparing (view) ? GTK_WIDGET (view->compare) : GTK_WIDGET (view->grid));
}

/* Catches up with what has happened out of sight. */
static void
ui_gallery_map (GtkWidget *widget)
{
  UiGallery *view = UI_GALLERY (widget);

  if (view->gallery != NULL && gtk_grid_view_get_model (view->grid) == NULL)
    {
      ui_gallery_update_filters (view);
      ui_gallery_update (view);
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
  for (guint i = 0; i < N_MARKS; i++)
    g_clear_object (&view->marks[i]);
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

  g_type_ensure (UI_TYPE_FOLD);
  g_type_ensure (UI_TYPE_COMPARE);
  object_class->get_property = ui_gallery_get_property;
  object_class->set_property = ui_gallery_set_property;
  object_class->dispose = ui_gallery_dispose;
  object_class->finalize = ui_gallery_finalize;
  widget_class->grab_focus = ui_gallery_grab_focus;
  widget_class->map = ui_gallery_map;
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, "all", flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_LETTER_KEYS] = g_param_spec_boolean ("letter-keys", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  install_signals ();

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_property_action (widget_class, "gallery.source", "source");
  ui_gallery_install_actions (widget_class);
  ui_gallery_install_menu_keys (widget_class);
  bind_template (widget_class);
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
  ui_gallery_init_grid (view);
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
  g_signal_connect_object (view->selection, "selection-changed", G_CALLBACK (ui_gallery_update), view, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_connect_swapped (library, sources[i], G_CALLBACK (lists_changed_cb), view);
  g_signal_connect_swapped (gallery, "failed", G_CALLBACK (ui_gallery_fail), view);
  ui_gallery_update (view);
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
