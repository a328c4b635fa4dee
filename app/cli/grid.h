/* SPDX-License-Identifier: MIT */
/* --grid: what varies over a sheet of pictures, along one or two axes. */
#pragma once

#include "app/cli/arguments.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CLI_AXIS_TEMPERATURE,
  CLI_AXIS_SEED,
  CLI_AXIS_IMAGE,
  CLI_AXIS_MODEL,
} CliAxisKind;

/**
 * CliAxis: one --grid. A value; clear it with cli_axis_clear().
 */
typedef struct {
  CliAxisKind kind;
  guint n;              /* 1 .. STUDIO_SHEET_MAX_CELLS */
  double *temperatures; /* [n] or NULL; owned */
  guint64 first;        /* seed or image of n that follow each other */
  char **models;        /* [n] names or files, NULL-terminated, or NULL; owned */
} CliAxis;

/**
 * cli_axis_parse: reads `temperature=FROM:TO:STEP`, `seed=FROM..TO`, `image=FROM..TO` or `model=A,B,C`.
 * @axis: (out): cleared by the caller, also after an error
 *
 * Returns: FALSE with CLI_EXIT_USAGE.
 */
gboolean cli_axis_parse (const char *text, CliAxis *axis, GError **error);

void cli_axis_clear (CliAxis *axis);

/**
 * cli_axis_get_name: (transfer none): of its kind, as in --grid and the option it stands for.
 */
const char *cli_axis_get_name (const CliAxis *axis);

/**
 * cli_axis_dup_label: (transfer full): of place @index, such as "seed 7".
 */
char *cli_axis_dup_label (const CliAxis *axis, guint index);

G_END_DECLS
