/* SPDX-License-Identifier: MIT */
/* Asynchronous calls as a test makes them: called, and waited for. */
#pragma once

#include <gio/gio.h>

/**
 * test_result_cb: a GAsyncReadyCallback.
 * @place: (out) (transfer full): a GAsyncResult **, NULL before
 */
void test_result_cb (GObject *source, GAsyncResult *result, gpointer place);

/**
 * test_result_wait: runs the main loop until it is there.
 *
 * Returns: (transfer none): what now lies in @place.
 */
GAsyncResult *test_result_wait (GAsyncResult **place);
