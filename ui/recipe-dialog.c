/* SPDX-License-Identifier: MIT */
/* A recipe is shown in rows; nothing of it acts before a button is pressed. */
#include "ui/recipe-dialog-private.h"

#include "ui/fold.h"
#include "ui/wrap.h"

#include "app/race-figures.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (UiRecipeDialog, ui_recipe_dialog, ADW_TYPE_WINDOW)

static guint applied_signal;

static void
use_seed_cb (UiRecipeDialog *dialog)
{
  ui_recipe_dialog_apply (dialog, STUDIO_APPLY_SEED_ONLY);
}

static void
use_rest_cb (UiRecipeDialog *dialog)
{
  ui_recipe_dialog_apply (dialog, STUDIO_APPLY_ALL_BUT_SEED);
}

static void
use_all_cb (UiRecipeDialog *dialog)
{
  ui_recipe_dialog_apply (dialog, STUDIO_APPLY_ALL);
}

/* The window paints, once the settings are the recipe's. */
static void
generate_cb (UiRecipeDialog *dialog)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  ui_recipe_dialog_apply (dialog, STUDIO_APPLY_ALL);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.generate", NULL);
}

/* Takes the value, so that a row is one line at the call. */
static void
add_fact (UiRecipeDialog *dialog, const char *name, char *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_widget_set_focusable (row, FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE); /* selected with the pointer, but nothing to begin with */
  gtk_widget_set_tooltip_text (label, value);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (dialog->facts, row);
  g_free (value);
}

static char *
dup_temperatures (const StudioRecipe *recipe)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < recipe->temperatures->len; i++)
    {
      const StudioTemperatureEvent *event = &g_array_index (recipe->temperatures, StudioTemperatureEvent, i);

      if (event->step == 0)
        g_string_append_printf (text, "%g", event->temperature);
      else
        g_string_append_printf (text, _(", %g from value %u on"), event->temperature, event->step);
    }

  return g_string_free (text, FALSE);
}

static void
show_facts (UiRecipeDialog *dialog)
{
  const StudioRecipe *recipe = dialog->recipe;

  add_fact (dialog, _("Checkpoint"), g_strdup (recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "?"));
  if (recipe->checkpoint_sha256 != NULL)
    add_fact (dialog, _("SHA-256"), g_strdup (recipe->checkpoint_sha256));
  add_fact (dialog, _("Size"), g_strdup_printf ("%u × %u", recipe->shape.image_width, recipe->shape.image_height));
  add_fact (dialog, _("Seed"), g_strdup_printf ("%" G_GUINT64_FORMAT, recipe->seed));
  add_fact (dialog, _("Image"), g_strdup_printf ("%" G_GUINT64_FORMAT, recipe->image));
  add_fact (dialog, _("Temperature"), dup_temperatures (recipe));
  if (recipe->top_k > 0)
    add_fact (dialog, _("Top k"), g_strdup_printf ("%u", recipe->top_k));
  if (recipe->top_p < 1)
    add_fact (dialog, _("Top p"), g_strdup_printf ("%.2f", recipe->top_p));
  add_fact (dialog, _("Attention"), g_strdup (studio_race_form_to_title (recipe->form)));
  add_fact (dialog, _("Precision"), g_strdup (weft_precision_to_string (recipe->precision)));
  add_fact (dialog, _("Painted By"), g_strdup_printf ("Weft %s", recipe->program_version));
}

static void
show_changes (UiRecipeDialog *dialog)
{
  g_auto (GStrv) changes = studio_workspace_list_changes (dialog->workspace, dialog->recipe);

  gtk_widget_set_visible (GTK_WIDGET (dialog->changes), changes[0] != NULL);
  for (guint i = 0; changes[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), changes[i]);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_set_focusable (row, FALSE);
      adw_preferences_group_add (dialog->changes, row);
    }
}

void
ui_recipe_dialog_caution (UiRecipeDialog *dialog, const char *text)
{
  gtk_label_set_text (dialog->caution, text);
  gtk_widget_add_css_class (GTK_WIDGET (dialog->caution), "caution");
  gtk_widget_set_visible (GTK_WIDGET (dialog->caution), TRUE);
}

/* The window does it, when this dialog is out of its way. */
static void
pass_on_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UiRecipeDialog *dialog = UI_RECIPE_DIALOG (widget);

  if (dialog->artwork == NULL)
    return;

  g_signal_emit_by_name (dialog, strchr (name, '.') + 1, dialog->artwork);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
ui_recipe_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (UI_RECIPE_DIALOG (object)->reading);
  g_clear_object (&UI_RECIPE_DIALOG (object)->workspace);

  G_OBJECT_CLASS (ui_recipe_dialog_parent_class)->dispose (object);
}

static void
ui_recipe_dialog_finalize (GObject *object)
{
  UiRecipeDialog *dialog = UI_RECIPE_DIALOG (object);

  g_clear_pointer (&dialog->recipe, studio_recipe_free);
  g_clear_object (&dialog->artwork);
  g_clear_object (&dialog->entry);
  g_free (dialog->file_name);
  g_clear_object (&dialog->reading);

  G_OBJECT_CLASS (ui_recipe_dialog_parent_class)->finalize (object);
}

