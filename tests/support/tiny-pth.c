/* SPDX-License-Identifier: MIT */
/* PyTorch files, byte by byte. */
#include "tests/support/tiny-pth.h"

#include <string.h>

#define FLAGS_PYTORCH 0x0808 /* descriptor, UTF-8 */
#define PADDING 5

static void
put (GByteArray *out, guint64 value, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint8 byte = (guint8) (value >> 8 * i);

      g_byte_array_append (out, &byte, 1);
    }
}

static void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

/* The polynomial of zip, bit by bit. */
static guint32
get_crc (const guint8 *data, gsize n)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }

  return ~crc;
}

static void
put_numbers (GByteArray *zip, const WeftTestMember *member, gboolean zero)
{
  put (zip, zero ? 0 : get_crc (member->data, member->size), 4);
  put (zip, zero ? 0 : member->size, 4);
  put (zip, zero ? 0 : member->size, 4);
}

static void
put_local (GByteArray *zip, const WeftTestMember *member, gboolean like_pytorch)
{
  put (zip, 0x04034b50, 4);
  put (zip, 0, 2);
  put (zip, like_pytorch ? FLAGS_PYTORCH : 0, 2);
  put (zip, 0, 2); /* stored */
  put (zip, 0, 4); /* time */
  put_numbers (zip, member, like_pytorch);
  put (zip, strlen (member->name), 2);
  put (zip, like_pytorch ? 4 + PADDING : 0, 2);
  put_text (zip, member->name);
  if (like_pytorch)
    {
      put_text (zip, "FB");
      put (zip, PADDING, 2);
      put_text (zip, "ZZZZZ");
    }
}

static void
put_descriptor (GByteArray *zip, const WeftTestMember *member)
{
  put (zip, 0x08074b50, 4);
  put_numbers (zip, member, FALSE);
}

static void
put_central (GByteArray *zip, const WeftTestMember *member, gboolean like_pytorch, guint local)
{
  put (zip, 0x02014b50, 4);
  put (zip, 0, 4); /* versions */
  put (zip, like_pytorch ? FLAGS_PYTORCH : 0, 2);
  put (zip, 0, 2); /* stored */
  put (zip, 0, 4); /* time */
  put_numbers (zip, member, FALSE);
  put (zip, strlen (member->name), 2);
  put (zip, 0, 2); /* extra field */
  put (zip, 0, 2); /* comment */
  put (zip, 0, 8); /* disk, attributes */
  put (zip, local, 4);
  put_text (zip, member->name);
}

static void
put_zip64_end (GByteArray *zip, guint n_members, guint central, WeftTestLayout *layout)
{
  layout->zip64_end = zip->len;
  put (zip, 0x06064b50, 4);
  put (zip, 44, 8);
  put (zip, 0x002d031e, 4);
  put (zip, 0, 8); /* disks */
  put (zip, n_members, 8);
  put (zip, n_members, 8);
  put (zip, layout->zip64_end - central, 8);
  put (zip, central, 8);
  layout->zip64_locator = zip->len;
  put (zip, 0x07064b50, 4);
  put (zip, 0, 4);
  put (zip, layout->zip64_end, 8);
  put (zip, 1, 4);
}

static void
put_end (GByteArray *zip, guint n_members, guint central, guint central_end)
{
  put (zip, 0x06054b50, 4);
  put (zip, 0, 4);
  put (zip, n_members, 2);
  put (zip, n_members, 2);
  put (zip, central_end - central, 4);
  put (zip, central, 4);
  put (zip, 0, 2);
}

GByteArray *
weft_test_zip (const WeftTestMember *members, guint n_members, gboolean like_pytorch, WeftTestLayout *layout)
{
  WeftTestLayout unused;
  GByteArray *zip = g_byte_array_new ();
  guint central, central_end;

  if (layout == NULL)
    layout = &unused;
  memset (layout, 0, sizeof *layout);
  g_assert_cmpuint (n_members, <=, WEFT_TEST_MAX_MEMBERS);

  for (guint i = 0; i < n_members; i++)
    {
      layout->local[i] = zip->len;
      put_local (zip, &members[i], like_pytorch);
      layout->data[i] = zip->len;
      g_byte_array_append (zip, members[i].data, (guint) members[i].size);
      layout->descriptor[i] = zip->len;
      if (like_pytorch)
        put_descriptor (zip, &members[i]);
    }

  central = zip->len;
  for (guint i = 0; i < n_members; i++)
    {
      layout->central[i] = zip->len;
      put_central (zip, &members[i], like_pytorch, layout->local[i]);
    }

  central_end = zip->len;
  if (like_pytorch)
    put_zip64_end (zip, n_members, central, layout);
  layout->end = zip->len;
  put_end (zip, n_members, central, central_end);
  return zip;
}

/* ---- pickles ---- */

GByteArray *
weft_test_pickle_begin (void)
{
  GByteArray *pickle = g_byte_array_new ();

  put_text (pickle, "\x80\x02" "ccollections\nOrderedDict\n)R(");
  return pickle;
}

void
weft_test_pickle_string (GByteArray *pickle, const char *text)
{
  put_text (pickle, "X");
  put (pickle, strlen (text), 4);
  put_text (pickle, text);
}

static void
put_int (GByteArray *pickle, gint32 value)
{
  put_text (pickle, "J");
  put (pickle, (guint32) value, 4);
}

void
weft_test_pickle_tensor (GByteArray *pickle, const char *name, const char *key, gint32 n_elements,
                         gint32 offset, gint32 rows, gint32 columns, gint32 row_stride, gint32 column_stride)
{
  weft_test_pickle_string (pickle, name);
  put_text (pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
  weft_test_pickle_string (pickle, "storage");
  put_text (pickle, "ctorch\nFloatStorage\n");
  weft_test_pickle_string (pickle, key);
  weft_test_pickle_string (pickle, "cpu");
  put_int (pickle, n_elements);
  put_text (pickle, "tQ");
  put_int (pickle, offset);
  put_int (pickle, rows);
  put_int (pickle, columns);
  put_text (pickle, "\x86");
  put_int (pickle, row_stride);
  put_int (pickle, column_stride);
  put_text (pickle, "\x86\x89" "ccollections\nOrderedDict\n)RtR");
}

void
weft_test_pickle_end (GByteArray *pickle)
{
  put_text (pickle, "u.");
}

GByteArray *
weft_test_pth_zip (const GByteArray *pickle, const float *storage, guint n_elements)
{
  const WeftTestMember members[] = {
    { "any/data.pkl", pickle->data, pickle->len },
    { "any/data/0", storage, n_elements * sizeof *storage },
    { "any/version", "3\n", 2 },
  };

  return weft_test_zip (members, G_N_ELEMENTS (members), TRUE, NULL);
}

GByteArray *
weft_test_pth_legacy (const GByteArray *pickle, const float *storage, guint n_elements)
{
  static const char head[] = "\x80\x02\x8a\x0al\xfc\x9c" "F\xf9 j\xa8P\x19." "\x80\x02M\xe9\x03.";
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) head, sizeof head - 1);
  put_text (file, "\x80\x02}");
  weft_test_pickle_string (file, "little_endian");
  put_text (file, "\x88s.");
  g_byte_array_append (file, pickle->data, pickle->len);
  put_text (file, "\x80\x02](");
  weft_test_pickle_string (file, "0");
  put_text (file, "e.");
  put (file, n_elements, 8);
  g_byte_array_append (file, (const guint8 *) storage, (guint) (n_elements * sizeof *storage));
  return file;
}
