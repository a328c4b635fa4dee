/* SPDX-License-Identifier: MIT */
/* `weft forward`: a teacher-forced run, its outputs and final state as a safetensors file. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/messages.h"
#include "app/cli/model.h"
#include "app/cli/output-file.h"
#include "app/cli/teacher.h"

#include "app/input.h"

#include "engine/error.h"
#include "engine/format/safetensors-writer.h"
#include "engine/format/safetensors.h"

#include <string.h>

#define MAX_BYTES (1u << 31) /* of the file of --bytes; a longer sequence has no model */

enum { FORM_RECURRENT, FORM_PARALLEL };

static const char *const form_choices[] = { "recurrent", "parallel", NULL };

static const CliOption options[] = {
  CLI_OPTION_MODEL,
  { 0, "bytes", CLI_FILE, "FILE", "values to feed: raw bytes, or a safetensors file with a U8 tensor x",
    .is_required = TRUE },
  { 'o', "output", CLI_FILE, "OUT.safetensors", "file for y, and for linear attention s and z",
    .is_required = TRUE },
  { 0, "attention-form", CLI_CHOICE, "FORM",
    "recurrent: one step after the other; parallel: all positions at once", .fallback = "recurrent",
    .choices = form_choices },
  { 0, "overwrite", CLI_FLAG, NULL, "replace the file of --output if it exists" },
  CLI_OPTION_THREADS,
  CLI_OPTION_PRECISION,
  CLI_OPTIONS_FACTS,
  CLI_OPTIONS_COMMON,
};

static gboolean
is_values (const WeftTensor *tensor)
{
  return tensor != NULL && tensor->dtype == WEFT_DTYPE_U8 && tensor->rank == 1;
}

static GBytes *
read_tensor (WeftContainer *container, GError **error)
{
  const WeftTensor *tensor = weft_container_find (container, "x");
  g_autofree guint8 *values = NULL;

  if (!is_values (tensor))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           "it has no tensor 'x' of type U8 with one dimension");
      return NULL;
    }

  values = g_try_malloc (MAX (tensor->n_bytes, 1));
  if (values == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "its tensor 'x' needs %" G_GUINT64_FORMAT " bytes", tensor->n_bytes);
      return NULL;
    }

  return weft_container_read (container, tensor, values, error)
           ? g_bytes_new_take (g_steal_pointer (&values), tensor->n_bytes) : NULL;
}

static GBytes *
read_values (const char *path, GError **error)
{
  const gboolean must_be_container = g_str_has_suffix (path, ".safetensors");
  g_autoptr (WeftContainer) container = weft_container_open (path, must_be_container ? error : NULL);

  if (container != NULL && (must_be_container || is_values (weft_container_find (container, "x"))))
    return read_tensor (container, error);

  return must_be_container ? NULL : studio_input_read (path, MAX_BYTES, error);
}

static void
add (WeftContainerWriter *writer, const char *name, const float *values, const guint64 *shape, gsize rank)
{
  gsize n = 1;

  for (gsize i = 0; i < rank; i++)
    n *= shape[i];

  g_autoptr (GBytes) bytes = g_bytes_new (values, n * sizeof (float));
  weft_container_writer_add (writer, name, WEFT_DTYPE_F32, shape, rank, bytes);
}

static GBytes *
pack (const CliTeacher *teacher, const WeftConfig *config, GError **error)
{
  const guint64 e = weft_config_get_head_size (config);
  const guint64 y_shape[] = { teacher->n_steps, config->n_outputs };
  const guint64 s_shape[] = { config->n_layers, config->n_heads, e, e };
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();

  add (writer, "y", teacher->y, y_shape, 2);
  if (teacher->n_s > 0)
    {
      add (writer, "s", teacher->s, s_shape, 4);
      add (writer, "z", teacher->z, s_shape, 3);
    }

  return weft_container_writer_finish (writer, error);
}

static gboolean
run_model (const CliArguments *arguments, StudioEntry *entry, GBytes *values, CliTeacher *teacher,
           GError **error)
{
  const gboolean parallel = cli_arguments_get_integer (arguments, "attention-form") == FORM_PARALLEL;
  g_autoptr (WeftModel) model = cli_model_load (arguments, entry, error);
  g_autoptr (WeftTeam) team = model != NULL ? cli_model_make_team (arguments, error) : NULL;
  const guint8 *data = g_bytes_get_data (values, NULL);
  const gsize n = g_bytes_get_size (values);

  if (team == NULL)
    return FALSE;

  if (!cli_teacher_check_values (model, data, n, error))
    {
      cli_prefix_error (error, "cannot feed", cli_arguments_get_text (arguments, "bytes"));
      return FALSE;
    }

  return cli_teacher_run (model, team, parallel, data, n, teacher, error);
}

static gboolean
run_forward (const CliArguments *arguments, GError **error)
{
  const char *path = cli_arguments_get_text (arguments, "bytes");
  const char *output = cli_arguments_get_text (arguments, "output");
  const StudioStoreMode mode = cli_arguments_is_given (arguments, "overwrite") ? STUDIO_STORE_REPLACE
                                                                               : STUDIO_STORE_NEW;
  g_autoptr (StudioEntry) entry = cli_model_find (arguments, error);
  g_auto (CliTeacher) teacher = { 0 };
  g_autoptr (GBytes) values = NULL;
  g_autoptr (GBytes) packed = NULL;

  if (entry == NULL || !cli_output_file_check (output, mode, studio_entry_get_path (entry), error)
      || !cli_output_file_check (output, mode, path, error))
    return FALSE;

  values = read_values (path, error);
  if (values == NULL)
    {
      cli_prefix_error (error, "cannot feed", path);
      return FALSE;
    }

  if (!run_model (arguments, entry, values, &teacher, error))
    return FALSE;

  packed = pack (&teacher, studio_entry_get_config (entry), error);
  if (packed == NULL || !cli_output_file_write (output, packed, mode, error))
    return FALSE;

  cli_detail (arguments, "%u steps", teacher.n_steps);
  return TRUE;
}

const CliCommand cli_command_forward = {
  .name = "forward",
  .summary = "feed known values and save the network's raw outputs",
  .description = "Feeds value i at position i and writes y [steps, outputs], where row i describes value "
                 "i+1; for linear "
                 "attention also the state after the last step: s [layers, heads, E, E], key index first, "
                 "and z [layers, heads, "
                 "E]. All are F32. recurrent and parallel give the same numbers up to rounding; weft check "
                 "says how far.",
  .examples = "head -c 300 /dev/urandom > noise.raw\n"
              "weft forward -m digits --bytes noise.raw -o y.safetensors\n"
              "weft forward -m digits --bytes noise.raw --attention-form parallel -o p.safetensors",
  .options = options,
  .needs_blas = TRUE,
  .run = run_forward,
};
