/* SPDX-License-Identifier: MIT */
/* Makes the project's own vectors in tests/data anew: tiny checkpoints with seeded random weights, and what the reference
 * in double precision says of them. Run by hand: make-vectors FOLDER. */
#include "engine/format/safetensors-writer.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"
#include "tests/support/tiny-checkpoint.h"

#include <glib/gstdio.h>

#define SEED 2020

static const TestModel models[] = {
  { "linear-indexed",
    { .n_layers = 2, .n_heads = 2, .width = 12, .feed_forward = 20,
      .n_values = 7, .n_outputs = 7, .n_positions = 47,
      .n_context = 3, .context_offsets = { 8, 7, 9 },
      .attention = WEFT_ATTENTION_LINEAR, .activation = WEFT_ACTIVATION_GELU, .output = WEFT_OUTPUT_CATEGORICAL,
      .image_mode = WEFT_IMAGE_INDEXED8, .image_width = 8, .image_height = 6 } },
  { "softmax-rgb",
    { .n_layers = 2, .n_heads = 3, .width = 12, .feed_forward = 17,
      .n_values = 256, .n_outputs = 12, .n_positions = 47,
      .attention = WEFT_ATTENTION_SOFTMAX, .activation = WEFT_ACTIVATION_RELU,
      .output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS,
      .image_mode = WEFT_IMAGE_RGB8, .image_width = 4, .image_height = 4 } },
};

static void
add (WeftContainerWriter *writer, const char *name, WeftDtype dtype, const guint64 *shape, gsize rank,
     const void *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  weft_container_writer_add (writer, name, dtype, shape, rank, bytes);
}

static void
save (const char *folder, const char *model, const char *name, GBytes *bytes)
{
  g_autofree char *parent = g_build_filename (folder, model, NULL);
  g_autofree char *path = g_build_filename (parent, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (parent, 0777);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

/* x, y_f64, and for linear models s0 and z0, as in the authors' golden vectors. */
static GBytes *
make_io (const TestModel *model)
{
  const WeftConfig *config = &model->config;
  const guint64 n = config->n_positions, n_heads = config->n_heads, head_size = weft_config_get_head_size (config);
  const gsize n_y = n * config->n_outputs, n_z = (gsize) config->n_layers * config->width;
  const guint64 y_shape[] = { n, config->n_outputs };
  const guint64 s_shape[] = { n_heads, head_size, head_size };
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (model, SEED);
  g_autoptr (TestReference) reference = test_reference_new (checkpoint);
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autofree guint8 *x = test_model_draw_values (config, SEED, (guint) n);
  g_autofree double *y = g_new (double, n_y);
  g_autofree double *s = g_new (double, n_z * head_size);
  g_autofree double *z = g_new (double, n_z);

  test_reference_run (reference, config->attention, x, (guint) n, y, s, z);
  add (writer, "x", WEFT_DTYPE_U8, &n, 1, x, n);
  add (writer, "y_f64", WEFT_DTYPE_F64, y_shape, 2, y, n_y * sizeof *y);
  if (config->attention == WEFT_ATTENTION_LINEAR)
    {
      add (writer, "s0", WEFT_DTYPE_F64, s_shape, 3, s, config->width * head_size * sizeof *s);
      add (writer, "z0", WEFT_DTYPE_F64, s_shape, 2, z, config->width * sizeof *z);
    }

  return weft_container_writer_finish (writer, NULL);
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    {
      g_printerr ("usage: make-vectors FOLDER\n");
      return 2;
    }

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr (GBytes) weights = weft_test_tiny_checkpoint (&models[i].config, SEED, NULL);
      g_autoptr (GBytes) io = make_io (&models[i]);

      save (argv[1], models[i].name, "weights.safetensors", weights);
      save (argv[1], models[i].name, "io.safetensors", io);
    }

  return 0;
}
