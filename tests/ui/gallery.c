/* SPDX-License-Identifier: MIT */
/* A window that shows its gallery. */
#include "tests/ui/gallery.h"

#include "ui/gallery-private.h"
#include "ui/settings.h"

TestStudio *
test_gallery_open (gint width)
{
  TestStudio *studio = test_studio_new ();
  g_autoptr (GSettings) settings = ui_settings_open ();
  g_autofree char *library = test_folder_make (studio->folder, "library");

  g_settings_set_string (settings, "library-folder", library);
  g_settings_reset (settings, "gallery-source");
  test_studio_open_window (studio, width);
  test_studio_show_page (studio, "gallery");
  test_display_settle (GTK_WIDGET (studio->window));
  return studio;
}

UiGallery *
test_gallery_get_view (TestStudio *studio)
{
  return studio->window->gallery_view;
}

void
test_gallery_act (TestStudio *studio, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (test_gallery_get_view (studio)), action, NULL));
}

guint
test_gallery_get_n (TestStudio *studio)
{
  return g_list_model_get_n_items (ui_gallery_get_shown (test_gallery_get_view (studio)));
}

/* How many pictures are awaited. */
typedef struct {
  TestStudio *studio;
  guint n;
} Awaited;

static gboolean
has_n (gpointer data)
{
  const Awaited *awaited = data;

  return test_gallery_get_n (awaited->studio) == awaited->n;
}

void
test_gallery_wait_for_n (TestStudio *studio, guint n)
{
  Awaited awaited = { studio, n };

  test_display_wait (has_n, &awaited, 20);
}

void
test_gallery_paint (TestStudio *studio, guint64 seed, double temperature)
{
  GListModel *session = studio_history_get_pictures (studio_gallery_get_history (studio->window->gallery));
  const guint n = g_list_model_get_n_items (session);

  studio_workspace_set_seed (studio->workspace, seed);
  studio_workspace_set_temperature (studio->workspace, temperature);
  test_studio_paint (studio);
  while (g_list_model_get_n_items (session) == n)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_compared (gpointer studio)
{
  return ui_gallery_is_comparing (test_gallery_get_view (studio));
}

void
test_gallery_compare (TestStudio *studio)
{
  for (guint i = 0; i < 2; i++)
    {
      ui_gallery_select (test_gallery_get_view (studio), i);
      test_studio_act (studio, "mark");
    }
  test_display_wait (is_compared, studio, 20);
}

guint64
test_gallery_get_seed (TestStudio *studio, guint position)
{
  GListModel *shown = ui_gallery_get_shown (test_gallery_get_view (studio));
  g_autoptr (StudioArtwork) artwork = g_list_model_get_item (shown, position);

  return studio_artwork_get_recipe (artwork)->seed;
}

static const char *
get_page (TestStudio *studio)
{
  return gtk_stack_get_visible_child_name (test_gallery_get_view (studio)->content);
}

gboolean
test_gallery_has_grid (gpointer studio)
{
  return g_strcmp0 (get_page (studio), "grid") == 0;
}

gboolean
test_gallery_has_nothing (gpointer studio)
{
  return g_strcmp0 (get_page (studio), "empty") == 0;
}

UiGalleryTile *
test_gallery_get_tile (TestStudio *studio, guint position)
{
  GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (test_gallery_get_view (studio)->grid));

  while (position-- > 0)
    cell = gtk_widget_get_next_sibling (cell);
  return UI_GALLERY_TILE (gtk_widget_get_first_child (cell));
}

void
test_gallery_set_source (TestStudio *studio, const char *source)
{
  GtkWidget *view = GTK_WIDGET (test_gallery_get_view (studio));

  g_assert_true (gtk_widget_activate_action (view, "gallery.source", "s", source));
}
