/* SPDX-License-Identifier: MIT */
/* A completion script for bash: subcommands, options, choices, model names, files. */
#include "app/cli/help.h"

#include "app/cli/commands.h"
#include "app/cli/print.h"

static void
print_option_names (const CliCommand *command)
{
  for (const CliOption *option = command->options; option->name != NULL; option++)
    {
      cli_print (" --%s", option->name);
      if (option->letter != 0)
        cli_print (" -%c", option->letter);
    }
}

static void
print_pattern (const CliOption *option)
{
  cli_print ("      --%s", option->name);
  if (option->letter != 0)
    cli_print ("|-%c", option->letter);
  cli_print (") ");
}

/* What may follow an option: its choices; files, and names of checkpoints for --model; or nothing. */
static void
print_values (const CliOption *option)
{
  if (option->kind == CLI_FLAG)
    return;

  print_pattern (option);
  if (option->choices != NULL)
    {
      g_autofree char *words = g_strjoinv (" ", (char **) option->choices);

      cli_print ("COMPREPLY=($(compgen -W '%s' -- \"$word\"))", words);
    }
  else if (g_str_equal (option->name, "model"))
    cli_print ("COMPREPLY=($(compgen -f -W \"$(weft models --names 2>/dev/null)\" -- \"$word\"))");
  else if (option->kind == CLI_FILE)
    cli_print ("COMPREPLY=($(compgen -f -- \"$word\"))");
  else
    cli_print ("COMPREPLY=()");
  cli_print ("; return ;;\n");
}

static void
print_command (const CliCommand *command)
{
  cli_print ("  %s)\n    case $before in\n", command->name);
  for (const CliOption *option = command->options; option->name != NULL; option++)
    print_values (option);
  cli_print ("    esac\n    options='");
  print_option_names (command);
  cli_print ("' ;;\n");
}

void
cli_help_print_completion (void)
{
  cli_print ("# SPDX-License-Identifier: MIT\n"
             "# Completion of weft for bash.\n"
             "_weft ()\n"
             "{\n"
             "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options=''\n"
             "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
             "    COMPREPLY=($(compgen -W '-h --version");
  for (guint i = 0; cli_commands[i] != NULL; i++)
    cli_print (" %s", cli_commands[i]->name);
  cli_print ("' -- \"$word\"))\n"
             "    return\n"
             "  fi\n"
             "  case ${COMP_WORDS[1]} in\n");
  for (guint i = 0; cli_commands[i] != NULL; i++)
    print_command (cli_commands[i]);
  cli_print ("  esac\n"
             "  case $word in\n"
             "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
             "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
             "  esac\n"
             "}\n"
             "complete -o filenames -F _weft weft\n");
}
