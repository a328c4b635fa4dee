/* SPDX-License-Identifier: MIT */
/* `weft import`: a PyTorch file of the authors' library becomes a checkpoint. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/facts.h"
#include "app/cli/messages.h"
#include "app/cli/output-file.h"
#include "app/cli/print.h"

#include "engine/format/escape.h"
#include "engine/import.h"

static const CliOption options[] = {
  { 'o', "output", CLI_FILE, "OUT.safetensors", "checkpoint to write", .is_required = TRUE },
  CLI_OPTIONS_FACTS,
  { 0, "overwrite", CLI_FLAG, NULL, "replace the file of --output if it exists" },
  CLI_OPTIONS_COMMON,
};

static gboolean
run_import (const CliArguments *arguments, GError **error)
{
  const char *input = cli_arguments_get_operands (arguments)[0];
  const char *output = cli_arguments_get_text (arguments, "output");
  const StudioStoreMode mode = cli_arguments_is_given (arguments, "overwrite") ? STUDIO_STORE_REPLACE
                                                                               : STUDIO_STORE_NEW;
  g_autoptr (GBytes) checkpoint = NULL;
  StudioFacts facts;

  if (!cli_output_file_check (output, mode, input, error))
    return FALSE;

  cli_facts_init (&facts, arguments);
  checkpoint = weft_pth_import (input, &facts.facts, error);
  if (checkpoint == NULL)
    {
      cli_facts_explain (error);
      cli_prefix_error (error, "cannot import", input);
      return FALSE;
    }

  if (!cli_output_file_write (output, checkpoint, mode, error))
    return FALSE;

  g_autofree char *bytes = cli_dup_bytes (g_bytes_get_size (checkpoint));
  g_autofree char *shown = weft_escape_name (output, -1);
  cli_print ("%s  %s\n", shown, bytes);
  return TRUE;
}

const CliCommand cli_command_import = {
  .name = "import",
  .operands = "IN.pth",
  .min_operands = 1,
  .max_operands = 1,
  .summary = "turn a PyTorch file of the authors' library into a checkpoint",
  .description = "Reads the zip and the legacy form of PyTorch's files. Nothing in the file is executed; "
                 "whatever weights do not "
                 "need is refused by name. Attention, heads and image sizes cannot be read off the tensors "
                 "and must be given.",
  .examples = "weft import mnist_linear.pth -o mnist.safetensors --attention linear --heads 8 --width 28 "
              "--height 28 --mode gray8",
  .options = options,
  .run = run_import,
};
