/* SPDX-License-Identifier: MIT */
/* Recipes that cannot simply be used: the checkpoint is not here, is another one, or the picture may differ; what the dialog
 * says of it, and what its buttons then do. */
#include "tests/ui/studio.h"

#include "ui/recipe-dialog.h"

#include "app/recipe-json.h"
#include "tests/support/tiny-checkpoint.h"

#define SEED 4711

static GtkWidget *
find (UiRecipeDialog *dialog, const char *id)
{
  return test_display_find (GTK_WIDGET (dialog), id);
}

static const char *
get_caution (UiRecipeDialog *dialog)
{
  GtkWidget *caution = find (dialog, "caution");

  return gtk_widget_get_visible (caution) ? gtk_label_get_text (GTK_LABEL (caution)) : "";
}

/* What somebody waits for the dialog to say. */
typedef struct {
  UiRecipeDialog *dialog;
  const char *part;
} Awaited;

static gboolean
says (gpointer data)
{
  const Awaited *awaited = data;

  return strstr (get_caution (awaited->dialog), awaited->part) != NULL;
}

static void
wait_for (UiRecipeDialog *dialog, const char *part)
{
  Awaited awaited = { dialog, part };

  test_display_wait (says, &awaited, 20);
  g_test_message ("%s", get_caution (dialog));
}

/* A picture of the colours here, as it was painted by this very program. */
static StudioRecipe *
make_recipe (TestStudio *studio)
{
  g_autoptr (StudioPicture) picture = NULL;

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, SEED);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  studio_workspace_discard (studio->workspace);
  studio_workspace_set_seed (studio->workspace, 1);
  return studio_recipe_copy (studio_picture_get_recipe (picture));
}

/* The same, but of a checkpoint that has another name here, or none: @seed makes its weights. */
static StudioRecipe *
make_foreign_recipe (TestStudio *studio, guint64 seed)
{
  StudioRecipe *recipe = make_recipe (studio);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&recipe->shape, seed, NULL);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_free (test_folder_write (studio->folder, "elsewhere.safetensors", data, size));
  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup ("travelled");
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return recipe;
}

static UiRecipeDialog *
show (TestStudio *studio, StudioRecipe *recipe)
{
  UiRecipeDialog *dialog = ui_recipe_dialog_new (GTK_WINDOW (studio->window), studio->workspace, recipe, "picture.png");

  gtk_window_present (GTK_WINDOW (dialog));
  test_display_settle (GTK_WIDGET (dialog));
  return dialog;
}

static void
locate (TestStudio *studio, UiRecipeDialog *dialog, const char *name, const char *part)
{
  g_autofree char *path = test_folder_dup_path (studio->folder, name);

  ui_recipe_dialog_locate (dialog, path);
  wait_for (dialog, part);
}

static void
assert_ways (UiRecipeDialog *dialog, gboolean can_locate, gboolean can_generate, gboolean can_use)
{
  g_assert_cmpint (gtk_widget_get_mapped (find (dialog, "locate")), ==, can_locate);
  g_assert_cmpint (gtk_widget_get_mapped (find (dialog, "generate")), ==, can_generate);
  g_assert_cmpint (gtk_widget_get_sensitive (find (dialog, "use_all")), ==, can_use);
  g_assert_cmpint (gtk_widget_get_sensitive (find (dialog, "use_rest")), ==, can_use);
}

static void
click (UiRecipeDialog *dialog, const char *id)
{
  g_signal_emit_by_name (find (dialog, id), "clicked");
}

static gboolean
is_painting_elsewhere (gpointer data)
{
  StudioWorkspace *workspace = data;

  return studio_workspace_get_state (workspace) == STUDIO_RUN_FINISHED
         && g_str_equal (studio_entry_get_name (studio_workspace_get_entry (workspace)), "elsewhere");
}

