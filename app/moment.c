/* SPDX-License-Identifier: MIT */
/* A moment's file is a safetensors container: `x`, `s`, `z`, and in its metadata the recipe and the hash of the memory.
 * Whether a file is a moment is told by its metadata; whether it is sound, by sizes that the recipe's shape fixes. */
#include "app/moment.h"

#include "app/recipe-json.h"

#include "engine/error.h"
#include "engine/format/safetensors-writer.h"
#include "engine/format/safetensors.h"
#include "engine/format/shape.h"

#include <math.h>
#include <string.h>

#define FORMAT "weft-moment"
#define REMEDY "(save the moment anew, or copy the file again)"

struct _StudioMoment {
  gatomicrefcount ref_count;
  StudioRecipe *recipe; /* owned */
  guint64 hash;
  GBytes *x; /* [image values], 0 where not known */
  GBytes *s; /* [layers, heads, E, E] F32 */
  GBytes *z; /* [layers, heads, E] F32 */
};

G_DEFINE_BOXED_TYPE (StudioMoment, studio_moment, studio_moment_ref, studio_moment_unref)

/* Name and shape of each tensor, which the recipe's shape fixes. */
typedef struct {
  const char *name;
  WeftDtype dtype;
  gsize rank;
  guint64 shape[4];
} Tensor;

#define N_TENSORS 3

static void
describe_tensors (const WeftConfig *config, Tensor *tensors)
{
  const guint64 layers = config->n_layers, heads = config->n_heads, size = weft_config_get_head_size (config);

  tensors[0] = (Tensor) { "x", WEFT_DTYPE_U8, 1, { weft_config_get_image_values (config) } };
  tensors[1] = (Tensor) { "s", WEFT_DTYPE_F32, 4, { layers, heads, size, size } };
  tensors[2] = (Tensor) { "z", WEFT_DTYPE_F32, 3, { layers, heads, size } };
}

static gsize
count_bytes (const Tensor *tensor)
{
  gsize n = weft_dtype_get_bits (tensor->dtype) / 8;

  for (gsize i = 0; i < tensor->rank; i++)
    n *= tensor->shape[i];

  return n;
}

StudioMoment *
studio_moment_ref (StudioMoment *moment)
{
  g_atomic_ref_count_inc (&moment->ref_count);
  return moment;
}

void
studio_moment_unref (StudioMoment *moment)
{
  if (!g_atomic_ref_count_dec (&moment->ref_count))
    return;

  studio_recipe_free (moment->recipe);
  g_bytes_unref (moment->x);
  g_bytes_unref (moment->s);
  g_bytes_unref (moment->z);
  g_free (moment);
}

StudioMoment *
studio_moment_new (WeftState *state, guint lane, const guint8 *values, guint n_known, const StudioRecipe *recipe,
                   GError **error)
{
  Tensor tensors[N_TENSORS];
  StudioMoment *moment;
  guint8 *x;
  float *s, *z;

  g_return_val_if_fail (n_known >= 1 && weft_state_get_position (state) == n_known - 1, NULL);

  if (weft_state_get_form (state) != WEFT_FORM_LINEAR)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           "softmax attention remembers more with every value, so there is no moment of constant size "
                           "(choose a checkpoint with linear attention)");
      return NULL;
    }

  describe_tensors (&recipe->shape, tensors);
  x = g_malloc0 (count_bytes (&tensors[0]));
  s = g_malloc (count_bytes (&tensors[1]));
  z = g_malloc (count_bytes (&tensors[2]));
  memcpy (x, values, n_known);
  weft_state_export_linear (state, lane, s, z);

  moment = g_new0 (StudioMoment, 1);
  g_atomic_ref_count_init (&moment->ref_count);
  moment->recipe = studio_recipe_copy (recipe);
  moment->recipe->steps_done = n_known;
  moment->recipe->has_state_hash = FALSE;
  moment->hash = weft_state_get_hash (state, lane);
  moment->x = g_bytes_new_take (x, count_bytes (&tensors[0]));
  moment->s = g_bytes_new_take (s, count_bytes (&tensors[1]));
  moment->z = g_bytes_new_take (z, count_bytes (&tensors[2]));
  return moment;
}

/* Writing */

GBytes *
studio_moment_to_bytes (StudioMoment *moment, GError **error)
{
  g_autoptr (WeftContainerWriter) writer = weft_container_writer_new ();
  g_autofree char *recipe = studio_recipe_to_json (moment->recipe);
  g_autofree char *hash = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", moment->hash);
  g_autofree char *version = g_strdup_printf ("%d", STUDIO_MOMENT_FORMAT_MAJOR);
  GBytes *const data[N_TENSORS] = { moment->x, moment->s, moment->z };
  Tensor tensors[N_TENSORS];

  weft_container_writer_set_metadata (writer, "format", FORMAT);
  weft_container_writer_set_metadata (writer, "format_version", version);
  weft_container_writer_set_metadata (writer, "recipe", recipe);
  weft_container_writer_set_metadata (writer, "state_hash", hash);

  describe_tensors (&moment->recipe->shape, tensors);
  for (guint i = 0; i < N_TENSORS; i++)
    weft_container_writer_add (writer, tensors[i].name, tensors[i].dtype, tensors[i].shape, tensors[i].rank, data[i]);

  return weft_container_writer_finish (writer, error);
}

