# SPDX-License-Identifier: MIT
"""The model of engine/format/FORMAT.md in its parallel form: all positions of an image at once."""

import dataclasses
import math

import torch
from torch import nn
from torch.nn import functional as F


@dataclasses.dataclass
class Config:
    """Sizes and kinds of one network, and the image it paints; WeftConfig of the engine."""

    layers: int
    heads: int
    width: int
    feed_forward: int
    values: int
    outputs: int
    image_mode: str
    image_width: int
    image_height: int
    attention: str = 'linear'
    output: str = 'categorical'
    activation: str = 'relu'
    context_offsets: tuple = ()

    @property
    def steps(self):
        return self.image_width * self.image_height * (3 if self.image_mode == 'rgb8' else 1) - 1

    def metadata(self):
        facts = {'format': 'weft', 'format_version': '1',
                 'attention': self.attention, 'n_heads': str(self.heads),
                 'activation': self.activation, 'output': self.output, 'image_mode': self.image_mode,
                 'image_width': str(self.image_width), 'image_height': str(self.image_height)}
        if self.context_offsets:
            facts['context_offsets'] = ','.join(map(str, self.context_offsets))
        return facts

    @classmethod
    def of_checkpoint(cls, tensors, metadata):
        offsets = metadata.get('context_offsets')
        return cls(layers=sum(name.endswith('.linear1.bias') for name in tensors),
                   heads=int(metadata['n_heads']),
                   width=tensors['transformer.norm.weight'].numel(),
                   feed_forward=tensors['transformer.layers.0.linear1.bias'].numel(),
                   values=len(tensors['value_embedding.weight']),
                   outputs=len(tensors['predictor.bias']),
                   image_mode=metadata['image_mode'],
                   image_width=int(metadata['image_width']),
                   image_height=int(metadata['image_height']),
                   attention=metadata['attention'],
                   output=metadata.get('output', 'mixture-of-logistics'),
                   activation=metadata.get('activation', 'relu'),
                   context_offsets=tuple(map(int, offsets.split(','))) if offsets else ())


class FeatureMap(torch.autograd.Function):
    """phi(t) = t + 1 for t > 0, exp(t) otherwise. Its slope min(phi, 1) needs the output alone."""

    @staticmethod
    def forward(ctx, t):
        phi = t.clamp(max=0).exp_().add_(t.clamp(min=0))
        ctx.save_for_backward(phi)
        return phi

    @staticmethod
    def backward(ctx, gradient):
        phi, = ctx.saved_tensors
        return phi.clamp(max=1).mul_(gradient)


def linear_attention(q, k, v, chunk=32):
    """Causal linear attention. q, k, v: [batch, heads, steps, E]; returns the same shape.

    Inside a chunk the C x C products are masked; what came before the chunk is S, the sum of the earlier
    chunks' K^T V. A column of ones beside v makes the denominator the last column of the same products.
    """
    batch, heads, steps, width = q.shape
    pad = -steps % chunk
    v = torch.cat((v, v.new_ones(batch, heads, steps, 1)), -1)
    q, k = FeatureMap.apply(q), FeatureMap.apply(k)
    q, k, v = (F.pad(t, (0, 0, 0, pad)).view(batch, heads, -1, chunk, t.shape[-1]) for t in (q, k, v))
    inside = (q @ k.transpose(-1, -2)).tril() @ v
    sums = k.transpose(-1, -2) @ v
    earlier = torch.ones(sums.shape[2], sums.shape[2], dtype=sums.dtype, device=sums.device).tril(-1)
    s = (earlier @ sums.flatten(-2)).view_as(sums)
    both = (inside + q @ s).view(batch, heads, steps + pad, width + 1)[:, :, :steps]
    return both[..., :-1] / (both[..., -1:] + 1e-6)


def softmax_attention(q, k, v):
    """Causal softmax attention. q, k, v: [batch, heads, steps, E]; returns the same shape."""
    steps = q.shape[2]
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    future = torch.ones(steps, steps, dtype=torch.bool, device=q.device).triu(1)
    return scores.masked_fill(future, -math.inf).softmax(-1).to(v.dtype) @ v


ATTENTION = {'linear': linear_attention, 'softmax': softmax_attention}