/* Shown where it is, under whatever name, it is the recipe's, and the recipe can be used at once. */
static void
test_located (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = make_foreign_recipe (studio, 8);
  g_autofree char *hash = g_strndup (recipe->checkpoint_sha256, 12);
  UiRecipeDialog *dialog = show (studio, recipe);
  const guint n_entries = studio_catalog_get_n_entries (studio->catalog);

  wait_for (dialog, "“travelled”");
  g_assert_nonnull (strstr (get_caution (dialog), hash));
  assert_ways (dialog, TRUE, FALSE, FALSE);

  locate (studio, dialog, "elsewhere.safetensors", "is the checkpoint of this recipe");
  assert_ways (dialog, FALSE, FALSE, TRUE);
  g_assert_cmpuint (studio_catalog_get_n_entries (studio->catalog), ==, n_entries);

  click (dialog, "use_all");
  g_assert_cmpuint (studio_catalog_get_n_entries (studio->catalog), ==, n_entries + 1);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, SEED);
  test_studio_act (studio, "generate");
  test_display_wait (is_painting_elsewhere, studio->workspace, 20);
  g_assert_null (ui_message_bar_get_text (studio->window->message_bar));
}

/* A bare export says nothing of itself; the recipe says it all. */
static void
test_located_bare (void)
{
  const WeftTestTiny bare = { .bare = TRUE };
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioRecipe) first = make_recipe (studio);
  StudioRecipe *recipe = studio_recipe_copy (first);
  g_autoptr (GBytes) bytes = NULL;
  UiRecipeDialog *dialog;
  gsize size;
  const void *data;

  recipe->shape = *studio_entry_get_config (studio_catalog_find (studio->catalog, "grey"));
  recipe->form = weft_form_default (&recipe->shape);
  bytes = weft_test_tiny_checkpoint (&recipe->shape, 9, &bare);
  data = g_bytes_get_data (bytes, &size);
  g_free (test_folder_write (studio->folder, "export.safetensors", data, size));
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup ("travelled");

  dialog = show (studio, recipe);
  locate (studio, dialog, "export.safetensors", "is the checkpoint of this recipe");
  assert_ways (dialog, FALSE, FALSE, TRUE);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Another file of the same sizes: both hashes are named, and whoever wants it all the same is told what came of it. */
static void
test_located_other (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = make_foreign_recipe (studio, 8);
  g_autofree char *hash = g_strndup (recipe->checkpoint_sha256, 12);
  g_autoptr (GBytes) other = weft_test_tiny_checkpoint (&recipe->shape, 99, NULL);
  g_autofree char *other_hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, other);
  gsize size;
  const void *data = g_bytes_get_data (other, &size);
  g_autoptr (StudioPicture) picture = NULL;
  UiRecipeDialog *dialog;

  g_free (test_folder_write (studio->folder, "elsewhere.safetensors", data, size));
  dialog = show (studio, recipe);
  locate (studio, dialog, "elsewhere.safetensors", "another checkpoint than the recipe's");
  other_hash[12] = '\0';
  g_assert_nonnull (strstr (get_caution (dialog), hash));
  g_assert_nonnull (strstr (get_caution (dialog), other_hash));
  assert_ways (dialog, TRUE, TRUE, TRUE);

  click (dialog, "generate");
  test_display_wait (is_painting_elsewhere, studio->workspace, 20);
  g_assert_nonnull (strstr (ui_message_bar_get_text (studio->window->message_bar), "not the one of the recipe"));

  /* What it was really painted with is what its own recipe says. */
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_true (g_str_has_prefix (studio_picture_get_recipe (picture)->checkpoint_sha256, other_hash));
  g_assert_cmpuint (studio_picture_get_recipe (picture)->seed, ==, SEED);
}

