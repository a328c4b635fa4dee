/* SPDX-License-Identifier: MIT */
/* Copies of states in the order of their steps. A copy is never written again, so branches share it. */
#include "app/keyframes.h"

#include <pthread.h>
#include <stdatomic.h>

#define MIN_SPACING 32 /* values; a copy costs less than a tenth of a step, so this is below a third of a percent */

/* One state that somebody made and several may hold. */
typedef struct {
  atomic_uint n_references;
  WeftState *state;
} Copy;

typedef struct {
  guint n_known;
  Copy *copy;
  gint lane; /* the one of @copy that every lane goes on from; negative: each has its own */
} Keyframe;

struct _StudioKeyframes {
  atomic_uint n_references;

  WeftModel *model; /* owned reference */
  WeftForm form;
  guint n_lanes;
  gsize copy_bytes; /* of one copy */
  guint spacing;    /* G_MAXUINT: none is kept */

  atomic_uint next; /* values known at which the next copy is due */

  pthread_mutex_t mutex;
  GArray *keyframes; /* of Keyframe, ascending; under the lock */
  guint n_own;       /* made here; under the lock */
};

static void
copy_unref (Copy *copy)
{
  if (atomic_fetch_sub_explicit (&copy->n_references, 1, memory_order_acq_rel) > 1)
    return;

  weft_state_free (copy->state);
  g_free (copy);
}

static void
keyframe_clear (gpointer data)
{
  copy_unref (((Keyframe *) data)->copy);
}

/* The least distance, doubled until all copies of an image fit. */
static guint
choose_spacing (guint n_values, gsize copy_bytes, gsize max_bytes)
{
  guint spacing = MIN_SPACING;

  if (copy_bytes > max_bytes)
    return G_MAXUINT;

  while (n_values / spacing > max_bytes / copy_bytes)
    spacing *= 2;
  return spacing;
}

static gsize
count_copy_bytes (WeftModel *model, WeftForm form, guint n_lanes)
{
  return (gsize) weft_state_count_bytes (model, form, n_lanes, weft_model_get_config (model)->n_positions);
}

guint64
studio_keyframes_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, gsize max_bytes)
{
  const guint n_values = weft_config_get_image_values (weft_model_get_config (model));
  const gsize copy_bytes = count_copy_bytes (model, form, n_lanes);

  return (guint64) (n_values / choose_spacing (n_values, copy_bytes, max_bytes)) * copy_bytes;
}

StudioKeyframes *
studio_keyframes_new (WeftModel *model, WeftForm form, guint n_lanes, gsize max_bytes)
{
  const WeftConfig *config = weft_model_get_config (model);
  StudioKeyframes *keyframes = g_new0 (StudioKeyframes, 1);

  g_return_val_if_fail (n_lanes >= 1, NULL);

  atomic_init (&keyframes->n_references, 1);
  keyframes->model = weft_model_ref (model);
  keyframes->form = form;
  keyframes->n_lanes = n_lanes;
  keyframes->copy_bytes = count_copy_bytes (model, form, n_lanes);
  keyframes->spacing = choose_spacing (weft_config_get_image_values (config), keyframes->copy_bytes, max_bytes);
  atomic_init (&keyframes->next, keyframes->spacing);
  pthread_mutex_init (&keyframes->mutex, NULL);
  keyframes->keyframes = g_array_new (FALSE, FALSE, sizeof (Keyframe));
  g_array_set_clear_func (keyframes->keyframes, keyframe_clear);
  return keyframes;
}

StudioKeyframes *
studio_keyframes_ref (StudioKeyframes *keyframes)
{
  atomic_fetch_add_explicit (&keyframes->n_references, 1, memory_order_relaxed);
  return keyframes;
}

void
studio_keyframes_unref (StudioKeyframes *keyframes)
{
  if (keyframes == NULL || atomic_fetch_sub_explicit (&keyframes->n_references, 1, memory_order_acq_rel) > 1)
    return;

  g_array_unref (keyframes->keyframes);
  pthread_mutex_destroy (&keyframes->mutex);
  weft_model_unref (keyframes->model);
  g_free (keyframes);
}

static Keyframe *
get_keyframe (StudioKeyframes *keyframes, guint index)
{
  return &g_array_index (keyframes->keyframes, Keyframe, index);
}

/* The last one at or before @n_known; with the lock held. NULL if there is none. */
static Keyframe *
find (StudioKeyframes *keyframes, guint n_known)
{
  guint n = keyframes->keyframes->len;

  while (n > 0 && get_keyframe (keyframes, n - 1)->n_known > n_known)
    n--;

  return n > 0 ? get_keyframe (keyframes, n - 1) : NULL;
}

