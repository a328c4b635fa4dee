/* SPDX-License-Identifier: MIT */
/* A trainer as bytes and back: its state, to go on from, or the weights of a checkpoint. */
#include "engine/train/trainer.h"

#include "engine/error.h"
#include "engine/format/escape.h"
#include "engine/format/parse.h"
#include "engine/format/safetensors-writer.h"
#include "engine/format/safetensors.h"
#include "engine/train/trainer-private.h"

#include <math.h>
#include <string.h>

#define STATE_FORMAT "weft-training"
#define STATE_VERSION "1"

#define POSITIONS "pos_embedding.pe" /* not trained, but a checkpoint that was begun with has its own */

#define N_ARRAYS 4 /* each one number a weight */

static const char *const array_names[N_ARRAYS] = { "weights", "average", "moment1", "moment2" };

static void
get_arrays (WeftTrainer *trainer, float **arrays)
{
  arrays[0] = trainer->weights;
  arrays[1] = trainer->average;
  arrays[2] = trainer->moment1;
  arrays[3] = trainer->moment2;
}

/* ---- writing ---- */

void
weft_trainer_add_f32 (WeftContainerWriter *writer, const char *name, const WeftContractTensor *tensor,
                      const float *from, gsize n)
{
  g_autoptr (GBytes) bytes = g_bytes_new (from, n * sizeof (float));

  weft_container_writer_add (writer, name, WEFT_DTYPE_F32, tensor->shape, tensor->rank, bytes);
}

static WeftContractTensor
describe_positions (const WeftTrainer *trainer)
{
  return (WeftContractTensor) { .rank = 3, .shape = { 1, trainer->config.n_positions, trainer->config.width / 2 } };
}

static gsize
count_positions (const WeftTrainer *trainer)
{
  return (gsize) trainer->config.n_positions * (trainer->config.width / 2);
}

void
weft_trainer_add_positions (WeftContainerWriter *writer, const WeftTrainer *trainer)
{
  const WeftContractTensor tensor = describe_positions (trainer);

  weft_trainer_add_f32 (writer, POSITIONS, &tensor, trainer->positions, count_positions (trainer));
}

GBytes *
weft_trainer_save_state (WeftTrainer *trainer, GError **error)
{
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autofree char *identity = weft_train_options_dup_identity (&trainer->options, &trainer->config);
  g_autofree char *step = g_strdup_printf ("%u", trainer->step);
  float *arrays[N_ARRAYS];

  get_arrays (trainer, arrays);
  for (guint a = 0; a < N_ARRAYS; a++)
    for (guint i = 0; i < trainer->parameters->n_list; i++)
      {
        const WeftParameter *parameter = &trainer->parameters->list[i];
        g_autofree char *name = g_strdup_printf ("%s/%s", array_names[a], parameter->tensor.name);

        weft_trainer_add_f32 (writer, name, &parameter->tensor, arrays[a] + parameter->offset, parameter->n);
      }

  weft_trainer_add_positions (writer, trainer);
  weft_container_writer_set_metadata (writer, "format", STATE_FORMAT);
  weft_container_writer_set_metadata (writer, "format_version", STATE_VERSION);
  weft_container_writer_set_metadata (writer, "identity", identity);
  weft_container_writer_set_metadata (writer, "step", step);
  return weft_container_writer_finish (writer, error);
}

/* ---- reading ---- */

/* Numbers for all arrays and the positions, which replace the trainer's once all are sound. */
static float *
allocate_numbers (const WeftTrainer *trainer, GError **error)
{
  const gsize n = N_ARRAYS * trainer->parameters->n + count_positions (trainer);
  float *numbers = g_try_new (float, n);

  if (numbers == NULL)
    {
      g_autofree char *needed = g_format_size (n * sizeof (float));

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "reading needs %s (close other programs)", needed);
    }
  return numbers;
}

static void
adopt (WeftTrainer *trainer, const float *numbers, guint step)
{
  const gsize n = trainer->parameters->n;
  float *arrays[N_ARRAYS];

  get_arrays (trainer, arrays);
  for (guint a = 0; a < N_ARRAYS; a++)
    memcpy (arrays[a], numbers + a * n, n * sizeof (float));
  memcpy (trainer->positions, numbers + N_ARRAYS * n, count_positions (trainer) * sizeof (float));
  trainer->step = step;
}

