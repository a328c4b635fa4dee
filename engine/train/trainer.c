/* SPDX-License-Identifier: MIT */
/* One step: each member of a team passes its sequences, gradients are summed in one order, every weight is updated. */
#include "engine/train/trainer.h"

#include "engine/error.h"
#include "engine/train/trainer-private.h"
#include "engine/weights-private.h"

#include <math.h>
#include <string.h>

#define PIECE 16384 /* elements of a tensor a member takes at a time */
#define SLACK 64    /* elements behind an array that whole vectors may read */

/* ---- lifecycle ---- */

/* Reserves or takes everything; one order for both. */
static float *
array (WeftArena *arena, gsize n)
{
  if (arena->block != NULL)
    return weft_arena_take (arena, n, sizeof (float));

  weft_arena_reserve (arena, n, sizeof (float));
  return NULL;
}

static void
lay_out (WeftTrainer *trainer, WeftArena *arena)
{
  const gsize n = trainer->parameters->n + SLACK;
  float **arrays[] = { &trainer->weights, &trainer->average, &trainer->moment1, &trainer->moment2 };

  trainer->positions = array (arena, (gsize) trainer->config.n_positions * (trainer->config.width / 2));
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i] = array (arena, n);
  for (guint i = 0; i < trainer->n_slots; i++)
    trainer->slots[i].gradient = array (arena, n);
}

static void
reserve (WeftTrainer *trainer, WeftArena *arena)
{
  lay_out (trainer, arena);
  trainer->arithmetic->reserve_packed (&trainer->plan, arena);
  for (guint i = 0; i < trainer->n_slots; i++)
    trainer->arithmetic->reserve_pass (&trainer->plan, arena);
}

static void
take (WeftTrainer *trainer)
{
  lay_out (trainer, &trainer->arena);
  trainer->packed = trainer->arithmetic->take_packed (&trainer->plan, &trainer->arena);
  trainer->plan.positions = trainer->positions;
  for (guint i = 0; i < trainer->n_slots; i++)
    trainer->slots[i].pass = trainer->arithmetic->take_pass (&trainer->plan, &trainer->arena);
}

/* All that needs no memory of its size. */
static WeftTrainer *
outline (const WeftConfig *config, const WeftTrainOptions *options, const WeftArithmetic *arithmetic, guint n_slots)
{
  WeftTrainer *trainer = g_new0 (WeftTrainer, 1);

  trainer->config = *config;
  memset (trainer->config.context_offsets + config->n_context, 0, (WEFT_MAX_CONTEXT - config->n_context) * sizeof (guint));
  trainer->options = *options;
  trainer->arithmetic = arithmetic;
  trainer->parameters = weft_parameters_new (config);
  trainer->n_slots = n_slots;
  trainer->slots = g_new0 (WeftSlot, n_slots);
  trainer->scales = g_new (double, trainer->parameters->n_list);
  trainer->pieces = g_array_new (FALSE, FALSE, sizeof (WeftPiece));
  trainer->plan = (WeftPlan) {
    .config = &trainer->config,
    .parameters = trainer->parameters,
    .n_steps = config->n_positions,
    .recompute = options->recompute,
    .dropout = options->dropout,
    .seed = options->seed,
  };
  return trainer;
}

static void
cut_pieces (WeftTrainer *trainer)
{
  for (guint i = 0; i < trainer->parameters->n_list; i++)
    {
      const WeftParameter *parameter = &trainer->parameters->list[i];

      for (gsize begin = 0; begin < parameter->n; begin += PIECE)
        {
          const WeftPiece piece = {
            .tensor = i,
            .begin = parameter->offset + begin,
            .end = parameter->offset + MIN (begin + PIECE, parameter->n),
          };

          g_array_append_val (trainer->pieces, piece);
        }
    }
}

static const WeftArithmetic *
choose_arithmetic (const WeftTrainOptions *options, GError **error)
{
  const WeftArithmetic *arithmetic = weft_arithmetic_get (options->bf16);

  if (arithmetic == NULL)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                         "this processor has no products of bfloat16 (train in f32)");
  return arithmetic;
}

guint64
weft_trainer_get_bytes (const WeftConfig *config, const WeftTrainOptions *options, guint n_members)
{
  const WeftArithmetic *arithmetic = weft_arithmetic_get (options->bf16);
  g_autoptr (WeftTrainer) trainer = outline (config, options, arithmetic != NULL ? arithmetic : weft_arithmetic_get (FALSE),
                                             n_members);
  WeftArena arena = WEFT_ARENA_INIT;

  reserve (trainer, &arena);
  return arena.overflow ? G_MAXUINT64 : arena.reserved;
}

