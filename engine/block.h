/* SPDX-License-Identifier: MIT */
/* One layer of the network, post-norm, over the rows of a step; called by every member of a team at once. */
#pragma once

#include "engine/attention.h"
#include "engine/model-private.h"
#include "engine/probe.h"
#include "engine/team.h"
#include "engine/timing.h"

/**
 * WeftRows: the rows of one step, where they live between two matrix products, and who does what: each member of a team
 * has its own view of them.
 *
 * A row is one position of one lane. Recurrent forms have one row a lane, at the state's position; the recomputed form
 * has the whole prefix of each lane, first position first.
 *
 * Work is shared out in one of three ways, none of which an image depends on:
 * - few rows: members split matrix products by output row and attention by head. What costs little a row (embedding,
 *   norm, quantizing) each member does for all rows, in a place of its own, as waiting would cost more;
 * - some rows: likewise, but what costs little is split by row, with a barrier after it;
 * - many lanes: members part: each takes lanes of its own through the whole network and waits for nobody.
 */
#define WEFT_FEW_ROWS 4

typedef struct {
  WeftModel *model;
  const WeftAttentionForm *attention;
  guint n_lanes;
  guint n_rows;         /* n_lanes * span */
  guint span;           /* rows of a lane */
  guint first_position; /* of each lane's first row */
  guint max_steps;

  float *h;    /* [n_rows, h_stride] the residual stream; for a few rows [members, WEFT_FEW_ROWS, h_stride] */
  float *qkv;  /* [n_rows, qkv_stride] */
  float *read; /* [n_rows, h_stride] what attention reads */
  float *sum;  /* [n_rows, sum_stride] what is added to h */
  float *ff;   /* [n_rows, ff_stride] inside of the feed-forward */
  gsize h_stride, qkv_stride, sum_stride, ff_stride;

  guint8 *quantized; /* [as h, quantized_stride] input of an int8 product; int8 only */
  float *scales;     /* [as h] */
  gsize quantized_stride;

  float *scratch; /* [members, scratch_stride] */
  gsize scratch_stride;

  float *memory;     /* [layers, memory_lanes, heads, head_floats] of the state, or [members, head_floats] when recomputing */
  gsize head_floats;
  guint memory_lanes;

  WeftProbe *probe; /* NULL: nobody looks */
  guint probe_lane; /* among all */
  WeftTiming *timing; /* of the first member; NULL: nobody wants to know */

  /* of a view */
  WeftTeam *team;
  guint member;
  guint part, n_parts; /* of what members split; apart: 0 of 1 */
  guint first_lane;    /* among all; 0 unless apart */
} WeftRows;

/**
 * weft_rows_view: the rows as @member sees them: all, or its lanes where members part.
 */
void weft_rows_view (const WeftRows *all, WeftTeam *team, guint member, WeftRows *view);

/* Whether each member has all rows to itself. */
static inline gboolean
weft_rows_are_few (const WeftRows *rows)
{
  return rows->n_rows <= WEFT_FEW_ROWS;
}

/* First row of the place where a member keeps what is done by row. */
static inline gsize
weft_rows_place (const WeftRows *rows)
{
  return weft_rows_are_few (rows) && rows->n_parts > 1 ? (gsize) rows->member * WEFT_FEW_ROWS : 0;
}

/* The residual stream as this member sees it. */
static inline float *
weft_rows_h (const WeftRows *rows)
{
  return rows->h + weft_rows_place (rows) * rows->h_stride;
}

/* The part that this member does of @n rows, which cost little each. */
static inline void
weft_rows_share (const WeftRows *rows, gsize n, gsize *begin, gsize *end)
{
  *begin = 0;
  *end = n;
  if (!weft_rows_are_few (rows))
    weft_share (n, rows->part, rows->n_parts, begin, end);
}

/* Waits until all rows are done, unless each member has done all of them. */
static inline void
weft_rows_barrier (const WeftRows *rows)
{
  if (!weft_rows_are_few (rows) && rows->n_parts > 1)
    weft_team_barrier (rows->team, rows->member);
}

/**
 * weft_block_run: h = norm1 (h + Wo attention (h) + bo); h = norm2 (h + W2 act (W1 h + b1) + b2).
 * @rows: a view
 *
 * All members must come here; h is complete for each of them when it returns.
 *
 * Returns: FALSE on a member that meets a row which is no longer finite.
 */
gboolean weft_block_run (const WeftRows *rows, guint layer);

/**
 * weft_block_multiply: this member's share of y = W x + b.
 * @rows: a view
 * @x: [n_rows, x_stride]
 * @y: [n_rows, y_stride]
 *
 * All members must come here; y is complete after the next barrier.
 */
void weft_block_multiply (const WeftRows *rows, const WeftLinear *linear, const float *x, gsize x_stride, float *y,
                          gsize y_stride, guint n_rows);