static gboolean
check_identity (const WeftTrainer *trainer, WeftContainer *container, GError **error)
{
  g_autofree char *own = weft_train_options_dup_identity (&trainer->options, &trainer->config);
  const char *identity = weft_container_get_metadata (container, "identity");
  g_autofree char *shown = NULL;

  if (g_strcmp0 (identity, own) == 0)
    return TRUE;

  shown = g_strescape (identity != NULL ? identity : "", NULL);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "it is of another training (%.400s), not of this one (%s) (give the same options, or begin anew)", shown,
               own);
  return FALSE;
}

static gboolean
check_format (WeftContainer *container, GError **error)
{
  const char *format = weft_container_get_metadata (container, "format");
  const char *version = weft_container_get_metadata (container, "format_version");

  if (g_strcmp0 (format, STATE_FORMAT) != 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           "it is not the state of a training (choose another file)");
      return FALSE;
    }
  if (g_strcmp0 (version, STATE_VERSION) != 0)
    {
      g_autofree char *shown = weft_escape_name (version != NULL ? version : "", -1);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   "it is of format version '%s', this program reads " STATE_VERSION " (use the program that wrote it)",
                   shown);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_step (WeftContainer *container, guint *step, GError **error)
{
  const char *text = weft_container_get_metadata (container, "step");
  guint64 number;

  if (text == NULL || !weft_parse_uint64 (text, 0, G_MAXINT32, &number))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "it does not say its step (the file is damaged)");
      return FALSE;
    }

  *step = (guint) number;
  return TRUE;
}

static gboolean
has_shape (const WeftTensor *tensor, const WeftContractTensor *expected)
{
  gboolean same = tensor->dtype == WEFT_DTYPE_F32 && tensor->rank == expected->rank;

  for (guint d = 0; same && d < expected->rank; d++)
    same = tensor->shape[d] == expected->shape[d];
  return same;
}

/* Every number finite, and not below 0 where it is a mean of squares. */
static gboolean
check_numbers (const char *name, const float *numbers, gsize n, gboolean is_square, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (numbers[i]) || (is_square && numbers[i] < 0.0f))
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "tensor '%s' has %g at element %" G_GSIZE_FORMAT " (the file is damaged)", name, numbers[i], i);
        return FALSE;
      }

  return TRUE;
}

static gboolean
read_tensor (WeftContainer *container, const char *name, const WeftContractTensor *expected, float *out, GError **error)
{
  const WeftTensor *tensor = weft_container_find (container, name);

  if (tensor == NULL || !has_shape (tensor, expected))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "tensor '%s' is %s (the file is damaged)", name,
                   tensor == NULL ? "missing" : "of another shape");
      return FALSE;
    }

  return weft_container_read_f32 (container, tensor, out, error)
         && check_numbers (name, out, tensor->n_elements, g_str_has_prefix (name, "moment2/"), error);
}

