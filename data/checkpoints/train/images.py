# SPDX-License-Identifier: MIT
"""Training images: IDX files in, the values the network sees out."""

import gzip
import struct

import numpy as np
import torch


def read_idx(path):
    """An IDX file of bytes, gzipped or not, as an array."""
    with open(path, 'rb') as file:
        data = file.read()
    if data[:2] == b'\x1f\x8b':
        data = gzip.decompress(data)
    if data[:3] != b'\0\0\x08' or data[3] not in (3, 4):
        raise SystemExit(f'{path}: no IDX file of images (N x H x W or N x H x W x 3 bytes)')
    sizes = struct.unpack_from(f'>{data[3]}I', data, 4)
    values = np.frombuffer(data, np.uint8, offset=4 + 4 * data[3])
    if values.size != np.prod(sizes) or (len(sizes) == 4 and sizes[3] != 3):
        raise SystemExit(f'{path}: {values.size} bytes do not fill {" x ".join(map(str, sizes))}')
    return values.reshape(sizes)


def pack(pixels):
    """R, G, B as one number a pixel."""
    return pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)


def make_palette(images):
    """The colours of a training set, [V, 3] in ascending order; None where there are more than 256."""
    colours = np.unique(pack(images))
    return np.stack((colours >> 16, colours >> 8 & 255, colours & 255), -1).astype(np.uint8) \
        if colours.size <= 256 else None


def to_values(images, palette=None):
    """Images as rows of values in raster order, a [count, N + 1] tensor of bytes."""
    if palette is not None:
        colours, wanted = pack(palette), pack(images)
        order = np.argsort(colours)
        images = order[np.searchsorted(colours, wanted, sorter=order).clip(max=colours.size - 1)]
        missing = np.argwhere(colours[images] != wanted)
        if missing.size:
            raise SystemExit(f'image {missing[0][0]} has a colour that is not in the palette')
    return torch.from_numpy(images.reshape(len(images), -1).astype(np.uint8))


def shift(values, shape, distance, generator):
    """Each image moved by up to `distance` pixels either way, its border repeated. values: [batch, N + 1]."""
    height, width = shape[:2]
    images = values.view(len(values), height, width, -1)
    moves = torch.randint(-distance, distance + 1, (2, len(values), 1), generator=generator)
    rows = (torch.arange(height) + moves[0]).clamp(0, height - 1)
    columns = (torch.arange(width) + moves[1]).clamp(0, width - 1)
    return images[torch.arange(len(values))[:, None, None], rows[:, :, None], columns[:, None]].flatten(1)


class Batches:
    """Batches in a reproducible order: each pass sees every image once, in an order of its own."""

    def __init__(self, values, shape, size, seed, distance):
        self.values, self.shape, self.size, self.seed, self.distance = values, shape, size, seed, distance
        self.order = (None, None)

    def _pass(self, number):
        if self.order[0] != number:
            generator = torch.Generator().manual_seed(self.seed * 1000003 + number)
            self.order = (number, torch.randperm(len(self.values), generator=generator))
        return self.order[1]

    def __getitem__(self, step):
        first, count = step * self.size, len(self.values)
        places = (divmod(place, count) for place in range(first, first + self.size))
        rows = torch.stack([self._pass(number)[place] for number, place in places])
        batch = self.values[rows]
        if self.distance:
            generator = torch.Generator().manual_seed(self.seed * 1000003 + step)
            batch = shift(batch, self.shape, self.distance, generator)
        return batch
