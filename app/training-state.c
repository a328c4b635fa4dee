/* SPDX-License-Identifier: MIT */
/* A state is a safetensors file: what the trainer needs as one tensor of bytes, the curve so far as another. */
#include "app/training-state.h"

#include "app/store.h"

#include "engine/error.h"
#include "engine/format/escape.h"
#include "engine/format/safetensors-writer.h"
#include "engine/format/safetensors.h"

#include <string.h>

#define FORMAT "weft-training"
#define FORMAT_VERSION "1"
#define NUMBERS_A_POINT 4

void
studio_training_state_clear (StudioTrainingState *state)
{
  g_clear_pointer (&state->trainer, g_bytes_unref);
  g_clear_pointer (&state->points, g_array_unref);
}

static void
prefix (const char *what, const char *path, GError **error)
{
  g_autofree char *shown = weft_escape_name (path, -1);

  g_prefix_error (error, "%s '%s': ", what, shown);
}

static void
set_number (WeftContainerWriter *writer, const char *key, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  weft_container_writer_set_metadata (writer, key, g_ascii_dtostr (text, sizeof text, number));
}

static GBytes *
pack (const StudioTrainingState *state, const char *identity, GError **error)
{
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autoptr (GBytes) points = g_bytes_new (state->points->data,
                                           state->points->len * sizeof (StudioTrainingPoint));
  const guint64 n_bytes = g_bytes_get_size (state->trainer);
  const guint64 shape[] = { state->points->len, NUMBERS_A_POINT };

  weft_container_writer_set_metadata (writer, "format", FORMAT);
  weft_container_writer_set_metadata (writer, "format_version", FORMAT_VERSION);
  weft_container_writer_set_metadata (writer, "identity", identity);
  set_number (writer, "seconds", state->seconds);
  set_number (writer, "threads", state->n_threads);
  weft_container_writer_add (writer, "points", WEFT_DTYPE_F64, shape, 2, points);
  weft_container_writer_add (writer, "trainer", WEFT_DTYPE_U8, &n_bytes, 1, state->trainer);
  return weft_container_writer_finish (writer, error);
}

gboolean
studio_training_state_write (const char *path, const StudioTrainingState *state, const char *identity,
                             GError **error)
{
  g_autoptr (GBytes) bytes = pack (state, identity, error);

  if (bytes != NULL && studio_store_write (path, bytes, STUDIO_STORE_REPLACE, error))
    return TRUE;

  prefix ("cannot write the state of the training", path, error);
  return FALSE;
}

static gboolean
check_metadata (WeftContainer *container, const char *identity, GError **error)
{
  const char *found = weft_container_get_metadata (container, "identity");

  if (g_strcmp0 (weft_container_get_metadata (container, "format"), FORMAT) != 0
      || g_strcmp0 (weft_container_get_metadata (container, "format_version"), FORMAT_VERSION) != 0
      || found == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "it is no state of a training by this version of Weft (choose another output)");
      return FALSE;
    }

  if (strcmp (found, identity) != 0)
    {
      g_autofree char *shown = weft_escape_name (found, -1);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it is of another training: %s; this one is: %s (give the same data and options)", shown,
                   identity);
      return FALSE;
    }

  return TRUE;
}

/* All bytes of a tensor of this type; their number is a multiple of @unit. */
static GBytes *
read_tensor (WeftContainer *container, const char *name, WeftDtype dtype, gsize unit, GError **error)
{
  const WeftTensor *tensor = weft_container_find (container, name);
  g_autofree guint8 *data = NULL;

  if (tensor == NULL || tensor->dtype != dtype || tensor->n_bytes % unit != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "its tensor '%s' is missing or of another kind",
                   name);
      return NULL;
    }

  data = g_try_malloc (MAX (tensor->n_bytes, 1));
  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "there is no memory for its %" G_GUINT64_FORMAT " bytes", tensor->n_bytes);
      return NULL;
    }

  return weft_container_read (container, tensor, data, error)
             ? g_bytes_new_take (g_steal_pointer (&data), tensor->n_bytes)
             : NULL;
}

static gboolean
unpack (WeftContainer *container, StudioTrainingState *state, GError **error)
{
  g_autoptr (GBytes) points = read_tensor (container, "points", WEFT_DTYPE_F64, sizeof (StudioTrainingPoint),
                                           error);
  const char *seconds = weft_container_get_metadata (container, "seconds");
  const char *threads = weft_container_get_metadata (container, "threads");

  state->trainer = points != NULL ? read_tensor (container, "trainer", WEFT_DTYPE_U8, 1, error) : NULL;
  if (state->trainer == NULL)
    return FALSE;

  state->points = g_array_new (FALSE, FALSE, sizeof (StudioTrainingPoint));
  g_array_append_vals (state->points, g_bytes_get_data (points, NULL),
                       g_bytes_get_size (points) / sizeof (StudioTrainingPoint));
  state->seconds = seconds != NULL ? g_ascii_strtod (seconds, NULL) : 0;
  state->n_threads = threads != NULL ? (guint) g_ascii_strtoull (threads, NULL, 10) : 0;
  return TRUE;
}

gboolean
studio_training_state_read (const char *path, StudioTrainingState *state, const char *identity, GError **error)
{
  g_autoptr (WeftContainer) container = weft_container_open (path, error);

  *state = (StudioTrainingState) { 0 };
  if (container != NULL && check_metadata (container, identity, error) && unpack (container, state, error))
    return TRUE;

  studio_training_state_clear (state);
  prefix ("cannot go on from", path, error);
  return FALSE;
}