void
studio_keyframes_inherit (StudioKeyframes *keyframes, StudioKeyframes *other, guint lane, guint n_known)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Keyframe));

  g_return_if_fail (keyframes->keyframes->len == 0 && lane < other->n_lanes);

  pthread_mutex_lock (&other->mutex);
  for (guint i = 0; i < other->keyframes->len && get_keyframe (other, i)->n_known <= n_known; i++)
    {
      Keyframe keyframe = *get_keyframe (other, i);

      atomic_fetch_add_explicit (&keyframe.copy->n_references, 1, memory_order_relaxed);
      keyframe.lane = keyframe.lane >= 0 ? keyframe.lane : (gint) lane;
      g_array_append_val (found, keyframe);
    }
  pthread_mutex_unlock (&other->mutex);

  pthread_mutex_lock (&keyframes->mutex);
  g_array_append_vals (keyframes->keyframes, found->data, found->len);
  pthread_mutex_unlock (&keyframes->mutex);
}

guint
studio_keyframes_get_spacing (StudioKeyframes *keyframes)
{
  return keyframes->spacing;
}

static Copy *
copy_new (StudioKeyframes *keyframes, WeftState *state)
{
  WeftState *target = weft_state_new (keyframes->model, keyframes->form, keyframes->n_lanes,
                                      weft_state_get_max_steps (state), NULL);
  Copy *copy;

  if (target == NULL)
    return NULL;

  weft_state_copy (target, state);
  copy = g_new (Copy, 1);
  atomic_init (&copy->n_references, 1);
  copy->state = target;
  return copy;
}

void
studio_keyframes_offer (StudioKeyframes *keyframes, WeftState *state)
{
  const guint n_known = weft_state_get_position (state) + 1;
  Keyframe keyframe = { n_known, NULL, -1 };

  if (n_known < atomic_load_explicit (&keyframes->next, memory_order_relaxed))
    return;

  atomic_store_explicit (&keyframes->next, n_known + keyframes->spacing, memory_order_relaxed);
  keyframe.copy = copy_new (keyframes, state);
  if (keyframe.copy == NULL)
    return;

  pthread_mutex_lock (&keyframes->mutex);
  g_array_append_val (keyframes->keyframes, keyframe);
  keyframes->n_own++;
  pthread_mutex_unlock (&keyframes->mutex);
}

guint
studio_keyframes_find (StudioKeyframes *keyframes, guint n_known)
{
  const Keyframe *keyframe;
  guint found;

  pthread_mutex_lock (&keyframes->mutex);
  keyframe = find (keyframes, n_known);
  found = keyframe != NULL ? keyframe->n_known : 0;
  pthread_mutex_unlock (&keyframes->mutex);
  return found;
}

guint
studio_keyframes_restore (StudioKeyframes *keyframes, guint lane, guint n_known, WeftState *state)
{
  const Keyframe *keyframe;
  guint found = 0;

  g_return_val_if_fail (lane < keyframes->n_lanes, 0);

  pthread_mutex_lock (&keyframes->mutex);
  keyframe = find (keyframes, n_known);
  if (keyframe != NULL)
    {
      found = keyframe->n_known;
      weft_state_copy_lane (state, 0, keyframe->copy->state, keyframe->lane >= 0 ? (guint) keyframe->lane : lane);
    }
  pthread_mutex_unlock (&keyframes->mutex);
  return found;
}

GArray *
studio_keyframes_list (StudioKeyframes *keyframes)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (guint));

  pthread_mutex_lock (&keyframes->mutex);
  for (guint i = 0; i < keyframes->keyframes->len; i++)
    g_array_append_val (steps, get_keyframe (keyframes, i)->n_known);
  pthread_mutex_unlock (&keyframes->mutex);
  return steps;
}

gsize
studio_keyframes_get_bytes (StudioKeyframes *keyframes)
{
  gsize bytes;

  pthread_mutex_lock (&keyframes->mutex);
  bytes = keyframes->n_own * keyframes->copy_bytes;
  pthread_mutex_unlock (&keyframes->mutex);
  return bytes;
}

void
studio_keyframes_drop (StudioKeyframes *keyframes)
{
  atomic_store_explicit (&keyframes->next, G_MAXUINT, memory_order_relaxed);
  pthread_mutex_lock (&keyframes->mutex);
  g_array_set_size (keyframes->keyframes, 0);
  keyframes->n_own = 0;
  pthread_mutex_unlock (&keyframes->mutex);
}
