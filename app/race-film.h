/* SPDX-License-Identifier: MIT */
/* A finished race as a film: the pictures side by side, each as far as it was at the time. */
#pragma once

#include "app/film.h"
#include "app/race.h"

G_BEGIN_DECLS

/**
 * studio_race_film_is_possible: whether @race has been run to its end.
 * @race: (nullable):
 */
gboolean studio_race_film_is_possible (StudioRace *race);

/**
 * studio_race_film_new: the first repetition by its own clock, slowed down alike for all lanes so that the film
 * takes about STUDIO_RACE_SHOW_SECONDS. Under each picture stand its lane and the pixels painted.
 * @name: (nullable): of the checkpoint
 * @seconds: from one frame to the next, above 0
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT before the end of the race, or WEFT_ERROR_NO_MEMORY.
 */
StudioFilm *studio_race_film_new (StudioRace *race, const char *name, double seconds, GError **error);

G_END_DECLS
