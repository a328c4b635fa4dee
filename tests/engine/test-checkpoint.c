/* SPDX-License-Identifier: MIT */
/* Checkpoints: every kind opens with its config; every contradiction is refused by name. */
#include "engine/checkpoint.h"
#include "engine/error.h"
#include "tests/support/tiny-checkpoint.h"
#include "tests/support/vectors.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
assert_configs_equal (const WeftConfig *a, const WeftConfig *b)
{
  g_assert_cmpuint (a->n_layers, ==, b->n_layers);
  g_assert_cmpuint (a->n_heads, ==, b->n_heads);
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->feed_forward, ==, b->feed_forward);
  g_assert_cmpuint (a->n_values, ==, b->n_values);
  g_assert_cmpuint (a->n_outputs, ==, b->n_outputs);
  g_assert_cmpuint (a->n_positions, ==, b->n_positions);
  g_assert_cmpuint (a->n_context, ==, b->n_context);
  for (guint i = 0; i < a->n_context; i++)
    g_assert_cmpuint (a->context_offsets[i], ==, b->context_offsets[i]);
  g_assert_cmpint (a->attention, ==, b->attention);
  g_assert_cmpint (a->activation, ==, b->activation);
  g_assert_cmpint (a->output, ==, b->output);
  g_assert_cmpint (a->image_mode, ==, b->image_mode);
  g_assert_cmpuint (a->image_width, ==, b->image_width);
  g_assert_cmpuint (a->image_height, ==, b->image_height);
}

static WeftCheckpoint *
open_tiny (const WeftConfig *config, const WeftTestTiny *tiny, const WeftFacts *facts, GError **error)
{
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (config, 1, tiny);

  return weft_checkpoint_new (weft_bytes_new_from_memory (bytes), facts, error);
}

/* ---- sound ones ---- */

static void
test_kinds (void)
{
  static const WeftTestTiny variants[] = {
    { 0 }, { .f16 = TRUE }, { .bf16 = TRUE }, { .no_positions = TRUE }, { .first_value_counts = TRUE },
    { .key = "activation" }, { .key = "format_version", .value = "1.7" },
    { .key = "a key of the future", .value = "x" },
  };

  for (guint kind = 0; kind < 2 * 2 * 3 * 2; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (variants); i++)
      {
        const WeftConfig config = weft_test_tiny_config (kind % 2, kind / 2 % 2, kind / 4 % 3, kind / 12 % 2);
        g_autoptr (WeftCheckpoint) checkpoint = weft_test_tiny_open (&config, kind, &variants[i]);

        assert_configs_equal (weft_checkpoint_get_config (checkpoint), &config);
        g_assert_cmpint (weft_checkpoint_is_bf16 (checkpoint), ==, variants[i].bf16);
        g_assert_cmpint (weft_checkpoint_has_tensor (checkpoint, "pos_embedding.pe"), ==,
                         !variants[i].no_positions);
        g_assert_cmpstr (weft_checkpoint_get_metadata (checkpoint, "title"), ==, "tiny");
      }
}

/* Widened values are those of F32 with the lower bits of the fraction cut off. */
static void
test_widening (void)
{
  static const WeftTestTiny narrow[] = { { .f16 = TRUE }, { .bf16 = TRUE } };
  static const double relative[] = { 0x1p-10, 0x1p-7 };
  static const char name[] = "predictor.weight";
  const WeftConfig config =
      weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_GRAY8, FALSE);
  const gsize n = (gsize) config.n_outputs * config.width;
  g_autoptr (WeftCheckpoint) wide = weft_test_tiny_open (&config, 5, NULL);
  g_autofree float *expected = g_new (float, n);
  g_autofree float *values = g_new (float, n);

  g_assert_true (weft_checkpoint_read (wide, name, expected, n, NULL));
  for (gsize k = 0; k < G_N_ELEMENTS (narrow); k++)
    {
      g_autoptr (WeftCheckpoint) checkpoint = weft_test_tiny_open (&config, 5, &narrow[k]);

      g_assert_true (weft_checkpoint_read (checkpoint, name, values, n, NULL));
      for (gsize i = 0; i < n; i++)
        if (fabs ((double) expected[i]) > 0x1p-14)
          g_assert_cmpfloat (fabs ((double) (values[i] - expected[i])), <=,
                             relative[k] * fabs ((double) expected[i]));
    }
}

