/* SPDX-License-Identifier: MIT */
/* What the files of the gallery share. */
#pragma once

#include "ui/gallery.h"

#include "ui/compare.h"

#include <adwaita.h>

/* Pictures to be compared. */
enum {
  MARK_A,
  MARK_B,
  N_MARKS,
};

struct _UiGallery {
  GtkWidget parent_instance;

  /* template */
  GtkStack *pages;
  GtkWidget *browser;
  GtkBox *bar;
  GtkDropDown *checkpoints;
  GtkDropDown *temperatures;
  GtkEntry *seed;
  GtkWidget *problem_row;
  GtkLabel *problem;
  GtkStack *content;
  GtkGridView *grid;
  AdwStatusPage *empty;
  GtkWidget *clear;
  GtkSpinner *spinner;
  GtkLabel *status;
  UiCompare *compare;
  GMenuModel *menu_model;

  /* owned */
  StudioGallery *gallery;
  StudioWorkspace *workspace;
  GtkMultiSelection *selection;
  GtkCustomFilter *matcher;
  GListModel *everything;  /* session and library, unfiltered */
  GtkWidget *menu;         /* what can be done with the selected pictures; NULL until somebody asks */
  StudioArtwork *marks[N_MARKS]; /* NULL: not marked */
  StudioGalleryFilter filter;
  GArray *temperature_values; /* of double, behind the drop-down's rows from the second on */

  gboolean is_following; /* the lists change the drop-downs, not the user */
  gboolean is_compact;
  gboolean has_letter_keys;
  guint update_id;
  gboolean was_at_top; /* of the grid, before the change that is waited for */
};

/* gallery.c */
void ui_gallery_tell (UiGallery *view, const char *text, const char *label, const char *action);
void ui_gallery_fail (UiGallery *view, const char *text);

/* Emits `details` for a picture. */
void ui_gallery_show_details (UiGallery *view, StudioArtwork *artwork);

/* gallery-grid.c: the tiles and their menu. */
void ui_gallery_init_grid         (UiGallery *view);
void ui_gallery_install_menu_keys (GtkWidgetClass *widget_class);
void ui_gallery_show_marks        (UiGallery *view);

/* gallery-status.c: everything that follows from the lists, and the line below them alone. */
void ui_gallery_update        (UiGallery *view);
void ui_gallery_update_status (UiGallery *view);

/* gallery-actions.c: the class's actions and keys; which of them can be used at present. */
void ui_gallery_install_actions (GtkWidgetClass *widget_class);
void ui_gallery_enable_actions  (UiGallery *view);

/* gallery-filters.c: what the bar above the pictures asks for. */
void        ui_gallery_init_filters     (UiGallery *view);
void        ui_gallery_update_filters   (UiGallery *view); /* the lists have changed: so has what can be asked for */
void        ui_gallery_clear_filters    (UiGallery *view);
void        ui_gallery_set_source       (UiGallery *view, const char *nick);
const char *ui_gallery_get_source       (UiGallery *view);
