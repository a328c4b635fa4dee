/* SPDX-License-Identifier: MIT */
/* weft-studio: languages, arithmetic, display, application. */
#include "ui/about.h"
#include "ui/application.h"

#include "app/paths.h"
#include "engine/blas.h"
#include "engine/kernels/kernels.h"
#include "engine/train/arithmetic.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>

#define EXIT_USAGE 2    /* the environment asks for what there is not */
#define EXIT_RESOURCE 6 /* a system resource is missing: a display, a library */

static void
set_up_languages (void)
{
  g_autofree char *folder = studio_paths_dup_locale_dir (NULL);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static gboolean
is_version_asked (int argc, char **argv)
{
  return argc == 2 && g_str_equal (argv[1], "--version");
}

static void
print_versions (void)
{
  g_autofree char *text = ui_about_dup_versions ();

  fputs (text, stdout);
}

int
main (int argc, char **argv)
{
  g_autoptr (UiApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  set_up_languages ();

  if (!weft_kernels_check (&error) || !weft_arithmetic_check (&error))
    {
      fprintf (stderr, "weft-studio: %s\n", error->message);
      return EXIT_USAGE;
    }

  /* Before any thread: the library reads its environment once, when it is opened. */
  if (!weft_blas_init (&error))
    {
      fprintf (stderr, "weft-studio: %s\n", error->message);
      return EXIT_RESOURCE;
    }

  if (is_version_asked (argc, argv))
    {
      print_versions ();
      return 0;
    }

  if (!gtk_init_check ())
    {
      fputs (_("weft-studio: cannot open display (set DISPLAY or WAYLAND_DISPLAY, or use weft instead)\n"), stderr);
      return EXIT_RESOURCE;
    }

  application = ui_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