static void
ui_recipe_dialog_class_init (UiRecipeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_FOLD);
  g_type_ensure (UI_TYPE_THUMBNAIL);
  G_OBJECT_CLASS (klass)->dispose = ui_recipe_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_recipe_dialog_finalize;
  applied_signal = g_signal_new ("applied", UI_TYPE_RECIPE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
  g_signal_new ("open", UI_TYPE_RECIPE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, STUDIO_TYPE_ARTWORK);
  g_signal_new ("save-as", UI_TYPE_RECIPE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                STUDIO_TYPE_ARTWORK);
  gtk_widget_class_install_action (widget_class, "recipe.open", NULL, pass_on_cb);
  gtk_widget_class_install_action (widget_class, "recipe.save-as", NULL, pass_on_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/recipe-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, more);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, caution);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, ways);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, locate);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, generate);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, use_rest);
  gtk_widget_class_bind_template_child (widget_class, UiRecipeDialog, use_all);
  gtk_widget_class_bind_template_callback (widget_class, use_seed_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_rest_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, ui_recipe_dialog_choose_checkpoint);
  gtk_widget_class_bind_template_callback (widget_class, generate_cb);
}

static void
ui_recipe_dialog_init (UiRecipeDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
  ui_wrap_words (GTK_WIDGET (dialog));
}

static void
show_recipe (UiRecipeDialog *dialog)
{
  show_facts (dialog);
  show_changes (dialog);
  ui_recipe_dialog_find_checkpoint (dialog);
  gtk_window_set_focus (GTK_WINDOW (dialog), dialog->use_all);
}

UiRecipeDialog *
ui_recipe_dialog_new (GtkWindow *parent, StudioWorkspace *workspace, StudioRecipe *recipe, const char *name)
{
  UiRecipeDialog *dialog = g_object_new (UI_TYPE_RECIPE_DIALOG, "transient-for", parent, NULL);

  dialog->workspace = g_object_ref (workspace);
  dialog->recipe = recipe;
  adw_window_title_set_subtitle (dialog->heading, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (dialog->heading), name);
  show_recipe (dialog);
  return dialog;
}

/* When it was painted, and where it lies. */
static void
show_file (UiRecipeDialog *dialog, StudioArtwork *artwork)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (studio_artwork_get_time (artwork) / G_USEC_PER_SEC);
  const char *path = studio_artwork_get_path (artwork);

  if (studio_artwork_get_recipe (artwork) == NULL)
    add_fact (dialog, _("Size"), g_strdup_printf ("%u × %u", studio_artwork_get_width (artwork),
                                                  studio_artwork_get_height (artwork)));
  if (time != NULL)
    add_fact (dialog, _("Finished"), g_date_time_format (time, "%x %X"));
  add_fact (dialog, _("File"), path != NULL ? g_filename_display_name (path) : g_strdup (_("not saved")));
}

static void
show_missing_recipe (UiRecipeDialog *dialog, StudioArtwork *artwork)
{
  const char *problem = studio_artwork_get_recipe_problem (artwork);
  g_autofree char *text = problem != NULL ? g_strdup_printf (_("The recipe in this image cannot be read: %s"), problem)
                                          : g_strdup (_("No recipe in this image: it does not say how it was painted."));

  ui_recipe_dialog_caution (dialog, text);
  adw_preferences_group_set_title (dialog->facts, _("Picture"));
  gtk_widget_set_visible (GTK_WIDGET (dialog->changes), FALSE);
  gtk_widget_set_visible (dialog->buttons, FALSE);
}

UiRecipeDialog *
ui_recipe_dialog_new_for_artwork (GtkWindow *parent, StudioWorkspace *workspace, StudioArtwork *artwork)
{
  UiRecipeDialog *dialog = g_object_new (UI_TYPE_RECIPE_DIALOG, "transient-for", parent, NULL);
  const StudioRecipe *recipe = studio_artwork_get_recipe (artwork);
  g_autofree char *name = studio_artwork_dup_name (artwork);

  dialog->workspace = g_object_ref (workspace);
  dialog->recipe = recipe != NULL ? studio_recipe_copy (recipe) : NULL;
  dialog->artwork = g_object_ref (artwork);
  gtk_widget_set_visible (dialog->more, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (dialog), "recipe.open", recipe != NULL);
  adw_window_title_set_title (dialog->heading, _("Details"));
  adw_window_title_set_subtitle (dialog->heading, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (dialog->heading), name);
  ui_thumbnail_set_pixels (dialog->picture, studio_artwork_get_thumbnail (artwork));
  gtk_widget_set_visible (GTK_WIDGET (dialog->picture), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 360, 680);
  if (recipe != NULL)
    show_recipe (dialog);
  else
    show_missing_recipe (dialog, artwork);
  show_file (dialog, artwork);
  return dialog;
}

void
ui_recipe_dialog_apply (UiRecipeDialog *dialog, StudioApply apply)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (UI_IS_RECIPE_DIALOG (dialog));

  if (dialog->entry != NULL)
    studio_workspace_apply_recipe_with (dialog->workspace, dialog->recipe, apply, dialog->entry);
  else if (!studio_workspace_apply_recipe (dialog->workspace, dialog->recipe, apply, &error))
    {
      ui_recipe_dialog_caution (dialog, error->message);
      return;
    }

  g_signal_emit (dialog, applied_signal, 0);
  gtk_window_close (GTK_WINDOW (dialog));
}
