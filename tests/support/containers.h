/* SPDX-License-Identifier: MIT */
/* Containers with a header of one's own, and the ways in which they are refused. */
#pragma once

#include "engine/error.h"
#include "engine/format/safetensors.h"

/* A tensor as a header has it; all strings. */
#define TEST_ENTRY(dtype, shape, begin, end) \
  "{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":[" begin "," end "]}"

/**
 * test_container_make: (transfer full): a file with this header and so many zero bytes of data.
 */
GBytes *test_container_make (const char *header, gsize header_length, gsize n_data);

WeftContainer *test_container_open (GBytes *bytes, GError **error); /* (transfer full) */

/**
 * test_container_assert_refused: one line of UTF-8 says why.
 * @what: for the log
 * @sentence: part of it
 */
void test_container_assert_refused (const char *what, GBytes *bytes, WeftError code, const char *sentence);