static gboolean
read_arrays (WeftTrainer *trainer, WeftContainer *container, float *numbers, GError **error)
{
  const WeftParameters *parameters = trainer->parameters;

  for (guint a = 0; a < N_ARRAYS; a++)
    for (guint i = 0; i < parameters->n_list; i++)
      {
        const WeftParameter *parameter = &parameters->list[i];
        g_autofree char *name = g_strdup_printf ("%s/%s", array_names[a], parameter->tensor.name);

        if (!read_tensor (container, name, &parameter->tensor, numbers + a * parameters->n + parameter->offset, error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
read_numbers (WeftTrainer *trainer, WeftContainer *container, float *numbers, GError **error)
{
  const WeftParameters *parameters = trainer->parameters;
  const gsize n_expected = (gsize) N_ARRAYS * parameters->n_list + 1;
  const WeftContractTensor positions = describe_positions (trainer);

  if (weft_container_get_n_tensors (container) != n_expected)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it has %" G_GSIZE_FORMAT " tensors, expected %" G_GSIZE_FORMAT " (the file is damaged)",
                   weft_container_get_n_tensors (container), n_expected);
      return FALSE;
    }

  return read_arrays (trainer, container, numbers, error)
         && read_tensor (container, POSITIONS, &positions, numbers + N_ARRAYS * parameters->n, error);
}

gboolean
weft_trainer_load_state (WeftTrainer *trainer, WeftBytes *bytes, GError **error)
{
  g_autoptr (WeftContainer) container = weft_container_new (bytes, error);
  g_autofree float *numbers = NULL;
  guint step;

  if (container == NULL || !check_format (container, error) || !check_identity (trainer, container, error)
      || !read_step (container, &step, error))
    return FALSE;

  numbers = allocate_numbers (trainer, error);
  if (numbers == NULL || !read_numbers (trainer, container, numbers, error))
    return FALSE;

  adopt (trainer, numbers, step);
  return TRUE;
}

/* ---- beginning with a checkpoint ---- */

/* Whether the network of a checkpoint is the trainer's, but for further contexts. */
static gboolean
check_same_network (const WeftConfig *own, const WeftConfig *other, GError **error)
{
  WeftConfig wanted = *other;

  wanted.n_context = own->n_context;
  memcpy (wanted.context_offsets, own->context_offsets, sizeof wanted.context_offsets);
  if (other->n_context <= own->n_context && memcmp (&wanted, own, sizeof wanted) == 0
      && memcmp (other->context_offsets, own->context_offsets, other->n_context * sizeof (guint)) == 0)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "its network (%u layers, %u heads, width %u, %u x %u, %s, %s) is not the one to train (%u layers, %u heads, "
               "width %u, %u x %u, %s, %s) (leave the sizes out)",
               other->n_layers, other->n_heads, other->width, other->image_width, other->image_height,
               weft_attention_to_string (other->attention), weft_output_to_string (other->output), own->n_layers,
               own->n_heads, own->width, own->image_width, own->image_height, weft_attention_to_string (own->attention),
               weft_output_to_string (own->output));
  return FALSE;
}

/* Whether the checkpoint lacks this tensor because it has fewer contexts. */
static gboolean
is_new_context (const WeftTrainer *trainer, const WeftConfig *other, const WeftParameter *parameter)
{
  for (guint k = other->n_context; k < trainer->config.n_context; k++)
    if (parameter->offset == trainer->parameters->context[k])
      return TRUE;

  return FALSE;
}

static gboolean
read_weights (WeftTrainer *trainer, WeftCheckpoint *checkpoint, float *weights, float *positions, GError **error)
{
  for (guint i = 0; i < trainer->parameters->n_list; i++)
    {
      const WeftParameter *parameter = &trainer->parameters->list[i];

      if (is_new_context (trainer, weft_checkpoint_get_config (checkpoint), parameter))
        memset (weights + parameter->offset, 0, parameter->n * sizeof (float));
      else if (!weft_checkpoint_read (checkpoint, parameter->tensor.name, weights + parameter->offset, parameter->n, error))
        return FALSE;
    }

  memcpy (positions, trainer->positions, count_positions (trainer) * sizeof (float));
  return !weft_checkpoint_has_tensor (checkpoint, POSITIONS)
         || weft_checkpoint_read (checkpoint, POSITIONS, positions, count_positions (trainer), error);
}

gboolean
weft_trainer_load_weights (WeftTrainer *trainer, WeftCheckpoint *checkpoint, GError **error)
{
  const gsize n = trainer->parameters->n;
  g_autofree float *numbers = NULL;

  if (!check_same_network (&trainer->config, weft_checkpoint_get_config (checkpoint), error))
    return FALSE;

  numbers = allocate_numbers (trainer, error);
  if (numbers == NULL || !read_weights (trainer, checkpoint, numbers, numbers + N_ARRAYS * n, error))
    return FALSE;

  memcpy (numbers + n, numbers, n * sizeof (float));
  memset (numbers + 2 * n, 0, 2 * n * sizeof (float));
  adopt (trainer, numbers, 0);
  return TRUE;
}
