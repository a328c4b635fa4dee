/* SPDX-License-Identifier: MIT */
/* Recipes out of JSON: the mirror of writing, strict about what it knows. */
#include "app/recipe-json-private.h"

#include "app/json-read.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

const StudioRecipeSize studio_recipe_sizes[STUDIO_RECIPE_N_SIZES] = {
  { "image_width", G_STRUCT_OFFSET (WeftConfig, image_width) },
  { "image_height", G_STRUCT_OFFSET (WeftConfig, image_height) },
  { "layers", G_STRUCT_OFFSET (WeftConfig, n_layers) },
  { "heads", G_STRUCT_OFFSET (WeftConfig, n_heads) },
  { "width", G_STRUCT_OFFSET (WeftConfig, width) },
  { "feed_forward", G_STRUCT_OFFSET (WeftConfig, feed_forward) },
  { "values", G_STRUCT_OFFSET (WeftConfig, n_values) },
  { "outputs", G_STRUCT_OFFSET (WeftConfig, n_outputs) },
};

static const char what[] = "the recipe"; /* for messages */

static gboolean
need_uint (json_t *object, const char *key, guint *value, GError **error)
{
  return studio_json_require (object, key, what, error) && studio_json_read_uint (object, key, what, value, error);
}

static gboolean
need_number (json_t *object, const char *key, double *value, GError **error)
{
  return studio_json_require (object, key, what, error) && studio_json_read_number (object, key, what, value, error);
}

/* One of the engine's names, turned into its value by @from_string. */
#define READ_NAME(object, key, from_string, value, error)                       \
  (json_object_get (object, key) == NULL                                        \
   || from_string (json_string_value (json_object_get (object, key)), (value))  \
   || studio_json_fail (key, what, "a name we know", error))

static gboolean
read_context (json_t *object, WeftConfig *shape, GError **error)
{
  json_t *offsets = json_object_get (object, "context_offsets");
  const gsize n = json_array_size (offsets);

  if (offsets == NULL)
    return TRUE;
  if (!json_is_array (offsets) || n > WEFT_MAX_CONTEXT)
    return studio_json_fail ("context_offsets", what, "a short list", error);

  for (gsize i = 0; i < n; i++)
    {
      json_t *offset = json_array_get (offsets, i);

      if (!json_is_integer (offset) || json_integer_value (offset) < 1
          || json_integer_value (offset) > G_MAXINT32)
        return studio_json_fail ("context_offsets", what, "a list of whole numbers in range", error);
      shape->context_offsets[i] = (guint) json_integer_value (offset);
    }

  shape->n_context = (guint) n;
  return TRUE;
}

static gboolean
read_checkpoint (json_t *root, StudioRecipe *recipe, GError **error)
{
  json_t *object = json_object_get (root, "checkpoint");
  WeftConfig *shape = &recipe->shape;

  if (!studio_json_require (root, "checkpoint", what, error))
    return FALSE;
  if (!json_is_object (object))
    return studio_json_fail ("checkpoint", what, "an object", error);

  for (guint i = 0; i < STUDIO_RECIPE_N_SIZES; i++)
    if (!need_uint (object, studio_recipe_sizes[i].key,
                    &G_STRUCT_MEMBER (guint, shape, studio_recipe_sizes[i].offset), error))
      return FALSE;

  if (!studio_json_read_string (object, "name", what, &recipe->checkpoint_name, error)
      || !studio_json_read_string (object, "sha256", what, &recipe->checkpoint_sha256, error)
      || !READ_NAME (object, "attention", weft_attention_from_string, &shape->attention, error)
      || !READ_NAME (object, "activation", weft_activation_from_string, &shape->activation, error)
      || !READ_NAME (object, "output", weft_output_from_string, &shape->output, error)
      || !READ_NAME (object, "image_mode", weft_image_mode_from_string, &shape->image_mode, error))
    return FALSE;

  shape->n_positions = weft_config_get_image_values (shape) - 1;
  return read_context (object, shape, error);
}

