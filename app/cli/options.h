/* SPDX-License-Identifier: MIT */
/* One table of options a subcommand: it feeds parsing, -h, the man page and the shell completion. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What may stand after an option. */
typedef enum {
  CLI_FLAG,     /* nothing */
  CLI_TEXT,     /* any bytes but none at all */
  CLI_FILE,     /* likewise, a file name: completion offers files */
  CLI_INTEGER,  /* plain decimal, minimum .. maximum */
  CLI_INTEGERS, /* several of them, with commas */
  CLI_REAL,     /* plain decimal with or without a point, lowest .. highest, or 0 with or_zero */
  CLI_SEED,     /* 0 .. 2^64-1; negative means a random one */
  CLI_CHOICE,   /* one of choices */
  CLI_CHOICES,  /* several of them, with commas */
  CLI_TEXTS,    /* as CLI_TEXT, and the option may be given several times */
} CliKind;

/**
 * CliOption: one row of a table. Tables are constant and end with a row without a name.
 */
typedef struct {
  char letter;      /* the short form, or 0 */
  const char *name; /* the long form, without dashes */
  CliKind kind;
  const char *value;    /* what stands for the value in help; NULL for a flag */
  const char *help;     /* one clause */
  gboolean is_required;
  const char *fallback; /* what holds if it is not given, in the option's own syntax, or NULL */
  guint64 minimum;
  guint64 maximum;
  double lowest;
  double highest;
  gboolean or_zero;
  const char *const *choices; /* NULL-terminated */
} CliOption;

/**
 * CliValue: one option as given or by its fallback.
 */
typedef struct {
  gboolean given;   /* on the command line */
  const char *text; /* the bytes; NULL if neither given nor by fallback */
  guint64 integer;  /* CLI_INTEGER, CLI_SEED; CLI_CHOICE: the index */
  gboolean random;  /* CLI_SEED: negative */
  double real;      /* CLI_REAL */
  GArray *list;     /* CLI_INTEGERS, CLI_CHOICES: guint64 values, or indices */
  GPtrArray *texts; /* CLI_TEXTS: the bytes of each, borrowed; NULL if none is given */
} CliValue;

/**
 * cli_option_parse: reads @text as the value of @option; independent of the locale.
 * @value: (out): what it means; the list is to be freed by the caller
 *
 * Returns: FALSE with CLI_EXIT_USAGE naming the option and the range.
 */
gboolean cli_option_parse (const CliOption *option, const char *text, CliValue *value, GError **error);

/**
 * cli_nearest: the one of @names that is spelled most like @word, or NULL if none is close.
 * @names: NULL-terminated
 */
const char *cli_nearest (const char *word, const char *const *names);

/**
 * cli_parse_integer: plain decimal digits and nothing else.
 *
 * Returns: FALSE if it is something else or does not fit 64 bits.
 */
gboolean cli_parse_integer (const char *text, guint64 *value);

G_END_DECLS
