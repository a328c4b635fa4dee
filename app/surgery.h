/* SPDX-License-Identifier: MIT */
/* StudioSurgery: something done by hand to the memory behind a picture, as a recipe tells it. */
#pragma once

#include "engine/config.h"
#include "engine/state.h"
#include "engine/surgery.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_SURGERY_MAX_FACTOR 16.0

typedef struct _StudioMoment StudioMoment; /* app/moment.h, which knows recipes */

/**
 * StudioSurgeryKind:
 * @STUDIO_SURGERY_SCALE: S and z of a head, or of several, are multiplied; 0 clears them.
 * @STUDIO_SURGERY_FREEZE: nothing more is taken in. A step still reads its own value, and then leaves no trace.
 * @STUDIO_SURGERY_THAW: from here on everything is taken in again.
 * @STUDIO_SURGERY_FORGET: S and z are summed again as if some values had never been taken in: the steps before are walked
 *   through once more with the same values, and those of the forgotten ones leave no trace. So what later steps added in
 *   deeper layers, having read the forgotten ones, is without them too. A value that the network sees as a neighbour, not
 *   through its memory, is seen as before.
 * @STUDIO_SURGERY_BLEND: S and z are mixed with those of another moment.
 */
typedef enum {
  STUDIO_SURGERY_SCALE,
  STUDIO_SURGERY_FREEZE,
  STUDIO_SURGERY_THAW,
  STUDIO_SURGERY_FORGET,
  STUDIO_SURGERY_BLEND,
  STUDIO_SURGERY_N_KINDS,
} StudioSurgeryKind;

const char *studio_surgery_kind_to_string   (StudioSurgeryKind kind); /* "scale", "freeze", ... */
gboolean    studio_surgery_kind_from_string (const char *name, StudioSurgeryKind *kind);

/**
 * StudioSurgery: done where @step values are known, before value number @step is painted: the memory has then taken in all
 * of them but the last.
 */
typedef struct {
  guint step; /* 1 .. image values - 1 */
  StudioSurgeryKind kind;

  /* a scaling */
  guint layer;   /* or WEFT_SURGERY_ALL */
  guint head;    /* or WEFT_SURGERY_ALL */
  double factor; /* 0 .. STUDIO_SURGERY_MAX_FACTOR */

  /* a forgetting: values @first .. @end - 1 */
  guint first;
  guint end; /* .. step */

  /* a blend */
  double weight;        /* 0 .. 1, of the other moment */
  guint64 other_hash;   /* studio_moment_get_hash() of it */
  StudioMoment *other;  /* owned reference; NULL: known by its hash only, as in a recipe that was read */
} StudioSurgery;

StudioSurgery *studio_surgery_copy (const StudioSurgery *surgery);
void           studio_surgery_free (StudioSurgery *surgery);

/**
 * studio_surgeries_new: (transfer full): an empty list of StudioSurgery, which it owns.
 */
GPtrArray *studio_surgeries_new  (void);
GPtrArray *studio_surgeries_copy (GPtrArray *surgeries);

/**
 * studio_surgeries_add: one more, after what was done at the same step already; those at later steps are dropped.
 */
void studio_surgeries_add (GPtrArray *surgeries, const StudioSurgery *surgery);

/**
 * studio_surgeries_cut: drops what was done at @step or later.
 */
void studio_surgeries_cut (GPtrArray *surgeries, guint step);

/**
 * studio_surgeries_find: (transfer none) (nullable): what was done last at @step.
 */
const StudioSurgery *studio_surgeries_find (GPtrArray *surgeries, guint step);

/**
 * studio_surgeries_is_frozen: whether what is painted from value number @step on is no longer taken in.
 */
gboolean studio_surgeries_is_frozen (GPtrArray *surgeries, guint step);

/**
 * studio_surgeries_validate: whether all are possible, and in order.
 * @form: in which the picture is painted
 *
 * Returns: FALSE with WEFT_ERROR_INVALID naming the one and its numbers.
 */
gboolean studio_surgeries_validate (GPtrArray *surgeries, const WeftConfig *shape, WeftForm form, GError **error);

/**
 * studio_surgeries_check_others: whether every moment that is blended in from value number @step on is at hand.
 *
 * Returns: FALSE with WEFT_ERROR_UNSUPPORTED naming the moment's hash.
 */
gboolean studio_surgeries_check_others (GPtrArray *surgeries, guint step, GError **error);

G_END_DECLS
