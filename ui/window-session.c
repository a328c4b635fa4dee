/* SPDX-License-Identifier: MIT */
/* After a crash: what was being painted is offered once more. A picture follows from its recipe, so it is painted anew. */
#include "ui/window-private.h"

#include <glib/gi18n.h>

#define RECIPE_KEY "weft-recipe"
#define LANES_KEY "weft-lanes"

static void
resume (UiWindow *window, const StudioRecipe *recipe, guint n_lanes)
{
  g_autoptr (GError) error = NULL;

  if (!studio_workspace_apply_recipe (window->workspace, recipe, STUDIO_APPLY_ALL, &error))
    {
      g_autofree char *text = g_strdup_printf (_("Cannot paint the picture again: %s"), error->message);

      ui_message_bar_show (window->message_bar, text, _("_Open…"), "win.open");
      return;
    }

  adw_view_stack_set_visible_child_name (window->stack, "studio");
  studio_workspace_set_n_lanes (window->workspace, n_lanes);
  studio_workspace_generate (window->workspace);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, UiWindow *window)
{
  if (g_str_equal (response, "resume"))
    resume (window, g_object_get_data (G_OBJECT (dialog), RECIPE_KEY),
            GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (dialog), LANES_KEY)));
}

void
ui_window_offer_session (UiWindow *window, StudioRecipe *recipe, guint n_lanes)
{
  AdwMessageDialog *dialog;
  g_autofree char *text = NULL, *seed = NULL;

  g_return_if_fail (UI_IS_WINDOW (window));
  g_return_if_fail (recipe != NULL);

  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, recipe->seed);
  text = g_strdup_printf (ngettext ("Weft ended while it was painting %u image with “%s”, seed %s. It can be painted "
                                    "again, the same from the first pixel.",
                                    "Weft ended while it was painting %u images with “%s”, seed %s. They can be painted "
                                    "again, the same from the first pixel.", n_lanes),
                          n_lanes, recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "?", seed);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), _("Resume What Was Interrupted?"), text));
  adw_message_dialog_add_responses (dialog, "forget", _("_Forget"), "resume", _("_Resume"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "resume", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "resume");
  adw_message_dialog_set_close_response (dialog, "forget");
  g_object_set_data_full (G_OBJECT (dialog), RECIPE_KEY, recipe, (GDestroyNotify) studio_recipe_free);
  g_object_set_data (G_OBJECT (dialog), LANES_KEY, GUINT_TO_POINTER (n_lanes));
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
