/* SPDX-License-Identifier: MIT */
/* What the files of the window share. */
#pragma once

#include "ui/window.h"

#include "ui/controls.h"
#include "ui/export-bar.h"
#include "ui/gallery.h"
#include "ui/inspector.h"
#include "ui/load-bar.h"
#include "ui/message-bar.h"
#include "ui/presentation.h"
#include "ui/queue-list.h"
#include "ui/race-view.h"
#include "ui/studio-view.h"

typedef struct _UiTalk UiTalk; /* window-talk.c */

struct _UiWindow {
  AdwApplicationWindow parent_instance;

  /* template */
  AdwSplitButton *generate;
  AdwButtonContent *generate_content;
  AdwViewSwitcherTitle *switcher;
  AdwViewSwitcherBar *switcher_bar;
  GtkWidget *step;
  GtkWidget *save;
  GtkWidget *export;
  GtkWidget *queue_button;
  UiQueueList *queue_list;
  UiExportBar *export_bar;
  UiLoadBar *load_bar;
  GtkWidget *inspect;
  UiMessageBar *message_bar;
  AdwToastOverlay *toasts;
  AdwFlap *flap;
  AdwFlap *inspector_flap;
  UiInspector *inspector;
  UiControls *controls;
  AdwViewStack *stack;
  UiStudioView *studio;
  UiRaceView *race;
  UiGallery *gallery_view;
  GMenu *recent_menu;

  /* owned */
  StudioWorkspace *workspace;
  StudioGallery *gallery;
  StudioRace *followed_race; /* whose state the header shows */
  UiTalk *talk;
  GSettings *settings;       /* NULL without a schema */
  StudioQueue *queue;
  StudioQueueRun *removed_run; /* what was taken out of it last; NULL: nothing, or it is back */
  guint removed_from;          /* its position */
  GMenu *blend_menu;         /* of other branches, and files */
  GCancellable *cancellable; /* of everything the window has asked for */
  StudioMoment *moment;      /* the latest that was opened, and its file; NULL: none */
  char *moment_path;
  int unfolded_width;        /* logical pixels the panel and the views beside it need, as at the latest folding */
  gboolean closes_when_saved; /* the moment that is being saved is the last thing it does */

  AdwToast *undo_toast; /* weak: what offers to bring an image back, while it is shown */

  guint compact_id; /* idle source that adapts the window to its width */
};

/* Whether the race is what is seen, and so what Generate, Pause and Discard mean. */
gboolean ui_window_shows_race (UiWindow *window);

gboolean ui_window_shows_gallery (UiWindow *window);

/* State of the run or race that is seen. */
StudioRunState ui_window_get_run_state (UiWindow *window);

/* window.c: the button says what it does, as far as there is room. */
void ui_window_sync_generate_button (UiWindow *window);

/* window-fold.c */
void ui_window_follow_fold   (UiWindow *window);
void ui_window_apply_compact (UiWindow *window);
void ui_window_check_fold    (UiWindow *window); /* the window has another size */

/* window-close.c: asks if something would be lost. Returns: whether it has asked, and the window stays. */
gboolean ui_window_ask_before_closing (UiWindow *window);

/* A short note that goes away by itself; with a button if @button is not NULL. Returns: (transfer none): the note. */
AdwToast *ui_window_toast (UiWindow *window, const char *text, const char *button, const char *action);

/* The same about a step, with a button that takes it back; it goes with the next step. window-actions.c */
void ui_window_toast_undo (UiWindow *window, const char *text);

/* window-actions.c */
void ui_window_add_actions    (UiWindow *window);
void ui_window_remove_actions (UiWindow *window);
void ui_window_enable_actions (UiWindow *window);
void ui_window_enable         (UiWindow *window, const char *action, gboolean is_enabled);

/* window-timeline.c: going back and on in the picture. */
void ui_window_add_timeline_actions    (UiWindow *window);
void ui_window_enable_timeline_actions (UiWindow *window);

/* Other futures from where @n_known values of the shown picture are known: one, or as many as a fan has. */
void ui_window_branch (UiWindow *window, guint n_known);
void ui_window_fan    (UiWindow *window, guint n_known);

/* window-here.c: what can be done at one pixel. */
void ui_window_add_here_actions    (UiWindow *window);
void ui_window_enable_here_actions (UiWindow *window);

