/* SPDX-License-Identifier: MIT */
/* What the files of the recipe dialog share. */
#pragma once

#include "ui/recipe-dialog.h"

#include "ui/pixels.h"

struct _UiRecipeDialog {
  AdwWindow parent_instance;

  /* template */
  AdwWindowTitle *heading;
  GtkWidget *more;
  UiThumbnail *picture;
  GtkLabel *caution;
  AdwPreferencesGroup *facts;
  AdwPreferencesGroup *changes;
  GtkWidget *buttons;
  GtkWidget *ways;
  GtkWidget *locate;
  GtkWidget *generate;
  GtkWidget *use_rest;
  GtkWidget *use_all;

  /* owned */
  StudioWorkspace *workspace;
  StudioRecipe *recipe;
  StudioArtwork *artwork; /* NULL: it is only a recipe */
  StudioEntry *entry;     /* what the recipe would be painted with; NULL: there is nothing yet */
  char *file_name;        /* that was chosen latest, for people */
  GCancellable *reading;  /* of the file of @entry, or of one that was chosen */
};

/* recipe-checkpoint.c: looks for the recipe's checkpoint and says how it stands to it, now and whenever more is known. */
void ui_recipe_dialog_find_checkpoint (UiRecipeDialog *dialog);

/* What a button does that asks for the checkpoint's file. */
void ui_recipe_dialog_choose_checkpoint (UiRecipeDialog *dialog);

/* Puts a sentence where one looks first. */
void ui_recipe_dialog_caution (UiRecipeDialog *dialog, const char *text);
