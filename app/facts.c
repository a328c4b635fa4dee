/* SPDX-License-Identifier: MIT */
/* A deep copy of what somebody said about a bare checkpoint. */
#include "app/facts.h"

void
studio_facts_init (StudioFacts *facts, const WeftFacts *source)
{
  *facts = (StudioFacts) { 0 };
  if (source == NULL)
    return;

  facts->facts = *source;
  if (source->attention != NULL)
    {
      facts->attention = *source->attention;
      facts->facts.attention = &facts->attention;
    }
  if (source->activation != NULL)
    {
      facts->activation = *source->activation;
      facts->facts.activation = &facts->activation;
    }
  if (source->image_mode != NULL)
    {
      facts->image_mode = *source->image_mode;
      facts->facts.image_mode = &facts->image_mode;
    }
}