/* window-panels.c */
void ui_window_add_panel_actions (UiWindow *window);

/* window-paint.c: painting by hand. */
void ui_window_add_paint_actions    (UiWindow *window);
void ui_window_enable_paint_actions (UiWindow *window);

/* Goes on from what was painted; FALSE if nothing was. */
gboolean ui_window_absorb (UiWindow *window);

/* window-blend.c: the memory mixed with another. */
void ui_window_add_blend    (UiWindow *window);
void ui_window_remove_blend (UiWindow *window);
void ui_window_enable_blend (UiWindow *window, gboolean is_possible);
void ui_window_blend_file   (UiWindow *window, const char *path);

/* window-surgery.c: the memory changed by hand. */
void ui_window_add_surgery_actions    (UiWindow *window);
void ui_window_enable_surgery_actions (UiWindow *window);

/* window-start.c */
void ui_window_add_start_actions (UiWindow *window);
void ui_window_start_from        (UiWindow *window, const char *path, gboolean lacks_recipe);

/* The pixels of a picture from elsewhere, on white. Returns: (transfer full): NULL if it is too large. */
StudioPixels *ui_window_read_texture (GdkTexture *texture, GError **error);

/* window-moment.c: a picture on its way, saved and gone on from. */
void ui_window_add_moment_actions    (UiWindow *window);
void ui_window_enable_moment_actions (UiWindow *window);
void ui_window_open_moment           (UiWindow *window, const char *path);
void ui_window_save_moment_to        (UiWindow *window, const char *path);

/* Whether there is a picture on its way whose memory can be kept. */
gboolean ui_window_can_save_moment (UiWindow *window);

/* Asks where to; the window closes once the moment is on the disk, and stays if it is not. */
void ui_window_save_moment_and_close (UiWindow *window);

/* window-queue.c */
void ui_window_add_queue (UiWindow *window);

/* window-memory.c: what waits for a model or for memory. */
void ui_window_add_memory (UiWindow *window);

/* window-export.c */
void ui_window_add_export_actions (UiWindow *window);

/* window-race.c */
void ui_window_add_race_actions (UiWindow *window);

/* Writes what the race shows as a picture: SVG if @path ends so, else PNG. */
void ui_window_save_race (UiWindow *window, const char *path);

/* window-gallery.c */
void ui_window_add_gallery  (UiWindow *window);
void ui_window_show_details (UiWindow *window, StudioArtwork *artwork);

/* window-preferences.c */
void ui_window_add_preferences (UiWindow *window);

/* window-talk.c: talks are given in this window. */
void            ui_window_add_talk         (UiWindow *window);
void            ui_window_remove_talk      (UiWindow *window);
void            ui_window_leave_talk       (UiWindow *window);
UiPresentation *ui_window_get_presentation (UiWindow *window);

/* What the scenes need and what is not there. Returns: (transfer full): one sentence each. */
char **ui_window_list_talk_problems (UiWindow *window, StudioStage *stage);

/* What a key does while a talk goes on; FALSE if it is nobody's. */
gboolean ui_window_press_talk_key (UiWindow *window, guint key);

/* window-scene.c */

/* The view, the inspector's page and the overlay of a scene. */
void ui_window_show_scene (UiWindow *window, const StudioScene *scene);

/* What the audience would see now, as a scene. Returns: (transfer full): the scene. */
StudioScene *ui_window_create_scene (UiWindow *window);

/* window-talk-files.c */
void ui_window_add_talk_file_actions (UiWindow *window);
void ui_window_open_talk             (UiWindow *window, const char *path);
void ui_window_save_talk             (UiWindow *window, const char *path);

/* window-files.c, window-save.c */
void ui_window_add_drag_and_drop (UiWindow *window);
void ui_window_choose_open       (UiWindow *window);
void ui_window_look_again        (UiWindow *window); /* for checkpoints, while there is none */
void ui_window_choose_save       (UiWindow *window, gint lane);

#define UI_WINDOW_ALL_LANES (-1)

/* Writes a lane or all of the present pictures: one to the file @path, several into the folder @path under names of their own. */
void ui_window_save_to (UiWindow *window, gint lane, const char *path, guint scale, gboolean with_recipe);

/* What a drop does; FALSE if there is nothing in it. */
gboolean ui_window_drop_files (UiWindow *window, GSList *files);
