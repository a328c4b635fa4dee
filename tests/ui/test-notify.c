/* SPDX-License-Identifier: MIT */
/* On a bus of its own, where this program is the desktop too: what it is told, and when it is told nothing. */
#include "tests/ui/studio.h"

#include "ui/notify.h"

static const char interface[] =
  "<node><interface name='org.freedesktop.Notifications'><method name='Notify'>"
  "<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/>"
  "</method></interface></node>";

/* What the desktop has heard. */
typedef struct {
  gboolean has_name;
  guint n_heard;
  char *summary;
  char *body;
} Desktop;

static void
method_cb (GDBusConnection *bus, const char *sender, const char *path, const char *name, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  Desktop *desktop = user_data;

  g_free (desktop->summary);
  g_free (desktop->body);
  g_variant_get_child (parameters, 3, "s", &desktop->summary);
  g_variant_get_child (parameters, 4, "s", &desktop->body);
  desktop->n_heard++;
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", desktop->n_heard));
}

static void
name_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  ((Desktop *) user_data)->has_name = TRUE;
}

static gboolean
has_name (gpointer desktop)
{
  return ((Desktop *) desktop)->has_name;
}

static gboolean
has_heard (gpointer desktop)
{
  return ((Desktop *) desktop)->n_heard > 0;
}

static void
test_done (void)
{
  const GDBusInterfaceVTable table = { .method_call = method_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GtkApplication) application = gtk_application_new ("io.github.weft_studio.Test", G_APPLICATION_DEFAULT_FLAGS);
  Desktop desktop = { 0 };
  GtkWidget *window;
  guint name_id, object_id;

  g_assert_nonnull (bus);
  object_id = g_dbus_connection_register_object (bus, "/org/freedesktop/Notifications", node->interfaces[0], &table,
                                                 &desktop, NULL, NULL);
  name_id = g_bus_own_name_on_connection (bus, "org.freedesktop.Notifications", G_BUS_NAME_OWNER_FLAGS_NONE, name_cb,
                                          NULL, &desktop, NULL);
  test_display_wait (has_name, &desktop, 20);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = gtk_application_window_new (application);

  ui_notify_hold (application, TRUE);
  g_assert_false (ui_notify_done (GTK_WINDOW (window), "run", "Not during a talk", NULL));
  ui_notify_hold (application, FALSE);
  g_assert_true (ui_notify_done (GTK_WINDOW (window), "run", "4 images are finished", "In two minutes."));
  test_display_wait (has_heard, &desktop, 20);
  g_assert_cmpstr (desktop.summary, ==, "4 images are finished");
  g_assert_cmpstr (desktop.body, ==, "In two minutes.");

  gtk_window_destroy (GTK_WINDOW (window));
  g_bus_unown_name (name_id);
  g_dbus_connection_unregister_object (bus, object_id);
  g_free (desktop.summary);
  g_free (desktop.body);
}

/* A window of no application, as in the other tests, has nobody to tell and says so. */
static void
test_nobody (void)
{
  GtkWidget *window = gtk_window_new ();

  g_assert_false (ui_notify_done (GTK_WINDOW (window), "run", "1 image is finished", NULL));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Short runs are nobody's news: the follower lives and dies with its window and leaves no reference. */
static void
test_follow (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *window = gtk_window_new ();

  ui_notify_follow (GTK_WINDOW (window), studio->workspace);
  studio_workspace_generate (studio->workspace);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/notify/done", test_done);
  g_test_add_func ("/notify/nobody", test_nobody);
  g_test_add_func ("/notify/follow", test_follow);
  return g_test_run ();
}
