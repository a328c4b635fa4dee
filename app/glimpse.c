/* SPDX-License-Identifier: MIT */
/* One lane copied out of a generator of any number of lanes. */
#include "app/glimpse.h"

#include <string.h>

StudioGlimpse *
studio_glimpse_new (WeftModel *model, WeftForm form, GError **error)
{
  const WeftConfig *config = weft_model_get_config (model);
  g_autoptr (StudioGlimpse) glimpse = g_new0 (StudioGlimpse, 1);

  glimpse->model = weft_model_ref (model);
  glimpse->outputs = g_new0 (float, config->n_outputs);
  glimpse->probe = weft_probe_new (model);
  if (form == WEFT_FORM_LINEAR)
    {
      glimpse->state = weft_state_new (model, form, 1, config->n_positions, error);
      if (glimpse->state == NULL)
        return NULL;
    }

  return g_steal_pointer (&glimpse);
}

void
studio_glimpse_free (StudioGlimpse *glimpse)
{
  if (glimpse == NULL)
    return;

  weft_state_free (glimpse->state);
  weft_probe_free (glimpse->probe);
  weft_model_unref (glimpse->model);
  g_free (glimpse->outputs);
  g_free (glimpse);
}

void
studio_glimpse_begin (StudioGlimpse *glimpse, WeftGenerator *generator)
{
  glimpse->lane = MIN (glimpse->lane, weft_generator_get_n_lanes (generator) - 1);
  weft_generator_set_probe (generator, glimpse->probe, glimpse->lane);
}

void
studio_glimpse_end (StudioGlimpse *glimpse, WeftGenerator *generator, const WeftSampling *sampling)
{
  const gsize n_outputs = weft_model_get_config (glimpse->model)->n_outputs;

  weft_generator_set_probe (generator, NULL, 0);
  glimpse->n_known = weft_generator_get_n_known (generator);
  glimpse->value = weft_generator_get_values (generator, glimpse->lane)[glimpse->n_known - 1];
  glimpse->sampling = *sampling;
  memcpy (glimpse->outputs, weft_generator_get_outputs (generator, glimpse->lane), n_outputs * sizeof (float));
  if (glimpse->state != NULL)
    weft_state_copy_lane (glimpse->state, 0, weft_generator_get_state (generator), glimpse->lane);
}
