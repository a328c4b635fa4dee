#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bench-train.py BENCH-TRAIN [SIZE...]: tokens per second of training, the engine's and the PyTorch recipe's, in turns in one run."""

import os
import subprocess
import sys
import time

os.environ.setdefault('OMP_WAIT_POLICY', 'passive')
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'data', 'checkpoints', 'train'))

import torch

import model

PROGRAM = sys.argv[1]
SIZES = {'small': ((4, 4, 128, 512), 8), 'paper': ((8, 8, 256, 1024), 4)}
ROUNDS, SECONDS = 3, 1


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


class Torch:
    """Steps as train.py makes them, on one batch of 32 x 32 pictures."""

    def __init__(self, size, batch, bf16):
        self.network = model.Model(model.Config(*size, 256, 256, 'gray8', 32, 32))
        self.values = torch.randint(256, (batch, 1024))
        self.bf16 = bf16
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=1e-4, betas=(0.9, 0.98))
        self.average = [p.detach().clone() for p in self.network.parameters()]
        self.step()

    def step(self):
        self.optimizer.zero_grad()
        with torch.autocast('cpu', torch.bfloat16, enabled=self.bf16):
            loss = self.network.nats(self.values).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1)
        self.optimizer.step()
        with torch.no_grad():
            for average, p in zip(self.average, self.network.parameters()):
                average.lerp_(p, 0.001)

    def measure(self):
        """By the clock, and by the processors' time of all threads."""
        began, times, works = time.monotonic(), [], []
        while not times or time.monotonic() - began < SECONDS:
            start, before = time.monotonic(), time.process_time()
            self.step()
            times.append(time.monotonic() - start)
            works.append(time.process_time() - before)
        return [self.values.shape[0] * 1023 / median(column) for column in (times, works)]


def measure_engine(size, batch, precision):
    command = [PROGRAM, *map(str, size), str(batch), str(SECONDS), precision]
    return [float(text) for text in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]


def main():
    threads = os.cpu_count()
    torch.set_num_threads(threads)
    print(f'{threads} threads, PyTorch {torch.__version__}, 32 x 32 pictures of 256 values, linear attention; '
          f'medians of {ROUNDS} rounds in turns')
    print(f'{"size":8}{"batch":>6}  {"products":9}{"by":11}{"engine":>9}{"PyTorch":>9}{"ratio":>7}   tokens/s')
    for name in sys.argv[2:] or SIZES:
        size, batch = SIZES[name]
        for precision in ('f32', 'bf16'):
            recipe = Torch(size, batch, precision == 'bf16')
            rounds = [(measure_engine(size, batch, precision), recipe.measure()) for _ in range(ROUNDS)]
            for by, kind in enumerate(('clock', 'processor')):
                engine, reference = (median([pair[side][by] for pair in rounds]) for side in (0, 1))
                print(f'{name:8}{batch:>6}  {precision:9}{kind:11}{engine:>9,.0f}{reference:>9,.0f}'
                      f'{engine / reference:>7.2f}', flush=True)


if __name__ == '__main__':
    main()