WeftTrainer *
weft_trainer_new (const WeftConfig *config, const WeftTrainOptions *options, WeftTeam *team, GError **error)
{
  g_autoptr (WeftTrainer) trainer = NULL;
  const WeftArithmetic *arithmetic;

  if (!weft_config_validate (config, error) || !weft_train_options_validate (options, error)
      || (arithmetic = choose_arithmetic (options, error)) == NULL)
    return NULL;

  trainer = outline (config, options, arithmetic, weft_team_get_n_members (team));
  trainer->team = team;
  reserve (trainer, &trainer->arena);
  if (!weft_arena_allocate (&trainer->arena, "the numbers of a training", error))
    return NULL;

  take (trainer);
  cut_pieces (trainer);
  weft_weights_fill_positions (config->n_positions, config->width / 2, trainer->positions);
  weft_parameters_draw (trainer->parameters, options->seed, trainer->weights);
  memcpy (trainer->average, trainer->weights, trainer->parameters->n * sizeof (float));
  return g_steal_pointer (&trainer);
}

void
weft_trainer_free (WeftTrainer *trainer)
{
  if (trainer == NULL)
    return;

  for (guint i = 0; i < trainer->n_slots; i++)
    if (trainer->slots[i].pass != NULL)
      trainer->arithmetic->free_pass (trainer->slots[i].pass);
  if (trainer->packed != NULL)
    trainer->arithmetic->free_packed (trainer->packed);
  weft_arena_clear (&trainer->arena);
  weft_parameters_free (trainer->parameters);
  g_array_unref (trainer->pieces);
  g_free (trainer->scales);
  g_free (trainer->slots);
  g_free (trainer);
}

const WeftConfig *
weft_trainer_get_config (WeftTrainer *trainer)
{
  return &trainer->config;
}

const char *
weft_trainer_get_description (WeftTrainer *trainer)
{
  return trainer->arithmetic->name;
}

guint
weft_trainer_get_step (WeftTrainer *trainer)
{
  return trainer->step;
}

/* ---- the schedule ---- */

static double
get_progress (const WeftTrainer *trainer)
{
  return trainer->options.n_steps > 0 ? (double) trainer->step / trainer->options.n_steps : trainer->progress;
}

void
weft_trainer_set_progress (WeftTrainer *trainer, double progress)
{
  trainer->progress = progress;
}

/* ---- passes ---- */

static gboolean
check_values (const WeftConfig *config, const guint8 *values, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (values[i] >= config->n_values)
      {
        const gsize n_values = (gsize) config->n_positions + 1;

        g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                     "image %" G_GSIZE_FORMAT ": value %" G_GSIZE_FORMAT " is %u, the model knows 0 to %u", i / n_values,
                     i % n_values, values[i], config->n_values - 1);
        return FALSE;
      }

  return TRUE;
}

static void
work_pack (WeftTeam *team, guint member, gpointer data)
{
  WeftTrainer *trainer = data;
  gsize begin, end;

  weft_team_share (team, member, 4 * trainer->config.n_layers + 1, &begin, &end);
  trainer->arithmetic->pack (trainer->packed, (gpointer) trainer->running, (guint) begin, (guint) end);
}

/* The sequences of one slot, which do not depend on who works. */
static void
pass_slot (WeftTrainer *trainer, guint index)
{
  const gsize n_values = (gsize) trainer->config.n_positions + 1;
  const gsize begin = trainer->n_sequences * index / trainer->n_slots;
  const gsize end = trainer->n_sequences * (index + 1) / trainer->n_slots;
  const double scale = 1.0 / ((double) trainer->n_sequences * trainer->config.n_positions);
  WeftSlot *slot = &trainer->slots[index];

  if (trainer->learning)
    memset (slot->gradient, 0, trainer->parameters->n * sizeof (float));
  for (gsize i = begin; i < end; i++)
    trainer->nats[i] = trainer->arithmetic->run (slot->pass, trainer->packed, (gpointer) trainer->running,
                                                 trainer->values + i * n_values,
                                                 (WeftPassAddress) { trainer->step, (guint32) i }, scale,
                                                 trainer->learning ? slot->gradient : NULL, NULL);
}

static void
work_pass (WeftTeam *team, guint member, gpointer data)
{
  WeftTrainer *trainer = data;

  for (guint slot = member; slot < trainer->n_slots; slot += weft_team_get_n_active (team))
    pass_slot (trainer, slot);
}

