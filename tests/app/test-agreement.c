/* SPDX-License-Identifier: MIT */
/* Both formulas of one network say the same, up to rounding, at any length; and a network that differs is found out. */
#include "app/agreement.h"

#include "tests/app/models.h"
#include "tests/support/folder.h"
#include "tests/support/tiny-checkpoint.h"

#include "app/entry.h"
#include "engine/blas.h"
#include "engine/parallel.h"

static GBytes *
make_values (WeftModel *model, guint n)
{
  guint8 *values = g_malloc (n);

  for (guint i = 0; i < n; i++)
    values[i] = (guint8) (i * 37 % weft_model_get_config (model)->n_values);
  return g_bytes_new_take (values, n);
}

static void
test_lengths (void)
{
  const guint lengths[] = { 1, 2, WEFT_PARALLEL_CHUNK, WEFT_PARALLEL_CHUNK + 1, 20 * 20 - 1 };

  for (guint attention = 0; attention < 2; attention++)
    for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
      {
        g_autoptr (WeftModel) model = test_model_new_sized (attention == 0 ? WEFT_ATTENTION_LINEAR : WEFT_ATTENTION_SOFTMAX,
                                                            WEFT_IMAGE_GRAY8, 20, 20);
        g_autoptr (GBytes) values = make_values (model, lengths[i]);
        StudioAgreement agreement;
        g_autoptr (GError) error = NULL;

        g_assert_true (studio_agreement_measure (model, g_bytes_get_data (values, NULL), lengths[i], &agreement, &error));
        g_assert_no_error (error);
        g_assert_cmpuint (agreement.n_steps, ==, lengths[i]);
        g_assert_cmpint (agreement.precision, ==, WEFT_PRECISION_F32);
        g_assert_cmpfloat (agreement.largest, <, 1e-4);
        g_assert_cmpfloat (agreement.mean, <=, agreement.largest);
      }
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* What is kept as int8 is compared at f32, from the file; a file that is gone is told of. */
static void
test_int8 (void)
{
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_GRAY8, TRUE);
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, 3, NULL);
  g_autofree char *path = test_folder_write (folder, "a.safetensors", g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes));
  g_autoptr (StudioEntry) entry = studio_entry_new (path, NULL, NULL);
  g_autoptr (WeftModel) model = studio_entry_load_sync (entry, WEFT_PRECISION_INT8, NULL);
  g_autoptr (GBytes) values = make_values (model, 10);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      StudioAgreement agreement;
      gboolean good;

      studio_agreement_measure_async (model, i == 0 ? path : "/nothing/here", values, NULL, measured_cb, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      good = studio_agreement_measure_finish (result, &agreement, &error);
      g_assert_true (good == (i == 0) && good == (error == NULL));
      if (good)
        g_assert_cmpint (agreement.precision, ==, WEFT_PRECISION_F32);
      if (good)
        g_assert_cmpfloat (agreement.largest, <, 1e-4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (weft_blas_init (NULL));
  g_test_add_func ("/agreement/lengths", test_lengths);
  g_test_add_func ("/agreement/int8", test_int8);
  return g_test_run ();
}
