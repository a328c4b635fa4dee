/* SPDX-License-Identifier: MIT */
/* What can be done with pictures of the gallery: each is an action, for keys, the menu and the bar below. */
#include "ui/gallery-private.h"

#include "ui/pixels.h"

#include <glib/gi18n.h>

#define COPY_SIDE 512 /* pixels a side that a copied picture has about */

/* The first selected picture, or NULL. */
static StudioArtwork *
dup_first (UiGallery *view)
{
  g_autoptr (GPtrArray) selected = ui_gallery_dup_selected (view);

  return selected->len > 0 ? g_object_ref (g_ptr_array_index (selected, 0)) : NULL;
}

static void
details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (StudioArtwork) artwork = dup_first (UI_GALLERY (widget));

  if (artwork != NULL)
    ui_gallery_show_details (UI_GALLERY (widget), artwork);
}

static void
apply (UiGallery *view, StudioApply what)
{
  g_autoptr (StudioArtwork) artwork = dup_first (view);
  const StudioRecipe *recipe = artwork != NULL ? studio_artwork_get_recipe (artwork) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (recipe == NULL)
    return;

  if (studio_workspace_apply_recipe (view->workspace, recipe, what, &error))
    {
      g_signal_emit_by_name (view, "applied");
      return;
    }

  text = g_strdup_printf (_("Cannot use the recipe: %s"), error->message);
  ui_gallery_fail (view, text);
}

static void
use_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  apply (UI_GALLERY (widget), STUDIO_APPLY_ALL);
}

static void
use_rest_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  apply (UI_GALLERY (widget), STUDIO_APPLY_ALL_BUT_SEED);
}

static void
use_seed_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  apply (UI_GALLERY (widget), STUDIO_APPLY_SEED_ONLY);
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (StudioArtwork) artwork = dup_first (UI_GALLERY (widget));

  if (artwork != NULL && studio_artwork_get_recipe (artwork) != NULL)
    ui_gallery_open (UI_GALLERY (widget), artwork);
}

/* Copying: a large picture is not in memory, and is read in its own size */

static void
copy_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (StudioPixels) pixels = studio_artwork_dup_pixels (task_data, &error);
  const guint side = pixels != NULL ? MAX (pixels->width, pixels->height) : 1;
  GdkTexture *texture = pixels != NULL ? ui_pixels_to_texture (pixels, MAX (COPY_SIDE / side, 1)) : NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, texture, g_object_unref);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UiGallery *view = UI_GALLERY (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (texture == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Cannot copy the image: %s"),
                                               error != NULL ? error->message : _("there is no memory for it"));

      ui_gallery_fail (view, text);
      return;
    }

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (view)), texture);
  ui_gallery_tell (view, _("Image copied"), NULL, NULL);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StudioArtwork *artwork = dup_first (UI_GALLERY (widget));
  g_autoptr (GTask) task = NULL;

  if (artwork == NULL)
    return;

  task = g_task_new (widget, NULL, copied_cb, NULL);
  g_task_set_source_tag (task, copy_cb);
  g_task_set_task_data (task, artwork, g_object_unref);
  g_task_run_in_thread (task, copy_thread_cb);
}

/* Saving */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiGallery) view = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (!studio_gallery_save_finish (STUDIO_GALLERY (source), result, &n, &error))
    {
      text = g_strdup_printf (_("Cannot save to the library: %s"), error->message);
      ui_gallery_fail (view, text);
      return;
    }

  if (n == 0)
    text = g_strdup (_("In the library already"));
  else
    text = g_strdup_printf (ngettext ("%u image saved to the library", "%u images saved to the library", n), n);
  ui_gallery_tell (view, text, NULL, NULL);
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GPtrArray) selected = ui_gallery_dup_selected (UI_GALLERY (widget));

  studio_gallery_save_async (UI_GALLERY (widget)->gallery, selected, saved_cb, g_object_ref (widget));
}

static void
save_as_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (StudioArtwork) artwork = dup_first (UI_GALLERY (widget));

  if (artwork != NULL)
    ui_gallery_choose_save (UI_GALLERY (widget), artwork);
}

/* Deleting */

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiGallery) view = user_data;
  StudioGallery *gallery = STUDIO_GALLERY (source);
  const gboolean can_undo = studio_gallery_get_n_deleted (gallery) > 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (studio_gallery_delete_finish (gallery, result, &error))
    {
      ui_gallery_tell (view, _("Moved to the wastebasket"), _("_Undo"), "win.undo-delete");
      ui_gallery_enable_actions (view);
      return;
    }

  text = g_strdup_printf (can_undo ? _("Not everything was moved to the wastebasket: %s")
                                   : _("Cannot move to the wastebasket: %s"), error->message);
  ui_gallery_fail (view, text);
  ui_gallery_enable_actions (view);
}

static void
delete_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UiGallery *view = UI_GALLERY (widget);
  g_autoptr (GPtrArray) selected = ui_gallery_dup_selected (view);

  if (selected->len > 0)
    studio_gallery_delete_async (view->gallery, selected, deleted_cb, g_object_ref (view));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiGallery) view = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  ui_gallery_enable_actions (view);
  if (studio_gallery_undo_delete_finish (STUDIO_GALLERY (source), result, &error))
    return;

  text = g_strdup_printf (_("Not everything could be brought back: %s (it is in the wastebasket)"), error->message);
  ui_gallery_fail (view, text);
}

