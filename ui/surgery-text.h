/* SPDX-License-Identifier: MIT */
/* A change of the memory in words. */
#pragma once

#include "app/surgery.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * ui_surgery_dup_text: (transfer full): what was done, in a few words: "layer 2, head 1 cleared".
 * @shape: of the checkpoint
 */
char *ui_surgery_dup_text (const StudioSurgery *surgery, const WeftConfig *shape);

G_END_DECLS