/* Reading */

gboolean
studio_moment_has_suffix (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, STUDIO_MOMENT_SUFFIX);
}

static gboolean
refuse (GError **error, WeftError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, WeftError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (WEFT_ERROR, code, format, arguments));
  va_end (arguments);
  return FALSE;
}

/* "1", or "1." and a minor number, which may only add what can be ignored. */
static gboolean
check_version (WeftContainer *container, GError **error)
{
  const char *format = weft_container_get_metadata (container, "format");
  const char *version = weft_container_get_metadata (container, "format_version");
  char *end = NULL;
  guint64 major;

  if (g_strcmp0 (format, FORMAT) != 0)
    return refuse (error, WEFT_ERROR_UNSUPPORTED, "is a safetensors file, but no moment of a picture (a moment says "
                   "format " FORMAT " in its metadata)");
  if (version == NULL || !g_ascii_isdigit (*version))
    return refuse (error, WEFT_ERROR_INVALID, "does not say which version of the format it has " REMEDY);

  major = g_ascii_strtoull (version, &end, 10);
  if (*end != '\0' && *end != '.')
    return refuse (error, WEFT_ERROR_INVALID, "does not say which version of the format it has " REMEDY);

  return major == STUDIO_MOMENT_FORMAT_MAJOR
         || refuse (error, WEFT_ERROR_UNSUPPORTED,
                    "is a moment of format version %" G_GUINT64_FORMAT ", this program reads %d (use a newer Weft)",
                    major, STUDIO_MOMENT_FORMAT_MAJOR);
}

static gboolean
read_hash (WeftContainer *container, guint64 *hash, GError **error)
{
  const char *text = weft_container_get_metadata (container, "state_hash");

  if (text == NULL || strlen (text) != 16 || strspn (text, "0123456789abcdef") != 16)
    return refuse (error, WEFT_ERROR_INVALID, "has no hash of its memory of 16 hexadecimal digits " REMEDY);

  *hash = g_ascii_strtoull (text, NULL, 16);
  return TRUE;
}

static StudioRecipe *
read_recipe (WeftContainer *container, GError **error)
{
  const char *text = weft_container_get_metadata (container, "recipe");
  g_autoptr (StudioRecipe) recipe = text != NULL ? studio_recipe_from_json (text, -1, error) : NULL;

  if (text == NULL)
    refuse (error, WEFT_ERROR_INVALID, "has no recipe in its metadata " REMEDY);
  if (recipe == NULL)
    return NULL;

  if (recipe->form != WEFT_FORM_LINEAR || recipe->steps_done < 1)
    {
      refuse (error, WEFT_ERROR_INVALID, "is a moment after %u values with %s attention, which there cannot be " REMEDY,
              recipe->steps_done, weft_form_to_string (recipe->form));
      return NULL;
    }

  return g_steal_pointer (&recipe);
}

/* (transfer full): the data of a tensor that must be as described. */
static GBytes *
read_tensor (WeftContainer *container, const Tensor *expected, GError **error)
{
  const WeftTensor *found = weft_container_find (container, expected->name);
  g_autofree char *wanted = weft_shape_to_string (expected->shape, expected->rank);
  g_autofree guint8 *data = NULL;

  if (found == NULL || found->dtype != expected->dtype || found->rank != expected->rank
      || memcmp (found->shape, expected->shape, expected->rank * sizeof (guint64)) != 0)
    {
      refuse (error, WEFT_ERROR_INVALID, "lacks the tensor %s of %s %s that its recipe asks for " REMEDY, expected->name,
              weft_dtype_to_string (expected->dtype), wanted);
      return NULL;
    }

  data = g_try_malloc (found->n_bytes);
  if (data == NULL)
    {
      refuse (error, WEFT_ERROR_NO_MEMORY, "needs %" G_GUINT64_FORMAT " bytes for its tensor %s", found->n_bytes,
              expected->name);
      return NULL;
    }

  if (!weft_container_read (container, found, data, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), found->n_bytes);
}

static gboolean
check_finite (GBytes *data, const char *name, GError **error)
{
  gsize n;
  const float *numbers = g_bytes_get_data (data, &n);

  for (gsize i = 0; i < n / sizeof (float); i++)
    if (!isfinite (numbers[i]))
      return refuse (error, WEFT_ERROR_INVALID, "has the number %g at place %" G_GSIZE_FORMAT " of %s, and no memory has "
                     "such " REMEDY, numbers[i], i, name);

  return TRUE;
}

