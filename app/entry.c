/* SPDX-License-Identifier: MIT */
/* One checkpoint on offer: its header at once, its weights in a thread. */
#include "app/entry.h"

#include "app/entry-private.h"
#include "app/facts.h"

#include "engine/error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SUFFIX ".safetensors"

struct _StudioEntry {
  GObject parent_instance;

  /* owned; as the header says */
  char *path;
  char *name;
  char *subtitle;
  GHashTable *metadata; /* of char * by char * */
  StudioFacts facts;
  WeftConfig config;
  guint64 file_bytes;
  WeftPrecision natural_precision;

  gboolean is_bundled;
  gboolean is_default;

  /* owned; once loaded */
  WeftModel *model;
  char *sha256;

  StudioLoading *loading; /* owned reference; the latest, NULL: none was begun */
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_PATH,
  PROP_IS_BUNDLED,
  PROP_IS_DEFAULT,
  PROP_IS_LOADED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (StudioEntry, studio_entry, G_TYPE_OBJECT)

static char *
make_name (const char *path)
{
  g_autofree char *base = g_filename_display_basename (path);

  if (g_str_has_suffix (base, SUFFIX))
    base[strlen (base) - strlen (SUFFIX)] = '\0';
  return g_steal_pointer (&base);
}

static char *
make_subtitle (const WeftConfig *config)
{
  g_autofree char *layers = g_strdup_printf (ngettext ("%u layer", "%u layers", config->n_layers),
                                             config->n_layers);
  const gboolean is_linear = config->attention == WEFT_ATTENTION_LINEAR;
  const char *attention = is_linear ? _("linear attention") : _("softmax attention");

  return g_strdup_printf ("%u × %u, %s, %s", config->image_width, config->image_height, layers, attention);
}

static GHashTable *
copy_metadata (WeftCheckpoint *checkpoint)
{
  g_autofree const char **keys = weft_checkpoint_list_metadata (checkpoint);
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; keys[i] != NULL; i++)
    g_hash_table_insert (metadata, g_strdup (keys[i]),
                         g_strdup (weft_checkpoint_get_metadata (checkpoint, keys[i])));

  return metadata;
}

/* Loading */

typedef struct {
  WeftModel *model;
  char *sha256;
} LoadResult;

static void
load_result_free (LoadResult *result)
{
  g_clear_pointer (&result->model, weft_model_unref);
  g_free (result->sha256);
  g_free (result);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoadResult, load_result_free)

/* Returns: (transfer full): also the entry's latest. */
static StudioLoading *
begin_loading (StudioEntry *self, WeftPrecision precision)
{
  g_clear_pointer (&self->loading, studio_loading_unref);
  self->loading = studio_loading_new (self->path, &self->facts.facts, &self->config, self->file_bytes, precision);
  return studio_loading_ref (self->loading);
}

static LoadResult *
load (StudioLoading *loading, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoadResult) result = g_new0 (LoadResult, 1);

  result->model = studio_loading_run (loading, cancellable, &result->sha256, error);
  return result->model != NULL ? g_steal_pointer (&result) : NULL;
}

/* Makes what was loaded the entry's own. Returns: a reference for the caller. */
static WeftModel *
adopt (StudioEntry *self, LoadResult *result)
{
  g_clear_pointer (&self->model, weft_model_unref);
  g_free (self->sha256);
  self->model = weft_model_ref (result->model);
  self->sha256 = g_strdup (result->sha256);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADED]);
  return weft_model_ref (result->model);
}

static gboolean
has_model (StudioEntry *self, WeftPrecision precision)
{
  return self->model != NULL && weft_model_get_precision (self->model) == precision;
}

static void
load_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  LoadResult *result = load (task_data, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) load_result_free);
  else
    g_task_return_error (task, error);
}

