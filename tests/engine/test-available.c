/* SPDX-License-Identifier: MIT */
/* How much memory there is, from files that stand for the system's own; and that what is counted is what is taken. */
#include "engine/available.h"
#include "engine/generator.h"

#include "tests/support/folder.h"
#include "tests/support/tiny-checkpoint.h"

#include <string.h>
#include <unistd.h>

#define MIB ((guint64) 1 << 20)

static void
put (TestFolder *folder, const char *name, const char *text)
{
  g_free (test_folder_write (folder, name, text, strlen (text)));
}

static void
test_estimate (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  const char *root = test_folder_get_path (folder);

  g_assert_cmpuint (weft_available_bytes (root, 0), ==, G_MAXUINT64);
  put (folder, "proc/meminfo", "MemTotal:       16000000 kB\nMemFree:  10 kB\nMemAvailable:    2048 kB\n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, 2 * MIB);
  g_assert_cmpuint (weft_available_bytes (NULL, 0), >, MIB);
}

/* The tightest of all groups around the program counts, and files that were read are no use of it. */
static void
test_groups (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  const char *root = test_folder_get_path (folder);

  put (folder, "proc/self/cgroup", "1:name=systemd:/old\n0::/user/studio\n");
  put (folder, "sys/fs/cgroup/user/studio/memory.max", "max\n");
  put (folder, "sys/fs/cgroup/user/studio/memory.current", "1048576\n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, G_MAXUINT64);

  put (folder, "sys/fs/cgroup/user/memory.max", "8388608\n");
  put (folder, "sys/fs/cgroup/user/memory.current", "3145728\n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, 5 * MIB);

  put (folder, "sys/fs/cgroup/user/memory.stat", "anon 1048576\ninactive_file 2097152\nactive_file 0\n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, 7 * MIB);

  put (folder, "sys/fs/cgroup/user/studio/memory.max", "1048577\n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, 1);

  /* A group that is over its limit leaves nothing, and no more than that. */
  put (folder, "sys/fs/cgroup/user/studio/memory.max", "5\n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, 0);
}

static void
test_address_space (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  const char *root = test_folder_get_path (folder);
  const guint64 page = (guint64) sysconf (_SC_PAGESIZE);

  put (folder, "proc/meminfo", "MemAvailable:    1048576 kB\n");
  put (folder, "proc/self/statm", "3 2 1 0 0 0 0\n");
  put (folder, "proc/self/limits", "Limit  Soft  Hard  Units\nMax stack size            8388608  unlimited  bytes\n"
                                   "Max address space         unlimited            unlimited            bytes     \n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, 1024 * MIB);

  put (folder, "proc/self/limits", "Max address space         1048576               unlimited            bytes     \n");
  g_assert_cmpuint (weft_available_bytes (root, 0), ==, MIB - 3 * page);
  g_assert_cmpuint (weft_available_bytes (root, 1000), ==, MIB - 3 * page - 1000);
  g_assert_cmpuint (weft_available_bytes (root, 2 * MIB), ==, 0);
}

static WeftModel *
create_model (WeftPrecision precision)
{
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_SOFTMAX, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8, TRUE);
  WeftModel *model = weft_model_new_random (&config, precision, 1, NULL);

  g_assert_nonnull (model);
  return model;
}

/* A lane of a cache more is a cache more; a lane of the prefix again takes buffers instead. */
static void
test_counts (void)
{
  g_autoptr (WeftModel) model = create_model (WEFT_PRECISION_F32);
  const WeftConfig *config = weft_model_get_config (model);
  const guint n = config->n_positions;
  const guint64 cache = weft_config_get_cache_bytes (config, n);
  const guint64 one = weft_state_count_bytes (model, WEFT_FORM_SOFTMAX_CACHED, 1, n);

  g_assert_cmpuint (one, >=, cache + n);
  g_assert_cmpuint (weft_state_count_bytes (model, WEFT_FORM_SOFTMAX_CACHED, 64, n), >=, 64 * (cache + n));
  g_assert_cmpuint (weft_state_count_bytes (model, WEFT_FORM_SOFTMAX_CACHED, 64, n), <=, 64 * one);
  g_assert_cmpuint (weft_state_count_bytes (model, WEFT_FORM_SOFTMAX_RECOMPUTED, 1, n), <, n + 256);
  g_assert_cmpuint (weft_generator_count_bytes (model, WEFT_FORM_SOFTMAX_CACHED, 2, 1), >,
                    weft_generator_count_bytes (model, WEFT_FORM_SOFTMAX_CACHED, 1, 1) + cache);
  g_assert_cmpuint (weft_generator_count_bytes (model, WEFT_FORM_SOFTMAX_RECOMPUTED, 1, 1), >,
                    weft_generator_count_bytes (model, WEFT_FORM_SOFTMAX_RECOMPUTED, 1, 1) / 2 + n * config->width);
}

/* What is counted before loading is what the weights take then, and a buffer. */
static void
test_weights (void)
{
  for (WeftPrecision precision = WEFT_PRECISION_F32; precision <= WEFT_PRECISION_INT8; precision++)
    {
      g_autoptr (WeftModel) model = create_model (precision);
      const WeftConfig *config = weft_model_get_config (model);
      const guint64 counted = weft_model_count_bytes (config, precision);
      const guint64 widest = MAX (MAX (config->width, config->feed_forward), WEFT_MAX_VALUES);

      g_assert_cmpuint (counted, >, weft_model_get_bytes (model));
      g_assert_cmpuint (counted, <, weft_model_get_bytes (model) + sizeof (float) * widest * (widest + 2)
                                      + config->n_values * sizeof (double) + 1024);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/available/estimate", test_estimate);
  g_test_add_func ("/available/groups", test_groups);
  g_test_add_func ("/available/address-space", test_address_space);
  g_test_add_func ("/available/counts", test_counts);
  g_test_add_func ("/available/weights", test_weights);
  return g_test_run ();
}