static gboolean
check_values (const StudioMoment *moment, GError **error)
{
  const guint8 *x = g_bytes_get_data (moment->x, NULL);

  for (guint i = 0; i < moment->recipe->steps_done; i++)
    if (x[i] >= moment->recipe->shape.n_values)
      return refuse (error, WEFT_ERROR_INVALID, "has the value %u at place %u, its checkpoint knows 0 to %u " REMEDY,
                     x[i], i, moment->recipe->shape.n_values - 1);

  return TRUE;
}

static gboolean
read_tensors (StudioMoment *moment, WeftContainer *container, GError **error)
{
  GBytes **const targets[N_TENSORS] = { &moment->x, &moment->s, &moment->z };
  Tensor tensors[N_TENSORS];

  if (weft_container_get_n_tensors (container) != N_TENSORS)
    return refuse (error, WEFT_ERROR_INVALID, "has %" G_GSIZE_FORMAT " tensors, a moment has %d " REMEDY,
                   weft_container_get_n_tensors (container), N_TENSORS);

  describe_tensors (&moment->recipe->shape, tensors);
  for (guint i = 0; i < N_TENSORS; i++)
    {
      *targets[i] = read_tensor (container, &tensors[i], error);
      if (*targets[i] == NULL)
        return FALSE;
    }

  return check_finite (moment->s, "s", error) && check_finite (moment->z, "z", error) && check_values (moment, error);
}

static WeftContainer *
open_container (const char *path, GError **error)
{
  g_autoptr (WeftBytes) bytes = weft_bytes_open (path, error);

  if (bytes == NULL)
    return NULL;
  if (weft_bytes_get_size (bytes) > STUDIO_MOMENT_MAX_FILE)
    {
      refuse (error, WEFT_ERROR_INVALID, "has %" G_GUINT64_FORMAT " bytes, a moment has at most %" G_GUINT64_FORMAT,
              weft_bytes_get_size (bytes), STUDIO_MOMENT_MAX_FILE);
      return NULL;
    }

  return weft_container_new (g_steal_pointer (&bytes), error);
}

static void
clear_half_read (StudioMoment *moment)
{
  g_clear_pointer (&moment->recipe, studio_recipe_free);
  g_clear_pointer (&moment->x, g_bytes_unref);
  g_clear_pointer (&moment->s, g_bytes_unref);
  g_clear_pointer (&moment->z, g_bytes_unref);
}

StudioMoment *
studio_moment_open (const char *path, GError **error)
{
  g_autoptr (WeftContainer) container = open_container (path, error);
  StudioMoment read = { 0 };

  if (container == NULL || !check_version (container, error))
    return NULL;

  read.recipe = read_recipe (container, error);
  if (read.recipe == NULL || !read_hash (container, &read.hash, error) || !read_tensors (&read, container, error))
    {
      clear_half_read (&read);
      return NULL;
    }

  g_atomic_ref_count_init (&read.ref_count);
  return g_memdup2 (&read, sizeof read);
}

const StudioRecipe *
studio_moment_get_recipe (StudioMoment *moment)
{
  return moment->recipe;
}

guint
studio_moment_get_n_known (StudioMoment *moment)
{
  return moment->recipe->steps_done;
}

const guint8 *
studio_moment_get_values (StudioMoment *moment)
{
  return g_bytes_get_data (moment->x, NULL);
}

guint64
studio_moment_get_hash (StudioMoment *moment)
{
  return moment->hash;
}

WeftState *
studio_moment_make_state (StudioMoment *moment, WeftModel *model, GError **error)
{
  const WeftConfig *config = weft_model_get_config (model);
  g_autoptr (WeftState) state = NULL;

  if (memcmp (config, &moment->recipe->shape, sizeof *config) != 0)
    {
      refuse (error, WEFT_ERROR_INVALID, "the moment belongs to checkpoint %s, which has other sizes than this one "
              "(choose that checkpoint)", moment->recipe->checkpoint_name);
      return NULL;
    }

  state = weft_state_new (model, WEFT_FORM_LINEAR, 1, config->n_positions, error);
  if (state == NULL)
    return NULL;

  weft_state_import_linear (state, 0, studio_moment_get_n_known (moment) - 1, studio_moment_get_values (moment),
                            g_bytes_get_data (moment->s, NULL), g_bytes_get_data (moment->z, NULL));
  if (weft_state_get_hash (state, 0) != moment->hash)
    {
      refuse (error, WEFT_ERROR_INVALID, "the moment's memory has hash %016" G_GINT64_MODIFIER "x, it was saved with "
              "%016" G_GINT64_MODIFIER "x " REMEDY, weft_state_get_hash (state, 0), moment->hash);
      return NULL;
    }

  return g_steal_pointer (&state);
}
