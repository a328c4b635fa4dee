/* SPDX-License-Identifier: MIT */
/* `weft info`: what a checkpoint or a moment holds, or how a picture was made. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/info.h"
#include "app/cli/messages.h"
#include "app/cli/model.h"
#include "app/cli/print.h"

#include "app/input.h"
#include "app/png.h"
#include "app/recipe-json.h"

#include "engine/format/bytes.h"
#include "engine/format/safetensors.h"

#include <string.h>

static const CliOption options[] = {
  { 0, "container", CLI_FLAG, NULL, "check the safetensors container only, whatever its tensors" },
  CLI_OPTIONS_FACTS,
  CLI_OPTION_JSON,
  CLI_OPTIONS_COMMON,
};

static gboolean
is_png (const char *path)
{
  static const char signature[] = "\x89PNG\r\n\x1a\n";
  char head[sizeof signature - 1];
  g_autoptr (WeftBytes) bytes = weft_bytes_open (path, NULL);

  return bytes != NULL && weft_bytes_get_size (bytes) >= sizeof head
         && weft_bytes_read (bytes, 0, head, sizeof head, NULL) && memcmp (head, signature, sizeof head) == 0;
}

/* Whether it is meant to be one, or is one. */
static gboolean
names_picture (const char *what)
{
  g_autofree char *lower = g_ascii_strdown (what, -1);

  return g_str_has_suffix (lower, ".png") || g_str_has_suffix (lower, ".jpg") || g_str_has_suffix (lower, ".jpeg")
         || is_png (what);
}

static gboolean
check_container (const CliArguments *arguments, const char *path, GError **error)
{
  g_autoptr (WeftContainer) container = weft_container_open (path, error);

  if (container == NULL)
    {
      cli_prefix_error (error, "cannot read container", path);
      return FALSE;
    }

  const gsize n = weft_container_get_n_tensors (container);
  if (cli_arguments_is_given (arguments, "json"))
    {
      json_t *document = json_pack ("{s:b, s:I}", "sound", TRUE, "tensors", (json_int_t) n);

      cli_print_json (document);
      json_decref (document);
    }
  else
    cli_print ("sound: %" G_GSIZE_FORMAT " tensors\n", n);

  return TRUE;
}

/* Takes @document. */
static void
print_document (const CliArguments *arguments, json_t *document)
{
  if (cli_arguments_is_given (arguments, "json"))
    cli_print_json (document);
  else
    cli_info_print (document);

  json_decref (document);
}

static gboolean
describe_png (const CliArguments *arguments, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_PNG_MAX_FILE, error);
  g_autoptr (StudioPixels) pixels = bytes != NULL ? studio_png_decode (bytes, error) : NULL;
  g_autoptr (StudioRecipe) recipe = pixels != NULL ? studio_recipe_from_png (bytes, error) : NULL;

  if (recipe == NULL)
    {
      cli_prefix_error (error, "cannot describe", path);
      return FALSE;
    }

  print_document (arguments, cli_info_describe_picture (pixels, recipe));
  return TRUE;
}

static gboolean
describe_moment (const CliArguments *arguments, const char *path, GError **error)
{
  g_autoptr (StudioMoment) moment = studio_moment_open (path, error);

  if (moment == NULL)
    {
      cli_prefix_error (error, "cannot read moment", path);
      return FALSE;
    }

  print_document (arguments, cli_info_describe_moment (moment, path));
  return TRUE;
}

/* FILE may also be a name that weft models lists, unless a file is called so. */
static StudioEntry *
find_entry (const CliArguments *arguments, const char *what, GError **error)
{
  const gboolean is_bare_file = strchr (what, '/') == NULL && access (what, F_OK) == 0;
  g_autofree char *path = is_bare_file ? g_strconcat ("./", what, NULL) : g_strdup (what);

  return cli_model_find_named (arguments, path, error);
}

static gboolean
describe_checkpoint (const CliArguments *arguments, const char *what, GError **error)
{
  g_autoptr (StudioEntry) entry = find_entry (arguments, what, error);
  g_autoptr (WeftContainer)
      container = entry != NULL ? weft_container_open (studio_entry_get_path (entry), error) : NULL;
  json_t *document = container != NULL ? cli_info_describe_checkpoint (entry, container, error) : NULL;

  if (document == NULL)
    return FALSE;

  print_document (arguments, document);
  return TRUE;
}

static gboolean
run_info (const CliArguments *arguments, GError **error)
{
  const char *what = cli_arguments_get_operands (arguments)[0];

  if (cli_arguments_is_given (arguments, "container"))
    return check_container (arguments, what, error);

  if (studio_moment_has_suffix (what))
    return describe_moment (arguments, what, error);

  return names_picture (what) ? describe_png (arguments, what, error) : describe_checkpoint (arguments, what, error);
}

const CliCommand cli_command_info = {
  .name = "info",
  .operands = "FILE",
  .min_operands = 1,
  .max_operands = 1,
  .summary = "describe a checkpoint, a moment, or the recipe of a picture",
  .description = "For a checkpoint, or the name of one: sizes, tensors, metadata, SHA-256, and the memory it "
                 "needs. For a PNG: "
                 "the recipe it carries. For a moment: how much of the picture is known, the hash of the memory, and "
                 "the recipe. A safetensors file that is no Weft model is refused with the first "
                 "five differences.",
  .examples = "weft info digits\n"
              "weft sample -m digits -s 7 -o seven.png\n"
              "weft info seven.png\n"
              "weft sample -m digits -s 7 --moment-at rows=14 -o half.moment\n"
              "weft info half.moment\n"
              "weft info --container data/checkpoints/digits.safetensors",
  .options = options,
  .run = run_info,
};
