/* SPDX-License-Identifier: MIT */
/* The bar asks the loading how far it is, a few times a second while it lasts, and wakes for nothing else. */
#include "ui/load-bar.h"

#include "ui/format.h"

#include <glib/gi18n.h>

#define INTERVAL 250 /* milliseconds */

struct _UiLoadBar {
  AdwBin parent_instance;

  /* template */
  GtkRevealer *revealer;
  GtkLabel *heading;
  GtkProgressBar *progress;
  GtkLabel *figures;

  /* owned */
  StudioWorkspace *workspace;
  guint delay;      /* milliseconds */
  guint timeout_id; /* source that shows the bar, and then keeps it true; 0: nothing is being loaded */
};

G_DEFINE_FINAL_TYPE (UiLoadBar, ui_load_bar, ADW_TYPE_BIN)

static char *
dup_figures (const StudioLoadingProgress *progress)
{
  const gboolean is_read = progress->n_read == progress->n_bytes;
  g_autofree char *n = ui_format_bytes ((double) (is_read ? progress->n_checked : progress->n_read));
  g_autofree char *all = ui_format_bytes ((double) progress->n_bytes);

  return g_strdup_printf (is_read ? _("Checked: %s of %s") : _("Read: %s of %s"), n, all);
}

/* Reading and checking go over the same bytes, so that each is half of the way. */
static void
show_progress (UiLoadBar *bar)
{
  StudioEntry *entry = studio_workspace_get_loading (bar->workspace);
  StudioLoading *loading = entry != NULL ? studio_entry_get_loading (entry) : NULL;
  g_autofree char *heading = NULL, *figures = NULL;
  StudioLoadingProgress progress;

  if (loading == NULL)
    return;

  progress = studio_loading_get_progress (loading);
  heading = g_strdup_printf (_("Loading “%s”"), studio_entry_get_title (entry));
  figures = dup_figures (&progress);
  gtk_label_set_text (bar->heading, heading);
  gtk_label_set_text (bar->figures, figures);
  gtk_progress_bar_set_fraction (bar->progress, (double) (progress.n_read + progress.n_checked)
                                                    / (2.0 * (double) MAX (progress.n_bytes, 1)));
}

static gboolean
tick_cb (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_CONTINUE;
}

static void
reveal (UiLoadBar *bar)
{
  bar->timeout_id = g_timeout_add (INTERVAL, tick_cb, bar);
  show_progress (bar);
  gtk_revealer_set_reveal_child (bar->revealer, TRUE);
}

static gboolean
delayed_cb (gpointer user_data)
{
  reveal (user_data);
  return G_SOURCE_REMOVE;
}

static void
loading_changed_cb (UiLoadBar *bar)
{
  const gboolean is_loading = studio_workspace_get_loading (bar->workspace) != NULL;

  g_clear_handle_id (&bar->timeout_id, g_source_remove);
  if (!is_loading)
    gtk_revealer_set_reveal_child (bar->revealer, FALSE);
  else if (bar->delay == 0 || gtk_revealer_get_reveal_child (bar->revealer))
    reveal (bar);
  else
    bar->timeout_id = g_timeout_add (bar->delay, delayed_cb, bar);
}

static void
ui_load_bar_dispose (GObject *object)
{
  UiLoadBar *bar = UI_LOAD_BAR (object);

  g_clear_handle_id (&bar->timeout_id, g_source_remove);
  if (bar->workspace != NULL)
    g_signal_handlers_disconnect_by_data (bar->workspace, bar);
  g_clear_object (&bar->workspace);
  G_OBJECT_CLASS (ui_load_bar_parent_class)->dispose (object);
}

static void
ui_load_bar_class_init (UiLoadBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_load_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/load-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UiLoadBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, UiLoadBar, heading);
  gtk_widget_class_bind_template_child (widget_class, UiLoadBar, progress);
  gtk_widget_class_bind_template_child (widget_class, UiLoadBar, figures);
}

static void
ui_load_bar_init (UiLoadBar *bar)
{
  bar->delay = UI_LOAD_BAR_DELAY;
  gtk_widget_init_template (GTK_WIDGET (bar));
}

void
ui_load_bar_set_workspace (UiLoadBar *bar, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_LOAD_BAR (bar));
  g_return_if_fail (bar->workspace == NULL);

  bar->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "notify::loading", G_CALLBACK (loading_changed_cb), bar);
  loading_changed_cb (bar);
}

void
ui_load_bar_set_delay (UiLoadBar *bar, guint milliseconds)
{
  g_return_if_fail (UI_IS_LOAD_BAR (bar));

  bar->delay = milliseconds;
}

const char *
ui_load_bar_get_text (UiLoadBar *bar)
{
  g_return_val_if_fail (UI_IS_LOAD_BAR (bar), NULL);

  return gtk_revealer_get_reveal_child (bar->revealer) ? gtk_label_get_text (bar->figures) : NULL;
}
