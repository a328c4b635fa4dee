/* SPDX-License-Identifier: MIT */
/* The pickle machine: what it builds, what it refuses by name, and how little it needs. */
#include "engine/error.h"
#include "engine/format/pickle.h"

#include <string.h>

#define PICKLE(bytes) (const guint8 *) (bytes), sizeof (bytes) - 1

typedef struct {
  const char *what;
  const guint8 *data;
  gsize size;
  WeftError code;
  const char *sentence;
} BadCase;

static const BadCase bad[] = {
  /* code */
  { "os.system", PICKLE ("\x80\x02" "cos\nsystem\n(X\x02\0\0\0idtR."), WEFT_ERROR_UNSUPPORTED,
    "asks for os.system at byte 2" },
  { "by STACK_GLOBAL", PICKLE ("\x80\x04\x8c\x05posix\x8c\x06system\x93."), WEFT_ERROR_UNSUPPORTED,
    "asks for posix.system" },
  { "nearly known", PICKLE ("\x80\x02" "ccollections\nOrderedDict2\n."), WEFT_ERROR_UNSUPPORTED,
    "collections.OrderedDict2" },
  { "dotted", PICKLE ("\x80\x04\x8c\x05torch\x8c\x16" "FloatStorage.__class__\x93."), WEFT_ERROR_UNSUPPORTED,
    "__class__" },
  { "other storage", PICKLE ("\x80\x02" "ctorch\nLongStorage\n."), WEFT_ERROR_UNSUPPORTED,
    "torch.LongStorage" },
  { "name for a terminal", PICKLE ("\x80\x02" "cos\x1b[2J\nx\n."), WEFT_ERROR_UNSUPPORTED, "os\\u001b[2J.x" },
  { "INST", PICKLE ("\x80\x02(ios\nsystem\n."), WEFT_ERROR_UNSUPPORTED, "INST of os.system" },
  { "OBJ", PICKLE ("\x80\x02(o."), WEFT_ERROR_UNSUPPORTED, "asks for OBJ" },
  { "NEWOBJ", PICKLE ("\x80\x02))\x81."), WEFT_ERROR_UNSUPPORTED, "asks for NEWOBJ" },
  { "EXT1", PICKLE ("\x80\x02\x82\x01."), WEFT_ERROR_UNSUPPORTED, "asks for EXT1" },
  { "EXT4", PICKLE ("\x80\x02\x84\x01\0\0\0."), WEFT_ERROR_UNSUPPORTED, "asks for EXT4" },
  { "NEXT_BUFFER", PICKLE ("\x80\x05\x97."), WEFT_ERROR_UNSUPPORTED, "asks for NEXT_BUFFER" },
  { "PERSID", PICKLE ("\x80\x02Pa\n."), WEFT_ERROR_UNSUPPORTED, "asks for PERSID" },
  { "LONG4", PICKLE ("\x80\x02\x8b\0\0\0\x80."), WEFT_ERROR_UNSUPPORTED, "asks for LONG4" },
  { "text GET", PICKLE ("\x80\x02g0\n."), WEFT_ERROR_UNSUPPORTED, "asks for GET" },
  { "no opcode", PICKLE ("\x80\x02\xff."), WEFT_ERROR_INVALID, "unknown opcode 0xff" },

  /* sizes */
  { "empty", PICKLE (""), WEFT_ERROR_INVALID, "ends without a STOP at byte 0" },
  { "no STOP", PICKLE ("\x80\x02N"), WEFT_ERROR_INVALID, "ends without a STOP at byte 3" },
  { "cut number", PICKLE ("\x80\x02J\x01\0"), WEFT_ERROR_INVALID, "needs 4 more bytes" },
  { "1 GB string", PICKLE ("\x80\x02X\0\0\0\x40" "a."), WEFT_ERROR_INVALID, "needs 1073741824 more bytes" },
  { "4 GB string", PICKLE ("\x80\x02X\xff\xff\xff\xff" "a."), WEFT_ERROR_INVALID,
    "needs 4294967295 more bytes" },
  { "long number", PICKLE ("\x80\x02\x8a\x09xxxxxxxxx."), WEFT_ERROR_INVALID, "a number of 9 bytes" },
  { "far number", PICKLE ("\x80\x02\x8a\x08\0\0\0\0\0\0\0\x08."), WEFT_ERROR_INVALID,
    "the number 576460752303423488, which no size reaches" },
  { "line without end", PICKLE ("\x80\x02" "ctorch"), WEFT_ERROR_INVALID, "a line without an end" },
  { "frame", PICKLE ("\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xffN."), WEFT_ERROR_INVALID, "frame" },
  { "memo 2^32-1", PICKLE ("\x80\x02Nr\xff\xff\xff\xff."), WEFT_ERROR_INVALID,
    "number 4294967295, which is out of reach" },
  { "memo never put", PICKLE ("\x80\x02h\x05."), WEFT_ERROR_INVALID,
    "value number 5, which it never remembered" },
  { "memo between", PICKLE ("\x80\x02Nq\x02h\x01" "0."), WEFT_ERROR_INVALID, "value number 1" },
  { "memo of nothing", PICKLE ("\x80\x02q\0."), WEFT_ERROR_INVALID, "empty stack" },

  /* stack */
  { "underflow", PICKLE ("\x80\x02\x85."), WEFT_ERROR_INVALID, "empty stack" },
  { "underflow at a mark", PICKLE ("\x80\x02N(\x85."), WEFT_ERROR_INVALID, "empty stack" },
  { "no MARK", PICKLE ("\x80\x02Nt."), WEFT_ERROR_INVALID, "no MARK" },
  { "SETITEMS without MARK", PICKLE ("\x80\x02}NNu."), WEFT_ERROR_INVALID, "no MARK" },
  { "SETITEMS on a list", PICKLE ("\x80\x02](NNu."), WEFT_ERROR_INVALID, "puts keys into something else" },
  { "SETITEM on a tuple", PICKLE ("\x80\x02)NNs."), WEFT_ERROR_INVALID, "puts keys into something else" },
  { "APPENDS on a dict", PICKLE ("\x80\x02}(Ne."), WEFT_ERROR_INVALID, "puts items into something else" },
  { "odd SETITEMS", PICKLE ("\x80\x02}(Nu."), WEFT_ERROR_INVALID, "a key without a value" },
  { "two values", PICKLE ("\x80\x02NN."), WEFT_ERROR_INVALID, "stops with 2 values" },
  { "no value", PICKLE ("\x80\x02."), WEFT_ERROR_INVALID, "stops with 0 values" },
  { "open mark", PICKLE ("\x80\x02N(."), WEFT_ERROR_INVALID, "stops with 1 values and 1 marks" },

  /* calls */
  { "call of a number", PICKLE ("\x80\x02K\x01)R."), WEFT_ERROR_INVALID, "calls something" },
  { "call of a storage type", PICKLE ("\x80\x02" "ctorch\nFloatStorage\n)R."), WEFT_ERROR_INVALID,
    "calls something" },
  { "OrderedDict of items", PICKLE ("\x80\x02" "ccollections\nOrderedDict\n]\x85R."), WEFT_ERROR_INVALID,
    "calls something" },
  { "tensor of a list", PICKLE ("\x80\x02" "ctorch._utils\n_rebuild_tensor_v2\n]R."), WEFT_ERROR_INVALID,
    "calls something" },
  { "BUILD of a number", PICKLE ("\x80\x02K\x01}b."), WEFT_ERROR_INVALID, "sets the state" },
  { "BUILD with a number", PICKLE ("\x80\x02}K\x01" "b."), WEFT_ERROR_INVALID, "sets the state" },
  { "storage of a string", PICKLE ("\x80\x02X\x01\0\0\0aQ."), WEFT_ERROR_INVALID, "no tuple" },
  { "global of numbers", PICKLE ("\x80\x04K\x01K\x01\x93."), WEFT_ERROR_INVALID, "no string" },
  { "not UTF-8", PICKLE ("\x80\x02X\x01\0\0\0\xff."), WEFT_ERROR_INVALID, "not UTF-8" },
  { "protocol 1", PICKLE ("\x80\x01N."), WEFT_ERROR_INVALID, "has protocol 1" },
  { "protocol 6", PICKLE ("\x80\x06N."), WEFT_ERROR_INVALID, "has protocol 6" },
  { "second PROTO", PICKLE ("\x80\x02\x80\x02N."), WEFT_ERROR_INVALID, "has protocol 2" },
};

