/* SPDX-License-Identifier: MIT */
/* What the files of the talk share. */
#pragma once

#include "ui/window-private.h"

/* The window as it was before the talk. */
struct _UiTalk {
  UiPresentation *presentation; /* in the window */
  GtkWindow *audience;          /* weak: while it is open */
  GtkWindow *list;              /* weak: likewise */
  GtkWidget *blank;             /* over everything */
  char *overlay;                /* that lay over the picture */
  gboolean was_fullscreen;
  gboolean had_sidebar;
  gboolean had_inspector;
  guint pointer_id;
};

/* window-talk.c */
StudioScenes *ui_window_get_scenes    (UiWindow *window);
gboolean      ui_window_is_presenting (UiWindow *window);

/* Loads what the scenes need, and enters the first; asks before if something is missing. */
void ui_window_begin_talk (UiWindow *window);

/* window-talk-actions.c */
void ui_window_add_talk_actions (UiWindow *window);
