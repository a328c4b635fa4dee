/* SPDX-License-Identifier: MIT */
/* CliTrainingLog: what a training writes on its way: the curve as JSON lines, and sheets of samples. */
#pragma once

#include "app/cli/arguments.h"
#include "app/training.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliTrainingLog: writes files whole, each time anew; those of the same training are replaced.
 *
 * Threads: one at a time.
 */
typedef struct _CliTrainingLog CliTrainingLog;

/**
 * cli_training_log_new: checks that --log and --samples can be written; writes nothing yet.
 * @may_replace: whether files that exist are of this training, or may be lost
 *
 * Returns: (transfer full): NULL with CLI_EXIT_USAGE or CLI_EXIT_OUTPUT.
 */
CliTrainingLog *cli_training_log_new (const CliArguments *arguments, const StudioTrainingPlan *plan,
                                      gboolean may_replace, GError **error);

void cli_training_log_free (CliTrainingLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTrainingLog, cli_training_log_free)

/**
 * cli_training_log_update: writes new samples, and the curve if it is some seconds since it was written.
 * @is_last: writes the curve in any case
 *
 * Returns: FALSE with CLI_EXIT_OUTPUT, or an error of the picture.
 */
gboolean cli_training_log_update (CliTrainingLog *log, StudioTraining *training, gboolean is_last,
                                  GError **error);

G_END_DECLS