/* A list of objects, each given to @read; absent: an empty one. */
static gboolean
read_list (json_t *root, const char *key, gboolean (*read) (json_t *, StudioRecipe *, GError **), StudioRecipe *recipe,
           GError **error)
{
  json_t *array = json_object_get (root, key);
  json_t *object;
  gsize i;

  if (array != NULL && !json_is_array (array))
    return studio_json_fail (key, what, "a list", error);

  json_array_foreach (array, i, object)
    {
      if (!json_is_object (object))
        return studio_json_fail (key, what, "a list of objects", error);
      if (!read (object, recipe, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_temperature (json_t *object, StudioRecipe *recipe, GError **error)
{
  StudioTemperatureEvent event = { 0 };

  if (!need_uint (object, "step", &event.step, error)
      || !need_number (object, "temperature", &event.temperature, error))
    return FALSE;

  g_array_append_val (recipe->temperatures, event);
  return TRUE;
}

/* Those that a new recipe has go where there are others. */
static gboolean
read_temperatures (json_t *root, StudioRecipe *recipe, GError **error)
{
  if (json_object_get (root, "temperatures") != NULL)
    g_array_set_size (recipe->temperatures, 0);

  return read_list (root, "temperatures", read_temperature, recipe, error);
}

static gboolean
read_address (json_t *object, StudioRecipe *recipe, GError **error)
{
  StudioAddressEvent event = { 0 };

  if (!need_uint (object, "step", &event.step, error)
      || !studio_json_require (object, "seed", what, error)
      || !studio_json_read_uint64 (object, "seed", what, &event.seed, error)
      || !studio_json_read_uint64 (object, "image", what, &event.image, error))
    return FALSE;

  g_array_append_val (recipe->addresses, event);
  return TRUE;
}

static gboolean
read_override (json_t *object, StudioRecipe *recipe, GError **error)
{
  StudioOverride override = { 0 };
  guint value = 0;

  if (!need_uint (object, "step", &override.step, error) || !need_uint (object, "value", &value, error))
    return FALSE;
  if (value >= WEFT_MAX_VALUES)
    return studio_json_fail ("value", what, "a value a checkpoint can have", error);

  override.value = (guint8) value;
  g_array_append_val (recipe->overrides, override);
  return TRUE;
}

static gboolean
read_surgery_numbers (json_t *object, StudioSurgery *surgery, GError **error)
{
  switch (surgery->kind)
    {
    case STUDIO_SURGERY_SCALE:
      return studio_json_read_uint (object, "layer", what, &surgery->layer, error)
             && studio_json_read_uint (object, "head", what, &surgery->head, error)
             && need_number (object, "factor", &surgery->factor, error);
    case STUDIO_SURGERY_FORGET:
      return need_uint (object, "first", &surgery->first, error) && need_uint (object, "end", &surgery->end, error);
    case STUDIO_SURGERY_BLEND:
      return need_number (object, "weight", &surgery->weight, error)
             && studio_json_require (object, "moment_hash", what, error)
             && studio_json_read_hash (object, "moment_hash", what, &surgery->other_hash, error);
    case STUDIO_SURGERY_FREEZE:
    case STUDIO_SURGERY_THAW:
    case STUDIO_SURGERY_N_KINDS:
    default:
      return TRUE;
    }
}

static gboolean
read_surgery (json_t *object, StudioRecipe *recipe, GError **error)
{
  StudioSurgery surgery = { .layer = WEFT_SURGERY_ALL, .head = WEFT_SURGERY_ALL };

  if (!need_uint (object, "step", &surgery.step, error)
      || !studio_json_require (object, "change", what, error)
      || !READ_NAME (object, "change", studio_surgery_kind_from_string, &surgery.kind, error)
      || !read_surgery_numbers (object, &surgery, error))
    return FALSE;

  g_ptr_array_add (recipe->surgeries, studio_surgery_copy (&surgery));
  return TRUE;
}

/* The decoder of GLib skips what it does not know, so the way back is compared. */
static GBytes *
decode_base64 (const char *text)
{
  gsize size;
  g_autofree guint8 *data = g_base64_decode (text, &size);
  g_autofree char *again = g_base64_encode (data, size);

  return g_str_equal (again, text) ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

static gboolean
read_start (json_t *root, StudioRecipe *recipe, GError **error)
{
  json_t *object = json_object_get (root, "start");
  const char *kind = json_string_value (json_object_get (object, "kind"));
  const char *form = json_string_value (json_object_get (object, "prefix_form"));
  const char *values = json_string_value (json_object_get (object, "values"));

  if (object == NULL || g_strcmp0 (kind, "blank") == 0)
    return TRUE;
  if (g_strcmp0 (kind, "values") != 0)
    return studio_json_fail ("start", what, "blank or values", error);
  if (g_strcmp0 (form, "steps") != 0)
    return studio_json_fail ("prefix_form", what, "steps", error);

  recipe->kept_values = values != NULL ? decode_base64 (values) : NULL;
  return recipe->kept_values != NULL || studio_json_fail ("values", what, "bytes in base64", error);
}

/* One run of given values; @values is the rest, of which the run takes its own. */
static gboolean
read_span (json_t *span, StudioRecipe *recipe, const guint8 **values, gsize *n_left, GError **error)
{
  const json_int_t first = json_integer_value (json_array_get (span, 0));
  const json_int_t n = json_integer_value (json_array_get (span, 1));

  if (json_array_size (span) != 2 || first < 1 || first > G_MAXINT32 || n < 1 || (gsize) n > *n_left)
    return studio_json_fail ("spans", what, "a list of beginnings and lengths, as many values in all as there are",
                             error);

  for (json_int_t i = 0; i < n; i++)
    {
      const StudioOverride given = { (guint) (first + i), (*values)[i] };

      g_array_append_val (recipe->given, given);
    }
  *values += n;
  *n_left -= (gsize) n;
  return TRUE;
}

static gboolean
read_mask (json_t *root, StudioRecipe *recipe, GError **error)
{
  json_t *object = json_object_get (root, "mask");
  json_t *spans = json_object_get (object, "spans");
  const char *text = json_string_value (json_object_get (object, "values"));
  g_autoptr (GBytes) bytes = text != NULL ? decode_base64 (text) : NULL;
  const guint8 *values;
  gsize n_left, i;
  json_t *span;

  if (object == NULL)
    return TRUE;
  if (!json_is_array (spans))
    return studio_json_fail ("spans", what, "a list", error);
  if (bytes == NULL)
    return studio_json_fail ("values", what, "bytes in base64", error);

  values = g_bytes_get_data (bytes, &n_left);
  json_array_foreach (spans, i, span)
    if (!read_span (span, recipe, &values, &n_left, error))
      return FALSE;

  return n_left == 0 || studio_json_fail ("mask", what, "as long as its spans", error);
}

static gboolean
read_format (json_t *root, GError **error)
{
  const char *format = json_string_value (json_object_get (root, "format"));
  const char *version = json_string_value (json_object_get (root, "format_version"));
  g_auto (GStrv) parts = version != NULL ? g_strsplit (version, ".", 2) : NULL;
  guint64 major;

  if (g_strcmp0 (format, STUDIO_RECIPE_FORMAT) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the text is no recipe of Weft");
      return FALSE;
    }
  if (parts == NULL || parts[0] == NULL
      || !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXUINT32, &major, NULL))
    return studio_json_fail ("format_version", what, "a version", error);

  if (major > STUDIO_RECIPE_FORMAT_MAJOR)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   "the recipe has format %" G_GUINT64_FORMAT ", this Weft reads up to %d (get a newer Weft)",
                   major, STUDIO_RECIPE_FORMAT_MAJOR);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_generator (json_t *root, GError **error)
{
  const char *generator = json_string_value (json_object_get (root, "generator"));

  if (generator == NULL || g_str_equal (generator, STUDIO_RECIPE_GENERATOR))
    return TRUE;

  g_autofree char *shown = weft_escape_name (generator, -1);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               "the recipe's random numbers are drawn by '%s', this Weft draws by %s (use the Weft that wrote it)", shown,
               STUDIO_RECIPE_GENERATOR);
  return FALSE;
}

static gboolean
read_state_hash (json_t *root, StudioRecipe *recipe, GError **error)
{
  recipe->has_state_hash = json_object_get (root, "state_hash") != NULL;
  return studio_json_read_hash (root, "state_hash", what, &recipe->state_hash, error);
}

gboolean
studio_recipe_read (json_t *root, StudioRecipe *recipe, GError **error)
{
  return read_format (root, error)
         && read_generator (root, error)
         && studio_json_read_string (root, "program_version", what, &recipe->program_version, error)
         && read_checkpoint (root, recipe, error)
         && studio_json_require (root, "seed", what, error)
         && studio_json_read_uint64 (root, "seed", what, &recipe->seed, error)
         && studio_json_read_uint64 (root, "image", what, &recipe->image, error)
         && READ_NAME (root, "attention_form", weft_form_from_string, &recipe->form, error)
         && READ_NAME (root, "precision", weft_precision_from_string, &recipe->precision, error)
         && studio_json_read_string (root, "kernels", what, &recipe->kernels, error)
         && read_temperatures (root, recipe, error)
         && read_list (root, "branches", read_address, recipe, error)
         && read_list (root, "overrides", read_override, recipe, error)
         && read_list (root, "memory", read_surgery, recipe, error)
         && studio_json_read_uint (root, "top_k", what, &recipe->top_k, error)
         && studio_json_read_number (root, "top_p", what, &recipe->top_p, error)
         && read_start (root, recipe, error)
         && read_mask (root, recipe, error)
         && studio_json_read_uint (root, "steps_done", what, &recipe->steps_done, error)
         && studio_json_read_uint (root, "scale", what, &recipe->scale, error)
         && read_state_hash (root, recipe, error)
         && studio_recipe_validate (recipe, error);
}
