/* SPDX-License-Identifier: MIT */
/* Versions go into the troubleshooting page, from where they can be copied into a report. */
#include "ui/about.h"

#include "engine/blas.h"
#include "engine/kernels/kernels.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <jansson.h>
#include <png.h>
#include <zip.h>

static void
add_line (GString *text, const char *name, const char *built, const char *running)
{
  g_string_append_printf (text, "%-10s built with %-10s running with %s\n", name, built, running);
}

/* The same for libraries that count their versions in three numbers. */
static void
add_numbers (GString *text, const char *name, const guint built[3], const guint running[3])
{
  g_autofree char *built_text = g_strdup_printf ("%u.%u.%u", built[0], built[1], built[2]);
  g_autofree char *running_text = g_strdup_printf ("%u.%u.%u", running[0], running[1], running[2]);

  add_line (text, name, built_text, running_text);
}

char *
ui_about_dup_versions (void)
{
  GString *text = g_string_new ("weft-studio " WEFT_VERSION "\n");
  const guint gtk_built[] = { GTK_MAJOR_VERSION, GTK_MINOR_VERSION, GTK_MICRO_VERSION };
  const guint gtk_running[] = { gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version () };
  const guint adw_built[] = { ADW_MAJOR_VERSION, ADW_MINOR_VERSION, ADW_MICRO_VERSION };
  const guint adw_running[] = { adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version () };
  const guint glib_built[] = { GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION, GLIB_MICRO_VERSION };
  const guint glib_running[] = { glib_major_version, glib_minor_version, glib_micro_version };

  add_numbers (text, "GTK", gtk_built, gtk_running);
  add_numbers (text, "libadwaita", adw_built, adw_running);
  add_numbers (text, "GLib", glib_built, glib_running);
  add_line (text, "Cairo", CAIRO_VERSION_STRING, cairo_version_string ());
  add_line (text, "Pango", PANGO_VERSION_STRING, pango_version_string ());
  add_line (text, "libpng", PNG_LIBPNG_VER_STRING, png_get_libpng_ver (NULL));
  add_line (text, "Jansson", JANSSON_VERSION, jansson_version_str ());
  add_line (text, "libzip", LIBZIP_VERSION, zip_libzip_version ());
  g_string_append_printf (text, "%-10s %s\n", "OpenBLAS", weft_blas_get_description ());
  g_string_append_printf (text, "%-10s %s\n", "kernels", weft_kernels_get ()->name);
  return g_string_free (text, FALSE);
}

void
ui_about_show (GtkWindow *parent)
{
  g_autofree char *versions = ui_about_dup_versions ();

  adw_show_about_window (parent,
                         "application-name", "Weft",
                         "application-icon", "io.github.weft_studio.Weft",
                         "version", WEFT_VERSION,
                         "developer-name", _("The Weft developers"),
                         "license-type", GTK_LICENSE_MIT_X11,
                         "comments", _("Paints images pixel by pixel with a transformer that is a recurrent network, "
                                       "after Katharopoulos, Vyas, Pappas and Fleuret, “Transformers are RNNs” (2020)."),
                         "debug-info", versions,
                         "debug-info-filename", "weft-versions.txt",
                         NULL);
}