static void
test_file (void)
{
  const WeftConfig config =
      weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8, TRUE);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, 3, NULL);
  g_autofree char *path = weft_test_write (bytes);
  g_autofree char *expected = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftCheckpoint) checkpoint = weft_checkpoint_open (path, NULL, &error);
  g_autofree char *hash = NULL;
  guint8 palette[7 * 3];

  g_assert_no_error (error);
  g_assert_cmpuint (weft_checkpoint_get_file_bytes (checkpoint), ==, g_bytes_get_size (bytes));
  g_assert_true (weft_checkpoint_read_palette (checkpoint, palette, &error));
  hash = weft_checkpoint_dup_sha256 (checkpoint, &error);
  g_assert_cmpstr (hash, ==, expected);
  g_unlink (path);

  /* Its last name is gone: what is read now may not be what was asked for. */
  g_assert_false (weft_checkpoint_read_palette (checkpoint, palette, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "changed while reading"));
}

/* ---- bare exports ---- */

static const WeftAttention softmax = WEFT_ATTENTION_SOFTMAX;
static const WeftActivation gelu = WEFT_ACTIVATION_GELU;
static const WeftImageMode gray8 = WEFT_IMAGE_GRAY8;
static const WeftImageMode rgb8 = WEFT_IMAGE_RGB8;

static void
test_bare (void)
{
  const WeftFacts facts = { .attention = &softmax, .activation = &gelu, .image_mode = &gray8, .n_heads = 4,
                            .image_width = 5, .image_height = 3 };
  static const WeftTestTiny bare[] = { { .bare = TRUE }, { .bare = TRUE, .key = "format", .value = "pt" } };
  WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_SOFTMAX, WEFT_OUTPUT_MIXTURE_OF_LOGISTICS,
                                             WEFT_IMAGE_GRAY8, FALSE);

  config.n_heads = 4;
  config.activation = WEFT_ACTIVATION_GELU;
  for (gsize i = 0; i < G_N_ELEMENTS (bare); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftCheckpoint) checkpoint = open_tiny (&config, &bare[i], &facts, &error);

      g_assert_no_error (error);
      assert_configs_equal (weft_checkpoint_get_config (checkpoint), &config);
    }
}

typedef struct {
  const char *what;
  WeftImageMode mode;
  WeftTestTiny tiny;
  WeftFacts facts;
  WeftError code;
  const char *sentence;
} BadCase;

static const BadCase bad_facts[] = {
  { "nothing said", WEFT_IMAGE_GRAY8, { .bare = TRUE }, { 0 }, WEFT_ERROR_MISSING_FACTS,
    "does not say attention, n_heads, image_mode, image_width, image_height" },
  { "only the size said", WEFT_IMAGE_GRAY8, { .bare = TRUE }, { .image_width = 5, .image_height = 3 },
    WEFT_ERROR_MISSING_FACTS, "does not say attention, n_heads, image_mode (" },
  { "a palette says no mode", WEFT_IMAGE_INDEXED8, { .bare = TRUE }, { 0 }, WEFT_ERROR_MISSING_FACTS,
    "image_mode" },
  { "an output is not guessed", WEFT_IMAGE_GRAY8, { .bare = TRUE },
    { .attention = &softmax, .image_mode = &gray8, .n_heads = 2, .image_width = 5, .image_height = 3 },
    WEFT_ERROR_INVALID, "a mixture of logistics needs a multiple of 3 outputs, not 256" },
  { "heads that do not divide", WEFT_IMAGE_GRAY8, { .bare = TRUE },
    { .attention = &softmax, .image_mode = &gray8, .n_heads = 3, .image_width = 5, .image_height = 3 },
    WEFT_ERROR_INVALID, "3 heads do not divide the model's width 8" },
  { "another image", WEFT_IMAGE_GRAY8, { .bare = TRUE, .key = "output", .value = "categorical" },
    { .attention = &softmax, .image_mode = &rgb8, .n_heads = 2, .image_width = 5, .image_height = 3 },
    WEFT_ERROR_INVALID, "there are 14 positions, an image of 5 x 3 with 3 values a pixel needs 44" },
  { "a size near 2^32", WEFT_IMAGE_GRAY8, { .bare = TRUE, .no_positions = TRUE },
    { .attention = &softmax, .image_mode = &gray8, .n_heads = 2, .image_width = G_MAXUINT,
      .image_height = G_MAXUINT },
    WEFT_ERROR_INVALID, "4294967295" },
  { "wrong model before missing facts", WEFT_IMAGE_GRAY8, { .bare = TRUE, .drop = "predictor.bias" }, { 0 },
    WEFT_ERROR_UNSUPPORTED, "'predictor.bias' is missing, expected [256]" },
  { "attention contradicts", WEFT_IMAGE_GRAY8, { 0 }, { .attention = &softmax }, WEFT_ERROR_INVALID,
    "its attention is linear, but softmax was given" },
  { "activation contradicts", WEFT_IMAGE_GRAY8, { 0 }, { .activation = &gelu }, WEFT_ERROR_INVALID,
    "its activation is relu, but gelu was given" },
  { "mode contradicts", WEFT_IMAGE_GRAY8, { 0 }, { .image_mode = &rgb8 }, WEFT_ERROR_INVALID,
    "its image_mode is gray8, but rgb8 was given" },
  { "heads contradict", WEFT_IMAGE_GRAY8, { 0 }, { .n_heads = 4 }, WEFT_ERROR_INVALID,
    "its n_heads is 2, but 4 was given" },
  { "height contradicts", WEFT_IMAGE_GRAY8, { 0 }, { .image_height = 4 }, WEFT_ERROR_INVALID,
    "its image_height is 3, but 4 was given" },
};

