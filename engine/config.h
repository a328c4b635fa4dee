/* SPDX-License-Identifier: MIT */
/* WeftConfig: sizes and kinds of one network, and the image it paints. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WEFT_ATTENTION_LINEAR,  /* phi(q)^T S / phi(q)^T z, a state of constant size */
  WEFT_ATTENTION_SOFTMAX, /* softmax(q.k / sqrt(E)) over all earlier keys */
} WeftAttention;

typedef enum {
  WEFT_ACTIVATION_RELU,
  WEFT_ACTIVATION_GELU, /* the form with erf */
} WeftActivation;

typedef enum {
  WEFT_OUTPUT_MIXTURE_OF_LOGISTICS, /* outputs = 3 M: logits, means, raw scales */
  WEFT_OUTPUT_CATEGORICAL,          /* outputs = V logits */
} WeftOutput;

typedef enum {
  WEFT_IMAGE_GRAY8,    /* one value a pixel */
  WEFT_IMAGE_RGB8,     /* three values a pixel: r, g, b */
  WEFT_IMAGE_INDEXED8, /* one value a pixel, an index into the palette */
} WeftImageMode;

#define WEFT_MAX_CONTEXT 16 /* context embeddings a checkpoint may have */
#define WEFT_MAX_VALUES 256 /* a value is a byte */

/**
 * WeftConfig:
 *
 * A plain value; copy it freely. The symbols are those of the checkpoint contract.
 */
typedef struct {
  guint n_layers;     /* L, 1.. */
  guint n_heads;      /* H, 1..; divides width */
  guint width;        /* d, even */
  guint feed_forward; /* F */
  guint n_values;     /* V: 256, or the size of the palette */
  guint n_outputs;    /* rows of the predictor: 3 M or V */
  guint n_positions;  /* N: the longest sequence that can be fed */
  guint n_context;    /* context embeddings, 0 .. WEFT_MAX_CONTEXT */
  guint context_offsets[WEFT_MAX_CONTEXT]; /* values back from the predicted one, each >= 1 */

  WeftAttention attention;
  WeftActivation activation;
  WeftOutput output;

  WeftImageMode image_mode;
  guint image_width;  /* pixels */
  guint image_height; /* pixels */
} WeftConfig;

/**
 * weft_config_validate: whether all sizes are possible and agree with each other.
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_INVALID naming the first contradiction with its numbers.
 */
gboolean weft_config_validate (const WeftConfig *config, GError **error);

/**
 * weft_config_get_head_size: E = d / H.
 */
guint weft_config_get_head_size (const WeftConfig *config);

/**
 * weft_config_get_n_channels: values a pixel: 3 for rgb8, else 1.
 */
guint weft_config_get_n_channels (const WeftConfig *config);

/**
 * weft_config_get_image_values: values of one whole image, width * height * channels.
 *
 * N + 1 for a checkpoint: the first value is given and the last one never fed.
 */
guint weft_config_get_image_values (const WeftConfig *config);

/**
 * weft_config_get_n_weights: parameters of the network, the sinusoidal position table not counted.
 */
guint64 weft_config_get_n_weights (const WeftConfig *config);

/**
 * weft_config_get_state_bytes: bytes of S and z of one image, at any step: 4 L H (E E + E).
 */
guint64 weft_config_get_state_bytes (const WeftConfig *config);

/**
 * weft_config_get_cache_bytes: bytes of the keys and values of one image after @n_steps: 8 L d n_steps.
 */
guint64 weft_config_get_cache_bytes (const WeftConfig *config, guint64 n_steps);

/* Names as they stand in metadata and on the command line; static strings. */
const char *weft_attention_to_string  (WeftAttention attention);
const char *weft_activation_to_string (WeftActivation activation);
const char *weft_output_to_string     (WeftOutput output);
const char *weft_image_mode_to_string (WeftImageMode mode);

/* The reverse: FALSE and *value untouched if @name is none of them. */
gboolean weft_attention_from_string  (const char *name, WeftAttention *value);
gboolean weft_activation_from_string (const char *name, WeftActivation *value);
gboolean weft_output_from_string     (const char *name, WeftOutput *value);
gboolean weft_image_mode_from_string (const char *name, WeftImageMode *value);

G_END_DECLS
