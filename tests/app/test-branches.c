/* SPDX-License-Identifier: MIT */
/* The tree written in lines, what is taken out of it and put back, and the memory of all together. */
#include "app/branches.h"

#include "tests/app/jobs.h"
#include "tests/app/models.h"

typedef struct {
  WeftModel *model;
  StudioBranches *branches;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  fixture->branches = studio_branches_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  studio_branches_free (fixture->branches);
  weft_model_unref (fixture->model);
}

/* A branch with a finished picture. */
static StudioBranch *
add (Fixture *fixture, StudioBranch *parent, guint n_common)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (fixture->model, recipe, 1);
  g_autoptr (StudioJob) job = NULL;

  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  job = test_job_run (&spec);
  return studio_branches_add (fixture->branches, job, parent, n_common);
}

static void
assert_list (Fixture *fixture, StudioBranch *const *expected, guint n)
{
  GListModel *list = studio_branches_get_list (fixture->branches);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StudioBranch) branch = g_list_model_get_item (list, i);

      g_assert_true (branch == expected[i]);
    }
}

#define ASSERT_LIST(fixture, ...)                                           \
  do                                                                        \
    {                                                                       \
      StudioBranch *const expected[] = { __VA_ARGS__ };                     \
      assert_list (fixture, expected, G_N_ELEMENTS (expected));             \
    }                                                                       \
  while (0)

static void
test_tree (Fixture *fixture, gconstpointer data)
{
  StudioBranch *root = add (fixture, NULL, 0);
  StudioBranch *a = add (fixture, root, 30);
  StudioBranch *b = add (fixture, root, 10);
  StudioBranch *aa = add (fixture, a, 60);
  StudioBranch *ab = add (fixture, a, 40);

  ASSERT_LIST (fixture, root, a, aa, ab, b);
  g_assert_cmpuint (studio_branch_get_depth (root), ==, 0);
  g_assert_cmpuint (studio_branch_get_depth (ab), ==, 2);
  g_assert_cmpuint (studio_branch_get_n_common (ab), ==, 40);

  studio_branches_set_listed (fixture->branches, a, FALSE); /* others go on from it */
  ASSERT_LIST (fixture, root, a, aa, ab, b);
  studio_branches_set_listed (fixture->branches, ab, FALSE);
  studio_branches_set_listed (fixture->branches, aa, FALSE);
  studio_branches_set_listed (fixture->branches, a, FALSE);
  ASSERT_LIST (fixture, root, b);
  studio_branches_set_listed (fixture->branches, a, TRUE);
  studio_branches_set_listed (fixture->branches, aa, TRUE);
  studio_branches_set_listed (fixture->branches, aa, TRUE);
  ASSERT_LIST (fixture, root, b, a, aa);
  g_assert_cmpuint (studio_branches_get_all (fixture->branches)->len, ==, 5);

  studio_branches_clear (fixture->branches);
  assert_list (fixture, NULL, 0);
}

static gsize
count_bytes (StudioBranch *branch)
{
  g_auto (StudioJobLane) lane = { 0 };

  g_assert_true (studio_job_get_lane (studio_branch_get_job (branch), 0, &lane));
  return studio_keyframes_get_bytes (lane.keyframes);
}

/* The oldest forget first, but never the present one; no keyframes is only a longer way. */
static void
test_trim (Fixture *fixture, gconstpointer data)
{
  StudioBranch *first = add (fixture, NULL, 0);
  StudioBranch *second = add (fixture, first, 30);
  StudioBranch *third = add (fixture, first, 30);
  const gsize bytes = count_bytes (first);

  g_assert_cmpuint (bytes, >, 0);
  studio_branches_trim (fixture->branches, first, 2 * bytes);
  g_assert_cmpuint (count_bytes (second) + count_bytes (third), ==, 2 * bytes);
  studio_branches_trim (fixture->branches, first, 2 * bytes - 1);
  g_assert_cmpuint (count_bytes (first), ==, bytes);
  g_assert_cmpuint (count_bytes (second), ==, 0);
  g_assert_cmpuint (count_bytes (third), ==, bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/branches/tree", Fixture, NULL, set_up, test_tree, tear_down);
  g_test_add ("/branches/trim", Fixture, NULL, set_up, test_trim, tear_down);

  return g_test_run ();
}
