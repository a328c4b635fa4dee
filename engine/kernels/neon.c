/* SPDX-License-Identifier: MIT */
/* NEON (AArch64): a vector is four registers. */
#include <arm_neon.h>
#include <glib.h>

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

#define v_zero() QUAD (vdupq_n_f32 (0.0f))
#define v_set1(f) ({ const float32x4_t all = vdupq_n_f32 (f); QUAD (all); })
#define v_load(p) ({ const float *from = (p); QUAD (vld1q_f32 (from + 4 * i)); })
#define v_store(p, a) ({ float *to = (p); const V16 from = (a); for (int i = 0; i < 4; i++) vst1q_f32 (to + 4 * i, from.val[i]); })
#define v_fma(a, b, c) ({ const V16 x_ = (a), y_ = (b), z_ = (c); QUAD (vfmaq_f32 (z_.val[i], x_.val[i], y_.val[i])); })
#define v_add(a, b) ({ const V16 x_ = (a), y_ = (b); QUAD (vaddq_f32 (x_.val[i], y_.val[i])); })
#define v_sub(a, b) ({ const V16 x_ = (a), y_ = (b); QUAD (vsubq_f32 (x_.val[i], y_.val[i])); })
#define v_mul(a, b) ({ const V16 x_ = (a), y_ = (b); QUAD (vmulq_f32 (x_.val[i], y_.val[i])); })
#define v_div(a, b) ({ const V16 x_ = (a), y_ = (b); QUAD (vdivq_f32 (x_.val[i], y_.val[i])); })
#define v_abs(a) ({ const V16 x_ = (a); QUAD (vabsq_f32 (x_.val[i])); })

/* b where either is NaN or both are zero, as on x86: a > b ? a : b. */
#define v_max(a, b) \
  ({ const V16 x_ = (a), y_ = (b); QUAD (vbslq_f32 (vcgtq_f32 (x_.val[i], y_.val[i]), x_.val[i], y_.val[i])); })

#define v_phi_select(x, a, b) \
  ({ const V16 x_ = (x), y_ = (a), z_ = (b); QUAD (vbslq_f32 (vcgtzq_f32 (x_.val[i]), y_.val[i], z_.val[i])); })

#define v_copysign(a, b) \
  ({ const V16 x_ = (a), y_ = (b); QUAD (vbslq_f32 (vdupq_n_u32 (0x80000000u), y_.val[i], x_.val[i])); })

#define v_power(x) \
  ({ const V16 x_ = (x); \
     QUAD (vreinterpretq_f32_u32 (vaddq_u32 (vshlq_n_u32 (vreinterpretq_u32_f32 (x_.val[i]), 23), \
                                             vdupq_n_u32 (0x3f800000u)))); })

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

static inline V16
v_load_i8 (const gint8 *p)
{
  const int8x16_t bytes = vld1q_s8 (p);
  const int16x8_t low = vmovl_s8 (vget_low_s8 (bytes));
  const int16x8_t high = vmovl_s8 (vget_high_s8 (bytes));
  V16 result;

  result.val[0] = vcvtq_f32_s32 (vmovl_s16 (vget_low_s16 (low)));
  result.val[1] = vcvtq_f32_s32 (vmovl_s16 (vget_high_s16 (low)));
  result.val[2] = vcvtq_f32_s32 (vmovl_s16 (vget_low_s16 (high)));
  result.val[3] = vcvtq_f32_s32 (vmovl_s16 (vget_high_s16 (high)));
  return result;
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
