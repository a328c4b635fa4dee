/* SPDX-License-Identifier: MIT */
/* The bar above the pictures: where they come from, and by which checkpoint, at which temperature, from which seed. */
#include "ui/gallery-private.h"

#include "ui/controls.h"

#include <glib/gi18n.h>

static const char *const sources[] = { "all", "session", "library" };

static void
changed (UiGallery *view)
{
  gtk_filter_changed (GTK_FILTER (view->matcher), GTK_FILTER_CHANGE_DIFFERENT);
}

const char *
ui_gallery_get_source (UiGallery *view)
{
  return sources[view->filter.source];
}

void
ui_gallery_set_source (UiGallery *view, const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (g_strcmp0 (nick, sources[i]) == 0)
      view->filter.source = (StudioGallerySource) i;
  changed (view);
}

/* The first row of each list asks for nothing. */
static void
checkpoint_chosen_cb (UiGallery *view)
{
  const guint chosen = gtk_drop_down_get_selected (view->checkpoints);
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (view->checkpoints));

  if (view->is_following)
    return;

  g_free (view->filter.checkpoint);
  view->filter.checkpoint = chosen > 0 ? g_strdup (gtk_string_list_get_string (names, chosen)) : NULL;
  changed (view);
}

static void
temperature_chosen_cb (UiGallery *view)
{
  const guint chosen = gtk_drop_down_get_selected (view->temperatures);

  if (view->is_following)
    return;

  view->filter.has_temperature = chosen > 0 && chosen <= view->temperature_values->len;
  if (view->filter.has_temperature)
    view->filter.temperature = g_array_index (view->temperature_values, double, chosen - 1);
  changed (view);
}

static void
show_seed_error (UiGallery *view, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (view->seed), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (view->seed), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (view->seed), is_wrong ? _("A seed is a number from 0 to 18446744073709551615")
                                                                 : NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (view->seed), GTK_ACCESSIBLE_STATE_INVALID,
                               is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
seed_edited_cb (UiGallery *view)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (view->seed));

  view->filter.has_seed = ui_controls_parse_seed (text, &view->filter.seed);
  show_seed_error (view, !view->filter.has_seed && text[0] != '\0');
  changed (view);
}

/* Fills a list anew; what was chosen stays chosen as long as it is there. */
static void
fill (UiGallery *view, GtkDropDown *list, const char *anything, const char *const *names, const char *chosen)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (model, anything);
  for (guint i = 0; names[i] != NULL; i++)
    {
      gtk_string_list_append (model, names[i]);
      if (g_strcmp0 (names[i], chosen) == 0)
        selected = i + 1;
    }

  view->is_following = TRUE;
  gtk_drop_down_set_model (list, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (list, selected);
  view->is_following = FALSE;
}

static gboolean
has_names (GtkDropDown *list, const char *const *names)
{
  GListModel *model = gtk_drop_down_get_model (list);
  guint n = g_strv_length ((char **) names);

  if (model == NULL || g_list_model_get_n_items (model) != n + 1)
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i + 1), names[i]))
      return FALSE;
  return TRUE;
}

static void
update_checkpoints (UiGallery *view)
{
  g_auto (GStrv) names = studio_gallery_list_checkpoints (view->everything);

  if (!has_names (view->checkpoints, (const char *const *) names))
    fill (view, view->checkpoints, _("Any Checkpoint"), (const char *const *) names, view->filter.checkpoint);
  checkpoint_chosen_cb (view);
}

static char *
dup_temperature (double temperature)
{
  return g_strdup_printf (_("Temperature %.2f"), temperature);
}

static void
update_temperatures (UiGallery *view)
{
  g_autoptr (GArray) values = studio_gallery_list_temperatures (view->everything);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *chosen = view->filter.has_temperature ? dup_temperature (view->filter.temperature) : NULL;

  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *name = dup_temperature (g_array_index (values, double, i));

      g_strv_builder_add (builder, name);
    }

  names = g_strv_builder_end (builder);
  g_array_unref (view->temperature_values);
  view->temperature_values = g_steal_pointer (&values);
  if (!has_names (view->temperatures, (const char *const *) names))
    fill (view, view->temperatures, _("Any Temperature"), (const char *const *) names, chosen);
  temperature_chosen_cb (view);
}

void
ui_gallery_update_filters (UiGallery *view)
{
  update_checkpoints (view);
  update_temperatures (view);
}

void
ui_gallery_clear_filters (UiGallery *view)
{
  gtk_drop_down_set_selected (view->checkpoints, 0);
  gtk_drop_down_set_selected (view->temperatures, 0);
  gtk_editable_set_text (GTK_EDITABLE (view->seed), "");
}

static void
row_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 5,
                                   NULL);

  gtk_list_item_set_child (item, label);
}

static void
row_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *string = GTK_STRING_OBJECT (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (string));
}

/* On its button a list may be cut short, so that all of them fit into a telephone; open, it says everything. */
static void
let_shrink (GtkDropDown *list)
{
  GtkListItemFactory *rows = gtk_drop_down_get_factory (list);
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();

  gtk_drop_down_set_list_factory (list, rows);
  g_signal_connect (button, "setup", G_CALLBACK (row_setup_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (row_bind_cb), NULL);
  gtk_drop_down_set_factory (list, button);
}

/* What takes the focus inside a list or an entry speaks with the name of the whole. */
static void
name_inside (gpointer inside, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
ui_gallery_init_filters (UiGallery *view)
{
  const char *const nothing[] = { NULL };

  name_inside (gtk_widget_get_first_child (GTK_WIDGET (view->checkpoints)), _("Checkpoint"));
  name_inside (gtk_widget_get_first_child (GTK_WIDGET (view->temperatures)), _("Temperature"));
  name_inside (gtk_editable_get_delegate (GTK_EDITABLE (view->seed)), _("Seed"));

  let_shrink (view->checkpoints);
  let_shrink (view->temperatures);
  view->temperature_values = g_array_new (FALSE, FALSE, sizeof (double));
  fill (view, view->checkpoints, _("Any Checkpoint"), nothing, NULL);
  fill (view, view->temperatures, _("Any Temperature"), nothing, NULL);
  g_signal_connect_swapped (view->checkpoints, "notify::selected", G_CALLBACK (checkpoint_chosen_cb), view);
  g_signal_connect_swapped (view->temperatures, "notify::selected", G_CALLBACK (temperature_chosen_cb), view);
  g_signal_connect_swapped (view->seed, "changed", G_CALLBACK (seed_edited_cb), view);
}
