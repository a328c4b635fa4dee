/* SPDX-License-Identifier: MIT */
/* CliProgress: how far a run is, on stderr, at most ten times a second. */
#pragma once

#include "app/cli/arguments.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliProgress: one line that moves (terminal), lines (plain) or objects (json).
 *
 * Threads: the main one.
 */
typedef struct _CliProgress CliProgress;

/**
 * cli_progress_new: says nothing yet.
 * @arguments: its --progress and -q decide the form
 * @unit: what is counted, such as "images"
 * @total: how many there are in all
 */
CliProgress *cli_progress_new (const CliArguments *arguments, const char *unit, double total);

/**
 * CliFigure: a number that is told beside the progress.
 */
typedef struct {
  const char *key;  /* under which an object has it */
  const char *unit; /* as a line has it */
  guint decimals;   /* on a line */
  double value;     /* NaN: not told */
} CliFigure;

/**
 * cli_progress_begin_at: so much was there already; rate and remaining time are those of what comes now.
 */
void cli_progress_begin_at (CliProgress *progress, double done);

/**
 * cli_progress_set_figures: what is told from now on.
 * @figures: [n], borrowed until they are set again
 */
void cli_progress_set_figures (CliProgress *progress, const CliFigure *figures, guint n);

/**
 * cli_progress_free: ends the moving line.
 */
void cli_progress_free (CliProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliProgress, cli_progress_free)

/**
 * cli_progress_update: tells how far the run is; cheap when it is too early to say it.
 * @done: 0 .. total, a part of one counts too
 */
void cli_progress_update (CliProgress *progress, double done);

/**
 * cli_progress_clear: removes the moving line, so that something else can be said; the next update brings it
 * back.
 */
void cli_progress_clear (CliProgress *progress);

G_END_DECLS