void
studio_entry_load_async (StudioEntry *self, WeftPrecision precision, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (STUDIO_IS_ENTRY (self));

  g_task_set_source_tag (task, studio_entry_load_async);
  g_task_set_return_on_cancel (task, TRUE);

  /* GLib 2.74 would start the thread all the same, and leak an error. */
  if (g_task_return_error_if_cancelled (task))
    return;

  if (has_model (self, precision))
    {
      LoadResult *result = g_new0 (LoadResult, 1);

      *result = (LoadResult) { weft_model_ref (self->model), g_strdup (self->sha256) };
      g_task_return_pointer (task, result, (GDestroyNotify) load_result_free);
    }
  else
    {
      g_task_set_task_data (task, begin_loading (self, precision), (GDestroyNotify) studio_loading_unref);
      g_task_run_in_thread (task, load_thread_cb);
    }
}

WeftModel *
studio_entry_load_finish (StudioEntry *self, GAsyncResult *result, GError **error)
{
  g_autoptr (LoadResult) loaded = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  loaded = g_task_propagate_pointer (G_TASK (result), error);
  return loaded != NULL ? adopt (self, loaded) : NULL;
}

WeftModel *
studio_entry_load_sync (StudioEntry *self, WeftPrecision precision, GError **error)
{
  g_autoptr (StudioLoading) loading = NULL;
  g_autoptr (LoadResult) result = NULL;

  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  if (has_model (self, precision))
    return weft_model_ref (self->model);

  loading = begin_loading (self, precision);
  result = load (loading, NULL, error);
  return result != NULL ? adopt (self, result) : NULL;
}

StudioLoading *
studio_entry_get_loading (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return self->loading;
}

void
studio_entry_unload (StudioEntry *self)
{
  g_return_if_fail (STUDIO_IS_ENTRY (self));

  g_clear_pointer (&self->model, weft_model_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADED]);
}

/* The object */

static void
studio_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  StudioEntry *self = STUDIO_ENTRY (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TITLE:
      g_value_set_string (value, studio_entry_get_title (self));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, self->subtitle);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_IS_BUNDLED:
      g_value_set_boolean (value, self->is_bundled);
      break;
    case PROP_IS_DEFAULT:
      g_value_set_boolean (value, self->is_default);
      break;
    case PROP_IS_LOADED:
      g_value_set_boolean (value, self->model != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
studio_entry_finalize (GObject *object)
{
  StudioEntry *self = STUDIO_ENTRY (object);

  g_free (self->path);
  g_free (self->name);
  g_free (self->subtitle);
  g_clear_pointer (&self->metadata, g_hash_table_unref);
  g_clear_pointer (&self->model, weft_model_unref);
  g_free (self->sha256);
  g_clear_pointer (&self->loading, studio_loading_unref);
  G_OBJECT_CLASS (studio_entry_parent_class)->finalize (object);
}

static void
studio_entry_class_init (StudioEntryClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_entry_get_property;
  object_class->finalize = studio_entry_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_IS_BUNDLED] = g_param_spec_boolean ("is-bundled", NULL, NULL, FALSE, flags);
  properties[PROP_IS_DEFAULT] = g_param_spec_boolean ("is-default", NULL, NULL, FALSE, flags);
  properties[PROP_IS_LOADED] = g_param_spec_boolean ("is-loaded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
studio_entry_init (StudioEntry *self)
{
}

/* The precision recorded for "auto" when the checkpoint was judged in each; without a record, as on disk. */
static WeftPrecision
choose_precision (WeftCheckpoint *checkpoint)
{
  WeftPrecision precision = weft_checkpoint_is_bf16 (checkpoint) ? WEFT_PRECISION_BF16 : WEFT_PRECISION_F32;

  weft_precision_from_string (weft_checkpoint_get_metadata (checkpoint, "auto_precision"), &precision);
  return precision;
}

StudioEntry *
studio_entry_new (const char *path, const WeftFacts *facts, GError **error)
{
  g_autoptr (WeftCheckpoint) checkpoint = NULL;
  StudioEntry *self;

  g_return_val_if_fail (path != NULL, NULL);

  checkpoint = weft_checkpoint_open (path, facts, error);
  if (checkpoint == NULL)
    return NULL;

  self = g_object_new (STUDIO_TYPE_ENTRY, NULL);
  self->path = g_strdup (path);
  self->name = make_name (path);
  studio_facts_init (&self->facts, facts);
  self->config = *weft_checkpoint_get_config (checkpoint);
  self->subtitle = make_subtitle (&self->config);
  self->metadata = copy_metadata (checkpoint);
  self->file_bytes = weft_checkpoint_get_file_bytes (checkpoint);
  self->natural_precision = choose_precision (checkpoint);
  return self;
}

void
studio_entry_set_origin (StudioEntry *self, gboolean is_bundled, gboolean is_default)
{
  if (self->is_bundled != is_bundled)
    {
      self->is_bundled = is_bundled;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_BUNDLED]);
    }
  if (self->is_default != is_default)
    {
      self->is_default = is_default;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_DEFAULT]);
    }
}

