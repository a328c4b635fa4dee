/* SPDX-License-Identifier: MIT */
/* What is said about the pictures, and instead of them when there is nothing to show. */
#include "ui/gallery-private.h"

#include <glib/gi18n.h>

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

void
ui_gallery_update_status (UiGallery *view)
{
  StudioLibrary *library = studio_gallery_get_library (view->gallery);
  const guint n_refused = studio_library_get_n_refused (library), n_left_out = studio_library_get_n_left_out (library);
  g_autofree char *refusals = n_refused > 0 ? studio_library_dup_refusals (library) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  append (text, describe_count (view));
  if (view->marks[MARK_A] != NULL && view->marks[MARK_B] == NULL)
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

void
ui_gallery_update (UiGallery *view)
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
  ui_gallery_update_status (view);
  gtk_stack_set_visible_child_name (view->content, n > 0 ? "grid" : "empty");
  ui_gallery_enable_actions (view);
}
