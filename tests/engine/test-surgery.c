/* SPDX-License-Identifier: MIT */
/* Memories mixed, scaled and held: the sums are those of the formula, and nothing else is touched. */
#include "engine/surgery.h"

#include "engine/forward.h"
#include "tests/support/models.h"

#include <math.h>
#include <string.h>

#define N_LANES 2
#define N_STEPS 60
#define POSITION 41 /* of one moment, */
#define OTHER_POSITION 23 /* and of the other */

/* Two states of the same linear model at different steps. */
typedef struct {
  WeftModel *model;
  WeftState *state;
  WeftState *other;
  gsize n_s; /* floats of S of a lane */
  gsize n_z;
} Fixture;

static void
step_to (WeftModel *model, WeftState *state, guint64 seed, guint position)
{
  g_autofree guint8 *values = test_model_draw_values (weft_model_get_config (model), seed, N_STEPS * N_LANES);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftForward) forward = weft_forward_new (model, WEFT_FORM_LINEAR, N_LANES, N_STEPS, team, NULL);

  while (weft_state_get_position (state) < position)
    g_assert_nonnull (weft_forward_step (forward, state, values + weft_state_get_position (state) * N_LANES, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint n;
  const TestModel *row = test_models_get (&n);

  while (row->config.attention != WEFT_ATTENTION_LINEAR)
    row++;

  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 3);

  fixture->model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  fixture->state = weft_state_new (fixture->model, WEFT_FORM_LINEAR, N_LANES, N_STEPS, NULL);
  fixture->other = weft_state_new (fixture->model, WEFT_FORM_LINEAR, N_LANES, N_STEPS, NULL);
  fixture->n_z = (gsize) row->config.n_layers * row->config.width;
  fixture->n_s = fixture->n_z * weft_config_get_head_size (&row->config);
  step_to (fixture->model, fixture->state, 1, POSITION);
  step_to (fixture->model, fixture->other, 2, OTHER_POSITION);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  weft_state_free (fixture->state);
  weft_state_free (fixture->other);
  weft_model_unref (fixture->model);
}

/* (transfer full): S, then z, of one lane. */
static float *
dup_memory (const Fixture *fixture, WeftState *state, guint lane)
{
  float *memory = g_new (float, fixture->n_s + fixture->n_z);

  weft_state_export_linear (state, lane, memory, memory + fixture->n_s);
  return memory;
}

static void
test_mix (Fixture *fixture, gconstpointer data)
{
  const gsize n = fixture->n_s + fixture->n_z;
  g_autofree float *a = dup_memory (fixture, fixture->state, 0);
  g_autofree float *b = dup_memory (fixture, fixture->other, 1);
  g_autofree float *mixed = NULL;
  const guint64 neighbour = weft_state_get_hash (fixture->state, 1);

  weft_surgery_mix (fixture->state, 0, fixture->other, 1, 0.25f);
  mixed = dup_memory (fixture, fixture->state, 0);

  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (mixed[i], 0.75 * a[i] + 0.25 * b[i], 1e-6 * (fabsf (a[i]) + fabsf (b[i])));
  g_assert_cmpuint (weft_state_get_position (fixture->state), ==, POSITION);
  g_assert_cmphex (weft_state_get_hash (fixture->state, 1), ==, neighbour);
}

static void
test_mix_ends (Fixture *fixture, gconstpointer data)
{
  const guint64 before = weft_state_get_hash (fixture->state, 0);
  g_autofree float *b = dup_memory (fixture, fixture->other, 1);
  g_autofree float *mixed = NULL;

  weft_surgery_mix (fixture->state, 0, fixture->other, 1, 0.0f);
  g_assert_cmphex (weft_state_get_hash (fixture->state, 0), ==, before);

  weft_surgery_mix (fixture->state, 0, fixture->other, 1, 1.0f);
  mixed = dup_memory (fixture, fixture->state, 0);
  g_assert_cmpmem (mixed, (fixture->n_s + fixture->n_z) * sizeof (float), b,
                   (fixture->n_s + fixture->n_z) * sizeof (float));
}

/* Only the head that is meant, and it by the factor. */
static void
test_scale (Fixture *fixture, gconstpointer data)
{
  const WeftConfig *config = weft_model_get_config (fixture->model);
  const gsize size = weft_config_get_head_size (config), layer = config->n_layers - 1, head = config->n_heads - 1;
  const gsize chosen = layer * config->n_heads + head;
  g_autofree float *before = dup_memory (fixture, fixture->state, 1);
  g_autofree float *after = NULL;

  weft_surgery_scale (fixture->state, 1, (guint) layer, (guint) head, 0.5f);
  after = dup_memory (fixture, fixture->state, 1);

  for (gsize i = 0; i < fixture->n_s; i++)
    g_assert_cmpfloat (after[i], ==, before[i] * (i / (size * size) == chosen ? 0.5f : 1.0f));
  for (gsize i = 0; i < fixture->n_z; i++)
    g_assert_cmpfloat (after[fixture->n_s + i], ==, before[fixture->n_s + i] * (i / size == chosen ? 0.5f : 1.0f));
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  const guint64 neighbour = weft_state_get_hash (fixture->state, 0);
  g_autofree float *after = NULL;

  weft_surgery_scale (fixture->state, 1, WEFT_SURGERY_ALL, WEFT_SURGERY_ALL, 0.0f);
  after = dup_memory (fixture, fixture->state, 1);

  for (gsize i = 0; i < fixture->n_s + fixture->n_z; i++)
    g_assert_cmpfloat (after[i], ==, 0.0f);
  g_assert_cmphex (weft_state_get_hash (fixture->state, 0), ==, neighbour);
}

/* A held memory stays as it was while the picture goes on. */
static void
test_hold (Fixture *fixture, gconstpointer data)
{
  const gsize n_bytes = (fixture->n_s + fixture->n_z) * sizeof (float);
  g_autoptr (WeftState) frozen = weft_state_new (fixture->model, WEFT_FORM_LINEAR, N_LANES, N_STEPS, NULL);
  g_autofree float *before = dup_memory (fixture, fixture->state, 1);
  g_autofree float *moved = NULL;
  g_autofree float *after = NULL;

  weft_state_copy (frozen, fixture->state);
  step_to (fixture->model, fixture->state, 1, POSITION + 3);
  moved = dup_memory (fixture, fixture->state, 1);
  weft_surgery_hold (fixture->state, frozen);
  after = dup_memory (fixture, fixture->state, 1);

  g_assert_cmpint (memcmp (moved, before, n_bytes), !=, 0);
  g_assert_cmpmem (after, n_bytes, before, n_bytes);
  g_assert_cmpuint (weft_state_get_position (fixture->state), ==, POSITION + 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/surgery/mix", Fixture, NULL, set_up, test_mix, tear_down);
  g_test_add ("/surgery/mix-ends", Fixture, NULL, set_up, test_mix_ends, tear_down);
  g_test_add ("/surgery/scale", Fixture, NULL, set_up, test_scale, tear_down);
  g_test_add ("/surgery/clear", Fixture, NULL, set_up, test_clear, tear_down);
  g_test_add ("/surgery/hold", Fixture, NULL, set_up, test_hold, tear_down);

  return g_test_run ();
}
