/* SPDX-License-Identifier: MIT */
/* Moments: a picture goes on from its file as if it had not been interrupted; a file that is not one is refused. */
#include "app/moment.h"

#include "app/store.h"

#include "engine/error.h"
#include "engine/generator.h"
#include "tests/app/models.h"
#include "tests/support/folder.h"

#include <math.h>
#include <string.h>

#define SEED 21

static const WeftSampling sampling = { .temperature = 1.0, .top_p = 1.0 };

/* A run that has come to some step. */
typedef struct {
  WeftModel *model;
  WeftTeam *team;
  WeftGenerator *generator;
  StudioRecipe *recipe;
} Run;

static void
run_init (Run *run, WeftAttention attention, WeftImageMode mode, guint n_known)
{
  run->model = test_model_new (attention, mode);
  run->team = weft_team_new (1, NULL);
  run->generator = weft_generator_new (run->model, weft_form_default (weft_model_get_config (run->model)), 1, run->team,
                                       NULL);
  weft_generator_begin (run->generator, SEED, 0);
  while (weft_generator_get_n_known (run->generator) < n_known)
    g_assert_true (weft_generator_next (run->generator, &sampling, NULL));

  run->recipe = studio_recipe_new ();
  run->recipe->shape = *weft_model_get_config (run->model);
  run->recipe->form = weft_form_default (&run->recipe->shape);
  run->recipe->checkpoint_name = g_strdup ("tiny");
  run->recipe->seed = SEED;
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->generator, weft_generator_free);
  g_clear_pointer (&run->team, weft_team_free);
  g_clear_pointer (&run->model, weft_model_unref);
  g_clear_pointer (&run->recipe, studio_recipe_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static StudioMoment *
keep (const Run *run, GError **error)
{
  return studio_moment_new (weft_generator_get_state (run->generator), 0, weft_generator_get_values (run->generator, 0),
                            weft_generator_get_n_known (run->generator), run->recipe, error);
}

/* (transfer full): the file of a moment of it. */
static GBytes *
keep_bytes (Run *run)
{
  g_autoptr (StudioMoment) moment = keep (run, NULL);

  return studio_moment_to_bytes (moment, NULL);
}

/* (transfer full): through bytes and a file, and back. */
static StudioMoment *
through_file (StudioMoment *moment)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "a.moment");
  g_autoptr (GBytes) bytes = studio_moment_to_bytes (moment, NULL);
  g_autoptr (GError) error = NULL;
  StudioMoment *again;

  g_assert_true (studio_store_write (path, bytes, STUDIO_STORE_NEW, NULL));
  again = studio_moment_open (path, &error);
  g_assert_no_error (error);
  return again;
}

/* Kept at any step, saved, opened and gone on from: the picture of the straight run, and its state. */
static void
test_goes_on (void)
{
  for (WeftImageMode mode = WEFT_IMAGE_GRAY8; mode <= WEFT_IMAGE_INDEXED8; mode++)
    for (guint n_known = 1; n_known < 48; n_known += 23)
      {
        g_auto (Run) run = { 0 };
        g_autoptr (StudioMoment) moment = NULL;
        g_autoptr (StudioMoment) opened = NULL;
        g_autoptr (WeftState) state = NULL;
        guint8 whole[8 * 6 * 3];

        run_init (&run, WEFT_ATTENTION_LINEAR, mode, n_known);
        moment = keep (&run, NULL);
        opened = through_file (moment);
        g_assert_cmpuint (studio_moment_get_n_known (opened), ==, n_known);
        g_assert_cmphex (studio_moment_get_hash (opened), ==,
                         weft_state_get_hash (weft_generator_get_state (run.generator), 0));

        state = studio_moment_make_state (opened, run.model, NULL);
        weft_generator_begin (run.generator, 0, 0);
        g_assert_true (weft_generator_begin_from (run.generator, SEED, 0, state, 0, studio_moment_get_values (opened),
                                                  n_known, NULL));
        while (!weft_generator_is_done (run.generator))
          g_assert_true (weft_generator_next (run.generator, &sampling, NULL));

        g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (run.generator), 0), ==,
                         test_model_paint (run.model, WEFT_FORM_LINEAR, SEED, 0, &sampling, whole));
        g_assert_cmpmem (weft_generator_get_values (run.generator, 0), weft_generator_get_n_known (run.generator), whole,
                         weft_config_get_image_values (weft_model_get_config (run.model)));
      }
}

/* Early or late, a moment takes the same room. */
static void
test_constant_size (void)
{
  gsize sizes[2];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Run) run = { 0 };
      g_autoptr (GBytes) bytes = NULL;

      run_init (&run, WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8, 10 + 30 * i);
      bytes = keep_bytes (&run);
      sizes[i] = g_bytes_get_size (bytes);
    }

  g_assert_cmpuint (sizes[0], ==, sizes[1]);
}

