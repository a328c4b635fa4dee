/* SPDX-License-Identifier: MIT */
/* Picture files of the kinds that networks are trained on: PNG and JPEG, told apart by their content. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_picture_file_read: the pixels of a PNG or a JPEG.
 * @path: file name, any bytes
 * @least_side: 0: in full size; else a JPEG may come out smaller, no side below so many pixels
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_IO, INVALID, UNSUPPORTED, RESOURCE or NO_MEMORY.
 * Threads: any.
 */
StudioPixels *studio_picture_file_read (const char *path, guint least_side, GError **error);

/**
 * studio_picture_file_read_opacity: how opaque each pixel of such a file is; studio_png_decode_opacity().
 *
 * Returns: (transfer full) (nullable): of one channel; NULL if all are opaque, or the file cannot be read.
 * Threads: any.
 */
StudioPixels *studio_picture_file_read_opacity (const char *path);

/**
 * studio_picture_file_has_name: whether a file of this name should be a picture: .png, .jpg, .jpeg, in
 * capitals or not.
 */
gboolean studio_picture_file_has_name (const char *name);

/**
 * studio_picture_file_list: all files with such names in a folder and in the folders within it, in the order
 * of their bytes. Hidden ones are left out, and links to folders are not followed.
 * @folder: file name, any bytes
 *
 * Returns: (transfer full) (element-type filename): paths, beginning with @folder; NULL with WEFT_ERROR_IO if
 * it cannot be read. Folders within it that cannot be read are left out.
 */
GPtrArray *studio_picture_file_list (const char *folder, GError **error);

/**
 * studio_picture_file_read_list: the paths in a text file, one a line, as they stand there; seen from the
 * list's own folder where they are relative. Empty lines, and those that begin with #, say nothing.
 *
 * Returns: (transfer full) (element-type filename): NULL with the errors of studio_input_read().
 */
GPtrArray *studio_picture_file_read_list (const char *path, GError **error);

G_END_DECLS
