/* SPDX-License-Identifier: MIT */
/* What the files of a library share. What works on the disk blocks as long as the disk does: for threads. */
#pragma once

#include "app/library.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A PNG in the folder, before it is read. */
typedef struct {
  char *path; /* owned */
  gint64 time;  /* microseconds since 1970 */
  guint64 bytes;
} StudioLibraryFile;

void studio_library_file_free (StudioLibraryFile *file); /* NULL does nothing */

enum {
  STUDIO_LIBRARY_PROP_FOLDER = 1,
  STUDIO_LIBRARY_PROP_READING,
  STUDIO_LIBRARY_PROP_N_REFUSED,
  STUDIO_LIBRARY_PROP_N_LEFT_OUT,
  STUDIO_LIBRARY_PROP_PROBLEM,
  STUDIO_LIBRARY_N_PROPS,
};

/* What is known of a file of the folder. */
typedef struct {
  StudioArtwork *artwork; /* owned; NULL if it was refused */
  char *refusal;          /* owned; why */
  gint64 time;
  guint64 bytes;
} StudioLibraryKnown;

struct _StudioLibrary {
  GObject parent_instance;

  /* owned */
  char *folder;
  gboolean is_usual; /* the folder need not exist */
  GListStore *pictures;
  GHashTable *known;   /* path -> StudioLibraryKnown */
  GPtrArray *unread;   /* of StudioLibraryFile */
  GPtrArray *trashed;  /* of StudioTrashed, with their bytes */
  GFileMonitor *monitor;
  GCancellable *reading; /* NULL unless a listing or a piece is on its way */
  char *problem;

  guint n_read; /* of unread */
  guint n_refused;
  guint n_left_out;
  gboolean is_outdated; /* the folder has changed since it was listed */
  guint rescan_id;
};

/**
 * studio_library_notify:
 * @property: STUDIO_LIBRARY_PROP_...
 */
void studio_library_notify (StudioLibrary *self, guint property);

/**
 * studio_library_add: a picture takes its place in the list, and that of what was known under its path.
 * @artwork: (transfer none): with a path
 */
void studio_library_add (StudioLibrary *self, StudioArtwork *artwork);

/**
 * studio_library_forget: a file is no longer there.
 */
void studio_library_forget (StudioLibrary *self, const char *path);

/**
 * studio_library_forget_all: for another folder, or none.
 */
void studio_library_forget_all (StudioLibrary *self);

/**
 * studio_library_refuse: a file that is no picture of ours counts as such, until it changes.
 * @why: for people
 */
void studio_library_refuse (StudioLibrary *self, const StudioLibraryFile *file, const char *why);

void studio_library_known_free (gpointer known);

/* Listing and reading the folder: library-scan.c. */
void studio_library_begin_listing  (StudioLibrary *self);
void studio_library_cancel_reading (StudioLibrary *self); /* and forgets the monitor */

/* What a folder holds. */
typedef struct {
  GPtrArray *files;      /* of StudioLibraryFile, the newest first, at most STUDIO_LIBRARY_MAX_PICTURES; owned */
  guint n_left_out;      /* that are more than that */
  GFileMonitor *monitor; /* of the folder, if one was asked for and can be had; owned */
} StudioLibraryListing;

void studio_library_listing_free (StudioLibraryListing *listing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioLibraryListing, studio_library_listing_free)

/**
 * studio_library_list_files: the PNG files of a folder. A folder that is missing is empty if it @may_miss.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_IO.
 */
StudioLibraryListing *studio_library_list_files (const char *folder, gboolean may_miss, gboolean with_monitor,
                                                 GError **error);

/**
 * studio_library_write: a picture with its recipe, under the first name that is free.
 *
 * Returns: (transfer full): what now lies there, read back; NULL with the errors of studio_store_write().
 */
StudioArtwork *studio_library_write (const char *folder, StudioPicture *picture, GError **error);

/* A file that went to the wastebasket, and how to bring it back. */
typedef struct {
  char *path;    /* owned */
  GBytes *bytes; /* owned; NULL if there was no room to keep them */
  gint64 time;   /* microseconds since 1970 */
} StudioTrashed;

void studio_trashed_free (StudioTrashed *trashed); /* NULL does nothing */

/**
 * studio_library_trash_file: moves a file to the wastebasket and keeps its bytes.
 * @max_bytes: larger files are not kept
 *
 * Returns: (transfer full): NULL with an error of GIO or WEFT_ERROR_IO; then the file is where it was.
 */
StudioTrashed *studio_library_trash_file (const char *path, guint64 max_bytes, GError **error);

/**
 * studio_library_restore_file: writes a file again as it was. Its copy in the wastebasket stays there.
 *
 * Returns: (transfer full): the picture; NULL with the errors of studio_store_write(), EXISTS among them.
 */
StudioArtwork *studio_library_restore_file (const StudioTrashed *trashed, GError **error);

G_END_DECLS
