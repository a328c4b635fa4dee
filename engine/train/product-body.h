/* SPDX-License-Identifier: MIT */
/* Products of matrices in tiles of ROWS x PANEL sums that stay in registers. Included once for each kind of element after
 * it has defined:
 *
 *   ELEMENT            what one place of a factor holds: a Real, or a pair of bfloat16 along the sum
 *   MULTIPLY_ADD       sum += left * right, all vectors
 *   NAME (name)        the name with a suffix
 */

/* Elements of the sum a pass over a panel takes: that much of a panel stays in the nearest cache. */
#define DEPTH 256

typedef ELEMENT NAME (Factors) __attribute__ ((vector_size (VECTOR_BYTES))); /* in a register */
typedef ELEMENT NAME (Elements) __attribute__ ((vector_size (VECTOR_BYTES), aligned (sizeof (ELEMENT)), may_alias));

/* A factor on the left: element (i, k) is at[i * row + k * step]. */
typedef struct {
  const ELEMENT *at;
  gsize row;
  gsize step;
} NAME (Left);

/* c[i][j] = start[i][j] + sum_k left[i][k] panel[k][j] for n_k >= 1; start NULL: 0. */
INLINE void
NAME (tile) (guint n_rows, NAME (Left) left, const ELEMENT *panel, gsize n_k, const Real *start, gsize start_row, Real *c,
             gsize c_row)
{
  Sum sum[2 * ROWS];
  gsize k = 0;

  _Pragma ("GCC unroll 16") for (guint i = 0; i < n_rows; i++)
    {
      sum[2 * i] = start != NULL ? (Sum) *(const Vector *) (start + i * start_row) : (Sum) { 0 };
      sum[2 * i + 1] = start != NULL ? (Sum) *(const Vector *) (start + i * start_row + VECTOR) : (Sum) { 0 };
    }

  /* A loop that may turn zero times would have every sum in two registers. */
  do
    {
      const NAME (Factors) low = (NAME (Factors)) *(const NAME (Elements) *) (panel + k * PANEL);
      const NAME (Factors) high = (NAME (Factors)) *(const NAME (Elements) *) (panel + k * PANEL + VECTOR);

      _Pragma ("GCC unroll 16") for (guint i = 0; i < n_rows; i++)
        {
          const NAME (Factors) value = left.at[i * left.row + k * left.step] - (NAME (Factors)) { 0 };

          MULTIPLY_ADD (sum[2 * i], value, low);
          MULTIPLY_ADD (sum[2 * i + 1], value, high);
        }
    }
  while (++k < n_k);

  _Pragma ("GCC unroll 16") for (guint i = 0; i < n_rows; i++)
    {
      *(Vector *) (c + i * c_row) = (Vector) sum[2 * i];
      *(Vector *) (c + i * c_row + VECTOR) = (Vector) sum[2 * i + 1];
    }
}

static void
NAME (tile_rows) (guint n_rows, NAME (Left) left, const ELEMENT *panel, gsize n_k, const Real *start, gsize start_row,
                  Real *c, gsize c_row)
{
#define CASE(n) \
  case n: \
    if (n <= ROWS) \
      NAME (tile) (n, left, panel, n_k, start, start_row, c, c_row); \
    break
  switch (n_rows)
    {
      CASE (1); CASE (2); CASE (3); CASE (4); CASE (5); CASE (6);
      CASE (7); CASE (8); CASE (9); CASE (10); CASE (11); CASE (12);
    default:
      break;
    }
#undef CASE
}

/* The same for the last panel of a matrix that is no whole number of panels wide. */
static void
NAME (tile_edge) (guint n_rows, gsize n_columns, NAME (Left) left, const ELEMENT *panel, gsize n_k, const Real *start,
                  gsize start_row, Real *c, gsize c_row)
{
  Real buffer[ROWS * PANEL] __attribute__ ((aligned (64))) = { 0 };

  for (guint i = 0; i < n_rows; i++)
    for (gsize j = 0; j < n_columns; j++)
      buffer[i * PANEL + j] = start != NULL ? start[i * start_row + j] : 0;

  NAME (tile_rows) (n_rows, left, panel, n_k, buffer, PANEL, buffer, PANEL);
  for (guint i = 0; i < n_rows; i++)
    memcpy (c + i * c_row, buffer + i * PANEL, n_columns * sizeof (Real));
}

/* One panel of c [m, n_columns], all rows, tiles as even as possible. */
static void
NAME (multiply_panel) (NAME (Left) left, const ELEMENT *panel, gsize m, gsize n_columns, gsize n_k, const Real *start,
                       gsize start_row, Real *c, gsize c_row)
{
  const gsize n_tiles = (m + ROWS - 1) / ROWS;

  for (gsize t = 0; t < n_tiles; t++)
    {
      const gsize i = m * t / n_tiles;
      const guint n_rows = (guint) (m * (t + 1) / n_tiles - i);
      const NAME (Left) rows = { left.at + i * left.row, left.row, left.step };
      const Real *from = start != NULL ? start + i * start_row : NULL;

      if (n_columns == PANEL)
        NAME (tile_rows) (n_rows, rows, panel, n_k, from, start_row, c + i * c_row, c_row);
      else
        NAME (tile_edge) (n_rows, n_columns, rows, panel, n_k, from, start_row, c + i * c_row, c_row);
    }
}

/* c [m, n] = start + left [m, n_k] right [n_k, n].
 * panels: right in panels, [n / PANEL rounded up][n_k][PANEL]
 * start: rows start_row apart (0: one for all), may be c; NULL: 0 */
static void
NAME (product) (NAME (Left) left, const ELEMENT *panels, const Real *start, gsize start_row, Real *c, gsize c_row, gsize m,
                gsize n, gsize n_k)
{
  for (gsize column = 0; column < n; column += PANEL)
    for (gsize k = 0; k < n_k; k += DEPTH)
      {
        const NAME (Left) part = { left.at + k * left.step, left.row, left.step };
        const ELEMENT *panel = panels + column * n_k + k * PANEL;
        const gsize n_columns = MIN (n - column, PANEL);

        if (k > 0)
          NAME (multiply_panel) (part, panel, m, n_columns, MIN (n_k - k, DEPTH), c + column, c_row, c + column, c_row);
        else
          NAME (multiply_panel) (part, panel, m, n_columns, MIN (n_k, DEPTH), start != NULL ? start + column : NULL,
                                 start_row, c + column, c_row);
      }
}

#undef DEPTH
#undef ELEMENT
#undef MULTIPLY_ADD
#undef NAME
