/* SPDX-License-Identifier: MIT */
/* What a probe shows is what the state is: equal to the export bit for bit, and its increments add up to S and z. */
#include "engine/probe.h"

#include "engine/generator.h"
#include "tests/support/models.h"

#include <math.h>
#include <string.h>

#define N_STEPS 60

typedef struct {
  WeftCheckpoint *checkpoint;
  WeftModel *model;
  WeftTeam *team;
  WeftGenerator *generator;
  WeftProbe *probe;
} Scene;

static void
open_scene (Scene *scene, const TestModel *model, WeftForm form, guint n_lanes, guint n_members)
{
  GError *error = NULL;

  scene->checkpoint = test_model_open (model, 3);
  scene->model = test_model_load (scene->checkpoint, WEFT_PRECISION_F32);
  scene->team = weft_team_new (n_members, &error);
  g_assert_no_error (error);
  scene->generator = weft_generator_new (scene->model, form, n_lanes, scene->team, &error);
  g_assert_no_error (error);
  scene->probe = weft_probe_new (scene->model);
}

static void
close_scene (Scene *scene)
{
  weft_probe_free (scene->probe);
  weft_generator_free (scene->generator);
  weft_team_free (scene->team);
  weft_model_unref (scene->model);
  weft_checkpoint_free (scene->checkpoint);
}

static void
step (Scene *scene)
{
  const WeftSampling sampling = WEFT_SAMPLING_INIT;
  GError *error = NULL;

  weft_generator_next (scene->generator, &sampling, &error);
  g_assert_no_error (error);
}

/* Every head of the state, one by one, against the export of all. */
static void
check_heads (Scene *scene, guint lane)
{
  const WeftConfig *config = weft_model_get_config (scene->model);
  const gsize size = weft_config_get_head_size (config), n_heads = config->n_layers * config->n_heads;
  g_autofree float *s = g_new (float, n_heads * size * size), *z = g_new (float, n_heads * size);
  g_autofree float *one_s = g_new (float, size * size), *one_z = g_new (float, size);
  g_autofree float *norms = g_new (float, n_heads);
  WeftState *state = weft_generator_get_state (scene->generator);

  weft_state_export_linear (state, lane, s, z);
  weft_probe_get_norms (state, lane, norms);
  for (guint i = 0; i < n_heads; i++)
    {
      double sum = 0.0;

      weft_probe_read_head (state, lane, i / config->n_heads, i % config->n_heads, one_s, one_z);
      g_assert_cmpmem (one_s, size * size * sizeof *s, s + i * size * size, size * size * sizeof *s);
      g_assert_cmpmem (one_z, size * sizeof *z, z + i * size, size * sizeof *z);
      for (gsize j = 0; j < size * size; j++)
        sum += (double) one_s[j] * one_s[j];
      g_assert_cmpfloat_with_epsilon (norms[i], sqrt (sum), 1e-6 * sqrt (sum));
    }
}

/* S and z are the sums of all increments so far, in double: what is left is the rounding of N_STEPS additions. */
static void
check_sums (Scene *scene, guint lane)
{
  const WeftConfig *config = weft_model_get_config (scene->model);
  const gsize size = weft_config_get_head_size (config), n_heads = config->n_layers * config->n_heads;
  g_autofree double *sum_s = g_new0 (double, n_heads * size * size), *sum_z = g_new0 (double, n_heads * size);
  g_autofree float *increment = g_new (float, size * size), *features = g_new (float, size);
  g_autofree float *s = g_new (float, n_heads * size * size), *z = g_new (float, n_heads * size);

  weft_generator_set_probe (scene->generator, scene->probe, lane);
  for (guint n = 0; n < N_STEPS; n++)
    {
      step (scene);
      g_assert_cmpuint (weft_probe_get_position (scene->probe), ==, n);
      for (guint i = 0; i < n_heads; i++)
        {
          weft_probe_get_increment (scene->probe, i / config->n_heads, i % config->n_heads, increment, features);
          for (gsize j = 0; j < size * size; j++)
            sum_s[i * size * size + j] += increment[j];
          for (gsize j = 0; j < size; j++)
            sum_z[i * size + j] += features[j];
        }
    }

  weft_state_export_linear (weft_generator_get_state (scene->generator), lane, s, z);
  for (gsize i = 0; i < n_heads * size * size; i++)
    g_assert_cmpfloat_with_epsilon (s[i], sum_s[i], 1e-4 * (1.0 + fabs (sum_s[i])));
  for (gsize i = 0; i < n_heads * size; i++)
    g_assert_cmpfloat_with_epsilon (z[i], sum_z[i], 1e-5 * fabs (sum_z[i]));
}

