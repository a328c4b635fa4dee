/* SPDX-License-Identifier: MIT */
/* Numbers for people: speed, time, size, in the user's language. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ui_format_rate: "980 px/s".
 * @pixels_per_second: 0 or less: there is no figure, a dash
 *
 * Returns: (transfer full): text.
 */
char *ui_format_rate (double pixels_per_second);

/**
 * ui_format_duration: "0.6 s", "12 s", "3 min 20 s".
 * @seconds: negative: there is no figure, a dash
 *
 * Returns: (transfer full): text.
 */
char *ui_format_duration (double seconds);

/**
 * ui_format_milliseconds: "0.85 ms".
 * @milliseconds: 0 ..
 *
 * Returns: (transfer full): text.
 */
char *ui_format_milliseconds (double milliseconds);

/**
 * ui_format_microseconds: "312 µs".
 * @microseconds: 0 ..
 *
 * Returns: (transfer full): text.
 */
char *ui_format_microseconds (double microseconds);

/**
 * ui_format_bytes: "66.0 KiB".
 * @bytes: 0 ..
 *
 * Returns: (transfer full): text.
 */
char *ui_format_bytes (double bytes);

G_END_DECLS
