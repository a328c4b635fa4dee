/* SPDX-License-Identifier: MIT */
/* What Katharopoulos et al. (ICML 2020) report of speed, and the shapes of their networks. */
#pragma once

#include "engine/config.h"
#include "engine/state.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioPaperRow: one method on one data set.
 */
typedef struct {
  const char *shape;          /* "mnist" or "cifar10" */
  const char *method;         /* in the paper's words */
  gboolean is_ours;           /* whether Weft has this form; the paper's LSH attention it does not */
  WeftForm form;              /* if it is */
  double images_per_second;   /* on one GPU, with the largest batch that fits */
  double seconds_an_image;    /* on a CPU, one image at a time; 0: not reported */
} StudioPaperRow;

/**
 * studio_paper_get_rows: (transfer none): in the order of the paper, MNIST first.
 */
const StudioPaperRow *studio_paper_get_rows (guint *n_rows);

/**
 * studio_paper_fill_config: the network of a data set.
 *
 * Returns: FALSE and @config untouched if @shape is neither "mnist" nor "cifar10".
 */
gboolean studio_paper_fill_config (const char *shape, WeftConfig *config);

G_END_DECLS
