/* SPDX-License-Identifier: MIT */
/* Checkpoints are made in memory; no test needs a trained model. */
#include "tests/ui/studio.h"

#include "ui/look.h"
#include "ui/settings.h"

#include "tests/support/last-reference.h"
#include "tests/support/tiny-checkpoint.h"

static WeftConfig
get_config (WeftOutput output, WeftImageMode mode)
{
  WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, output, mode, FALSE);

  config.image_width = 12;
  config.image_height = 10;
  config.n_positions = weft_config_get_image_values (&config) - 1;
  return config;
}

static void
write_checkpoint (TestStudio *studio, const char *name, const WeftConfig *config, const WeftTestTiny *tiny)
{
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (config, 5, tiny);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_free (test_folder_write (studio->folder, name, data, size));
}

static void
write_files (TestStudio *studio)
{
  const WeftTestTiny bare = { .bare = TRUE }, diverged = { .broken_position = TEST_STUDIO_SOUND - 1 };
  WeftConfig colours = get_config (WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8);
  WeftConfig grey = get_config (WEFT_OUTPUT_MIXTURE_OF_LOGISTICS, WEFT_IMAGE_GRAY8);

  write_checkpoint (studio, "bundled/colours.safetensors", &colours, NULL);
  write_checkpoint (studio, "bundled/grey.safetensors", &grey, NULL);
  write_checkpoint (studio, "bare.safetensors", &grey, &bare);
  write_checkpoint (studio, "diverged.safetensors", &grey, &diverged);
  g_free (test_folder_write (studio->folder, "bundled/default", "colours\n", 8));
  g_free (test_folder_write (studio->folder, "short.safetensors", "abc", 3));
  g_free (test_folder_write (studio->folder, "broken.png", "\211PNG\r\n\032\n....", 12));
}

static gboolean
is_ready (gpointer data)
{
  return studio_workspace_get_model_state (data) == STUDIO_MODEL_READY;
}

TestStudio *
test_studio_new (void)
{
  TestStudio *studio = g_new0 (TestStudio, 1);
  g_autofree char *bundled = NULL, *user = NULL;

  studio->folder = test_folder_new ();
  write_files (studio);
  bundled = test_folder_dup_path (studio->folder, "bundled");
  user = test_folder_dup_path (studio->folder, "user");
  studio->catalog = studio_catalog_new (bundled, user);
  studio_catalog_scan (studio->catalog);
  studio->workspace = studio_workspace_new (studio->catalog);
  test_display_wait (is_ready, studio->workspace, 20);
  return studio;
}

void
test_studio_free (TestStudio *studio)
{
  if (studio->window != NULL)
    gtk_window_destroy (GTK_WINDOW (studio->window));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  test_assert_finalize_after_tasks (studio->workspace);
  g_clear_object (&studio->catalog);
  test_folder_free (studio->folder);
  g_free (studio);
}

/* A window takes its size from the settings; they live in memory, and other tests want the default again. The pace of the
 * settings is one to watch; tests are in a hurry. */
UiWindow *
test_studio_open_window (TestStudio *studio, gint width)
{
  g_autoptr (GSettings) settings = ui_settings_open ();

  g_assert_nonnull (settings);
  if (width > 0)
    g_settings_set_int (settings, "window-width", width);
  g_settings_set_string (settings, "pace", "fastest"); /* a test has no eye to paint for */
  g_settings_reset (settings, "view");
  studio->window = ui_window_new (NULL, studio->workspace);
  studio_workspace_set_pace (studio->workspace, 0);
  g_settings_reset (settings, "window-width");
  gtk_window_present (GTK_WINDOW (studio->window));
  test_display_settle (GTK_WIDGET (studio->window));
  return studio->window;
}

static GAction *
find_action (TestStudio *studio, const char *name)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (studio->window), name);

  g_assert_nonnull (action);
  return action;
}

void
test_studio_show_page (TestStudio *studio, const char *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "page", g_variant_new_string (page));
}

gboolean
test_studio_is_enabled (TestStudio *studio, const char *name)
{
  return g_action_get_enabled (find_action (studio, name));
}

