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

#define VERSION_TEXT(major, minor, micro) G_STRINGIFY (major) "." G_STRINGIFY (minor) "." G_STRINGIFY (micro)

static void
add_line (GString *text, const char *name, const char *built, char *running)
{
  g_string_append_printf (text, "%s %s (running %s)\n", name, built, running);
  g_free (running);
}

char *
ui_about_dup_versions (void)
{
  GString *text = g_string_new ("Weft " WEFT_VERSION "\n");

  add_line (text, "GTK", VERSION_TEXT (GTK_MAJOR_VERSION, GTK_MINOR_VERSION, GTK_MICRO_VERSION),
            g_strdup_printf ("%u.%u.%u", gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version ()));
  add_line (text, "libadwaita", ADW_VERSION_S,
            g_strdup_printf ("%u.%u.%u", adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version ()));
  add_line (text, "GLib", VERSION_TEXT (GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION, GLIB_MICRO_VERSION),
            g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version));
  add_line (text, "Cairo", CAIRO_VERSION_STRING, g_strdup (cairo_version_string ()));
  add_line (text, "Pango", PANGO_VERSION_STRING, g_strdup (pango_version_string ()));
  add_line (text, "libpng", PNG_LIBPNG_VER_STRING, g_strdup (png_get_libpng_ver (NULL)));
  add_line (text, "Jansson", JANSSON_VERSION, g_strdup (jansson_version_str ()));
  add_line (text, "libzip", LIBZIP_VERSION, g_strdup (zip_libzip_version ()));
  g_string_append_printf (text, "OpenBLAS: %s\n", weft_blas_get_description ());
  g_string_append_printf (text, "Kernels: %s\n", weft_kernels_get ()->name);
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