static void
assert_refused (const BadCase *c)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPickle) pickle = weft_pickle_new (c->data, c->size, NULL, &error);

  g_test_message ("%s: %s", c->what, error != NULL ? error->message : "accepted");
  g_assert_null (pickle);
  g_assert_error (error, WEFT_ERROR, (gint) c->code);
  g_assert_nonnull (strstr (error->message, c->sentence));
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (&bad[i]);
}

static WeftPickle *
run (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  WeftPickle *pickle = weft_pickle_new (data, size, NULL, &error);

  g_assert_no_error (error);
  return pickle;
}

static void
test_ints (void)
{
  static const struct {
    const guint8 *data;
    gsize size;
    gint64 value;
  } cases[] = {
    { PICKLE ("\x80\x02K\xff."), 255 },
    { PICKLE ("\x80\x02M\xff\xff."), 65535 },
    { PICKLE ("\x80\x02J\xff\xff\xff\xff."), -1 },
    { PICKLE ("\x80\x02J\0\0\0\x80."), G_MININT32 },
    { PICKLE ("\x80\x02\x8a\0."), 0 },
    { PICKLE ("\x80\x02\x8a\x01\xff."), -1 },
    { PICKLE ("\x80\x02\x8a\x02\xff\0."), 255 },
    { PICKLE ("\x80\x02\x8a\x08\0\0\0\0\0\0\0\xf8."), -(G_GINT64_CONSTANT (1) << 59) },
    { PICKLE ("\x80\x02\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x07."), (G_GINT64_CONSTANT (1) << 59) - 1 },
    { PICKLE ("\x80\x02\x88."), 1 },
    { PICKLE ("\x80\x02\x89."), 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftPickle) pickle = run (cases[i].data, cases[i].size);

      g_assert_cmpint (weft_pickle_get_int (pickle, weft_pickle_get_root (pickle)), ==, cases[i].value);
    }
}

