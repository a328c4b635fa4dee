/* SPDX-License-Identifier: MIT */
/* StudioScenes: a talk: what is shown, one scene after the other, in one JSON file. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define STUDIO_SCENES_SUFFIX ".talk"
#define STUDIO_SCENES_MAX 200          /* in one talk */
#define STUDIO_SCENES_MAX_FILE (1 << 20) /* bytes */

/* Where the audience looks. */
typedef enum {
  STUDIO_SCENE_STUDIO,
  STUDIO_SCENE_VIEW_RACE,
  STUDIO_SCENE_GALLERY,
} StudioSceneView;

/* What happens when a scene is entered. */
typedef enum {
  STUDIO_SCENE_SHOW, /* nothing: what was painted stays */
  STUDIO_SCENE_RUN,  /* a picture is painted */
  STUDIO_SCENE_HOLD, /* a picture is painted as far as a step, and waits there */
  STUDIO_SCENE_RACE, /* the forms of attention race */
} StudioSceneAction;

/**
 * StudioScene: a value with public fields; strings are owned by the scene.
 */
typedef struct {
  char *caption;      /* what the audience reads; "" for none */
  StudioSceneView view;
  StudioSceneAction action;
  char *checkpoint;   /* its name; NULL: the one in use */
  char *moment;       /* path of a file to go on from, which then says checkpoint, seed, temperature and that there is one
                         picture; NULL: from blank */
  guint64 seed;
  double temperature;
  guint n_lanes;      /* pictures side by side, 1 .. STUDIO_JOB_MAX_LANES */
  double pace;        /* pixels per second; 0: as fast as possible */
  double seconds;     /* for the whole picture, instead of @pace; 0: @pace counts */
  guint hold_at;      /* values known when HOLD waits, 1 .. */
  char **overlays;    /* (nullable): what lies over the picture, as the window calls it */
  char *inspector;    /* tab of the inspector to open; NULL: it stays closed */
} StudioScene;

#define STUDIO_TYPE_SCENE (studio_scene_get_type ())
GType studio_scene_get_type (void);

/**
 * studio_scene_new: an empty scene: temperature 1, one picture, no caption.
 */
StudioScene *studio_scene_new  (void);
StudioScene *studio_scene_copy (const StudioScene *scene);
void         studio_scene_free (StudioScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioScene, studio_scene_free)

gboolean studio_scene_equal (const StudioScene *a, const StudioScene *b);

/**
 * StudioScenes: the list. Signal "changed": any of it has.
 *
 * Threads: one at a time.
 */
#define STUDIO_TYPE_SCENES (studio_scenes_get_type ())
G_DECLARE_FINAL_TYPE (StudioScenes, studio_scenes, STUDIO, SCENES, GObject)

StudioScenes *studio_scenes_new (void);

guint studio_scenes_get_n (StudioScenes *self);

/**
 * studio_scenes_get: (transfer none) (nullable): scene number @position; NULL behind the last one.
 */
const StudioScene *studio_scenes_get (StudioScenes *self, guint position);

/**
 * studio_scenes_insert: puts a copy before scene @position, or behind the last one.
 *
 * Returns: FALSE if there are STUDIO_SCENES_MAX scenes already.
 */
gboolean studio_scenes_insert (StudioScenes *self, guint position, const StudioScene *scene);

void studio_scenes_remove      (StudioScenes *self, guint position);
void studio_scenes_move        (StudioScenes *self, guint from, guint to);
void studio_scenes_set_caption (StudioScenes *self, guint position, const char *caption);

/**
 * studio_scenes_take_from: replaces everything by the scenes of @other.
 */
void studio_scenes_take_from (StudioScenes *self, StudioScenes *other);

/**
 * studio_scenes_to_json: (transfer full): UTF-8, keys in a fixed order, independent of the locale.
 * @folder: (nullable): where the text will lie; moments in it or below are named as seen from there, so that all of it can be
 * carried elsewhere. NULL: moments are named as they are
 */
char *studio_scenes_to_json (StudioScenes *self, const char *folder);

/**
 * studio_scenes_from_json: the reverse. Unknown keys are ignored.
 * @length: bytes of @json
 * @folder: (nullable): where the text lies, which moments without a whole path are seen from
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID naming the scene and the key, or WEFT_ERROR_UNSUPPORTED for a newer
 * version.
 */
StudioScenes *studio_scenes_from_json (const char *json, gsize length, const char *folder, GError **error);

/**
 * studio_scenes_open: (transfer full): reads a file of at most STUDIO_SCENES_MAX_FILE bytes.
 *
 * Returns: NULL with WEFT_ERROR_IO or the errors of studio_scenes_from_json().
 */
StudioScenes *studio_scenes_open (const char *path, GError **error);

G_END_DECLS
