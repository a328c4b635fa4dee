/* SPDX-License-Identifier: MIT */
/* UiRecipeDialog: shows the recipe of a picture before any of it is used. */
#pragma once

#include "app/artwork.h"
#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiRecipeDialog: a modal dialog: the recipe, what it would change here, and three ways to use it.
 *
 * Emits `applied` when some of it was used; and for a picture of the gallery, after its actions "recipe.open" and
 * "recipe.save-as", `open` and `save-as` (StudioArtwork).
 *
 * Threads: main thread only.
 */
#define UI_TYPE_RECIPE_DIALOG (ui_recipe_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiRecipeDialog, ui_recipe_dialog, UI, RECIPE_DIALOG, AdwWindow)

/**
 * ui_recipe_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @workspace: (transfer none): whose settings the recipe would change
 * @recipe: (transfer full): what the picture says of itself
 * @name: of the file, for people
 */
UiRecipeDialog *ui_recipe_dialog_new (GtkWindow *parent, StudioWorkspace *workspace, StudioRecipe *recipe,
                                      const char *name);

/**
 * ui_recipe_dialog_new_for_artwork: the same for a picture of the gallery, which is shown too. One without a recipe has
 * nothing to use, and the dialog says so.
 * @artwork: (transfer none):
 */
UiRecipeDialog *ui_recipe_dialog_new_for_artwork (GtkWindow *parent, StudioWorkspace *workspace,
                                                  StudioArtwork *artwork);

/**
 * ui_recipe_dialog_apply: uses the recipe, as the buttons do, and closes the dialog.
 */
void ui_recipe_dialog_apply (UiRecipeDialog *dialog, StudioApply apply);

/**
 * ui_recipe_dialog_locate: takes a file for the recipe's checkpoint, as the button does that asks for one. It is compared in
 * a thread: if it is the recipe's, or the sizes fit and the user wants it all the same, the recipe can be used.
 * @path: file name, any bytes
 */
void ui_recipe_dialog_locate (UiRecipeDialog *dialog, const char *path);

G_END_DECLS
