/* SPDX-License-Identifier: MIT */
/* The allow-list: the three globals a state dictionary names and the two calls it makes. Whatever else a pickle
 * asks for is refused by name, and nothing is ever executed. */
#include "engine/format/pickle-private.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

#define SHOWN_NAME 60 /* bytes of a module or global in a message */

/* In the order of WeftPickleGlobal. */
static const struct {
  const char *module;
  const char *name;
} known_globals[] = {
  { "collections", "OrderedDict" },
  { "torch", "FloatStorage" },
  { "torch._utils", "_rebuild_tensor_v2" },
};

gboolean
weft_machine_refuse_code (WeftPickleMachine *m, const char *what, GError **error)
{
  g_autofree char *shown = weft_escape_name (what, -1);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               "the pickle asks for %s at byte %" G_GSIZE_FORMAT
               "; only plain float32 tensors are read, nothing is "
               "executed (save the weights alone and as float32, or do not trust this file)",
               shown, m->op_at);
  return FALSE;
}

static gboolean
is_text (const char *text, gsize length, const char *word)
{
  return length == strlen (word) && memcmp (text, word, length) == 0;
}

static gboolean
refuse_global (WeftPickleMachine *m, const char *how, const char *module, gsize module_length,
               const char *name, gsize name_length, GError **error)
{
  g_autofree char *whole = g_strdup_printf ("%s%.*s.%.*s", how, (int) MIN (module_length, SHOWN_NAME), module,
                                            (int) MIN (name_length, SHOWN_NAME), name);

  return weft_machine_refuse_code (m, whole, error);
}

static gboolean
push_global (WeftPickleMachine *m, const char *module, gsize module_length, const char *name,
             gsize name_length, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_globals); i++)
    if (is_text (module, module_length, known_globals[i].module)
        && is_text (name, name_length, known_globals[i].name))
      return weft_machine_push (m, WEFT_PICKLE_REF_GLOBALS + i, error);

  return refuse_global (m, "", module, module_length, name, name_length, error);
}

gboolean
weft_machine_do_global (WeftPickleMachine *m, GError **error)
{
  const char *module, *name;
  gsize module_length, name_length;

  return weft_machine_take_line (m, &module, &module_length, error)
         && weft_machine_take_line (m, &name, &name_length, error)
         && push_global (m, module, module_length, name, name_length, error);
}

gboolean
weft_machine_do_stack_global (WeftPickleMachine *m, GError **error)
{
  WeftPickleRef module, name;
  gsize module_length, name_length;
  const char *module_text, *name_text;

  if (!weft_machine_pop (m, &name, error) || !weft_machine_pop (m, &module, error))
    return FALSE;
  if (weft_pickle_value_at (m->pickle, name)->kind != WEFT_PICKLE_STRING
      || weft_pickle_value_at (m->pickle, module)->kind != WEFT_PICKLE_STRING)
    return weft_machine_refuse (m, error, "names a global by something that is no string");

  module_text = weft_pickle_get_string (m->pickle, module, &module_length);
  name_text = weft_pickle_get_string (m->pickle, name, &name_length);
  return push_global (m, module_text, module_length, name_text, name_length, error);
}

/* INST is refused whatever it names; the name is for the message. */
gboolean
weft_machine_do_inst (WeftPickleMachine *m, GError **error)
{
  const char *module, *name;
  gsize module_length, name_length;

  return weft_machine_take_line (m, &module, &module_length, error)
         && weft_machine_take_line (m, &name, &name_length, error)
         && refuse_global (m, "INST of ", module, module_length, name, name_length, error);
}

/* The two calls there are: an empty OrderedDict, and a tensor over its arguments. */
gboolean
weft_machine_do_reduce (WeftPickleMachine *m, GError **error)
{
  WeftPickleRef callable, arguments;

  if (!weft_machine_pop (m, &arguments, error) || !weft_machine_pop (m, &callable, error))
    return FALSE;

  if (callable == WEFT_PICKLE_REF_GLOBALS + WEFT_PICKLE_ORDERED_DICT
      && arguments == WEFT_PICKLE_REF_EMPTY_TUPLE)
    return weft_machine_push_new (m, WEFT_PICKLE_DICT, 0, 0, error);

  if (callable == WEFT_PICKLE_REF_GLOBALS + WEFT_PICKLE_REBUILD_TENSOR
      && weft_pickle_value_at (m->pickle, arguments)->kind == WEFT_PICKLE_TUPLE)
    return weft_machine_push_new (m, WEFT_PICKLE_TENSOR, arguments, 0, error);

  return weft_machine_refuse (m, error, "calls something with arguments that do not fit");
}
