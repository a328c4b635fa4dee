/* SPDX-License-Identifier: MIT */
/* Each thread reads or multiplies for a while and counts; the sum of their rates is the machine's. */
#include "app/bench-limits.h"

#include "engine/arena.h"
#include "engine/blas.h"
#include "engine/peak.h"
#include "engine/team.h"

#define PROBE_SECONDS 0.04
#define GEMM_SIZE 512    /* large enough for OpenBLAS to be at its best, and its three matrices stay near */
#define READ_MULTIPLE 256

typedef struct {
  float *a, *b, *c; /* [GEMM_SIZE, GEMM_SIZE]; not for int8 */
  double rate;      /* of the running measurement, a second */
  guint64 checksum;
} Member;

struct _StudioLimitsProbe {
  WeftPrecision precision;
  WeftTeam *team;
  WeftArena arena;
  guint8 *bytes;    /* [n_bytes], in memory of the same kind as weights */
  gsize n_bytes;
  Member *members;  /* [n_threads] */
};

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static float *
new_matrix (void)
{
  float *matrix = g_new (float, GEMM_SIZE * GEMM_SIZE);

  for (gsize i = 0; i < GEMM_SIZE * GEMM_SIZE; i++)
    matrix[i] = (float) (i % 17) / 16.0f - 0.5f;

  return matrix;
}

StudioLimitsProbe *
studio_limits_probe_new (WeftPrecision precision, guint64 n_bytes, guint n_threads, GError **error)
{
  g_autoptr (StudioLimitsProbe) probe = g_new0 (StudioLimitsProbe, 1);

  probe->precision = precision;
  probe->n_bytes = (n_bytes + READ_MULTIPLE - 1) / READ_MULTIPLE * READ_MULTIPLE;
  probe->team = weft_team_new (n_threads, error);
  if (probe->team == NULL || (precision != WEFT_PRECISION_INT8 && !weft_blas_reserve (n_threads, error)))
    return NULL;

  weft_arena_reserve (&probe->arena, probe->n_bytes, 1);
  if (!weft_arena_allocate (&probe->arena, "the bytes to read", error))
    return NULL;

  probe->bytes = weft_arena_take (&probe->arena, probe->n_bytes, 1);
  probe->members = g_new0 (Member, n_threads);
  for (guint i = 0; i < n_threads && precision != WEFT_PRECISION_INT8; i++)
    {
      probe->members[i].a = new_matrix ();
      probe->members[i].b = new_matrix ();
      probe->members[i].c = new_matrix ();
    }

  return g_steal_pointer (&probe);
}

void
studio_limits_probe_free (StudioLimitsProbe *probe)
{
  if (probe == NULL)
    return;

  for (guint i = 0; probe->members != NULL && i < weft_team_get_n_members (probe->team); i++)
    {
      g_free (probe->members[i].a);
      g_free (probe->members[i].b);
      g_free (probe->members[i].c);
    }
  g_free (probe->members);
  weft_arena_clear (&probe->arena);
  g_clear_pointer (&probe->team, weft_team_free);
  g_free (probe);
}

/* One pass over this member's share. Returns: how many bytes that were. */
static guint64
read_share (StudioLimitsProbe *probe, guint index)
{
  Member *member = &probe->members[index];
  gsize begin, end;

  weft_team_share (probe->team, index, probe->n_bytes / READ_MULTIPLE, &begin, &end);
  member->checksum += weft_peak_read (probe->bytes + begin * READ_MULTIPLE, (end - begin) * READ_MULTIPLE);
  return (end - begin) * READ_MULTIPLE;
}

/* Returns: how many multiply-adds that were. */
static guint64
multiply_once (StudioLimitsProbe *probe, guint index)
{
  const Member *member = &probe->members[index];

  if (probe->precision == WEFT_PRECISION_INT8)
    return weft_peak_multiply_int8 ();

  weft_blas_gemm (FALSE, FALSE, GEMM_SIZE, GEMM_SIZE, GEMM_SIZE, 1.0f, member->a, GEMM_SIZE, member->b,
                  GEMM_SIZE, 0.0f, member->c, GEMM_SIZE);
  return (guint64) GEMM_SIZE * GEMM_SIZE * GEMM_SIZE;
}

/* The first pass is not counted: it finds the caches full of what ran before. */
static void
repeat (StudioLimitsProbe *probe, guint index, guint64 (*work) (StudioLimitsProbe *, guint))
{
  guint64 done = 0;
  double begun, seconds;

  work (probe, index);
  begun = now ();
  do
    {
      done += work (probe, index);
      seconds = now () - begun;
    }
  while (seconds < PROBE_SECONDS);

  probe->members[index].rate = (double) done / seconds;
}

static void
read_member (WeftTeam *team, guint member, gpointer data)
{
  repeat (data, member, read_share);
}

static void
multiply_member (WeftTeam *team, guint member, gpointer data)
{
  repeat (data, member, multiply_once);
}

/* A team may find it better to let its caller work alone; a new one always begins together. */
static gboolean
run_members (StudioLimitsProbe *probe, WeftTeamFunc func, double *rate, GError **error)
{
  const guint n_members = weft_team_get_n_members (probe->team);

  g_clear_pointer (&probe->team, weft_team_free);
  probe->team = weft_team_new (n_members, error);
  if (probe->team == NULL)
    return FALSE;

  weft_team_run (probe->team, func, probe);
  *rate = 0.0;
  for (guint i = 0; i < n_members; i++)
    *rate += probe->members[i].rate;

  return TRUE;
}

gboolean
studio_limits_probe_measure (StudioLimitsProbe *probe, StudioLimits *limits, GError **error)
{
  return run_members (probe, read_member, &limits->read, error)
         && run_members (probe, multiply_member, &limits->multiply, error);
}

guint64
studio_limits_count_weights (const WeftConfig *config)
{
  const guint64 d = config->width;

  return config->n_layers * (4 * d * d + 2 * d * config->feed_forward) + d * config->n_outputs;
}

guint64
studio_limits_count_bytes (const WeftConfig *config, WeftPrecision precision)
{
  static const guint bytes[] = {
    [WEFT_PRECISION_F32] = 4, [WEFT_PRECISION_BF16] = 2, [WEFT_PRECISION_INT8] = 1
  };

  return bytes[precision] * studio_limits_count_weights (config);
}