static void
test_softmax (void)
{
  g_auto (Run) run = { 0 };
  g_autoptr (GError) error = NULL;

  run_init (&run, WEFT_ATTENTION_SOFTMAX, WEFT_IMAGE_GRAY8, 10);
  g_assert_null (keep (&run, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
}

static void
test_other_model (void)
{
  g_auto (Run) run = { 0 };
  g_auto (Run) other = { 0 };
  g_autoptr (StudioMoment) moment = NULL;
  g_autoptr (GError) error = NULL;

  run_init (&run, WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8, 10);
  run_init (&other, WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8, 10);
  moment = keep (&run, NULL);
  g_assert_null (studio_moment_make_state (moment, other.model, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "tiny"));
}

/* One replacement in the bytes of a good file, of the same length. */
typedef struct {
  const char *from;
  const char *to;
  WeftError code;
} Damage;

static const Damage damages[] = {
  { "weft-moment", "weft-mosaic", WEFT_ERROR_UNSUPPORTED },
  { "\"format_version\":\"1\"", "\"format_version\":\"2\"", WEFT_ERROR_UNSUPPORTED },
  { "\"format_version\":\"1\"", "\"format_version\":\"x\"", WEFT_ERROR_INVALID },
  { "\"state_hash\"", "\"state_hush\"", WEFT_ERROR_INVALID },
  { "\"recipe\"", "\"recite\"", WEFT_ERROR_INVALID },
  { "\"z\":", "\"y\":", WEFT_ERROR_INVALID },
  { "\"U8\"", "\"I8\"", WEFT_ERROR_INVALID },
  { "steps_done\\\":20", "steps_done\\\":99", WEFT_ERROR_INVALID },
  { "steps_done\\\":20", "steps_done\\\": 0", WEFT_ERROR_INVALID },
  { "[2,2,8,8]", "[2,8,8,2]", WEFT_ERROR_INVALID },
};

static GError *
open_bytes (const guint8 *data, gsize n)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "a.moment");
  g_autoptr (StudioMoment) moment = NULL;
  GError *error = NULL;

  g_assert_true (g_file_set_contents (path, (const char *) data, (gssize) n, NULL));
  moment = studio_moment_open (path, &error);
  return error;
}

static guint8 *
find (guint8 *data, gsize n, const char *text)
{
  return memmem (data, n, text, strlen (text));
}

static void
test_damaged (void)
{
  g_auto (Run) run = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  run_init (&run, WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8, 20);
  bytes = keep_bytes (&run);

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      gsize n = g_bytes_get_size (bytes);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), n);
      guint8 *place = find (data, n, damages[i].from);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s -> %s", damages[i].from, damages[i].to);
      g_assert_nonnull (place);
      memcpy (place, damages[i].to, strlen (damages[i].to));
      error = open_bytes (data, n);
      g_assert_error (error, WEFT_ERROR, (int) damages[i].code);
    }
}

/* A bit of S or z that is not the one saved is found out before anything is painted from it. */
static void
test_bits (void)
{
  g_auto (Run) run = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  const float infinite = HUGE_VALF;

  run_init (&run, WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8, 20);
  bytes = keep_bytes (&run);

  const gsize n = g_bytes_get_size (bytes), n_values = weft_config_get_image_values (&run.recipe->shape);
  const gsize first = n - n_values - weft_config_get_state_bytes (&run.recipe->shape);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), n);
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "a.moment");
  g_autoptr (StudioMoment) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) not_finite = NULL;

  data[first] ^= 1;
  g_assert_true (g_file_set_contents (path, (const char *) data, (gssize) n, NULL));
  changed = studio_moment_open (path, NULL);
  g_assert_null (studio_moment_make_state (changed, run.model, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);

  memcpy (data + first, &infinite, sizeof infinite);
  not_finite = open_bytes (data, n);
  g_assert_error (not_finite, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* Cut anywhere, a file is refused. */
static void
test_truncated (void)
{
  g_auto (Run) run = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  run_init (&run, WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8, 20);
  bytes = keep_bytes (&run);

  for (gsize n = 0; n < g_bytes_get_size (bytes); n += 211)
    {
      g_autoptr (GError) error = open_bytes (g_bytes_get_data (bytes, NULL), n);

      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/moment/goes-on", test_goes_on);
  g_test_add_func ("/moment/constant-size", test_constant_size);
  g_test_add_func ("/moment/softmax", test_softmax);
  g_test_add_func ("/moment/other-model", test_other_model);
  g_test_add_func ("/moment/damaged", test_damaged);
  g_test_add_func ("/moment/bits", test_bits);
  g_test_add_func ("/moment/truncated", test_truncated);

  return g_test_run ();
}