gboolean
studio_entry_describes (StudioEntry *self, StudioEntry *other)
{
  return g_str_equal (self->path, other->path)
         && self->file_bytes == other->file_bytes
         && memcmp (&self->config, &other->config, sizeof (WeftConfig)) == 0
         && g_strcmp0 (studio_entry_get_title (self), studio_entry_get_title (other)) == 0;
}

const char *
studio_entry_get_name (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return self->name;
}

const char *
studio_entry_get_title (StudioEntry *self)
{
  const char *title;

  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  title = studio_entry_get_metadata (self, "title");
  return title != NULL && *title != '\0' ? title : self->name;
}

const char *
studio_entry_get_subtitle (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return self->subtitle;
}

const char *
studio_entry_get_path (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return self->path;
}

const WeftConfig *
studio_entry_get_config (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return &self->config;
}

guint64
studio_entry_get_file_bytes (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), 0);

  return self->file_bytes;
}

const char *
studio_entry_get_metadata (StudioEntry *self, const char *key)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return g_hash_table_lookup (self->metadata, key);
}

double
studio_entry_get_bits_per_dim (StudioEntry *self)
{
  const char *text;
  double bits;

  g_return_val_if_fail (STUDIO_IS_ENTRY (self), 0);

  text = studio_entry_get_metadata (self, "bits_per_dim");
  bits = text != NULL ? g_ascii_strtod (text, NULL) : 0;
  return bits > 0 ? MIN (bits, 8) : 0; /* not a number is not above 0 */
}

gboolean
studio_entry_get_is_bundled (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), FALSE);

  return self->is_bundled;
}

gboolean
studio_entry_get_is_default (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), FALSE);

  return self->is_default;
}

WeftPrecision
studio_entry_get_natural_precision (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), WEFT_PRECISION_F32);

  return self->natural_precision;
}

WeftModel *
studio_entry_get_model (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return self->model;
}

gboolean
studio_entry_read_sha256 (StudioEntry *self, GError **error)
{
  g_autoptr (WeftCheckpoint) checkpoint = weft_checkpoint_open (self->path, &self->facts.facts, error);
  char *sha256 = checkpoint != NULL ? weft_checkpoint_dup_sha256 (checkpoint, error) : NULL;

  if (sha256 == NULL)
    return FALSE;

  g_free (self->sha256);
  self->sha256 = sha256;
  return TRUE;
}

void
studio_entry_learn_sha256 (StudioEntry *self, const char *sha256)
{
  if (self->sha256 == NULL)
    self->sha256 = g_strdup (sha256);
}

const char *
studio_entry_get_sha256 (StudioEntry *self)
{
  g_return_val_if_fail (STUDIO_IS_ENTRY (self), NULL);

  return self->sha256;
}