void
test_studio_act (TestStudio *studio, const char *name)
{
  g_assert_true (test_studio_is_enabled (studio, name));
  g_action_activate (find_action (studio, name), NULL);
}

typedef struct {
  TestStudio *studio;
  StudioRunState state;
} Awaited;

static gboolean
has_state (gpointer data)
{
  const Awaited *awaited = data;

  return studio_workspace_get_state (awaited->studio->workspace) == awaited->state;
}

void
test_studio_wait_state (TestStudio *studio, StudioRunState state)
{
  Awaited awaited = { studio, state };

  test_display_wait (has_state, &awaited, 20);
}

static gboolean
look_cb (GtkWidget *window, GdkFrameClock *clock, gpointer has_looked)
{
  *(gboolean *) has_looked = ui_look_is_due (clock);
  return *(gboolean *) has_looked ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
is_true (gpointer value)
{
  return *(gboolean *) value;
}

void
test_studio_wait_seen (TestStudio *studio, StudioRunState state)
{
  gboolean has_looked = FALSE;

  test_studio_wait_state (studio, state);
  gtk_widget_add_tick_callback (GTK_WIDGET (studio->window), look_cb, &has_looked, NULL);
  test_display_wait (is_true, &has_looked, 20);
  test_display_settle (GTK_WIDGET (studio->window));
}

void
test_studio_paint (TestStudio *studio)
{
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
}

guint
test_studio_get_n_known (TestStudio *studio)
{
  StudioJob *job = studio_workspace_get_job (studio->workspace);
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;

  return frame != NULL ? studio_frame_get_n_known (frame) : 0;
}

GtkWindow *
test_studio_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }

  return NULL;
}

static gboolean
has_window (gpointer type)
{
  return test_studio_find_window (GPOINTER_TO_SIZE (type)) != NULL;
}

GtkWidget *
test_studio_wait_window (GType type)
{
  test_display_wait (has_window, GSIZE_TO_POINTER (type), 20);
  return GTK_WIDGET (test_studio_find_window (type));
}

static gboolean
has_no_window (gpointer type)
{
  return !has_window (type);
}

void
test_studio_wait_no_window (GType type)
{
  test_display_wait (has_no_window, GSIZE_TO_POINTER (type), 20);
}

/* The only other window. */
static GtkWidget *
find_dialog (TestStudio *studio)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != GTK_WIDGET (studio->window) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

static gboolean
has_dialog (gpointer studio)
{
  return find_dialog (studio) != NULL;
}

GtkWidget *
test_studio_wait_dialog (TestStudio *studio)
{
  test_display_wait (has_dialog, studio, 20);
  return find_dialog (studio);
}

static gboolean
is_race_over (gpointer data)
{
  StudioRace *race = studio_workspace_get_race (((TestStudio *) data)->workspace);

  return race != NULL && studio_activity_is_final (STUDIO_ACTIVITY (race));
}

void
test_studio_wait_race (TestStudio *studio)
{
  test_display_wait (is_race_over, studio, 20);
}

void
test_studio_open_file (TestStudio *studio, const char *name)
{
  g_autofree char *path = test_folder_dup_path (studio->folder, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ui_window_open_file (studio->window, file);
}

static gboolean
is_tiny_ready (gpointer workspace)
{
  StudioEntry *entry = studio_workspace_get_entry (workspace);

  return g_strcmp0 (studio_entry_get_name (entry), "tiny") == 0
         && studio_workspace_get_model_state (workspace) == STUDIO_MODEL_READY;
}

void
test_studio_open_tiny (TestStudio *studio, const WeftConfig *config)
{
  write_checkpoint (studio, "tiny.safetensors", config, NULL);
  test_studio_open_file (studio, "tiny.safetensors");
  test_display_wait (is_tiny_ready, studio->workspace, 20);
}

static gboolean
has_message (gpointer window)
{
  return ui_message_bar_get_text (UI_WINDOW (window)->message_bar) != NULL;
}

const char *
test_studio_wait_message (TestStudio *studio)
{
  test_display_wait (has_message, studio->window, 20);
  return ui_message_bar_get_text (studio->window->message_bar);
}
