/* SPDX-License-Identifier: MIT */
/* `weft models`: which checkpoints there are. */
#include "app/cli/commands.h"
#include "app/cli/common-options.h"
#include "app/cli/print.h"

#include "app/catalog.h"
#include "engine/format/escape.h"

static const CliOption options[] = { CLI_OPTION_JSON, CLI_OPTIONS_COMMON };

static char *
dup_image (const WeftConfig *config)
{
  return g_strdup_printf ("%u x %u %s", config->image_width, config->image_height,
                          weft_image_mode_to_string (config->image_mode));
}

static void
print_table (StudioCatalog *catalog)
{
  static const char *const headings[] = {
    "name", "", ">size", "attention", "image", ">bits/dim", "path", NULL
  };
  g_autoptr (StudioTable) table = studio_table_new (headings);

  for (guint i = 0; i < studio_catalog_get_n_entries (catalog); i++)
    {
      StudioEntry *entry = studio_catalog_get_entry (catalog, i);
      const WeftConfig *config = studio_entry_get_config (entry);
      const double bits = studio_entry_get_bits_per_dim (entry);
      g_autofree char *size = cli_dup_bytes (studio_entry_get_file_bytes (entry));
      g_autofree char *image = dup_image (config);
      g_autofree char *name = weft_escape_name (studio_entry_get_name (entry), -1);

      studio_table_add (table, "%s", name);
      studio_table_add (table, "%s", studio_entry_get_is_default (entry) ? "*" : "");
      studio_table_add (table, "%s", size);
      studio_table_add (table, "%s", weft_attention_to_string (config->attention));
      studio_table_add (table, "%s", image);
      studio_table_add (table, bits > 0.0 ? "%.4f" : "-", bits);
      studio_table_add (table, "%s", studio_entry_get_path (entry));
    }

  cli_print_table (table, STUDIO_TABLE_PLAIN);
}

static json_t *
describe_entry (StudioEntry *entry)
{
  const WeftConfig *config = studio_entry_get_config (entry);
  const double bits = studio_entry_get_bits_per_dim (entry);
  json_t *object = json_object ();

  json_object_set_new (object, "name", cli_json_text (studio_entry_get_name (entry)));
  json_object_set_new (object, "title", cli_json_text (studio_entry_get_title (entry)));
  json_object_set_new (object, "default", json_boolean (studio_entry_get_is_default (entry)));
  json_object_set_new (object, "bundled", json_boolean (studio_entry_get_is_bundled (entry)));
  json_object_set_new (object, "bytes", json_integer (studio_entry_get_file_bytes (entry)));
  json_object_set_new (object, "attention", json_string (weft_attention_to_string (config->attention)));
  json_object_set_new (object, "image_mode", json_string (weft_image_mode_to_string (config->image_mode)));
  json_object_set_new (object, "image_width", json_integer (config->image_width));
  json_object_set_new (object, "image_height", json_integer (config->image_height));
  json_object_set_new (object, "bits_per_dim", bits > 0.0 ? json_real (bits) : json_null ());
  json_object_set_new (object, "path", cli_json_text (studio_entry_get_path (entry)));
  return object;
}

static void
print_json (StudioCatalog *catalog)
{
  json_t *list = json_array ();

  for (guint i = 0; i < studio_catalog_get_n_entries (catalog); i++)
    json_array_append_new (list, describe_entry (studio_catalog_get_entry (catalog, i)));

  cli_print_json (list);
  json_decref (list);
}

static gboolean
run (const CliArguments *arguments, GError **error)
{
  g_autoptr (StudioCatalog) catalog = studio_catalog_new (NULL, NULL);

  studio_catalog_scan (catalog);
  if (cli_arguments_is_given (arguments, "json"))
    print_json (catalog);
  else
    print_table (catalog);

  for (const char *const *problem = studio_catalog_get_problems (catalog); *problem != NULL; problem++)
    cli_note (arguments, "%s", *problem);

  return TRUE;
}

const CliCommand cli_command_models = {
  .name = "models",
  .summary = "list the checkpoints that --model knows by name",
  .description =
      "Lists bundled and installed checkpoints: name, size, attention, image, bits per dimension as the "
      "checkpoint says of itself, path. * marks the default. Put your own *.safetensors into "
      "~/.local/share/weft/checkpoints and they are listed too.",
  .options = options,
  .run = run,
};
