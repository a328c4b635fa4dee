/* SPDX-License-Identifier: MIT */
/* Notifications go through the application, so that they outlive the window and are found again in the shell's list. */
#include "ui/notify.h"

#include <glib/gi18n.h>

#define KEY "weft-notify"
#define HELD_KEY "weft-notify-held"

/* One window's runs. */
typedef struct {
  GtkWindow *window;          /* borrowed: owns this */
  StudioWorkspace *workspace; /* owned */
  gint64 since;               /* monotonic microseconds when the run began; 0: none is going on */
} Follower;

gboolean
ui_notify_done (GtkWindow *window, const char *id, const char *title, const char *body)
{
  GtkApplication *application;
  g_autoptr (GNotification) notification = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (window), FALSE);
  g_return_val_if_fail (id != NULL && title != NULL, FALSE);

  /* Without a bus there is nobody to tell, and GLib would complain. */
  application = gtk_window_get_application (window);
  if (application == NULL || gtk_window_is_active (window) || g_object_get_data (G_OBJECT (application), HELD_KEY) != NULL
      || g_application_get_dbus_connection (G_APPLICATION (application)) == NULL)
    return FALSE;

  notification = g_notification_new (title);
  if (body != NULL)
    g_notification_set_body (notification, body);
  g_application_send_notification (G_APPLICATION (application), id, notification);
  return TRUE;
}

void
ui_notify_hold (GtkApplication *application, gboolean is_held)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  g_object_set_data (G_OBJECT (application), HELD_KEY, GINT_TO_POINTER (is_held));
}

static void
follower_free (Follower *follower)
{
  g_signal_handlers_disconnect_by_data (follower->workspace, follower);
  g_object_unref (follower->workspace);
  g_free (follower);
}

static void
tell (Follower *follower, StudioRunState state)
{
  StudioJob *job = studio_workspace_get_job (follower->workspace);
  guint n = job != NULL ? studio_job_get_n_lanes (job) : 1;
  g_autofree char *title = NULL;

  if (state == STUDIO_RUN_FAILED)
    title = g_strdup (_("Painting stopped"));
  else
    title = g_strdup_printf (ngettext ("%u image is finished", "%u images are finished", n), n);
  ui_notify_done (follower->window, "run", title, studio_workspace_get_problem (follower->workspace));
}

static void
state_changed_cb (Follower *follower)
{
  const StudioRunState state = studio_workspace_get_state (follower->workspace);
  const gint64 now = g_get_monotonic_time ();
  const gboolean has_ended = state == STUDIO_RUN_FINISHED || state == STUDIO_RUN_FAILED;

  if (studio_run_state_is_active (state) && follower->since == 0)
    follower->since = now;
  if (has_ended && follower->since > 0 && (now - follower->since) / (double) G_USEC_PER_SEC >= UI_NOTIFY_LONG)
    tell (follower, state);
  if (!studio_run_state_is_active (state))
    follower->since = 0;
}

void
ui_notify_follow (GtkWindow *window, StudioWorkspace *workspace)
{
  Follower *follower;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (STUDIO_IS_WORKSPACE (workspace));

  follower = g_new0 (Follower, 1);
  follower->window = window;
  follower->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "notify::state", G_CALLBACK (state_changed_cb), follower);
  g_object_set_data_full (G_OBJECT (window), KEY, follower, (GDestroyNotify) follower_free);
}
