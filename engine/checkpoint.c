/* SPDX-License-Identifier: MIT */
/* From a sound container to a believed model: metadata, facts and shapes, and no contradiction in them. */
#include "engine/checkpoint.h"

#include "engine/checkpoint-private.h"
#include "engine/contract.h"
#include "engine/error.h"

#include <math.h>
#include <string.h>

struct _WeftCheckpoint {
  WeftConfig config;

  /* owned */
  WeftContainer *container;
};

/* A missing position table says nothing about N; the image does. */
static void
settle_positions (WeftConfig *config)
{
  const guint64 n_values =
      (guint64) config->image_width * config->image_height * weft_config_get_n_channels (config);

  if (config->n_positions == 0 && n_values > 0)
    config->n_positions = (guint) MIN (n_values - 1, G_MAXINT32);
}

/* Values are bytes unless a palette says what they are; a mixture of logistics always paints bytes. */
static gboolean
check_values (const WeftConfig *config, GError **error)
{
  const gboolean indexed = config->image_mode == WEFT_IMAGE_INDEXED8;

  if (config->n_values == WEFT_MAX_VALUES || (indexed && config->output == WEFT_OUTPUT_CATEGORICAL))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "it has %u values, but its %s needs %d (the file is damaged)", config->n_values,
               indexed ? "mixture of logistics" : weft_image_mode_to_string (config->image_mode),
               WEFT_MAX_VALUES);
  return FALSE;
}

static gboolean
build_config (WeftCheckpoint *checkpoint, const WeftSaid *said, GError **error)
{
  WeftConfig *config = &checkpoint->config;
  WeftConfig probe;

  weft_contract_measure (checkpoint->container, config);
  weft_said_apply (said, config);

  /* While the image's mode is not known, a palette may be right. */
  probe = *config;
  if (!said->has_image_mode && weft_container_find (checkpoint->container, "palette") != NULL)
    probe.image_mode = WEFT_IMAGE_INDEXED8;

  if (!weft_contract_check (checkpoint->container, &probe, error)
      || !weft_said_check_complete (said, error)
      || !weft_said_read_offsets (checkpoint->container, config, error))
    return FALSE;

  settle_positions (config);
  return weft_config_validate (config, error) && check_values (config, error);
}

/* The counts are small and drawn from: they are looked at now. */
static gboolean
check_first_values (WeftCheckpoint *checkpoint, GError **error)
{
  float counts[WEFT_MAX_VALUES];
  double sum = 0.0;

  if (!weft_checkpoint_has_tensor (checkpoint, "first_value_counts"))
    return TRUE;

  if (!weft_checkpoint_read (checkpoint, "first_value_counts", counts, checkpoint->config.n_values, error))
    return FALSE;

  for (guint i = 0; i < checkpoint->config.n_values; i++)
    {
      if (counts[i] < 0.0f)
        {
          g_set_error (
              error, WEFT_ERROR, WEFT_ERROR_INVALID,
              "tensor 'first_value_counts' has %g at element %u, no count is negative (the file is damaged)",
              (double) counts[i], i);
          return FALSE;
        }
      sum += (double) counts[i];
    }

  if (sum > 0.0)
    return TRUE;

  g_set_error_literal (
      error, WEFT_ERROR, WEFT_ERROR_INVALID,
      "tensor 'first_value_counts' has only zeros, so no value can start (the file is damaged)");
  return FALSE;
}

WeftCheckpoint *
weft_checkpoint_new (WeftBytes *bytes, const WeftFacts *facts, GError **error)
{
  g_autoptr (WeftCheckpoint) checkpoint = g_new0 (WeftCheckpoint, 1);
  WeftSaid said;

  checkpoint->container = weft_container_new (bytes, error);
  if (checkpoint->container == NULL
      || !weft_said_read (checkpoint->container, facts, &said, error)
      || !build_config (checkpoint, &said, error)
      || !check_first_values (checkpoint, error))
    return NULL;

  return g_steal_pointer (&checkpoint);
}

WeftCheckpoint *
weft_checkpoint_open (const char *path, const WeftFacts *facts, GError **error)
{
  WeftBytes *bytes = weft_bytes_open (path, error);

  return bytes != NULL ? weft_checkpoint_new (bytes, facts, error) : NULL;
}

void
weft_checkpoint_free (WeftCheckpoint *checkpoint)
{
  if (checkpoint == NULL)
    return;

  weft_container_free (checkpoint->container);
  g_free (checkpoint);
}

const WeftConfig *
weft_checkpoint_get_config (WeftCheckpoint *checkpoint)
{
  return &checkpoint->config;
}

WeftContainer *
weft_checkpoint_get_container (WeftCheckpoint *checkpoint)
{
  return checkpoint->container;
}

const char *
weft_checkpoint_get_metadata (WeftCheckpoint *checkpoint, const char *key)
{
  return weft_container_get_metadata (checkpoint->container, key);
}

const char **
weft_checkpoint_list_metadata (WeftCheckpoint *checkpoint)
{
  return weft_container_list_metadata (checkpoint->container);
}

gboolean
weft_checkpoint_has_tensor (WeftCheckpoint *checkpoint, const char *name)
{
  return weft_container_find (checkpoint->container, name) != NULL;
}

guint64
weft_checkpoint_get_file_bytes (WeftCheckpoint *checkpoint)
{
  return weft_bytes_get_size (weft_container_get_bytes (checkpoint->container));
}

gboolean
weft_checkpoint_is_bf16 (WeftCheckpoint *checkpoint)
{
  for (gsize i = 0; i < weft_container_get_n_tensors (checkpoint->container); i++)
    {
      const WeftTensor *tensor = weft_container_get_tensor (checkpoint->container, i);

      if (tensor->rank == 2 && weft_dtype_is_weight (tensor->dtype) && tensor->dtype != WEFT_DTYPE_BF16)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_finite (const char *name, const float *values, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "tensor '%s' has %s at element %" G_GSIZE_FORMAT
                     " of %" G_GSIZE_FORMAT " (the training diverged or the file is damaged)",
                     name, isnan (values[i]) ? "NaN" : "infinity", i, n);
        return FALSE;
      }

  return TRUE;
}

gboolean
weft_checkpoint_read (WeftCheckpoint *checkpoint, const char *name, float *out, gsize n, GError **error)
{
  const WeftTensor *tensor = weft_container_find (checkpoint->container, name);

  g_return_val_if_fail (tensor != NULL && tensor->n_elements == n, FALSE);

  return weft_container_read_f32 (checkpoint->container, tensor, out, error)
         && check_finite (name, out, n, error);
}

gboolean
weft_checkpoint_read_palette (WeftCheckpoint *checkpoint, guint8 *out, GError **error)
{
  const WeftTensor *tensor = weft_container_find (checkpoint->container, "palette");

  g_return_val_if_fail (tensor != NULL, FALSE);

  return weft_container_read (checkpoint->container, tensor, out, error);
}

char *
weft_checkpoint_dup_sha256 (WeftCheckpoint *checkpoint, GError **error)
{
  return weft_bytes_dup_sha256 (weft_container_get_bytes (checkpoint->container), error);
}