static void
undo_delete_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UiGallery *view = UI_GALLERY (widget);

  studio_gallery_undo_delete_async (view->gallery, undone_cb, g_object_ref (view));
}

/* Comparing */

static void
compare (UiGallery *view)
{
  ui_compare_set_artworks (view->compare, view->marks[MARK_A], view->marks[MARK_B]);
  gtk_stack_set_visible_child_name (view->pages, "compare");
  gtk_widget_child_focus (GTK_WIDGET (view->compare), GTK_DIR_TAB_FORWARD);
}

void
ui_gallery_mark (UiGallery *view, StudioArtwork *artwork)
{
  g_return_if_fail (UI_IS_GALLERY (view));

  if (artwork == view->marks[MARK_A])
    {
      g_clear_object (&view->marks[MARK_A]);
      view->marks[MARK_A] = g_steal_pointer (&view->marks[MARK_B]);
    }
  else if (artwork == view->marks[MARK_B])
    g_clear_object (&view->marks[MARK_B]);
  else
    g_set_object (&view->marks[view->marks[MARK_A] == NULL ? MARK_A : MARK_B], artwork);

  ui_gallery_show_marks (view);
  ui_gallery_enable_actions (view);
  if (artwork == view->marks[MARK_B])
    compare (view);
}

static void
mark_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (StudioArtwork) artwork = dup_first (UI_GALLERY (widget));

  if (artwork != NULL)
    ui_gallery_mark (UI_GALLERY (widget), artwork);
}

/* The two that are selected; else the two that are marked. */
static void
compare_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UiGallery *view = UI_GALLERY (widget);
  g_autoptr (GPtrArray) selected = ui_gallery_dup_selected (view);

  if (selected->len == 2)
    for (guint i = 0; i < N_MARKS; i++)
      g_set_object (&view->marks[i], g_ptr_array_index (selected, i));
  if (view->marks[MARK_B] == NULL)
    return;

  ui_gallery_show_marks (view);
  compare (view);
}

static void
clear_filters_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ui_gallery_clear_filters (UI_GALLERY (widget));
}

/* Letters can be switched off, for those who speak or slip onto keys. */
static gboolean
letter_cb (GtkWidget *widget, GVariant *action, gpointer user_data)
{
  return UI_GALLERY (widget)->has_letter_keys
         && gtk_widget_activate_action_variant (widget, g_variant_get_string (action, NULL), NULL);
}

static const struct {
  const char *name;
  GtkWidgetActionActivateFunc function;
} actions[] = {
  { "gallery.details", details_cb },
  { "gallery.use-all", use_all_cb },
  { "gallery.use-rest", use_rest_cb },
  { "gallery.use-seed", use_seed_cb },
  { "gallery.open", open_cb },
  { "gallery.copy", copy_cb },
  { "gallery.save", save_cb },
  { "gallery.save-as", save_as_cb },
  { "gallery.delete", delete_cb },
  { "gallery.undo-delete", undo_delete_cb },
  { "gallery.mark", mark_cb },
  { "gallery.compare", compare_cb },
  { "gallery.clear-filters", clear_filters_cb },
};

void
ui_gallery_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].function);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "gallery.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "gallery.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "gallery.undo-delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "gallery.save-as",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_o, 0, letter_cb, "s", "gallery.open");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_m, 0, letter_cb, "s", "gallery.mark");
}

void
ui_gallery_enable_actions (UiGallery *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  g_autoptr (GPtrArray) selected = ui_gallery_dup_selected (view);
  StudioArtwork *first = selected->len > 0 ? g_ptr_array_index (selected, 0) : NULL;
  const gboolean has_recipe = first != NULL && studio_artwork_get_recipe (first) != NULL;
  gboolean can_save = FALSE;

  for (guint i = 0; i < selected->len; i++)
    can_save |= studio_artwork_get_path (g_ptr_array_index (selected, i)) == NULL;

  gtk_widget_action_set_enabled (widget, "gallery.details", first != NULL);
  gtk_widget_action_set_enabled (widget, "gallery.use-all", has_recipe);
  gtk_widget_action_set_enabled (widget, "gallery.use-rest", has_recipe);
  gtk_widget_action_set_enabled (widget, "gallery.use-seed", has_recipe);
  gtk_widget_action_set_enabled (widget, "gallery.open", has_recipe);
  gtk_widget_action_set_enabled (widget, "gallery.save-as", first != NULL);
  gtk_widget_action_set_enabled (widget, "gallery.copy", first != NULL);
  gtk_widget_action_set_enabled (widget, "gallery.save", can_save);
  gtk_widget_action_set_enabled (widget, "gallery.delete", first != NULL);
  gtk_widget_action_set_enabled (widget, "gallery.mark", first != NULL);
  gtk_widget_action_set_enabled (widget, "gallery.compare", selected->len == 2 || view->marks[MARK_B] != NULL);
  gtk_widget_action_set_enabled (widget, "gallery.undo-delete",
                                 view->gallery != NULL && studio_gallery_get_n_deleted (view->gallery) > 0);
}
