/* SPDX-License-Identifier: MIT */
/* weft-describe man|completion: prints what is installed beside weft, from its own tables. Run by the build.
 */
#include "app/cli/exit.h"
#include "app/cli/help.h"
#include "app/cli/print.h"

#include <string.h>

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "man") == 0)
    cli_help_print_man ();
  else if (argc == 2 && strcmp (argv[1], "completion") == 0)
    cli_help_print_completion ();
  else
    return CLI_EXIT_USAGE;

  return cli_print_close (NULL) ? CLI_EXIT_DONE : CLI_EXIT_OUTPUT;
}
