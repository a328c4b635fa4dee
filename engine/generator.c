/* SPDX-License-Identifier: MIT */
/* Paints images value by value: feed the latest value, get a distribution, draw the next. */
#include "engine/generator.h"

#include "engine/arena.h"
#include "engine/checked.h"
#include "engine/error.h"
#include "engine/forward.h"
#include "engine/random.h"

#include <string.h>

#define MAX_LANES 4096

/* Where the random numbers of a lane come from. */
typedef struct {
  guint64 seed;
  guint64 image;
} Address;

struct _WeftGenerator {
  WeftModel *model; /* owned reference */
  WeftTeam *team;   /* borrowed */
  guint n_lanes;
  guint n_values;   /* of a whole image */

  WeftForward *forward;
  WeftState *state;
  WeftArena arena;
  Address *addresses; /* [n_lanes] */
  guint8 *values;     /* [n_lanes, n_values] */
  guint8 *latest;     /* [n_lanes] the values that the next step feeds */
  guint n_known;
  gboolean first_given; /* the first value is not the address's */

  const float *outputs;         /* [n_lanes, n_outputs] of the latest step, in forward; NULL before */
  const WeftSampling *sampling; /* of the running step */
  WeftTiming *timing;           /* borrowed; NULL: nobody wants to know */
};

static guint8 *
lane_values (WeftGenerator *generator, gsize lane)
{
  return generator->values + lane * generator->n_values;
}

static void
reserve (WeftArena *arena, const WeftConfig *config, guint n_lanes)
{
  weft_arena_reserve (arena, n_lanes, sizeof (Address));
  weft_arena_reserve (arena, (guint64) n_lanes * weft_config_get_image_values (config), 1);
  weft_arena_reserve (arena, n_lanes, 1);
}

guint64
weft_generator_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, guint n_members)
{
  const WeftConfig *config = weft_model_get_config (model);
  const guint64 state = weft_state_count_bytes (model, form, n_lanes, config->n_positions);
  const guint64 forward = weft_forward_count_bytes (model, form, n_lanes, config->n_positions, n_members);
  WeftArena arena = WEFT_ARENA_INIT;
  guint64 all;

  reserve (&arena, config, n_lanes);
  return weft_checked_add (weft_arena_count_bytes (&arena), state, &all) && weft_checked_add (all, forward, &all)
           ? all
           : G_MAXUINT64;
}

WeftGenerator *
weft_generator_new (WeftModel *model, WeftForm form, guint n_lanes, WeftTeam *team, GError **error)
{
  const WeftConfig *config = weft_model_get_config (model);
  g_autoptr (WeftGenerator) generator = NULL;

  g_return_val_if_fail (n_lanes >= 1 && n_lanes <= MAX_LANES, NULL);

  generator = g_new0 (WeftGenerator, 1);
  generator->model = weft_model_ref (model);
  generator->team = team;
  generator->n_lanes = n_lanes;
  generator->n_values = weft_config_get_image_values (config);

  reserve (&generator->arena, config, n_lanes);
  if (!weft_arena_allocate (&generator->arena, "the images", error))
    return NULL;

  generator->addresses = weft_arena_take (&generator->arena, n_lanes, sizeof (Address));
  generator->values = weft_arena_take (&generator->arena, (gsize) n_lanes * generator->n_values, 1);
  generator->latest = weft_arena_take (&generator->arena, n_lanes, 1);

  generator->state = weft_state_new (model, form, n_lanes, config->n_positions, error);
  if (generator->state == NULL)
    return NULL;

  generator->forward = weft_forward_new (model, form, n_lanes, config->n_positions, team, error);
  if (generator->forward == NULL)
    return NULL;

  weft_generator_begin (generator, 0, 0);
  return g_steal_pointer (&generator);
}

void
weft_generator_free (WeftGenerator *generator)
{
  if (generator == NULL)
    return;

  weft_forward_free (generator->forward);
  weft_state_free (generator->state);
  weft_arena_clear (&generator->arena);
  weft_model_unref (generator->model);
  g_free (generator);
}

guint
weft_generator_get_n_lanes (WeftGenerator *generator)
{
  return generator->n_lanes;
}

static void
restart (WeftGenerator *generator, guint64 seed, guint64 first_image, gboolean first_given)
{
  generator->outputs = NULL;
  generator->n_known = 1;
  generator->first_given = first_given;
  for (gsize lane = 0; lane < generator->n_lanes; lane++)
    generator->addresses[lane] = (Address) { seed, first_image + lane };
}

static void
draw_first_value (WeftGenerator *generator, guint lane)
{
  const Address *address = &generator->addresses[lane];

  lane_values (generator, lane)[0] = weft_model_sample_first_value (generator->model, address->seed, address->image);
}

void
weft_generator_begin (WeftGenerator *generator, guint64 seed, guint64 first_image)
{
  weft_state_reset (generator->state);
  restart (generator, seed, first_image, FALSE);
  for (guint lane = 0; lane < generator->n_lanes; lane++)
    draw_first_value (generator, lane);
}

void
weft_generator_set_address (WeftGenerator *generator, guint lane, guint64 seed, guint64 image)
{
  g_return_if_fail (lane < generator->n_lanes);

  generator->addresses[lane] = (Address) { seed, image };
  if (generator->n_known == 1 && !generator->first_given)
    draw_first_value (generator, lane);
}

