/* SPDX-License-Identifier: MIT */
/* A tile is used again and again as the list scrolls: all of it follows from the artwork. */
#include "ui/gallery-tile.h"

#include "ui/pixels.h"

#include <glib/gi18n.h>

struct _UiGalleryTile {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  UiThumbnail *thumbnail;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *mark;

  /* owned */
  StudioArtwork *artwork;
};

G_DEFINE_FINAL_TYPE (UiGalleryTile, ui_gallery_tile, GTK_TYPE_WIDGET)

char *
ui_gallery_dup_title (StudioArtwork *artwork)
{
  const StudioRecipe *recipe = studio_artwork_get_recipe (artwork);

  if (recipe != NULL && recipe->checkpoint_name != NULL)
    return g_strdup (recipe->checkpoint_name);
  return studio_artwork_dup_name (artwork);
}

/* Seed and image of the latest branch: what tells a picture from its neighbours. */
static void
dup_address (const StudioRecipe *recipe, char **seed, char **image)
{
  guint64 seed_number, image_number;

  studio_recipe_get_address (recipe, G_MAXUINT, &seed_number, &image_number);
  *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, seed_number);
  *image = image_number > 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT, image_number) : NULL;
}

char *
ui_gallery_describe (StudioArtwork *artwork)
{
  const StudioRecipe *recipe = studio_artwork_get_recipe (artwork);
  g_autofree char *seed = NULL, *image = NULL;
  double temperature;

  if (recipe == NULL)
    return g_strdup_printf (_("%u × %u, no recipe"), studio_artwork_get_width (artwork),
                            studio_artwork_get_height (artwork));

  dup_address (recipe, &seed, &image);
  temperature = studio_recipe_get_temperature (recipe, 0);
  if (image != NULL)
    return g_strdup_printf (_("seed %s, image %s, temperature %.2f"), seed, image, temperature);
  return g_strdup_printf (_("seed %s, temperature %.2f"), seed, temperature);
}

/* Two short lines below a small picture; the long form is for readers and the tooltip. */
static char *
dup_subtitle (StudioArtwork *artwork)
{
  const StudioRecipe *recipe = studio_artwork_get_recipe (artwork);
  g_autofree char *seed = NULL, *image = NULL;

  if (recipe == NULL)
    return g_strdup_printf ("%u × %u", studio_artwork_get_width (artwork), studio_artwork_get_height (artwork));

  dup_address (recipe, &seed, &image);

  /* Translators: seed, number within the batch, temperature */
  if (image != NULL)
    return g_strdup_printf (_("%s-%s · T %.2f"), seed, image, studio_recipe_get_temperature (recipe, 0));
  /* Translators: seed, temperature */
  return g_strdup_printf (_("%s · T %.2f"), seed, studio_recipe_get_temperature (recipe, 0));
}

/* GTK 4.8 gives the focus to a widget of the list's own, which has no name unless it is given one. */
static void
name_cell (UiGalleryTile *tile, const char *title, const char *description)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (tile));
  const char *mark = ui_gallery_tile_get_mark (tile);
  g_autofree char *marked = mark != NULL ? g_strdup_printf (_("%s, marked %s"), description, mark)
                                         : g_strdup (description);

  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, marked, -1);
}

static void
update_name (UiGalleryTile *tile)
{
  g_autofree char *title = NULL, *description = NULL;

  if (tile->artwork == NULL)
    return;

  title = ui_gallery_dup_title (tile->artwork);
  description = ui_gallery_describe (tile->artwork);
  name_cell (tile, title, description);
}

/* Worked out when it is asked for: setting a text makes GTK ask the display where the pointer is, tile by tile. */
static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean is_by_key, GtkTooltip *tooltip, gpointer user_data)
{
  UiGalleryTile *tile = UI_GALLERY_TILE (widget);
  g_autofree char *description = tile->artwork != NULL ? ui_gallery_describe (tile->artwork) : NULL;

  gtk_tooltip_set_text (tooltip, description);
  return description != NULL;
}

static void
ui_gallery_tile_dispose (GObject *object)
{
  UiGalleryTile *tile = UI_GALLERY_TILE (object);

  g_clear_object (&tile->artwork);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_GALLERY_TILE);

  G_OBJECT_CLASS (ui_gallery_tile_parent_class)->dispose (object);
}

static void
ui_gallery_tile_class_init (UiGalleryTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_THUMBNAIL);
  G_OBJECT_CLASS (klass)->dispose = ui_gallery_tile_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/gallery-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, UiGalleryTile, content);
  gtk_widget_class_bind_template_child (widget_class, UiGalleryTile, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, UiGalleryTile, title);
  gtk_widget_class_bind_template_child (widget_class, UiGalleryTile, subtitle);
  gtk_widget_class_bind_template_child (widget_class, UiGalleryTile, mark);
}

static void
ui_gallery_tile_init (UiGalleryTile *tile)
{
  gtk_widget_init_template (GTK_WIDGET (tile));
  gtk_widget_set_has_tooltip (GTK_WIDGET (tile), TRUE);
  g_signal_connect (tile, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

void
ui_gallery_tile_set_artwork (UiGalleryTile *tile, StudioArtwork *artwork)
{
  g_autofree char *title = NULL, *subtitle = NULL;

  g_return_if_fail (UI_IS_GALLERY_TILE (tile));

  g_set_object (&tile->artwork, artwork);
  ui_thumbnail_set_pixels (tile->thumbnail, artwork != NULL ? studio_artwork_get_thumbnail (artwork) : NULL);
  if (artwork == NULL)
    return;

  title = ui_gallery_dup_title (artwork);
  subtitle = dup_subtitle (artwork);
  gtk_label_set_text (tile->title, title);
  gtk_label_set_text (tile->subtitle, subtitle);
  update_name (tile);
}

StudioArtwork *
ui_gallery_tile_get_artwork (UiGalleryTile *tile)
{
  g_return_val_if_fail (UI_IS_GALLERY_TILE (tile), NULL);

  return tile->artwork;
}

void
ui_gallery_tile_set_mark (UiGalleryTile *tile, const char *mark)
{
  g_return_if_fail (UI_IS_GALLERY_TILE (tile));

  gtk_label_set_text (tile->mark, mark != NULL ? mark : "");
  gtk_widget_set_visible (GTK_WIDGET (tile->mark), mark != NULL);
  update_name (tile);
}

const char *
ui_gallery_tile_get_mark (UiGalleryTile *tile)
{
  g_return_val_if_fail (UI_IS_GALLERY_TILE (tile), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (tile->mark)) ? gtk_label_get_text (tile->mark) : NULL;
}
