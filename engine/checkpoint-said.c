/* SPDX-License-Identifier: MIT */
/* What the metadata of a checkpoint says, and what the caller adds, word by word; and the same words written. */
#include "engine/checkpoint-private.h"

#include "engine/error.h"
#include "engine/format/escape.h"
#include "engine/format/parse.h"

#include <string.h>

#define MAJOR_VERSION 1

/* ---- metadata ---- */

static gboolean
refuse_value (const char *key, const char *value, const char *possible, GError **error)
{
  g_autofree char *shown = weft_escape_name (value, -1);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "its metadata has %s '%s', possible is %s (the file is damaged)", key, shown, possible);
  return FALSE;
}

/* "1" or "1.2": another minor version may add what we can ignore, another major one not. */
static gboolean
check_version (const char *version, GError **error)
{
  g_autofree char *shown = NULL;
  g_auto (GStrv) parts = NULL;
  guint64 major;

  if (version == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "its metadata has no format_version, expected 1 (the file is damaged)");
      return FALSE;
    }

  parts = g_strsplit (version, ".", 2);
  if (parts[0] == NULL || !weft_parse_uint64 (parts[0], 1, G_MAXUINT64, &major))
    return refuse_value ("format_version", version, "1", error);

  if (major <= MAJOR_VERSION)
    return TRUE;

  shown = weft_escape_name (version, -1);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               "it is of format version %s, newer than %d which this program reads (update Weft)", shown,
               MAJOR_VERSION);
  return FALSE;
}

/* Libraries that save tensors for PyTorch write `format` too, as "pt": that is a bare export. */
static gboolean
read_format (WeftContainer *container, WeftSaid *said, GError **error)
{
  const char *format = weft_container_get_metadata (container, "format");

  said->is_weft = g_strcmp0 (format, "weft") == 0;
  if (said->is_weft)
    return check_version (weft_container_get_metadata (container, "format_version"), error);

  return format == NULL || strcmp (format, "pt") == 0
         || refuse_value ("format", format, "weft, pt or none", error);
}

static gboolean
read_number (WeftContainer *container, const char *key, guint *value, GError **error)
{
  const char *text = weft_container_get_metadata (container, key);
  guint64 number;

  if (text == NULL)
    return TRUE;

  if (!weft_parse_uint64 (text, 1, G_MAXINT32, &number))
    return refuse_value (key, text, "a whole number from 1 to 2147483647", error);

  *value = (guint) number;
  return TRUE;
}

static gboolean
read_kinds (WeftContainer *container, WeftSaid *said, GError **error)
{
  const char *attention = weft_container_get_metadata (container, "attention");
  const char *activation = weft_container_get_metadata (container, "activation");
  const char *output = weft_container_get_metadata (container, "output");
  const char *mode = weft_container_get_metadata (container, "image_mode");

  said->has_attention = attention != NULL && weft_attention_from_string (attention, &said->attention);
  said->has_activation = activation != NULL && weft_activation_from_string (activation, &said->activation);
  said->has_output = output != NULL && weft_output_from_string (output, &said->output);
  said->has_image_mode = mode != NULL && weft_image_mode_from_string (mode, &said->image_mode);

  if (attention != NULL && !said->has_attention)
    return refuse_value ("attention", attention, "linear or softmax", error);
  if (activation != NULL && !said->has_activation)
    return refuse_value ("activation", activation, "relu or gelu", error);
  if (output != NULL && !said->has_output)
    return refuse_value ("output", output, "mixture-of-logistics or categorical", error);
  if (mode != NULL && !said->has_image_mode)
    return refuse_value ("image_mode", mode, "gray8, rgb8 or indexed8", error);
  return TRUE;
}

static gboolean
read_said (WeftContainer *container, WeftSaid *said, GError **error)
{
  return read_format (container, said, error)
         && read_kinds (container, said, error)
         && read_number (container, "n_heads", &said->n_heads, error)
         && read_number (container, "image_width", &said->image_width, error)
         && read_number (container, "image_height", &said->image_height, error);
}

/* ---- what the caller says ---- */

static gboolean
refuse_contradiction (const char *what, const char *in_file, const char *given, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "its %s is %s, but %s was given (leave that out)",
               what, in_file, given);
  return FALSE;
}

static gboolean
merge_number (const char *what, guint *said, guint given, GError **error)
{
  if (given != 0 && *said != 0 && given != *said)
    {
      g_autofree char *a = g_strdup_printf ("%u", *said);
      g_autofree char *b = g_strdup_printf ("%u", given);

      return refuse_contradiction (what, a, b, error);
    }

  if (given != 0)
    *said = given;
  return TRUE;
}