/* A dict filled in three batches keeps its order; a memo brings values back; BUILD changes nothing. */
static void
test_dict (void)
{
  static const char data[] = "\x80\x02" "ccollections\nOrderedDict\n)Rq\0"
                             "(X\x01\0\0\0aK\x01X\x01\0\0\0bK\x02u"
                             "X\x01\0\0\0cq\x01K\x03s"
                             "(h\x01K\x04u"
                             "}b.rest";
  gsize consumed;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPickle) pickle = weft_pickle_new (PICKLE (data), &consumed, &error);
  g_autoptr (GString) seen = g_string_new (NULL);
  WeftPickleIter iter;
  WeftPickleRef key, value;

  g_assert_no_error (error);
  g_assert_cmpuint (consumed, ==, sizeof data - 1 - strlen ("rest"));
  g_assert_cmpint (weft_pickle_get_kind (pickle, weft_pickle_get_root (pickle)), ==, WEFT_PICKLE_DICT);
  weft_pickle_iter_init (&iter, pickle, weft_pickle_get_root (pickle));
  while (weft_pickle_iter_next (&iter, &key) && weft_pickle_iter_next (&iter, &value))
    {
      gsize length;
      const char *text = weft_pickle_get_string (pickle, key, &length);

      g_string_append_len (seen, text, (gssize) length);
      g_string_append_printf (seen, "%d", (int) weft_pickle_get_int (pickle, value));
    }

  g_assert_cmpstr (seen->str, ==, "a1b2c3c4");
}

static void
test_list (void)
{
  g_autoptr (WeftPickle) pickle = run (PICKLE ("\x80\x02]K\x01" "a(K\x02K\x03" "e(e."));
  WeftPickleIter iter;
  WeftPickleRef item;
  gint64 sum = 0;

  weft_pickle_iter_init (&iter, pickle, weft_pickle_get_root (pickle));
  while (weft_pickle_iter_next (&iter, &item))
    sum = sum * 10 + weft_pickle_get_int (pickle, item);
  g_assert_cmpint (sum, ==, 123);
}

/* A list that holds itself, reached through the memo: nothing follows it. */
static void
test_cycle (void)
{
  g_autoptr (WeftPickle) pickle = run (PICKLE ("\x80\x02]q\0h\0" "a."));

  g_assert_cmpint (weft_pickle_get_kind (pickle, weft_pickle_get_root (pickle)), ==, WEFT_PICKLE_LIST);
}

/* Ten million of any opcode: refused or built, within three bytes of tables for a byte. */
static void
test_bombs (void)
{
  static const char opcodes[] = { ')', ']', '}', '(', 'N', '\x85', '\x88' };
  const gsize n = 10000000;
  g_autofree guint8 *data = g_malloc (n);

  for (gsize i = 0; i < G_N_ELEMENTS (opcodes); i++)
    {
      g_autoptr (GError) error = NULL;

      memset (data, opcodes[i], n);
      memcpy (data, "\x80\x02)", 3);
      data[n - 1] = '.';
      g_assert_null (weft_pickle_new (data, n, NULL, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_test_message ("%s", error->message);
    }
}

/* Every prefix of a good pickle ends without a STOP; every change of one byte is survived. */
static void
test_neighbours (void)
{
  static const char good[] =
      "\x80\x02}q\0(X\x01\0\0\0actorch._utils\n_rebuild_tensor_v2\nq\x01((X\x07\0\0\0storage"
      "ctorch\nFloatStorage\nX\x01\0\0\0"
      "0X\x03\0\0\0cpuK\x04tQK\0K\x02K\x02\x86K\x02K\x01\x86\x89"
      "ccollections\nOrderedDict\n)RtRq\x02u.";
  guint8 data[sizeof good - 1];
  guint n_accepted = 0;

  for (gsize n = 0; n < sizeof data; n++)
    g_assert_null (weft_pickle_new ((const guint8 *) good, n, NULL, NULL));

  for (gsize i = 0; i < sizeof data; i++)
    for (guint value = 0; value < 256; value++)
      {
        g_autoptr (WeftPickle) pickle = NULL;

        memcpy (data, good, sizeof data);
        data[i] = (guint8) value;
        pickle = weft_pickle_new (data, sizeof data, NULL, NULL);
        n_accepted += pickle != NULL;
      }

  g_test_message ("%u of %u neighbours run", n_accepted, (guint) sizeof data * 256);
  g_assert_cmpuint (n_accepted, >=, sizeof data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pickle/bad", test_bad);
  g_test_add_func ("/pickle/ints", test_ints);
  g_test_add_func ("/pickle/dict", test_dict);
  g_test_add_func ("/pickle/list", test_list);
  g_test_add_func ("/pickle/cycle", test_cycle);
  g_test_add_func ("/pickle/bombs", test_bombs);
  g_test_add_func ("/pickle/neighbours", test_neighbours);

  return g_test_run ();
}
