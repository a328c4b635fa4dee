/* SPDX-License-Identifier: MIT */
/* NEON (AArch64): a vector is four registers. */
#include <arm_neon.h>
#include <glib.h>
#include <string.h>

#define KERNELS weft_kernels_neon
#define KERNELS_NAME "neon"
#define MAX_LANES 3
#define SOLO_PANELS 2

typedef float32x4x4_t V16;

#define QUAD(expression) \
  ({ \
    V16 result; \
    _Pragma ("GCC unroll 4") for (int i = 0; i < 4; i++) result.val[i] = (expression); \
    result; \
  })

static inline V16
v_zero (void)
{
  return QUAD (vdupq_n_f32 (0.0f));
}

static inline V16
v_set1 (float f)
{
  return QUAD (vdupq_n_f32 (f));
}

static inline V16
v_load (const float *p)
{
  return QUAD (vld1q_f32 (p + 4 * i));
}

static inline void
v_store (float *p, V16 a)
{
  for (int i = 0; i < 4; i++)
    vst1q_f32 (p + 4 * i, a.val[i]);
}

static inline V16
v_fma (V16 a, V16 b, V16 c)
{
  return QUAD (vfmaq_f32 (c.val[i], a.val[i], b.val[i]));
}

static inline V16
v_add (V16 a, V16 b)
{
  return QUAD (vaddq_f32 (a.val[i], b.val[i]));
}

static inline V16
v_sub (V16 a, V16 b)
{
  return QUAD (vsubq_f32 (a.val[i], b.val[i]));
}

static inline V16
v_mul (V16 a, V16 b)
{
  return QUAD (vmulq_f32 (a.val[i], b.val[i]));
}

static inline V16
v_div (V16 a, V16 b)
{
  return QUAD (vdivq_f32 (a.val[i], b.val[i]));
}

static inline V16
v_abs (V16 a)
{
  return QUAD (vabsq_f32 (a.val[i]));
}

/* b where either is NaN or both are zero, as on x86: a > b ? a : b. */
static inline V16
v_max (V16 a, V16 b)
{
  return QUAD (vbslq_f32 (vcgtq_f32 (a.val[i], b.val[i]), a.val[i], b.val[i]));
}

static inline V16
v_phi_select (V16 x, V16 a, V16 b)
{
  return QUAD (vbslq_f32 (vcgtzq_f32 (x.val[i]), a.val[i], b.val[i]));
}

static inline V16
v_copysign (V16 a, V16 b)
{
  return QUAD (vbslq_f32 (vdupq_n_u32 (0x80000000u), b.val[i], a.val[i]));
}

static inline V16
v_power (V16 x)
{
  return QUAD (vreinterpretq_f32_u32 (
      vaddq_u32 (vshlq_n_u32 (vreinterpretq_u32_f32 (x.val[i]), 23), vdupq_n_u32 (0x3f800000u))));
}

static inline V16
v_load_n (const float *p, gsize n)
{
  float part[16] = { 0 };

  for (gsize i = 0; i < n; i++)
    part[i] = p[i];

  return v_load (part);
}

static inline void
v_store_n (float *p, gsize n, V16 a)
{
  float part[16];

  v_store (part, a);
  for (gsize i = 0; i < n; i++)
    p[i] = part[i];
}

static inline V16
v_keep_n (V16 a, gsize n)
{
  float part[16];

  v_store (part, a);
  return v_load_n (part, n);
}

static inline V16
v_load_bf16 (const guint16 *p)
{
  return QUAD (vreinterpretq_f32_u32 (vshll_n_u16 (vld1_u16 (p + 4 * i), 16)));
}

static inline void
v_store_bytes (guint8 *p, V16 x)
{
  for (int i = 0; i < 4; i++)
    {
      guint32 bits[4];

      vst1q_u32 (bits, vreinterpretq_u32_f32 (x.val[i]));
      for (int j = 0; j < 4; j++)
        p[4 * i + j] = (guint8) (bits[j] + 128u);
    }
}

typedef int32x4x4_t I16;

static inline I16
i_zero (void)
{
  const int32x4_t zero = vdupq_n_s32 (0);

  return (I16) { { zero, zero, zero, zero } };
}

static inline I16
i_load (const void *p)
{
  const gint8 *bytes = p;
  I16 result;

  for (int i = 0; i < 4; i++)
    result.val[i] = vreinterpretq_s32_s8 (vld1q_s8 (bytes + 16 * i));
  return result;
}

static inline I16
i_set1 (const void *p)
{
  gint32 four;
  int32x4_t all;

  memcpy (&four, p, sizeof four);
  all = vdupq_n_s32 (four);
  return (I16) { { all, all, all, all } };
}

/* 16-bit products of both halves, added in pairs twice. */
static inline int32x4_t
dot4 (int32x4_t sum, int32x4_t u, int32x4_t w)
{
  const uint8x16_t a = vreinterpretq_u8_s32 (u);
  const int8x16_t b = vreinterpretq_s8_s32 (w);
  const int16x8_t a_low = vreinterpretq_s16_u16 (vmovl_u8 (vget_low_u8 (a)));
  const int16x8_t a_high = vreinterpretq_s16_u16 (vmovl_u8 (vget_high_u8 (a)));
  const int16x8_t b_low = vmovl_s8 (vget_low_s8 (b));
  const int16x8_t b_high = vmovl_s8 (vget_high_s8 (b));
  const int32x4_t first = vpaddq_s32 (vmull_s16 (vget_low_s16 (a_low), vget_low_s16 (b_low)),
                                      vmull_high_s16 (a_low, b_low));
  const int32x4_t second = vpaddq_s32 (vmull_s16 (vget_low_s16 (a_high), vget_low_s16 (b_high)),
                                       vmull_high_s16 (a_high, b_high));

  return vaddq_s32 (sum, vpaddq_s32 (first, second));
}

static inline I16
i_dot (I16 sum, I16 u, I16 w)
{
  for (int i = 0; i < 4; i++)
    sum.val[i] = dot4 (sum.val[i], u.val[i], w.val[i]);
  return sum;
}

static inline V16
i_float (I16 a, const gint32 *offset)
{
  return QUAD (vcvtq_f32_s32 (vsubq_s32 (a.val[i], vld1q_s32 (offset + 4 * i))));
}

static inline float
v_sum (V16 a)
{
  const float32x4_t low = vaddq_f32 (a.val[0], a.val[2]);
  const float32x4_t high = vaddq_f32 (a.val[1], a.val[3]);
  const float32x4_t four = vaddq_f32 (low, high);

  return (vgetq_lane_f32 (four, 0) + vgetq_lane_f32 (four, 2)) + (vgetq_lane_f32 (four, 1) + vgetq_lane_f32 (four, 3));
}

static inline float
v_largest (V16 a)
{
  return vmaxvq_f32 (vmaxq_f32 (vmaxq_f32 (a.val[0], a.val[2]), vmaxq_f32 (a.val[1], a.val[3])));
}

#include "engine/kernels/simd-body.h"
