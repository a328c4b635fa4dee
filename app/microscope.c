/* SPDX-License-Identifier: MIT */
/* Follows the workspace's run, and tells once for everything that has changed. */
#include "app/microscope.h"

struct _StudioMicroscope {
  GObject parent_instance;

  /* owned */
  StudioWorkspace *workspace;

  WeftConfig config;
  gboolean has_config;
  WeftForm form;
  guint64 run;   /* number of the run looked at, 0: none */
  guint n_known;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StudioMicroscope, studio_microscope, G_TYPE_OBJECT)

/* Of the run, or of what would run next. */
static void
follow_config (StudioMicroscope *self, StudioJob *job)
{
  StudioEntry *entry = studio_workspace_get_entry (self->workspace);
  const WeftConfig *config = entry != NULL ? studio_entry_get_config (entry) : NULL;

  if (job != NULL)
    config = weft_model_get_config (studio_job_get_model (job));

  self->has_config = config != NULL;
  if (config == NULL)
    return;

  self->config = *config;
  self->form = job != NULL ? studio_job_get_form (job) : weft_form_default (config);
}

static void
run_changed_cb (StudioMicroscope *self)
{
  StudioJob *job = studio_workspace_get_job (self->workspace);
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;

  follow_config (self, job);
  self->run = job != NULL ? studio_job_get_run (job) : 0;
  self->n_known = frame != NULL ? studio_frame_get_n_known (frame) : 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
studio_microscope_dispose (GObject *object)
{
  StudioMicroscope *self = STUDIO_MICROSCOPE (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (studio_microscope_parent_class)->dispose (object);
}

static void
studio_microscope_class_init (StudioMicroscopeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = studio_microscope_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", STUDIO_TYPE_MICROSCOPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
studio_microscope_init (StudioMicroscope *self)
{
}

StudioMicroscope *
studio_microscope_new (StudioWorkspace *workspace)
{
  StudioMicroscope *self = g_object_new (STUDIO_TYPE_MICROSCOPE, NULL);
  const char *const sources[] = { "notify::job", "notify::state", "notify::entry" };

  self->workspace = g_object_ref (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_connect_swapped (workspace, sources[i], G_CALLBACK (run_changed_cb), self);
  run_changed_cb (self);
  return self;
}

void
studio_microscope_refresh (StudioMicroscope *self)
{
  StudioJob *job;

  g_return_if_fail (STUDIO_IS_MICROSCOPE (self));

  job = studio_workspace_get_job (self->workspace);
  if (job != NULL)
    {
      g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);
      const guint n_known = studio_frame_get_n_known (frame);

      if (n_known == self->n_known)
        return;
      self->n_known = n_known;
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
}

const WeftConfig *
studio_microscope_get_config (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), NULL);

  return self->has_config ? &self->config : NULL;
}

WeftForm
studio_microscope_get_form (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), WEFT_FORM_LINEAR);

  return self->form;
}

guint
studio_microscope_get_n_known (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), 0);

  return self->n_known;
}

guint
studio_microscope_get_step (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), 0);

  return self->n_known > 0 ? self->n_known - 1 : 0;
}
