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

/* What needs no display comes before it is looked for; --help is answered before this. Returns: the exit status, or -1 to
 * go on. */
static int
options_cb (GApplication *application, GVariantDict *options, gpointer user_data)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_autofree char *text = ui_about_dup_versions ();

      fputs (text, stdout);
      return 0;
    }

  if (gtk_init_check ())
    return -1;

  fputs (_("weft-studio: cannot open display (set DISPLAY or WAYLAND_DISPLAY, or use weft instead)\n"), stderr);
  return EXIT_RESOURCE;
}

static void
describe_options (GApplication *application)
{
  g_application_set_option_context_parameter_string (application, _("[FILE…]"));
  g_application_set_option_context_summary (application, _("A file is a checkpoint, a picture, a moment or a talk."));
  g_application_add_main_option (application, "version", 0, 0, G_OPTION_ARG_NONE,
                                 _("Print the versions of Weft and of its libraries"), NULL);
  g_signal_connect (application, "handle-local-options", G_CALLBACK (options_cb), NULL);
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

  application = ui_application_new ();
  describe_options (G_APPLICATION (application));
  return g_application_run (G_APPLICATION (application), argc, argv);
}
