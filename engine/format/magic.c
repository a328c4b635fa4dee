/* SPDX-License-Identifier: MIT */
/* Kinds of files people open by mistake, each with the sentence that helps. */
#include "engine/format/magic.h"

#include "engine/error.h"

#include <string.h>

#define HEAD 512 /* bytes looked at */

typedef struct {
  const char *bytes;
  gsize length;
  const char *sentence;
} Magic;

#define MAGIC(bytes, sentence) { bytes, sizeof (bytes) - 1, sentence }

static const Magic magics[] = {
  MAGIC ("PK\003\004",
         "it is a zip archive, as PyTorch writes them (turn a .pth into a checkpoint: use weft import)"),
  MAGIC ("PK\005\006", "it is an empty zip archive (get the real file)"),
  MAGIC ("\x80\x02",
         "it is a pickle, as PyTorch wrote them before 1.6 (turn a .pth into a checkpoint: use weft import)"),
  MAGIC ("\x80\x03",
         "it is a pickle, as Python writes them (turn a .pth into a checkpoint: use weft import)"),
  MAGIC ("\x80\x04",
         "it is a pickle, as Python writes them (turn a .pth into a checkpoint: use weft import)"),
  MAGIC ("\x80\x05",
         "it is a pickle, as Python writes them (turn a .pth into a checkpoint: use weft import)"),
  MAGIC ("\x1f\x8b", "it is gzip-compressed (decompress it: gunzip)"),
  MAGIC ("\x89PNG\r\n\x1a\n", "it is a PNG picture (choose a .safetensors file, or a .moment)"),
  MAGIC ("\x93NUMPY", "it is a NumPy array (.npy), not a checkpoint (save the weights as safetensors)"),
  MAGIC ("GGUF", "it is a GGUF model of llama.cpp (choose a .safetensors file, or a .moment)"),
  MAGIC ("\177ELF", "it is an ELF program or library (choose a .safetensors file, or a .moment)"),
};

static const char lfs_line[] = "version https://git-lfs.github.com/spec/";

/* The number behind "\nsize " of a pointer, or NULL. */
static char *
find_lfs_size (const char *head)
{
  const char *size = strstr (head, "\nsize ");

  if (size == NULL)
    return NULL;

  size += strlen ("\nsize ");
  return g_strndup (size, MIN (strspn (size, "0123456789"), 20));
}

static gboolean
refuse_text (const char *head, GError **error)
{
  const char *p = head + strspn (head, " \t\r\n");

  if (g_str_has_prefix (head, lfs_line))
    {
      g_autofree char *size = find_lfs_size (head);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   "it is a git-lfs pointer for %s bytes (get the real file: git lfs pull)",
                   size != NULL && *size != '\0' ? size : "an unknown number of");
      return TRUE;
    }

  if (*p == '<')
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           "it is an HTML or XML page, not a checkpoint (the download answered with a page: "
                           "get the file itself)");
      return TRUE;
    }

  if (*p == '{' || *p == '[')
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           "it is a JSON text, perhaps the index of a checkpoint in several files "
                           "(choose a .safetensors file)");
      return TRUE;
    }

  return FALSE;
}

gboolean
weft_magic_refuse (WeftBytes *bytes, GError **error)
{
  char head[HEAD + 1] = { 0 };
  const gsize n = (gsize) MIN (weft_bytes_get_size (bytes), HEAD);

  if (!weft_bytes_read (bytes, 0, head, n, error))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (n >= magics[i].length && memcmp (head, magics[i].bytes, magics[i].length) == 0)
      {
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED, magics[i].sentence);
        return TRUE;
      }

  return refuse_text (head, error);
}