static void
test_state (void)
{
  guint n;
  const TestModel *models = test_models_get (&n);

  for (guint i = 0; i < n; i++)
    if (models[i].config.attention == WEFT_ATTENTION_LINEAR)
      {
        Scene scene;

        g_test_message ("%s", models[i].name);
        open_scene (&scene, &models[i], WEFT_FORM_LINEAR, 3, 2);
        check_sums (&scene, 1);
        for (guint lane = 0; lane < 3; lane++)
          check_heads (&scene, lane);
        close_scene (&scene);
      }
}

/* What attention read, from S and z as they stand after the step: phi(q)^T S / (phi(q).z + 1e-6). */
static void
test_read (void)
{
  guint n;
  const WeftConfig *config = &test_models_get (&n)[1].config;
  const gsize size = weft_config_get_head_size (config);
  g_autofree float *s = g_new (float, size * size), *z = g_new (float, size);
  Scene scene;

  open_scene (&scene, &test_models_get (&n)[1], WEFT_FORM_LINEAR, 1, 1);
  weft_generator_set_probe (scene.generator, scene.probe, 0);
  for (guint i = 0; i < N_STEPS; i++)
    step (&scene);

  for (guint head = 0; head < config->n_heads; head++)
    {
      const float *q = weft_probe_get (scene.probe, WEFT_PROBE_QUERY, 2, head);
      const float *read = weft_probe_get (scene.probe, WEFT_PROBE_READ, 2, head);
      double denominator = 1e-6;

      weft_probe_read_head (weft_generator_get_state (scene.generator), 0, 2, head, s, z);
      for (gsize e = 0; e < size; e++)
        denominator += (q[e] > 0 ? q[e] + 1.0 : exp (q[e])) * z[e];
      for (gsize m = 0; m < size; m++)
        {
          double sum = 0.0;

          for (gsize e = 0; e < size; e++)
            sum += (q[e] > 0 ? q[e] + 1.0 : exp (q[e])) * s[e * size + m];
          g_assert_cmpfloat_with_epsilon (read[m], sum / denominator, 1e-5 * (1.0 + fabs (sum / denominator)));
        }
    }
  close_scene (&scene);
}

/* Nobody paints another picture because somebody looks. */
static void
test_changes_nothing (void)
{
  guint n;
  const TestModel *model = test_models_get (&n);
  guint64 hashes[2];

  for (guint looked_at = 0; looked_at < 2; looked_at++)
    {
      Scene scene;

      open_scene (&scene, model, WEFT_FORM_LINEAR, 2, 2);
      weft_generator_begin (scene.generator, 8, 0);
      for (guint i = 0; i < N_STEPS; i++)
        {
          weft_generator_set_probe (scene.generator, looked_at && i % 3 > 0 ? scene.probe : NULL, i % 2);
          step (&scene);
        }
      hashes[looked_at] = weft_state_get_hash (weft_generator_get_state (scene.generator), 1);
      close_scene (&scene);
    }
  g_assert_cmpuint (hashes[0], ==, hashes[1]);
}

/* A lane of several, on several members, is probed as it is alone. */
static void
test_lanes (void)
{
  guint n;
  const TestModel *model = test_models_get (&n);
  const gsize n_bytes = (gsize) model->config.n_layers * WEFT_PROBE_N_PARTS * model->config.width * sizeof (float);
  Scene many, one;

  open_scene (&many, model, WEFT_FORM_LINEAR, 6, 2);
  open_scene (&one, model, WEFT_FORM_LINEAR, 1, 1);
  weft_generator_begin (many.generator, 5, 0);
  weft_generator_begin (one.generator, 5, 4);
  weft_generator_set_probe (many.generator, many.probe, 4);
  weft_generator_set_probe (one.generator, one.probe, 0);
  for (guint i = 0; i < N_STEPS; i++)
    {
      step (&many);
      step (&one);
      g_assert_cmpmem (weft_probe_get (many.probe, WEFT_PROBE_QUERY, 0, 0), n_bytes,
                       weft_probe_get (one.probe, WEFT_PROBE_QUERY, 0, 0), n_bytes);
    }
  close_scene (&many);
  close_scene (&one);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/state", test_state);
  g_test_add_func ("/probe/read", test_read);
  g_test_add_func ("/probe/changes-nothing", test_changes_nothing);
  g_test_add_func ("/probe/lanes", test_lanes);
  return g_test_run ();
}