class Attention(nn.Module):
    def __init__(self, d, heads, kind):
        super().__init__()
        self.query_projection = nn.Linear(d, d)
        self.key_projection = nn.Linear(d, d)
        self.value_projection = nn.Linear(d, d)
        self.out_projection = nn.Linear(d, d)
        self.heads, self.kind = heads, kind

    def forward(self, h):
        parts = (self.query_projection, self.key_projection, self.value_projection)
        together = F.linear(h, torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts]))
        q, k, v = together.unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        mixed = ATTENTION[self.kind](q, k, v)
        return self.out_projection(mixed.transpose(1, 2).flatten(-2))


class Layer(nn.Module):
    def __init__(self, d, heads, feed_forward, kind, activation):
        super().__init__()
        self.attention = Attention(d, heads, kind)
        self.linear1 = nn.Linear(d, feed_forward)
        self.linear2 = nn.Linear(feed_forward, d)
        self.norm1 = nn.LayerNorm(d)
        self.norm2 = nn.LayerNorm(d)
        self.activation = {'relu': F.relu, 'gelu': F.gelu}[activation]

    def forward(self, h):
        h = self.norm1(h + self.attention(h))
        return self.norm2(h + self.linear2(self.activation(self.linear1(h))))


class Positions(nn.Module):
    """The paper's sinusoidal table; kept in the file, never trained."""

    def __init__(self, steps, width):
        super().__init__()
        frequencies = torch.exp(torch.arange(0, width, 2) * (-math.log(10000) / width))
        angles = torch.arange(steps)[:, None] * frequencies
        self.register_buffer('pe', torch.stack((angles.sin(), angles.cos()), -1).view(1, steps, width))


class Transformer(nn.Module):
    def __init__(self, layers, d):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.norm = nn.LayerNorm(d)

    def forward(self, h):
        for layer in self.layers:
            h = layer(h)
        return self.norm(h)


class Model(nn.Module):
    """Values of an image in raster order in, the distribution of each next value out."""

    def __init__(self, config):
        super().__init__()
        c = self.config = config
        self.value_embedding = nn.Embedding(c.values, c.width // 2)
        self.pos_embedding = Positions(c.steps, c.width // 2)
        self.context_embedding = nn.ModuleList(nn.Embedding(c.values + 1, c.width // 2)
                                               for _ in c.context_offsets)
        self.transformer = Transformer([Layer(c.width, c.heads, c.feed_forward, c.attention, c.activation)
                                        for _ in range(c.layers)], c.width)
        self.predictor = nn.Linear(c.width, c.outputs)

    def forward(self, x):
        """x: [batch, N + 1] values; returns [batch, N, outputs], row i describing value i + 1."""
        x = x[:, :-1]
        e = self.value_embedding(x)
        for offset, table in zip(self.config.context_offsets, self.context_embedding):
            e = e + table(F.pad(x, (offset - 1, 0), value=self.config.values)[:, :x.shape[1]])
        h = torch.cat((e, self.pos_embedding.pe.expand(len(x), -1, -1)), -1)
        return self.predictor(self.transformer(h))

    def nats(self, x):
        """Minus the log-probability of every value but the first, [batch, N]."""
        y, target = self(x).float(), x[:, 1:]
        if self.config.output == 'categorical':
            return F.cross_entropy(y.flatten(0, 1), target.flatten(), reduction='none').view_as(target)
        return logistic_nats(y, target)


def logistic_nats(y, target):
    """Mixture of logistics over 256 bytes. y: [..., 3M] logits, means, raw scales; target: [...] bytes."""
    logits, means, scales = y.chunk(3, -1)
    scales = scales.clamp(min=-7)
    target = target[..., None]
    centred = 2 * target.float() / 255 - 1 - means
    upper = (-scales).exp() * (centred + 1 / 255)
    lower = (-scales).exp() * (centred - 1 / 255)
    inside = upper.sigmoid() - lower.sigmoid()
    middle = (-scales).exp() * centred
    density = middle - scales - 2 * F.softplus(middle) - math.log(127.5)
    log_p = torch.where(inside > 1e-5, inside.clamp(min=1e-12).log(), density)
    log_p = torch.where(target == 0, upper - F.softplus(upper), log_p)
    log_p = torch.where(target == 255, -F.softplus(lower), log_p)
    return -torch.logsumexp(log_p + logits.log_softmax(-1), -1)
