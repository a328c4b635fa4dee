/* SPDX-License-Identifier: MIT */
/* StudioRecipe: everything an image depends on. Its text form is in recipe-json.h. */
#pragma once

#include "app/surgery.h"

#include "engine/config.h"
#include "engine/head.h"
#include "engine/model.h"
#include "engine/state.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STUDIO_RECIPE_FORMAT_MAJOR 1
#define STUDIO_RECIPE_FORMAT_MINOR 2
#define STUDIO_RECIPE_GENERATOR "philox4x32-10" /* how uniforms are drawn */

/* From value number @step on, values are drawn at @temperature. */
typedef struct {
  guint step;
  double temperature;
} StudioTemperatureEvent;

/* From value number @step on, values are drawn as those of image @image of @seed: a branch. */
typedef struct {
  guint step;
  guint64 seed;
  guint64 image;
} StudioAddressEvent;

/* Value number @step is not drawn: it was put in by hand, or given beforehand. */
typedef struct {
  guint step;
  guint8 value;
} StudioOverride;

/**
 * StudioRecipe:
 *
 * A value with public fields: fill it, then share copies. Strings and arrays are owned by the recipe.
 *
 * Threads: any, as long as nobody writes.
 */
typedef struct {
  char *program_version;    /* of the Weft that painted it */
  char *checkpoint_name;    /* as in the catalogue */
  char *checkpoint_sha256;  /* 64 hexadecimal digits, or NULL if unknown */
  WeftConfig shape;         /* of the checkpoint */

  guint64 seed;
  guint64 image;            /* index within the batch; the picture depends on (seed, image) */
  WeftForm form;
  WeftPrecision precision;
  char *kernels;            /* name of the kernels, which may decide the last bits; NULL if unknown */

  GArray *temperatures;     /* of StudioTemperatureEvent, steps ascending, the first at step 0 */
  GArray *addresses;        /* of StudioAddressEvent, steps ascending from 1 on; empty: seed and image all through */
  GArray *overrides;        /* of StudioOverride, steps ascending: put in by hand */
  GPtrArray *surgeries;     /* of StudioSurgery, steps not descending: what was done to the memory */
  guint top_k;              /* 0: all */
  double top_p;             /* 1: all */

  GBytes *kept_values;      /* values that were given, or NULL for a blank start; absorbed step by step */
  GArray *given;            /* of StudioOverride, steps ascending beyond kept_values: known beforehand; recipe-mask.h */
  guint steps_done;         /* values known; the image's values when it is complete */
  guint scale;              /* side of the square each pixel was saved as, 1 .. */

  gboolean has_state_hash;
  guint64 state_hash;       /* weft_state_get_hash() when the image was complete */
} StudioRecipe;

#define STUDIO_TYPE_RECIPE (studio_recipe_get_type ())
GType studio_recipe_get_type (void);

/**
 * studio_recipe_new: a recipe of this version: temperature 1 from step 0, all values, scale 1, sizes all
 * zero.
 */
StudioRecipe *studio_recipe_new  (void);
StudioRecipe *studio_recipe_copy (const StudioRecipe *recipe);
void          studio_recipe_free (StudioRecipe *recipe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioRecipe, studio_recipe_free)

/**
 * studio_recipe_set_temperature: from value number @step on; events at or after @step are dropped, and one
 * that changes nothing is not added.
 */
void studio_recipe_set_temperature (StudioRecipe *recipe, guint step, double temperature);

/**
 * studio_recipe_get_temperature: the one in force for value number @step.
 */
double studio_recipe_get_temperature (const StudioRecipe *recipe, guint step);

/**
 * studio_recipe_get_sampling: how value number @step is drawn.
 */
WeftSampling studio_recipe_get_sampling (const StudioRecipe *recipe, guint step);

/**
 * studio_recipe_set_address: from value number @step on; events at or after @step are dropped.
 */
void studio_recipe_set_address (StudioRecipe *recipe, guint step, guint64 seed, guint64 image);

/**
 * studio_recipe_get_address: the one in force for value number @step.
 *
 * Returns: whether it is the last one.
 */
gboolean studio_recipe_get_address (const StudioRecipe *recipe, guint step, guint64 *seed, guint64 *image);

/**
 * studio_recipe_shift_image: another image of the same series: its number in the last address is higher by @by.
 */
void studio_recipe_shift_image (StudioRecipe *recipe, guint64 by);

/**
 * studio_recipe_get_last_image: the number that studio_recipe_shift_image() changes.
 */
guint64 studio_recipe_get_last_image (const StudioRecipe *recipe);

/**
 * studio_override_find: where in an array of StudioOverride value number @step is.
 */
gboolean studio_override_find (GArray *overrides, guint step, guint *index);

/**
 * studio_recipe_set_override: puts @value at value number @step, also where another was given; those after it are dropped.
 */
void studio_recipe_set_override (StudioRecipe *recipe, guint step, guint8 value);

/**
 * studio_recipe_find_override: whether value number @step was put in by hand.
 * @value: (out): untouched if not
 */
gboolean studio_recipe_find_override (const StudioRecipe *recipe, guint step, guint8 *value);

/**
 * studio_recipe_cut: drops what was kept or changed from value number @n_known on; for a branch from there. What is given
 * one by one stays: it is known in every future.
 * @n_known: 1 ..
 */
void studio_recipe_cut (StudioRecipe *recipe, guint n_known);

/**
 * studio_recipe_cut_after: the same, but what was changed for value number @n_known stays; for a change on top of it.
 * @n_known: 1 ..
 */
void studio_recipe_cut_after (StudioRecipe *recipe, guint n_known);

/**
 * studio_recipe_validate: whether shape, temperatures, kept values and numbers are possible and agree.
 *
 * Returns: FALSE with WEFT_ERROR_INVALID naming the field and its value.
 */
gboolean studio_recipe_validate (const StudioRecipe *recipe, GError **error);

/**
 * studio_recipe_dup_parameters: one line for viewers that know nothing of Weft: checkpoint, seed, image,
 * temperature.
 */
char *studio_recipe_dup_parameters (const StudioRecipe *recipe);

G_END_DECLS