static gboolean
check_values (WeftGenerator *generator, const guint8 *values, gsize n, GError **error)
{
  const guint n_values = weft_model_get_config (generator->model)->n_values;

  for (gsize i = 0; i < n; i++)
    if (values[i] >= n_values)
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "given value %" G_GSIZE_FORMAT " is %u, the model knows 0 to %u",
                     i, values[i], n_values - 1);
        return FALSE;
      }

  return TRUE;
}

/* Feeds the latest known value of every lane. */
static gboolean
feed_latest (WeftGenerator *generator, GError **error)
{
  for (gsize lane = 0; lane < generator->n_lanes; lane++)
    generator->latest[lane] = lane_values (generator, lane)[generator->n_known - 1];

  generator->outputs = weft_forward_step (generator->forward, generator->state, generator->latest, error);
  return generator->outputs != NULL;
}

/* Feeds what is known already, up to the last value, which is the next step's. */
static gboolean
catch_up (WeftGenerator *generator, guint n_values, GError **error)
{
  for (; generator->n_known < n_values; generator->n_known++)
    if (!feed_latest (generator, error))
      return FALSE;

  return TRUE;
}

gboolean
weft_generator_begin_with (WeftGenerator *generator, guint64 seed, guint64 first_image, const guint8 *values,
                           guint n_values, gboolean same, GError **error)
{
  g_return_val_if_fail (n_values >= 1 && n_values <= generator->n_values, FALSE);

  if (!check_values (generator, values, (gsize) n_values * (same ? 1 : generator->n_lanes), error))
    return FALSE;

  weft_state_reset (generator->state);
  restart (generator, seed, first_image, TRUE);
  for (gsize lane = 0; lane < generator->n_lanes; lane++)
    memcpy (lane_values (generator, lane), values + (same ? 0 : lane * n_values), n_values);

  return catch_up (generator, n_values, error);
}

gboolean
weft_generator_begin_from (WeftGenerator *generator, guint64 seed, guint64 first_image, WeftState *state, guint lane,
                           const guint8 *values, guint n_values, GError **error)
{
  const guint position = weft_state_get_position (state);

  g_return_val_if_fail (n_values > position && n_values <= generator->n_values, FALSE);

  if (!check_values (generator, values, n_values, error))
    return FALSE;

  restart (generator, seed, first_image, TRUE);
  for (guint i = 0; i < generator->n_lanes; i++)
    {
      weft_state_copy_lane (generator->state, i, state, lane);
      memcpy (lane_values (generator, i), values, n_values);
    }

  generator->n_known = position + 1;
  return catch_up (generator, n_values, error);
}

gboolean
weft_generator_absorb (WeftGenerator *generator, const guint8 *values, guint n_values, GError **error)
{
  const guint n_known = generator->n_known;

  g_return_val_if_fail (n_values >= 1 && n_values <= generator->n_values - n_known, FALSE);

  if (!check_values (generator, values, n_values, error))
    return FALSE;

  for (gsize lane = 0; lane < generator->n_lanes; lane++)
    memcpy (lane_values (generator, lane) + n_known, values, n_values);

  return catch_up (generator, n_known + n_values, error);
}

static void
sample_lane (WeftGenerator *generator, gsize lane)
{
  const WeftConfig *config = weft_model_get_config (generator->model);
  const Address *address = &generator->addresses[lane];
  const guint step = generator->n_known;
  const double u_component = weft_random_uniform (address->seed, address->image, step, WEFT_USE_COMPONENT);
  const double u_value = weft_random_uniform (address->seed, address->image, step, WEFT_USE_VALUE);

  lane_values (generator, lane)[step] = weft_head_sample (config, generator->outputs + lane * config->n_outputs,
                                                          generator->sampling, u_component, u_value);
}

static void
sample_share (WeftTeam *team, guint member, gpointer data)
{
  WeftGenerator *generator = data;
  gsize begin, end;

  weft_team_share (team, member, generator->n_lanes, &begin, &end);
  for (gsize lane = begin; lane < end; lane++)
    sample_lane (generator, lane);
}

gboolean
weft_generator_next (WeftGenerator *generator, const WeftSampling *sampling, GError **error)
{
  g_return_val_if_fail (!weft_generator_is_done (generator), FALSE);

  if (!feed_latest (generator, error))
    return FALSE;

  generator->sampling = sampling;
  if (generator->n_lanes == 1)
    sample_lane (generator, 0);
  else
    weft_team_run (generator->team, sample_share, generator);
  weft_timing_lap (generator->timing, WEFT_TIMING_SAMPLING);

  generator->n_known++;
  return TRUE;
}

void
weft_generator_set_probe (WeftGenerator *generator, WeftProbe *probe, guint lane)
{
  weft_forward_set_probe (generator->forward, probe, lane);
}

void
weft_generator_set_timing (WeftGenerator *generator, WeftTiming *timing)
{
  generator->timing = timing;
  weft_forward_set_timing (generator->forward, timing);
}

guint
weft_generator_get_n_known (WeftGenerator *generator)
{
  return generator->n_known;
}

gboolean
weft_generator_is_done (WeftGenerator *generator)
{
  return generator->n_known == generator->n_values;
}

const guint8 *
weft_generator_get_values (WeftGenerator *generator, guint lane)
{
  g_return_val_if_fail (lane < generator->n_lanes, NULL);

  return lane_values (generator, lane);
}

const float *
weft_generator_get_outputs (WeftGenerator *generator, guint lane)
{
  const gsize n = weft_model_get_config (generator->model)->n_outputs;

  return generator->outputs != NULL ? generator->outputs + lane * n : NULL;
}

WeftState *
weft_generator_get_state (WeftGenerator *generator)
{
  return generator->state;
}