static gboolean
merge_kinds (WeftSaid *said, const WeftFacts *facts, GError **error)
{
  if (facts->attention != NULL && said->has_attention && *facts->attention != said->attention)
    return refuse_contradiction ("attention", weft_attention_to_string (said->attention),
                                 weft_attention_to_string (*facts->attention), error);
  if (facts->activation != NULL && said->has_activation && *facts->activation != said->activation)
    return refuse_contradiction ("activation", weft_activation_to_string (said->activation),
                                 weft_activation_to_string (*facts->activation), error);
  if (facts->image_mode != NULL && said->has_image_mode && *facts->image_mode != said->image_mode)
    return refuse_contradiction ("image_mode", weft_image_mode_to_string (said->image_mode),
                                 weft_image_mode_to_string (*facts->image_mode), error);

  if (facts->attention != NULL)
    said->attention = *facts->attention;
  if (facts->activation != NULL)
    said->activation = *facts->activation;
  if (facts->image_mode != NULL)
    said->image_mode = *facts->image_mode;

  said->has_attention |= facts->attention != NULL;
  said->has_activation |= facts->activation != NULL;
  said->has_image_mode |= facts->image_mode != NULL;
  return TRUE;
}

static gboolean
merge_facts (WeftSaid *said, const WeftFacts *facts, GError **error)
{
  return facts == NULL
         || (merge_kinds (said, facts, error)
             && merge_number ("n_heads", &said->n_heads, facts->n_heads, error)
             && merge_number ("image_width", &said->image_width, facts->image_width, error)
             && merge_number ("image_height", &said->image_height, facts->image_height, error));
}

gboolean
weft_said_read (WeftContainer *container, const WeftFacts *facts, WeftSaid *said, GError **error)
{
  *said = (WeftSaid) { 0 };
  return read_said (container, said, error) && merge_facts (said, facts, error);
}

gboolean
weft_said_check_complete (const WeftSaid *said, GError **error)
{
  const struct {
    gboolean there;
    const char *name;
  } facts[] = {
    { said->has_attention, "attention" },      { said->n_heads != 0, "n_heads" },
    { said->has_image_mode, "image_mode" },    { said->image_width != 0, "image_width" },
    { said->image_height != 0, "image_height" },
  };
  g_autoptr (GString) missing = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (!facts[i].there)
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", facts[i].name);

  if (missing->len == 0)
    return TRUE;

  if (said->is_weft)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "its metadata lacks %s (save the file again)",
                 missing->str);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_MISSING_FACTS,
                 "the file does not say %s (say it when opening it)", missing->str);
  return FALSE;
}

void
weft_said_apply (const WeftSaid *said, WeftConfig *config)
{
  config->attention = said->attention;
  config->activation = said->has_activation ? said->activation : WEFT_ACTIVATION_RELU;
  config->output = said->has_output ? said->output : WEFT_OUTPUT_MIXTURE_OF_LOGISTICS;
  config->image_mode = said->image_mode;
  config->n_heads = said->n_heads;
  config->image_width = said->image_width;
  config->image_height = said->image_height;
}

gboolean
weft_said_read_offsets (WeftContainer *container, WeftConfig *config, GError **error)
{
  const char *text = weft_container_get_metadata (container, "context_offsets");
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);
  const guint n = g_strv_length (parts);

  if (n != config->n_context)
    {
      g_set_error (
          error, WEFT_ERROR, WEFT_ERROR_INVALID,
          "its metadata has %u context_offsets, its tensors %u context embeddings (the file is damaged)", n,
          config->n_context);
      return FALSE;
    }

  for (guint i = 0; i < n && i < WEFT_MAX_CONTEXT; i++)
    {
      guint64 offset;

      if (!weft_parse_uint64 (parts[i], 1, G_MAXINT32, &offset))
        return refuse_value ("context_offsets", text, "a list like 28,27,29,56", error);
      config->context_offsets[i] = (guint) offset;
    }

  return TRUE;
}

static void
write_size (WeftContainerWriter *writer, const char *key, guint value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  weft_container_writer_set_metadata (writer, key, text);
}

void
weft_said_write (WeftContainerWriter *writer, const WeftConfig *config)
{
  weft_container_writer_set_metadata (writer, "format", "weft");
  weft_container_writer_set_metadata (writer, "format_version", G_STRINGIFY (MAJOR_VERSION));
  weft_container_writer_set_metadata (writer, "attention", weft_attention_to_string (config->attention));
  weft_container_writer_set_metadata (writer, "activation", weft_activation_to_string (config->activation));
  weft_container_writer_set_metadata (writer, "output", weft_output_to_string (config->output));
  weft_container_writer_set_metadata (writer, "image_mode", weft_image_mode_to_string (config->image_mode));
  write_size (writer, "n_heads", config->n_heads);
  write_size (writer, "image_width", config->image_width);
  write_size (writer, "image_height", config->image_height);
}