/* ---- damaged ones ---- */

static const BadCase bad_files[] = {
  /* tensors */
  { "missing", WEFT_IMAGE_GRAY8, { .drop = "transformer.layers.1.norm2.bias" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'transformer.layers.1.norm2.bias' is missing, expected [8]" },
  { "no values", WEFT_IMAGE_GRAY8, { .drop = "value_embedding.weight" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'value_embedding.weight' is missing, expected [any, 4]" },
  { "no palette", WEFT_IMAGE_INDEXED8, { .drop = "palette" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'palette' is missing, expected [7, 3]" },
  { "unexpected", WEFT_IMAGE_GRAY8, { .extra = "lm_head.weight" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'lm_head.weight' [3] is not expected" },
  { "unexpected palette", WEFT_IMAGE_GRAY8, { .extra = "palette" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'palette' [3] is not expected" },
  { "a name for a terminal", WEFT_IMAGE_GRAY8, { .extra = "\x1b[2J\n%s%n\xe2\x80\xae" }, { 0 },
    WEFT_ERROR_UNSUPPORTED,
    "'\\u001b[2J\\n%s%n\\u202e' [3] is not expected" },
  { "a layer beyond the last", WEFT_IMAGE_GRAY8, { .extra = "transformer.layers.99.norm1.bias" }, { 0 },
    WEFT_ERROR_UNSUPPORTED, "'transformer.layers.99.norm1.bias' [3] is not expected" },
  { "misshapen", WEFT_IMAGE_GRAY8, { .grow = "transformer.layers.0.attention.key_projection.weight" }, { 0 },
    WEFT_ERROR_UNSUPPORTED,
    "'transformer.layers.0.attention.key_projection.weight' is [9, 8], expected [8, 8]" },
  { "misshapen norm", WEFT_IMAGE_GRAY8, { .grow = "transformer.norm.weight" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "model: 'transformer.norm.weight' is [9], expected [8] (" },
  { "misshapen feed-forward", WEFT_IMAGE_GRAY8, { .grow = "transformer.layers.0.linear1.weight" }, { 0 },
    WEFT_ERROR_UNSUPPORTED, "model: 'transformer.layers.0.linear1.weight' is [13, 8], expected [12, 8] (" },
  { "misshapen table", WEFT_IMAGE_GRAY8, { .grow = "pos_embedding.pe" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'pos_embedding.pe' is [2, 14, 4], expected [1, 14, 4]" },
  { "misshapen palette", WEFT_IMAGE_INDEXED8, { .grow = "palette" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'palette' is [8, 3], expected [7, 3]" },
  { "F64", WEFT_IMAGE_GRAY8, { .widen = "predictor.weight" }, { 0 }, WEFT_ERROR_UNSUPPORTED,
    "'predictor.weight' is F64, expected F32, F16 or BF16" },

  /* metadata */
  { "another format", WEFT_IMAGE_GRAY8, { .key = "format", .value = "warp" }, { 0 }, WEFT_ERROR_INVALID,
    "format 'warp'" },
  { "newer version", WEFT_IMAGE_GRAY8, { .key = "format_version", .value = "2" }, { 0 },
    WEFT_ERROR_UNSUPPORTED,
    "format version 2, newer than 1" },
  { "no version", WEFT_IMAGE_GRAY8, { .key = "format_version" }, { 0 }, WEFT_ERROR_INVALID,
    "no format_version" },
  { "empty version", WEFT_IMAGE_GRAY8, { .key = "format_version", .value = "" }, { 0 }, WEFT_ERROR_INVALID,
    "format_version ''" },
  { "no attention", WEFT_IMAGE_GRAY8, { .key = "attention" }, { 0 }, WEFT_ERROR_INVALID, "lacks attention" },
  { "no heads", WEFT_IMAGE_GRAY8, { .key = "n_heads" }, { 0 }, WEFT_ERROR_INVALID, "lacks n_heads" },
  { "attention", WEFT_IMAGE_GRAY8, { .key = "attention", .value = "Linear" }, { 0 }, WEFT_ERROR_INVALID,
    "attention 'Linear', possible is linear or softmax" },
  { "activation", WEFT_IMAGE_GRAY8, { .key = "activation", .value = "tanh" }, { 0 }, WEFT_ERROR_INVALID,
    "'tanh'" },
  { "output", WEFT_IMAGE_GRAY8, { .key = "output", .value = "" }, { 0 }, WEFT_ERROR_INVALID, "output ''" },
  { "mode", WEFT_IMAGE_GRAY8, { .key = "image_mode", .value = "gray16" }, { 0 }, WEFT_ERROR_INVALID,
    "'gray16'" },
  { "no heads at all", WEFT_IMAGE_GRAY8, { .key = "n_heads", .value = "0" }, { 0 }, WEFT_ERROR_INVALID,
    "n_heads '0'" },
  { "negative heads", WEFT_IMAGE_GRAY8, { .key = "n_heads", .value = "-1" }, { 0 }, WEFT_ERROR_INVALID,
    "'-1'" },
  { "spaced heads", WEFT_IMAGE_GRAY8, { .key = "n_heads", .value = " 2" }, { 0 }, WEFT_ERROR_INVALID,
    "' 2'" },
  { "octal heads", WEFT_IMAGE_GRAY8, { .key = "n_heads", .value = "02" }, { 0 }, WEFT_ERROR_INVALID, "'02'" },
  { "many heads", WEFT_IMAGE_GRAY8, { .key = "n_heads", .value = "4294967298" }, { 0 }, WEFT_ERROR_INVALID,
    "4294967298" },
  { "heads that do not divide", WEFT_IMAGE_GRAY8, { .key = "n_heads", .value = "3" }, { 0 },
    WEFT_ERROR_INVALID,
    "3 heads do not divide the model's width 8" },
  { "another width", WEFT_IMAGE_GRAY8, { .key = "image_width", .value = "6" }, { 0 }, WEFT_ERROR_INVALID,
    "there are 14 positions, an image of 6 x 3 with 1 value a pixel needs 17" },
  { "another mode", WEFT_IMAGE_RGB8, { .key = "image_mode", .value = "gray8" }, { 0 }, WEFT_ERROR_INVALID,
    "there are 44 positions" },
  { "another output", WEFT_IMAGE_GRAY8, { .key = "output", .value = "mixture-of-logistics" }, { 0 },
    WEFT_ERROR_INVALID,
    "multiple of 3 outputs, not 256" },
  { "offsets without embeddings", WEFT_IMAGE_GRAY8, { .key = "context_offsets", .value = "5,4" }, { 0 },
    WEFT_ERROR_INVALID, "2 context_offsets, its tensors 0" },

  /* values */
  { "counts with NaN", WEFT_IMAGE_GRAY8, { .first_value_counts = TRUE, .nan = "first_value_counts" }, { 0 },
    WEFT_ERROR_INVALID, "'first_value_counts' has NaN at element 255 of 256" },
  { "counts below zero", WEFT_IMAGE_GRAY8, { .first_value_counts = TRUE, .negative = "first_value_counts" },
    { 0 },
    WEFT_ERROR_INVALID, "has -1 at element 1" },
};

static void
check_bad (const BadCase *c)
{
  const WeftConfig config =
      weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, c->mode, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftCheckpoint) checkpoint = open_tiny (&config, &c->tiny, &c->facts, &error);

  g_test_message ("%s: %s", c->what, error != NULL ? error->message : "accepted");
  g_assert_null (checkpoint);
  g_assert_error (error, WEFT_ERROR, (gint) c->code);
  g_assert_nonnull (strstr (error->message, c->sentence));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_bad_facts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_facts); i++)
    check_bad (&bad_facts[i]);
}

static void
test_bad_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_files); i++)
    check_bad (&bad_files[i]);
}

/* A container of another model: the first five differences and how many more. */
static void
test_first_five (void)
{
  static const guint8 empty[] = { 2, 0, 0, 0, 0, 0, 0, 0, '{', '}' };
  g_autoptr (GBytes) bytes = g_bytes_new_static (empty, sizeof empty);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "'value_embedding.weight' is missing, expected [any, any]; "));
  g_assert_nonnull (strstr (error->message, "; and 16 more (choose another file)"));
}

static void
test_context (void)
{
  static const struct {
    const char *value;
    const char *sentence;
  } cases[] = {
    { NULL, "0 context_offsets, its tensors 2 context embeddings" },
    { "5", "1 context_offsets" },
    { "5,4,3", "3 context_offsets" },
    { "5,", "context_offsets '5,'" },
    { "5, 4", "context_offsets '5, 4'" },
    { "5,0", "context_offsets '5,0'" },
    { "5,15", "context offset 1 is 15, possible is 1 to 14" },
    { "5,99999999999999999999", "context_offsets '5,99999999999999999999'" },
  };
  const WeftConfig config =
      weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_GRAY8, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const WeftTestTiny tiny = { .key = "context_offsets", .value = cases[i].value };
      g_autoptr (GError) error = NULL;

      g_assert_null (open_tiny (&config, &tiny, NULL, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].sentence));
    }
}

static void
test_not_finite (void)
{
  static const WeftTestTiny cases[] = {
    { .nan = "predictor.weight" },
    { .nan = "predictor.weight", .bf16 = TRUE },
    { .infinite = "predictor.weight" },
    { .infinite = "predictor.weight", .f16 = TRUE },
  };
  static const char *const sentences[] = {
    "tensor 'predictor.weight' has NaN at element 2047 of 2048", "has NaN at element 2047 of 2048",
    "has infinity at element 0 of 2048", "has infinity at element 0 of 2048",
  };
  const WeftConfig config =
      weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_GRAY8, FALSE);
  const gsize n = (gsize) config.n_outputs * config.width;
  g_autofree float *values = g_new (float, n);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftCheckpoint) checkpoint = weft_test_tiny_open (&config, 1, &cases[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (weft_checkpoint_read (checkpoint, "predictor.weight", values, n, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, sentences[i]));
    }
}

static void
test_golden (void)
{
  static const char *const names[] = { "linear-small", "softmax-small", "linear-odd", "linear-stress" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_build_filename (names[i], "weights.safetensors", NULL);
      g_autofree char *path = golden_dup_path (name);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftCheckpoint) checkpoint = NULL;

      if (path == NULL)
        return;

      checkpoint = weft_checkpoint_open (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (weft_checkpoint_get_config (checkpoint)->n_outputs, ==, 30);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/checkpoint/kinds", test_kinds);
  g_test_add_func ("/checkpoint/widening", test_widening);
  g_test_add_func ("/checkpoint/file", test_file);
  g_test_add_func ("/checkpoint/bare", test_bare);
  g_test_add_func ("/checkpoint/bad-facts", test_bad_facts);
  g_test_add_func ("/checkpoint/bad-files", test_bad_files);
  g_test_add_func ("/checkpoint/first-five", test_first_five);
  g_test_add_func ("/checkpoint/context", test_context);
  g_test_add_func ("/checkpoint/not-finite", test_not_finite);
  g_test_add_func ("/checkpoint/golden", test_golden);

  return g_test_run ();
}
