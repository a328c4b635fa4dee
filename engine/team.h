/* SPDX-License-Identifier: MIT */
/* WeftTeam: a caller-chosen number of threads that work on one call together. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftTeam: @n_members threads, the caller of weft_team_run() being member 0.
 *
 * Denormals are flushed to zero on every member while it works: a decaying state would otherwise slow a step a
 * hundredfold. Members spin briefly for the next piece of work, then park. Now and then the same work is tried without
 * the others: where waiting costs more than sharing gains, because the work is small or other programs keep the
 * processors busy, the caller works alone. What is computed must not depend on who works.
 *
 * Threads: one caller at a time; new members inherit the priority of the thread that makes the team.
 */
typedef struct _WeftTeam WeftTeam;

/* What each member does; members are numbered from 0. */
typedef void (*WeftTeamFunc) (WeftTeam *team, guint member, gpointer data);

/**
 * weft_team_new: makes the threads.
 * @n_members: 1 .. 256; 1 makes no thread and runs inline. 0: one for each processor this process may use
 *
 * Returns: (transfer full): the team, or NULL with WEFT_ERROR_RESOURCE.
 */
WeftTeam *weft_team_new (guint n_members, GError **error);

void weft_team_free (WeftTeam *team);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTeam, weft_team_free)

/**
 * weft_team_get_n_members: the most members that can work at once, the caller included.
 */
guint weft_team_get_n_members (WeftTeam *team);

/**
 * weft_team_get_n_active: inside @func: members that work on this call, numbered from 0.
 */
guint weft_team_get_n_active (WeftTeam *team);

/**
 * weft_team_run: calls @func once on every working member and returns when all are done.
 */
void weft_team_run (WeftTeam *team, WeftTeamFunc func, gpointer data);

/**
 * weft_team_barrier: inside @func: waits until every working member has come here; what they wrote before is visible after.
 */
void weft_team_barrier (WeftTeam *team, guint member);

/**
 * weft_team_arrive, weft_team_wait: the two halves of a barrier; between them a member may do what reads nothing of the
 * others' and writes nothing they read.
 */
void weft_team_arrive (WeftTeam *team, guint member);
void weft_team_wait   (WeftTeam *team, guint member);

/**
 * weft_share: part @part of @n_parts of @n pieces: [*begin, *end), contiguous, sizes differing by at most 1. The first
 * parts get more, so that the caller of a team has work where there is but one piece.
 */
static inline void
weft_share (gsize n, guint part, guint n_parts, gsize *begin, gsize *end)
{
  *begin = (n * part + n_parts - 1) / n_parts;
  *end = (n * (part + 1) + n_parts - 1) / n_parts;
}

/**
 * weft_team_share: the part of @n pieces that @member takes, as weft_share() has it.
 */
void weft_team_share (WeftTeam *team, guint member, gsize n, gsize *begin, gsize *end);

G_END_DECLS
