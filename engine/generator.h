/* SPDX-License-Identifier: MIT */
/* WeftGenerator: paints n images value by value. The caller asks for the next value, so pace and pause are the caller's. */
#pragma once

#include "engine/head.h"
#include "engine/model.h"
#include "engine/probe.h"
#include "engine/state.h"
#include "engine/team.h"
#include "engine/timing.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftGenerator: n images at the same step: values known so far, the state behind them, and their addresses (seed, image).
 *
 * An image depends on model, precision, form, seed, image number, given values and sampling; not on lanes, members, pauses.
 *
 * Threads: owned by one thread at a time; handed over, never shared.
 */
typedef struct _WeftGenerator WeftGenerator;

/**
 * weft_generator_new: allocates all that a run needs; steps allocate nothing.
 * @form: how attention is computed; a form of the other attention than the model was trained for runs, but paints nonsense
 * @n_lanes: images side by side, 1 .. 4096
 * @team: (transfer none): who computes; must outlive the generator
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY naming the amount, or WEFT_ERROR_RESOURCE.
 */
WeftGenerator *weft_generator_new (WeftModel *model, WeftForm form, guint n_lanes, WeftTeam *team, GError **error);

/**
 * weft_generator_count_bytes: memory that weft_generator_new() would take with a team of @n_members: the state with its S
 * and z or keys and values, the buffers of a step, and the pictures; G_MAXUINT64 if that is no number.
 */
guint64 weft_generator_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, guint n_members);

void weft_generator_free (WeftGenerator *generator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftGenerator, weft_generator_free)

guint weft_generator_get_n_lanes (WeftGenerator *generator);

/**
 * weft_generator_begin: starts anew: lane k paints image @first_image + k of @seed. The first value of each is drawn.
 */
void weft_generator_begin (WeftGenerator *generator, guint64 seed, guint64 first_image);

/**
 * weft_generator_set_address: gives one lane its own seed and image number, from the next value on (branches, fans).
 * At the very beginning (one value known) the first value is drawn anew, unless it was given.
 */
void weft_generator_set_address (WeftGenerator *generator, guint lane, guint64 seed, guint64 image);

/**
 * weft_generator_begin_with: starts anew from known values: completion.
 * @values: [n_lanes, n_values], or [n_values] for all lanes if @same
 * @n_values: 1 .. image values
 *
 * Values are absorbed step by step, which is exact; the parallel form is faster and exact up to rounding only.
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE, or WEFT_ERROR_ARGUMENT for a value outside the palette.
 */
gboolean weft_generator_begin_with (WeftGenerator *generator, guint64 seed, guint64 first_image, const guint8 *values,
                                    guint n_values, gboolean same, GError **error);

/**
 * weft_generator_begin_from: starts from a moment: every lane goes on from one lane of @state, and then takes in what is known
 * beyond it. Lane k draws as image @first_image + k of @seed.
 * @state: of the same model sizes and form, at position p
 * @lane: of @state
 * @values: [n_values] from the image's first; the first p are those that @state has taken
 * @n_values: p + 1 .. image values
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE, or WEFT_ERROR_ARGUMENT for a value outside the palette.
 */
gboolean weft_generator_begin_from (WeftGenerator *generator, guint64 seed, guint64 first_image, WeftState *state, guint lane,
                                    const guint8 *values, guint n_values, GError **error);

/**
 * weft_generator_absorb: takes the next values as given, the same in every lane: nothing is drawn for them.
 * @values: [n_values]
 * @n_values: 1 .. values that are not known yet
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE, or WEFT_ERROR_ARGUMENT for a value outside the palette.
 */
gboolean weft_generator_absorb (WeftGenerator *generator, const guint8 *values, guint n_values, GError **error);

/**
 * weft_generator_next: one step: every lane gets its next value, drawn with the two random numbers that belong to its
 * seed, image and step.
 * @sampling: of this step alone
 *
 * Returns: TRUE; FALSE with WEFT_ERROR_NOT_FINITE. Must not be called once done.
 */
gboolean weft_generator_next (WeftGenerator *generator, const WeftSampling *sampling, GError **error);

/**
 * weft_generator_set_probe: who looks at the steps to come; weft_forward_set_probe().
 * @probe: (nullable) (transfer none):
 */
void weft_generator_set_probe (WeftGenerator *generator, WeftProbe *probe, guint lane);

/**
 * weft_generator_set_timing: who wants to know where the time of the steps to come goes; weft_forward_set_timing().
 * @timing: (nullable) (transfer none):
 */
void weft_generator_set_timing (WeftGenerator *generator, WeftTiming *timing);

/**
 * weft_generator_get_n_known: values known in each lane, 1 .. image values.
 */
guint weft_generator_get_n_known (WeftGenerator *generator);

/**
 * weft_generator_is_done: whether the images are complete.
 */
gboolean weft_generator_is_done (WeftGenerator *generator);

/**
 * weft_generator_get_values: (transfer none): [n_known] values of one lane; the buffer is the same for the whole life.
 */
const guint8 *weft_generator_get_values (WeftGenerator *generator, guint lane);

/**
 * weft_generator_get_outputs: (transfer none): [n_outputs] that the latest value of a lane was drawn from; NULL before the
 * first step.
 */
const float *weft_generator_get_outputs (WeftGenerator *generator, guint lane);

/**
 * weft_generator_get_state: (transfer none): the memory behind the images.
 */
WeftState *weft_generator_get_state (WeftGenerator *generator);

G_END_DECLS
