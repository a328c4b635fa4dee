/* SPDX-License-Identifier: MIT */
/* Commands are gathered word by word, and each word is quoted. */
#include "app/export-command.h"

#include "app/sheet-film.h"
#include "app/state-film.h"

#include <math.h>
#include <string.h>

static void
add (GString *command, const char *word)
{
  const gboolean is_plain = word[strspn (word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%_-+=:,./")]
                            == '\0';
  g_autofree char *quoted = is_plain && *word != '\0' ? g_strdup (word) : g_shell_quote (word);

  if (command->len > 0)
    g_string_append_c (command, ' ');
  g_string_append (command, quoted);
}

static void
add_number (GString *command, const char *option, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  add (command, option);
  add (command, text);
}

/* With no more digits than it takes to read the same number again. */
static void
add_real (GString *command, const char *option, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.6g", number);
  add (command, option);
  add (command, g_ascii_strtod (text, NULL) == number ? text : g_ascii_dtostr (text, sizeof text, number));
}

/* Frames a second, of which the time of a frame was made. */
static double
get_rate (const StudioExportSpec *spec)
{
  const double rate = 1.0 / spec->timing.seconds;
  const double rounded = round (10.0 * rate) / 10.0;

  return 1.0 / rounded == spec->timing.seconds ? rounded : rate;
}

/* What the command line can say of a picture is all that it depends on. */
gboolean
studio_export_get_reads_picture (const StudioExportSpec *spec)
{
  const StudioRecipe *recipe = studio_film_get_recipe (spec->film);

  return recipe->image > 0 || recipe->temperatures->len > 1 || recipe->kept_values != NULL
         || recipe->given->len > 0 || recipe->overrides->len > 0 || recipe->addresses->len > 0
         || recipe->checkpoint_name == NULL || recipe->form != weft_form_default (&recipe->shape)
         || recipe->steps_done < weft_config_get_image_values (&recipe->shape);
}

static void
add_source (GString *command, const StudioExportSpec *spec, const char *picture)
{
  const StudioRecipe *recipe = studio_film_get_recipe (spec->film);

  if (studio_export_get_reads_picture (spec))
    {
      add (command, "-r");
      add (command, picture);
      return;
    }

  add (command, "-m");
  add (command, recipe->checkpoint_name);
  add_number (command, "-s", recipe->seed);
  add_real (command, "-t", studio_recipe_get_temperature (recipe, 0));
  if (recipe->top_k > 0)
    add_number (command, "--top-k", recipe->top_k);
  if (recipe->top_p < 1.0)
    add_real (command, "--top-p", recipe->top_p);
  add (command, "--precision");
  add (command, weft_precision_to_string (recipe->precision));
}

static void
add_range (GString *command, const StudioFramesRange *range)
{
  if (range->by_rows)
    add (command, "--rows");
  else if (range->every > 1)
    add_number (command, "--every", range->every);

  if (range->is_given)
    {
      g_autofree char *text = g_strdup_printf ("%u:%u", range->first, range->last);

      add (command, "--range");
      add (command, text);
    }
}

static void
add_head (GString *command, StudioFilm *film)
{
  guint layer, head;

  if (!studio_state_film_get_head (film, NULL, &layer, &head))
    return;

  add (command, "--what");
  add (command, "state");
  add_number (command, "--layer", layer + 1);
  add_number (command, "--head", head + 1);
}

static void
add_size (GString *command, const StudioFilmSize *size)
{
  g_autofree char *sides = g_strdup_printf ("%ux%u", size->width, size->height);

  if (size->width > 0)
    {
      add (command, "--fit");
      add (command, sides);
    }
  else if (size->scale > 1)
    add_number (command, "--scale", size->scale);
}

static void
add_timing (GString *command, const StudioExportSpec *spec)
{
  if (spec->format == STUDIO_FORMAT_PNG)
    return;

  add (command, "--format");
  add (command, studio_format_names[spec->format]);
  add_real (command, "--fps", get_rate (spec));
  if (spec->timing.hold > 0.0)
    add_real (command, "--hold", spec->timing.hold);
  if (spec->timing.loops > 0)
    add_number (command, "--loop", spec->timing.loops);
}

/* `weft sheet`, where a whole batch is on a sheet. */
static char *
dup_sheet_command (const StudioExportSpec *spec)
{
  guint n_images, scale;
  g_autofree char *grid = NULL;
  g_auto (StudioNames) names = { 0 };
  g_autofree char *pattern = NULL;
  GString *command;

  if (!studio_sheet_film_get_grid (spec->film, &n_images, &scale) || studio_export_get_reads_picture (spec))
    return NULL;

  studio_export_spec_make_names (spec, &names);
  pattern = studio_names_dup_pattern (&names);
  grid = g_strdup_printf ("image=0..%u", n_images - 1);
  command = g_string_new (NULL);
  add (command, "weft");
  add (command, "sheet");
  add_source (command, spec, NULL);
  add (command, "--grid");
  add (command, grid);
  add (command, "--labels");
  add_number (command, "--scale", scale);
  if (spec->tell != STUDIO_TELL_EMBEDDED)
    add (command, "--no-metadata");
  if (spec->existing == STUDIO_EXISTING_REPLACE)
    add (command, "--overwrite");
  add (command, "-o");
  add (command, pattern);
  return g_string_free (command, FALSE);
}

char *
studio_export_dup_command (const StudioExportSpec *spec, const char *picture)
{
  const StudioFramesRange *range = studio_film_get_range (spec->film);
  g_auto (StudioNames) names = { 0 };
  g_autofree char *pattern = NULL;
  GString *command;

  if (range == NULL)
    return dup_sheet_command (spec);

  studio_export_spec_make_names (spec, &names);
  pattern = studio_names_dup_pattern (&names);
  command = g_string_new (NULL);
  add (command, "weft");
  add (command, "frames");
  add_source (command, spec, picture);
  add_head (command, spec->film);
  add_range (command, range);
  add_size (command, &spec->size);
  add_timing (command, spec);
  if (spec->first_number > 0 && names.is_numbered)
    add_number (command, "--start-number", spec->first_number);
  if (spec->tell != STUDIO_TELL_EMBEDDED)
    add (command, "--no-metadata");
  if (spec->existing == STUDIO_EXISTING_REPLACE)
    add (command, "--overwrite");
  else if (spec->existing == STUDIO_EXISTING_CONTINUE && names.is_numbered)
    add (command, "--resume");
  add (command, "-o");
  add (command, pattern);
  return g_string_free (command, FALSE);
}

char *
studio_export_dup_ffmpeg (const StudioExportSpec *spec)
{
  g_auto (StudioNames) names = { 0 };
  g_autofree char *pattern = NULL;
  g_autofree char *film = NULL;
  GString *command;

  if (!studio_export_spec_get_is_numbered (spec))
    return NULL;

  studio_export_spec_make_names (spec, &names);
  pattern = studio_names_dup_pattern (&names);
  film = studio_names_dup_beside (&names, "", "film.mp4");
  command = g_string_new (NULL);
  add (command, "ffmpeg");
  add_real (command, "-framerate", get_rate (spec));
  add_number (command, "-start_number", spec->first_number);
  add (command, "-i");
  add (command, pattern);
  add (command, "-vf"); /* the usual codec wants even sides */
  add (command, "pad=ceil(iw/2)*2:ceil(ih/2)*2");
  add (command, "-c:v");
  add (command, "libx264");
  add (command, "-pix_fmt");
  add (command, "yuv420p");
  add (command, film);
  return g_string_free (command, FALSE);
}
