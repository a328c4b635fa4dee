#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nearest.py WEFT CHECKPOINT TRAINING-IMAGES TEST-IMAGES: are samples copies of what was trained on?

Paints 64 samples (seeds 0 to 63, temperature 1), looks for the nearest training image of each, and does the same for the
first 64 test images, which cannot be copies. The distance of two images is the number of pixels that differ. Samples
that lie about as far from the training set as test images do were not copied from it. Prints two rows of a table."""

import argparse
import os
import subprocess
import tempfile

import numpy as np

import container
import images

COUNT = 64


def paint(weft, checkpoint, shape):
    """COUNT samples as pixels [COUNT, height, width, 3]; ImageMagick decodes them."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = [weft, 'sheet', '-m', os.path.abspath(checkpoint), '--grid', f'seed=0..{COUNT - 1}', '--quiet',
                 '-o', f'{folder}/sheet.png', '--cells', f'{folder}/%03d.png']
        subprocess.run(sheet, check=True, stdout=subprocess.DEVNULL)
        files = [f'{folder}/{number:03d}.png' for number in range(COUNT)]
        raw = subprocess.run(['convert', *files, '-depth', '8', 'rgb:-'], check=True, stdout=subprocess.PIPE).stdout
    return np.frombuffer(raw, np.uint8).reshape(COUNT, *shape, 3)


def distances(pictures, training):
    """Pixels in which each picture differs from the training image nearest to it."""
    return np.array([(training != picture).sum(1).min() for picture in pictures])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for argument in ('weft', 'checkpoint', 'training', 'test'):
        parser.add_argument(argument)
    arguments = parser.parse_args()

    training, test = (images.read_idx(path) for path in (arguments.training, arguments.test))
    samples = paint(arguments.weft, arguments.checkpoint, training.shape[1:3])
    _, metadata = container.read(arguments.checkpoint)
    if metadata['image_mode'] == 'gray8':
        training, test = (np.repeat(part[..., None], 3, -1) for part in (training, test[:COUNT]))
    training, test, samples = (images.pack(part).reshape(len(part), -1)
                               for part in (training, test[:COUNT], samples))
    print('| | nearest | median | farthest |\n| --- | ---: | ---: | ---: |')
    for name, pictures in (('samples', samples), ('test images', test)):
        found = distances(pictures, training)
        print(f'| {name} | {found.min()} | {np.median(found):g} | {found.max()} |')


if __name__ == '__main__':
    main()
