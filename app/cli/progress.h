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
