#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""empty-checkpoint.py FILE LAYERS WIDTH: a sound checkpoint of any size that takes no room on the disk: all zeros.

It paints nothing worth seeing; it is for what is seen while a large file loads, or is too large to be loaded."""

import json
import struct
import sys

SIDE = 28
VALUES = 256
FACTS = {
    'format': 'weft',
    'format_version': '1',
    'attention': 'linear',
    'n_heads': '8',
    'output': 'categorical',
    'image_mode': 'gray8',
    'image_width': str(SIDE),
    'image_height': str(SIDE),
}


def shapes(layers, width):
    """Name and shape of every tensor."""
    yield 'value_embedding.weight', (VALUES, width // 2)
    for layer in range(layers):
        name = f'transformer.layers.{layer}.'
        for part in ('query', 'key', 'value', 'out'):
            yield f'{name}attention.{part}_projection.weight', (width, width)
            yield f'{name}attention.{part}_projection.bias', (width,)
        yield name + 'linear1.weight', (4 * width, width)
        yield name + 'linear1.bias', (4 * width,)
        yield name + 'linear2.weight', (width, 4 * width)
        yield name + 'linear2.bias', (width,)
        for part in ('norm1.weight', 'norm1.bias', 'norm2.weight', 'norm2.bias'):
            yield name + part, (width,)
    yield 'transformer.norm.weight', (width,)
    yield 'transformer.norm.bias', (width,)
    yield 'predictor.weight', (VALUES, width)
    yield 'predictor.bias', (VALUES,)


def main():
    path, layers, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    header, end = {'__metadata__': FACTS}, 0
    for name, shape in shapes(layers, width):
        begin = end
        end += 4 * shape[0] * (shape[1] if len(shape) > 1 else 1)
        header[name] = {'dtype': 'F32', 'shape': shape, 'data_offsets': [begin, end]}
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text)
        file.truncate(8 + len(text) + end)


main()
