/* SPDX-License-Identifier: MIT */
/* From the error domains of all rooms to the exit codes of the contract. */
#include "app/cli/exit.h"

#include "app/error.h"
#include "engine/error.h"

G_DEFINE_QUARK (cli-error-quark, cli_error)

static CliExit
from_engine (WeftError code)
{
  switch (code)
    {
    case WEFT_ERROR_INVALID:
    case WEFT_ERROR_UNSUPPORTED:
    case WEFT_ERROR_IO:
      return CLI_EXIT_REFUSED;
    case WEFT_ERROR_MISSING_FACTS:
    case WEFT_ERROR_ARGUMENT:
      return CLI_EXIT_USAGE;
    case WEFT_ERROR_NO_MEMORY:
      return CLI_EXIT_MEMORY;
    case WEFT_ERROR_RESOURCE:
      return CLI_EXIT_RESOURCE;
    case WEFT_ERROR_NOT_FINITE:
      return CLI_EXIT_DISTRIBUTION;
    case WEFT_ERROR_CANCELLED:
      return CLI_EXIT_INTERRUPTED;
    default:
      return CLI_EXIT_INTERNAL;
    }
}

static CliExit
from_studio (StudioError code)
{
  switch (code)
    {
    case STUDIO_ERROR_OUTPUT:
    case STUDIO_ERROR_EXISTS:
      return CLI_EXIT_OUTPUT;
    case STUDIO_ERROR_TARGET:
    case STUDIO_ERROR_DIFFERS:
      return CLI_EXIT_USAGE;
    case STUDIO_ERROR_NO_RECIPE:
    case STUDIO_ERROR_NOT_FOUND:
      return CLI_EXIT_REFUSED;
    default:
      return CLI_EXIT_INTERNAL;
    }
}

CliExit
cli_exit_from_error (const GError *error)
{
  if (error->domain == CLI_ERROR)
    return error->code;
  if (error->domain == WEFT_ERROR)
    return from_engine (error->code);
  if (error->domain == STUDIO_ERROR)
    return from_studio (error->code);

  return CLI_EXIT_INTERNAL;
}
