/* SPDX-License-Identifier: MIT */
/* Versions of everything a picture or a bug may depend on. */
#include "app/cli/version.h"

#include "app/cli/print.h"

#include "engine/blas.h"
#include "engine/kernels/kernels.h"

#include <gif_lib.h>
#include <gio/gio.h>
#include <jansson.h>
#include <png.h>
#include <stdio.h> /* before jpeglib.h, which needs it */
#include <jpeglib.h>
#include <webp/encode.h>
#include <zip.h>
#include <zlib.h>

static void
print_library (const char *name, const char *built, const char *running)
{
  cli_print ("%-10s built with %-10s running with %s\n", name, built, running);
}

/* giflib and libjpeg-turbo tell no version at run time; libwebp's header tells none at build time. */
static void
print_picture_libraries (void)
{
  const int webp = WebPGetEncoderVersion ();

  cli_print ("%-10s built with %d.%d.%d\n", "giflib", GIFLIB_MAJOR, GIFLIB_MINOR, GIFLIB_RELEASE);
  cli_print ("%-10s built with %d.%d.%d\n", "libjpeg", LIBJPEG_TURBO_VERSION_NUMBER / 1000000,
             LIBJPEG_TURBO_VERSION_NUMBER / 1000 % 1000, LIBJPEG_TURBO_VERSION_NUMBER % 1000);
  cli_print ("%-10s running with %d.%d.%d\n", "libwebp", webp >> 16, webp >> 8 & 0xff, webp & 0xff);
}

void
cli_version_print (void)
{
  g_autofree char *glib_built = g_strdup_printf ("%d.%d.%d", GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION,
                                                 GLIB_MICRO_VERSION);
  g_autofree char *glib_running = g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version,
                                                   glib_micro_version);
  g_autoptr (GError) error = NULL;

  cli_print ("weft " WEFT_VERSION "\n");
  print_library ("GLib", glib_built, glib_running);
  print_library ("Jansson", JANSSON_VERSION, jansson_version_str ());
  print_library ("libpng", PNG_LIBPNG_VER_STRING, png_get_libpng_ver (NULL));
  print_library ("libzip", LIBZIP_VERSION, zip_libzip_version ());
  print_library ("zlib", ZLIB_VERSION, zlibVersion ());
  print_picture_libraries ();

  /* Where it cannot be had, the reason is what there is to say of it. */
  if (weft_blas_init (&error))
    cli_print ("%-10s %s\n", "OpenBLAS", weft_blas_get_description ());
  else
    cli_print ("%-10s %s\n", "OpenBLAS", error->message);
  cli_print ("%-10s %s\n", "kernels", weft_kernels_get ()->name);
}
