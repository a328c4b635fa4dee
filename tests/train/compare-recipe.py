#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""compare-recipe.py WEFT [TRAIN TEST]: trains the same network with `weft train` and with the PyTorch recipe, several seeds each.

Prints the bits/dim of the test images by the averaged weights, for every seed; ends with 1 where the means differ by more
than the seeds' own spread explains (Welch's test at 1 %). Without files the images that travel with the tests are used,
halved to 14 x 14: 160 to learn from and 40 to test with. Both sides draw their own first weights and order."""

import argparse
import gzip
import json
import math
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
RECIPE = os.path.join(ROOT, 'data', 'checkpoints', 'train', 'train.py')
DIGITS = os.path.join(ROOT, 'tests', 'data', 'mnist-200.idx.gz')
N_TEST = 40

# Two-sided 1 % points of Student's distribution by degrees of freedom.
T_POINTS = {1: 63.66, 2: 9.92, 3: 5.84, 4: 4.60, 5: 4.03, 6: 3.71, 7: 3.50, 8: 3.36, 9: 3.25, 10: 3.17, 12: 3.05, 15: 2.95,
            20: 2.85, 30: 2.75}


def write_idx(path, images):
    with open(path, 'wb') as file:
        file.write(bytes([0, 0, 8, images.ndim]) + struct.pack(f'>{images.ndim}I', *images.shape) + images.tobytes())
    return path


def halve_digits(folder):
    """The travelling digits at half their size, in two files."""
    with gzip.open(DIGITS) as file:
        digits = np.frombuffer(file.read(), np.uint8, offset=16).reshape(200, 14, 2, 14, 2).mean((2, 4)).astype(np.uint8)
    return (write_idx(os.path.join(folder, 'train.idx'), digits[:-N_TEST]),
            write_idx(os.path.join(folder, 'test.idx'), digits[-N_TEST:]))


def run(command):
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f'{" ".join(command)}: {result.stderr}')
    return result.stdout


def train_recipe(options, files, seed, folder):
    path = os.path.join(folder, f'recipe-{seed}.safetensors')
    output = run([sys.executable, RECIPE, files[0], '--test', files[1], '--test-images', str(options.test_images), '-o', path,
                  '--f32', '--test-every', str(options.steps), '--threads', str(options.threads),
                  *common(options, seed)])
    return float(re.findall(r'held out ([\d.]+)', output)[-1])


def train_weft(options, files, seed, folder):
    path = os.path.join(folder, f'weft-{seed}.safetensors')
    log = path + '.jsonl'
    run([options.weft, 'train', files[0], '--test', files[1], '--held-out', str(options.test_images), '-o', path, '--log', log,
         '-j', str(options.threads), *common(options, seed)])
    with open(log, encoding='utf-8') as file:
        return json.loads(file.readlines()[-1])['held_out']


def common(options, seed):
    """What both sides call the same."""
    return ['--size', options.size, '--attention', options.attention, '--output-head', options.output_head, '--steps',
            str(options.steps), '--warm-up', str(options.warm_up), '--batch', str(options.batch), '--seed', str(seed)]


def judge(first, second):
    """Difference of the means, and what it may be."""
    variances = [statistics.variance(bits) / len(bits) for bits in (first, second)]
    freedom = sum(variances) ** 2 / sum(v * v / (len(bits) - 1) for v, bits in zip(variances, (first, second)))
    point = T_POINTS[max(known for known in T_POINTS if known <= freedom)]
    return statistics.mean(second) - statistics.mean(first), point * math.sqrt(sum(variances))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add('weft')
    add('files', nargs='*', metavar='TRAIN TEST')
    add('--seeds', type=int, default=5)
    add('--steps', type=int, default=300)
    add('--warm-up', type=int, default=30)
    add('--batch', type=int, default=8)
    add('--size', default='tiny')
    add('--attention', default='linear')
    add('--output-head', default='categorical')
    add('--test-images', type=int, default=200)
    add('--threads', type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = options.files or halve_digits(folder)
        found = {'PyTorch': [], 'weft': []}
        print(f'bits/dim after {options.steps} steps, {options.size}, {options.attention}, {options.output_head}')
        for seed in range(options.seeds):
            found['PyTorch'].append(train_recipe(options, files, seed, folder))
            found['weft'].append(train_weft(options, files, seed, folder))
            print(f'seed {seed}: PyTorch {found["PyTorch"][-1]:.4f}, weft {found["weft"][-1]:.4f}', flush=True)
    for name, bits in found.items():
        print(f'{name}: mean {statistics.mean(bits):.4f}, deviation {statistics.stdev(bits):.4f}')
    difference, allowed = judge(found['PyTorch'], found['weft'])
    print(f'difference {difference:+.4f}, at most {allowed:.4f} by the spread of the seeds')
    sys.exit(abs(difference) > allowed)


if __name__ == '__main__':
    main()
