/* SPDX-License-Identifier: MIT */
/* A toast that says all it has to say: libadwaita's own cuts off what is longer than a line. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ui_toast_new: (transfer full):
 * @text: plain text; it goes on in the next line
 */
AdwToast *ui_toast_new (const char *text);

G_END_DECLS
