#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""record-precision.py WEFT CHECKPOINT DATA [--limit N]: measures and records what `--precision auto` means.

Scores the images of DATA with every precision, and writes into the checkpoint's metadata, under `auto_precision`, the
fastest one whose bits/dim is within 0.005 of f32, and under `auto_precision_measured` the figures it was chosen by. The
tensors stay as they are, byte for byte. Prints one row of a table."""

import argparse
import json
import os
import struct
import subprocess

PRECISIONS = ('int8', 'bf16', 'f32')  # fastest first
TOLERANCE = 0.005


def score(arguments, precision):
    command = [arguments.weft, 'score', '-m', os.path.abspath(arguments.checkpoint), arguments.data, '--json',
               '--precision', precision]
    if arguments.limit:
        command += ['--limit', str(arguments.limit)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def record(path, entries):
    """Puts entries into the metadata of a safetensors file, which gets its name when it is whole."""
    with open(path, 'rb') as file:
        length, = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        tensors = file.read()
    header['__metadata__'] = dict(header.get('__metadata__', {}), **entries)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path + '.part', 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + tensors)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + '.part', path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('weft')
    parser.add_argument('checkpoint')
    parser.add_argument('data')
    parser.add_argument('--limit', type=int)
    arguments = parser.parse_args()

    scores = {precision: score(arguments, precision) for precision in PRECISIONS}
    bits = {precision: scores[precision]['bits_per_dim'] for precision in PRECISIONS}
    chosen = next(precision for precision in PRECISIONS if bits[precision] <= bits['f32'] + TOLERANCE)
    figures = ', '.join(f'{precision} {bits[precision]:.6f}' for precision in reversed(PRECISIONS))
    n_images = scores['f32']['images']
    record(arguments.checkpoint, {
        'auto_precision': chosen,
        'auto_precision_measured': f'{figures} bits/dim on {n_images} images of {os.path.basename(arguments.data)}',
    })
    cells = ' | '.join(f'{bits[precision]:.6f}' for precision in reversed(PRECISIONS))
    print(f'| {os.path.basename(arguments.checkpoint)} | {n_images} | {cells} | {chosen} |')


if __name__ == '__main__':
    main()
