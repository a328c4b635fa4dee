/* SPDX-License-Identifier: MIT */
/* A window is made here together with the workspace it is given. */
#include "ui/application.h"

#include "ui/about.h"
#include "ui/window.h"

#include "app/catalog.h"
#include "app/session.h"
#include "app/workspace.h"

struct _UiApplication {
  AdwApplication parent_instance;

  StudioSession *session; /* owned; NULL before the start */
  gboolean has_begun;     /* the session was looked for */
};

G_DEFINE_FINAL_TYPE (UiApplication, ui_application, ADW_TYPE_APPLICATION)

/* Bare keys belong to the canvas (canvas-input.c): here they would be taken from every entry. */
static const struct {
  const char *action;
  const char *keys[4];
} accelerators[] = {
  { "app.new-window", { "<Control>n" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.save-moment", { "<Control><Shift>m" } },
  { "win.export", { "<Control>e" } },
  { "win.generate", { "<Control>Return", "<Control>KP_Enter" } },
  { "win.queue-run", { "<Control><Shift>Return", "<Control><Shift>KP_Enter" } },
  { "win.discard", { "<Control>period" } },
  { "win.absorb", { "<Control>g" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z" } },
  { "win.sidebar", { "F9" } },
  { "win.inspector", { "<Shift>F9" } },
  { "win.next-panel", { "F6" } },
  { "win.previous-panel", { "<Shift>F6" } },
  { "win.branches", { "<Control>b" } },
  { "win.fullscreen", { "F11" } },
  { "win.page::studio", { "<Alt>1" } },
  { "win.page::race", { "<Alt>2" } },
  { "win.race-numbers", { "<Control>t" } },
  { "win.present", { "F5" } },
  { "win.add-scene", { "<Control><Shift>a" } },
  { "win.page::gallery", { "<Alt>3" } },
  { "win.details", { "<Alt>Return", "<Alt>KP_Enter" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
  { "win.zoom-fit", { "<Control>0", "<Control>KP_0" } },
  { "win.show-help-overlay", { "<Control>question", "<Control>slash", "F1" } },
};

static void session_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Once, with the first window: a service that waits for the desktop's call has nobody to offer it to. */
static void
begin_session (UiApplication *application)
{
  if (!application->has_begun)
    studio_session_begin_async (application->session, session_begun_cb, g_object_ref (application));
  application->has_begun = TRUE;
}

static UiWindow *
create_window (UiApplication *application)
{
  g_autoptr (StudioCatalog) catalog = studio_catalog_new (NULL, NULL);
  g_autoptr (StudioWorkspace) workspace = NULL;

  begin_session (application);
  studio_catalog_scan (catalog);
  workspace = studio_workspace_new (catalog);
  studio_session_follow (application->session, workspace);
  return ui_window_new (GTK_APPLICATION (application), workspace);
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (create_window (UI_APPLICATION (user_data))));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_about_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

/* Closing window by window, so that each can ask about work that is not saved. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
}

static const GActionEntry entries[] = {
  { "new-window", new_window_cb },
  { "about", about_cb },
  { "quit", quit_cb },
};

/* The window is there by now; a program that was started for something else is left alone. */
static void
session_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  guint n_lanes;
  StudioRecipe *recipe = studio_session_begin_finish (STUDIO_SESSION (source), result, &n_lanes);

  if (recipe != NULL && UI_IS_WINDOW (window))
    ui_window_offer_session (UI_WINDOW (window), recipe, n_lanes);
  else
    g_clear_pointer (&recipe, studio_recipe_free);
}

static void
ui_application_startup (GApplication *application)
{
  UiApplication *self = UI_APPLICATION (application);

  G_APPLICATION_CLASS (ui_application_parent_class)->startup (application);

  self->session = studio_session_new (NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
ui_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (create_window (UI_APPLICATION (application)));
  gtk_window_present (window);
}

static void
ui_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      UiWindow *window = create_window (UI_APPLICATION (application));

      gtk_window_present (GTK_WINDOW (window));
      ui_window_open_file (window, files[i]);
    }
}

static void
ui_application_shutdown (GApplication *application)
{
  UiApplication *self = UI_APPLICATION (application);

  if (self->session != NULL)
    studio_session_close (self->session);
  g_clear_object (&self->session);

  G_APPLICATION_CLASS (ui_application_parent_class)->shutdown (application);
}

static void
ui_application_class_init (UiApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = ui_application_startup;
  application_class->shutdown = ui_application_shutdown;
  application_class->activate = ui_application_activate;
  application_class->open = ui_application_open;
}

static void
ui_application_init (UiApplication *application)
{
  gtk_window_set_default_icon_name (UI_APPLICATION_ID);
}

UiApplication *
ui_application_new (void)
{
  return g_object_new (UI_TYPE_APPLICATION, "application-id", UI_APPLICATION_ID, "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/weft_studio/Weft", NULL);
}