/* What cannot be the recipe's at all is refused with the numbers, and nothing has changed. */
static void
test_located_wrong (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = make_foreign_recipe (studio, 8);
  UiRecipeDialog *dialog = show (studio, recipe);

  locate (studio, dialog, "bundled/grey.safetensors", "gray8");
  g_assert_nonnull (strstr (get_caution (dialog), "indexed8"));
  assert_ways (dialog, TRUE, FALSE, FALSE);
  locate (studio, dialog, "short.safetensors", "3 bytes");
  assert_ways (dialog, TRUE, FALSE, FALSE);
  locate (studio, dialog, "nowhere.safetensors", "“nowhere.safetensors” cannot be used");
  assert_ways (dialog, TRUE, FALSE, FALSE);
  g_assert_true (gtk_widget_get_sensitive (find (dialog, "locate")));

  /* The seed needs no checkpoint. */
  click (dialog, "use_seed");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, SEED);
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), ==, "colours");
}

/* A recipe of this program and this checkpoint raises no doubt, whichever kernels computed it and at any precision. */
static void
test_exact (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = make_recipe (studio);
  UiRecipeDialog *dialog;

  g_free (recipe->kernels);
  recipe->kernels = g_strdup ("another");
  recipe->precision = WEFT_PRECISION_INT8;
  dialog = show (studio, recipe);
  g_assert_cmpstr (get_caution (dialog), ==, "");
  assert_ways (dialog, FALSE, FALSE, TRUE);
  click (dialog, "use_all");
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpint (weft_model_get_precision (studio_job_get_model (studio_workspace_get_job (studio->workspace))), ==,
                   WEFT_PRECISION_INT8);
}

/* Another version: the reason is named, and the picture painted all the same when one wants it. */
static void
test_other_version (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = make_recipe (studio);
  UiRecipeDialog *dialog;

  g_free (recipe->program_version);
  recipe->program_version = g_strdup ("0.0.9");
  g_free (recipe->kernels);
  recipe->kernels = g_strdup ("sse2");
  dialog = show (studio, recipe);
  wait_for (dialog, "painted by Weft 0.0.9, this is ");
  g_assert_nonnull (strstr (get_caution (dialog), "“sse2”"));
  assert_ways (dialog, FALSE, TRUE, TRUE);

  click (dialog, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (studio_job_get_seed (studio_workspace_get_job (studio->workspace)), ==, SEED);
}

/* A listed file of the right name and sizes, which nobody has read yet, may have other bytes. */
static void
test_other_bytes (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = make_recipe (studio);
  UiRecipeDialog *dialog;

  recipe->shape = *studio_entry_get_config (studio_catalog_find (studio->catalog, "grey"));
  recipe->form = weft_form_default (&recipe->shape);
  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup ("grey");
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strnfill (64, 'a');
  dialog = show (studio, recipe);
  wait_for (dialog, "another checkpoint than the recipe's");
  assert_ways (dialog, FALSE, TRUE, TRUE);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Random numbers of another rule would give another picture altogether: such a recipe is not used at all. */
static void
test_other_generator (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioRecipe) recipe = make_recipe (studio);
  g_autofree char *json = studio_recipe_to_json (recipe);
  g_autoptr (GString) changed = g_string_new (json);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (changed, STUDIO_RECIPE_GENERATOR, "mersenne", 0), ==, 1);
  g_assert_null (studio_recipe_from_json (changed->str, (gssize) changed->len, &error));
  g_assert_nonnull (strstr (error->message, STUDIO_RECIPE_GENERATOR));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/recipe-trouble/located", test_located);
  g_test_add_func ("/recipe-trouble/located-bare", test_located_bare);
  g_test_add_func ("/recipe-trouble/located-other", test_located_other);
  g_test_add_func ("/recipe-trouble/located-wrong", test_located_wrong);
  g_test_add_func ("/recipe-trouble/exact", test_exact);
  g_test_add_func ("/recipe-trouble/other-version", test_other_version);
  g_test_add_func ("/recipe-trouble/other-bytes", test_other_bytes);
  g_test_add_func ("/recipe-trouble/other-generator", test_other_generator);
  return g_test_run ();
}
