/* SPDX-License-Identifier: MIT */
/* What a bare export does not say about itself, from the options --heads, --attention, --width, --height,
 * --mode. */
#pragma once

#include "app/cli/arguments.h"
#include "app/facts.h"

G_BEGIN_DECLS

/**
 * cli_facts_init: the facts given; none for a subcommand that has no such options.
 */
void cli_facts_init (StudioFacts *facts, const CliArguments *arguments);

/**
 * cli_facts_explain: after WEFT_ERROR_MISSING_FACTS, says which options give them.
 */
void cli_facts_explain (GError **error);

G_END_DECLS
