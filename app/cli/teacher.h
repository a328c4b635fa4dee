/* SPDX-License-Identifier: MIT */
/* CliTeacher: a model fed with known values, step by step or all at once, and what comes out. */
#pragma once

#include "engine/model.h"
#include "engine/team.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliTeacher: the results of one run. A value; clear it with cli_teacher_clear().
 */
typedef struct {
  guint n_steps;
  gsize n_y; /* n_steps * outputs */
  gsize n_s; /* layers * heads * E * E; 0 for softmax */
  gsize n_z; /* layers * heads * E; 0 for softmax */
  float *y;  /* [n_steps, outputs]: row i describes value i + 1 */
  float *s;  /* [layers, heads, E, E] after the last step, key index first */
  float *z;  /* [layers, heads, E] */
} CliTeacher;

void cli_teacher_clear (CliTeacher *teacher);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTeacher, cli_teacher_clear)

/**
 * cli_teacher_check_values: whether @model can be fed with @values: 1 .. positions of them, each below its
 * number of values.
 *
 * Returns: FALSE with WEFT_ERROR_INVALID naming numbers and place.
 */
gboolean cli_teacher_check_values (WeftModel *model, const guint8 *values, gsize n, GError **error);

/**
 * cli_teacher_run:
 * @values: [n_steps], checked
 * @parallel: FALSE: single steps through S and z, or through the cache; TRUE: chunks of positions on matrix
 * products
 * @teacher: (out): cleared by the caller, also after an error
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY, NOT_FINITE or RESOURCE, or interrupted.
 */
gboolean cli_teacher_run (WeftModel *model, WeftTeam *team, gboolean parallel, const guint8 *values,
                          guint n_steps, CliTeacher *teacher, GError **error);

G_END_DECLS