/* All sequences through the network. Returns: mean nats of a value. */
static double
pass_all (WeftTrainer *trainer, const float *weights, const guint8 *values, gsize n_sequences, gboolean learning)
{
  g_autofree double *nats = g_new (double, n_sequences);
  double sum = 0.0;

  trainer->running = weights;
  trainer->values = values;
  trainer->n_sequences = n_sequences;
  trainer->learning = learning;
  trainer->nats = nats;
  weft_team_run (trainer->team, work_pack, trainer);
  weft_team_run (trainer->team, work_pass, trainer);

  for (gsize i = 0; i < n_sequences; i++)
    sum += nats[i];
  return sum / ((double) n_sequences * trainer->config.n_positions);
}

/* ---- the update ---- */

static void
work_reduce (WeftTeam *team, guint member, gpointer data)
{
  WeftTrainer *trainer = data;
  g_autofree gpointer *parts = g_new (gpointer, trainer->n_slots);
  gsize begin, end;

  for (guint i = 0; i < trainer->n_slots; i++)
    parts[i] = trainer->slots[i].gradient;

  weft_team_share (team, member, trainer->pieces->len, &begin, &end);
  for (gsize i = begin; i < end; i++)
    {
      WeftPiece *piece = &g_array_index (trainer->pieces, WeftPiece, i);

      piece->squares = trainer->arithmetic->reduce (parts, trainer->n_slots, parts[0], piece->begin, piece->end);
    }
}

static void
work_update (WeftTeam *team, guint member, gpointer data)
{
  WeftTrainer *trainer = data;
  gsize begin, end;

  weft_team_share (team, member, trainer->pieces->len, &begin, &end);
  for (gsize i = begin; i < end; i++)
    {
      const WeftPiece *piece = &g_array_index (trainer->pieces, WeftPiece, i);
      WeftUpdate update = trainer->update;

      update.scale = trainer->scales[piece->tensor];
      trainer->arithmetic->update (&update, trainer->weights, trainer->slots[0].gradient, trainer->moment1,
                                   trainer->moment2, trainer->average, piece->begin, piece->end);
    }
}

/* A gradient of this length is shortened to the norm; the 1e-6 is PyTorch's. */
static double
shorten (const WeftTrainer *trainer, double squares)
{
  return MIN (1.0, trainer->options.clip_norm / (sqrt (squares) + 1e-6));
}

/* Sets the scale of each tensor's gradient. Returns: the sum of squares of the whole. */
static double
clip (WeftTrainer *trainer)
{
  const guint n = trainer->parameters->n_list;
  double total = 0.0;

  memset (trainer->scales, 0, n * sizeof (double));
  for (guint i = 0; i < trainer->pieces->len; i++)
    {
      const WeftPiece *piece = &g_array_index (trainer->pieces, WeftPiece, i);

      trainer->scales[piece->tensor] += piece->squares;
      total += piece->squares;
    }

  for (guint i = 0; i < n; i++)
    {
      const double squares = trainer->options.clip == WEFT_CLIP_TENSOR ? trainer->scales[i] : total;

      trainer->scales[i] = trainer->options.clip == WEFT_CLIP_NONE ? 1.0 : shorten (trainer, squares);
    }

  return total;
}

static gboolean
refuse_not_finite (const WeftTrainer *trainer, const char *what, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE,
               "step %u: the %s is not finite (go on from the state before it with a lower learning rate)",
               trainer->step + 1, what);
  return FALSE;
}

gboolean
weft_trainer_step (WeftTrainer *trainer, const guint8 *values, double *bits_per_dim, GError **error)
{
  const gsize n_values = (gsize) trainer->config.n_positions + 1;
  double nats;

  if (!check_values (&trainer->config, values, trainer->options.batch * n_values, error))
    return FALSE;

  nats = pass_all (trainer, trainer->weights, values, trainer->options.batch, TRUE);
  if (!isfinite (nats))
    return refuse_not_finite (trainer, "loss", error);

  weft_team_run (trainer->team, work_reduce, trainer);
  if (!isfinite (clip (trainer)))
    return refuse_not_finite (trainer, "gradient", error);

  trainer->update = weft_train_options_get_update (&trainer->options, trainer->step, get_progress (trainer));
  weft_team_run (trainer->team, work_update, trainer);
  trainer->step++;
  *bits_per_dim = nats / G_LN2;
  return TRUE;
}

gboolean
weft_trainer_measure (WeftTrainer *trainer, const guint8 *values, gsize n_images, double *bits_per_dim, GError **error)
{
  const gsize n_values = (gsize) trainer->config.n_positions + 1;
  double nats;

  g_return_val_if_fail (n_images > 0, FALSE);

  if (!check_values (&trainer->config, values, n_images * n_values, error))
    return FALSE;

  nats = pass_all (trainer, trainer->average, values, n_images, FALSE);
  if (!isfinite (nats))
    return refuse_not_finite (trainer, "measured loss", error);

  *bits_per_dim = nats / G_LN2;
  return TRUE;
}
